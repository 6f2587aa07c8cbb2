# SPDX-License-Identifier: Apache-2.0
"""The rail at the left: the screens that the role may use, with what waits on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.tokens import SIZES
from himdesk.ui.widgets.paint import LEFT, paint_icon

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent

    from himdesk.ui.look.theme import Look

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RailButton(QAbstractButton):
    """One screen: icon, title, count; folded only icon and count."""

    def __init__(self, look: Look, *, screen: str, title: str, icon: str) -> None:
        super().__init__()
        self._look, self._icon, self.title = look, icon, title
        self._count = 0
        self.folded = False
        self._over = False
        self.setCheckable(True)
        self.setObjectName(f"rail-{screen}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """How much waits on this screen; 0 shows nothing."""
        self._count = count
        self.setAccessibleName(f"{self.title}, {count} waiting" if count else self.title)
        self.setToolTip(self.accessibleName())
        self.update()

    def nextCheckState(self) -> None:
        """A click asks; whoever answers marks the open screen."""

    def sizeHint(self) -> QSize:
        """As the tokens say."""
        return QSize(self._look.px(40), self._look.px(SIZES.rail_entry))

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is over it."""
        self._over = True
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer left."""
        self._over = False
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw it."""
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(px(8), 1, -px(8), -1)
        self._ground(painter, box)
        tone = "accent" if self.isChecked() else "text_2"
        size = px(16)
        left = box.left() + px(4 if self.folded else 10)
        square = QRectF(left, box.center().y() - size / 2, size, size)
        paint_icon(painter, square, self._icon, tone, look)
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal
        painter.setPen(QColor(look.tokens.text if self.isChecked() else look.tokens.text_2))
        if not self.folded:
            painter.setFont(look.type.body(weight=weight))
            painter.drawText(box.adjusted(px(36), 0, 0, 0), LEFT, self.title)
        if self._count:
            painter.setFont(tabular(look.type.small()))
            text = str(self._count) if self._count < 100 or not self.folded else "99+"  # noqa: PLR2004
            painter.drawText(box.adjusted(0, 0, -px(0 if self.folded else 10), 0), RIGHT, text)
        painter.end()

    def _ground(self, painter: QPainter, box: QRectF) -> None:
        look = self._look
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self._over:
            painter.setBrush(look.color("accent_tint" if self.isChecked() else "hover"))
            painter.drawRoundedRect(box, 4, 4)
        if self.isChecked():
            bar = QRectF(box.left(), box.top() + 6, 3, box.height() - 12)
            painter.fillRect(bar, look.color("accent"))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(look.color("accent"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 3, 3)


class Rail(QWidget):
    """The screens under each other; `chosen` carries a screen's name."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._buttons: dict[str, RailButton] = {}
        self._marked = ""
        self.setObjectName("rail")
        self.setAccessibleName("Screens")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, look.px(8), 0, 0)
        self._column.setSpacing(look.px(2))
        self._column.addStretch(1)
        self.fold(folded=False)

    def add(self, screen: str, title: str, icon: str) -> None:
        """Put a screen at the end."""
        button = RailButton(self._look, screen=screen, title=title, icon=icon)
        self._buttons[screen] = button
        self._column.insertWidget(self._column.count() - 1, button)
        button.clicked.connect(lambda _on=False, name=screen: self._clicked(name))

    def mark(self, screen: str) -> None:
        """Show which screen is open."""
        self._marked = screen
        for name, button in self._buttons.items():
            button.setChecked(name == screen)

    def _clicked(self, screen: str) -> None:
        self.mark(self._marked)  # the window decides whether the screen changes
        self.chosen.emit(screen)

    def offers(self, screen: str) -> bool:
        """Whether there is an entry for a screen."""
        return screen in self._buttons

    def show_count(self, screen: str, count: int) -> None:
        """How much waits on a screen."""
        if screen in self._buttons:
            self._buttons[screen].show_count(count)

    def fold(self, *, folded: bool) -> None:
        """Show icons only, or words too."""
        self.setFixedWidth(self._look.px(SIZES.rail_folded if folded else SIZES.rail))
        for button in self._buttons.values():
            button.folded = folded
            button.update()
