# SPDX-License-Identifier: Apache-2.0
"""Decides what the approvals screen shows and does; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.approval import State
from himdesk.ui.review.sheet import review_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.services.approvals import Review
    from himdesk.services.desk import Desk
    from himdesk.services.outcomes import Outcome, Request
    from himdesk.ui.review.values import ReviewSheet
    from himdesk.ui.running import Run


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_requests(self, requests: Sequence[Request]) -> None:
        """Show what waits."""

    def show_review(self, sheet: ReviewSheet, *, own: bool) -> None:
        """Show exactly what would be applied; an own request can't be approved."""

    def show_done(self, text: str, change_set: str) -> None:
        """Say what was done."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class ApprovePresenter:
    """The requests that wait, and what becomes of the chosen one."""

    panel: Panel
    desk: Desk
    run: Run
    current: str = ""
    effect: str = ""

    def refresh(self) -> None:
        """Read again what waits."""
        self.run(self.desk.approvals.requests, self.panel.show_requests, self.panel.show_error)

    def choose(self, request: str) -> None:
        """Show one request as it would be applied now."""
        self.current = request
        self.run(
            lambda: self.desk.approvals.review(request),
            lambda review: self._reviewed(request, review),
            self.panel.show_error,
        )

    def _reviewed(self, request: str, review: Review) -> None:
        if request != self.current:
            return
        sheet = review_sheet(
            review.plan.change_set,
            numbers=review.numbers,
            values=review.values,
            warnings=review.plan.contradictions,
            needs_approval=False,
            reason=review.request.reason,
            created=review.plan.created,
        )
        own = review.own or review.request.state is not State.PROPOSED
        self.effect = sheet.verb
        self.panel.show_review(sheet, own=own)

    def approve(self) -> None:
        """Approve the request that is shown."""
        request = self.current
        self.run(lambda: self.desk.approvals.approve(request), self._approved, self._failed)

    def _approved(self, outcome: Outcome) -> None:
        applied = outcome.applied
        assert applied is not None
        self.panel.show_done(f"Approved and applied: {self.effect}.", applied.id)
        self.refresh()

    def return_(self, comment: str) -> None:
        """Give the request back."""
        request = self.current
        self.run(
            lambda: self.desk.approvals.return_(request, comment=comment),
            lambda _request: self._given_back("Returned to its requester."),
            self._failed,
        )

    def reject(self, comment: str) -> None:
        """Refuse the request."""
        request = self.current
        self.run(
            lambda: self.desk.approvals.reject(request, comment=comment),
            lambda _request: self._given_back("Rejected."),
            self._failed,
        )

    def _given_back(self, text: str) -> None:
        self.panel.show_done(text, "")
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self.panel.show_error(error)
        self.refresh()
