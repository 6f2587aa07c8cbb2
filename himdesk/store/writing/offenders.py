# SPDX-License-Identifier: Apache-2.0
"""Which of many changes did not find its `before`, and who changed it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from himdesk.domain.errors import RecordMovedOn
from himdesk.store.tables import CHANGE_SETS, CHANGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, Connection


def first_offender(
    connection: Connection,
    column: Column[str | None],
    field: str,
    entities: Sequence[str],
    span: tuple[int, int],
) -> RecordMovedOn:
    """The error that names the first change, in the ledger's order, that was not applied.

    `span` is the first and the last of the change sets that are being written.
    """
    table = column.table
    key = table.c.item_id if "item_id" in table.c else table.c.id
    now, earlier = CHANGES.alias("now"), CHANGES.alias("earlier")
    last = (
        select(earlier.c.change_set_seq)
        .where(earlier.c.entity_id == now.c.entity_id, earlier.c.field == field)
        .where(earlier.c.change_set_seq < span[0])
        .order_by(earlier.c.change_set_seq.desc())
        .limit(1)
        .correlate(now)
        .scalar_subquery()
    )
    # Rows that were set hold `after`; so may one that somebody else had set to it before.
    query = (
        select(now.c.entity, now.c.entity_id, CHANGE_SETS.c.applied_by)
        .select_from(now)
        .join(table, key == now.c.entity_id, isouter=True)
        .join(
            earlier,
            and_(
                earlier.c.entity_id == now.c.entity_id,
                earlier.c.field == field,
                earlier.c.change_set_seq == last,
            ),
            isouter=True,
        )
        .join(CHANGE_SETS, CHANGE_SETS.c.seq == earlier.c.change_set_seq, isouter=True)
        .where(now.c.change_set_seq.between(*span))
        .where(now.c.field == field, now.c.entity.in_(entities))
        .where(
            or_(
                key.is_(None),
                column.is_distinct_from(now.c.after),
                and_(
                    earlier.c.entity_id.is_not(None),
                    earlier.c.after.is_distinct_from(now.c.before),
                ),
            )
        )
        .order_by(now.c.change_set_seq, now.c.ordinal)
        .limit(1)
    )
    found = connection.execute(query).first()
    if found is None:
        return RecordMovedOn(entities[0], "?", field)
    return RecordMovedOn(found.entity, found.entity_id, field, found.applied_by)
