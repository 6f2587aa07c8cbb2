# SPDX-License-Identifier: Apache-2.0
"""Database roles of single persons on PostgreSQL.

A person with such a role (`staff.db_role`) is known to the database itself: whatever program
connects with it can write in that person's name only, and never history, staff or settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.store.tables import (
    ABSENCES,
    APPEND_ONLY,
    BREAK_GLASS,
    CASE_ITEMS,
    CHARTS,
    DISCLOSED_ITEMS,
    DRAFTS,
    IMPORT_BATCHES,
    MATCH_CASES,
    MATCH_CROWDED,
    MATCH_DUE,
    MATCH_KEYS,
    MATCH_MODELS,
    MATCH_PAIRS,
    MATCH_RECORDS,
    METADATA,
    RECIPIENTS,
    REQUEST_CHARTS,
    REQUESTS,
    SOURCE_RECORDS,
    STAFF_SETTINGS,
    TERMS,
    WORK_CASES,
    WORK_FILTERS,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

_CHANGED = (
    *CHARTS, ABSENCES, BREAK_GLASS, DRAFTS, IMPORT_BATCHES, RECIPIENTS, REQUESTS, SOURCE_RECORDS,
    STAFF_SETTINGS, WORK_CASES, WORK_FILTERS,
)  # fmt: skip
_DERIVED = (MATCH_RECORDS, MATCH_KEYS, MATCH_CROWDED, MATCH_DUE, MATCH_PAIRS, MATCH_CASES)
_LINKS = (CASE_ITEMS, DISCLOSED_ITEMS, REQUEST_CHARTS, TERMS)
_ADDED = (*APPEND_ONLY, *_CHANGED, *_DERIVED, MATCH_MODELS, *_LINKS)
_TAKEN_AWAY = (*_DERIVED, ABSENCES, DRAFTS, REQUEST_CHARTS, STAFF_SETTINGS, WORK_FILTERS)


def grant(connection: Connection, role: str) -> None:
    """Give an existing role what its person needs to work with himdesk, and no more."""
    quote = connection.dialect.identifier_preparer.quote_identifier

    def allow(verb: str, tables: tuple[Table, ...]) -> None:
        names = ", ".join(quote(table.name) for table in tables)
        connection.exec_driver_sql(f"GRANT {verb} ON {names} TO {quote(role)}")

    allow("SELECT", tuple(METADATA.sorted_tables))
    allow("INSERT", _ADDED)
    allow("UPDATE", (*_CHANGED, *_DERIVED))
    allow("DELETE", _TAKEN_AWAY)
    connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {quote(role)}")
