# SPDX-License-Identifier: Apache-2.0
"""The work list with its presenter, and the ways from a case to the screen that decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from himdesk.services.worklist.values import (
    ACCOUNTING,
    AMENDMENT,
    APPROVAL,
    DOWNSTREAM,
    DUPLICATE,
    MISFILED,
    OVERLAY,
    RELEASE,
    SAMPLED,
)
from himdesk.ui.worklist.downstream.room import DownstreamRoom
from himdesk.ui.worklist.panel import WorklistPanel
from himdesk.ui.worklist.presenter import WorklistPresenter

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QSettings

    from himdesk.services.desk import Desk
    from himdesk.services.worklist.values import WorkItem
    from himdesk.ui.look.theme import Look
    from himdesk.ui.running import Run

RENEW = 5 * 60_000
"""Milliseconds after which the claim of the case one works on is renewed."""


class WorklistRoom(QObject):
    """Wires the panel to the presenter; the signals lead to other screens.

    `compare_wanted` carries numbers and, where somebody else has the case, the words that say so.
    """

    compare_wanted = Signal(list, str)
    split_wanted = Signal(str)
    move_wanted = Signal(str, str)
    case_wanted = Signal(str)
    request_wanted = Signal(str)
    release_wanted = Signal(str)
    accounting_wanted = Signal(str)
    chart_wanted = Signal(str)
    history_wanted = Signal(str)
    file_wanted = Signal(str, str)
    counted = Signal(int)

    def __init__(
        self,
        look: Look,
        desk: Desk,
        run_for: Callable[[QObject], Run],
        settings: QSettings | None = None,
    ) -> None:
        super().__init__()
        self._settings = settings
        self.panel = panel = WorklistPanel(look)
        self.setParent(panel)
        self.presenter = presenter = WorklistPresenter(
            panel, desk, run_for(panel), self.counted.emit, carry_on=self._open
        )
        self._downstream = DownstreamRoom(look, panel, presenter)
        panel.queue_chosen.connect(presenter.choose_queue)
        panel.filtered.connect(presenter.narrow)
        panel.owner_chosen.connect(presenter.choose_owner)
        panel.sort_chosen.connect(presenter.sort)
        for changed in (panel.queue_chosen, panel.owner_chosen, panel.sort_chosen):
            changed.connect(self._keep)
        self._restore()
        panel.wanted.connect(presenter.need)
        panel.pointed.connect(presenter.point)
        panel.rested.connect(presenter.rest)
        panel.opened.connect(presenter.activate)
        panel.acted.connect(presenter.act)
        panel.file_wanted.connect(self.file_wanted)
        panel.looked_again.connect(presenter.look_again)
        self._renewing = QTimer(self)
        self._renewing.setInterval(RENEW)
        self._renewing.timeout.connect(presenter.renew)
        self._renewing.start()

    def _keep(self) -> None:
        """Remember queue, whose and order; never a name that was typed."""
        if self._settings is None:
            return
        shown = self.presenter
        queue = "" if shown.queue.startswith("saved:") else shown.queue
        for key, value in (
            ("queue", queue),
            ("owner", shown.filter.owner),
            ("sort", shown.filter.sort),
            ("falling", "yes" if shown.filter.falling else "no"),
        ):
            self._settings.setValue(f"worklist/{key}", value)

    def _restore(self) -> None:
        """What was shown last; what can't be read, or is not for these roles, is as shipped."""
        if self._settings is None:
            return
        kept = {
            key: str(self._settings.value(f"worklist/{key}", ""))
            for key in ("queue", "owner", "sort", "falling")
        }
        self.presenter.go_on(
            kept["queue"], kept["owner"], kept["sort"], falling=kept["falling"] == "yes"
        )

    @property
    def working(self) -> bool:
        """Whether a case of the list is on the screen that decides it."""
        return bool(self.presenter.opened)

    def leave(self) -> None:
        """What is decided from now on is no case of the list; a claim stays until it runs out."""
        self.presenter.opened = ""

    def _open(self, item: WorkItem, held: str) -> None:
        """The screen for the kind; what somebody else has is compared only to be read."""
        numbers = [party.mrn for party in item.parties]
        if item.kind == DUPLICATE and len(numbers) > 1:
            self.compare_wanted.emit(numbers, held)
        elif item.kind == APPROVAL:
            self.request_wanted.emit(item.id)
        elif item.kind == DOWNSTREAM and not held:
            self._downstream.open(item)
        elif numbers and not held:
            self._open_about(item, numbers[0])

    def _open_about(self, item: WorkItem, number: str) -> None:
        """The screen of a case, or the one that shows its chart."""
        of_case = {
            AMENDMENT: self.case_wanted,
            RELEASE: self.release_wanted,
            ACCOUNTING: self.accounting_wanted,
        }
        of_chart = {SAMPLED: self.history_wanted, OVERLAY: self.split_wanted}
        if item.kind in of_case:
            of_case[item.kind].emit(item.id)
        elif item.kind == MISFILED and item.item is not None:
            self.move_wanted.emit(number, item.item)
        else:
            of_chart.get(item.kind, self.chart_wanted).emit(number)
