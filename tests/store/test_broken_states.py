# SPDX-License-Identifier: Apache-2.0
"""A backup or restore that fails at any SQL statement leaves all or nothing."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect

from himdesk.store import backup
from himdesk.store.engine import connect
from himdesk.store.verify import verify
from store.failing import PowerCut, Statements, rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from store_builders import Hospital


# The exception's traceback keeps half-read rows, which are let go after their connection.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

STEP = {"sqlite": 1, "postgresql": 17}
"""A server's tables are made by hundreds of statements in the one unit of work: some of them."""


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_backup_that_fails_at_any_statement(hospital: Hospital, tmp_path: Path) -> None:
    hospital.admit("A", "B")
    before, folder = rows_of(hospital.database), tmp_path / "backups"
    folder.mkdir()
    faults = Statements()
    with faults.watched():
        for number in count(step=STEP[hospital.database.dialect]):
            faults.arm(number)
            try:
                backup.save(hospital.database, folder / "copy")
            except PowerCut:
                assert names_in(folder) == [], number
            else:
                break
    assert number > 20
    assert names_in(folder) == ["copy"]
    saved = connect(f"sqlite:///{(folder / 'copy').as_posix()}")
    assert rows_of(saved) == rows_of(hospital.database) == before
    assert verify(saved).ok
    saved.close()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_restore_that_fails_at_any_statement(
    sqlite_hospital: Hospital, tmp_path: Path, kind: str,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    sqlite_hospital.admit("A", "B")
    backup.save(sqlite_hospital.database, tmp_path / "copy")
    folder = tmp_path / "place"
    url = f"sqlite:///{(folder / 'made').as_posix()}"
    if kind == "postgres":
        url = request.getfixturevalue("postgres_database")
    faults = Statements()
    with faults.watched():
        for number in count(step=STEP[connect(url).dialect]):
            database = connect(url)
            faults.arm(number)
            try:
                backup.restore(tmp_path / "copy", database)
            except PowerCut:
                faults.arm(None)
                if kind == "sqlite":
                    assert names_in(folder) == [], number
                elif inspect(database.engine).get_table_names():
                    break  # what failed came after the commit: all of it is there
            else:
                break
            finally:
                database.close()
    assert number > 20
    assert rows_of(database) == rows_of(sqlite_hospital.database)
    assert verify(database).ok
    database.close()
