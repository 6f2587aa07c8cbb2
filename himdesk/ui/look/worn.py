# SPDX-License-Identifier: Apache-2.0
"""The look that the program wears now, and the machine's memory of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from himdesk.domain.personal import Colors
from himdesk.ui.look import theme
from himdesk.ui.look.chosen import ChosenLook, chosen_look

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from himdesk.ui.look.theme import Look


class Worn:
    """What is drawn with, and what was chosen; the last on this machine if nobody signed in."""

    def __init__(self, look: Look, settings: QSettings | None) -> None:
        self.look, self._settings = look, settings
        self.chosen = ChosenLook() if settings is None else chosen_look(settings)

    @property
    def as_system(self) -> bool:
        """Whether the colours follow the system."""
        return self.chosen.colors is Colors.SYSTEM

    def choose(self, chosen: ChosenLook) -> bool:
        """Want another look, which the machine remembers; answers whether it is another one."""
        if chosen == self.chosen:
            return False
        self.chosen = chosen
        if self._settings is not None:
            chosen.keep(self._settings)
        return True

    def put_on(self) -> None:
        """Draw with what was chosen from now on."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.look = self.chosen.look(application.styleHints())
        theme.apply(application, self.look)
