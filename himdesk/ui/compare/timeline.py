# SPDX-License-Identifier: Apache-2.0
"""All charts on one axis of time: encounters as bars in a lane each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.tokens import identity

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from himdesk.ui.compare.values import Bar, CompareView
    from himdesk.ui.look.theme import Look

DAY = 86400
NARROWEST = 5.0


class TimelineStrip(QWidget):
    """Inpatient stays are filled, other encounters outlined; overlapping stays share a band."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._bars: tuple[Bar, ...] = ()
        self._lanes: tuple[tuple[str, str], ...] = ()
        self.setObjectName("timeline")
        self.setAccessibleName("Timeline of the charts")
        self.setMinimumHeight(look.px(96))

    def sizeHint(self) -> QSize:
        """Room for the lanes and the axis."""
        return QSize(320, self._look.px(44 * max(len(self._lanes), 2) + 24))

    def show_view(self, view: CompareView) -> None:
        """Take new bars."""
        self._bars = view.bars
        self._lanes = tuple((b.letter, b.mrn) for b in view.banners)
        counts = ", ".join(
            f"{letter} {sum(bar.lane == letter for bar in view.bars)}" for letter, _ in self._lanes
        )
        self.setAccessibleDescription(f"Encounters: {counts}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw lanes, bars, bands of overlap and the years."""
        del event
        tokens = self._look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(tokens.surface))
        if not self._bars:
            painter.setPen(QColor(tokens.text_3))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "No encounter has a date.")
            return
        left, axis = self._look.px(88), self._look.px(22)
        area = QRectF(left, 4, self.width() - left - 12, self.height() - axis - 4)
        first = min(bar.start for bar in self._bars) - 20
        last = max(bar.until or bar.start for bar in self._bars) + 20
        self._years(painter, area, first, last)
        self._bands(painter, area, first, last)
        height = area.height() / max(len(self._lanes), 1)
        for i, (letter, mrn) in enumerate(self._lanes):
            lane = QRectF(area.left(), area.top() + i * height, area.width(), height)
            self._lane(painter, lane, (letter, mrn), (first, last))

    def _x(self, area: QRectF, day: float, first: float, last: float) -> float:
        return area.left() + (day - first) / (last - first) * area.width()

    def _years(self, painter: QPainter, area: QRectF, first: float, last: float) -> None:
        tokens = self._look.tokens
        painter.setFont(tabular(self._look.type.small()))
        begin = datetime.fromtimestamp(first * DAY, UTC).year
        end = datetime.fromtimestamp(last * DAY, UTC).year
        step = max(1, (end - begin + 1) // max(int(area.width() // 60), 1))
        for year in range(begin, end + 1, step):
            day = datetime(year, 1, 1, tzinfo=UTC).timestamp() / DAY
            x = max(self._x(area, day, first, last), area.left())
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(int(x), int(area.top()), int(x), int(area.bottom()))
            painter.setPen(QColor(tokens.text_2))
            painter.drawText(int(x) + 3, self.height() - 6, str(year))

    def _bands(self, painter: QPainter, area: QRectF, first: float, last: float) -> None:
        """Where inpatient stays of two lanes overlap."""
        stays = [b for b in self._bars if b.inpatient and b.until is not None]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.cnf_mark))
        for i, a in enumerate(stays):
            for b in stays[i + 1 :]:
                start, end = max(a.start, b.start), min(a.until or 0, b.until or 0)
                if a.lane != b.lane and start < end:
                    x = self._x(area, start, first, last)
                    width = max(self._x(area, end, first, last) - x, 4)
                    painter.drawRect(QRectF(x - 2, area.top(), width + 4, area.height()))

    def _lane(
        self, painter: QPainter, lane: QRectF, who: tuple[str, str], span: tuple[float, float]
    ) -> None:
        letter, mrn = who
        colors = identity(self._look.tokens, letter if letter in "ABC" else "C")
        size = self._look.px(16)
        block = QRectF(12, lane.center().y() - size / 2, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.block))
        painter.drawRoundedRect(block, 3, 3)
        painter.setPen(QColor("#FFFFFF"))
        painter.setFont(self._look.type.small())
        painter.drawText(block, Qt.AlignmentFlag.AlignCenter, letter)
        painter.setPen(QColor(self._look.tokens.text_2))
        painter.setFont(tabular(self._look.type.small()))
        words = QRectF(
            block.right() + 6, lane.top(), lane.left() - block.right() - 8, lane.height()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, mrn)
        height = min(lane.height() * 0.5, self._look.px(20))
        for bar in self._bars:
            if bar.lane != letter:
                continue
            x = self._x(lane, bar.start, *span)
            width = max(self._x(lane, bar.until or bar.start, *span) - x, NARROWEST)
            rect = QRectF(x, lane.center().y() - height / 2, width, height)
            painter.setPen(QPen(QColor(colors.mid), 1.4))
            painter.setBrush(QColor(colors.mid if bar.inpatient else self._look.tokens.surface))
            painter.drawRoundedRect(rect, 1.5, 1.5)
