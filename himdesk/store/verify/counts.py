# SPDX-License-Identifier: Apache-2.0
"""As many charts and items as were created, each with its details: none missing, none too many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from himdesk.domain.changes import CREATED, PATIENT
from himdesk.domain.charts.items import Kind
from himdesk.store.tables import CHANGES, DETAILS, ITEMS, PATIENTS
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Select


def check(connection: Connection, seen: Mapping[str, int]) -> list[Broken]:
    """Compare what was `seen` of each entity with what is declared and with its tables."""
    c, found = CHANGES.c, list[Broken]()
    created = select(c.entity, func.count()).where(c.field == CREATED).group_by(c.entity)
    declared = _counts(connection, created)
    rows = _counts(connection, select(ITEMS.c.kind, func.count()).group_by(ITEMS.c.kind))
    for entity, count in seen.items():
        if declared.pop(entity, 0) != count:
            found.append(_undone_creation(connection, entity))
        if entity == PATIENT:
            continue
        table = DETAILS[Kind(entity)]
        details = connection.execute(select(func.count()).select_from(table)).scalar_one()
        wanted = rows.pop(entity, 0)
        if not details == count == wanted:
            found.append(Broken(0, table.name, f"{wanted} rows", f"{details} rows"))
    odd = sorted({*declared, *rows})
    return found + [Broken(0, ITEMS.name, "a known kind", "another one") for _ in odd]


def _counts(connection: Connection, query: Select[Any]) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(query)}


def _undone_creation(connection: Connection, entity: str) -> Broken:
    """What the ledger says was created, and is not there."""
    c, table = CHANGES.c, PATIENTS if entity == PATIENT else ITEMS
    query = (
        select(c.entity_id, c.change_set_seq)
        .join(table, table.c.id == c.entity_id, isouter=True)
        .where(c.field == CREATED, c.entity == entity, table.c.id.is_(None))
        .order_by(c.change_set_seq, c.ordinal)
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None:
        return Broken(0, entity, "as many rows as were created", "another number")
    return Broken(row.change_set_seq, f"{entity}/{row.entity_id}", "a row", "nothing")
