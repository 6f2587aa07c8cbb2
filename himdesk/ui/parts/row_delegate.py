# SPDX-License-Identifier: Apache-2.0
"""Draws the rows of lists as tables draw theirs: hairlines, selection bar, the pane's edge."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.widgets import measure
from himdesk.ui.widgets.paint import paint_line
from himdesk.ui.widgets.tables.cell import Icon, Piece, Text, hint
from himdesk.ui.widgets.tables.header import FIRST, INNER

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPainter

    from himdesk.ui.look.theme import Look

    Index = QModelIndex | QPersistentModelIndex

ICON_ROLE = int(Qt.ItemDataRole.UserRole) + 1
TONE_ROLE = int(Qt.ItemDataRole.UserRole) + 2
UNDER_ROLE = int(Qt.ItemDataRole.UserRole) + 3
UNDER_LINE = 17
"""The height of a quiet line under the words of a cell, and the indent of those under an icon."""

UNDER_ICON = 22


class RowDelegate(QStyledItemDelegate):
    """Words of a cell, with the row's icon before the first."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        look, rect, first = self._look, QRectF(option.rect), index.column() == 0
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.color("accent_tint"))
            if first:
                painter.fillRect(rect.adjusted(0, 0, 3 - rect.width(), 0), look.color("accent"))
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), look.color("line"))
        last = index.column() == index.model().columnCount() - 1
        left, right = look.px(FIRST if first else INNER), look.px(FIRST if last else INNER)
        painter.setClipRect(rect)
        inner, under = rect.adjusted(left, 0, -right, -1), index.data(UNDER_ROLE) or ()
        if under:
            inner.setHeight(look.px(SIZES.row_list) - 1)
        paint_line(painter, inner, self._pieces(index), look)
        inner.adjust(look.px(UNDER_ICON) if index.data(ICON_ROLE) else 0, 0, 0, 0)
        inner.translate(0, inner.height() - look.px(3))
        inner.setHeight(look.px(UNDER_LINE))
        for words in under:
            paint_line(painter, inner, (hint(words),), look)
            inner.translate(0, look.px(UNDER_LINE))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's
        """As wide as the words."""
        wide = measure.total(self._pieces(index), self._look)
        last = index.column() == index.model().columnCount() - 1
        edges = (FIRST if index.column() == 0 else INNER) + (FIRST if last else INNER)
        return QSize(ceil(wide) + self._look.px(edges), self._look.px(SIZES.row_list))

    def _pieces(self, index: Index) -> tuple[Piece, ...]:
        tone = index.data(TONE_ROLE) or "text"
        words = Text(str(index.data(Qt.ItemDataRole.DisplayRole) or ""), tone)
        name = index.data(ICON_ROLE) if index.column() == 0 else ""
        return (Icon(name, "text_2", 16), words) if name else (words,)
