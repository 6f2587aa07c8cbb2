# SPDX-License-Identifier: Apache-2.0
"""Decides what the compare screen shows and does; knows no widget."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.charts.items import Category, Encounter, Kind
from himdesk.domain.corrections.contradictions import INPATIENT
from himdesk.domain.times import earliest
from himdesk.ui.charts.shelves import SHELF_ORDER, key_of, shelves
from himdesk.ui.compare.banners import banner_of, result_banner
from himdesk.ui.compare.rows import BOTH, field_rows
from himdesk.ui.compare.values import LETTERS, Bar, CompareView, CountRow, WarningLine
from himdesk.ui.wording import WARNING_TITLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.plans import Contradiction
    from himdesk.services.charts.comparing import Comparison
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.desk import Desk
    from himdesk.services.matching.values import PairEvidence
    from himdesk.ui.running import Run

SECONDS_A_DAY = 86400.0

CONFLICTS = {
    "allergy-none-known": key_of(Kind.CLINICAL, Category.ALLERGY),
    "blood-group": key_of(Kind.CLINICAL, Category.BLOOD_GROUP),
    "orders-both": key_of(Kind.CLINICAL, Category.ORDER),
    "inpatient-overlap": key_of(Kind.ENCOUNTER),
    "encounter-number": key_of(Kind.ENCOUNTER),
}
"""The kinds of items that contradictions are about."""


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_busy(self, text: str) -> None:
        """Work goes on in the background."""

    def show_comparison(self, view: CompareView) -> None:
        """Draw the comparison anew."""

    def show_evidence(self, pair: str, found: PairEvidence) -> None:
        """Show why the two charts of a pair, such as AB, may be one person."""

    def show_error(self, error: Exception) -> None:
        """Say what happened and that nothing was changed."""


@dataclass
class ComparePresenter:
    """One comparison from opening to review.

    `reviewed` is called with the dry run of the merge, `carry` the answers it was made with.
    """

    panel: Panel
    desk: Desk
    run: Run
    reviewed: Callable[[Outcome], None]
    mrns: tuple[str, ...] = ()
    survivor: int = 0
    keep: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)
    comparison: Comparison | None = None
    weighed: dict[str, PairEvidence] = field(default_factory=dict)

    def open(self, mrns: Sequence[str]) -> None:
        """Compare the charts with these numbers."""
        self.mrns, self.survivor = tuple(mrns), 0
        self.keep, self.acknowledged, self.comparison = {}, {}, None
        self.weighed = {}
        self.panel.show_busy("Reading the charts…")
        self.run(lambda: self.desk.corrections.compare(self.mrns), self._opened, self._failed)

    def add(self, mrn: str) -> None:
        """Compare one more chart; what was decided stays, and all stays if there is no such."""
        wanted = (*self.mrns, mrn)
        self.run(lambda: self.desk.corrections.compare(wanted), self._opened, self._failed)

    def _opened(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.mrns = tuple(chart.patient.number for chart in comparison.charts)
        self.redraw()
        if comparison.own is not None:
            self.panel.show_error(comparison.own)
        self.weigh(LETTERS[:2])

    def weigh(self, pair: str) -> None:
        """Show why two of the charts, such as AB, may be one person."""
        if pair in self.weighed:
            self.panel.show_evidence(pair, self.weighed[pair])
            return
        first, second = (self.mrns[LETTERS.index(letter)] for letter in pair)
        asked = self.mrns

        def show(found: PairEvidence) -> None:
            if asked == self.mrns:
                self.weighed[pair] = found
                self.panel.show_evidence(pair, found)

        # Without evidence the charts are compared all the same.
        self.run(lambda: self.desk.matching.evidence(first, second), show, lambda _error: None)

    def _failed(self, error: Exception) -> None:
        self.panel.show_error(error)

    def choose(self, name: str, kept: str) -> None:
        """A person chose whose value of a field is kept: a letter or "both"."""
        self.keep[name] = kept
        self.redraw()

    def acknowledge(self, code: str, text: str) -> None:
        """A person explained a contradiction; an empty text takes the explanation back."""
        if text.strip():
            self.acknowledged[code] = text.strip()
        else:
            self.acknowledged.pop(code, None)
        self.redraw()

    def swap_survivor(self) -> None:
        """Let the next chart be the one that goes on."""
        self.survivor = (self.survivor + 1) % len(self.mrns)
        self.redraw()

    def review(self, reason: str) -> None:
        """Ask what the merge would do, for the review sheet."""
        self.run(lambda: self.merge(reason, dry_run=True), self.reviewed, self._failed)

    def merge(self, reason: str, *, dry_run: bool) -> Outcome:
        """Carry the merge out as it was chosen, or show it. Runs in the background."""
        survivor = self.mrns[self.survivor]
        found = {w.code for w in self.comparison.contradictions} if self.comparison else set()
        return self.desk.corrections.merge(
            survivor,
            [mrn for mrn in self.mrns if mrn != survivor],
            reason=reason,
            keep={
                name: kept if kept == BOTH else self.mrns[LETTERS.index(kept)]
                for name, kept in self.keep.items()
            },
            acknowledged={c: t for c, t in self.acknowledged.items() if c in found},
            dry_run=dry_run,
        )

    def redraw(self) -> None:
        """Show everything as it is decided so far, if something is open."""
        if self.comparison is not None:
            self.panel.show_comparison(self.view(self.comparison))

    def view(self, comparison: Comparison) -> CompareView:
        """Everything the screen draws, as chosen so far."""
        rows = field_rows(comparison.charts, self.keep, self.survivor)
        banners = tuple(
            banner_of(letter, chart, self.desk.context.now())
            for letter, chart in zip(LETTERS, comparison.charts, strict=False)
        )
        return CompareView(
            banners=banners,
            result=result_banner(rows, banners[self.survivor], banners),
            rows=rows,
            warnings=tuple(self._warning(found) for found in comparison.contradictions),
            counts=_counts(comparison),
            bars=_bars(comparison.charts),
            survivor=self.survivor,
            strokes=tuple(
                (letter, _day(day))
                for letter, days in zip(LETTERS, comparison.written, strict=False)
                for day in days
            ),
        )

    def _warning(self, found: Contradiction) -> WarningLine:
        return WarningLine(
            code=found.code,
            grade=found.grade.value,
            title=WARNING_TITLES.get(found.code, found.code),
            text=found.text,
            acknowledged=self.acknowledged.get(found.code, ""),
        )


def _counts(comparison: Comparison) -> tuple[CountRow, ...]:
    of_each = [
        {shelf.key: shelf for shelf in shelves(counts, clinical)}
        for counts, clinical in zip(comparison.counts, comparison.clinical, strict=True)
    ]
    listed = {key: shelf for shelf_of in reversed(of_each) for key, shelf in shelf_of.items()}
    conflicts = Counter(CONFLICTS.get(found.code, "") for found in comparison.contradictions)
    rows = [
        CountRow(
            key, shelf.label, shelf.icon,
            tuple(own[key].count if key in own else 0 for own in of_each),
            f"{conflicts[key]} conflict" if conflicts[key] else "",
        )
        for key, shelf in listed.items()
    ]  # fmt: skip
    return tuple(row for row in sorted(rows, key=_listed_at) if row.total)


def _listed_at(row: CountRow) -> int:
    return SHELF_ORDER.index(row.kind)


def _bars(charts: Sequence[Chart]) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            lane=letter,
            start=_day(item.at),
            until=_day(item.until) if item.until else None,
            inpatient=item.details.encounter_class in INPATIENT,
            label=item.display or item.details.location or "",
        )
        for letter, chart in zip(LETTERS, charts, strict=False)
        for item in chart.items
        if isinstance(item.details, Encounter) and item.at is not None and not item.in_error
    )


def _day(text: str) -> float:
    return earliest(text).timestamp() / SECONDS_A_DAY
