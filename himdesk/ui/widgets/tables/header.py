# SPDX-License-Identifier: Apache-2.0
"""The titles over a table's columns, set where the cells under them begin and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look

FIRST, INNER = 16, 8


class TableHeader(QHeaderView):
    """Draws each title with its column's padding; the outer columns stand at the pane's edge."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        """Draw one title."""
        look, model = self._look, self.model()
        whole = QRectF(rect)
        painter.save()
        painter.fillRect(whole, look.color("sunken"))
        painter.fillRect(whole.adjusted(0, whole.height() - 1, 0, 0), look.color("line"))
        last = model.columnCount() - 1
        left = look.px(FIRST if logicalIndex == 0 else INNER)
        right = look.px(FIRST if logicalIndex == last else INNER)
        inner = whole.adjusted(left, 0, -right, -1)
        orientation = Qt.Orientation.Horizontal
        title = model.headerData(logicalIndex, orientation, Qt.ItemDataRole.DisplayRole) or ""
        side = model.headerData(logicalIndex, orientation, Qt.ItemDataRole.TextAlignmentRole)
        align = Qt.AlignmentFlag(int(side or Qt.AlignmentFlag.AlignLeft))
        font = look.type.small(weight=QFont.Weight.DemiBold)
        shown = QFontMetricsF(font).elidedText(
            str(title), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.setFont(font)
        painter.setPen(look.color("text_2"))
        painter.drawText(inner, int(align | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()
