# SPDX-License-Identifier: Apache-2.0
"""The access log, and restricted charts opened for a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, update

from himdesk.domain.errors import NotFound
from himdesk.store import chain
from himdesk.store.desk.rows import values_of
from himdesk.store.tables import ACCESS_LOG, BREAK_GLASS

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEntry:
    """One line of the access log."""

    seq: int
    at: str
    staff: str
    verb: str
    patient_id: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenGlass:
    """A restricted chart opened for a reason, from `at` to `until`, and its review."""

    id: str
    staff: str
    patient_id: str
    reason: str
    at: str
    until: str
    reviewed_by: str | None = None
    reviewed_at: str | None = None
    finding: str | None = None


def append(
    connection: Connection,
    *,
    at: str,
    staff: str,
    verb: str,
    patient_id: str | None = None,
    reason: str | None = None,
) -> int:
    """Write one line of the chained access log; returns its place."""
    line = {"at": at, "staff": staff, "verb": verb, "patient_id": patient_id, "reason": reason}
    return chain.append(connection, ACCESS_LOG, line)


def entries(
    connection: Connection,
    *,
    limit: int,
    before: int | None = None,
    patient_id: str | None = None,
    staff: str | None = None,
) -> tuple[AccessEntry, ...]:
    """Lines of the access log, newest first; `before` is the seq of the last one seen."""
    c = ACCESS_LOG.c
    query = select(c.seq, c.at, c.staff, c.verb, c.patient_id, c.reason)
    if before is not None:
        query = query.where(c.seq < before)
    if patient_id is not None:
        query = query.where(c.patient_id == patient_id)
    if staff is not None:
        query = query.where(c.staff == staff)
    rows = connection.execute(query.order_by(c.seq.desc()).limit(limit)).mappings()
    return tuple(AccessEntry(**row) for row in rows)


def latest(connection: Connection, verb: str, *, among: int) -> AccessEntry | None:
    """The newest line of a verb among the last so many lines of the log."""
    c = ACCESS_LOG.c
    last = connection.execute(select(func.max(c.seq))).scalar() or 0
    query = select(c.seq, c.at, c.staff, c.verb, c.patient_id, c.reason)
    query = query.where(c.seq > last - among, c.verb == verb).order_by(c.seq.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return None if row is None else AccessEntry(**row)


def break_glass(connection: Connection, opened: BrokenGlass) -> None:
    """Record that a restricted chart is opened for a reason."""
    connection.execute(insert(BREAK_GLASS).values(**values_of(opened)))


def glass_broken(connection: Connection, *, staff: str, patient_id: str, at: str) -> bool:
    """Whether the person has opened the chart for a time that includes `at`."""
    c = BREAK_GLASS.c
    query = select(c.id).where(
        c.staff == staff, c.patient_id == patient_id, c.at <= at, c.until > at
    )
    return connection.execute(query.limit(1)).first() is not None


def broken_glass(connection: Connection, *, unreviewed: bool) -> tuple[BrokenGlass, ...]:
    """The openings, newest first; all, or those nobody has reviewed."""
    query = select(BREAK_GLASS).order_by(BREAK_GLASS.c.at.desc(), BREAK_GLASS.c.id)
    if unreviewed:
        query = query.where(BREAK_GLASS.c.reviewed_at.is_(None))
    return tuple(BrokenGlass(**row) for row in connection.execute(query).mappings())


def review(
    connection: Connection, opening: str, *, reviewed_by: str, reviewed_at: str, finding: str
) -> None:
    """Record what the privacy officer found of an opening.

    Raises:
        NotFound: there is no such opening without a review.
    """
    c = BREAK_GLASS.c
    done = connection.execute(
        update(BREAK_GLASS)
        .where(c.id == opening, c.reviewed_at.is_(None))
        .values(reviewed_by=reviewed_by, reviewed_at=reviewed_at, finding=finding)
    )
    if done.rowcount != 1:
        raise NotFound("opening without a review", opening)
