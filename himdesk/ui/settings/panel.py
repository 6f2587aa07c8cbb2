# SPDX-License-Identifier: Apache-2.0
"""The settings screen: pages at the left; a form, the staff, or backups at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.requests.dialog import FormFields
from himdesk.ui.settings.values import BACKUP, STAFF, pages
from himdesk.ui.widgets.panes import column, inset, scrolled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.ui.look.theme import Look
    from himdesk.ui.settings.values import Account, Page

LEFT = 220
FORM = 640
ICONS = {
    "Site": "admin", "Approval": "approve", "Amendment requests": "stamp", "Release": "release",
    "Work list": "worklist", "Fees": "card", "Scans": "scan", STAFF: "users", BACKUP: "save",
}  # fmt: skip


class SettingsPanel(QWidget):
    """Shows how the department works.

    `saved` carries a page and its values; `backed_up` a file; `acted` add, roles, password or
    disable, with the account that is pointed at.
    """

    saved = Signal(str, dict)
    backed_up = Signal(str)
    acted = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("settings")
        self.setAccessibleName("Settings")
        self._look = look
        self.message = MessageStrip(look, name="settings-message")
        self.list = RowTable(look, ("Settings",), name="settings-pages", title="Settings")
        self._pages = {page.title: page for page in pages()}
        self.forms = {
            page.title: FormFields(look, page.fields, name=f"settings-{number}")
            for number, page in enumerate(self._pages.values())
        }
        self.staff = RowTable(
            look, ("Account", "Name", "Roles", "State"), name="settings-staff", title="Accounts"
        )
        self._found: dict[str, Account] = {}
        self._stack = QStackedWidget()
        self._titles = [*self._pages, STAFF, BACKUP]
        for page in self._pages.values():
            self._stack.addWidget(self._form(page))
        self._stack.addWidget(self._people())
        self._stack.addWidget(self._backups())
        self._lay_out()
        self.list.pointed.connect(self._turn)
        self.list.show_rows([Row(name, (name,), icon=ICONS[name]) for name in self._titles])

    def _lay_out(self) -> None:
        self.list.setFixedWidth(self._look.px(LEFT))
        halves = QHBoxLayout()
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(0)
        halves.addWidget(self.list)
        halves.addWidget(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.message)
        whole.addLayout(halves, 1)

    def _form(self, page: Page) -> QWidget:
        """A page with a form and the button that keeps it."""
        look, number = self._look, self._titles.index(page.title)
        said = label(page.note, kind="muted")
        said.setWordWrap(True)
        body = inset(look, said)
        body.layout().addLayout(self.forms[page.title])  # type: ignore[union-attr] # a column
        body.layout().addStretch(1)  # type: ignore[union-attr]
        bar = ActionBar(look, name=f"settings-actions-{number}")
        save = ActionButton(
            look, f"Keep: {page.title}", name=f"settings-save-{number}", kind="primary"
        )
        bar.stretch()
        bar.add(
            on_click(save, lambda: self.saved.emit(page.title, self.forms[page.title].values()))
        )
        head = SectionBar(look, page.title, name=f"settings-head-{number}")
        area = scrolled(_narrow(look, body), name=f"settings-area-{number}", label=page.title)
        return column(head, area, bar, stretch=1)

    def _people(self) -> QWidget:
        look = self._look
        bar = ActionBar(look, name="settings-staff-actions")
        for act, words in (
            ("add", "New account…"),
            ("roles", "Roles…"),
            ("password", "New password…"),
            ("disable", "Disable"),
        ):
            button = ActionButton(look, words, name=f"staff-{act}")
            bar.add(on_click(button, partial(self._about, act)))
        bar.stretch()
        self.staff.opened.connect(lambda name: self.acted.emit("roles", name))
        self._staff_head = SectionBar(look, STAFF, name="settings-staff-head")
        return column(self._staff_head, self.staff, bar, stretch=1)

    def _backups(self) -> QWidget:
        look = self._look
        said = label(
            "The whole database in one file that is verified before this is done. People can go "
            "on working. Keep it on another machine: it holds everything the database holds.",
            kind="muted",
        )
        said.setWordWrap(True)
        bar = ActionBar(look, name="settings-backup-actions")
        go = ActionButton(look, "Back up to a file…", name="settings-backup", kind="primary")
        bar.stretch()
        bar.add(on_click(go, self._back_up))
        body = inset(look, said)
        head = SectionBar(look, BACKUP, name="settings-backup-head")
        return column(head, _narrow(look, body), QWidget(), bar, stretch=2)

    def _about(self, act: str) -> None:
        self.acted.emit(act, self.staff.current())

    def _back_up(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Back up", "himdesk.backup", "*.backup")
        if path:
            self.message.show_notice("Copying; you can go on meanwhile.")
            self.backed_up.emit(path)

    def _turn(self, title: str) -> None:
        self._stack.setCurrentIndex(self._titles.index(title))

    def account(self, name: str) -> Account:
        """An account of the table."""
        return self._found[name]

    def show_values(self, values: Mapping[str, str]) -> None:
        """Fill the forms."""
        for form in self.forms.values():
            form.fill(values)

    def show_accounts(self, found: Sequence[Account]) -> None:
        """Show who may sign in."""
        self._found = {each.name: each for each in found}
        rows = [
            Row(each.name, each.cells(), icon="user", tone="text_3" if each.disabled else "")
            for each in found
        ]
        self.staff.show_rows(rows)
        active = sum(not each.disabled for each in found)
        self._staff_head.say(note=f"{active} of {len(found)} may sign in")

    def show_done(self, said: str) -> None:
        """Say what was done."""
        self.message.show_done(said)

    def show_error(self, error: Exception) -> None:
        """Say what happened; what was typed stays."""
        self.message.show_error(error)


def _narrow(look: Look, body: QWidget) -> QWidget:
    """A page no wider than one reads with ease, on the ground of the screen."""
    body.setMaximumWidth(look.px(FORM))
    made = QWidget()
    made.setProperty("surface", "true")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(body, 1)
    row.addStretch(0)
    return made
