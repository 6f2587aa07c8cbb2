# SPDX-License-Identifier: Apache-2.0
"""A second process that checks a part says what one alone would say, of the same state."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from himdesk.domain.changes import ChangeKind
from himdesk.store.verify import hashed, verify
from himdesk.store.verify.aside import hashed_aside

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from himdesk.store.verify.chains import End
    from store_builders import Hospital

ALWAYS: Final = 0
"""A second process however few the changes are."""

NEVER: Final = 10**9


@pytest.fixture
def checked_here(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows with each time that this process itself checks what is hashed."""
    times: list[int] = []
    check = hashed.check

    def counted(connection: Connection) -> End:
        times.append(1)
        return check(connection)

    monkeypatch.setattr(hashed, "check", counted)
    return times


def test_both_say_the_same_of_a_sound_and_of_a_broken_database(
    hospital: Hospital, checked_here: list[int]
) -> None:
    hospital.admit("A", "B")
    hospital.merge("A", "B")
    assert verify(hospital.database, apart_from=ALWAYS).ok
    _forge(hospital)
    apart = verify(hospital.database, apart_from=ALWAYS)
    assert not checked_here
    assert apart.first_broken is not None
    assert apart.first_broken.where == "clinical_item/A1"
    assert apart == verify(hospital.database, apart_from=NEVER)


def _forge(hospital: Hospital) -> None:
    """Change an item by hand, past the triggers."""
    with hospital.database.engine.connect() as connection, connection.begin():
        if hospital.database.dialect == "sqlite":
            gone = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'item'"
            for name in connection.execute(text(gone)).scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("ALTER TABLE item DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE item SET display = 'forged' WHERE id = 'A1'"))


def test_what_is_written_meanwhile_is_not_mixed_in(
    hospital: Hospital, checked_here: list[int]
) -> None:
    hospital.admit("A", "B")
    with hospital.database.read() as connection:
        connection.execute(text("SELECT count(*) FROM change")).scalar()
        hospital.merge("A", "B")
        with hashed_aside(hospital.database, connection, ALWAYS) as answer:
            assert answer().broken is None
    # Another process can't have the older state of a SQLite file, so it is checked here.
    assert len(checked_here) == (hospital.database.dialect == "sqlite")


def test_a_process_that_can_t_be_started_is_done_without(
    sqlite_hospital: Hospital, checked_here: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_hospital.admit("A")
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert verify(sqlite_hospital.database, apart_from=ALWAYS).ok
    assert checked_here == [1]


def test_a_database_that_is_written_to_verifies(hospital: Hospital) -> None:
    hospital.admit("A", "B", items=10)
    over = threading.Event()
    written: list[int] = []

    def move_to_and_fro() -> None:
        owner, target = "A", "B"
        while not over.is_set():
            written.append(hospital.apply(ChangeKind.MOVE, hospital.moves(target, owner)).seq)
            owner, target = target, owner

    writer = threading.Thread(target=move_to_and_fro)
    writer.start()
    try:
        verdicts = [verify(hospital.database) for _ in range(10)]
    finally:
        over.set()
        writer.join()
    assert [verdict.first_broken for verdict in verdicts] == [None] * 10
    assert written
    assert verdicts[-1].change_sets > verdicts[0].change_sets
