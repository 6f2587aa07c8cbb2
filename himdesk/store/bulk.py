# SPDX-License-Identifier: Apache-2.0
"""Writing many rows with one statement, as each database does it fastest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table

Row = tuple[Any, ...]


def insert_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Insert rows given as tuples in the order of `columns`."""
    _insert(connection, table, columns, rows, absent_only=False)


def insert_absent(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Insert the rows whose key is not there yet."""
    _insert(connection, table, columns, rows, absent_only=True)


def _insert(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    absent_only: bool,
) -> None:
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        lite = sqlite.insert(table).values({name: bindparam(name) for name in columns})
        if absent_only:
            lite = lite.on_conflict_do_nothing()
        # The driver's own executemany takes tuples as they are, twice as fast as dictionaries.
        connection.exec_driver_sql(str(lite.compile(dialect=connection.dialect)), list(rows))
        return
    arrays = {
        name: list(values) for name, values in zip(columns, zip(*rows, strict=True), strict=True)
    }
    unnested = select(
        *(func.unnest(bindparam(name, type_=ARRAY(table.c[name].type))) for name in columns)
    )
    if absent_only:
        statement = postgresql.insert(table).from_select(list(columns), unnested)
        connection.execute(statement.on_conflict_do_nothing(), arrays)
    else:
        connection.execute(insert(table).from_select(list(columns), unnested), arrays)
