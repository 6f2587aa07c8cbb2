# SPDX-License-Identifier: Apache-2.0
"""The switch between A, B, C and both as a widget of its own; in tables it is a cell's piece."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.widgets import measure
from himdesk.ui.widgets.paint import paint_choice, segments
from himdesk.ui.widgets.tables.cell import Choice, words

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from himdesk.ui.look.theme import Look

ROOM = 4
"""Around the switch, for the ring of the focus."""


class ChoiceSwitch(QWidget):
    """Arrows move, 1 to 4 and the options' first letters choose; the owner decides what holds.

    `chosen` carries the option that was asked for; show the answer with `show_choice`.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, choice: Choice, *, name: str, label: str) -> None:
        super().__init__()
        self._look, self._label, self._choice = look, label, choice
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_choice(choice)

    @property
    def choice(self) -> Choice:
        """What is shown now."""
        return self._choice

    def show_choice(self, choice: Choice) -> None:
        """Show other options, or another one chosen."""
        self._choice = choice
        hint = f", {choice.suggested} suggested" if choice.suggested else ""
        self.setAccessibleName(f"{self._label}: {words(choice)}{hint}")
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def show_chosen(self, option: str) -> None:
        """Show an option as the one that holds."""
        self.show_choice(replace(self._choice, chosen=option, needed=False))

    def sizeHint(self) -> QSize:
        """The options side by side, with room for the ring."""
        room = 2 * self._look.px(ROOM)
        wide = round(measure.width(self._choice, self._look))
        return QSize(wide + room, self._look.px(SIZES.choice) + room)

    def _inner(self) -> QRectF:
        room = self._look.px(ROOM)
        return QRectF(self.rect()).adjusted(room, room, -room, -room)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the switch and the ring of the focus."""
        painter = QPainter(self)
        paint_choice(painter, self._inner(), self._choice, self._look)
        if self.hasFocus():
            boxes = segments(self._choice, self._inner(), self._look)
            ring = boxes[0].united(boxes[-1]).adjusted(-3, -3, 3, 3)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.color("accent"), 2))
            painter.drawRoundedRect(ring, SIZES.radius + 1, SIZES.radius + 1)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks for the option under it."""
        boxes = segments(self._choice, self._inner(), self._look)
        for option, box in zip(self._choice.options, boxes, strict=True):
            if box.contains(event.position()):
                self.chosen.emit(option)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure, a first letter, an arrow, or Return for the suggestion."""
        option = self._asked_for(event)
        if option:
            self.chosen.emit(option)
        else:
            super().keyPressEvent(event)

    def _asked_for(self, event: QKeyEvent) -> str:
        options, key = self._choice.options, event.key()
        place = key - int(Qt.Key.Key_1)
        if 0 <= place < len(options):
            return options[place]
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            at = options.index(self._choice.chosen) if self._choice.chosen in options else -1
            at = at + 1 if key == Qt.Key.Key_Right else max(at - 1, 0)
            return options[min(at, len(options) - 1)]
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            return self._choice.suggested
        typed = event.text().casefold()
        return next((o for o in options if typed and o[0].casefold() == typed), "")
