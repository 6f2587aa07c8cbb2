# SPDX-License-Identifier: Apache-2.0
"""What an account needs: its name and roles, or a new password. Stays until it was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout

from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.settings.values import ROLES
from himdesk.ui.widgets.panes import inset

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtWidgets import QWidget

    from himdesk.ui.look.theme import Look

WIDTH = 520
NAMES = (
    ("name", "Name to sign in with"),
    ("display", "Name in full"),
    ("person", "Other account of the same person, if any"),
)
PASSWORDS = (("password", "Password"), ("again", "Password again"))


class AccountDialog(QDialog):
    """Asks for some texts and, where `roles` is given, for roles; `submitted` carries both."""

    submitted = Signal(dict, list)

    def __init__(
        self,
        look: Look,
        title: str,
        why: str,
        fields: Sequence[tuple[str, str]],
        *,
        roles: Collection[str] | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("account")
        self.setAccessibleName(title)
        self.setWindowTitle(title)
        self.message = MessageStrip(look, name="account-message")
        form = QFormLayout()
        form.setSpacing(look.px(8))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.texts = {name: _line(name, words) for name, words in fields}
        for name, words in fields:
            form.addRow(label(words, kind="muted"), self.texts[name])
        self.roles = {name: _tick(name) for name in (ROLES if roles is not None else ())}
        for name, tick in self.roles.items():
            tick.setChecked(name in (roles or ()))
            form.addRow(label("Roles" if name == ROLES[0] else "", kind="muted"), tick)
        said = label(why, kind="muted")
        said.setWordWrap(True)
        body = inset(look, said)
        body.layout().addLayout(form)  # type: ignore[union-attr] # inset makes a column
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionBar(look, title, name="account-title"))
        column.addWidget(self.message)
        column.addWidget(body)
        column.addWidget(self._bar(look, title))
        self.finished.connect(self.deleteLater)
        self.resize(look.px(WIDTH), self.sizeHint().height())

    def _bar(self, look: Look, title: str) -> QWidget:
        bar = ActionBar(look, name="account-actions")
        cancel = ActionButton(look, "Cancel", name="account-cancel", key="Esc", kind="flat")
        go = ActionButton(look, title, name="account-go", key="Ctrl+Return", kind="primary")
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(on_click(go, self._submit))
        return bar

    def show_error(self, error: Exception) -> None:
        """Say why it was refused; what was typed stays."""
        self.message.show_error(error)
        self.adjustSize()

    def _submit(self) -> None:
        texts = {
            name: field.text() if name in dict(PASSWORDS) else field.text().strip()
            for name, field in self.texts.items()
        }
        self.submitted.emit(texts, [name for name, tick in self.roles.items() if tick.isChecked()])


def _line(name: str, words: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(f"account-{name}")
    made.setAccessibleName(words)
    if name in dict(PASSWORDS):
        made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


def _tick(name: str) -> QCheckBox:
    made = QCheckBox(name)
    made.setObjectName(f"account-role-{name}")
    made.setAccessibleName(f"Role {name}")
    return made
