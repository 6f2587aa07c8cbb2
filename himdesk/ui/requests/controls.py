# SPDX-License-Identifier: Apache-2.0
"""The controls of a form, one for each kind of field, and the text that each stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from himdesk.ui.requests.values import CHOICE, DAY, SEVERAL, TEXT

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QFocusEvent

    from himdesk.ui.look.theme import Look
    from himdesk.ui.requests.values import Field

TEXT_HIGH = 92


class Entry(QLineEdit):
    """A line; when the focus selects all of a long one, its beginning is seen, not its end."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the cursor of what is selected at the beginning."""
        super().focusInEvent(event)
        if self.hasSelectedText():
            self.setSelection(len(self.text()), -len(self.text()))


class Ticks(QWidget):
    """A choice of several; its text is their values, parted by spaces."""

    changed = Signal()

    def __init__(self, field: Field, name: str) -> None:
        super().__init__()
        self._boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        for value, words in field.options:
            box = QCheckBox(words)
            box.setObjectName(f"{name}-{value}")
            box.setAccessibleName(f"{field.label}: {words}")
            box.toggled.connect(self.changed)
            column.addWidget(box)
            self._boxes[value] = box
        self.setFocusProxy(next(iter(self._boxes.values())))
        self.put(field.value)

    def put(self, text: str) -> None:
        """Tick those that a text names, and no others."""
        chosen = text.split()
        for value, box in self._boxes.items():
            box.setChecked(value in chosen)

    def text(self) -> str:
        """The values of those that are ticked."""
        return " ".join(value for value, box in self._boxes.items() if box.isChecked())


Control = QLineEdit | QPlainTextEdit | QComboBox | Ticks


def control_of(look: Look, field: Field, name: str) -> Control:
    """The control of a field, with the name of an object."""
    made = _made(look, field, name)
    made.setObjectName(name)
    made.setAccessibleName(field.label)
    return made


def _made(look: Look, field: Field, name: str) -> Control:
    if field.kind == SEVERAL:
        return Ticks(field, name)
    if field.kind == CHOICE:
        box = QComboBox()
        # A long name in the list would make the form wider than its window.
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for value, words in field.options:
            box.addItem(words, value)
        return box
    if field.kind == TEXT:
        text = QPlainTextEdit(field.value)
        text.setPlaceholderText(field.hint)
        text.setTabChangesFocus(True)
        text.setFixedHeight(look.px(TEXT_HIGH))
        return text
    line = Entry(field.value)
    line.setPlaceholderText(field.hint or ("2026-03-01" if field.kind == DAY else ""))
    line.setCursorPosition(0)
    return line


def changes(control: Control) -> SignalInstance:
    """What a control emits when a person changes it."""
    if isinstance(control, Ticks):
        return control.changed
    return control.currentIndexChanged if isinstance(control, QComboBox) else control.textChanged


def text_of(control: Control) -> str:
    """What stands in a control."""
    if isinstance(control, QComboBox):
        return str(control.currentData() or "")
    if isinstance(control, QPlainTextEdit):
        return control.toPlainText().strip()
    return control.text().strip()


def put(control: Control, text: str) -> None:
    """Put a text into a control; a choice that has no such option takes its first."""
    match control:
        case QComboBox():
            control.setCurrentIndex(max(control.findData(text), 0))
        case QLineEdit():
            control.setText(text)
            control.setCursorPosition(0)
        case QPlainTextEdit():
            control.setPlainText(text)
        case Ticks():
            control.put(text)
