# SPDX-License-Identifier: Apache-2.0
"""From a plan to the review sheet, and from there to what was done and what comes next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from himdesk.ui.review.effects import done
from himdesk.ui.review.panel import ReviewPanel
from himdesk.ui.review.sheet import review_sheet
from himdesk.ui.review.sides import sides

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.ui.parts.message import MessageStrip
    from himdesk.ui.workstation import Workstation

TO_COME: Final = "(the reason follows)"
"""Stands for the reason in the dry run behind a review sheet."""

AT_CHART: Final = frozenset({"chart", "amend", "split"})
"""The screens whose corrections begin at the chart that is open."""


class ReviewWays(QObject):
    """Every correction ends in the one sheet; `back` is the screen that it goes back to.

    `last_applied` is the change set that was applied last, `carried` counts what was carried out.
    """

    def __init__(self, station: Workstation) -> None:
        super().__init__(station)
        self._station = station
        self.panel = ReviewPanel(station.look)
        self._carry: Callable[[str], Outcome] = lambda _reason: _nothing()
        self.back = "search"
        self.last_applied, self.carried = "", 0
        self._about: frozenset[str] = frozenset()
        self.panel.confirmed.connect(self._confirmed)
        self.panel.left.connect(lambda: station.show(self.back))

    def start(
        self,
        outcome: Outcome,
        back: str,
        carry: Callable[[str], Outcome],
        order: Sequence[str] = (),
    ) -> None:
        """Show what was planned, its charts in `order`; `carry` does it for a reason.

        The names are read in the background.
        """
        self.back, self._carry = back, carry
        self._about = frozenset(chart.patient.id for chart in outcome.charts)

        def show(legend: tuple[dict[str, str], dict[str, str]]) -> None:
            numbers, values = legend
            sheet = review_sheet(
                outcome.change_set,
                numbers=numbers,
                values=values,
                warnings=outcome.warnings,
                needs_approval=outcome.needs_approval,
                created=outcome.created,
                sides=sides(
                    outcome.change_set, outcome.charts, self._station.desk.context.now(), order
                ),
            )
            self.panel.reason.clear()
            self.panel.show_sheet(sheet)
            self._station.show("review")
            self.panel.reason.setFocus()

        self._station.tasks.run_for(
            self.panel,
            lambda: self._station.desk.corrections.legend(outcome),
            then=show,
            otherwise=self.panel.show_error,
        )

    def _confirmed(self, reason: str) -> None:
        carry = self._carry
        self._station.tasks.run_for(
            self.panel,
            lambda: carry(reason),
            then=self._carried_out,
            otherwise=self.panel.show_error,
        )

    def _carried_out(self, outcome: Outcome) -> None:
        """Say what was done and offer to take it back, where it began.

        After a case of the work list the next one opens.
        """
        station = self._station
        self.carried += 1
        if outcome.change_set.kind == "split":
            station.splitting.close()
        if self.back == "amend":
            station.amend.close_document()
        self.last_applied = outcome.applied.id if outcome.applied is not None else ""
        said = done(outcome, filed=self.back == "amend")
        if station.ways.decided(said, proposed=outcome.applied is None):
            return
        if self.back == "amend" and station.amended_from == "requests":
            station.show("requests")
            self._tell(station.requests.panel.message, said)
        elif self.back not in AT_CHART or not station.documents.come_back(
            self._about, partial(self._tell, station.chart.message, said)
        ):
            station.show("search")
            station.searching.again()
            self._tell(station.search.message, said)

    def _tell(self, message: MessageStrip, said: str) -> None:
        if self.last_applied:
            message.show_done(said, "Undo")
        else:
            message.show_notice(said)

    def undo_last(self) -> None:
        """Prepare taking back what was applied last."""
        self._station.open_undo(self.last_applied)


def _nothing() -> Outcome:
    raise AssertionError("a review without a correction")
