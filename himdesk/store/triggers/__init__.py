# SPDX-License-Identifier: Apache-2.0
"""The rules that the database itself keeps, whatever program connects.

They are made anew from today's tables after each migration. On a SQLite file whoever can write the
file can drop them: there they keep honest programs honest, and `verify` finds the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from himdesk.store.triggers import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy import Connection


def install(connection: Connection) -> None:
    """Make all triggers, replacing those that are there."""
    if connection.dialect.name == "sqlite":
        statements = sqlite.statements()
    else:
        schema = connection.execute(text("SELECT current_schema()")).scalar_one()
        statements = postgresql.statements(schema)
    for statement in statements:
        connection.exec_driver_sql(statement)


def missing(connection: Connection) -> tuple[str, ...]:
    """The names of triggers that are not there, switched off, or not as himdesk makes them."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        there: dict[str, str] = dict(connection.execute(text(query)).all())
        wanted = sqlite.definitions()
        return tuple(sorted(name for name, sql in wanted.items() if there.get(name) != sql))
    query = (
        "SELECT t.tgname, t.tgenabled, p.prosrc FROM pg_trigger t"
        " JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
    )
    working = {
        name: source for name, enabled, source in connection.execute(text(query)) if enabled in "OA"
    }
    bodies = postgresql.bodies()
    return tuple(sorted(name for name, body in bodies.items() if working.get(name) != body))
