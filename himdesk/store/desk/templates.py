# SPDX-License-Identifier: Apache-2.0
"""The site's own letter templates: every change is an event in the chain of staff and settings.

The event holds the whole source, so that `verify` covers it and no version is ever lost.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from himdesk.store.desk import staff
from himdesk.store.tables import STAFF_EVENTS

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

VERB: Final = "template"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A template was put into force; an empty source is the shipped one's."""

    seq: int
    at: str
    by: str
    template: str
    version: str
    source: str


def record(
    connection: Connection, *, at: str, by: str, template: str, version: str, source: str
) -> int:
    """Put a template into force; returns the place of the event."""
    detail = json.dumps({"version": version, "source": source}, sort_keys=True)
    return staff.record(connection, at=at, by=by, verb=VERB, subject=template, detail=detail)


def changes(connection: Connection, template: str) -> tuple[Change, ...]:
    """All changes of a template, newest first."""
    query = _changes().where(STAFF_EVENTS.c.subject == template)
    return tuple(map(_change, connection.execute(query).mappings()))


def in_force(connection: Connection, template: str) -> Change | None:
    """The last change of a template, None if it is as shipped from the beginning."""
    query = _changes().where(STAFF_EVENTS.c.subject == template).limit(1)
    row = connection.execute(query).mappings().first()
    return None if row is None else _change(row)


def _changes() -> Select[tuple[Any, ...]]:
    c = STAFF_EVENTS.c
    query = select(c.seq, c.at, c.by, c.subject, c.detail).where(c.verb == VERB)
    return query.order_by(c.seq.desc())


def _change(row: Any) -> Change:
    said = json.loads(row["detail"])
    return Change(
        seq=row["seq"],
        at=row["at"],
        by=row["by"],
        template=row["subject"],
        version=said["version"],
        source=said["source"],
    )
