# SPDX-License-Identifier: Apache-2.0
"""Decides what the work list shows and which case comes next; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.roles import permitted
from himdesk.services.worklist.errors import CaseTaken
from himdesk.services.worklist.values import APPROVAL, DUPLICATE, OWNERS, SORTS, Filter
from himdesk.ui.widgets.tables.cell import Cell, Gap, Icon, Text
from himdesk.ui.worklist.cells import KINDS, marks, queue_rows, row_of, said_line
from himdesk.ui.worklist.doing import Doing
from himdesk.ui.worklist.questions import question
from himdesk.ui.worklist.values import DetailView, HeadView, Place, QueuesView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from himdesk.services.desk import Desk
    from himdesk.services.worklist.values import Colleague, Overview, Said, WorkItem
    from himdesk.ui.running import Run
    from himdesk.ui.widgets.tables.cell import Row
    from himdesk.ui.worklist.questions import Answer, Ask

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
OPENS = {
    "potential-duplicate": "Open in Compare",
    "suspected-overlay": "Open in Split",
    "misfiled-document": "Open and move",
    "amendment-request": "Open the document",
    "approval": "Open in Approve",
    "release-request": "Open the chart",
    "accounting-request": "Open in Disclosures",
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
class WorklistPresenter:
    """What waits; `carry_on` brings a case to the screen that decides it.

    It is given the case, and who else has it if it may only be read. `counted` is told how much
    is open.
    """

    panel: Panel
    desk: Desk
    run: Run
    carry_on: Callable[[WorkItem, str], None]
    counted: Callable[[int], None]
    filter: Filter = field(default_factory=Filter)
    queue: str = ""
    ids: tuple[str, ...] = ()
    items: dict[str, WorkItem] = field(default_factory=dict)
    colleagues: tuple[Colleague, ...] = ()
    overview: Overview | None = None
    opened: str = ""
    """The case on the screen that decides it; queue mode goes on after it."""
    place: int = 0
    asking: int = 0

    def refresh(self) -> None:
        """Read the list anew: what is seen first, then all ids and the counts."""
        self.asking += 1
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
            self._describe(self.panel.current(), ())

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
        self._describe(case, ())
        if self.items[case].kind != APPROVAL:
            self.run(
                lambda: self.desk.casework.said(case),
                lambda said: self._describe(case, said),
                self.panel.show_error,
            )

    def _describe(self, case: str, said: Sequence[Said]) -> None:
        if self.panel.current() != case:
            return
        item, names = self.items[case], {c.name: c.display for c in self.colleagues}
        title, _, icon = KINDS.get(item.kind, (item.kind, "", "worklist"))
        who = " and ".join(party.name for party in item.parties)
        lines = tuple(said_line(each, names) for each in said)
        if item.waiting_for:
            lines = (*lines, Cell((Icon("chat"), Text(f"Waiting: {item.waiting_for}", "text_2"))))
        self.panel.show_detail(
            DetailView(
                title=Cell((Icon(icon), Text(who or title, weight=600), Gap(wide=True))),
                marks=Cell(
                    (
                        Text(f"waits since {item.opened_at[:10]}", "text_2", small=True),
                        *marks(item),
                        Text(", ".join(item.why), "text_2", small=True),
                        Gap(wide=True),
                    )
                ),
                said=lines,
                verb="" if item.over else OPENS.get(item.kind, "Open"),
                actions=self._allowed(item),
            )
        )

    def _allowed(self, item: WorkItem) -> frozenset[str]:
        """What may be done with a case now."""
        chief = permitted("assign", self.desk.context.staff.roles)
        if item.kind == APPROVAL:
            return frozenset()
        if item.over:
            return frozenset({"comment", "reopen"})
        if item.held and not chief:
            return frozenset({"comment", "ask-for"})
        found = {"comment", "came" if item.waiting_for else "ask", "assign"}
        found.add("wake" if item.snoozed_until else "snooze")
        found |= {"give-back"} if item.owner and not item.lapsed else {"claim"}
        if item.kind == DUPLICATE and len(item.parties) > 1:
            found.add("distinct")
        return frozenset(found)

    def act(self, action: str) -> None:
        """Do something with the current case, or with the ticked ones; ask first where needed."""
        chief = permitted("assign", self.desk.context.staff.roles)
        cases = self.panel.ticked() or tuple(filter(None, [self.panel.current()]))
        if action == "assign" and not chief:
            action, cases = "hand-over", cases[:1]
        asked = question(action, self.desk.worklist.today(), len(cases))
        if asked is None:
            self._do(action, cases, None)
        else:
            self.panel.ask(
                asked, self.colleagues, lambda answer: self._do(action, cases, answer)
            )  # fmt: skip

    def _do(self, action: str, cases: Sequence[str], answer: Answer | None) -> None:
        doing = Doing(self.desk, tuple(cases), self.items, self.filter)

        def done(said: str) -> None:
            self.panel.untick()
            if said:
                self.panel.show_done(said)
            self.refresh()

        self.run(lambda: doing.carry_out(action, answer), done, self.panel.show_error)

    def settle(self, action: str, then: Callable[[str], None]) -> None:
        """Do something with the case that is open on another screen; `then` is told what was done.

        A skipped case is given back.
        """
        case = self.opened
        asked = question(action, self.desk.worklist.today(), 1)

        def carry_out(answer: Answer | None) -> None:
            doing = Doing(self.desk, (case,), self.items, self.filter)
            self.run(lambda: doing.carry_out(action, answer), then, self.panel.show_error)

        if asked is None:
            carry_out(None)
        else:
            self.panel.ask(asked, self.colleagues, carry_out)

    def activate(self, case: str) -> None:
        """Take a case and open the screen that decides it; what somebody else has is only read."""
        item = self.items.get(case)
        if item is None or item.over:
            return
        self.opened, self.place = case, max(self._place(case), 0)
        if item.kind == APPROVAL:
            self.carry_on(item, "")
            return

        def taken(_nothing: None) -> None:
            self.need([case])
            self.carry_on(item, "")

        def refused(error: Exception) -> None:
            self.need([case])
            self.panel.show_error(error)
            if isinstance(error, CaseTaken):
                self.opened = ""
                self.carry_on(item, error.message())

        self.run(lambda: self.desk.casework.claim(case), taken, refused)

    def renew(self) -> None:
        """Keep the claim of the case that is worked on."""
        case = self.opened
        if case and self.items[case].kind != APPROVAL:
            self.run(
                lambda: self.desk.casework.claim(case),
                lambda _nothing: None,
                self.panel.show_error,
            )

    def standing(self) -> Place:
        """Where the opened case stands in the list that is worked through."""
        return Place(self._title(), self.place + 1, len(self.ids))

    def _place(self, case: str) -> int:
        return self.ids.index(case) if case in self.ids else -1

    def decided(self, then: Callable[[], None], *, proposed: bool = False) -> None:
        """The opened case was decided: open the next one that is free; `then` if there is none."""
        case, self.opened = self.opened, ""

        def read() -> tuple[tuple[str, ...], tuple[WorkItem, ...]]:
            if proposed:
                self.desk.casework.ask_information(case, "Approval by a second person")
            ids = self.desk.worklist.ids(self.filter)
            ahead = ids[max(self.place - 1, 0) : self.place + FIRST]
            return ids, self.desk.worklist.rows(ahead)

        def show(found: tuple[tuple[str, ...], tuple[WorkItem, ...]]) -> None:
            self.ids, items = found
            self._take(items)
            self.panel.show_list(self.ids)
            free = [i for i in items if i.id != case and not (i.held or i.over or i.waiting_for)]
            free = [i for i in free if i.kind != APPROVAL]
            after = [i for i in free if self._place(i.id) >= self.place] or free
            self.run(self.desk.worklist.overview, self._overviewed, self.panel.show_error)
            if after:
                self.activate(after[0].id)
            else:
                then()

        self.run(read, show, self.panel.show_error)
