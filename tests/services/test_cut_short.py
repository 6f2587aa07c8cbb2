# SPDX-License-Identifier: Apache-2.0
"""Work that is cut short at any statement, or whose server goes away, is done or not at all."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

import pytest

from himdesk.services.intake import run
from himdesk.store.errors import DatabaseUnreachable
from himdesk.store.verify import verify
from services.gone import end_sessions
from services.hospital import Hospital
from services.importing import Intake, a_patient, a_result, totals
from services.works import WORKS, approve, merge, ready, split
from store.failing import PowerCut, Statements, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from himdesk.store.engine import Database
    from services.works import Ready

    Work = Callable[[Ready], None]
    Rows = dict[str, list[tuple[object, ...]]]

STEP: Final = {"sqlite": 1, "postgresql": 7}
"""A server takes longer to compare: it fails at fewer places."""

LOGS: Final = ("access_log",)
"""That somebody looked is a unit of its own, and stays."""


def kept(database: Database) -> Rows:
    return {name: rows for name, rows in rows_of(database).items() if name not in LOGS}


def more(before: Rows, after: Rows) -> dict[str, int]:
    """How many rows more there are; the queue of duplicates is brought up to date afterwards."""
    tables = (name for name in before if not name.startswith("match_"))
    return {name: len(after[name]) - len(before[name]) for name in tables}


@pytest.fixture
def whole(tmp_path: Path) -> Callable[[Work], dict[str, int]]:
    """What a piece of work makes if nothing is in its way."""

    def done(work: Work) -> dict[str, int]:
        twin = Hospital.make(f"sqlite:///{(tmp_path / 'twin.db').as_posix()}")
        made = ready(twin)
        before = kept(twin.database)
        work(made)
        result = more(before, kept(twin.database))
        twin.database.close()
        return result

    return done


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.__name__)
def test_a_fault_at_any_statement_leaves_all_or_nothing(
    hospital: Hospital, work: Work, whole: Callable[[Work], dict[str, int]]
) -> None:
    wanted = whole(work)
    made, faults = ready(hospital), Statements()
    before = kept(hospital.database)
    with faults.watched():
        for number in count(step=STEP[hospital.database.dialect]):
            faults.arm(number)
            try:
                work(made)
            except PowerCut:
                faults.arm(None)
                if kept(hospital.database) != before:
                    break  # it came after the commit: all of it must be there
            else:
                break
    assert number > 5
    assert more(before, kept(hospital.database)) == wanted
    assert verify(hospital.database).first_broken is None


@pytest.mark.postgres
@pytest.mark.parametrize("work", [merge, split, approve], ids=lambda work: work.__name__)
def test_a_server_that_goes_away_is_told_and_nothing_is_half_done(
    made_postgres: str, work: Work, whole: Callable[[Work], dict[str, int]]
) -> None:
    wanted = whole(work)
    hospital = Hospital.open(made_postgres)
    made, goes = ready(hospital), Statements(lambda: end_sessions(made_postgres))
    before, told = kept(hospital.database), list[DatabaseUnreachable]()
    with goes.watched():
        for number in count(step=3):
            goes.arm(number)
            try:
                work(made)
            except DatabaseUnreachable as error:
                goes.arm(None)
                told.append(error)
                assert kept(hospital.database) == before
            else:
                break
    assert len(told) > 3
    assert all(e.message().startswith("The database can't be reached") for e in told)
    assert not any(error.refusal for error in told)
    assert more(before, kept(hospital.database)) == wanted
    assert verify(hospital.database).first_broken is None
    hospital.database.close()


@pytest.mark.postgres
def test_an_import_goes_on_where_the_server_went_away(
    made_postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHUNK", 2)
    intake = Intake(Hospital.open(made_postgres), tmp_path)
    intake.hospital.desk("admin")
    records = [a_patient(f"p{n}", f"{1000 + n}") for n in range(6)]
    file = intake.file("all.ndjson", *records, *(a_result(f"r{n}", f"p{n}") for n in range(6)))
    goes, told = Statements(lambda: end_sessions(made_postgres)), list[DatabaseUnreachable]()
    with goes.watched():
        for number in count(start=3, step=11):
            goes.arm(number)
            try:
                intake.take(file)
            except DatabaseUnreachable as error:
                told.append(error)
            else:
                break
    goes.arm(None)
    assert len(told) > 3
    assert sum(error.filed for error in told) <= len(records) * 2
    assert any(e.filed and f"that {e.filed} record" in e.message() for e in told)
    assert totals(intake.take(file)) == (0, 0, len(records) * 2, 0)
    assert verify(intake.hospital.database).first_broken is None
    intake.hospital.database.close()
