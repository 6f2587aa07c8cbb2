# SPDX-License-Identifier: Apache-2.0
"""The faces of the program: Inter, with tabular figures wherever numbers stand.

All sizes scale together: `Type` is made once for a text scale and handed to whoever draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from himdesk import resources

FAMILY: Final = "Inter"
FALLBACK: Final = ("DejaVu Sans", "Noto Sans", "sans-serif")
_SMALL, _BODY, _NAME, _FIGURE = 12, 13, 15, 20


def load() -> None:
    """Register the shipped faces with Qt; files that Qt can't read leave the fallback."""
    for folder in ("inter", "dejavu"):
        for file in sorted(resources.path("fonts", folder).glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))


@dataclass(frozen=True, slots=True)
class Type:
    """The text sizes at one scale (1.0 to 2.0); sizes are in pixels."""

    scale: float = 1.0

    def small(self, *, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Hints, reasons, column headers, badges."""
        return self._font(_SMALL, weight)

    def body(self, *, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Tables, fields, buttons, menus."""
        return self._font(_BODY, weight)

    def name(self) -> QFont:
        """A patient's name in a banner, the title of a screen."""
        return self._font(_NAME, QFont.Weight.DemiBold)

    def figure(self) -> QFont:
        """The counts on a review sheet."""
        return self._font(_FIGURE, QFont.Weight.DemiBold)

    def px(self, size: int) -> int:
        """A height or width of `tokens.SIZES` at this scale."""
        return round(size * self.scale)

    def _font(self, size: int, weight: QFont.Weight) -> QFont:
        font = QFont([FAMILY, *FALLBACK])
        font.setPixelSize(self.px(size))
        font.setWeight(weight)
        return font


def tabular(font: QFont) -> QFont:
    """The same face with figures of one width and a slashed zero, for numbers and dates."""
    figures = QFont(font)
    for tag, value in (("tnum", 1), ("zero", 1), ("calt", 0)):
        figures.setFeature(QFont.Tag(tag), value)
    return figures
