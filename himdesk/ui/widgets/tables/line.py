# SPDX-License-Identifier: Apache-2.0
"""A line of pieces as a widget: hints, badges, letters and figures outside tables."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from himdesk.ui.widgets import measure
from himdesk.ui.widgets.paint import paint_cell
from himdesk.ui.widgets.tables.cell import Cell, Gap

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look


class Line(QWidget):
    """Shows one cell; its accessible name is the cell's words."""

    def __init__(self, look: Look, cell: Cell | None = None) -> None:
        super().__init__()
        self._look = look
        self._cell = cell or Cell()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_cell(self._cell)

    @property
    def cell(self) -> Cell:
        """What is shown now."""
        return self._cell

    def show_cell(self, cell: Cell) -> None:
        """Show other pieces."""
        self._cell = cell
        self.setAccessibleName(cell.words)
        grows = any(isinstance(p, Gap) and p.wide for p in cell.pieces)
        wide = QSizePolicy.Policy.Expanding if grows else QSizePolicy.Policy.Preferred
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the pieces, as high as one or two lines."""
        wide = max(
            measure.total(self._cell.pieces, self._look),
            measure.total(self._cell.second, self._look),
        )
        height = 38 if self._cell.second else 22
        return QSize(ceil(wide) + self._look.px(self._cell.indent) + 2, self._look.px(height))

    def minimumSizeHint(self) -> QSize:
        """Words give way when there is no room."""
        return QSize(min(self.sizeHint().width(), self._look.px(40)), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the pieces."""
        painter = QPainter(self)
        paint_cell(painter, QRectF(self.rect()), self._cell, self._look)
        full = self.sizeHint().width() > self.width()
        self.setToolTip(self._cell.words if full else "")
        painter.end()
