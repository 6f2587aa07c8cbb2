# SPDX-License-Identifier: Apache-2.0
"""Decides what the history screen shows; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.times import earliest
from himdesk.domain.words import counted
from himdesk.ui.review.sheet import PAST, review_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.services.charts.past import BeforeAfter, Entry
    from himdesk.services.desk import Desk
    from himdesk.ui.review.values import ReviewSheet
    from himdesk.ui.running import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRow:
    """A change set in the list; `later` if it came after the day that is looked at.

    `by` and `approved_by` are full names, `accounts` the names they sign in with.
    """

    id: str
    kind: str
    when: str
    changes: int
    by: str
    approved_by: str
    accounts: str
    reason: str
    undone: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """The history of a chart; `since` says what came after the day looked at, "" for today."""

    mrn: str
    day: str
    rows: tuple[SetRow, ...]
    since: str


class HistoryView(Protocol):
    """What the presenter asks of the history screen."""

    def show_history(self, page: HistoryPage) -> None:
        """Show the change sets of a chart, newest first; the reasons name no other person."""

    def show_set(self, change_set: str, sheet: ReviewSheet) -> None:
        """Show one change set, before and after."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class HistoryPresenter:
    """The change sets of one chart, and the day at which it is looked at."""

    view: HistoryView
    desk: Desk
    run: Run
    mrn: str = ""
    day: str = ""
    sets: tuple[Entry, ...] = ()

    def open(self, mrn: str) -> None:
        """Show the history of the chart with this very number."""
        self.mrn, self.day = mrn, ""
        self.run(lambda: self.desk.charts.history(mrn), self._show, self._not_opened)

    def _show(self, found: Sequence[Entry]) -> None:
        self.sets = tuple(found)
        self._page()

    def _not_opened(self, error: Exception) -> None:
        self._show(())
        self.view.show_error(error)

    def look_at(self, day: str) -> None:
        """Look at the chart as of a day (ISO); "" is today. What came later is marked."""
        try:
            self.day = date.fromisoformat(day).isoformat() if day.strip() else ""
        except ValueError:
            return
        self._page()

    def step(self, by: int) -> None:
        """Look at the day of the next earlier (-1) or later (1) change."""
        days = sorted({self._local(entry.applied.at)[:10] for entry in self.sets})
        held = self.day or "9999"
        beside = [d for d in days if d < held][-1:] if by < 0 else [d for d in days if d > held][:1]
        self.look_at(beside[0] if beside else self.day if by < 0 else "")

    def _page(self) -> None:
        undone = {entry.applied.change_set.reverses for entry in self.sets}
        rows = tuple(self._row(entry, undone=entry.applied.id in undone) for entry in self.sets)
        page = HistoryPage(mrn=self.mrn, day=self.day, rows=rows, since=_since(rows, self.day))
        self.view.show_history(page)

    def _row(self, entry: Entry, *, undone: bool) -> SetRow:
        applied, told = entry.applied, entry.applied.change_set
        when = self._local(applied.at)
        return SetRow(
            id=applied.id,
            kind=told.kind.value,
            when=when,
            changes=len(told.changes),
            by=entry.by,
            approved_by=entry.approved_by,
            accounts=_by(told.requester, applied.approved_by or ""),
            reason=told.reason,
            undone=undone,
            later=bool(self.day) and when[:10] > self.day,
        )

    def _local(self, at: str) -> str:
        """A time of the ledger as the site's clock showed it."""
        zone = self.desk.context.site.zone
        return earliest(at).astimezone(zone).isoformat(sep=" ")[:16]

    def choose(self, change_set: str) -> None:
        """Show one change set, before and after."""
        self.run(
            lambda: self.desk.charts.before_after(self.mrn, change_set),
            self._chosen,
            self.view.show_error,
        )

    def _chosen(self, found: BeforeAfter) -> None:
        applied = found.applied
        sheet = review_sheet(
            applied.change_set,
            numbers=found.numbers,
            values=found.values,
            needs_approval=False,
            reason=applied.change_set.reason,
            headings=PAST,
        )
        self.view.show_set(applied.id, sheet)


def _by(requester: str, approver: str) -> str:
    return f"{requester}, approved by {approver}" if approver else requester


def _since(rows: Sequence[SetRow], day: str) -> str:
    if not day:
        return ""
    later = [row for row in rows if row.later]
    if not later:
        return f"Nothing was changed after {day}."
    changes = sum(row.changes for row in later)
    came = f"{counted(len(later), 'change set')} with {counted(changes, 'change')}"
    return f"After {day} came {came}; {'it is' if len(later) == 1 else 'they are'} marked."
