# SPDX-License-Identifier: Apache-2.0
"""Decides what the approvals screen shows and does; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.approval import State
from himdesk.domain.errors import HimdeskError
from himdesk.domain.roles import permitted
from himdesk.ui.approve.claiming import HAND_OVER, claim_view
from himdesk.ui.approve.since import since_section, stale_section
from himdesk.ui.approve.values import RequestView, Waiting
from himdesk.ui.review.effects import left
from himdesk.ui.review.sheet import review_sheet
from himdesk.ui.review.sides import sides

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from himdesk.services.approvals.approvals import Review
    from himdesk.services.approvals.waiting import Asked
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.desk import Desk
    from himdesk.services.matching.values import Party
    from himdesk.services.worklist.values import Colleague
    from himdesk.ui.running import Run
    from himdesk.ui.worklist.acting.questions import Answer, Ask


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_requests(self, requests: Sequence[Waiting]) -> None:
        """Show what waits."""

    def show_review(self, view: RequestView) -> None:
        """Show exactly what would be applied."""

    def show_claims(self, requests: Sequence[Waiting]) -> None:
        """Show who has what meanwhile."""

    def ask(
        self, ask: Ask, colleagues: Sequence[Colleague], then: Callable[[Answer], None]
    ) -> None:
        """Ask a question over the requests."""

    def show_done(self, text: str, change_set: str = "", kind: str = "") -> None:
        """Say what was done."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class ApprovePresenter:
    """The requests that wait, and what becomes of the chosen one.

    `check` raises unless the password is that of the person at the desk; None where nobody
    signed in with one.
    """

    panel: Panel
    desk: Desk
    run: Run
    check: Callable[[str], object] | None = None
    current: str = ""
    asked: dict[str, Asked] = field(default_factory=dict)
    effect: str = ""

    def refresh(self) -> None:
        """Read again what waits."""
        self.run(self.desk.approvals.waiting, self._listed, self.panel.show_error)

    def _listed(self, found: Sequence[Asked]) -> None:
        self.asked = {asked.request.id: asked for asked in found}
        self.panel.show_requests([self._line(asked) for asked in found])

    def _line(self, asked: Asked) -> Waiting:
        request = asked.request
        what = request.kind.replace("-", " ").capitalize()
        waits = request.state is State.PROPOSED
        return Waiting(
            id=request.id,
            kind=request.kind,
            what=what if waits else f"{what}, {request.state.value}",
            patients="; ".join(_named(party) for party in sorted(asked.parties, key=_retired)),
            requester=f"{asked.requester} (you)" if request.own else asked.requester,
            at=self._at(request.created_at),
            claim=claim_view(asked, decides=permitted("approve", self.desk.context.staff.roles)),
        )

    def look_again(self) -> None:
        """Show who has what meanwhile; what is being read stays."""

        def show(found: Sequence[Asked]) -> None:
            self.asked = {asked.request.id: asked for asked in found}
            self.panel.show_claims([self._line(asked) for asked in found])

        self.run(self.desk.approvals.waiting, show, self.panel.show_error)

    def renew(self) -> None:
        """Keep the claim of the request that is read, if it is one's own."""
        asked, me = self.asked.get(self.current), self.desk.context.staff.display
        if asked is not None and asked.claim is not None and asked.claim.owner == me:
            self._pass(lambda: self.desk.casework.claim(asked.request.id))

    def pass_on(self, action: str) -> None:
        """Take the current request, give it back, or ask to whom it is handed over."""
        request, casework = self.current, self.desk.casework
        if action == "claim":
            self._pass(lambda: casework.claim(request))
        elif action == "give-back":
            self._pass(lambda: casework.give_back(request))
        else:
            self.run(casework.colleagues, self._ask_whom, self.panel.show_error)

    def _ask_whom(self, colleagues: Sequence[Colleague]) -> None:
        request = self.current
        asker = self.asked[request].request.requester

        def hand_over(answer: Answer) -> None:
            to = answer.person or ""
            self._pass(
                lambda: self.desk.casework.hand_over(request, to, comment=answer.text)
            )  # fmt: skip

        able = [each for each in colleagues if each.approves and each.name != asker]
        self.panel.ask(HAND_OVER, able, hand_over)

    def _pass(self, work: Callable[[], None]) -> None:
        def refused(error: Exception) -> None:
            self.panel.show_error(error)
            self.look_again()

        self.run(work, lambda _done: self.look_again(), refused)

    def choose(self, request: str) -> None:
        """Show one request as it would be applied now."""
        self.current = request
        self.run(
            lambda: self.desk.approvals.review(request),
            lambda review: self._reviewed(request, review),
            self.panel.show_error,
        )

    def _reviewed(self, request: str, review: Review) -> None:
        if request == self.current:
            view = self.view(review)
            self.effect = view.sheet.verb
            self.panel.show_review(view)

    def view(self, review: Review) -> RequestView:
        """The clerk's sheet with what changed since in front of it."""
        plan, request = review.plan, review.request
        sheet = review_sheet(
            plan.change_set,
            numbers=review.numbers,
            values=review.values,
            warnings=plan.contradictions,
            needs_approval=False,
            reason=request.reason,
            created=plan.created,
            sides=sides(plan.change_set, review.charts, self.desk.context.now()),
        )
        added = (stale_section(review), since_section(review.later, review.numbers, self._at))
        shown = (*(section for section in added if section.lines), *sheet.sections)
        return RequestView(
            sheet=replace(sheet, sections=shown),
            requester=review.requester,
            at=self._at(request.created_at),
            since=len(review.later),
            stale=bool(review.gone or review.new),
            blocked=_blocked(review),
        )

    def _at(self, at: str) -> str:
        return self.desk.context.site.time_shown(at)

    def approve(self, password: str, *, take_over: bool = False) -> None:
        """Approve the request that is shown; what somebody else has only to take it over."""
        request = self.current

        def work() -> Outcome:
            if self.check is not None:
                self.check(password)
            return self.desk.approvals.approve(request, take_over=take_over)

        self.run(work, self._approved, self._failed)

    def _approved(self, outcome: Outcome) -> None:
        applied = outcome.applied
        assert applied is not None
        text = f"Approved and applied: {self.effect}.{left(outcome)}"
        self._finished(text, applied.id, outcome.change_set.kind.value)

    def _finished(self, text: str, change_set: str = "", kind: str = "") -> None:
        """Say what was done once the list is without it: nobody decides the same twice."""

        def told(found: Sequence[Asked]) -> None:
            self._listed(found)
            self.panel.show_done(text, change_set, kind)

        def untold(error: Exception) -> None:
            self.panel.show_done(text, change_set, kind)
            self.panel.show_error(error)

        self.run(self.desk.approvals.waiting, told, untold)

    def approve_plain(self, requests: Sequence[str], password: str) -> None:
        """Approve those of several requests that are plain; the others stay as they are.

        Where something comes between, what was approved before is told rather than the reason.
        """

        def work() -> int:
            if self.check is not None:
                self.check(password)
            plain = [r for r in requests if self.desk.approvals.review(r).plain]
            for done, request in enumerate(plain):
                try:
                    self.desk.approvals.approve(request)
                except HimdeskError:
                    if not done:
                        raise
                    return done
            return len(plain)

        self.run(work, lambda done: self._all_approved(done, len(requests)), self._failed)

    def _all_approved(self, done: int, whole: int) -> None:
        left = whole - done
        rest = f"; {left} left, to be looked at one by one" if left else ""
        self._finished(f"{done} of {whole} approved and applied{rest}.")

    def return_(self, comment: str, *, take_over: bool = False) -> None:
        """Give the request back."""
        request = self.current
        self.run(
            lambda: self.desk.approvals.return_(request, comment=comment, take_over=take_over),
            lambda _request: self._finished("Returned to its requester."),
            self._failed,
        )

    def reject(self, comment: str, *, take_over: bool = False) -> None:
        """Refuse the request."""
        request = self.current
        self.run(
            lambda: self.desk.approvals.reject(request, comment=comment, take_over=take_over),
            lambda _request: self._finished("Rejected."),
            self._failed,
        )

    def _failed(self, error: Exception) -> None:
        self.panel.show_error(error)
        self.refresh()


def _retired(party: Party) -> bool:
    """What goes on is named first."""
    return party.replaced_by is not None


def _named(party: Party) -> str:
    return f"{party.mrn} (retired)" if _retired(party) else f"{party.name} {party.mrn}"


def _blocked(review: Review) -> str:
    if review.own:
        return "Own request: someone else approves"
    if review.request.state is not State.PROPOSED:
        return f"This request is {review.request.state.value}"
    if review.gone or review.new:
        return "No longer as asked: return it"
    return ""
