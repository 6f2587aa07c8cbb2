# SPDX-License-Identifier: Apache-2.0
"""A backup or restore that fails at any file operation, or is killed, leaves all or nothing."""

from __future__ import annotations

import errno
import io
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from himdesk.domain.errors import HimdeskError, UsageError
from himdesk.store import backup
from himdesk.store.engine import connect
from himdesk.store.errors import DiskFull
from himdesk.store.tables import METADATA
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.store.engine import Database
    from store_builders import Hospital

OPERATIONS = [
    (os, "open"), (os, "close"), (os, "fsync"), (os, "replace"), (os, "unlink"), (os, "mkdir"),
    (io, "open"), (shutil, "copyfileobj"), (sqlite3, "connect"),
]  # fmt: skip


class Faults:
    """Fails the n-th operation on files with an error number."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.left: int | None = None
        self.number = errno.ENOSPC
        for module, name in OPERATIONS:
            patch.setattr(module, name, self._failing(getattr(module, name)))

    def arm(self, number: int | None) -> None:
        self.left = number

    def armed(self) -> bool:
        return self.left is not None

    def _failing(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            if self.left is not None:
                self.left -= 1
                if self.left < 0:
                    self.left = None
                    raise self._error(real)
            return real(*args, **more)

        return call

    def _error(self, real: Callable[..., Any]) -> Exception:
        if "sqlite" not in f"{real.__module__}{real.__qualname__}":
            return OSError(self.number, os.strerror(self.number))
        error = sqlite3.OperationalError("made for the test")
        full = self.number == errno.ENOSPC
        error.sqlite_errorcode = sqlite3.SQLITE_FULL if full else sqlite3.SQLITE_CANTOPEN
        return error


def rows_of(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.read() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_backup_that_fails_at_any_file_operation(
    hospital: Hospital, tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    hospital.admit("A", "B")
    expected = DiskFull if number == errno.ENOSPC else HimdeskError
    before = rows_of(hospital.database)
    folder = tmp_path / "backups"
    folder.mkdir()
    with monkeypatch.context() as patch:
        faults = Faults(patch)
        faults.number = number
        for n in count():
            faults.arm(n)
            try:
                backup.save(hospital.database, folder / "copy")
            except expected:
                assert not (folder / "copy").exists(), n
            if faults.armed():
                break
            (folder / "copy").unlink(missing_ok=True)
        faults.arm(None)
    assert n > 5
    assert names_in(folder) == ["copy"]
    assert rows_of(hospital.database) == before
    assert verify(hospital.database).ok


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_restore_that_fails_at_any_file_operation(
    sqlite_hospital: Hospital, tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_hospital.admit("A", "B")
    source = tmp_path / "copy"
    backup.save(sqlite_hospital.database, source)
    target = tmp_path / "new" / "himdesk.db"
    with monkeypatch.context() as patch:
        faults = Faults(patch)
        faults.number = number
        for n in count():
            database = connect(f"sqlite:///{target.as_posix()}")
            faults.arm(n)
            try:
                backup.restore(source, database)
            except HimdeskError:
                assert not target.exists(), n
            database.close()
            if faults.armed():
                break
            target.unlink(missing_ok=True)
        faults.arm(None)
    assert n > 5
    assert names_in(target.parent) == ["himdesk.db"]
    database = connect(f"sqlite:///{target.as_posix()}")
    assert verify(database).ok
    assert rows_of(database) == rows_of(sqlite_hospital.database)
    database.close()


def test_a_disk_without_room_says_so(sqlite_hospital: Hospital) -> None:
    sqlite_hospital.admit("A")
    before = rows_of(sqlite_hospital.database)
    with sqlite_hospital.database.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(DiskFull):
        sqlite_hospital.admit("B", items=5000)
    assert rows_of(sqlite_hospital.database) == before
    assert verify(sqlite_hospital.database).ok


KILLED = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
from himdesk.store import backup
from himdesk.store.engine import connect
print("go", flush=True)
{work}
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("delay", [0.0, 0.01, 0.03, 0.08])
@pytest.mark.parametrize("verb", ["save", "restore"])
def test_a_killed_backup_or_restore(
    sqlite_hospital: Hospital, tmp_path: Path, verb: str, delay: float
) -> None:
    sqlite_hospital.admit("A", items=300)
    source, folder = tmp_path / "copy", tmp_path / "place"
    folder.mkdir()
    backup.save(sqlite_hospital.database, source)
    before, target = rows_of(sqlite_hospital.database), folder / "made"
    url = sqlite_hospital.database.engine.url.render_as_string()
    work = f"backup.save(connect({url!r}), Path({str(target)!r}))"
    if verb == "restore":
        there = f"sqlite:///{target.as_posix()}"
        work = f"backup.restore(Path({str(source)!r}), connect({there!r}))"
    path = [str(Path(__file__).parents[2])]
    script = KILLED.format(path=path, work=work)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        timer = threading.Timer(delay, child.send_signal, [signal.SIGKILL])
        timer.start()
        child.wait()
        timer.join()
    if not target.exists():
        again = connect(f"sqlite:///{target.as_posix()}")
        if verb == "save":
            backup.save(sqlite_hospital.database, target)
        else:
            backup.restore(source, again)
        again.close()
    assert names_in(folder) == ["made"]
    made = connect(f"sqlite:///{target.as_posix()}")
    assert rows_of(made) == rows_of(sqlite_hospital.database) == before
    assert verify(made).ok
    made.close()


def test_a_backup_that_can_not_be_read(sqlite_hospital: Hospital, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        backup.restore(tmp_path / "none", connect(f"sqlite:///{(tmp_path / 'x').as_posix()}"))
    assert verify(sqlite_hospital.database).ok
