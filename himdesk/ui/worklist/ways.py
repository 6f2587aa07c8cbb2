# SPDX-License-Identifier: Apache-2.0
"""The ways between the work list and the other screens of a window, and on to the next case."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.ui.workstation import Workstation


class CaseWays(QObject):
    """Brings cases to the screens that decide them; tells above the next one what was done."""

    def __init__(self, station: Workstation) -> None:
        super().__init__(station)
        self._station = station
        self._told = ""
        room = station.worklist
        room.compare_wanted.connect(self._compare)
        room.split_wanted.connect(station.open_split)
        room.move_wanted.connect(station.dividing.open_move)
        room.case_wanted.connect(self._open_case)
        room.request_wanted.connect(self._open_request)
        room.chart_wanted.connect(station.open_chart)
        room.history_wanted.connect(station.open_history)
        room.file_wanted.connect(station.documents.open_evidence)
        room.counted.connect(partial(station.window.show_count, "worklist"))
        room.panel.message.linked.connect(station.reviewing.undo_last)
        station.compare.message.linked.connect(station.reviewing.undo_last)
        station.compare.left.connect(self._leave_comparison)
        station.compare.settled.connect(self._settle)
        station.compare.paired.connect(station.comparing.weigh)
        station.compare.added.connect(station.comparing.add)
        station.search.compared.connect(self._compare_found)

    def decided(self, said: str, *, proposed: bool) -> bool:
        """A correction was carried out: go on to the next case, if this was one of the list."""
        if not self._station.worklist.working:
            return False
        self._told = said
        self._station.worklist.presenter.decided(self._nothing_next, proposed=proposed)
        return True

    def act(self, action: str) -> None:
        """Do something on the work list that a menu offers everywhere."""
        self._station.show("worklist")
        self._station.worklist.presenter.act(action)

    def _nothing_next(self) -> None:
        """The queue is empty: say what was done last above it."""
        self._station.show("worklist")
        self._say(self._station.worklist.panel.show_done)

    def _say(self, show: Callable[[str, str], None]) -> None:
        if self._told:
            show(self._told, "Undo" if self._station.reviewing.last_applied else "")
        self._told = ""

    def _compare(self, mrns: list[str], held: str) -> None:
        station = self._station
        station.open_comparison(mrns)
        station.compare.hold(held)
        station.compare.show_case(on=not held)
        station.compare.head.show_place(None if held else station.worklist.presenter.standing())
        if held:
            station.compare.message.show_notice(held)
        else:
            self._say(station.compare.message.show_done)

    def _compare_found(self, mrns: list[str]) -> None:
        """Charts that were searched for are no case of the work list."""
        self._station.worklist.leave()
        self._station.open_comparison(mrns)
        self._station.compare.show_case(on=False)
        self._station.compare.head.show_place(None)

    def _settle(self, action: str) -> None:
        """Something else than a merge is done with the charts compared, and the next case opens."""
        station = self._station
        if not station.worklist.working:
            station.person.judge(*station.comparing.mrns[:2])
            return

        def done(said: str) -> None:
            station.reviewing.last_applied = ""
            self.decided(said or "Skipped; it waits for somebody else.", proposed=False)

        verb = "give-back" if action == "skip" else action
        station.worklist.presenter.settle(verb, done)

    def _leave_comparison(self) -> None:
        station = self._station
        case = station.worklist.working or station.compare.held
        station.show("worklist" if case else "search")

    def _open_case(self, case: str) -> None:
        """Show an amendment request."""
        self._station.show("requests")
        self._station.requests.presenter.choose(case)

    def _open_request(self, request: str) -> None:
        """Show a request for approval, once the list of them was read."""
        station = self._station
        station.show("approve")
        rows = station.approve.requests

        def choose(_nothing: None) -> None:
            rows.selectRow(rows.rows.row_of(request))

        station.tasks.run_for(
            station.approve, lambda: None, then=choose, otherwise=station.approve.show_error
        )
