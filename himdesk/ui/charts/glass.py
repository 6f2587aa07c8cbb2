# SPDX-License-Identifier: Apache-2.0
"""Breaking the glass: why a restricted chart must be opened, and the password again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionButton, label, on_click
from himdesk.ui.signin.password import PasswordField

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look

SAID = (
    "This chart is restricted. Opening it lasts an hour, is written down with your reason, "
    "and is reviewed by the privacy officer."
)


class GlassStrip(QWidget):
    """Hidden until a chart is refused; `given` carries the reason and the password."""

    given = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("glass")
        self._reason = QLineEdit()
        self._reason.setObjectName("glass-reason")
        self._reason.setAccessibleName("Reason for opening a restricted chart")
        self._reason.setPlaceholderText("Reason for opening; it is reviewed")
        self._password = PasswordField(look, name="glass-password")
        self._password.setPlaceholderText("Your password again")
        self._password.hide()
        self._break = ActionButton(
            look, "Open restricted chart", name="break-glass", kind="primary"
        )
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self._reason, 2)
        row.addWidget(self._password, 1)
        row.addWidget(on_click(self._break, self._give))
        words = label(SAID)
        words.setWordWrap(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*look.pane(8, 8))
        whole.addWidget(words)
        whole.addLayout(row)
        for field in (self._reason, self._password):
            field.textChanged.connect(lambda _text: self._enable())
            field.returnPressed.connect(self._give)
        self.hide()

    def ask_password(self) -> None:
        """The password is asked for as well from now on."""
        self._password.show()

    def ask(self) -> None:
        """Ask for the reason."""
        for field in (self._reason, self._password):
            field.clear()
        self._enable()
        self.show()
        self._reason.setFocus()

    def _enable(self) -> None:
        known = self._password.isHidden() or bool(self._password.text())
        self._break.setEnabled(known and bool(self._reason.text().strip()))

    def _give(self) -> None:
        if self._break.isEnabled():
            self.given.emit(self._reason.text().strip(), self._password.text())
            self._password.clear()
