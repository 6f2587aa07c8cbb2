# SPDX-License-Identifier: Apache-2.0
"""Paints the table's cells, and knows which option of a switch is under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from himdesk.ui.widgets import measure
from himdesk.ui.widgets.paint import paint_cell, segments
from himdesk.ui.widgets.tables.cell import Check, Choice
from himdesk.ui.widgets.tables.rows import CELL_ROLE, ROW_ROLE

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPainter
    from PySide6.QtWidgets import QTableView

    from himdesk.ui.look.theme import Look

    Index = QModelIndex | QPersistentModelIndex

PADDING = 8


class CellDelegate(QStyledItemDelegate):
    """Paints cells; a heading spans its row."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.first_padding = 16

    def inner(self, rect: QRectF, index: Index) -> QRectF:
        """A cell's rectangle without its padding."""
        left = self._look.px(self.first_padding if index.column() == 0 else PADDING)
        last = index.column() == index.model().columnCount() - 1
        right = self._look.px(self.first_padding if last else PADDING)
        return rect.adjusted(left, 0, -right, -1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, selection bar, pieces and the hairline under the row."""
        look = self._look
        row, cell = index.data(ROW_ROLE), index.data(CELL_ROLE)
        rect = QRectF(option.rect)
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if row.heading:
            painter.fillRect(rect, look.color("sunken"))
        elif selected:
            painter.fillRect(rect, look.color("accent_tint"))
        elif cell.ground:
            painter.fillRect(rect, look.color(cell.ground))
        if selected and index.column() == 0:
            painter.fillRect(rect.adjusted(0, 0, 3 - rect.width(), 0), look.color("accent"))
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), look.color("line"))
        inner = self.inner(rect, index)
        painter.setClipRect(rect)
        paint_cell(painter, inner, cell, look)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's
        """As wide as the pieces."""
        cell = index.data(CELL_ROLE)
        wide = max(
            measure.total(cell.pieces, self._look), measure.total(cell.second, self._look)
        ) + self._look.px(cell.indent + 2 * PADDING)
        return QSize(round(wide), self._look.px(26))

    def choice_at(self, view: QTableView, index: Index, event: QMouseEvent) -> str:
        """The option of a switch, or `check`, under the pointer."""
        cell = index.data(CELL_ROLE)
        inner = self.inner(QRectF(view.visualRect(index)), index)
        wide = measure.widths(cell.pieces, inner.width(), self._look)
        x = inner.left() + self._look.px(cell.indent)
        for piece, room in zip(cell.pieces, wide, strict=True):
            box = QRectF(x, inner.top(), room, inner.height())
            if isinstance(piece, Choice):
                for option, part in zip(
                    piece.options, segments(piece, box, self._look), strict=True
                ):
                    if part.contains(event.position()):
                        return option
            if isinstance(piece, Check) and box.contains(event.position()):
                return "check"
            x += room + self._look.px(measure.SPACE)
        return ""
