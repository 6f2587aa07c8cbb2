# SPDX-License-Identifier: Apache-2.0
"""Counts that must add up: a big figure with its words, and a bar of parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.tokens import identity
from himdesk.ui.parts.controls import label
from himdesk.ui.widgets.tables.cell import Cell, Icon
from himdesk.ui.widgets.tables.line import Line

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with its icon and what it counts, in one or two short lines."""

    icon: str
    count: int
    words: str
    tone: str = "text_2"


class CountFigure(QWidget):
    """One figure."""

    def __init__(self, look: Look, figure: Figure) -> None:
        super().__init__()
        self.setAccessibleName(f"{figure.count} {figure.words}".replace("\n", " "))
        count = label(f"{figure.count:,}")
        count.setFont(tabular(look.type.figure()))
        words = label(figure.words, kind="muted")
        words.setFont(tabular(look.type.small()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, look.px(16), 0)
        row.setSpacing(look.px(8))
        row.addWidget(Line(look, Cell((Icon(figure.icon, figure.tone, 18),))))
        row.addWidget(count)
        row.addWidget(words)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole: A, B, C, or ? for what is undecided."""

    letter: str
    count: int


class CountBar(QWidget):
    """Parts of a whole side by side, each with its letter and count."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self._look = look
        self._parts: tuple[Part, ...] = ()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        """Show other parts."""
        self._parts = tuple(part for part in parts if part.count)
        said = (f"{p.letter if p.letter != '?' else 'undecided'} {p.count}" for p in parts)
        self.setAccessibleName(", ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        """One line high."""
        return QSize(self._look.px(200), self._look.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the parts; a small one keeps room for its count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = sum(part.count for part in self._parts) or 1
        least, gap = self._look.px(34), 2
        room = self.width() - gap * (len(self._parts) - 1) - least * len(self._parts)
        x = 0.0
        for part in self._parts:
            wide = least + max(0, room) * part.count / whole
            self._part(painter, QRectF(x, 0, wide, self.height()), part)
            x += wide + gap
        painter.end()

    def _part(self, painter: QPainter, box: QRectF, part: Part) -> None:
        font = tabular(self._look.type.small(weight=QFont.Weight.DemiBold))
        painter.setFont(font)
        if part.letter in ("A", "B", "C"):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(identity(self._look.tokens, part.letter).block))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(QColor("white"))
            text = f"{part.letter} {part.count}"
        else:
            painter.setPen(QPen(self._look.color("chg_text"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(self._look.color("chg_mark"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            painter.setPen(self._look.color("chg_text"))
            text = f"? {part.count}"
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
