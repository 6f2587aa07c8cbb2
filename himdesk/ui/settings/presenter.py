# SPDX-License-Identifier: Apache-2.0
"""Decides what the settings screen shows and does; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from himdesk.domain.errors import UsageError
from himdesk.ui.settings.values import SITE, Account, accounts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from himdesk.services.desk import Desk
    from himdesk.ui.running import Run

BREAK = "|"
"""How `Staff.site` takes the lines of an address."""


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_values(self, values: Mapping[str, str]) -> None:
        """Fill the forms."""

    def show_accounts(self, found: Sequence[Account]) -> None:
        """Show who may sign in."""

    def show_done(self, said: str) -> None:
        """Say what was done."""

    def show_error(self, error: Exception) -> None:
        """Say what happened; what was typed stays."""


@dataclass
class SettingsPresenter:
    """The site's facts and settings, accounts, and backups."""

    panel: Panel
    desk: Desk
    run: Run
    _known: dict[str, str] = field(default_factory=dict)

    def open(self) -> None:
        """Read everything anew."""

        def read() -> dict[str, str]:
            facts = self.desk.staff.site({})
            return {**facts, **self.desk.settings.all()}

        self.run(read, self._read, self.panel.show_error)
        self.list_staff()

    def _read(self, values: dict[str, str]) -> None:
        self._known = values
        self.panel.show_values(values)

    def save(self, page: str, values: Mapping[str, str]) -> None:
        """Keep what a form says otherwise than before."""
        changed = {key: value for key, value in values.items() if value != self._known.get(key)}

        def work() -> None:
            if page == SITE:
                facts = {key: BREAK.join(value.splitlines()) for key, value in changed.items()}
                self.desk.staff.site(facts)
            else:
                self.desk.settings.change(changed)

        self._do(work, f"{page}: kept. The change stands in the log of staff and settings.")

    def list_staff(self) -> None:
        """Show the accounts."""

        def shown(found: list[dict[str, Any]]) -> None:
            self.panel.show_accounts(tuple(accounts(found)))

        self.run(self.desk.staff.list, shown, self.panel.show_error)

    def add(
        self, values: Mapping[str, str], roles: Sequence[str], done: Callable[[], object],
        failed: Callable[[Exception], None],
    ) -> None:  # fmt: skip
        """Make an account."""

        def work() -> None:
            self.desk.staff.add(
                values["name"],
                roles=roles,
                password=_password(values),
                display=values["display"] or None,
                same_person_as=values["person"] or None,
            )

        self._do(work, f"{values['name']} may sign in.", done, failed)

    def set_roles(
        self, name: str, roles: Sequence[str], done: Callable[[], object],
        failed: Callable[[Exception], None],
    ) -> None:  # fmt: skip
        """Give an account other roles."""
        said = f"{name} has these roles from the next sign-in on: {', '.join(roles)}."
        self._do(lambda: self.desk.staff.set_roles(name, roles), said, done, failed)

    def reset(
        self, name: str, values: Mapping[str, str], done: Callable[[], object],
        failed: Callable[[Exception], None],
    ) -> None:  # fmt: skip
        """Set somebody's password."""

        def work() -> None:
            self.desk.staff.reset_password(name, _password(values))

        said = f"{name} has a new password, and for 24 hours can't approve what you ask for."
        self._do(work, said, done, failed)

    def disable(self, name: str) -> None:
        """Bar an account."""
        self._do(lambda: self.desk.staff.disable(name), f"{name} can't sign in any more.")

    def back_up(self, path: Path) -> None:
        """Copy the whole database into one file."""

        def done(found: dict[str, Any]) -> None:
            size = f"{found['change_sets']:,} change sets, head {str(found['head'])[:12]}"
            self.panel.show_done(f"{found['file']} holds {size}; the copy was verified.")

        self.run(lambda: self.desk.audit.backup(path), done, self.panel.show_error)

    def _do(
        self,
        work: Callable[[], None],
        said: str,
        done: Callable[[], object] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        def then(_none: object) -> None:
            if done is not None:
                done()
            self.panel.show_done(said)
            self.open()

        self.run(work, then, failed or self.panel.show_error)


def _password(values: Mapping[str, str]) -> str:
    if values["password"] != values["again"]:
        raise UsageError("The two passwords differ.")
    return values["password"]
