# SPDX-License-Identifier: Apache-2.0
"""What the settings screen shows: its pages, their forms, and accounts in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.approval import Rule
from himdesk.domain.roles import Role
from himdesk.services.settings import ALL, Form, Setting
from himdesk.ui import saying
from himdesk.ui.requests.values import CHOICE, DAY, LINE, TEXT, Field

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE, STAFF, BACKUP = "Site", "Staff", "Backup"

RULES: Final = (("", "as shipped"), (Rule.ALWAYS.value, "always a second person"))

_SITE: Final = (
    Field("name", "Name of the site"),
    Field("address", "Address, as letters are headed", TEXT),
    Field("phone", "Telephone"),
    Field("zone", "Time zone", hint="America/Chicago"),
    Field("authority", "Authority of numbers that himdesk gives"),
)
"""The facts of the site; legal days are days of its zone."""


@dataclass(frozen=True, slots=True)
class Page:
    """One form of the screen; `note` says what the fields are for."""

    title: str
    note: str
    fields: tuple[Field, ...]


NOTES: Final = {
    SITE: "Letters are headed by these facts, and legal days are days of this time zone.",
    "Approval": "A site may ask for a second person where the shipped policy does not; "
    "never the other way round.",
    "Amendment requests": "What letters and tasks of amendment requests (45 CFR 164.526) need.",
    "Release": "What a release of information is checked against.",
    "Fees": "What copies cost, in dollars; empty is nothing. Patients pay the cost of copying, "
    "supplies and postage only (164.524(c)(4)). A schedule for others is one line; one named "
    "like a basis is that basis's, for example: subpoena: search 20.00, page 0.75, first 25, "
    "later 0.50. The parts are flat, labour, page, first, later, supplies and search.",
    "Scans": "A folder that scanners fill, which every desk reaches by this path. What is complete "
    "in it is offered where files are attached to requests, and then moved to its subfolder taken; "
    "what can't be opened is moved to set-aside, with the reason.",
    "Work list": "How people share their work, and which other systems they correct by hand after "
    "a merge, a split or a move. Each line is a system, a colon and what is to be done there; "
    "empty is the shipped list, none is no such work.",
}


def pages() -> tuple[Page, ...]:
    """The forms of the screen, in their order."""
    groups: dict[str, list[Setting]] = {}
    for setting in ALL:
        groups.setdefault(setting.group, []).append(setting)
    return (
        Page(SITE, NOTES[SITE], _SITE),
        *(
            Page(group, NOTES[group], tuple(_field(each) for each in found))
            for group, found in groups.items()
        ),
    )


def _field(setting: Setting) -> Field:
    kind = {
        Form.RULE: CHOICE,
        Form.NUMBER: LINE,
        Form.LINE: LINE,
        Form.LINES: TEXT,
        Form.SYSTEMS: TEXT,
        Form.REVIEW: DAY,
        Form.MONEY: LINE,
        Form.FEES: TEXT,
        Form.FOLDER: LINE,
    }[setting.form]
    options = RULES if setting.form is Form.RULE else ()
    return Field(setting.key, setting.title, kind, options, hint=setting.hint)


@dataclass(frozen=True, slots=True)
class Account:
    """One account in the table."""

    name: str
    display: str
    roles: tuple[str, ...]
    disabled: bool

    def cells(self) -> tuple[str, ...]:
        """The cells of its row."""
        state = "disabled" if self.disabled else "may sign in"
        return (self.name, self.display, saying.roles(self.roles), state)


def accounts(found: list[dict[str, Any]]) -> Iterator[Account]:
    """Accounts as `Staff.list` tells them."""
    for each in found:
        roles = tuple(sorted(str(role) for role in each["roles"]))
        yield Account(each["name"], each["display"], roles, bool(each["disabled"]))


ROLES: Final = tuple(role.value for role in Role)
