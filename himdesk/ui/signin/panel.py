# SPDX-License-Identifier: Apache-2.0
"""The sign-in page and the lock: they ask for a password and say nothing about any patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from himdesk.ui.parts.controls import ActionButton, label
from himdesk.ui.signin.password import Card, Mark, PasswordField
from himdesk.ui.widgets.remark import Remark
from himdesk.ui.widgets.tables.cell import Cell, Gap, Icon, Text, hint
from himdesk.ui.widgets.tables.line import Line

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look
    from himdesk.ui.signin.values import LockView, SignInView


class _Page(QWidget):
    """A card in the middle and a line at the foot."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self._look = look
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"#{name} {{ background: {look.tokens.window}; }}")
        self.card = Card(look)
        self.foot = Line(look)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 0, 12, 2)
        grid.setRowStretch(0, 9)
        grid.addWidget(self.card, 1, 0, Qt.AlignmentFlag.AlignHCenter)
        grid.setRowStretch(2, 10)
        grid.addWidget(self.foot, 3, 0)

    def _captioned(self, text: str, field: QLineEdit) -> None:
        caption = label(text)
        caption.setFont(self._look.type.body(weight=caption.font().Weight.Medium))
        caption.setBuddy(field)
        self.card.column.addWidget(caption)
        self.card.column.addWidget(field)
        self.card.column.addSpacing(self._look.px(4))


class SignInPanel(_Page):
    """Name and password; `submitted` carries both, the panel keeps neither."""

    submitted = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, name="sign-in")
        self._name, self._site = self.card.titled(look, Mark(look, 32), "himdesk", "")
        self.user = QLineEdit()
        self.user.setObjectName("sign-in-user")
        self.user.setAccessibleName("User name")
        self.user.setMinimumHeight(look.px(30))
        self.password = PasswordField(look, name="sign-in-password")
        self._captioned("User name", self.user)
        self._captioned("Password", self.password)
        self.remark = Remark(look, name="sign-in-remark")
        self.button = ActionButton(
            look, "Sign in", name="sign-in-submit", kind="primary", key="Return"
        )
        self.card.column.addWidget(self.remark)
        self.button.setMinimumHeight(look.px(30))
        self.card.column.addWidget(self.button)
        note = label(
            "Only for people with work here. Every look at a chart is logged with your name.",
            kind="hint",
        )
        note.setWordWrap(True)
        note.setMinimumHeight(look.px(34))
        self.card.column.addSpacing(look.px(4))
        self.card.column.addWidget(note)
        self.button.clicked.connect(lambda _on=False: self._submit())
        self.password.returnPressed.connect(self._submit)
        self.password.caps_changed.connect(self._caps)

    def show_view(self, view: SignInView) -> None:
        """Show the house and wait for a password."""
        self.show_site(view.site)
        self.user.setText(view.user)
        pieces = (hint(f"himdesk {view.version}"), Gap(16), hint(f"Store: {view.store}"))
        last = f"Last sign-in on this computer {view.last}" if view.last else ""
        self.foot.show_cell(Cell((*pieces, Gap(wide=True), hint(last))))
        (self.password if view.user else self.user).setFocus()

    def show_site(self, site: str) -> None:
        """Say whose records these are; without a name it stays as it is."""
        if site:
            assert isinstance(self._site, QLabel)
            self._site.setText(f"{site}, Health Information Management")
            self.button.say(f"Sign in to {site}")

    def show_busy(self) -> None:
        """The password is being checked."""
        self.button.setEnabled(False)
        self.remark.say("clock", "text_2", "Checking the password…")

    def show_refused(self, text: str) -> None:
        """Say why nobody was signed in, and empty the password."""
        self.button.setEnabled(True)
        self.password.clear()
        self.password.setFocus()
        self.remark.say("x", "rem_text", text)

    def _caps(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        if on:
            self.remark.say("warn", "chg_text", "Caps Lock is on")
        else:
            self.remark.hide()

    def _submit(self) -> None:
        if not self.user.text().strip():
            self.user.setFocus()
            self.remark.say("warn", "chg_text", "Type your user name.")
        elif not self.password.text():
            self.password.setFocus()
            self.remark.say("warn", "chg_text", "Type your password.")
        else:
            self.submitted.emit(self.user.text().strip(), self.password.text())


class LockPanel(_Page):
    """Covers everything; `submitted` carries the password, `other_person` asks to sign in."""

    submitted = Signal(str)
    other_person = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, name="lock")
        sign = Line(look, Cell((Icon("lock", "accent", 24),)))
        self._title, self._since = self.card.titled(look, sign, "Locked", "")
        self._kept = Line(look)
        self._person = Line(look)
        self.password = PasswordField(look, name="lock-password")
        self.card.column.addWidget(self._kept)
        self.card.column.addWidget(self._person)
        self._captioned("Password", self.password)
        self.remark = Remark(look, name="lock-remark")
        self.button = ActionButton(look, "Unlock", name="lock-submit", kind="primary", key="Return")
        self.other = ActionButton(look, "Someone else signs in", name="lock-other", kind="link")
        self.card.column.addWidget(self.remark)
        self.button.setMinimumHeight(look.px(30))
        self.card.column.addWidget(self.button)
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(label("the draft waits for you", kind="hint"))
        self.card.column.addLayout(row)
        self.button.clicked.connect(lambda _on=False: self._submit())
        self.password.returnPressed.connect(self._submit)
        self.other.clicked.connect(lambda _on=False: self.other_person.emit())

    def show_view(self, view: LockView) -> None:
        """Show who locked and wait for the password."""
        assert isinstance(self._since, QLabel)
        self._since.setText(f"since {view.since}, {view.why}")
        self._kept.show_cell(Cell((Icon("save", "add_text", 16), Text(view.kept, "add_text"))))
        self._kept.setVisible(bool(view.kept))
        person = (Icon("user", "text_2"), Text(view.person, weight=600), Text(view.role, "text_2"))
        self._person.show_cell(Cell(person))
        pieces = (hint(f"himdesk {view.version}"), Gap(16), hint(view.site))
        self.foot.show_cell(Cell((*pieces, Gap(wide=True), hint(view.note))))
        self.button.setEnabled(True)
        self.password.clear()
        self.remark.hide()
        self.password.setFocus()

    def show_busy(self) -> None:
        """The password is being checked."""
        self.button.setEnabled(False)
        self.remark.say("clock", "text_2", "Checking the password…")

    def show_refused(self, text: str) -> None:
        """Say that the password was not right."""
        self.button.setEnabled(True)
        self.password.clear()
        self.password.setFocus()
        self.remark.say("x", "rem_text", text)

    def _submit(self) -> None:
        if self.password.text():
            self.submitted.emit(self.password.text())
