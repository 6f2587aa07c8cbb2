# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import stat
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from himdesk.domain.charts.charts import CHOICES
from himdesk.domain.charts.items import DETAILS as DETAIL_CLASSES
from himdesk.domain.charts.items import Item, Kind
from himdesk.store import schema
from himdesk.store.engine import connect
from himdesk.store.errors import NotADatabase, NotEmpty, NotHimdesk, WrongVersion
from himdesk.store.tables import DETAILS, ITEMS, METADATA, PATIENTS

if TYPE_CHECKING:
    from store_builders import Hospital


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kinds_table_has_the_fields_of_its_value(kind: Kind) -> None:
    columns = [column.name for column in DETAILS[kind].c]
    assert columns == ["item_id", *(field.name for field in fields(DETAIL_CLASSES[kind]))]


def test_the_item_table_has_the_fields_of_an_item() -> None:
    wanted = [field.name for field in fields(Item) if field.name != "details"]
    assert sorted(column.name for column in ITEMS.c) == sorted([*wanted, "created_seq"])


def test_every_choice_has_its_column() -> None:
    columns = {column.name for column in PATIENTS.c if column.name.startswith("choice_")}
    assert columns == {f"choice_{choice.name}" for choice in CHOICES}


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based")
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based")
def test_the_migrations_make_what_the_classes_say(hospital: Hospital) -> None:
    with hospital.database.read() as connection:
        context = MigrationContext.configure(connection)
        differences = compare_metadata(context, METADATA)
        names = {i["name"] for i in inspect(connection).get_indexes("change_set")}
        if hospital.database.dialect == "postgresql":
            assert "ix_change_set_at" in names
    # The one index on an expression can't be compared.
    assert [d for d in differences if "ix_change_set_at" not in repr(d)] == []


def test_the_newest_migration_is_the_one_named() -> None:
    assert ScriptDirectory.from_config(schema._config()).get_current_head() == schema.HEAD


def test_a_made_database_is_recognised(hospital: Hospital) -> None:
    schema.check(hospital.database)
    assert schema.migrate(hospital.database) == schema.HEAD


def test_a_database_is_made_once(hospital: Hospital) -> None:
    with pytest.raises(NotEmpty):
        schema.create(hospital.database)


def test_an_empty_database_is_no_himdesk(database: str) -> None:
    empty = connect(database)
    with pytest.raises(NotHimdesk) as caught:
        schema.check(empty)
    assert caught.value.empty
    empty.close()


def test_looking_does_not_make_a_file(sqlite_database: str) -> None:
    empty = connect(sqlite_database)
    with pytest.raises(NotHimdesk):
        schema.version(empty)
    assert not Path(empty.engine.url.database or "").exists()


def test_another_programs_database_is_refused(database: str) -> None:
    other = connect(database)
    with other.write("x") as connection:
        connection.execute(text("CREATE TABLE patient (id INTEGER)"))
    with pytest.raises(NotHimdesk) as caught:
        schema.check(other)
    assert not caught.value.empty
    with pytest.raises(NotEmpty):
        schema.create(other)
    other.close()


def test_a_newer_database_is_refused(hospital: Hospital) -> None:
    with hospital.database.write("x") as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for function in (schema.check, schema.migrate):
        with pytest.raises(WrongVersion) as caught:
            function(hospital.database)
        assert caught.value.newer


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir or Madam, " * 100)
    other = connect(f"sqlite:///{file.as_posix()}")
    with pytest.raises(NotADatabase):
        schema.check(other)
    other.close()


def test_only_the_owner_reads_the_file(sqlite_hospital: Hospital) -> None:
    file = Path(sqlite_hospital.database.engine.url.database or "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
