# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from himdesk.domain.changes import ChangeKind
from himdesk.domain.errors import HimdeskError, UsageError
from himdesk.domain.plans import Created
from himdesk.store import backup, content
from himdesk.store.desk import access
from himdesk.store.engine import connect
from himdesk.store.errors import BackupUnusable, NotEmpty
from himdesk.store.tables import METADATA
from himdesk.store.verify import verify
from store_builders import a_patient

if TYPE_CHECKING:
    from pathlib import Path

    from himdesk.store.engine import Database
    from store_builders import Hospital


@pytest.fixture
def filled(hospital: Hospital) -> Hospital:
    hospital.admit("B", "A")
    hospital.merge("A", "B")  # A is written after B, which refers to it
    with hospital.database.write("clerk") as connection:
        access.append(connection, at=hospital.at(), staff="clerk", verb="show", patient_id="A")
        content.put(connection, [bytes(range(256)) * 9000])
    return hospital


def rows_of(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.read() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in METADATA.sorted_tables
        }


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_backup_of_either_kind_restores_into_either_kind(
    filled: Hospital, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        url = f"sqlite:///{(tmp_path / 'deep' / 'restored.db').as_posix()}"
    else:
        server = request.getfixturevalue("postgres_server")
        url = server.url(server.create())
    saved = backup.save(filled.database, tmp_path / "copy.backup")
    restored = connect(url)
    verdict = backup.restore(tmp_path / "copy.backup", restored)
    assert saved == verdict == verify(restored) == verify(filled.database)
    assert rows_of(restored) == rows_of(filled.database)
    with pytest.raises(HimdeskError), restored.write("clerk") as connection:
        connection.exec_driver_sql("DELETE FROM access_log")
    restored.close()
    assert [f.name for f in tmp_path.iterdir() if "partial" in f.name] == []


@pytest.mark.parametrize("verb", ["save", "restore"])
def test_of_two_at_once_one_makes_the_file_whole(
    filled: Hospital, tmp_path: Path, verb: str
) -> None:
    backup.save(filled.database, tmp_path / "copy")
    target = tmp_path / "place" / "made"
    target.parent.mkdir()
    ready = threading.Barrier(2)

    def one_of_them(_: int) -> str:
        database = connect(f"sqlite:///{target.as_posix()}")
        ready.wait()
        try:
            if verb == "save":
                backup.save(filled.database, target)
            else:
                backup.restore(tmp_path / "copy", database)
        except (NotEmpty, UsageError) as refused:
            return refused.code
        finally:
            database.close()
        return "made"

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(one_of_them, range(2)))
    assert found == sorted(["made", UsageError.code if verb == "save" else NotEmpty.code])
    made = connect(f"sqlite:///{target.as_posix()}")
    assert verify(made) == verify(filled.database)
    made.close()
    assert [file.name for file in target.parent.iterdir()] == ["made"]


def test_an_existing_file_is_not_overwritten(filled: Hospital, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    file.write_text("precious")
    with pytest.raises(UsageError):
        backup.save(filled.database, file)
    assert file.read_text() == "precious"


def test_a_folder_that_is_not_there(filled: Hospital, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        backup.save(filled.database, tmp_path / "no" / "copy")
    assert list(tmp_path.glob("*copy*")) == []


def test_nothing_is_restored_over_something(filled: Hospital, tmp_path: Path) -> None:
    backup.save(filled.database, tmp_path / "copy")
    filled.apply(ChangeKind.IMPORT, [], Created((a_patient("late"),)))
    before = rows_of(filled.database)
    with pytest.raises(NotEmpty):
        backup.restore(tmp_path / "copy", filled.database)
    assert rows_of(filled.database) == before


@pytest.mark.parametrize("damage", ["missing", "text", "truncated", "forged", "empty", "foreign"])
def test_an_unusable_backup_restores_nothing(
    filled: Hospital, damage: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file = tmp_path / "copy"
    backup.save(filled.database, file)
    if damage == "missing":
        file.unlink()
    elif damage == "text":
        file.write_text("no database " * 1000)
    elif damage == "truncated":
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    elif damage == "forged":
        with sqlite3.connect(file) as raw:
            raw.execute("UPDATE item SET display = 'forged' WHERE id = 'A1'")
        raw.close()
    elif damage == "empty":
        file.write_bytes(b"")
    else:
        file.unlink()
        with sqlite3.connect(file) as raw:
            raw.execute("CREATE TABLE patient (id)")
        raw.close()
    target = tmp_path / "target" / "new.db"
    database = connect(f"sqlite:///{target.as_posix()}")
    with pytest.raises((BackupUnusable, UsageError)):
        backup.restore(file, database)
    database.close()
    assert not target.exists()
    assert not target.parent.exists() or list(target.parent.iterdir()) == []


def test_a_broken_database_is_copied_as_it_is(sqlite_hospital: Hospital, tmp_path: Path) -> None:
    sqlite_hospital.admit("A")
    file = sqlite_hospital.database.engine.url.database or ""
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE item SET display = 'forged' WHERE id = 'A1'")
    raw.close()
    verdict = backup.save(sqlite_hospital.database, tmp_path / "copy")
    assert not verdict.ok
    assert (tmp_path / "copy").exists()
