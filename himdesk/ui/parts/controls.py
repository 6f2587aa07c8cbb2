# SPDX-License-Identifier: Apache-2.0
"""Words, bars and headings; the buttons are in `button`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.button import ActionButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.ui.look.theme import Look

__all__ = ["ActionBar", "ActionButton", "SectionBar", "grow", "label", "on_click"]


def label(text: str, *, kind: str = "", parent: QWidget | None = None) -> QLabel:
    """Words; `kind` is muted, hint, small, name or figure as the style sheet knows them."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        made.setProperty(kind, "true")
    return made


class SectionBar(QWidget):
    """A section's title with a quiet note beside it and room for a link at the right."""

    def __init__(self, look: Look, title: str, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("sunken", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(look.px(SIZES.section_bar))
        self._title = label(title)
        font = look.type.body()
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        self._note = label("", kind="muted")
        self._note.setFont(look.type.small())
        row = QHBoxLayout(self)
        row.setContentsMargins(*look.pane())
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._note)
        row.addStretch(1)
        self.right = row

    def say(self, title: str | None = None, note: str | None = None) -> None:
        """Change the words."""
        if title is not None:
            self._title.setText(title)
        if note is not None:
            self._note.setText(note)


class ActionBar(QWidget):
    """The bar of buttons at the foot of a screen; the primary one stands at the right."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("sunken", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(look.px(SIZES.action_bar))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(*look.pane())
        self.row.setSpacing(8)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets at the end, in reading order."""
        for widget in widgets:
            self.row.addWidget(widget)

    def stretch(self) -> None:
        """Part what follows from what stands at the left."""
        self.row.addStretch(1)


def on_click(button: QPushButton, act: Callable[[], object]) -> QPushButton:
    """Connect a button and give it back."""
    button.clicked.connect(lambda _checked=False: act())
    return button


def grow(widget: QWidget) -> QWidget:
    """Let a widget take what room there is."""
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return widget
