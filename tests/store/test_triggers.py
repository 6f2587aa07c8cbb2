# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from himdesk.domain.changes import GENESIS
from himdesk.store import triggers
from himdesk.store.desk import access
from himdesk.store.errors import Refused
from himdesk.store.tables import APPEND_ONLY, CHARTS
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from store_builders import Hospital

APPENDED = [table.name for table in APPEND_ONLY]
CHARTED = [table.name for table in CHARTS]


def fill(hospital: Hospital) -> None:
    hospital.admit("A", "B")
    hospital.merge("A", "B")
    with hospital.database.write("clerk") as connection:
        access.append(connection, at=hospital.at(), staff="clerk", verb="show", patient_id="A")


def run(hospital: Hospital, statement: str) -> None:
    with hospital.database.write("clerk") as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
@pytest.mark.parametrize(
    "table", ["change_set", "change", "change_set_chart", "content", "access_log"]
)
def test_history_is_never_changed(hospital: Hospital, table: str, verb: str) -> None:
    fill(hospital)
    column = {"content": "size", "change": "ordinal", "change_set_chart": "change_set_seq"}.get(
        table, "seq"
    )
    done = f"UPDATE {table} SET {column} = 7" if verb == "UPDATE" else f"DELETE FROM {table}"
    with pytest.raises(Refused, match="history"):
        run(hospital, done)
    assert verify(hospital.database).ok


@pytest.mark.parametrize("table", ["patient", "item", "name", "clinical_item"])
def test_nothing_is_deleted_from_a_chart(hospital: Hospital, table: str) -> None:
    fill(hospital)
    with pytest.raises(Refused, match="deleted"):
        run(hospital, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", [*APPENDED, *CHARTED])
def test_every_protected_table_has_its_triggers(hospital: Hospital, table: str) -> None:
    with hospital.database.read() as connection:
        assert triggers.missing(connection) == ()


def test_a_chain_only_grows_at_its_end(hospital: Hospital) -> None:
    fill(hospital)
    values = f"9, '2026', 'clerk', 'show', '{GENESIS}', 'x'"
    with pytest.raises(Refused, match="end"):
        run(
            hospital,
            f"INSERT INTO access_log (seq, at, staff, verb, previous, digest) VALUES ({values})",
        )


def test_postgresql_adds_changes_to_the_newest_change_set_only(postgres_hospital: Hospital) -> None:
    fill(postgres_hospital)
    with pytest.raises(Refused, match="newest"):
        run(
            postgres_hospital,
            "INSERT INTO change (change_set_seq, ordinal, entity, entity_id, field, after)"
            " VALUES (1, 99, 'item', 'A1', 'status', 'x')",
        )


EDITS = [
    "UPDATE item SET patient_id = 'B' WHERE id = 'A1'",
    "UPDATE item SET home_patient_id = 'B' WHERE id = 'A1'",
    "UPDATE item SET display = 'forged' WHERE id = 'A1'",
    "UPDATE item SET id = 'forged' WHERE id = 'A1'",
    "UPDATE item SET created_seq = 2 WHERE id = 'A1'",
    "UPDATE patient SET choice_family = NULL WHERE id = 'A'",
    "UPDATE patient SET status = 'active', replaced_by = NULL WHERE id = 'B'",
    "UPDATE patient SET number = 'forged' WHERE id = 'A'",
    "UPDATE name SET family = 'Forged' WHERE item_id = 'A-name'",
    "UPDATE statement SET value = '1999-01-01' WHERE item_id = 'A-born'",
    "UPDATE clinical_item SET category = 'allergy' WHERE item_id = 'A1'",
    "INSERT INTO patient (id, authority, number, status, created_seq) VALUES ('X', 'G', 7, 'x', 1)",
    "INSERT INTO pair VALUES ('A~B', 'A', 'B', 'distinct')",
    "INSERT INTO flag (item_id, flag) VALUES ('A1', 'vip')",
]


@pytest.mark.parametrize("edit", EDITS)
def test_postgresql_refuses_an_edit_without_a_change_set(
    postgres_hospital: Hospital, edit: str
) -> None:
    fill(postgres_hospital)
    with pytest.raises(Refused):
        run(postgres_hospital, edit)
    assert verify(postgres_hospital.database).ok


@pytest.mark.parametrize("edit", EDITS)
def test_verify_finds_an_edit_of_a_sqlite_file(sqlite_hospital: Hospital, edit: str) -> None:
    fill(sqlite_hospital)
    url = sqlite_hospital.database.engine.url.database
    assert url is not None
    with sqlite3.connect(url) as raw:
        raw.execute(edit)
    raw.close()
    assert not verify(sqlite_hospital.database).ok


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE change_set SET reason = 'other' WHERE seq = 2",
        "UPDATE change_set SET digest = 'other' WHERE seq = 2",
        "UPDATE change SET after = 'B' WHERE change_set_seq = 2 AND entity_id = 'B1'",
        "DELETE FROM change WHERE change_set_seq = 2 AND entity_id = 'B1'",
        "DELETE FROM change WHERE change_set_seq = 2; DELETE FROM change_set WHERE seq = 2",
        "DELETE FROM change_set_chart WHERE patient_id = 'B' AND change_set_seq = 2",
        "UPDATE content SET data = x'00'",
        "DELETE FROM clinical_item WHERE item_id = 'A1'",
        "UPDATE access_log SET reason = 'other'",
    ],
)
def test_verify_finds_forged_history_after_a_trigger_was_dropped(
    sqlite_hospital: Hospital, edit: str
) -> None:
    fill(sqlite_hospital)
    file = sqlite_hospital.database.engine.url.database
    assert file is not None
    with sqlite3.connect(file) as raw:
        made = dict(raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        for name in made:
            raw.execute(f"DROP TRIGGER {name}")
        raw.executescript(edit)
        for definition in made.values():
            raw.execute(definition)
    raw.close()
    assert not verify(sqlite_hospital.database).ok


def test_verify_finds_a_dropped_trigger(hospital: Hospital) -> None:
    fill(hospital)
    assert verify(hospital.database).ok
    if hospital.database.dialect == "sqlite":
        run(hospital, "DROP TRIGGER himdesk_no_delete_change")
    else:
        run(hospital, "ALTER TABLE change DISABLE TRIGGER himdesk_refuse_change")
    broken = verify(hospital.database).first_broken
    assert broken is not None
    assert broken.where.startswith("trigger")


def test_the_requester_cannot_be_the_approver(hospital: Hospital) -> None:
    fill(hospital)
    with hospital.database.read() as connection:
        head = connection.execute(text("SELECT digest FROM change_set WHERE seq = 2")).scalar()
    with pytest.raises(IntegrityError):
        run(
            hospital,
            "INSERT INTO change_set (seq, id, kind, requester, reason, content, at, applied_by,"
            " approved_by, approved_at, previous, digest) VALUES"
            f" (3, 'x', 'merge', 'clerk', 'r', 'c', '2026', 'clerk', 'clerk', '2', '{head}', 'd')",
        )


def test_postgresql_knows_the_actor(postgres_hospital: Hospital) -> None:
    fill(postgres_hospital)
    with postgres_hospital.database.read() as connection:
        head = connection.execute(text("SELECT digest FROM access_log")).scalar()
    with pytest.raises(Refused, match="name of another"):
        run(
            postgres_hospital,
            "INSERT INTO access_log (seq, at, staff, verb, previous, digest)"
            f" VALUES (2, '2026', 'mallory', 'show', '{head}', 'x')",
        )
