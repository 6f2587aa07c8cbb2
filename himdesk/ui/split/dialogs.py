# SPDX-License-Identifier: Apache-2.0
"""Small questions over the split and chart screens: one text, and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout

from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.widgets.panes import inset

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from himdesk.ui.look.theme import Look

WIDTH = 460


class Question(QDialog):
    """Asks for one text; `answered` carries it."""

    answered = Signal(str)

    def __init__(
        self, look: Look, *, name: str, title: str, words: str, verb: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setWindowTitle(title)
        said = label(words, kind="muted")
        said.setWordWrap(True)
        self.text = QLineEdit()
        self.text.setObjectName(f"{name}-text")
        self.text.setAccessibleName(title)
        bar = ActionBar(look, name=f"{name}-actions")
        cancel = ActionButton(look, "Cancel", name=f"{name}-cancel", key="Esc", kind="flat")
        self.go = ActionButton(look, verb, name=f"{name}-go", kind="primary")
        self.go.setEnabled(False)
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(on_click(self.go, self._answer))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionBar(look, title, name=f"{name}-title"))
        column.addWidget(inset(look, said, self.text))
        column.addWidget(bar)
        self.text.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        self.text.returnPressed.connect(self.go.click)
        self.finished.connect(self.deleteLater)
        self.resize(look.px(WIDTH), self.sizeHint().height())

    def _answer(self) -> None:
        self.accept()
        self.answered.emit(self.text.text().strip())
