# SPDX-License-Identifier: Apache-2.0
"""Settings of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from himdesk.store.tables import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Table


def read(connection: Connection) -> dict[str, str]:
    """All settings that differ from what himdesk ships with."""
    return read_all(connection, SETTINGS)


def put(connection: Connection, values: Mapping[str, str | None]) -> None:
    """Set settings, or take them back to what was shipped (None); the caller records the event."""
    put_all(connection, SETTINGS, values)


def read_all(connection: Connection, table: Table) -> dict[str, str]:
    """A table of keys and values."""
    rows = connection.execute(select(table.c.key, table.c.value).order_by(table.c.key))
    return dict(rows.all())


def put_all(connection: Connection, table: Table, values: Mapping[str, str | None]) -> None:
    """Set keys of a table; None takes one away."""
    for key, value in sorted(values.items()):
        connection.execute(delete(table).where(table.c.key == key))
        if value is not None:
            connection.execute(insert(table).values(key=key, value=value))
