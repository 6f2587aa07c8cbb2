# SPDX-License-Identifier: Apache-2.0
"""Writing many rows with one statement, as each database does it fastest."""

from __future__ import annotations

from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Insert, Table

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
        said = _said(columns, rows)
        text, ordered = _for_sqlite(table, tuple(columns), said, absent_only=absent_only)
        # The driver's own executemany takes tuples as they are, twice as fast as dictionaries.
        connection.exec_driver_sql(text, [ordered(row) for row in rows])
        return
    arrays = {
        name: list(values) for name, values in zip(columns, zip(*rows, strict=True), strict=True)
    }
    connection.execute(_for_postgresql(table, tuple(columns), absent_only=absent_only), arrays)


def _said(columns: Sequence[str], rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns in which any row has a value: most are empty, and binding them costs time."""
    values = zip(columns, zip(*rows, strict=True), strict=True)
    return tuple(name for name, column in values if any(value is not None for value in column))


@cache
def _for_sqlite(
    table: Table, columns: tuple[str, ...], said: tuple[str, ...], *, absent_only: bool
) -> tuple[str, Callable[[Row], Row]]:
    """The statement, and what takes from a row what is `said`, in the order of the table."""
    statement = sqlite.insert(table).values({name: bindparam(name) for name in said})
    if absent_only:
        statement = statement.on_conflict_do_nothing()
    compiled = statement.compile(dialect=sqlite.dialect())
    wanted = [str(name) for name in getattr(compiled, "positiontup", None) or ()]
    if wanted == list(columns):
        return str(compiled), tuple
    first, *others = (columns.index(name) for name in wanted)
    if not others:
        return str(compiled), lambda row: (row[first],)
    return str(compiled), itemgetter(first, *others)


@cache
def _for_postgresql(table: Table, columns: tuple[str, ...], *, absent_only: bool) -> Insert:
    unnested = select(
        *(func.unnest(bindparam(name, type_=ARRAY(table.c[name].type))) for name in columns)
    )
    if absent_only:
        statement = postgresql.insert(table).from_select(list(columns), unnested)
        return statement.on_conflict_do_nothing()
    return insert(table).from_select(list(columns), unnested)
