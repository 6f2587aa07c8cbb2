# SPDX-License-Identifier: Apache-2.0
"""Decides what the history screen shows; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.times import earliest
from himdesk.ui.review.sheet import review_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.services.charts.past import BeforeAfter, Entry
    from himdesk.services.desk import Desk
    from himdesk.ui.review.values import ReviewSheet
    from himdesk.ui.running import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRow:
    """A change set in the list; `later` if it came after the day that is looked at."""

    id: str
    kind: str
    when: str
    changes: int
    by: str
    approved_by: str
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
    sets: tuple[AppliedChangeSet, ...] = ()

    def open(self, mrn: str) -> None:
        """Show the history of the chart with this very number."""
        self.mrn, self.day = mrn, ""
        self.run(lambda: self.desk.charts.history(mrn), self._show, self._not_opened)

    def _show(self, found: Sequence[Entry]) -> None:
        self.sets = tuple(each.applied for each in found)
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
        days = sorted({self._local(entry.at)[:10] for entry in self.sets})
        held = self.day or "9999"
        beside = [d for d in days if d < held][-1:] if by < 0 else [d for d in days if d > held][:1]
        self.look_at(beside[0] if beside else self.day if by < 0 else "")

    def _page(self) -> None:
        undone = {entry.change_set.reverses for entry in self.sets}
        rows = tuple(
            SetRow(
                id=entry.id,
                kind=entry.change_set.kind.value,
                when=self._local(entry.at),
                changes=len(entry.change_set.changes),
                by=entry.change_set.requester,
                approved_by=entry.approved_by or "",
                reason=entry.change_set.reason,
                undone=entry.id in undone,
                later=bool(self.day) and self._local(entry.at)[:10] > self.day,
            )
            for entry in self.sets
        )
        page = HistoryPage(mrn=self.mrn, day=self.day, rows=rows, since=_since(rows, self.day))
        self.view.show_history(page)

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
        )
        self.view.show_set(applied.id, sheet)


def _since(rows: Sequence[SetRow], day: str) -> str:
    if not day:
        return ""
    later = [row for row in rows if row.later]
    if not later:
        return f"Nothing was changed after {day}."
    changes = sum(row.changes for row in later)
    return f"After {day} came {len(later):,} change sets with {changes:,} changes; they are marked."
