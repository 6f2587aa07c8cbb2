# SPDX-License-Identifier: Apache-2.0
"""Decides what is ticked and said of other systems; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.words import counted
from himdesk.ui.worklist.downstream.rows import task_rows, title

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.desk import Desk
    from himdesk.services.downstream import DownstreamView
    from himdesk.ui.running import Run
    from himdesk.ui.widgets.tables.cell import Row


class View(Protocol):
    """What the presenter asks of the dialog."""

    def show_tasks(self, title: str, rows: tuple[Row, ...]) -> None:
        """Show the tasks as they are."""

    def allow(self, *, done: bool, again: bool) -> None:
        """Say what the ticked tasks can be marked as."""

    def show_done(self, text: str) -> None:
        """Say what was recorded, and take the next evidence."""

    def show_error(self, error: Exception) -> None:
        """Say what was refused; what was typed stays."""

    def accept(self) -> None:
        """Close: nothing is open any more."""


@dataclass
class DownstreamPresenter:
    """The tasks of one change set; `finished` is told once none of them is open."""

    view: View
    desk: Desk
    run: Run
    shown: DownstreamView
    finished: Callable[[], None]
    ticked: set[int] = field(default_factory=set)

    def show(self) -> None:
        """Show the tasks with their ticks."""
        self.view.show_tasks(title(self.shown), task_rows(self.shown, self.ticked))
        chosen = [task for task in self.shown.tasks if task.number in self.ticked]
        self.view.allow(
            done=bool(chosen) and all(task.open for task in chosen),
            again=bool(chosen) and all(task.done_on is not None for task in chosen),
        )

    def tick(self, key: str) -> None:
        """Tick a task, or take its tick away."""
        self.ticked ^= {int(key)}
        self.show()

    def tick_all(self) -> None:
        """Tick all that is open; if it is all ticked, nothing."""
        waiting = {task.number for task in self.shown.open}
        self.ticked = set() if waiting <= self.ticked else waiting
        self.show()

    def record(self, evidence: str) -> None:
        """Say that what is ticked was corrected."""
        marked, change_set = sorted(self.ticked), self.shown.change_set
        desk = self.desk.downstream
        self.run(
            lambda: desk.done(change_set, marked, evidence=evidence),
            lambda now: self._took(now, f"{counted(len(marked), 'system')} recorded as corrected."),
            self.view.show_error,
        )

    def reopen(self, reason: str) -> None:
        """Say that what is ticked was not corrected after all."""
        marked, change_set = sorted(self.ticked), self.shown.change_set
        desk = self.desk.downstream
        self.run(
            lambda: desk.reopen(change_set, marked, reason=reason),
            lambda now: self._took(now, f"{counted(len(marked), 'system')} open again."),
            self.view.show_error,
        )

    def _took(self, now: DownstreamView, said: str) -> None:
        self.shown, self.ticked = now, set()
        self.show()
        if now.open:
            self.view.show_done(said)
        else:
            self.view.accept()
            self.finished()
