# SPDX-License-Identifier: Apache-2.0
"""The look that a person chose, kept between starts; no patient's data is ever kept there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from himdesk.ui.look.fonts import Type
from himdesk.ui.look.theme import Look, of_system
from himdesk.ui.look.tokens import DARK, HIGH_CONTRAST, LIGHT

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from PySide6.QtGui import QStyleHints

SCALES: Final = (100, 125, 150, 175, 200)
"""Text sizes in percent."""


class Colors(StrEnum):
    """Which colours; `SYSTEM` follows what the system asks for, also while the program runs."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


FIXED: Final = {Colors.LIGHT: LIGHT, Colors.DARK: DARK, Colors.CONTRAST: HIGH_CONTRAST}


@dataclass(frozen=True, slots=True)
class ChosenLook:
    """Colours and text size."""

    colors: Colors = Colors.SYSTEM
    percent: int = SCALES[0]

    def look(self, hints: QStyleHints) -> Look:
        """The look to draw with."""
        return Look(FIXED.get(self.colors) or of_system(hints), Type(self.percent / 100))

    def after(self, action: str) -> ChosenLook:
        """The look after an action of the View menu: other colours, or another text size."""
        what, _, which = action.partition("-")
        if what == "look":
            return replace(self, colors=Colors(which))
        at = SCALES.index(self.percent)
        wanted = {"larger": at + 1, "smaller": at - 1}.get(which, 0)
        return replace(self, percent=SCALES[min(max(wanted, 0), len(SCALES) - 1)])

    def keep(self, settings: QSettings) -> None:
        """Remember it."""
        settings.setValue("look/colors", self.colors.value)
        settings.setValue("look/percent", self.percent)


def chosen_look(settings: QSettings) -> ChosenLook:
    """What was chosen last; what can't be read is as shipped."""
    colors = str(settings.value("look/colors", ""))
    percent = str(settings.value("look/percent", ""))
    return ChosenLook(
        Colors(colors) if colors in set(Colors) else Colors.SYSTEM,
        int(percent) if percent in {str(scale) for scale in SCALES} else SCALES[0],
    )
