# SPDX-License-Identifier: Apache-2.0
"""The change sets of a chart along an axis of days, and the day at which it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip

from himdesk.domain.words import counted
from himdesk.ui.history.values import Track
from himdesk.ui.look.fonts import tabular
from himdesk.ui.widgets.paint import LEFT, paint_piece
from himdesk.ui.widgets.tables.cell import Sign
from himdesk.ui.widgets.timelines.axis import AXIS, Axis, TimeAxis
from himdesk.ui.widgets.timelines.timeline_values import day_number, day_of

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from himdesk.ui.history.values import HistoryPage, SetRow
    from himdesk.ui.look.theme import Look

HEAD: Final = 112
TRACK: Final = 22
FLAG: Final = 20
MARK: Final = 20
MARGIN: Final = 2.0
"""Days kept free before the first change and after today."""


class HistoryLine(TimeAxis):
    """A press on a mark is `chosen`, one beside it the day `looked` at; the day can be dragged.

    `looked` carries a day (ISO), "" for today; `stepped` -1 or 1.
    """

    chosen = Signal(str)
    looked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, name="history-line", head=HEAD)
        self.setAccessibleName("Time line of the chart")
        self.setMouseTracking(True)
        self._page: HistoryPage | None = None
        self._dragged: float | None = None
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Room for the flag of the day, the tracks and the axis."""
        return QSize(self._look.px(480), self._look.px(FLAG + len(Track) * TRACK + AXIS))

    def show_page(self, page: HistoryPage) -> None:
        """Show other change sets, or another day."""
        self._page = page
        times = [row.at for row in page.rows]
        if page.rows:
            self.show_extent((min(times) - MARGIN, day_number(page.today) + 1 + MARGIN))
        else:
            self.show_extent(None)
        as_of = f"as of {page.day}" if page.day else "as of today"
        said = counted(len(page.rows), "change set")
        self.setAccessibleDescription(f"{said}, {as_of}")

    def _axis(self) -> Axis | None:
        window = self.window_of_days
        if window is None:
            return None
        top = self._look.px(FLAG)
        return Axis(look=self._look, area=self.area().adjusted(0, top, 0, 0), window=window)

    def marks(self) -> list[tuple[QRectF, tuple[SetRow, ...], str]]:
        """Where each mark stands, whose it is, and its sign; near ones of a track are one."""
        axis, page = self._axis(), self._page
        if axis is None or page is None:
            return []
        size = self._look.px(MARK)
        found = []
        for place, track in enumerate(Track):
            rows = [row for row in reversed(page.rows) if track in row.signs]
            groups: list[list[SetRow]] = []
            for row in rows:
                if groups and axis.x(row.at) - axis.x(groups[-1][0].at) < size:
                    groups[-1].append(row)
                else:
                    groups.append([row])
            middle = axis.area.top() + (place + 0.5) * self._look.px(TRACK)
            for group in groups:
                x = axis.x(group[0].at)
                if axis.area.left() <= x <= axis.area.right():
                    box = QRectF(round(x - size / 2), round(middle - size / 2), size, size)
                    one = {row.signs[track] for row in group}
                    found.append((box, tuple(group), one.pop() if len(one) == 1 else "~"))
        return found

    def _at(self, x: float, y: float) -> tuple[SetRow, ...]:
        """The change sets under a place."""
        return next((rows for box, rows, _ in self.marks() if box.contains(x, y)), ())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a mark, or take hold of the day."""
        super().mousePressEvent(event)
        axis, place = self._axis(), event.position()
        if axis is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if under := self._at(place.x(), place.y()):
            self.chosen.emit(under[-1].id)
        elif place.x() >= axis.area.left():
            self._dragged = axis.day_at(place.x())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The day goes with the pointer."""
        super().mouseMoveEvent(event)
        axis = self._axis()
        if axis is not None and self._dragged is not None:
            self._dragged = axis.day_at(event.position().x())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The chart is looked at as of the day where it was let go."""
        super().mouseReleaseEvent(event)
        if self._dragged is not None:
            held, self._dragged = day_of(self._dragged), None
            assert self._page is not None
            self.looked.emit("" if held >= self._page.today else held)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right look at the day before and after; plus, minus and 0 zoom."""
        page, keys = self._page, {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = keys.get(Qt.Key(event.key()))
        if page is None or step is None or event.modifiers():
            super().keyPressEvent(event)
            return
        wanted = day_of(day_number(page.day or page.today) + step)
        self.looked.emit("" if wanted >= page.today else wanted)

    def event(self, event: QEvent) -> bool:
        """What a mark stands for, as a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            under = self._at(event.pos().x(), event.pos().y())
            said = "\n".join(f"{row.when} {row.title}: {row.effect}" for row in under[:8])
            QToolTip.showText(event.globalPos(), said or HINT, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw axis, marks and the day."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._look.color("surface"))
        axis = self._axis()
        if axis is None or self._page is None:
            painter.setPen(self._look.color("text_3"))
            painter.setFont(self._look.type.body())
            painter.drawText(
                QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, "No change set is shown."
            )
        else:
            self._draw(painter, axis, self._page)
        self.draw_ring(painter)
        painter.end()

    def _draw(self, painter: QPainter, axis: Axis, page: HistoryPage) -> None:
        look = self._look
        day = self._dragged if self._dragged is not None else None
        if day is None and page.day:
            day = day_number(page.day) + 1
        now = day_number(page.today) + 1
        painter.setClipRect(axis.area)
        if day is not None:
            since = QRectF(axis.x(day), axis.area.top(), axis.x(now) - axis.x(day), 0)
            since.setBottom(axis.area.bottom())
            painter.fillRect(since, look.color("chg_tint"))
        painter.setClipping(False)
        axis.draw_axis(painter)
        painter.setFont(look.type.body())
        for place, track in enumerate(Track):
            top = axis.area.top() + place * look.px(TRACK)
            painter.setPen(QPen(look.color("line"), 1))
            painter.drawLine(QLineF(look.px(16), top, axis.area.right(), top))
            painter.setPen(look.color("text_2"))
            head = QRectF(look.px(16), top, axis.area.left() - look.px(20), look.px(TRACK))
            painter.drawText(head, LEFT, track)
        self._flag(painter, axis, now, "today", solid=False)
        if day is not None:
            self._flag(painter, axis, day, f"as of {day_of(day - 0.001)}", solid=True)
        for box, _rows, sign in self.marks():
            paint_piece(painter, box, Sign(sign), look)

    def _flag(self, painter: QPainter, axis: Axis, day: float, words: str, *, solid: bool) -> None:
        """A line at the end of a day, with its words above; solid is that which is looked at."""
        look, area = self._look, axis.area
        x = round(axis.x(day)) + 0.5
        if not area.left() <= x <= area.right():
            return
        style = Qt.PenStyle.SolidLine if solid else Qt.PenStyle.DashLine
        painter.setPen(QPen(look.color("text" if solid else "text_3"), 2 if solid else 1, style))
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        weight = QFont.Weight.DemiBold if solid else QFont.Weight.Normal
        font = tabular(look.type.small(weight=weight))
        wide = QFontMetricsF(font).horizontalAdvance(words) + look.px(12)
        left = min(max(look.px(4), x - wide / 2), self.width() - wide - 2)
        box = QRectF(left, 1, wide, look.px(FLAG) - 3)
        painter.setFont(font)
        if solid:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("text"))
            painter.drawRoundedRect(box, 3, 3)
        painter.setPen(look.color("surface" if solid else "text_2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


HINT: Final = "Click or drag the day; the arrows step a day, + and − zoom, 0 shows all"
