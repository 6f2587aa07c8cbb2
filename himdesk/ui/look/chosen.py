# SPDX-License-Identifier: Apache-2.0
"""The look that a person chose: theirs on every machine, and the last one of this machine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.personal import COLORS, PERCENT, SCALES, Colors
from himdesk.ui.keymap import Keymap, own_keys
from himdesk.ui.look.fonts import Type
from himdesk.ui.look.theme import Look, of_system
from himdesk.ui.look.tokens import DARK, HIGH_CONTRAST, LIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QSettings
    from PySide6.QtGui import QStyleHints

FIXED: Final = {Colors.LIGHT: LIGHT, Colors.DARK: DARK, Colors.CONTRAST: HIGH_CONTRAST}


@dataclass(frozen=True, slots=True)
class ChosenLook:
    """Colours, text size and keys."""

    colors: Colors = Colors.SYSTEM
    percent: int = SCALES[0]
    keys: Keymap = Keymap()  # noqa: RUF009 - a frozen value

    def look(self, hints: QStyleHints) -> Look:
        """The look to draw with."""
        tokens = FIXED.get(self.colors) or of_system(hints)
        return Look(tokens, Type(self.percent / 100), self.keys)

    def after(self, action: str) -> ChosenLook:
        """The look after an action of the View menu: other colours, or another text size."""
        what, _, which = action.partition("-")
        if what == "look":
            return replace(self, colors=Colors(which))
        at = SCALES.index(self.percent)
        wanted = {"larger": at + 1, "smaller": at - 1}.get(which, 0)
        return replace(self, percent=SCALES[min(max(wanted, 0), len(SCALES) - 1)])

    @property
    def values(self) -> dict[str, str]:
        """Colours and size as a person's own settings."""
        return {COLORS: self.colors.value, PERCENT: str(self.percent)}

    def keep(self, settings: QSettings) -> None:
        """Remember it on this machine, for the sign-in page."""
        settings.setValue("look/colors", self.colors.value)
        settings.setValue("look/percent", self.percent)


def chosen_look(settings: QSettings) -> ChosenLook:
    """What was last on this machine; what can't be read is as shipped."""
    return _look(str(settings.value("look/colors", "")), str(settings.value("look/percent", "")))


def own_look(values: Mapping[str, str]) -> ChosenLook:
    """What a person set for themselves; the rest is as shipped, whoever sat here before."""
    look = _look(values.get(COLORS, ""), values.get(PERCENT, ""))
    return replace(look, keys=own_keys(values))


def _look(colors: str, percent: str) -> ChosenLook:
    return ChosenLook(
        Colors(colors) if colors in set(Colors) else Colors.SYSTEM,
        int(percent) if percent in {str(scale) for scale in SCALES} else SCALES[0],
    )
