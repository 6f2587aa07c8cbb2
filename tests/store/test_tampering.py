# SPDX-License-Identifier: Apache-2.0
"""Each column of each protected table is edited by hand, and `verify` names the place."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import Integer, LargeBinary

from himdesk.domain.changes import PATIENT, Change, ChangeKind, ChangeSet, pair_id, sha256
from himdesk.domain.changes import canonical as canonical_of
from himdesk.domain.plans import Created
from himdesk.store.desk import access, letters, meta, proposals, sources, staff
from himdesk.store.engine import connect
from himdesk.store.tables import (
    ACCESS_LOG,
    CHANGE_SETS,
    CHANGES,
    CHARTS_TOUCHED,
    CONTENTS,
    IMPORT_BATCHES,
    ITEMS,
    LETTERS,
    META,
    PAIRS,
    PATIENTS,
    REQUEST_CHARTS,
    REQUEST_EVENTS,
    REQUESTS,
    STAFF,
    STAFF_EVENTS,
    STAFF_ROLES,
)
from himdesk.store.verify import anchors, verify
from himdesk.store.writing import ledger
from store_builders import an_item, open_hospital

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Column, Connection, Table

    from store_builders import Hospital

CHECKED: Final = (
    CHANGE_SETS, CHANGES, CONTENTS, PATIENTS, ITEMS, PAIRS, STAFF, STAFF_ROLES, META, REQUESTS,
    REQUEST_CHARTS, ACCESS_LOG, LETTERS, REQUEST_EVENTS, STAFF_EVENTS,
    IMPORT_BATCHES,
)  # fmt: skip


def fill(hospital: Hospital) -> None:
    """Something in every table."""
    hospital.admit("A", "B", "C")
    pair = pair_id("A", "C")
    hospital.apply(ChangeKind.DISTINCT, [Change("pair", pair, "judgement", None, "distinct")])
    with hospital.database.write("ana") as connection:
        meta.put(connection, {"database": "d1", "zone": "UTC"})
        detail = json.dumps({"database": "d1", "zone": "UTC"})
        staff.record(connection, at="1", by="ana", verb="site", subject="x", detail=detail)
        for name in ("ana", "ben"):
            _hire(connection, name)
        access.append(connection, at="1", staff="ana", verb="show", patient_id="A", reason="x")
        access.append(connection, at="2", staff="ana", verb="show", patient_id="A", reason="x")
    _request(hospital)
    pdf = b"%PDF-1.7"
    letter = letters.Letter(
        id="l", at="2026", by="ana", kind="merge-notice", for_id="cs00001", language="en",
        template="merge-notice", template_version="1", content=sha256(pdf),
    )  # fmt: skip
    with hospital.database.write("ana") as connection:
        batch = sources.ImportBatch(id="i", source="lab", started_at="1", by="ana", state="done")
        sources.put_import(connection, batch)
        letters.issue(connection, letter, pdf)
    late = an_item("late", "A", at="2026")
    done = hospital.apply(ChangeKind.IMPORT, [], Created((), (late,)), import_id="i")
    with hospital.database.write("ana") as connection:
        said = {"through": done.seq, "import": sources.witness(connection, batch, done.seq)}
        staff.record(
            connection, at="3", by="ana", verb="import", subject="i", detail=json.dumps(said)
        )


def _hire(connection: Connection, name: str) -> None:
    account = staff.Account(
        id=name, name=name, display=name, password_hash="-", person_id=name, created_at="1",
        db_role=f"role-{name}", reset_by="boss", reset_at="1", roles=frozenset({"clerk"}),
    )  # fmt: skip
    staff.put(connection, account)
    detail = json.dumps({"account": staff.witness(account)})
    staff.record(connection, at="1", by="ana", verb="add", subject=name, detail=detail)


def _request(hospital: Hospital) -> None:
    """A merge that was proposed, returned, proposed anew and approved; and one that waits."""
    changes = (
        Change(PATIENT, "B", "replaced_by", None, "A"),
        Change(PATIENT, "B", "status", "active", "retired"),
        *hospital.moves("A", "B"),
    )
    change_set = ChangeSet(ChangeKind.MERGE, "ana", "one person", changes)
    rows = [[c.entity, c.id, c.field, c.before, c.after] for c in changes]
    body = canonical_of({"changes": rows, "order": {}, "v": 1})
    for name in ("r1", "r2"):
        proposal = proposals.Proposal(
            id=name, kind="merge", state="proposed", requester="ana", reason="one person",
            content=change_set.content, body=sha256(body), created_at="1",
        )  # fmt: skip
        with hospital.database.write("ana") as connection:
            proposals.propose(connection, proposal, body, ["A", "B"], by="ana")
    with hospital.database.write("ben") as connection:
        waiting = proposals.get(connection, "r2")
        returned = {"state": "returned", "verb": "return", "at": "2", "by": "ben"}
        proposals.decide(connection, waiting, **returned, comment="why?")
        open_one = proposals.get(connection, "r1")
        proposals.decide(
            connection, open_one, state="approved", verb="approve", at="2", by="ben",
            approver="ben", change_set_id="m1",
        )  # fmt: skip
        ledger.write(
            connection, change_set, Created(), id="m1", at="2", applied_by="ben",
            approved_by="ben", approved_at="2", request_id="r1",
        )  # fmt: skip


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
    "change_set_chart",
)  # fmt: skip


@pytest.mark.parametrize("table", DELETED)
def test_a_row_taken_away_is_found(filled: Path, tmp_path: Path, table: str) -> None:
    file = tmp_path / "edited.db"
    shutil.copy(filled, file)
    key = "patient_id = 'B' AND change_set_seq = 3" if table == CHARTS_TOUCHED.name else ""
    one = key or f'rowid = (SELECT max(rowid) FROM "{table}")'
    assert tamper(file, f'DELETE FROM "{table}" WHERE {one}') == 1
    database = connect(f"sqlite:///{file.as_posix()}")
    assert not verify(database).ok
    database.close()


@pytest.mark.parametrize("table", [ACCESS_LOG, LETTERS, STAFF_EVENTS, REQUEST_EVENTS], ids=str)
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
