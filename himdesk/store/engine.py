# SPDX-License-Identifier: Apache-2.0
"""Opening a database, and the two ways into it: reading, and writing under one lock.

On SQLite a writer begins with BEGIN IMMEDIATE; on PostgreSQL the first statement of a write takes
one advisory lock, so that change sets are appended one after the other and readers never wait.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url, text

from himdesk.store.errors import MAYBE_SAVED, NOTHING_TO_SAVE, DatabaseUnreachable
from himdesk.store.guard import typed_errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Transaction: TypeAlias = Connection
"""What a unit of work is given: `store`'s functions read and write through it."""

WAIT_SECONDS: Final = 15.0
"""How long a writer waits for another one before it gives up."""

_IN_MEMORY: Final = (None, "", ":memory:")
_POLL: Final = 0.002
_TURN: Final = 0.012
_LOCK: Final = 0x68696D6465736B
_WRITE: Final = "himdesk_write"
_ACTOR: Final = "himdesk_actor"


@dataclass(frozen=True, slots=True)
class Database:
    """An opened database. Safe to share between threads; `close` it when done.

    `shared`: another process may open it by its address, too.
    """

    engine: Engine
    shared: bool = True

    @property
    def dialect(self) -> str:
        """Either "sqlite" or "postgresql"."""
        return self.engine.dialect.name

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the database; nothing can be written through it.

        Raises:
            HimdeskError: `DatabaseUnreachable`, `NotADatabase` and their kin in `store.errors`.
        """
        with typed_errors(NOTHING_TO_SAVE), self.engine.connect() as connection:
            if self.dialect == "postgresql":
                connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def write(self, actor: str) -> Iterator[Connection]:
        """One unit of work of the named person: all of it is written, or nothing.

        Raises:
            HimdeskError: `DatabaseBusy`, `DiskFull`, `Refused` and their kin in `store.errors`.
        """
        asked_to_save = False
        try:
            with typed_errors(), self.engine.connect() as connection:
                connection.execution_options(**{_WRITE: True, _ACTOR: actor})
                with connection.begin():
                    if self.dialect == "postgresql":
                        self._lock(connection, actor)
                    yield connection
                    asked_to_save = True
        except DatabaseUnreachable as error:
            if asked_to_save:
                error.saved = MAYBE_SAVED
            raise

    @staticmethod
    def _lock(connection: Connection, actor: str) -> None:
        connection.execute(
            text("SELECT pg_advisory_xact_lock(:lock), set_config('himdesk.actor', :actor, true)"),
            {"lock": _LOCK, "actor": actor},
        )

    @contextmanager
    def write_in_turn(self, actor: str) -> Iterator[Connection]:
        """A unit of bulk work: stands back a moment first, so that a waiting person comes before.

        PostgreSQL serves writers in the order in which they came; SQLite does not, and a bulk
        writer that began again at once would leave nobody else a gap.
        """
        if self.dialect == "sqlite":
            time.sleep(_TURN)
        with self.write(actor) as connection:
            yield connection

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def connect(url: str, *, password: str | None = None, wait: float = WAIT_SECONDS) -> Database:
    """Open the database that a SQLAlchemy URL names; nothing is read yet, and nothing created.

    `password` is that of PostgreSQL; `wait` the seconds a writer waits for another one.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return Database(_sqlite(parsed, wait), shared=parsed.database not in _IN_MEMORY)
    return Database(_postgresql(parsed, password, wait))


def connect_read_only(file: Path) -> Database:
    """Open a SQLite file that nobody is writing to; neither it nor its folder is written."""

    def opened() -> sqlite3.Connection:
        # `immutable` leaves out the log beside it and all locks: it may lie on a read-only disk.
        place = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(place, uri=True, check_same_thread=False, isolation_level=None)

    def prepare(raw: sqlite3.Connection, _record: object) -> None:
        raw.execute("PRAGMA temp_store=MEMORY").close()

    url = f"sqlite:///{file.as_posix()}"
    engine = create_engine(url, creator=opened, poolclass=QueuePool, hide_parameters=True)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return Database(engine, shared=False)


def actor_of(connection: Connection) -> str | None:
    """The person whose unit of work this is; None while reading."""
    actor: str | None = connection.get_execution_options().get(_ACTOR)
    return actor


def _sqlite(url: URL, wait: float) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": wait},
    )

    def prepare(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None  # the driver's own BEGINs would be deferred ones
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            "temp_store=MEMORY",
            "cache_size=-65536",
        ):
            raw.execute(f"PRAGMA {pragma}").close()

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(_WRITE):
            _begin_immediate(connection, wait)
        else:
            connection.exec_driver_sql("BEGIN")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def _begin_immediate(connection: Connection, wait: float) -> None:
    """Take the write lock, asking often: SQLite's own waiting sleeps up to 0.1 s between tries."""
    raw: Any = connection.connection.driver_connection
    deadline = time.monotonic() + wait
    raw.execute("PRAGMA busy_timeout=0").close()
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE").close()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                if time.monotonic() > deadline:
                    raise
                time.sleep(_POLL)
            else:
                return
    finally:
        raw.execute(f"PRAGMA busy_timeout={int(wait * 1000)}").close()


def _postgresql(url: URL, password: str | None, wait: float) -> Engine:
    if password is not None:
        url = url.set(password=password)
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 10,
            "options": f"-c lock_timeout={int(wait * 1000)} -c timezone=UTC",
        },
    )
