# SPDX-License-Identifier: Apache-2.0
"""The titles over a table's columns, set where the cells under them begin and end."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QHeaderView, QWidget

from himdesk.ui.look.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from himdesk.ui.look.theme import Look

FIRST, INNER = 16, 8


class TableHeader(QHeaderView):
    """Draws each title with its column's padding; the outer columns stand at the pane's edge.

    The table shares its width among the columns and then calls `lay_out`: where a person dragged
    a border, what they chose holds. A double click on a border gives the shares back.
    """

    given_back = Signal()
    """The table is to share its width anew."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self._measured: dict[str, int] = {}
        self.shares: dict[int, float] = {}
        """The share of each shown column that a person chose; none: as the table thinks best."""
        self._before: dict[int, int] = {}
        self.setSectionsClickable(False)

    def take_shares(self, shares: dict[int, float]) -> None:
        """Give the columns these shares; none: as the table thinks best."""
        self.shares = dict(shares)
        self.lay_out()

    def lay_out(self) -> None:
        """Give the columns what a person chose, as long as the same columns are shown."""
        shown = self._widths()
        room = self._room()
        whole = sum(self.shares.values())
        if self.shares.keys() != shown.keys() or whole <= 0:
            return
        left = room
        *others, last = sorted(shown)
        for column in others:
            wide = max(self.minimumSectionSize(), round(room * self.shares[column] / whole))
            self.resizeSection(column, wide)
            left -= wide
        self.resizeSection(last, max(self.minimumSectionSize(), left))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a border: the shares go back, after Qt fitted the one column to its words."""
        before = self._widths()
        super().mouseDoubleClickEvent(event)
        if self._widths() != before:
            self.shares = {}
            self.given_back.emit()

    def _room(self) -> int:
        """The width of the table, which knows it before its header does."""
        table = self.parent()
        return (table if isinstance(table, QAbstractScrollArea) else self).viewport().width()

    def _widths(self) -> dict[int, int]:
        return {
            column: self.sectionSize(column)
            for column in range(self.count())
            if not self.isSectionHidden(column)
        }

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the widths: a border may be dragged now."""
        self._before = self._widths()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A dragged border is a choice; all columns stay in sight."""
        super().mouseReleaseEvent(event)
        after = self._widths()
        if self._before and after != self._before:
            whole = sum(after.values())
            self.take_shares({column: width / whole for column, width in after.items()})
        self._before = {}

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:  # noqa: N803 - Qt's name
        """Room for the title in its own weight, with the padding on both sides."""
        model = self.model()
        role = Qt.ItemDataRole.DisplayRole
        title = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal, role) or "")
        outer = logicalIndex in {0, model.columnCount() - 1}
        if title not in self._measured:  # layouts ask again and again
            font = self._look.type.small(weight=QFont.Weight.DemiBold)
            self._measured[title] = ceil(QFontMetricsF(font).horizontalAdvance(title))
        padding = self._look.px(INNER) + self._look.px(FIRST if outer else INNER)
        return QSize(self._measured[title] + padding + 2, self._look.px(SIZES.table_header))

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
