# SPDX-License-Identifier: Apache-2.0
"""Charts on one axis of time: stays as bars, documents as strokes, contradictions as bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip

from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.tokens import identity
from himdesk.ui.widgets.paint import LEFT, paint_letter
from himdesk.ui.widgets.timelines.axis import AXIS, Axis, TimeAxis
from himdesk.ui.widgets.timelines.timeline_values import TimelineView, Window

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from himdesk.ui.look.theme import Look
    from himdesk.ui.widgets.timelines.timeline_values import Band, Lane, Stay, Stroke

HEAD, LANE = 96, 62


class Timeline(TimeAxis):
    """Charts as lanes along the axis."""

    def __init__(self, look: Look, *, name: str, head: int = HEAD) -> None:
        super().__init__(look, name=name, head=head)
        self._view = TimelineView(())
        self.setAccessibleName("Timeline")
        self.setMinimumHeight(look.px(2 * 44 + AXIS))

    def show_view(self, view: TimelineView) -> None:
        """Show other charts; a zoom stays while the extent is the same."""
        self._view = view
        self.show_extent(view.extent())
        self.setAccessibleDescription(view.words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the lanes and the axis."""
        return QSize(self._look.px(480), self._look.px(LANE * max(2, len(self._view.lanes)) + AXIS))

    def _drawing(self, window: Window, painter: QPainter | None = None) -> Drawing:
        return Drawing(
            painter=painter, look=self._look, area=self.area(), view=self._view, window=window
        )

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
        self.draw_ring(painter)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing(Axis):
    """One drawing of a window of days into an area; without a painter it only measures."""

    painter: QPainter | None
    view: TimelineView

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
        self.draw_axis(painter)
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
