# SPDX-License-Identifier: Apache-2.0
"""An axis of days that one zooms and moves along, whatever stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from himdesk.ui.look.fonts import tabular
from himdesk.ui.widgets.paint import LEFT
from himdesk.ui.widgets.timelines.timeline_values import Window, ticks

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QWheelEvent

    from himdesk.ui.look.theme import Look

AXIS = 22
CLOSER, FARTHER = 0.6, 1 / 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A window of days along an area."""

    look: Look
    area: QRectF
    window: Window

    def x(self, day: float) -> float:
        """Where a day lies."""
        share = (day - self.window.first) / (self.window.last - self.window.first)
        return self.area.left() + share * self.area.width()

    def day_at(self, x: float) -> float:
        """The day at a place."""
        share = (x - self.area.left()) / max(1.0, self.area.width())
        return self.window.first + share * (self.window.last - self.window.first)

    def draw_axis(self, painter: QPainter) -> None:
        """Draw the line under the area, and one with its date at each tick."""
        look, area = self.look, self.area
        painter.setFont(tabular(look.type.small()))
        room = int(area.width() // look.px(84))
        for at, words in ticks(self.window.first, self.window.last, room):
            x = self.x(at)
            if not area.left() <= x <= area.right():
                continue
            x = round(x) + 0.5
            painter.setPen(QPen(look.color("line_strong"), 1))
            painter.drawLine(QLineF(x, area.top(), x, area.bottom() + look.px(4)))
            painter.setPen(look.color("text_2"))
            box = QRectF(x + look.px(4), area.bottom() + 1, look.px(76), look.px(18))
            if box.left() + look.px(46) < area.right() + look.px(16):
                painter.drawText(box, LEFT, words)
        painter.setPen(QPen(look.color("line_strong"), 1))
        painter.drawLine(QLineF(area.left(), area.bottom(), area.right(), area.bottom()))


class TimeAxis(QWidget):
    """Plus and minus zoom, the arrows move, 0 shows all; `zoomed` tells when that changed."""

    zoomed = Signal()

    def __init__(self, look: Look, *, name: str, head: int) -> None:
        super().__init__()
        self._look, self._head = look, head
        self._window: Window | None = None
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def window_of_days(self) -> Window | None:
        """What is shown now; None while there is nothing."""
        return self._window

    def show_extent(self, extent: tuple[float, float] | None) -> None:
        """Show what there is from the first to the last day; a zoom stays while it is the same."""
        if self._window is None or extent != self._window.whole:
            self._window = Window.around(extent) if extent else None
        self.update()

    def area(self) -> QRectF:
        """Where days are drawn."""
        px = self._look.px
        head = px(self._head)
        return QRectF(head, 0, self.width() - head - px(16), self.height() - px(AXIS))

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
            axis = Axis(look=self._look, area=self.area(), window=self._window)
            at = axis.day_at(event.position().x())
            self._zoom(CLOSER if event.angleDelta().y() > 0 else FARTHER, at)
            event.accept()
        else:
            super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes."""
        super().focusInEvent(event)
        self.update()

    def draw_ring(self, painter: QPainter) -> None:
        """Draw the ring while the keys go here."""
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.color("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
