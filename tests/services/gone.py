# SPDX-License-Identifier: Apache-2.0
"""A database that goes away right after a change set was saved, and stays away."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import Engine, event, make_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


def end_sessions(url: str) -> None:
    """End all sessions of a database, as an administrator or a crash of the server does."""
    _ask_server(
        url, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
    )


@contextmanager
def gone_after_saving(url: str) -> Iterator[None]:
    """Within, the database is away from the first statement on that follows a change set.

    PostgreSQL ends its sessions and takes no new ones; of SQLite the disk fails.
    """
    server = url.startswith("postgresql")
    written = saved = away = False

    def save(_connection: Connection) -> None:
        nonlocal saved
        saved = saved or written

    def fail(_connection: Connection, _cursor: object, statement: str, *_: Any) -> None:
        nonlocal written, away
        written = written or "INSERT INTO change_set " in statement
        if saved and not server:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise error
        if saved and not away:
            away = True
            _allow(url, "false")
            end_sessions(url)

    listeners = (("commit", save), ("before_cursor_execute", fail))
    for name, listener in listeners:
        event.listen(Engine, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners:
            event.remove(Engine, name, listener)
        if server:
            _allow(url, "true")


def _allow(url: str, word: str) -> None:
    name = make_url(url).database
    _ask_server(url, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {word}', named=False)


def _ask_server(url: str, statement: str, *, named: bool = True) -> None:
    place = make_url(url).set(drivername="postgresql", database="postgres")
    with psycopg.connect(place.render_as_string(hide_password=False), autocommit=True) as raw:
        raw.execute(statement, (make_url(url).database,) if named else None)
