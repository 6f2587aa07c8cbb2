# SPDX-License-Identifier: Apache-2.0
"""Decides what the work list shows: a queue, narrowed and sorted; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.roles import permitted
from himdesk.services.worklist.values import OWNERS, SORTS, Filter
from himdesk.ui.worklist.detail.describing import detail
from himdesk.ui.worklist.detail.differing import NOTHING, Differing, differing, pair_of
from himdesk.ui.worklist.lists.cells import KINDS, queue_rows, row_of
from himdesk.ui.worklist.values import DetailView, HeadView, QueuesView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from himdesk.services.charts.comparing import Comparison
    from himdesk.services.desk import Desk
    from himdesk.services.worklist.values import Colleague, Overview, Said, WorkItem
    from himdesk.ui.running import Run
    from himdesk.ui.widgets.tables.cell import Row
    from himdesk.ui.worklist.acting.questions import Answer, Ask

FIRST = 60
"""How many rows are shown at once, while the list is read."""

NAMED: dict[str, tuple[str, Filter]] = {
    "": ("All queues", Filter()),
    "mine": ("My work", Filter(owner="mine")),
    "today": ("Due today", Filter(due_in=0)),
    "waiting": ("Waiting for an answer", Filter(waiting=True)),
    "snoozed": ("Snoozed", Filter(snoozed=True)),
    "resolved": ("Lately resolved", Filter(resolved=True)),
}


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_queues(self, view: QueuesView) -> None:
        """Show the queues at the left."""

    def show_head(self, view: HeadView) -> None:
        """Show the title, and how much is late."""

    def show_list(self, ids: Sequence[str], current: str = "") -> None:
        """Show a list by its ids."""

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows as they are now."""

    def show_detail(self, view: DetailView) -> None:
        """Show the case that is pointed at."""

    def show_choice(self, owner: str, sort: str, text: str) -> None:
        """Show which filter is set."""

    def ticked(self) -> tuple[str, ...]:
        """The ids that are ticked."""

    def untick(self) -> None:
        """Take all ticks away."""

    def in_sight(self) -> list[str]:
        """The ids of the rows that are seen."""

    def current(self) -> str:
        """The id of the current case."""

    def ask(
        self, ask: Ask, colleagues: Sequence[Colleague], then: Callable[[Answer], None]
    ) -> None:
        """Ask a question over the list."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""

    def show_done(self, text: str, link: str = "") -> None:
        """Say what was done; `link` names what can be done about it."""

    def show_notice(self, text: str) -> None:
        """Say something that is neither done nor wrong."""


@dataclass
class Listing:
    """What waits, as it is looked at; `counted` is told how much is open."""

    panel: Panel
    desk: Desk
    run: Run
    counted: Callable[[int], None]
    filter: Filter = field(default_factory=Filter)
    queue: str = ""
    ids: tuple[str, ...] = ()
    items: dict[str, WorkItem] = field(default_factory=dict)
    colleagues: tuple[Colleague, ...] = ()
    overview: Overview | None = None
    asking: int = 0
    differ: dict[str, Differing] = field(default_factory=dict)
    _said: tuple[str, tuple[Said, ...]] = ("", ())

    def refresh(self) -> None:
        """Read the list anew: what is seen first, then all ids and the counts."""
        self.asking += 1
        self.differ.clear()
        asked, wanted = self.asking, self.filter

        def show(top: Sequence[WorkItem]) -> None:
            if asked == self.asking:
                self._take(top)
                self.ids = tuple(item.id for item in top)
                self.panel.show_list(self.ids)
                self.run(lambda: self.desk.worklist.ids(wanted), listed, self.panel.show_error)
                self.run(self.desk.worklist.overview, self._overviewed, self.panel.show_error)

        def listed(ids: tuple[str, ...]) -> None:
            if asked == self.asking:
                self.ids = ids
                self.panel.show_list(ids)
                self.point(self.panel.current())

        self.run(lambda: self.desk.worklist.top(wanted, FIRST), show, self.panel.show_error)
        if not self.colleagues:
            self.run(self.desk.casework.colleagues, self._known, self.panel.show_error)

    def _known(self, colleagues: tuple[Colleague, ...]) -> None:
        self.colleagues = colleagues

    def _overviewed(self, overview: Overview) -> None:
        self.overview = overview
        self.panel.show_queues(QueuesView(queue_rows(overview), f"queue:{self.queue}"))
        title = self._title()
        of_kind = next((q for q in overview.queues if f"kind:{q.kind}" == self.queue), None)
        shown = of_kind or overview
        count = shown.open if self.queue == "" or of_kind else len(self.ids)
        self.panel.show_head(
            HeadView(
                title, count, *((shown.overdue, shown.soon) if count == shown.open else (0, 0))
            )
        )
        self.panel.show_choice(self.filter.owner, self.filter.sort, self.filter.text)
        self.counted(overview.open)

    def _title(self) -> str:
        if self.queue.startswith("kind:"):
            return KINDS[self.queue.removeprefix("kind:")][0]
        if self.queue.startswith("saved:"):
            return self.queue.removeprefix("saved:")
        return NAMED[self.queue][0] if self.queue else "Worklist"

    def _take(self, items: Sequence[WorkItem]) -> None:
        self.items |= {item.id: item for item in items}
        self.panel.show_rows([row_of(item) for item in items])

    def need(self, ids: Sequence[str]) -> None:
        """Rows came into sight."""
        self.run(lambda: self.desk.worklist.rows(ids), self._needed, self.panel.show_error)

    def _needed(self, items: Sequence[WorkItem]) -> None:
        self._take(items)
        if self.panel.current() in {item.id for item in items}:
            self.point(self.panel.current())

    def look_again(self) -> None:
        """Show what others did meanwhile with the rows that are seen."""
        self.need(self.panel.in_sight())
        self.run(self.desk.worklist.overview, self._overviewed, self.panel.show_error)

    def choose_queue(self, queue: str) -> None:
        """Open a queue, or a saved filter."""
        self.queue = queue
        if queue.startswith("kind:"):
            self.filter = Filter(kind=queue.removeprefix("kind:"))
        elif queue.startswith("saved:") and self.overview is not None:
            self.filter = dict(self.overview.filters)[queue.removeprefix("saved:")]
        else:
            self.filter = NAMED[queue][1]
        self.panel.untick()
        self.refresh()

    def go_on(self, queue: str, owner: str, sort: str, *, falling: bool) -> None:
        """Begin where one left off; what is unknown, or not of one's work, is left out."""
        kind = queue.removeprefix("kind:")
        if queue.startswith("kind:") and kind in self.desk.worklist.kinds:
            self.queue, self.filter = queue, Filter(kind=kind)
        elif queue in NAMED:
            self.queue, self.filter = queue, NAMED[queue][1]
        if owner in OWNERS:
            self.filter = replace(self.filter, owner=owner)
        if sort in SORTS:
            self.filter = replace(self.filter, sort=sort, falling=falling)

    def narrow(self, text: str) -> None:
        """Show only cases of charts with this name or number."""
        self._change(replace(self.filter, text=text.strip()))

    def choose_owner(self, owner: str) -> None:
        """Show only what these people have."""
        self._change(replace(self.filter, owner=owner))

    def sort(self, by: str) -> None:
        """Order the list; the same order again is turned round."""
        falling = self.filter.sort == by and not self.filter.falling
        self._change(replace(self.filter, sort=by, falling=falling))

    def _change(self, wanted: Filter) -> None:
        if wanted != self.filter:
            self.filter = wanted
            self.refresh()

    def point(self, case: str) -> None:
        """Another case is the current one: show what was said of it."""
        if case not in self.items:
            return
        known = self._said[1] if self._said[0] == case else ()
        self._describe(case, known)
        self.run(
            lambda: self.desk.casework.said(case),
            lambda said: self._describe(case, said),
            self.panel.show_error,
        )

    def _describe(self, case: str, said: Sequence[Said]) -> None:
        if self.panel.current() == case:
            names = {each.name: each.display for each in self.colleagues}
            chief = permitted("assign", self.desk.context.staff.roles)
            shown = detail(self.items[case], said, names, chief=chief)
            self._said = (case, tuple(said))
            self.panel.show_detail(replace(shown, differing=self.differ.get(case, NOTHING)))

    def rest(self, case: str) -> None:
        """One stays at a case: show in what its two charts differ; that is a look at both."""
        pair = pair_of(self.items[case]) if case in self.items else ()
        roles = self.desk.context.staff.roles
        if not pair or case in self.differ or not permitted("merge", roles):
            return

        def found(comparison: Comparison) -> None:
            self.differ[case] = differing(comparison)
            said = self._said[1] if self._said[0] == case else ()
            self._describe(case, said)

        # Without it the list is worked through all the same.
        self.run(lambda: self.desk.corrections.compare(pair), found, lambda _error: None)
