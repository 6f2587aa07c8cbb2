# SPDX-License-Identifier: Apache-2.0
"""How wide the pieces of a cell are, and how they share a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from himdesk.ui.look.fonts import tabular
from himdesk.ui.widgets.tables.cell import (
    Check,
    Chip,
    Choice,
    Gap,
    Icon,
    Letter,
    Meter,
    Nothing,
    Sign,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.ui.look.theme import Look
    from himdesk.ui.widgets.tables.cell import Piece

SPACE = 6
ELIDE = Qt.TextElideMode.ElideRight
METER_WIDTH = 24


def font_of(piece: Text, look: Look) -> QFont:
    """The face of some words: figures of one width as soon as there is a digit."""
    weight = QFont.Weight(piece.weight)
    font = look.type.small(weight=weight) if piece.small else look.type.body(weight=weight)
    if any(c.isdigit() for c in piece.text):
        font = tabular(font)
    font.setStrikeOut(piece.strike)
    return font


def chip_font(look: Look) -> QFont:
    """The face of badges."""
    return tabular(look.type.small(weight=QFont.Weight.Medium))


def option_width(option: str, look: Look) -> int:
    """The width of one segment of a switch."""
    wide = QFontMetricsF(look.type.small(weight=QFont.Weight.DemiBold)).horizontalAdvance(option)
    return max(look.px(28), round(wide) + look.px(12))


def width(piece: Piece, look: Look) -> float:  # noqa: C901, PLR0911 - one arm each
    """How wide a piece wants to be."""
    match piece:
        case Text():
            return QFontMetricsF(font_of(piece, look)).horizontalAdvance(piece.text) + 2
        case Letter():
            return look.px(16)
        case Sign():
            return look.px(20)
        case Chip(text=text, icon=icon):
            extra = look.px(12) + 4 if icon else 0
            return QFontMetricsF(chip_font(look)).horizontalAdvance(text) + look.px(13) + extra
        case Icon(size=size):
            return look.px(size)
        case Gap(width=wide):
            return look.px(wide)
        case Nothing(text=text):
            return QFontMetricsF(look.type.small()).horizontalAdvance(text) + look.px(18)
        case Meter():
            return look.px(METER_WIDTH)
        case Check():
            return look.px(14)
        case Choice(options=options):
            return sum(option_width(option, look) for option in options) + 1


def total(pieces: Sequence[Piece], look: Look) -> float:
    """The width of a line of pieces with the spaces between them."""
    return sum(width(p, look) for p in pieces) + look.px(SPACE) * max(0, len(pieces) - 1)


def widths(pieces: Sequence[Piece], room: float, look: Look) -> list[float]:
    """The widths when there is only so much room: words give way from the end."""
    wanted = [width(p, look) for p in pieces]
    over = sum(wanted) + look.px(SPACE) * max(0, len(pieces) - 1) - room
    if over < 0:
        for i, piece in enumerate(pieces):
            if isinstance(piece, Gap) and piece.wide:
                wanted[i] -= over
                break
        return wanted
    for i in reversed(range(len(pieces))):
        piece = pieces[i]
        if over > 0 and (
            isinstance(piece, Nothing) or (isinstance(piece, Text) and not piece.whole)
        ):
            taken = min(over, wanted[i] - min(wanted[i], look.px(18)))
            wanted[i] -= taken
            over -= taken
    return wanted
