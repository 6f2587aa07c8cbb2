# SPDX-License-Identifier: Apache-2.0
"""The work list as a whole: which cases and requests there are, in what order, and how many.

A list is read as ids in order; the rows that are seen are read when they come into sight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, func, literal, null, or_, select, union_all

from himdesk.store.desk.downstream import ids_about
from himdesk.store.desk.work import CLOSED, OPEN
from himdesk.store.matching.cases import OVERLAY, Rank
from himdesk.store.reading.items import chunks
from himdesk.store.tables import MATCH_CASES, MATCH_PAIRS, REQUEST_CHARTS, REQUESTS, WORK_CASES

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Connection, Select

APPROVAL: Final = "approval"
"""Stands for a request for approval among the kinds of cases."""

WAITING_REQUESTS: Final = ("proposed", "stale", "returned")
LATELY: Final = 2000
"""How many resolved cases are listed."""

_IN_HOUSE, _BOTH_BUSY, _ONE_BUSY = 4000, 2000, 1000
_W, _M, _R, _P = WORK_CASES.c, MATCH_CASES.c, REQUESTS.c, MATCH_PAIRS.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases are asked for, and when it is.

    `owners` restricts to cases of these people, `or_free` adds those that nobody holds now;
    `charts` to cases about one of these. `today` and `soon` are legal days.
    """

    kinds: tuple[str, ...]
    now: str
    today: str
    soon: str
    state: str = OPEN
    owners: tuple[str, ...] | None = None
    or_free: bool = False
    waiting: bool = False
    snoozed: bool = False
    due_by: str | None = None
    opened_before: str | None = None
    charts: tuple[str, ...] | None = None
    sort: str = "level"
    falling: bool = False
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many open cases of a kind there are, in sight."""

    kind: str
    open: int
    overdue: int
    soon: int
    mine: int = 0
    waiting: int = 0
    due_today: int = 0
    snoozed: int = 0


def ids(connection: Connection, wanted: Wanted) -> list[str]:
    """The ids of cases, and of requests, in the order wanted."""
    parts = [_cases(wanted)]
    if APPROVAL in wanted.kinds and wanted.state == OPEN and not wanted.waiting:
        requests = _requests(wanted)
        if connection.execute(requests.limit(1)).first() is not None:  # sorts faster without
            parts.append(requests)
    found = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery()
    query = select(found.c.id).order_by(*_order(found.c, wanted))
    limit = LATELY if wanted.state == CLOSED else wanted.limit
    if limit is not None:
        query = query.limit(limit)
    return list(connection.execute(query).scalars())


def _order(c: Any, wanted: Wanted) -> list[ColumnElement[Any]]:
    """The order asked for, then the most urgent first."""
    if wanted.state == CLOSED:
        return [c.closed.desc(), c.id]
    usual = [c.level, func.coalesce(c.due, "9999"), c.rank.desc(), c.id]
    first = {
        "level": [],
        "kind": [c.kind],
        "due": [func.coalesce(c.due, "9999")],
        "score": [c.score],
        "owner": [func.coalesce(c.owner, "")],
        "opened": [c.opened],
    }[wanted.sort]
    if wanted.falling:
        first = [column.desc() for column in first] or [c.level.desc()]
    return [*first, *usual]


def _cases(wanted: Wanted) -> Select[Any]:
    level = case(
        (and_(_W.due_at.is_not(None), _W.due_at < wanted.today), 1),
        (_W.kind == OVERLAY, 1),
        (_M.priority >= _IN_HOUSE, 1),
        (and_(_W.due_at.is_not(None), _W.due_at <= wanted.soon), 2),
        (_M.priority >= _BOTH_BUSY, 2),
        (_M.priority < _ONE_BUSY, 4),
        else_=3,
    )
    query = select(
        _W.id.label("id"),
        _W.kind.label("kind"),
        level.label("level"),
        _W.due_at.label("due"),
        func.coalesce(_M.priority, 0).label("rank"),
        func.coalesce(_M.probability, 0.0).label("score"),
        _W.assigned_to.label("owner"),
        _W.opened_at.label("opened"),
        _W.closed_at.label("closed"),
    ).join(MATCH_CASES, _M.case_id == _W.id, isouter=True)
    return query.where(_W.state == wanted.state, *_conditions(wanted))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [_W.kind.in_(wanted.kinds)]
    if wanted.state == OPEN:
        asleep = and_(_W.snoozed_until.is_not(None), _W.snoozed_until > wanted.now)
        conditions.append(asleep if wanted.snoozed else ~asleep)
    if wanted.owners is not None:
        whose = _W.assigned_to.in_(wanted.owners)
        conditions.append(or_(whose, free(wanted.now)) if wanted.or_free else whose)
    if wanted.waiting:
        conditions.append(_W.waiting_for.is_not(None))
    if wanted.due_by is not None:
        conditions.append(and_(_W.due_at.is_not(None), _W.due_at <= wanted.due_by))
    if wanted.opened_before is not None:
        conditions.append(_W.opened_at < wanted.opened_before)
    if wanted.charts is not None:
        paired = select(_P.case_id).where(
            _P.state == OPEN,
            or_(_P.left_patient_id.in_(wanted.charts), _P.right_patient_id.in_(wanted.charts)),
        )
        named = (paired, ids_about(wanted.charts))
        conditions.append(or_(_W.patient_id.in_(wanted.charts), *map(_W.id.in_, named)))
    return conditions


def free(now: str, c: Any = _W) -> ColumnElement[bool]:
    """That nobody has a case, or a request by its columns, or that a claim of it ran out."""
    return or_(c.assigned_to.is_(None), c.claimed_until < now)


def _theirs(owners: Collection[str]) -> ColumnElement[bool]:
    """That these people asked for a request, or have it."""
    return or_(_R.requester.in_(tuple(owners)), _R.assigned_to.in_(tuple(owners)))


def _requests(wanted: Wanted) -> Select[Any]:
    query = select(
        _R.id, literal(APPROVAL), literal(3), null(), literal(0), literal(0.0), _R.assigned_to,
        _R.created_at, _R.decided_at,
    ).where(_R.state.in_(WAITING_REQUESTS))  # fmt: skip
    if wanted.owners is not None:
        whose = _theirs(wanted.owners)
        query = query.where(or_(whose, free(wanted.now, _R)) if wanted.or_free else whose)
    if wanted.due_by is not None or wanted.snoozed:
        query = query.where(literal(0) == 1)
    if wanted.opened_before is not None:
        query = query.where(_R.created_at < wanted.opened_before)
    if wanted.charts is not None:
        about = select(REQUEST_CHARTS.c.request_id).where(
            REQUEST_CHARTS.c.patient_id.in_(wanted.charts)
        )
        query = query.where(_R.id.in_(about))
    return query


def counts(connection: Connection, wanted: Wanted, owners: Collection[str]) -> list[Count]:
    """How many cases there are of each kind, in one pass; `mine` are those of the owners."""

    def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, 1), else_=0))

    asleep = and_(_W.snoozed_until.is_not(None), _W.snoozed_until > wanted.now)
    awake = or_(_W.snoozed_until.is_(None), _W.snoozed_until <= wanted.now)
    due = _W.due_at.is_not(None)
    query = (
        select(
            _W.kind,
            number(awake),
            number(and_(awake, due, _W.due_at < wanted.today)),
            number(and_(awake, due, _W.due_at >= wanted.today, _W.due_at <= wanted.soon)),
            number(and_(awake, _W.assigned_to.in_(tuple(owners)))),
            number(and_(awake, _W.waiting_for.is_not(None))),
            number(and_(awake, due, _W.due_at <= wanted.today)),
            number(asleep),
        )
        .where(_W.state == OPEN, _W.kind.in_(wanted.kinds))
        .group_by(_W.kind)
    )
    names = ("kind", "open", "overdue", "soon", "mine", "waiting", "due_today", "snoozed")
    found = [Count(**dict(zip(names, row, strict=True))) for row in connection.execute(query)]
    if APPROVAL in wanted.kinds:
        waiting = select(func.count()).where(_R.state.in_(WAITING_REQUESTS))
        own = waiting.where(_theirs(owners))
        total, mine = (connection.execute(q).scalar_one() for q in (waiting, own))
        found.append(Count(kind=APPROVAL, open=total, overdue=0, soon=0, mine=mine))
    return found


def ranks(connection: Connection, case_ids: Collection[str]) -> dict[str, Rank]:
    """How urgent cases of the search for duplicates are."""
    columns = (_M.case_id, _M.priority, _M.probability, _M.charts)
    return {
        row["case_id"]: Rank(**row)
        for part in chunks(case_ids)
        for row in connection.execute(select(*columns).where(_M.case_id.in_(part))).mappings()
    }
