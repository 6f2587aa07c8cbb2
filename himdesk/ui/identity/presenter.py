# SPDX-License-Identifier: Apache-2.0
"""Decides what the dialogs about a chart's person show and do; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.changes import ChangeKind
from himdesk.domain.corrections.links import Judgement
from himdesk.domain.errors import UsageError
from himdesk.services.corrections.demographics import Chosen, Stated
from himdesk.services.corrections.judging import chart_beside, judged_of
from himdesk.ui.charts.finding import hit_row
from himdesk.ui.identity.fields import LABELS, as_recorded, field_page
from himdesk.ui.identity.values import NEW, Beside, FieldPage, JudgedRow
from himdesk.ui.split.rows import who_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from himdesk.domain.charts.charts import Chart
    from himdesk.services.charts.charts import Found
    from himdesk.services.corrections.judging import Judged
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.desk import Desk
    from himdesk.ui.charts.values import HitRow
    from himdesk.ui.running import Run
    from himdesk.ui.widgets.banners.banner_values import Who

SAID = {
    None: "Nothing was said of these two so far.",
    Judgement.LINKED: "Linked: one person at two places.",
    Judgement.DISTINCT: "Kept apart: not the same person.",
}
BACK = {None: "", Judgement.LINKED: "Unlink…", Judgement.DISTINCT: "Take back “not the same”…"}


class CorrectView(Protocol):
    """What the presenter asks of the dialog that corrects."""

    def show_person(self, who: Who, fields: Sequence[tuple[str, str]]) -> None:
        """Show whose chart it is, and which fields it has: names and words."""

    def show_field(self, page: FieldPage) -> None:
        """Show a field with its statements."""

    def show_error(self, error: Exception) -> None:
        """Say what was refused."""

    def done(self, result: int) -> None:
        """Close."""


@dataclass
class CorrectPresenter:
    """One correction of what a chart shows, from the question to the review."""

    view: CorrectView
    desk: Desk
    run: Run
    reviewed: Callable[[Outcome], None]
    chart: Chart | None = None
    wanted: Stated | Chosen | None = None

    def open(self, mrn: str) -> None:
        """Ask what the chart of this number shall show."""
        self.run(lambda: self.desk.charts.overview(mrn).chart, self._opened, self.view.show_error)

    def _opened(self, chart: Chart) -> None:
        self.chart = chart
        who = who_of("", chart, self.desk.context.now(), "")
        self.view.show_person(who, tuple(LABELS.items()))
        self.choose(next(iter(LABELS)))

    def choose(self, name: str) -> None:
        """Show the statements of a field."""
        if self.chart is not None:
            self.view.show_field(field_page(self.chart, name))

    def review(self, name: str, statement: str, said: Mapping[str, str]) -> None:
        """Ask what the correction would do: by a statement that is there, or by what is said."""
        if statement == NEW:
            values = {
                k: as_recorded(name, v) for k, v in said.items() if k not in {"because", "evidence"}
            }
            self.wanted = Stated(
                field=name,
                values=values,
                because=said.get("because", "") or "correction",
                evidence=said.get("evidence", ""),
            )
        else:
            self.wanted = Chosen(field=name, item=statement)
        self.run(
            lambda: self.correct("(the reason follows)", dry_run=True),
            self._reviewed,
            self.view.show_error,
        )

    def _reviewed(self, outcome: Outcome) -> None:
        self.view.done(1)
        self.reviewed(outcome)

    def correct(self, reason: str, *, dry_run: bool) -> Outcome:
        """Carry the correction out, or show it. Runs in the background."""
        chart, wanted = self.chart, self.wanted
        assert chart is not None
        assert wanted is not None
        return self.desk.corrections.correct(_number(chart), wanted, reason=reason, dry_run=dry_run)


class JudgeView(Protocol):
    """What the presenter asks of the dialog that judges."""

    def show_chart(self, who: Who, judged: Sequence[JudgedRow]) -> None:
        """Show whose chart it is, and what was said of it and others."""

    def show_hits(self, hits: Sequence[HitRow]) -> None:
        """Show charts to choose from."""

    def show_beside(self, beside: Beside) -> None:
        """Show the other chart, and what can be said."""

    def show_error(self, error: Exception) -> None:
        """Say what was refused."""

    def done(self, result: int) -> None:
        """Close."""


@dataclass
class JudgePresenter:
    """One judgement of two charts, from the question to the review."""

    view: JudgeView
    desk: Desk
    run: Run
    reviewed: Callable[[Outcome], None]
    chart: Chart | None = None
    other: Chart | None = None
    judged: dict[str, Judged] = field(default_factory=dict)
    carry: Callable[[str, bool], Outcome] | None = None

    def open(self, mrn: str) -> None:
        """Ask what is to be said of the chart of this number and another one."""
        context = self.desk.context
        self.run(lambda: judged_of(context, mrn), self._opened, self.view.show_error)

    def _opened(self, found: tuple[Chart, tuple[Judged, ...]]) -> None:
        self.chart, judged = found
        self.judged = {each.other.patient.id: each for each in judged}
        who = who_of("A", self.chart, self.desk.context.now(), "this chart")
        self.view.show_chart(who, [self._row(each) for each in judged])

    def _row(self, each: Judged) -> JudgedRow:
        site = self.desk.context.site
        return JudgedRow(
            mrn=each.other.patient.number,
            name="(restricted)" if each.masked else each.other.name(),
            said=SAID[each.judgement].partition(":")[0],
            when=site.time_shown(each.at),
            by=each.by,
        )

    def search(self, text: str) -> None:
        """Look for the other chart."""
        if text.strip():
            self.run(lambda: self.desk.charts.search(text), self._found, self.view.show_error)

    def _found(self, found: Found) -> None:
        own = self.chart.patient.id if self.chart is not None else ""
        hits = [hit for hit in found.hits if hit.patient.id != own]
        if not hits:
            self.view.show_error(UsageError("No other chart was found."))
        elif len(hits) == 1 and not found.more:
            self.take(hits[0].patient.number)
        else:
            self.view.show_hits([hit_row(hit) for hit in hits])

    def take(self, mrn: str) -> None:
        """The chart of this number is the other one."""
        context = self.desk.context
        self.run(lambda: chart_beside(context, mrn), self._taken, self.view.show_error)

    def _taken(self, other: Chart) -> None:
        self.other = other
        known = self.judged.get(other.patient.id)
        now = known.judgement if known is not None else None
        self.view.show_beside(
            Beside(
                mrn=other.patient.number,
                who=who_of("B", other, self.desk.context.now(), "the other chart"),
                said=SAID[now],
                back=BACK[now],
                linkable=now is not Judgement.LINKED,
                partable=now is not Judgement.DISTINCT,
            )
        )

    def judge(self, kind: str) -> None:
        """Say that the two are one person (`link`) or two (`distinct`)."""
        assert self.chart is not None
        assert self.other is not None
        mrns = [_number(self.chart), _number(self.other)]
        corrections, said = self.desk.corrections, ChangeKind(kind)
        self._review(lambda reason, dry: corrections.judge(said, mrns, reason=reason, dry_run=dry))

    def take_back(self) -> None:
        """Take back what is said of the two: a link is unlinked, the other judgement undone."""
        assert self.other is not None
        known = self.judged[self.other.patient.id]
        if known.judgement is Judgement.LINKED:
            self.judge(ChangeKind.UNLINK)
            return
        corrections = self.desk.corrections
        self._review(
            lambda reason, dry: corrections.undo(known.change_set, reason=reason, dry_run=dry)
        )

    def _review(self, carry: Callable[[str, bool], Outcome]) -> None:
        self.carry = carry
        self.run(lambda: carry("(the reason follows)", True), self._reviewed, self.view.show_error)

    def _reviewed(self, outcome: Outcome) -> None:
        self.view.done(1)
        self.reviewed(outcome)

    def carry_out(self, reason: str) -> Outcome:
        """Carry the judgement out. Runs in the background."""
        assert self.carry is not None
        return self.carry(reason, False)


def _number(chart: Chart) -> str:
    return f"{chart.patient.authority}:{chart.patient.number}"
