# SPDX-License-Identifier: Apache-2.0
"""What the person at the desk set for themselves: read at sign-in, kept in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from himdesk.domain.personal import minutes_of
from himdesk.ui.look.chosen import ChosenLook, own_look

if TYPE_CHECKING:
    from himdesk.services.desk import Desk
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation


class OwnSettings(QObject):
    """One person's settings while they are signed in; `changed` carries others that they set.

    `failed` carries why they could not be kept: they hold until one signs out.
    The window locks after `policy` minutes at the latest.
    """

    changed = Signal(dict)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, policy: int, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._policy = tasks, policy
        self.values: dict[str, str] = {}

    def read(self, desk: Desk) -> None:
        """Read those of the person at the desk; this may be in the background."""
        self.values = desk.personal.all()

    def forget(self) -> None:
        """Nobody is signed in."""
        self.values = {}

    @property
    def look(self) -> ChosenLook:
        """The look they set, or as shipped."""
        return own_look(self.values)

    @property
    def minutes(self) -> int:
        """After how long without a key their window locks."""
        return minutes_of(self.values, self._policy)

    def ask(self, station: Workstation) -> None:
        """Ask what they want to set."""
        from himdesk.ui.settings.own import OwnDialog  # noqa: PLC0415 - after the page is seen

        shown = {**self.look.values, **self.values}
        dialog = OwnDialog(station.look, shown, self._policy, station.window)
        dialog.submitted.connect(self.take)
        dialog.open()

    def take(self, values: dict[str, str]) -> None:
        """Go by what they set from now on."""
        self.values |= values
        self.changed.emit(values)

    def keep(self, desk: Desk, values: dict[str, str]) -> None:
        """Keep some of them in the database."""
        self._tasks.run_for(
            self,
            lambda: desk.personal.change(values),
            then=lambda _nothing: None,
            otherwise=self.failed.emit,
        )
