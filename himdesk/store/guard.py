# SPDX-License-Identifier: Apache-2.0
"""From a driver's exception to a situation the user can act on; what is unknown stays a crash."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DBAPIError

from himdesk.store.errors import (
    NOT_SAVED,
    DatabaseBusy,
    DatabaseUnreachable,
    DiskFull,
    NotADatabase,
    ReadOnly,
    Refused,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.domain.errors import HimdeskError

RULE: Final = "himdesk: "
"""Begins the text of every refusal that our own triggers and functions raise."""

_SQLITE: Final[dict[int, HimdeskError]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy(),
    sqlite3.SQLITE_LOCKED: DatabaseBusy(),
    sqlite3.SQLITE_FULL: DiskFull(),
    # A quota or a limit on a file's size; SQLite itself knows a disk without room only.
    sqlite3.SQLITE_IOERR_WRITE: DiskFull(),
    sqlite3.SQLITE_IOERR_SHMSIZE: DiskFull(),
    sqlite3.SQLITE_READONLY: ReadOnly(),
    sqlite3.SQLITE_PERM: ReadOnly(),
    sqlite3.SQLITE_CORRUPT: NotADatabase("it is damaged"),
    sqlite3.SQLITE_NOTADB: NotADatabase("it is of another kind or encrypted"),
    sqlite3.SQLITE_CANTOPEN: DatabaseUnreachable("the file can't be opened"),
    sqlite3.SQLITE_IOERR: DatabaseUnreachable("the disk reports an error"),
}

_POSTGRESQL: Final[dict[str, HimdeskError]] = {
    "55P03": DatabaseBusy(),
    "40P01": DatabaseBusy(),
    "40001": DatabaseBusy(),
    "57014": DatabaseBusy(),
    "53100": DiskFull(),
    "25006": ReadOnly(),
    "42501": ReadOnly(),
    "53300": DatabaseUnreachable("the server has no connection left"),
}

_SERVER_GONE: Final = ("08", "57P", "28", "3D", "53")


@contextmanager
def typed_errors(saved: str = NOT_SAVED) -> Iterator[None]:
    """Raise the situation that a driver's exception stands for, in its place.

    `saved` is what became of the work if the database goes away meanwhile.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        found = situation(error)
        if found is None:
            raise
        if isinstance(found, DatabaseUnreachable):
            found.saved = saved
        # The driver's own text may hold a patient's data: it is not kept as the cause.
        raise found from None


def situation(error: DBAPIError | sqlite3.Error) -> HimdeskError | None:
    """The situation behind a driver's exception; None if it is a fault of the program."""
    original = error.orig if isinstance(error, DBAPIError) else error
    text = str(original)
    if RULE in text:
        return Refused(text.split(RULE, 1)[1].splitlines()[0])
    if isinstance(original, sqlite3.Error):
        return _of_sqlite(original, text)
    state: str | None = getattr(original, "sqlstate", None)
    if state is not None:
        known = _POSTGRESQL.get(state)
        if known is None and state.startswith(_SERVER_GONE):
            known = DatabaseUnreachable(f"the server says {state}")
        return _copy(known)
    # Without a state the driver never got an answer.
    lost = isinstance(error, DBAPIError) and (
        error.connection_invalidated or type(original).__name__ == "OperationalError"
    )
    return DatabaseUnreachable("no answer from the server") if lost else None


def _of_sqlite(error: sqlite3.Error, text: str) -> HimdeskError | None:
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:  # the driver's own, without a number: bytes that are no text
        damaged = text.startswith("Could not decode")
        return NotADatabase("it is damaged") if damaged else None
    return _copy(_SQLITE.get(code) or _SQLITE.get(code & 0xFF))


def _copy(known: HimdeskError | None) -> HimdeskError | None:
    """An exception object is raised once only: it collects its traceback."""
    return None if known is None else type(known)(**vars(known))
