# SPDX-License-Identifier: Apache-2.0
"""What a case waits for and what was said of it; people's filters and absences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from himdesk.store import chain, content
from himdesk.store.desk.rows import values_of
from himdesk.store.tables import ABSENCES, WORK_CASES, WORK_EVENTS, WORK_FILTERS

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

_W = WORK_CASES.c


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkEvent:
    """What someone did with a case, as `WorkEventRow` has it."""

    case_id: str
    at: str
    by: str
    verb: str
    comment: str | None = None
    detail: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """A filter with its name; `body` is JSON."""

    id: str
    staff: str
    name: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Who is away until when, and who has the work meanwhile."""

    staff: str
    delegate: str
    until: str


def change(connection: Connection, case_ids: Collection[str], **values: str | None) -> None:
    """Change columns of cases."""
    query = update(WORK_CASES).where(_W.id.in_(sorted(case_ids))).values(**values)
    connection.execute(query)


def record(connection: Connection, event: WorkEvent, evidence: bytes | None = None) -> None:
    """Add to what was done with a case, with the file that proves it."""
    if evidence is not None:
        content.put(connection, [evidence])
    chain.append(connection, WORK_EVENTS, values_of(event))


def events(connection: Connection, case_ids: Collection[str]) -> dict[str, list[WorkEvent]]:
    """What was done with cases, in order."""
    c = WORK_EVENTS.c
    columns = (c.case_id, c.at, c.by, c.verb, c.comment, c.detail, c.evidence)
    query = select(*columns).where(c.case_id.in_(sorted(case_ids))).order_by(c.seq)
    found: dict[str, list[WorkEvent]] = {case: [] for case in case_ids}
    for row in connection.execute(query).mappings():
        found[row["case_id"]].append(WorkEvent(**row))
    return found


def keep_filter(connection: Connection, kept: SavedFilter) -> None:
    """Keep a filter in place of the person's earlier one of that name."""
    drop_filter(connection, kept.staff, kept.name)
    connection.execute(insert(WORK_FILTERS).values(**values_of(kept)))


def drop_filter(connection: Connection, staff: str, name: str) -> None:
    """Forget a filter; that there is none is no error."""
    c = WORK_FILTERS.c
    connection.execute(delete(WORK_FILTERS).where(c.staff == staff, c.name == name))


def filters(connection: Connection, staff: str) -> tuple[SavedFilter, ...]:
    """A person's filters by name."""
    c = WORK_FILTERS.c
    query = select(WORK_FILTERS).where(c.staff == staff).order_by(c.name)
    return tuple(SavedFilter(**row) for row in connection.execute(query).mappings())


def be_away(connection: Connection, absence: Absence) -> None:
    """Put an absence in place of the person's earlier one."""
    come_back(connection, absence.staff)
    connection.execute(insert(ABSENCES).values(**values_of(absence)))


def come_back(connection: Connection, staff: str) -> None:
    """End somebody's absence."""
    connection.execute(delete(ABSENCES).where(ABSENCES.c.staff == staff))


def absences(connection: Connection, today: str) -> tuple[Absence, ...]:
    """Who is away on a day."""
    c = ABSENCES.c
    query = select(ABSENCES).where(c.until >= today).order_by(c.staff)
    return tuple(Absence(**row) for row in connection.execute(query).mappings())
