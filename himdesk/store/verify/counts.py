# SPDX-License-Identifier: Apache-2.0
"""As many charts and items as were created, each with its details: none missing, none too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from himdesk.domain.changes import CREATED, PATIENT
from himdesk.store.tables import CHANGES, DETAILS, ITEMS, PATIENTS
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection, Table


def check(connection: Connection, seen: Mapping[str, int]) -> list[Broken]:
    """Compare how many of each entity were `seen` with how many were created, and are there.

    Each that was seen has a creation and a row of its own, so that equal sums leave none over.
    """
    found: list[Broken] = []
    if count(connection, CHANGES, CHANGES.c.field == CREATED) != sum(seen.values()):
        found.append(_undone_creation(connection))
    if count(connection, ITEMS) != sum(seen.values()) - seen[PATIENT]:
        found.append(Broken(0, ITEMS.name, "an item with details of its kind", "another one"))
    for kind, table in DETAILS.items():
        details = count(connection, table)
        if details != seen[kind.value]:
            found.append(Broken(0, table.name, f"{seen[kind.value]} rows", f"{details} rows"))
    return found


def count(connection: Connection, table: Table, *which: ColumnElement[bool]) -> int:
    """How many rows a table has, or those of them that are so."""
    query = select(func.count()).select_from(table).where(*which)
    return connection.execute(query).scalar_one()


def _undone_creation(connection: Connection) -> Broken:
    """What the ledger says was created, and is not there."""
    c = CHANGES.c
    there = (PATIENTS.c.id == c.entity_id, ITEMS.c.id == c.entity_id)
    query = (
        select(c.entity, c.entity_id, c.change_set_seq)
        .where(c.field == CREATED, *(~exists().where(each) for each in there))
        .order_by(c.change_set_seq, c.ordinal)
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None:
        return Broken(0, CHANGES.name, "as many rows as were created", "another number")
    return Broken(row.change_set_seq, f"{row.entity}/{row.entity_id}", "a row", "nothing")
