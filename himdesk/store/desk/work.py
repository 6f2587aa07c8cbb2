# SPDX-License-Identifier: Apache-2.0
"""Cases that wait for a person, and unfinished work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from himdesk.domain.errors import NotFound
from himdesk.store.desk.rows import save, values_of
from himdesk.store.tables import DRAFTS, WORK_CASES

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Something that waits for a person; `detail` is JSON, the rest as `WorkCaseRow` has it."""

    id: str
    kind: str
    opened_at: str
    opened_by: str
    detail: str
    state: str = OPEN
    patient_id: str | None = None
    item_id: str | None = None
    due_at: str | None = None
    assigned_to: str | None = None
    closed_at: str | None = None
    closed_by: str | None = None
    claimed_at: str | None = None
    claimed_until: str | None = None
    snoozed_until: str | None = None
    waiting_for: str | None = None
    remind_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Unfinished work of one person, one for each kind and key."""

    id: str
    staff: str
    kind: str
    key: str
    body: str
    saved_at: str


def put_case(connection: Connection, case: Case) -> None:
    """Write a case, new or changed."""
    save(connection, WORK_CASES, values_of(case))


def case(connection: Connection, case_id: str) -> Case:
    """One case.

    Raises:
        NotFound: there is none.
    """
    query = select(WORK_CASES).where(WORK_CASES.c.id == case_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFound("case", case_id)
    return Case(**row)


def cases(
    connection: Connection,
    *,
    state: str = OPEN,
    kind: str | None = None,
    patient_id: str | None = None,
    limit: int = 1000,
) -> tuple[Case, ...]:
    """Cases in one state, oldest first."""
    c = WORK_CASES.c
    query = select(WORK_CASES).where(c.state == state).order_by(c.opened_at, c.id).limit(limit)
    if kind is not None:
        query = query.where(c.kind == kind)
    if patient_id is not None:
        query = query.where(c.patient_id == patient_id)
    return tuple(Case(**row) for row in connection.execute(query).mappings())


def keep_draft(connection: Connection, draft: Draft) -> None:
    """Keep a draft in place of the person's earlier one of the same kind and key."""
    there = connection.execute(
        update(DRAFTS)
        .where(*_is(draft.staff, draft.kind, draft.key))
        .values(body=draft.body, saved_at=draft.saved_at)
    )
    if there.rowcount == 0:
        connection.execute(insert(DRAFTS).values(**values_of(draft)))


def drop_draft(connection: Connection, *, staff: str, kind: str, key: str) -> None:
    """Forget a draft; that there is none is no error."""
    connection.execute(delete(DRAFTS).where(*_is(staff, kind, key)))


def drafts(connection: Connection, staff: str) -> tuple[Draft, ...]:
    """A person's drafts, the last saved first."""
    c = DRAFTS.c
    query = select(DRAFTS).where(c.staff == staff).order_by(c.saved_at.desc(), c.id)
    return tuple(Draft(**row) for row in connection.execute(query).mappings())


def _is(staff: str, kind: str, key: str) -> tuple[ColumnElement[bool], ...]:
    return (DRAFTS.c.staff == staff, DRAFTS.c.kind == kind, DRAFTS.c.key == key)
