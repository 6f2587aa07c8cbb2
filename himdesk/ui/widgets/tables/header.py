# SPDX-License-Identifier: Apache-2.0
"""The titles over a table's columns, set where the cells under them begin and end."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
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

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:  # noqa: N803 - Qt's name
        """Room for the title in its own weight, with the padding on both sides."""
        model, look = self.model(), self._look
        role = Qt.ItemDataRole.DisplayRole
        title = model.headerData(logicalIndex, Qt.Orientation.Horizontal, role) or ""
        font = look.type.small(weight=QFont.Weight.DemiBold)
        outer = logicalIndex in {0, model.columnCount() - 1}
        wide = QFontMetricsF(font).horizontalAdvance(str(title))
        padding = look.px(INNER) + look.px(FIRST if outer else INNER)
        high = super().sectionSizeFromContents(logicalIndex).height()
        return QSize(ceil(wide) + padding + 2, high)

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
