# SPDX-License-Identifier: Apache-2.0
"""A password field that can show its letters and tells of Caps Lock, and the card around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import label

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look

CARD_WIDTH = 420


class PasswordField(QLineEdit):
    """Hides what is typed unless asked; `caps_changed` guesses Caps Lock from the letters."""

    caps_changed = Signal(bool)

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("Password")
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMinimumHeight(look.px(30))
        self._eye = QAction(look.icon("eye"), "Show the password", self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show_letters)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)

    def _show_letters(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice a capital without Shift."""
        text = event.text()
        if text.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_changed.emit(text.isupper() != shift)
        super().keyPressEvent(event)


class Mark(QWidget):
    """The program's own sign: two charts over each other."""

    def __init__(self, look: Look, size: int) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(QSize(look.px(size), look.px(size)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = self.width() / 16
        for tone, at in (("a_mid", 1.2), ("b_mid", 5.6)):
            painter.setPen(QPen(self._look.color(tone), 1.7 * unit))
            painter.drawRoundedRect(
                round(at * unit), round((at * 0.7 + 0.4) * unit),
                round(9 * unit), round(9.6 * unit), 1.6 * unit, 1.6 * unit,
            )  # fmt: skip
        painter.end()


class Card(QFrame):
    """A framed column in the middle of the window."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("card")
        tokens = look.tokens
        self.setStyleSheet(
            f"#card {{ background: {tokens.surface}; border: 1px solid {tokens.line_strong};"
            " border-radius: 8px; }"
        )
        self.setFixedWidth(look.px(CARD_WIDTH))
        self.column = QVBoxLayout(self)
        margin = look.px(32)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(look.px(8))
        self.column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)

    def sizeHint(self) -> QSize:
        """As high as the wrapped sentences need at the card's width."""
        wide = self.maximumWidth()
        high = self.column.heightForWidth(wide) if self.column.hasHeightForWidth() else 0
        return QSize(wide, max(high, super().sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """Nothing in it is squeezed."""
        return self.sizeHint()

    def titled(self, look: Look, sign: QWidget, title: str, words: str) -> tuple[QWidget, QWidget]:
        """Put a sign with a title and a sentence at the top; gives both labels."""
        name, under = label(title), label(words, kind="muted")
        name.setFont(look.type.figure())
        name.setMinimumHeight(look.px(28))
        under.setMinimumHeight(look.px(20))
        text = QVBoxLayout()
        text.setSpacing(look.px(2))
        text.addWidget(name)
        text.addWidget(under)
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        row.addWidget(sign)
        row.addLayout(text, 1)
        self.column.addLayout(row)
        self.column.addSpacing(look.px(8))
        return name, under
