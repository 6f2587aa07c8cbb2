# SPDX-License-Identifier: Apache-2.0
"""Charts on one axis of time: stays as bars, documents as strokes, contradictions as bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.tokens import identity
from himdesk.ui.widgets.paint import LEFT, paint_letter
from himdesk.ui.widgets.timelines.timeline_values import TimelineView, Window, ticks

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QWheelEvent

    from himdesk.ui.look.theme import Look
    from himdesk.ui.widgets.timelines.timeline_values import Band, Lane, Stay, Stroke

HEAD, AXIS, LANE = 96, 22, 62
CLOSER, FARTHER = 0.6, 1 / 0.6


class Timeline(QWidget):
    """Plus and minus zoom, the arrows move, 0 shows all; `zoomed` tells when that changed."""

    zoomed = Signal()

    def __init__(self, look: Look, *, name: str, head: int = HEAD) -> None:
        super().__init__()
        self._look, self._head = look, head
        self._view = TimelineView(())
        self._window: Window | None = None
        self.setObjectName(name)
        self.setAccessibleName("Timeline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(look.px(2 * 44 + AXIS))

    @property
    def window_of_days(self) -> Window | None:
        """What is shown now; None while there is nothing."""
        return self._window

    def show_view(self, view: TimelineView) -> None:
        """Show other charts; a zoom stays while the extent is the same."""
        extent = view.extent()
        if self._window is None or extent != self._window.whole:
            self._window = Window.around(extent) if extent else None
        self._view = view
        self.setAccessibleDescription(view.words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the lanes and the axis."""
        return QSize(self._look.px(480), self._look.px(LANE * max(2, len(self._view.lanes)) + AXIS))

    def zoom_in(self) -> None:
        """Show fewer days."""
        self._zoom(CLOSER)

    def zoom_out(self) -> None:
        """Show more days."""
        self._zoom(FARTHER)

    def _zoom(self, factor: float, about: float | None = None) -> None:
        if self._window is not None:
            self._show_window(self._window.zoomed(factor, about))

    def _show_window(self, window: Window) -> None:
        self._window = window
        self.zoomed.emit()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom and move."""
        key, window = event.key(), self._window
        if window is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key == Qt.Key.Key_0:
            self._show_window(Window.around(window.whole))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._show_window(window.moved(-0.25 if key == Qt.Key.Key_Left else 0.25))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom where the pointer is."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._window is not None:
            at = self._drawing(self._window).day_at(event.position().x())
            self._zoom(CLOSER if event.angleDelta().y() > 0 else FARTHER, at)
            event.accept()
        else:
            super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes."""
        super().focusInEvent(event)
        self.update()

    def _drawing(self, window: Window, painter: QPainter | None = None) -> Drawing:
        px = self._look.px
        head = px(self._head)
        area = QRectF(head, 0, self.width() - head - px(16), self.height() - px(AXIS))
        return Drawing(painter, self._look, area, self._view, window)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw axis, bands, lanes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._look.color("surface"))
        if self._window is None:
            painter.setPen(self._look.color("text_3"))
            painter.setFont(self._look.type.body())
            painter.drawText(
                QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, "Nothing here has a date."
            )
        else:
            self._drawing(self._window, painter).draw()
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.color("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """A stay's words as a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._window:
            stay = self._drawing(self._window).stay_at(event.pos().x(), event.pos().y())
            if stay is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), stay.label, self)
            return True
        return super().event(event)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing of a window of days into an area; without a painter it only measures."""

    painter: QPainter | None
    look: Look
    area: QRectF
    view: TimelineView
    window: Window

    def x(self, day: float) -> float:
        """Where a day lies."""
        share = (day - self.window.first) / (self.window.last - self.window.first)
        return self.area.left() + share * self.area.width()

    def day_at(self, x: float) -> float:
        """The day at a place."""
        share = (x - self.area.left()) / max(1.0, self.area.width())
        return self.window.first + share * (self.window.last - self.window.first)

    def stay_at(self, x: float, y: float) -> Stay | None:
        """The stay under a place."""
        for stay in self.view.stays:
            if self.box(stay).adjusted(-2, -2, 2, 2).contains(x, y):
                return stay
        return None

    def stroke_at(self, x: float, y: float) -> Stroke | None:
        """The stroke under a place, the nearest one."""
        near = self.look.px(4)
        under = [
            stroke
            for stroke in self.view.strokes
            if abs(self.x(stroke.at) - x) <= near and self.lane(stroke.lane).contains(x, y)
        ]
        return min(under, key=lambda stroke: abs(self.x(stroke.at) - x), default=None)

    def letter_at(self, y: float) -> str:
        """The lane at a height, the heads included."""
        middle = self.area.center().x()
        for lane in self.view.lanes:
            if self.lane(lane.letter).contains(middle, y):
                return lane.letter
        return ""

    def lane(self, letter: str) -> QRectF:
        """Where a lane lies."""
        letters = [lane.letter for lane in self.view.lanes]
        high = self.area.height() / max(1, len(letters))
        top = self.area.top() + letters.index(letter) * high
        return QRectF(self.area.left(), top, self.area.width(), high)

    def box(self, stay: Stay) -> QRectF:
        """Where a stay lies."""
        lane, px = self.lane(stay.lane), self.look.px
        left = self.x(stay.start)
        wide = max(px(5), self.x(stay.until) - left if stay.until else 0)
        high = min(px(18), lane.height() * 0.36)
        top = lane.center().y() - high - 1
        return QRectF(round(left) + 0.5, round(top) + 0.5, round(wide), round(high))

    def draw(self) -> None:
        """Everything."""
        painter = self.painter
        assert painter is not None
        self._axis(painter)
        clip = self.area.adjusted(-1, 0, 1, 0)
        painter.setClipRect(clip)
        for band in self.view.bands:
            self._band(painter, band)
        for i, lane in enumerate(self.view.lanes):
            if lane.tinted:
                tint = QColor(identity(self.look.tokens, lane.letter).tint)
                painter.fillRect(self.lane(lane.letter).adjusted(0, 1, 0, -1), tint)
            self._stays(painter, lane)
            if i:
                painter.setPen(QPen(self.look.color("line"), 1))
                top = round(self.lane(lane.letter).top()) + 0.5
                painter.drawLine(QLineF(self.area.left(), top, self.area.right(), top))
        for band in self.view.bands:
            self._band_words(painter, band)
        painter.setClipping(False)
        for lane in self.view.lanes:
            self._head(painter, lane)

    def _axis(self, painter: QPainter) -> None:
        look, area = self.look, self.area
        painter.setFont(tabular(look.type.small()))
        room = int(area.width() // look.px(72))
        for at, words in ticks(self.window.first, self.window.last, room):
            x = self.x(at)
            if not area.left() <= x <= area.right():
                continue
            x = round(x) + 0.5
            painter.setPen(QPen(look.color("line_strong"), 1))
            painter.drawLine(QLineF(x, area.top(), x, area.bottom() + look.px(4)))
            painter.setPen(look.color("text_2"))
            box = QRectF(x + look.px(4), area.bottom() + 1, look.px(64), look.px(18))
            if box.left() + look.px(46) < area.right() + look.px(16):
                painter.drawText(box, LEFT, words)
        painter.setPen(QPen(look.color("line_strong"), 1))
        painter.drawLine(QLineF(area.left(), area.bottom(), area.right(), area.bottom()))

    def _band_box(self, band: Band) -> QRectF:
        left, right = self.x(band.start), self.x(band.until)
        wide = max(self.look.px(8), right - left)
        return QRectF((left + right - wide) / 2, self.area.top(), wide, self.area.height())

    def _band(self, painter: QPainter, band: Band) -> None:
        painter.fillRect(self._band_box(band), self.look.color("cnf_mark"))

    def _band_words(self, painter: QPainter, band: Band) -> None:
        """The words stand in the middle, beside the band where there is room for them."""
        look, box = self.look, self._band_box(band)
        font = tabular(look.type.small(weight=QFont.Weight.DemiBold))
        text = f"! {band.words}"
        wide, high = QFontMetricsF(font).horizontalAdvance(text) + look.px(12), look.px(18)
        left = box.right() + look.px(4)
        if left + wide > self.area.right():
            left = max(self.area.left(), box.left() - look.px(4) - wide)
        place = QRectF(left, self.area.center().y() - high / 2, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("cnf_tint"))
        painter.drawRoundedRect(place, 4, 4)
        painter.setPen(look.color("cnf_text"))
        painter.setFont(font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _stays(self, painter: QPainter, lane: Lane) -> None:
        look, colors = self.look, identity(self.look.tokens, lane.letter)
        for stay in self.view.stays:
            if stay.lane == lane.letter:
                painter.setPen(QPen(QColor(colors.mid), 1.5))
                painter.setBrush(QColor(colors.mid) if stay.inpatient else look.color("surface"))
                painter.drawRoundedRect(self.box(stay), 2, 2)
        rect = self.lane(lane.letter)
        high = min(look.px(10), rect.height() * 0.24)
        top = rect.center().y() + min(look.px(5), rect.height() * 0.1)
        for stroke in self.view.strokes:
            if stroke.lane == lane.letter:
                bar = QRectF(round(self.x(stroke.at)) - 1, round(top), 3, high)
                painter.fillRect(bar, QColor(colors.text))

    def _head(self, painter: QPainter, lane: Lane) -> None:
        look, rect = self.look, self.lane(lane.letter)
        size, gap = look.px(16), look.px(8)
        middle = rect.center().y()
        top = max(rect.top() + 2, middle - size - 1)
        block = QRectF(look.px(16), round(top), size, size)
        paint_letter(painter, block, lane.letter, look)
        painter.setPen(look.color("text"))
        painter.setFont(tabular(look.type.body()))
        room = self.area.left() - block.right() - gap - look.px(4)
        title = QRectF(block.right() + gap, block.top() - 2, room, size + 4)
        painter.drawText(title, LEFT, lane.title)
        painter.setPen(look.color("text_2"))
        painter.setFont(look.type.small())
        if lane.note and self.view.strokes:
            below = QRectF(look.px(16), middle + look.px(2), self.area.left() - look.px(20), size)
            painter.drawText(below, LEFT, lane.note)
