# SPDX-License-Identifier: Apache-2.0
"""Decides what is done with cases, and which comes next; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from himdesk.domain.roles import permitted
from himdesk.services.worklist.errors import CaseTaken
from himdesk.services.worklist.values import APPROVAL, DOWNSTREAM
from himdesk.ui.worklist.acting.doing import Doing
from himdesk.ui.worklist.acting.questions import question
from himdesk.ui.worklist.lists.listing import FIRST, Listing
from himdesk.ui.worklist.values import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from himdesk.services.worklist.values import WorkItem
    from himdesk.ui.worklist.acting.questions import Answer


@dataclass
class WorklistPresenter(Listing):
    """Work through what is listed; `carry_on` brings a case to the screen that decides it.

    It is given the case, and who else has it if it may only be read.
    """

    carry_on: Callable[[WorkItem, str], None] = field(kw_only=True)
    opened: str = ""
    """The case on the screen that decides it; queue mode goes on after it."""
    place: int = 0

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
        if item is None or (item.over and item.kind != DOWNSTREAM):
            return
        self.opened, self.place = case, max(self._place(case), 0)
        if item.kind == APPROVAL:
            self.opened = ""  # approving is no step through the queue
        decides = permitted("approve", self.desk.context.staff.roles) and not item.asked
        if item.over or (item.kind == APPROVAL and not decides):
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
        if case:
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
            free = [i for i in free if i.kind not in {APPROVAL, DOWNSTREAM}]
            after = [i for i in free if self._place(i.id) >= self.place] or free
            self.run(self.desk.worklist.overview, self._overviewed, self.panel.show_error)
            if after:
                self.activate(after[0].id)
            else:
                then()

        self.run(read, show, self.panel.show_error)
