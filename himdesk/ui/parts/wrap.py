# SPDX-License-Identifier: Apache-2.0
"""Widgets side by side that go on in a further line where one line has no room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

Line = list[QLayoutItem]


class Wrap(QLayout):
    """What was added before `part` stands at the left, the rest at the right of the last line.

    A line is tried with every widget at its least width; only then there is a further one.
    """

    def __init__(self, parent: QWidget, line_height: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._parted: int | None = None
        self._line_height = line_height

    def part(self) -> None:
        """What is added from now on stands at the right."""
        self._parted = len(self._items)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, if there is one."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item away."""
        if not 0 <= index < len(self._items):
            return None
        if self._parted is not None and index < self._parted:
            self._parted -= 1
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        """It takes the width that there is."""
        return Qt.Orientation.Horizontal

    def sizeHint(self) -> QSize:
        """Everything in one line."""
        shown = [item for item in self._items if not item.isEmpty()]
        return self._around(self._wide([item.sizeHint().width() for item in shown]), 1)

    def minimumSize(self) -> QSize:
        """The widest item alone."""
        wide = (item.minimumSize().width() for item in self._items if not item.isEmpty())
        return self._around(max(wide, default=0), 1)

    def height_for(self, width: int) -> int:
        """How high the lines are in a width."""
        inner = width - self._side(left=True) - self._side(left=False)
        return self._around(0, max(len(self._lines(inner)), 1)).height()

    def setGeometry(self, rect: QRect) -> None:
        """Put every item in its place."""
        super().setGeometry(rect)
        inner = rect.marginsRemoved(self.contentsMargins())
        top = inner.top()
        for line in self._lines(inner.width()):
            self._place(line, QRect(inner.left(), top, inner.width(), self._line_height))
            top += self._line_height + self.spacing()

    def _side(self, *, left: bool) -> int:
        margins = self.contentsMargins()
        return margins.left() if left else margins.right()

    def _wide(self, widths: Sequence[int]) -> int:
        return sum(widths) + self.spacing() * max(len(widths) - 1, 0)

    def _high(self, lines: int) -> int:
        return lines * self._line_height + max(lines - 1, 0) * self.spacing()

    def _around(self, wide: int, lines: int) -> QSize:
        margins = self.contentsMargins()
        return QSize(
            wide + margins.left() + margins.right(),
            self._high(lines) + margins.top() + margins.bottom(),
        )

    def _groups(self) -> tuple[Line, Line]:
        """What is shown at the left and at the right."""
        parted = len(self._items) if self._parted is None else self._parted
        left = [item for item in self._items[:parted] if not item.isEmpty()]
        return left, [item for item in self._items[parted:] if not item.isEmpty()]

    def _least(self, line: Line) -> int:
        return self._wide([item.minimumSize().width() for item in line])

    def _lines(self, width: int) -> list[Line]:
        """What stands in each line; the right group is parted only where it must be."""
        left, right = self._groups()
        lines: list[Line] = [[]]
        for item in left:
            if lines[-1] and self._least([*lines[-1], item]) > width:
                lines.append([])
            lines[-1].append(item)
        if lines[-1] and self._least([*lines[-1], *right]) > width:
            lines.append([])
        for item in right:
            if lines[-1] and self._least([*lines[-1], item]) > width:
                lines.append([])
            lines[-1].append(item)
        return [line for line in lines if line]

    def _place(self, line: Line, box: QRect) -> None:
        wide = self._shared(line, box.width())
        rest = box.width() - self._wide(wide)
        right = self._groups()[1]
        first = next((item for item in line if item in right), None)
        x = box.left()
        for item, width in zip(line, wide, strict=True):
            x += rest if item is first else 0
            high = min(item.sizeHint().height(), box.height())
            place = QPoint(x, box.top() + (box.height() - high) // 2)
            item.setGeometry(QRect(place, QSize(width, high)))
            x += width + self.spacing()

    def _shared(self, line: Line, room: int) -> list[int]:
        """Widths as wanted, with the rest to what grows, or shorter from the left."""
        least = [min(item.minimumSize().width(), room) for item in line]
        wide = [
            min(max(item.sizeHint().width(), low), item.maximumSize().width())
            for item, low in zip(line, least, strict=True)
        ]
        over = self._wide(wide) - room
        if over > 0:
            for i, low in enumerate(least):
                given = min(over, wide[i] - low)
                wide[i] -= given
                over -= given
            return wide
        grows = [
            i for i, item in enumerate(line)
            if item.expandingDirections() & Qt.Orientation.Horizontal
        ]  # fmt: skip
        if grows:
            most = line[grows[0]].maximumSize().width()
            wide[grows[0]] = min(wide[grows[0]] - over, most)
        return wide
