# SPDX-License-Identifier: Apache-2.0
"""The banner that says whose chart this is; it never scrolls away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.tokens import SIZES, identity
from himdesk.ui.widgets import measure
from himdesk.ui.widgets.banners.banner_values import Who
from himdesk.ui.widgets.paint import CHIPS, LEFT, paint_letter, paint_piece

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look


class IdentityBanner(QWidget):
    """Name, number, birth date, sex and marks of one chart in its identity's colour."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self._look = look
        self._who = Who("", "", ())
        self.setObjectName(name)
        self.setFixedHeight(look.px(SIZES.banner))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_who(self, who: Who) -> None:
        """Show a person."""
        self._who = who
        self.setAccessibleName(who.words)
        self.setToolTip(who.words)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the tokens say."""
        return QSize(self._look.px(260), self._look.px(SIZES.banner))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw it."""
        painter = QPainter(self)
        paint_banner(painter, QRectF(self.rect()), self._who, self._look)
        painter.end()


def paint_banner(painter: QPainter, rect: QRectF, who: Who, look: Look) -> None:
    """Draw a banner into a rectangle; the same in headers and as a widget."""
    bar, ground = _colors(who.letter, look)
    painter.fillRect(rect, ground)
    painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 3), bar)
    under = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
    painter.fillRect(under, look.color("line_strong"))
    left = rect.left() + look.px(16)
    if who.letter:
        block = look.px(SIZES.letter_block_large)
        box = QRectF(round(left), round(rect.center().y() + 1 - block / 2), block, block)
        paint_letter(painter, box, who.letter, look)
        left += block + look.px(10)
    right = _paint_marks(painter, rect, who, look)
    top = rect.top() + look.px(11)
    _paint_name(painter, QRectF(left, top, right - left, look.px(20)), who, look)
    facts = tabular(look.type.body())
    painter.setFont(facts)
    painter.setPen(look.color("text_2"))
    below = QRectF(left, top + look.px(20), right - left, look.px(20))
    text = QFontMetricsF(facts).elidedText(" · ".join(who.facts), _ELIDE, below.width())
    painter.drawText(below, LEFT, text)


_ELIDE = measure.ELIDE


def _paint_name(painter: QPainter, rect: QRectF, who: Who, look: Look) -> None:
    font = look.type.name()
    name = QFontMetricsF(font).elidedText(who.name, _ELIDE, rect.width())
    painter.setFont(font)
    painter.setPen(look.color("text"))
    painter.drawText(rect, LEFT, name)
    used = QFontMetricsF(font).horizontalAdvance(name) + look.px(6)
    if who.aside and used < rect.width():
        painter.setFont(look.type.body())
        painter.setPen(look.color("text_2"))
        painter.drawText(rect.adjusted(used, 0, 0, 0), LEFT, who.aside)


def _paint_marks(painter: QPainter, rect: QRectF, who: Who, look: Look) -> float:
    """Draw the marks at the right; gives the left edge of what they take."""
    right = rect.right() - look.px(12)
    for mark in reversed(who.marks):
        wide = measure.width(mark, look)
        assert mark.tone in CHIPS
        paint_piece(painter, QRectF(right - wide, rect.top(), wide, rect.height()), mark, look)
        right -= wide + look.px(6)
    return right


def _colors(letter: str, look: Look) -> tuple[QColor, QColor]:
    if letter in ("A", "B", "C"):
        colors = identity(look.tokens, letter)
        return QColor(colors.mid), QColor(colors.tint)
    return look.color("line_strong"), look.color("sunken")
