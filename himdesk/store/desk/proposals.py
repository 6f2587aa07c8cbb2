# SPDX-License-Identifier: Apache-2.0
"""Requests on their way to approval, with all that was ever done to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from himdesk.domain.changes import sha256
from himdesk.domain.errors import NotFound, WrongState
from himdesk.store import chain, content
from himdesk.store.desk.rows import values_of
from himdesk.store.tables import REQUEST_CHARTS, REQUEST_EVENTS, REQUESTS

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

PROPOSE, EDIT = "propose", "edit"
"""The verbs whose author counts as a requester: the database lets none of them approve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A request. `content` is the hash that is approved, `body` the digest of its stored form."""

    id: str
    kind: str
    state: str
    requester: str
    reason: str
    content: str
    body: str
    created_at: str
    approver: str | None = None
    decided_at: str | None = None
    change_set_id: str | None = None
    comment: str | None = None
    assigned_to: str | None = None
    claimed_at: str | None = None
    claimed_until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalEvent:
    """What someone did to a request."""

    seq: int
    request_id: str
    at: str
    by: str
    verb: str
    content: str | None
    body: str | None
    comment: str | None


def propose(
    connection: Connection,
    proposal: Proposal,
    body: bytes,
    patient_ids: Collection[str],
    *,
    by: str,
) -> None:
    """Store a new request with its body, the charts it is about, and its first event."""
    _check_body(proposal, body)
    content.put(connection, [body])
    connection.execute(insert(REQUESTS).values(**values_of(proposal)))
    _set_charts(connection, proposal.id, patient_ids)
    _record(connection, proposal, at=proposal.created_at, by=by, verb=PROPOSE)


def edit(
    connection: Connection,
    proposal: Proposal,
    body: bytes,
    patient_ids: Collection[str],
    *,
    at: str,
    by: str,
) -> None:
    """Put a request with another content in the place of the one with this id."""
    _check_body(proposal, body)
    content.put(connection, [body])
    values = values_of(proposal)
    connection.execute(update(REQUESTS).where(REQUESTS.c.id == proposal.id).values(**values))
    _set_charts(connection, proposal.id, patient_ids)
    _record(connection, proposal, at=at, by=by, verb=EDIT)


def _check_body(proposal: Proposal, body: bytes) -> None:
    if sha256(body) != proposal.body:
        raise ValueError("a body that does not hash to its name")


def _set_charts(connection: Connection, request: str, patient_ids: Collection[str]) -> None:
    connection.execute(delete(REQUEST_CHARTS).where(REQUEST_CHARTS.c.request_id == request))
    for chart in sorted(set(patient_ids)):
        connection.execute(insert(REQUEST_CHARTS).values(request_id=request, patient_id=chart))


def _record(
    connection: Connection,
    proposal: Proposal,
    *,
    at: str,
    by: str,
    verb: str,
    comment: str | None = None,
) -> None:
    event: dict[str, str | None] = {
        "request_id": proposal.id, "at": at, "by": by, "verb": verb, "comment": comment,
        "content": proposal.content, "body": proposal.body,
    }  # fmt: skip
    chain.append(connection, REQUEST_EVENTS, event)


def decide(
    connection: Connection,
    proposal: Proposal,
    *,
    state: str,
    verb: str,
    at: str,
    by: str,
    comment: str | None = None,
    approver: str | None = None,
    change_set_id: str | None = None,
) -> Proposal:
    """Bring a request into another state, from the one that it was read in.

    `approver` is set by an approval only. What was decided, nobody has any more.

    Raises:
        WrongState: someone else changed its state or content meanwhile.
    """
    c = REQUESTS.c
    new: dict[str, Any] = {
        "state": state, "comment": comment, "decided_at": at,
        "approver": approver, "change_set_id": change_set_id,
        "assigned_to": None, "claimed_at": None, "claimed_until": None,
    }  # fmt: skip
    done = connection.execute(
        update(REQUESTS)
        .where(c.id == proposal.id, c.state == proposal.state, c.content == proposal.content)
        .values(**new)
    )
    if done.rowcount != 1:
        raise WrongState(proposal.id, get(connection, proposal.id).state, verb)
    _record(connection, proposal, at=at, by=by, verb=verb, comment=comment)
    return get(connection, proposal.id)


def get(connection: Connection, request: str) -> Proposal:
    """One request.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(select(REQUESTS).where(REQUESTS.c.id == request)).mappings().first()
    if row is None:
        raise NotFound("request", request)
    return Proposal(**row)


def all_in(connection: Connection, states: Collection[str]) -> tuple[Proposal, ...]:
    """The requests in these states, oldest first."""
    c = REQUESTS.c
    query = select(REQUESTS).where(c.state.in_(sorted(states))).order_by(c.created_at, c.id)
    return tuple(Proposal(**row) for row in connection.execute(query).mappings())


def about(connection: Connection, patient_id: str) -> tuple[Proposal, ...]:
    """All requests about a chart, oldest first."""
    c = REQUESTS.c
    query = select(REQUESTS).join(REQUEST_CHARTS, REQUEST_CHARTS.c.request_id == c.id)
    query = query.where(REQUEST_CHARTS.c.patient_id == patient_id).order_by(c.created_at, c.id)
    return tuple(Proposal(**row) for row in connection.execute(query).mappings())


def charts_of(connection: Connection, request: str) -> tuple[str, ...]:
    """The ids of the charts that a request is about."""
    c = REQUEST_CHARTS.c
    query = select(c.patient_id).where(c.request_id == request).order_by(c.patient_id)
    return tuple(connection.execute(query).scalars())


def body_of(connection: Connection, proposal: Proposal) -> bytes:
    """What was proposed, as it was stored."""
    return content.get(connection, proposal.body)


def events(connection: Connection, request: str) -> tuple[ProposalEvent, ...]:
    """What was done to a request, in order."""
    c = REQUEST_EVENTS.c
    columns = (c.seq, c.request_id, c.at, c.by, c.verb, c.content, c.body, c.comment)
    query = select(*columns).where(c.request_id == request).order_by(c.seq)
    return tuple(ProposalEvent(**row) for row in connection.execute(query).mappings())


def requesters(connection: Connection, request: str) -> frozenset[str]:
    """All who proposed or edited a request: none of them may approve it."""
    return frozenset(e.by for e in events(connection, request) if e.verb in {PROPOSE, EDIT})
