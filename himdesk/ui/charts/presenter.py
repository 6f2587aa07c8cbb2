# SPDX-License-Identifier: Apache-2.0
"""Decides what the chart screen shows; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.charts.items import Clinical, Kind
from himdesk.domain.errors import Restricted
from himdesk.services.charts.charts import ItemPage, Overview
from himdesk.services.views import display
from himdesk.ui.charts.entries import (
    detail_of,
    entry_of,
    facts_of,
    identifier_words,
    since_of,
    since_words,
    words_of,
)
from himdesk.ui.charts.shelves import counted, parted, shelf_of, shelves
from himdesk.ui.charts.values import ChartPage
from himdesk.ui.compare.banners import banner_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from himdesk.services.charts.held import Held
    from himdesk.services.charts.within import Within
    from himdesk.services.desk import Desk
    from himdesk.ui.charts.values import Detail, Entry
    from himdesk.ui.running import Run


class ChartView(Protocol):
    """What the presenter asks of the chart screen."""

    def show_chart(self, page: ChartPage) -> None:
        """Show who it is and what the chart has."""

    def show_entries(self, entries: Sequence[Entry], *, more: bool, first: bool) -> None:
        """Show items of the kind chosen; `first` replaces those shown."""

    def show_found(self, entries: Sequence[Entry], total: int) -> None:
        """Show the items in which the words stand; `total` may be more than are shown."""

    def show_detail(self, detail: Detail) -> None:
        """Show everything that the item pointed at says."""

    def read_document(self, item: str) -> None:
        """A document was opened: it is to be read."""

    def choose_kind(self, key: str) -> None:
        """Let a kind of items be chosen."""

    def stand_on(self, item: str) -> None:
        """Stand on an item that is listed."""

    def ask_reason(self, mrn: str) -> None:
        """The chart is restricted: ask why it must be opened."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class ChartPresenter:
    """One open chart: its first screen, its items page by page, words looked for in it.

    `stood` is the chart as it stood at the end of the day `as_of`, None for now. `check` raises
    unless a password is that of the person at the desk; None where nobody asks for it. `wanted` is
    the item to stand on once it is listed.
    """

    view: ChartView
    desk: Desk
    run: Run
    check: Callable[[str], object] | None = None
    overview: Overview | None = None
    shelf: str = Kind.ENCOUNTER.value
    following: int | None = None
    stood: Chart | None = None
    as_of: str = ""
    sought: str = ""
    since: dict[str, str] = field(default_factory=dict)
    listed: dict[str, Item] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    wanted: Item | None = None

    def open(self, mrn: str) -> None:
        """Open the chart that a number finds."""
        self.run(
            lambda: self.desk.charts.overview(mrn),
            lambda overview: self._opened(mrn, overview),
            lambda error: self._refused(mrn, error),
        )

    def reopen(self, item: str, told: Callable[[], None]) -> None:
        """Show the open chart as it is by now, standing on an item; `told` is called then."""
        assert self.overview is not None
        chart, wanted = self.overview.chart.patient, self.listed.get(item)

        def show(overview: Overview) -> None:
            self.wanted = wanted
            self._opened(chart.number, overview)
            if wanted is not None and shelf_of(wanted) != self.shelf:
                self.view.choose_kind(shelf_of(wanted))
            told()

        self.run(
            lambda: self.desk.charts.overview(f"{chart.authority}:{chart.number}"),
            show,
            lambda error: self._refused(chart.number, error),
        )

    def open_as_of(self, mrn: str, day: str) -> None:
        """Open a chart as it stood at the end of a day (ISO); it is read only."""
        charts = self.desk.charts
        self.run(
            lambda: (charts.open(mrn, as_of=day), charts.open(mrn)),
            lambda found: self._stood(mrn, day, *found),
            lambda error: self._refused(mrn, error),
        )

    def _stood(self, mrn: str, day: str, chart: Chart, today: Chart) -> None:
        counts, clinical = counted(chart.items)
        overview = Overview(chart=chart, counts=counts, clinical=clinical, retired=())
        self._open(overview, stood=chart, day=day)
        self.since = since_of(chart, today)
        since = since_words(chart, today, self.since)
        self._show(self._page(mrn, overview, today=today, since=since))

    def _refused(self, mrn: str, error: Exception) -> None:
        if isinstance(error, Restricted):
            self.view.ask_reason(mrn)
        else:
            self.view.show_error(error)

    def break_glass(self, mrn: str, reason: str, password: str = "") -> None:
        """Open a restricted chart for a reason; a password that is not right opens nothing."""
        self.run(
            lambda: self._break(mrn, reason, password),
            lambda _done: self.open(mrn),
            self.view.show_error,
        )

    def _break(self, mrn: str, reason: str, password: str) -> None:
        if self.check is not None:
            self.check(password)
        self.desk.charts.break_glass(mrn, reason=reason)

    def _opened(self, asked_for: str, overview: Overview) -> None:
        self._open(overview)
        self._show(self._page(asked_for, overview))

    def _open(self, overview: Overview, *, stood: Chart | None = None, day: str = "") -> None:
        self.overview, self.stood, self.as_of = overview, stood, day
        self.since, self.sought = {}, ""

    def _page(
        self, asked_for: str, overview: Overview, *, today: Chart | None = None, since: str = ""
    ) -> ChartPage:
        chart = overview.chart
        of = {kind: [i for i in chart.items if i.kind is kind] for kind in Kind}
        names = dict.fromkeys(n for n in map(display, of[Kind.NAME]) if n != chart.name())
        return ChartPage(
            banner=banner_of("", chart, self.desk.context.now()),
            mrn=chart.patient.number,
            asked_for=asked_for,
            facts=facts_of(chart, today),
            flags=tuple(dict.fromkeys(_flag(i) for i in of[Kind.FLAG] if not i.in_error)),
            retired=overview.retired,
            names=tuple(names),
            identifiers=tuple(dict.fromkeys(map(identifier_words, of[Kind.IDENTIFIER]))),
            shelves=shelves(overview.counts, overview.clinical),
            as_of=self.as_of,
            since=since,
        )

    def _show(self, page: ChartPage) -> None:
        self.view.show_chart(page)
        if self.shelf not in {shelf.key for shelf in page.shelves}:
            self.shelf = Kind.ENCOUNTER.value
        self.choose_shelf(self.shelf)

    def choose_shelf(self, key: str) -> None:
        """Show the newest items of a kind, or of a category of clinical ones."""
        self.shelf, self.following, self.sought = key, None, ""
        self._read(0, first=True)

    def more(self) -> None:
        """Show the next items, if there are any."""
        if self.following is not None:
            after, self.following = self.following, None
            self._read(after, first=False)

    def _read(self, after: int, *, first: bool) -> None:
        if self.overview is None:
            return
        chart, key = self.overview.chart.patient.id, self.shelf
        kind, category = parted(key)
        if self.stood is not None:
            own = [i for i in self.stood.items if _is_on(i, kind, category)]
            own.sort(key=lambda item: (item.at or "", item.id), reverse=True)
            self._paged(key, ItemPage(tuple(own), None), {}, first=first)
            return

        def read() -> tuple[ItemPage, Mapping[str, Held]]:
            page = self.desk.charts.page(chart, kind, category=category, after=after)
            return page, self.desk.charts.holds(chart, page.items)

        self.run(read, lambda got: self._paged(key, *got, first=first), self.view.show_error)

    def _paged(self, key: str, page: ItemPage, held: Mapping[str, Held], *, first: bool) -> None:
        if key != self.shelf or self.sought:
            return
        self.following = page.following
        entries = self._entries(page.items, held, first=first)
        self.view.show_entries(entries, more=page.following is not None, first=first)
        self._stand()

    def _stand(self) -> None:
        """Stand on the wanted item, which may be on a later page."""
        wanted = self.wanted
        if wanted is None or shelf_of(wanted) != self.shelf:
            return
        if wanted.id in self.listed:
            self.wanted = None
            self.view.stand_on(wanted.id)
        elif self.following is not None:
            self.more()

    def _entries(
        self, items: Iterable[Item], held: Mapping[str, Held], *, first: bool
    ) -> list[Entry]:
        items = tuple(items)
        if first:
            self.listed, self.held = {}, {}
        self.held |= held
        self.listed |= {item.id: item for item in items}
        return [entry_of(i, self.since.get(i.id, ""), held.get(i.id)) for i in items]

    def find(self, text: str) -> None:
        """Show the items, of whatever kind, in which words stand; no words: those of the kind."""
        self.sought = text.strip()
        if self.overview is None or not self.sought:
            self.choose_shelf(self.shelf)
            return
        chart, sought = self.overview.chart.patient.id, self.sought
        if self.stood is not None:
            self._find_as_of(self.stood, sought)
            return

        def read() -> tuple[Within, Mapping[str, Held]]:
            found = self.desk.charts.within(chart, sought)
            return found, self.desk.charts.holds(chart, found.items)

        self.run(read, lambda got: self._found(sought, *got), self.view.show_error)

    def _find_as_of(self, chart: Chart, sought: str) -> None:
        words = sought.casefold().split()
        said = ((i, f"{words_of(i)} {i.author or ''}".casefold()) for i in chart.items)
        found = [item for item, text in said if all(word in text for word in words)]
        self.view.show_found(self._entries(found, {}, first=True), len(found))

    def _found(self, sought: str, found: Within, held: Mapping[str, Held]) -> None:
        if sought == self.sought:
            self.view.show_found(self._entries(found.items, held, first=True), found.total)

    def point(self, item: str) -> None:
        """Show everything that an item says."""
        if item in self.listed:
            self.view.show_detail(detail_of(self.listed[item], self.held.get(item)))

    def activate(self, item: str) -> None:
        """An item was opened: a document is read, of others everything stands there already."""
        if item in self.listed and self.listed[item].kind is Kind.DOCUMENT:
            self.view.read_document(item)


def _is_on(item: Item, kind: Kind, category: str | None) -> bool:
    if category is None:
        return item.kind is kind
    return isinstance(item.details, Clinical) and item.details.category == category


def _flag(item: Item) -> str:
    said = display(item).replace("-", " ")
    return f"{said}, since {item.at[:10]}" if item.at else said
