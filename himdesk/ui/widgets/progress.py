# SPDX-License-Identifier: Apache-2.0
"""Work on its way: how much is done, how long it may take, and a way to stop it."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from himdesk.ui.look.fonts import tabular
from himdesk.ui.parts.controls import ActionButton, label

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look

MINUTE: Final = 60
EARLY: Final = 0.05
"""Nothing is estimated before this share is done."""


class ProgressStrip(QWidget):
    """A line with words, a bar, "1,240 of 5,000, about 20 s" and Cancel."""

    cancelled = Signal()

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("sunken", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._words = label("")
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{name}-bar")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(look.px(8))
        self._bar.setMinimumWidth(look.px(120))
        self._count = label("", kind="muted")
        self._count.setFont(tabular(look.type.small()))
        self.button = ActionButton(look, "Cancel", name=f"{name}-cancel")
        self.button.clicked.connect(lambda _on=False: self._cancel())
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(4), look.px(16), look.px(4))
        row.setSpacing(look.px(12))
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self._count)
        row.addWidget(self.button)
        self.hide()

    def begin(self, text: str) -> None:
        """Show that work began, before anybody knows how much it is."""
        self._words.setText(text)
        self.button.setEnabled(True)
        self.show_progress(0, 0, 0.0)
        self.show()

    def show_progress(self, done: int, whole: int, seconds: float) -> None:
        """Show how far it is after so many seconds; `whole` 0 where nobody knows."""
        self._bar.setRange(0, whole)
        self._bar.setValue(done)
        self._count.setText(progress_text(done, whole, seconds))
        self._bar.setAccessibleName(f"{self._words.text()} {self._count.text()}")
        self.setAccessibleName(self._bar.accessibleName())

    def end(self) -> None:
        """The work is done, or was stopped."""
        self.hide()

    def _cancel(self) -> None:
        self.button.setEnabled(False)
        self._words.setText("Stopping…")
        self.cancelled.emit()


def progress_text(done: int, whole: int, seconds: float) -> str:
    """What is said beside the bar."""
    if not whole:
        return f"{done:,}" if done else ""
    text = f"{done:,} of {whole:,}"
    if done >= whole or done / whole < EARLY or not seconds:
        return text
    left = ceil(seconds * (whole - done) / done)
    about = f"{left} s" if left < MINUTE else f"{ceil(left / MINUTE)} min"
    return f"{text}, about {about}"
