# SPDX-License-Identifier: Apache-2.0
"""The settings screen with its presenter, and the dialogs about accounts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from himdesk.ui.settings.dialogs import NAMES, PASSWORDS, AccountDialog
from himdesk.ui.settings.panel import SettingsPanel
from himdesk.ui.settings.presenter import SettingsPresenter

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.running import Run

TYPED = "Tell the password to the person alone; it is kept nowhere in words."
AFTER = "Whoever's password you set can't approve what you ask for, for 24 hours."
APART = "Nobody can be clerk or supervisor and admin at the same time."


class SettingsRoom(QObject):
    """Wires the panel to the presenter."""

    def __init__(self, look: Look, desk: Desk, run_for: Callable[[QObject], Run]) -> None:
        super().__init__()
        self._look = look
        self.panel = SettingsPanel(look)
        self.presenter = SettingsPresenter(self.panel, desk, run_for(self.panel))
        self.panel.saved.connect(self.presenter.save)
        self.panel.backed_up.connect(lambda path: self.presenter.back_up(Path(path)))
        self.panel.acted.connect(self._act)

    def _act(self, what: str, name: str) -> None:
        if what == "add":
            self._add()
        elif name and what == "roles":
            self._roles(name)
        elif name and what == "password":
            self._password(name)
        elif name and what == "disable":
            self.presenter.disable(name)

    def _add(self) -> None:
        dialog = AccountDialog(
            self._look, "New account", TYPED, (*NAMES, *PASSWORDS), roles=(), parent=self.panel
        )
        dialog.submitted.connect(
            lambda texts, roles: self.presenter.add(texts, roles, dialog.accept, dialog.show_error)
        )
        dialog.open()

    def _roles(self, name: str) -> None:
        held = self.panel.account(name).roles
        dialog = AccountDialog(
            self._look, f"Roles of {name}", APART, (), roles=held, parent=self.panel
        )
        dialog.submitted.connect(
            lambda _texts, roles: self.presenter.set_roles(
                name, roles, dialog.accept, dialog.show_error
            )
        )
        dialog.open()

    def _password(self, name: str) -> None:
        dialog = AccountDialog(
            self._look, f"New password of {name}", f"{TYPED} {AFTER}", PASSWORDS, roles=None,
            parent=self.panel,
        )  # fmt: skip
        dialog.submitted.connect(
            lambda texts, _roles: self.presenter.reset(
                name, texts, dialog.accept, dialog.show_error
            )
        )
        dialog.open()
