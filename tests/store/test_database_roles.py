# SPDX-License-Identifier: Apache-2.0
"""A person who connects with a database role of their own, with any program."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url, text

from himdesk.store.desk import access, staff
from himdesk.store.engine import connect
from himdesk.store.errors import ReadOnly, Refused
from himdesk.store.triggers import roles
from himdesk.store.verify import verify
from store_builders import Hospital

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.postgres
ROLE = "carla_db"


@dataclass
class Carla:
    """Her own connection, and the hospital as its owner sees it."""

    own: Hospital
    hospital: Hospital


@pytest.fixture
def carla(postgres_hospital: Hospital) -> Iterator[Carla]:
    hospital = postgres_hospital
    hospital.admit("A", "B")
    account = staff.Account(
        id="s1", name="carla", display="Carla", password_hash="-", person_id="s1",
        created_at="2026", db_role=ROLE, roles=frozenset({"clerk"}),
    )  # fmt: skip
    with hospital.database.write("admin") as connection:
        staff.put(connection, account)
        detail = json.dumps({"account": staff.witness(account)})
        staff.record(connection, at="2026", by="admin", verb="add", subject="carla", detail=detail)
        connection.execute(text(f"DROP ROLE IF EXISTS {ROLE}"))
        connection.execute(text(f"CREATE ROLE {ROLE} LOGIN"))
        roles.grant(connection, ROLE)
    url = make_url(hospital.database.engine.url).set(username=ROLE)
    own = Hospital(connect(url.render_as_string(hide_password=False)), count=500)
    yield Carla(own, hospital)
    own.database.close()
    with hospital.database.write("admin") as connection:
        connection.execute(text(f"DROP OWNED BY {ROLE}"))
        connection.execute(text(f"DROP ROLE {ROLE}"))


def test_she_works_in_her_own_name(carla: Carla) -> None:
    for change in carla.own.moves("A", "B")[:1]:
        carla.own.apply("move", [change], by="carla")  # type: ignore[arg-type]
    with carla.own.database.write("carla") as connection:
        access.append(connection, at="2026-01-01T00:00:00Z", staff="carla", verb="show")
    assert verify(carla.hospital.database).ok


def test_she_cannot_say_that_she_is_another(carla: Carla) -> None:
    with pytest.raises(Refused, match="name of another"):
        carla.own.merge("A", "B")  # in the name of "clerk", himdesk.actor set accordingly
    with pytest.raises(Refused), carla.own.database.write("supervisor") as connection:
        access.append(connection, at="2026-01-01T00:00:00Z", staff="supervisor", verb="show")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE item SET patient_id = 'B' WHERE id = 'A1'",
        "UPDATE change SET after = 'x'",
        "DELETE FROM change_set",
        "TRUNCATE access_log",
        "DELETE FROM item",
        "UPDATE staff SET db_role = NULL",
        "INSERT INTO staff_role VALUES ('s1', 'supervisor')",
        "ALTER TABLE change DISABLE TRIGGER ALL",
        "DROP TABLE change",
        "SET session_replication_role = replica",
        "CREATE TEMP TABLE change (LIKE public.change); UPDATE item SET display = 'x'",
    ],
)
def test_what_she_cannot_do(carla: Carla, statement: str) -> None:
    with pytest.raises((Refused, ReadOnly)), carla.own.database.write("carla") as connection:
        connection.execute(text(statement))
    assert verify(carla.hospital.database).ok


def test_a_temporary_table_does_not_deceive_the_guard(carla: Carla) -> None:
    forged = """
        CREATE TEMP TABLE change_set AS SELECT 1 AS seq;
        CREATE TEMP TABLE change AS SELECT 1 AS change_set_seq, 1 AS ordinal,
            'clinical_item' AS entity, 'A1' AS entity_id, 'display' AS field,
            NULL::text AS before, 'x' AS after;
        UPDATE item SET display = 'x' WHERE id = 'A1'
    """
    with pytest.raises(Refused), carla.own.database.write("carla") as connection:
        connection.execute(text(forged))
    assert verify(carla.hospital.database).ok
