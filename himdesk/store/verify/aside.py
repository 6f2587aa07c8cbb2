# SPDX-License-Identifier: Apache-2.0
"""The chains and the bodies in a process of its own, while charts and items are checked.

It sees what the one that asks sees: on PostgreSQL by the same snapshot, on SQLite because all
chains end where they end there. Wherever that can't be had (a small ledger, one processor, a copy
that may not be written to, a writer in between, a process that can't be started), nothing is said,
and who asked checks it itself. What the two tell each other passes through pipes, never a file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, text

from himdesk.store.engine import connect
from himdesk.store.tables import CHANGES
from himdesk.store.verify import chains, hashed
from himdesk.store.verify.chains import End
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from himdesk.store.engine import Database

    Answer = Callable[[], End]

WORTH_IT: Final = 75_000
"""Changes from which on the time is more than a process takes to start."""


@contextmanager
def hashed_aside(database: Database, connection: Connection, worth_it: int) -> Iterator[Answer]:
    """Begin the check; what is yielded waits for its end, and must be called while connected."""
    begun = _start(database, connection) if _helps(database, connection, worth_it) else None
    if begun is None:
        end = hashed.check(connection)
        yield lambda: end
        return
    try:
        yield lambda: _answer(begun, connection)
    finally:
        begun.kill()
        begun.communicate()


def _helps(database: Database, connection: Connection, worth_it: int) -> bool:
    """Whether there are enough changes, and a second processor that can open the database."""
    if database.dialect == "sqlite" and not database.shared:
        return False
    if (os.cpu_count() or 1) < 2 or not sys.executable:  # noqa: PLR2004  two at a time
        return False
    some = select(CHANGES.c.change_set_seq).offset(worth_it).limit(1)
    return connection.execute(some).first() is not None


def _start(database: Database, connection: Connection) -> subprocess.Popen[str] | None:
    asked = {
        "url": database.engine.url.render_as_string(hide_password=False),
        "snapshot": _snapshot(connection),
        "heads": _heads(connection),
    }
    try:
        begun = subprocess.Popen(  # noqa: S603  this program itself
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for the one that asked, which ends this one
        )
    except OSError:
        return None
    if begun.stdin is not None:
        with suppress(OSError):  # it ended at once: there will be no answer
            begun.stdin.write(json.dumps(asked) + "\n")
            begun.stdin.flush()
    return begun


def _answer(begun: subprocess.Popen[str], connection: Connection) -> End:
    """What the process found; without an answer, what is found here."""
    said = begun.stdout.readline() if begun.stdout is not None else ""
    if not said.endswith("\n"):
        return hashed.check(connection)
    found: dict[str, Any] = json.loads(said)
    broken = None if found["broken"] is None else Broken(**found["broken"])
    return End(found["change_sets"], found["head"], broken)


def _snapshot(connection: Connection) -> str | None:
    if connection.dialect.name == "sqlite":
        return None
    return str(connection.execute(text("SELECT pg_export_snapshot()")).scalar_one())


def _heads(connection: Connection) -> dict[str, list[int | str]]:
    """The ends of all chains, as they can be sent and compared."""
    return {name: [end.seq, end.digest] for name, end in chains.heads(connection).items()}


def main() -> None:
    """Check what the first line of the input names; say nothing if it is in another state."""
    asked = json.loads(sys.stdin.readline())
    database = connect(asked["url"])
    with database.read() as connection:
        if asked["snapshot"] is not None:
            chosen = str(asked["snapshot"]).replace("'", "")
            connection.execute(text(f"SET TRANSACTION SNAPSHOT '{chosen}'"))
        if _heads(connection) != asked["heads"]:
            return
        found = hashed.check(connection)
    sys.stdout.write(json.dumps(asdict(found)) + "\n")


if __name__ == "__main__":
    main()
