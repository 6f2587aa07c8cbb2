# SPDX-License-Identifier: Apache-2.0
"""Who has what waits: a case of the work list, or a request for approval, which is listed there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update

from himdesk.store import chain
from himdesk.store.desk import proposals, work
from himdesk.store.desk.casework import WorkEvent
from himdesk.store.desk.work import CLOSED, OPEN, Case
from himdesk.store.desk.worklist import APPROVAL, WAITING_REQUESTS, free
from himdesk.store.tables import CLAIM_EVENTS, REQUESTS, WORK_CASES

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Connection, Table


def case(connection: Connection, name: str) -> Case:
    """A case, or a request as the work list sees it; a request's `detail` names its charts.

    Raises:
        NotFound: there is neither.
    """
    request = connection.execute(select(REQUESTS).where(REQUESTS.c.id == name)).mappings().first()
    if request is None:
        return work.case(connection, name)
    waits = request["state"] in WAITING_REQUESTS
    return Case(
        id=name,
        kind=APPROVAL,
        state=OPEN if waits else CLOSED,
        opened_at=request["created_at"],
        opened_by=request["requester"],
        detail=json.dumps({"charts": proposals.charts_of(connection, name)}),
        assigned_to=request["assigned_to"],
        claimed_at=request["claimed_at"],
        claimed_until=request["claimed_until"],
        closed_at=None if waits else request["decided_at"],
        closed_by=None if waits else proposals.events(connection, name)[-1].by,
    )


def take(
    connection: Connection,
    wanted: Case,
    *,
    by: str,
    at: str,
    until: str,
    absent: Collection[str] = (),
) -> bool:
    """Let somebody have what waits and nobody else holds; answers whether it is theirs now.

    What was given to somebody to keep stays so, and their claim keeps its beginning. What the
    `absent` have may be taken too.
    """
    table = REQUESTS if wanted.kind == APPROVAL else WORK_CASES
    c = table.c
    waits = update(table).where(c.id == wanted.id, _waits(table))
    mine = waits.where(c.assigned_to == by, or_(c.claimed_until.is_(None), c.claimed_until >= at))
    kept = mine.where(c.claimed_until.is_not(None)).values(claimed_until=until)
    if connection.execute(kept).rowcount:
        return True
    if connection.execute(mine.values(assigned_to=by)).rowcount:
        return True
    query = waits.where(or_(free(at, c), c.assigned_to.in_(tuple(absent)))).values(
        assigned_to=by, claimed_at=at, claimed_until=until
    )
    return connection.execute(query).rowcount == 1


def give(connection: Connection, names: Collection[str], owner: str | None, at: str | None) -> None:
    """Let somebody have cases and requests to keep, or nobody."""
    for table in (WORK_CASES, REQUESTS):
        query = update(table).where(table.c.id.in_(sorted(names)))
        connection.execute(query.values(assigned_to=owner, claimed_at=at, claimed_until=None))


def held_by(connection: Connection, staff: str) -> tuple[str, ...]:
    """The open cases and the waiting requests that somebody has."""
    found: list[str] = []
    for table in (WORK_CASES, REQUESTS):
        c = table.c
        query = select(c.id).where(c.assigned_to == staff, _waits(table)).order_by(c.id)
        found += connection.execute(query).scalars()
    return tuple(found)


def record(connection: Connection, event: WorkEvent) -> None:
    """Add to what was done with a request that waits."""
    values: dict[str, str | None] = {
        "request_id": event.case_id, "at": event.at, "by": event.by, "verb": event.verb,
        "comment": event.comment, "detail": event.detail,
    }  # fmt: skip
    chain.append(connection, CLAIM_EVENTS, values)


def events(connection: Connection, request: str) -> list[WorkEvent]:
    """How a request passed from hand to hand, in order."""
    c = CLAIM_EVENTS.c
    columns = (c.request_id.label("case_id"), c.at, c.by, c.verb, c.comment, c.detail)
    query = select(*columns).where(c.request_id == request).order_by(c.seq)
    return [WorkEvent(**row) for row in connection.execute(query).mappings()]


def _waits(table: Table) -> ColumnElement[bool]:
    state: ColumnElement[str] = table.c.state
    return state.in_(WAITING_REQUESTS if table is REQUESTS else (OPEN,))
