# SPDX-License-Identifier: Apache-2.0
"""Where things came from: what imports and source records name is there; imports are whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, select

from himdesk.domain.errors import NotFound
from himdesk.store.desk import sources
from himdesk.store.tables import (
    CHANGE_SETS,
    CONTENTS,
    IMPORT_BATCHES,
    ITEMS,
    SOURCE_RECORDS,
    STAFF_EVENTS,
)
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from sqlalchemy import Connection

_UNDONE: Final = CHANGE_SETS.alias("undone")
_NAMED: Final = (
    (CHANGE_SETS.c.reverses, CHANGE_SETS.c.seq, _UNDONE.c.id),
    (CHANGE_SETS.c.import_id, CHANGE_SETS.c.seq, IMPORT_BATCHES.c.id),
    (SOURCE_RECORDS.c.import_id, SOURCE_RECORDS.c.id, IMPORT_BATCHES.c.id),
    (SOURCE_RECORDS.c.body, SOURCE_RECORDS.c.id, CONTENTS.c.digest),
    (SOURCE_RECORDS.c.item_id, SOURCE_RECORDS.c.id, ITEMS.c.id),
    (ITEMS.c.source_record_id, ITEMS.c.created_seq, SOURCE_RECORDS.c.id),
)


def check(connection: Connection) -> Broken | None:
    """Look for a name of something that is not there."""
    for name, place, target in _NAMED:
        there = exists().where(target == name)
        query = select(place, name).where(name.is_not(None), ~there).order_by(place).limit(1)
        row = connection.execute(query).first()
        if row is not None:
            seq = row[0] if isinstance(row[0], int) else 0
            return Broken(seq, f"{name.table.name}.{name.name}", row[1], "nothing")
    return _imports(connection)


def _imports(connection: Connection) -> Broken | None:
    """Compare each import that was finished with the event that says so."""
    e = STAFF_EVENTS.c
    query = select(e.seq, e.subject, e.detail).where(e.verb == "import").order_by(e.seq)
    last = {name: (seq, json.loads(detail)) for seq, name, detail in connection.execute(query)}
    for name, (seq, said) in last.items():
        try:
            batch = sources.import_batch(connection, name)
        except NotFound:
            return Broken(seq, f"import_batch/{name}", "a row", "nothing")
        now = sources.witness(connection, batch, said["through"])
        if now != said["import"]:
            return Broken(seq, f"import_batch/{name}", said["import"], now)
    return None
