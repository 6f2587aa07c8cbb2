# SPDX-License-Identifier: Apache-2.0
"""Decides what the search and chart screens show; knows no widget."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.charts.items import ASSERTIONS, Kind
from himdesk.domain.errors import Restricted
from himdesk.services.charts.charts import ItemPage, Overview
from himdesk.services.views import display
from himdesk.ui.charts.values import ChartPage, Entry, HitRow
from himdesk.ui.compare.banners import SEXES, banner_of
from himdesk.ui.compare.rows import CHOICE_LABELS, shown_by_name
from himdesk.ui.wording import KIND_ICONS, KIND_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from himdesk.services.charts.charts import Found, Hit
    from himdesk.services.desk import Desk
    from himdesk.ui.running import Run


class SearchView(Protocol):
    """What the presenter asks of the search screen."""

    def show_hits(self, hits: Sequence[HitRow], *, more: bool) -> None:
        """Show who was found."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class SearchPresenter:
    """Searching as one types: only the answer to the last question is shown."""

    view: SearchView
    desk: Desk
    run: Run
    asked: str = ""

    def search(self, text: str) -> None:
        """Look for patients; an empty question clears the list."""
        self.asked = text.strip()
        if not self.asked:
            self.view.show_hits((), more=False)
            return
        question = self.asked
        self.run(
            lambda: self.desk.charts.search(question),
            lambda found: self._found(question, found),
            self.view.show_error,
        )

    def _found(self, question: str, found: Found) -> None:
        if question == self.asked:
            self.view.show_hits([hit_row(hit) for hit in found.hits], more=found.more)


def hit_row(hit: Hit) -> HitRow:
    """A patient found, as a row of a list."""
    return HitRow(
        mrn=hit.patient.number,
        name=hit.name,
        born=hit.birth_date or "",
        sex=SEXES.get(hit.sex or "", ""),
        restricted=hit.restricted,
    )


class ChartView(Protocol):
    """What the presenter asks of the chart screen."""

    def show_chart(self, page: ChartPage) -> None:
        """Show who it is and what the chart has."""

    def show_entries(self, entries: Sequence[Entry], *, more: bool, first: bool) -> None:
        """Show items of the kind chosen; `first` replaces those shown."""

    def ask_reason(self, mrn: str) -> None:
        """The chart is restricted: ask why it must be opened."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class ChartPresenter:
    """One open chart: its first screen, its items page by page, its history."""

    view: ChartView
    desk: Desk
    run: Run
    overview: Overview | None = None
    kind: Kind = Kind.ENCOUNTER
    following: int | None = None
    stood: Chart | None = None
    as_of: str = ""

    def open(self, mrn: str) -> None:
        """Open the chart that a number finds."""
        self.run(
            lambda: self.desk.charts.overview(mrn),
            lambda overview: self._opened(mrn, overview),
            lambda error: self._refused(mrn, error),
        )

    def open_as_of(self, mrn: str, day: str) -> None:
        """Open a chart as it stood at the end of a day (ISO); it is read only."""
        self.run(
            lambda: self.desk.charts.open(mrn, as_of=day),
            lambda chart: self._stood(mrn, day, chart),
            lambda error: self._refused(mrn, error),
        )

    def _stood(self, mrn: str, day: str, chart: Chart) -> None:
        counts = dict(Counter(item.kind for item in chart.items))
        self._opened(mrn, Overview(chart=chart, counts=counts, retired=()), chart, day)

    def _refused(self, mrn: str, error: Exception) -> None:
        if isinstance(error, Restricted):
            self.view.ask_reason(mrn)
        else:
            self.view.show_error(error)

    def break_glass(self, mrn: str, reason: str) -> None:
        """Open a restricted chart for a reason."""
        self.run(
            lambda: self.desk.charts.break_glass(mrn, reason=reason),
            lambda _done: self.open(mrn),
            self.view.show_error,
        )

    def _opened(
        self, asked_for: str, overview: Overview, stood: Chart | None = None, day: str = ""
    ) -> None:
        self.overview, self.stood, self.as_of = overview, stood, day
        chart = overview.chart
        facts = tuple(
            (CHOICE_LABELS[name], value)
            for name in CHOICE_LABELS
            if (value := shown_by_name(name, chart)) is not None
        )
        identifiers = [i for i in chart.items if i.kind is Kind.IDENTIFIER]
        names = [i for i in chart.items if i.kind is Kind.NAME]
        page = ChartPage(
            banner=banner_of("", chart, self.desk.context.now()),
            mrn=chart.patient.number,
            asked_for=asked_for,
            facts=facts,
            retired=overview.retired,
            names=tuple(dict.fromkeys(n for n in map(display, names) if n != chart.name())),
            identifiers=tuple(dict.fromkeys(_identifier(i) for i in identifiers)),
            kinds=tuple(
                (kind.value, label, KIND_ICONS[kind], overview.counts.get(kind, 0))
                for kind, label in KIND_LABELS.items()
                if kind not in ASSERTIONS or kind is Kind.FLAG
            ),
        )
        self.view.show_chart(replace(page, as_of=day))
        self.choose_kind(self.kind.value)

    def choose_kind(self, kind: str) -> None:
        """Show the newest items of a kind."""
        self.kind, self.following = Kind(kind), None
        self._read(0, first=True)

    def more(self) -> None:
        """Show the next items, if there are any."""
        if self.following is not None:
            after, self.following = self.following, None
            self._read(after, first=False)

    def _read(self, after: int, *, first: bool) -> None:
        if self.overview is None:
            return
        chart, kind = self.overview.chart.patient.id, self.kind
        if self.stood is not None:
            own = [item for item in self.stood.items if item.kind is kind]
            own.sort(key=lambda item: (item.at or "", item.id), reverse=True)
            self._paged(kind, ItemPage(tuple(own), None), first=first)
            return
        self.run(
            lambda: self.desk.charts.page(chart, kind, after=after),
            lambda page: self._paged(kind, page, first=first),
            self.view.show_error,
        )

    def _paged(self, kind: Kind, page: ItemPage, *, first: bool) -> None:
        if kind is self.kind:
            self.following = page.following
            entries = [_entry(item) for item in page.items]
            self.view.show_entries(entries, more=page.following is not None, first=first)


def _identifier(item: Item) -> str:
    kind, value = getattr(item.details, "type", None), getattr(item.details, "value", None) or ""
    shown = f"***-**-{value[-4:]}" if kind == "SS" else value
    return f"{kind or 'number'} {shown}"


def _entry(item: Item) -> Entry:
    return Entry(
        id=item.id,
        icon=KIND_ICONS[item.kind],
        at=(item.at or "")[:16].replace("T", " "),
        what=display(item),
        status=item.status or "",
        who=item.author or getattr(item.details, "provider", None) or "",
        mark="entered in error" if item.in_error else item.sensitivity or "",
    )
