# SPDX-License-Identifier: Apache-2.0
"""A copy of the whole database in one file, and filling an empty database from one.

A backup of either kind of database is a SQLite file with the same tables, so it can be restored
into either kind, and `verify` reads it as it reads any other.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from himdesk.domain.errors import HimdeskError, UsageError
from himdesk.store import schema, triggers
from himdesk.store.engine import connect, connect_read_only
from himdesk.store.errors import BackupUnusable, DiskFull, NotEmpty
from himdesk.store.guard import typed_errors
from himdesk.store.tables import METADATA
from himdesk.store.verify import verify, verify_connection
from himdesk.store.writing.bulk import insert_rows

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from himdesk.store.engine import Database
    from himdesk.store.verify import Verdict

_ACTOR: Final = "himdesk"
_AT_ONCE: Final = 2000
_BESIDE: Final = ("-wal", "-shm", "-journal")
_FULL: Final = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


def save(database: Database, file: Path) -> Verdict:
    """Copy the database into a new file and verify the copy; the file appears whole or not at all.

    A database that is itself broken is copied as it is: the verdict tells.

    Raises:
        UsageError: there is such a file already, or it can't be written.
        DiskFull: there is no room for it.
        BackupUnusable: the copy is not what the database is.
    """
    _check_free(file)
    with _partial(file) as partial:
        if database.dialect == "sqlite":
            _vacuum(database, partial)
        else:
            _dump(database, partial)
        with closing(_opened(partial)) as copy:
            verdict = verify(copy)
        if not verdict.ok and verify(database).ok:
            raise BackupUnusable("the copy differs from the database")
        _check_free(file)  # once more: another backup may have taken the name meanwhile
        _publish(partial, file)
    return verdict


def restore(file: Path, database: Database) -> Verdict:
    """Fill an empty database from a backup, wholly or not at all.

    Raises:
        UsageError: the file can't be read, or the database not written.
        DiskFull: there is no room for it.
        NotEmpty: there is something in the database already.
        BackupUnusable: the file is no backup, or does not verify.
    """
    target = schema.file_of(database)
    if target is not None:
        _check_absent(database, target)
        with _told(target):
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _partial(target) as partial:
            verdict = _unpack(file, partial)
            _check_absent(database, target)  # once more: somebody may have made one meanwhile
            database.close()
            _publish(partial, target)
        return verdict
    return _fill(file, database)


def _fill(file: Path, database: Database) -> Verdict:
    """Restore into a server, straight from the backup: no copy that a killed process leaves."""
    _check_readable(file)
    with closing(connect_read_only(file)) as backup:
        _check_sound(backup)
        with backup.read() as rows, database.write(_ACTOR) as target:
            if not schema.is_empty(target):
                raise NotEmpty
            schema.make(target)
            _copy(rows, target)
            triggers.install(target)
            verdict = verify_connection(target)
            if verdict.first_broken is not None:
                raise BackupUnusable(f"{verdict.first_broken.where} was not restored")
    return verdict


def _check_free(file: Path) -> None:
    if file.exists():
        raise UsageError(f"{file} exists already; give another name.", str(file))


def _check_absent(database: Database, target: Path) -> None:
    if not target.exists():
        return
    with database.read() as connection:
        if not schema.is_empty(connection):
            raise NotEmpty


def _unpack(file: Path, partial: Path) -> Verdict:
    """Copy the backup aside, for it may lie where nothing can be written, and verify it."""
    try:
        with file.open("rb") as source, partial.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from None
        raise UsageError(f"{file} can't be read: {error.strerror}.", str(file)) from None
    with closing(_opened(partial)) as copied:
        return _check_sound(copied)


def _check_readable(file: Path) -> None:
    try:
        file.open("rb").close()
    except OSError as error:
        raise UsageError(f"{file} can't be read: {error.strerror}.", str(file)) from None


def _check_sound(copy: Database) -> Verdict:
    try:
        schema.check(copy)
        verdict = verify(copy)
    except DiskFull:
        raise
    except HimdeskError as error:
        raise BackupUnusable(error.message().rstrip(".")) from None
    if verdict.first_broken is not None:
        broken = verdict.first_broken
        raise BackupUnusable(f"it does not verify ({broken.where}, change set {broken.seq})")
    return verdict


def _opened(file: Path) -> Database:
    return connect(f"sqlite:///{file.as_posix()}")


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """What the disk refuses, as the situation that it is."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from None
        raise UsageError(f"{file} can't be written: {error.strerror}.", str(file)) from None


@contextmanager
def _partial(file: Path) -> Iterator[Path]:
    """A name beside the file for the work in progress; nothing of it is left behind."""
    partial = file.with_name(f".{file.name}.partial")
    with _told(file), _alone(file.parent):
        _remove(partial)
        try:
            os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            yield partial
        finally:
            with suppress(OSError):  # the next run removes it
                _remove(partial)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One at a time in a folder: to another one this one's work in progress would be left over.

    Who comes second waits; the lock goes with the process. It is not for writers of databases.
    """
    if sys.platform == "win32":  # which removes no file that somebody has open
        yield
        return
    folder = os.open(place, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network disks have no locks
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        with suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_UN)
        with suppress(OSError):  # the work is done by now
            os.close(folder)


def _remove(partial: Path) -> None:
    for name in ("", *_BESIDE):
        partial.with_name(partial.name + name).unlink(missing_ok=True)


def _publish(partial: Path, file: Path) -> None:
    """Give the finished work its name, once it is safely on the disk."""
    with typed_errors(), closing(sqlite3.connect(partial)) as raw:
        raw.execute("PRAGMA journal_mode=DELETE").close()  # no -wal may be missing beside it
    with partial.open("rb") as handle:
        os.fsync(handle.fileno())
    for name in _BESIDE:  # of an empty database that is replaced
        file.with_name(file.name + name).unlink(missing_ok=True)
    partial.replace(file)
    try:
        _sync_folder(file.parent)
    except OSError:  # the name may not last: better none than one that goes in a power cut
        file.unlink(missing_ok=True)
        raise


def _sync_folder(place: Path) -> None:
    if os.name != "posix":
        return
    folder = os.open(place, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _vacuum(database: Database, partial: Path) -> None:
    """SQLite copies itself, from one consistent view; writers need not wait."""
    with typed_errors():
        pooled = database.engine.raw_connection()
        try:
            pooled.cursor().execute("VACUUM INTO ?", (str(partial),))
        finally:
            pooled.close()


def _dump(database: Database, partial: Path) -> None:
    """A server's tables, row by row, from one consistent view."""
    with closing(_opened(partial)) as copy, database.read() as source, copy.write(_ACTOR) as target:
        schema.make(target)
        _copy(source, target)
        triggers.install(target)


def _copy(source: Connection, target: Connection) -> None:
    """All rows of all tables; references that point ahead are checked at the commit."""
    reading = source.execution_options(stream_results=True, yield_per=_AT_ONCE)
    for table in METADATA.sorted_tables:
        names = [column.name for column in table.c]
        query = select(*table.c).order_by(*table.primary_key.columns)
        with reading.execute(query) as rows:
            for part in rows.partitions(_AT_ONCE):
                insert_rows(target, table, names, [tuple(row) for row in part])
