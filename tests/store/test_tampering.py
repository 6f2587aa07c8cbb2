# SPDX-License-Identifier: Apache-2.0
"""Each column of each protected table is edited by hand, and `verify` names the place."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import Integer, LargeBinary

from himdesk.domain.changes import sha256
from himdesk.domain.vocabulary import PROTECTED
from himdesk.store.engine import connect
from himdesk.store.tables import (
    APPEND_ONLY,
    CHAINS,
    CHANGE_SETS,
    CHANGES,
    CHARTS,
    CHARTS_TOUCHED,
    METADATA,
)
from himdesk.store.verify import anchors, verify
from store.filling import LETTER, fill
from store_builders import open_hospital

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Column, Table

DERIVED: Final = "derived from the charts; made anew at any time, so that it proves nothing"
OWN_WORK: Final = "what a person plans or keeps for the own work; says nothing of a chart"
UNCHECKED: Final = {
    "search_term": DERIVED,
    "match_record": DERIVED,
    "match_key": DERIVED,
    "match_crowded": DERIVED,
    "match_due": DERIVED,
    "match_pair": "the queue: weighed anew; judgements of pairs stand in the ledger",
    "match_case": DERIVED,
    "work_case": "the list of what waits; what was done with a case stands in its chained events",
    "case_item": "finds the cases of a record; the chained events of a case name its records too",
    "disclosed_item": "finds the disclosures of a record; the chained disclosure names them too",
    "work_filter": OWN_WORK,
    "staff_setting": OWN_WORK,
    "absence": OWN_WORK,
    "draft": OWN_WORK,
    "recipient": "a directory of addresses; a disclosure holds the address that was used",
    "break_glass": "how long a chart is open; that and why it was opened stands in the access log",
    "setting": "each change is a chained event; of the value itself only the model is compared",
    "source_record": "what a source last said; an import writes over it",
}
"""The tables of which an edit by hand is not promised to be found, with the reason."""

HANDS: Final = "who has a request; how it passed from hand to hand stands in chained events"
UNCHECKED_COLUMNS: Final = {
    "request.assigned_to": HANDS,
    "request.claimed_at": HANDS,
    "request.claimed_until": HANDS,
    "match_model.at": "told for convenience; the chained event has its own",
    "match_model.by": "told for convenience; the chained event has its own",
    "match_model.reason": "told for convenience; the chained event has its own",
    "change_set.id": "its digest tells which it is; only what names the id would be missing it",
}

CHECKED: Final = [table for table in METADATA.sorted_tables if table.name not in UNCHECKED]


def test_what_is_protected_is_checked_here() -> None:
    checked = {table.name for table in CHECKED}
    assert checked >= PROTECTED.keys()
    assert checked >= {table.name for table in (*APPEND_ONLY, *CHARTS)}
    assert UNCHECKED.keys() <= METADATA.tables.keys()
    promised = {f"{table}.{name}" for table, names in PROTECTED.items() for name in names}
    assert not UNCHECKED_COLUMNS.keys() & promised
    assert not {f"{name.split('.')[0]}.*" for name in UNCHECKED_COLUMNS} & promised


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, made_file: Path) -> Path:
    file = tmp_path_factory.mktemp("filled") / "himdesk.db"
    shutil.copy(made_file, file)
    hospital = open_hospital(f"sqlite:///{file.as_posix()}")
    fill(hospital)
    assert verify(hospital.database).first_broken is None
    hospital.database.close()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def tamper(file: Path, script: str) -> int:
    """Run statements with all triggers dropped, and make these anew; returns the changed rows."""
    with closing(sqlite3.connect(file)) as raw:
        made = dict(raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        for name in made:
            raw.execute(f"DROP TRIGGER {name}")
        before = raw.total_changes
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute(script)
        changed = raw.total_changes - before
        for definition in made.values():
            raw.execute(definition)
        raw.commit()
    return changed


def forged(column: Column[object]) -> str:
    if isinstance(column.type, Integer):
        return f'"{column.name}" + 1000'
    if isinstance(column.type, LargeBinary):
        return "x'00'"
    return "'forged'"


def last_row(table: Table) -> str:
    return f'SELECT max(rowid) FROM "{table.name}"'


COLUMNS: Final = [
    pytest.param(column, id=f"{table.name}.{column.name}")
    for table in CHECKED
    for column in table.c
    if str(column) not in UNCHECKED_COLUMNS
]


@pytest.mark.parametrize("column", COLUMNS)
def test_an_edit_of_any_column_is_found(
    filled: Path, tmp_path: Path, column: Column[object]
) -> None:
    file = tmp_path / "edited.db"
    shutil.copy(filled, file)
    table = column.table
    if table is CHANGES:
        one = "change_set_seq = 1 AND ordinal = 1"
    elif table is CHARTS_TOUCHED:
        one = "change_set_seq = 3 AND patient_id = 'B'"
    elif column.name in {"request_id", "reverses"} and table is CHANGE_SETS:
        one = "seq = 3"
    else:
        one = f"rowid = ({last_row(table)})"
    statement = f'UPDATE "{table.name}" SET "{column.name}" = {forged(column)} WHERE {one}'
    assert tamper(file, statement) == 1
    database = connect(f"sqlite:///{file.as_posix()}")
    broken = verify(database).first_broken
    database.close()
    assert broken is not None
    assert broken.where


DELETED: Final = (
    "staff", "staff_role", "import_batch", "meta",
    "request", "request_chart", "content", "patient", "item", "pair",
)  # fmt: skip


@pytest.mark.parametrize("table", DELETED)
def test_a_row_taken_away_is_found(filled: Path, tmp_path: Path, table: str) -> None:
    one = f'rowid = (SELECT max(rowid) FROM "{table}")'
    assert not sound_after(filled, tmp_path, f'DELETE FROM "{table}" WHERE {one}')


def test_a_case_s_file_taken_away_is_found(filled: Path, tmp_path: Path) -> None:
    one = f"digest = '{sha256(LETTER)}'"
    assert not sound_after(filled, tmp_path, f"DELETE FROM content WHERE {one}")


def test_each_line_of_a_touched_chart_is_missed(filled: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(filled)) as raw:
        lines = raw.execute("SELECT patient_id, change_set_seq FROM change_set_chart").fetchall()
    kept = [
        (chart, seq)
        for chart, seq in lines
        if sound_after(
            filled,
            tmp_path,
            f"DELETE FROM change_set_chart WHERE patient_id = '{chart}' AND change_set_seq = {seq}",
        )
    ]
    assert not kept


def sound_after(filled: Path, tmp_path: Path, statement: str) -> bool:
    """Whether `verify` finds nothing after a statement that changes one row."""
    file = tmp_path / "edited.db"
    shutil.copy(filled, file)
    assert tamper(file, statement) == 1
    database = connect(f"sqlite:///{file.as_posix()}")
    verdict = verify(database)
    database.close()
    return verdict.ok


@pytest.mark.parametrize("table", CHAINS, ids=str)
def test_a_cut_off_tail_is_found_by_an_anchor(filled: Path, tmp_path: Path, table: Table) -> None:
    file = tmp_path / "edited.db"
    shutil.copy(filled, file)
    database = connect(f"sqlite:///{file.as_posix()}")
    with database.read() as connection:
        ends = anchors(connection)
    database.close()
    last = f'(SELECT max(seq) FROM "{table.name}")'
    assert tamper(file, f'DELETE FROM "{table.name}" WHERE seq = {last}') == 1
    database = connect(f"sqlite:///{file.as_posix()}")
    broken = verify(database, anchored=ends).first_broken
    database.close()
    assert broken is not None
    assert table.name.split("_")[0] in broken.where
