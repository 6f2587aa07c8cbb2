# SPDX-License-Identifier: Apache-2.0
"""The row under a request: the comment that goes back with it, and the signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from himdesk.ui.parts.controls import label
from himdesk.ui.signin.password import PasswordField

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look

PASSWORD_WIDTH = 200


class SignRow(QWidget):
    """A comment and, where it is asked for, the password of the person at the desk."""

    changed = Signal()
    entered = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("surface", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.comment = QLineEdit()
        self.comment.setObjectName("approve-comment")
        self.comment.setAccessibleName("Comment for the requester")
        self.comment.setPlaceholderText("Comment for the requester, needed to return or reject")
        self.comment.setMinimumHeight(look.px(30))
        self.password = PasswordField(look, name="approve-password")
        self.password.setAccessibleName("Your password, to sign the approval")
        self.password.setPlaceholderText("Your password")
        self.password.setFixedWidth(look.px(PASSWORD_WIDTH))
        self._sign = label("Sign to approve", kind="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(*look.pane(8, 8))
        row.setSpacing(look.px(8))
        row.addWidget(self.comment, 1)
        row.addWidget(self._sign)
        row.addWidget(self.password)
        self._asks = False
        for widget in (self.password, self._sign):
            widget.hide()
        for field in (self.comment, self.password):
            field.textChanged.connect(lambda _text: self.changed.emit())
        self.password.returnPressed.connect(self.entered)

    def ask_password(self) -> None:
        """Ask for the password before anything is approved."""
        self._asks = True
        for widget in (self.password, self._sign):
            widget.show()

    @property
    def signed(self) -> bool:
        """Whether a password stands there, if one is asked for."""
        return not self._asks or bool(self.password.text())

    @property
    def commented(self) -> bool:
        """Whether there is a comment to go back with the request."""
        return bool(self.comment.text().strip())

    def take_password(self) -> str:
        """What was typed; the field is empty afterwards."""
        typed = self.password.text()
        self.password.clear()
        return typed
