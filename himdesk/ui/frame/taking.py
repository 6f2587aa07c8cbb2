# SPDX-License-Identifier: Apache-2.0
"""Takes another key for an action: it is pressed, and refused where it means something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QKeySequenceEdit, QVBoxLayout

from himdesk.ui.keymap import spoken
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.widgets.panes import inset

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from himdesk.ui.actions import ActionSpec
    from himdesk.ui.keymap import Keymap
    from himdesk.ui.look.theme import Look

WIDTH = 420
WORKED = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})
"""Keys that alone work the dialog, beside Tab."""


class KeyField(QKeySequenceEdit):
    """Takes the key that is pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumSequenceLength(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave to the dialog what works it; Qt would take that too."""
        if event.key() in WORKED and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)


class TakeKeyDialog(QDialog):
    """Asks for a key; `taken` carries one that the action can have, as Qt writes it."""

    taken = Signal(str)

    def __init__(self, look: Look, spec: ActionSpec, keymap: Keymap, parent: QWidget) -> None:
        super().__init__(parent)
        self._action, self._keymap = spec.id, keymap
        self.setObjectName("take-key")
        self.setAccessibleName("Another key")
        self.setWindowTitle("Another key")
        said = label(f"Press the key. Now it is {keymap.spoken(spec.id)}.")
        said.setWordWrap(True)
        self.field = KeyField()
        self.field.setObjectName("take-key-field")
        self.field.setAccessibleName(f"Key for {spec.text}")
        self.field.keySequenceChanged.connect(lambda _key: self._judge())
        self._why = label("", kind="muted")
        self._why.setObjectName("take-key-why")
        self._why.setWordWrap(True)
        self._why.setMinimumHeight(2 * self._why.fontMetrics().lineSpacing())
        bar = ActionBar(look, name="take-key-actions")
        cancel = ActionButton(look, "Cancel", name="take-key-cancel", kind="flat")
        self._go = ActionButton(look, "Take this key", name="take-key-go", kind="primary")
        self._go.setDefault(True)
        self._go.setEnabled(False)
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(on_click(self._go, self._submit))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionBar(look, spec.text, name="take-key-title"))
        column.addWidget(inset(look, said, self.field, self._why))
        column.addWidget(bar)
        self.field.setFocus()
        self.finished.connect(self.deleteLater)
        self.resize(look.px(WIDTH), self.sizeHint().height())

    @property
    def key(self) -> str:
        """The key that was pressed, as Qt writes it."""
        return self.field.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _judge(self) -> None:
        refused = self._keymap.refusal(self._action, self.key) if self.key else ""
        same = self.key == self._keymap[self._action]
        self._why.setText(
            refused or ("" if same or not self.key else f"{spoken(self.key)} is free.")
        )
        self._go.setEnabled(bool(self.key) and not refused and not same)

    def _submit(self) -> None:
        self.accept()
        self.taken.emit(self.key)
