# SPDX-License-Identifier: Apache-2.0
"""Decides what the history screen shows; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.roles import permitted
from himdesk.ui.compare.banners import banner_of
from himdesk.ui.history.effects import effect, signs, title
from himdesk.ui.history.outlook import outlook, refused
from himdesk.ui.history.values import HistoryPage, SetRow, Standing
from himdesk.ui.review.sheet import PAST, review_sheet
from himdesk.ui.widgets.banners.banner_values import Who
from himdesk.ui.widgets.timelines.timeline_values import day_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.domain.charts.charts import Chart
    from himdesk.services.charts.past import BeforeAfter, Entry
    from himdesk.services.desk import Desk
    from himdesk.ui.review.values import ReviewSheet, Section
    from himdesk.ui.running import Run


class HistoryView(Protocol):
    """What the presenter asks of the history screen."""

    def show_history(self, page: HistoryPage) -> None:
        """Show the change sets of a chart, newest first; the reasons name no other person."""

    def show_standing(self, then: Standing | None, now: Standing | None) -> None:
        """Show whose chart it is, as it stood on the day looked at and as it stands."""

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
    rows: tuple[SetRow, ...] = ()
    now: Standing | None = None

    def open(self, mrn: str) -> None:
        """Show the history of the chart with this very number."""
        self.mrn, self.day, self.now = mrn, "", None
        self.view.show_standing(None, None)
        # Thousands of changes are put into words, too, where it keeps nobody waiting.
        self.run(lambda: self._read(mrn), self._show, self._not_opened)

    def _read(self, mrn: str) -> tuple[SetRow, ...]:
        found = self.desk.charts.history(mrn)
        kinds = {entry.applied.id: entry.applied.change_set.kind.value for entry in found}
        undone = {entry.applied.change_set.reverses for entry in found}
        return tuple(self._row(entry, kinds, undone=entry.applied.id in undone) for entry in found)

    def _show(self, rows: tuple[SetRow, ...]) -> None:
        self.rows = rows
        self._page()
        mrn = self.mrn
        if self.rows and permitted("show", self.desk.context.staff.roles):
            self.run(
                lambda: self.desk.charts.overview(mrn),
                lambda got: self._stands(mrn, got.chart, sum(got.counts.values())),
                self.view.show_error,
            )

    def _not_opened(self, error: Exception) -> None:
        self._show(())
        self.view.show_error(error)

    def _stands(self, mrn: str, chart: Chart, items: int) -> None:
        if mrn == self.mrn:
            self.now = Standing("", self._who(chart), items)
            self.view.show_standing(None, self.now)

    def look_at(self, day: str) -> None:
        """Look at the chart as of a day (ISO); "" is today. What came later is marked."""
        try:
            day = date.fromisoformat(day).isoformat() if day.strip() else ""
        except ValueError:
            return
        if day == self.day:
            return
        self.day = day
        self._page()
        self.view.show_standing(None, self.now)
        mrn = self.mrn
        if day and self.now is not None:
            self.run(
                lambda: self.desk.charts.open(mrn, as_of=day),
                lambda chart: self._stood(mrn, day, chart),
                lambda error: self._not_stood(mrn, day, error),
            )

    def _stood(self, mrn: str, day: str, chart: Chart) -> None:
        if (mrn, day) == (self.mrn, self.day):
            then = Standing(day, self._who(chart), len(chart.items))
            self.view.show_standing(then, self.now)

    def _not_stood(self, mrn: str, day: str, error: Exception) -> None:
        if (mrn, day) == (self.mrn, self.day):
            self.view.show_error(error)

    def _who(self, chart: Chart) -> Who:
        banner = banner_of("", chart, self.desk.context.now())
        other = chart.patient.number != self.mrn
        number = f"{banner.mrn}, which replaced {self.mrn}" if other else banner.mrn
        return Who("", banner.name, (number, banner.born, banner.sex))

    def step(self, by: int) -> None:
        """Look at the day of the next earlier (-1) or later (1) change."""
        days = sorted({row.when[:10] for row in self.rows})
        held = self.day or "9999"
        beside = [d for d in days if d < held][-1:] if by < 0 else [d for d in days if d > held][:1]
        self.look_at(beside[0] if beside else self.day if by < 0 else "")

    def _page(self) -> None:
        day = self.day
        rows = tuple(replace(row, later=bool(day) and row.when[:10] > day) for row in self.rows)
        today = self._local(self.desk.context.now())[:10]
        self.view.show_history(HistoryPage(mrn=self.mrn, day=self.day, today=today, rows=rows))

    def _row(self, entry: Entry, kinds: Mapping[str, str], *, undone: bool) -> SetRow:
        applied, told = entry.applied, entry.applied.change_set
        when = self._local(applied.at)
        return SetRow(
            id=applied.id,
            kind=told.kind.value,
            title=title(told.kind.value, kinds.get(told.reverses or "", "")),
            effect=effect(entry),
            when=when,
            at=day_number(when),
            by=entry.by,
            approved_by=entry.approved_by,
            accounts=_by(told.requester, applied.approved_by or ""),
            reason=told.reason,
            signs=signs(entry),
            undone=undone,
        )

    def _local(self, at: str) -> str:
        """A time of the ledger as the site's clock showed it."""
        return self.desk.context.site.time_shown(at)

    def choose(self, change_set: str) -> None:
        """Show one change set, before and after, and what would happen if it were undone."""
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
        undone = {row.id for row in self.rows if row.undone}
        if applied.id not in undone and permitted("undo", self.desk.context.staff.roles):
            self.run(
                lambda: self.desk.corrections.preview_undo(applied.id),
                lambda preview: self._foreseen(applied.id, sheet, outlook(preview, found.numbers)),
                lambda error: self._foreseen(applied.id, sheet, refused(error)),
            )

    def _foreseen(self, change_set: str, sheet: ReviewSheet, section: Section) -> None:
        told = replace(sheet, sections=(section, *sheet.sections))
        self.view.show_set(change_set, told)


def _by(requester: str, approver: str) -> str:
    return f"{requester}, approved by {approver}" if approver else requester
