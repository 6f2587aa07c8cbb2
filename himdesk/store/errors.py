# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a database, told to the user; the text of no driver is passed on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Final

from himdesk.domain.errors import HimdeskError
from himdesk.domain.words import counted

NOT_SAVED: Final = "unfinished work was not saved"
MAYBE_SAVED: Final = (
    "whether the last work was saved is not known, so look for it in the history before you "
    "repeat it"
)
"""The server went away while it was asked to save: the answer is lost, perhaps not the work."""
NOTHING_TO_SAVE: Final = ""
"""It was only read."""


@dataclass
class Stopped(HimdeskError):
    """The database stopped a piece of work, of which parts were done before and stay.

    `filed` records of an import; `undone` change sets of the undo of one.
    """

    filed: int = field(default=0, kw_only=True)
    undone: int = field(default=0, kw_only=True)

    def kept(self, else_: str) -> str:
        """What became of the work; `else_` is said where nothing of it was kept."""
        if self.filed:
            done = f"{counted(self.filed, 'record')} of this import {_were(self.filed)} filed"
        elif self.undone:
            done = f"{counted(self.undone, 'change set')} of the import {_were(self.undone)} undone"
        else:
            return else_
        return f"Before that {done}; that stays, and the same command goes on where it stopped"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


@dataclass
class DatabaseBusy(Stopped):
    """Someone else has been writing for longer than we wait."""

    code: ClassVar[str] = "database-busy"

    def message(self) -> str:
        """Ask for patience."""
        return (
            "Someone else is writing to the database and did not finish in time. "
            f"{self.kept('Nothing was changed')}; try again in a moment."
        )


@dataclass
class DatabaseUnreachable(Stopped):
    """The server does not answer, went away, or refuses this account."""

    reason: str
    saved: str = field(default=NOT_SAVED, kw_only=True)
    code: ClassVar[str] = "database-unreachable"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Say what to look at, and what became of the work."""
        kept = self.kept(self.saved)
        told = f"; {kept[0].lower()}{kept[1:]}" if kept else ""
        return (
            f"The database can't be reached ({self.reason}). Check the network, the server and "
            f"the account, then try again{told}."
        )


@dataclass
class DiskFull(Stopped):
    """There is no room left for the write."""

    code: ClassVar[str] = "disk-full"

    def message(self) -> str:
        """Say what to do."""
        return (
            "The disk that holds the database is full. "
            f"{self.kept('Nothing was changed')}; make room first."
        )


@dataclass
class ReadOnly(HimdeskError):
    """The database may be read but not written."""

    code: ClassVar[str] = "read-only"

    def message(self) -> str:
        """Say what to look at."""
        return "The database can't be written. Check the permissions of its file or account."


@dataclass
class NotADatabase(HimdeskError):
    """The file is damaged, or no SQLite database at all."""

    reason: str
    code: ClassVar[str] = "not-a-database"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Say what to do."""
        return (
            f"The file is not a usable database ({self.reason}). Choose another file, or restore "
            "a backup."
        )


@dataclass
class NotHimdesk(HimdeskError):
    """The database holds something else, or nothing yet."""

    empty: bool
    code: ClassVar[str] = "not-himdesk"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Say what to do."""
        if self.empty:
            return "There is no himdesk database here yet. Make one with: himdesk-admin init."
        return "The database belongs to another program. Choose another one."


@dataclass
class NotEmpty(HimdeskError):
    """A new database, or a restored one, needs an empty place."""

    code: ClassVar[str] = "not-empty"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Say what to do."""
        return "The database is not empty. Choose a new file or an empty database; nothing changed."


@dataclass
class WrongVersion(HimdeskError):
    """The database was made by an older or a newer himdesk."""

    newer: bool
    code: ClassVar[str] = "wrong-version"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Say what to do."""
        if self.newer:
            return "The database was made by a newer himdesk. Install that version."
        return "The database is of an older himdesk. Bring it up to date: himdesk-admin migrate."


@dataclass
class ForgedActor(HimdeskError):
    """A change set names another person than the one whose unit of work it is."""

    named: str
    actor: str
    code: ClassVar[str] = "forged-actor"

    def message(self) -> str:
        """Name both."""
        return f"{self.actor} can't write in the name of {self.named}. Nothing was changed."


@dataclass
class Refused(HimdeskError):
    """The database itself refused a change: of history, without a change set, self-approval."""

    rule: str
    code: ClassVar[str] = "refused-by-database"

    def message(self) -> str:
        """Name the rule."""
        return f"The database refuses this: {self.rule}. Nothing was changed."


@dataclass
class BackupUnusable(HimdeskError):
    """The file is no backup, or not a sound one."""

    reason: str
    code: ClassVar[str] = "backup-unusable"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Say why."""
        return f"The backup can't be used: {self.reason}. Nothing was changed."
