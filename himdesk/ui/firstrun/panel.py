# SPDX-License-Identifier: Apache-2.0
"""The first-run page: the hospital, the first administrator, and whether this is for training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from himdesk.ui.firstrun.values import FirstRun
from himdesk.ui.parts.controls import ActionButton, label
from himdesk.ui.signin.password import Card, Mark, PasswordField

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look


class FirstRunPanel(QWidget):
    """Asks for what a new database needs; `submitted` carries it, the panel keeps no password."""

    submitted = Signal(FirstRun)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("first-run")
        self.setAccessibleName("First start")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"#first-run {{ background: {look.tokens.window}; }}")
        self._card = Card(look)
        words = "There is no database here yet; this makes one."
        self._card.titled(look, Mark(look, 32), "himdesk", words)
        self.site = self._field("first-site", "Name of the hospital")
        self.address = self._field("first-address", "Its address, on letters")
        self.phone = self._field("first-phone", "Its telephone, on letters")
        self.admin = self._field("first-admin", "Account of the first administrator")
        self.password = PasswordField(look, name="first-password")
        self._captioned("Password, at least 8 characters", self.password)
        self.again = PasswordField(look, name="first-password-again")
        self.again.setAccessibleName("The password once more")
        self._captioned("The password once more", self.again)
        self.training = QCheckBox("For training only, with invented people")
        self.training.setObjectName("first-training")
        self._remark = label("")
        self._remark.setObjectName("first-remark")
        self._remark.setWordWrap(True)
        self._remark.setStyleSheet(f"color: {look.tokens.rem_text};")
        self._remark.hide()
        self.button = ActionButton(
            look, "Make the database", name="first-submit", kind="primary", key="Ctrl+Return"
        )
        for widget in (self.training, self._remark, self.button):
            self._card.column.addWidget(widget)
        self.button.clicked.connect(lambda _on=False: self._submit())
        grid = QGridLayout(self)
        grid.addWidget(self._card, 0, 0, Qt.AlignmentFlag.AlignCenter)
        self.site.setFocus()

    def _field(self, name: str, caption: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(caption)
        self._captioned(caption, field)
        return field

    def _captioned(self, text: str, field: QLineEdit) -> None:
        caption = label(text)
        caption.setBuddy(field)
        self._card.column.addWidget(caption)
        self._card.column.addWidget(field)

    def _submit(self) -> None:
        self.submitted.emit(
            FirstRun(
                site=self.site.text().strip(),
                address=self.address.text().strip(),
                phone=self.phone.text().strip(),
                admin=self.admin.text().strip(),
                password=self.password.text(),
                again=self.again.text(),
                training=self.training.isChecked(),
            )
        )

    def show_busy(self) -> None:
        """The database is being made."""
        self.button.setEnabled(False)
        self._remark.hide()

    def show_refused(self, text: str) -> None:
        """Say what is missing or went wrong."""
        self.button.setEnabled(True)
        self._remark.setText(text)
        self._remark.setAccessibleName(text)
        self._remark.show()
