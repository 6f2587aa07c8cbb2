# SPDX-License-Identifier: Apache-2.0
"""The queue follows the ledger, within the same unit of work: no row points at what is over.

A merge, an undo or a judgement closes or reopens the pairs it is about; what the evidence is now
says the check afterwards, for whose charts `due` has a note.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import exists, or_, select, update

from himdesk.domain.changes import PAIR, PAIR_MARK, PATIENT, pair_id
from himdesk.domain.charts.charts import ChartStatus
from himdesk.domain.corrections.links import Judgement
from himdesk.store.matching import due
from himdesk.store.matching.pairs import (
    CLOSED,
    DIFFERENT,
    DISTINCT,
    DOUBTFUL,
    LINKED,
    MERGED,
    OPEN,
    RETIRED,
    SAME,
)
from himdesk.store.tables import MATCH_PAIRS, WORK_CASES
from himdesk.store.writing.bulk import insert_absent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection

    from himdesk.domain.changes import AppliedChangeSet, Change

_P: Final = MATCH_PAIRS.c
_JUDGED: Final = {Judgement.DISTINCT.value: DISTINCT, Judgement.LINKED.value: LINKED}


def follow(connection: Connection, applied: Iterable[AppliedChangeSet]) -> None:
    """Close and reopen pairs as the change sets say."""
    known = list(applied)
    closers = _closers(connection, known)
    for one in known:
        changes = one.change_set.changes
        over = [c for c in changes if _is_status(c) and c.after != ChartStatus.ACTIVE]
        if over:
            _retire(connection, one, over)
        target = one.change_set.reverses
        if target is not None and target in closers:
            _reopen(connection, target)
        judged = [c for c in changes if c.entity == PAIR]
        if judged:
            _judge(connection, one, judged)


def _closers(connection: Connection, applied: Sequence[AppliedChangeSet]) -> set[str]:
    """The change sets that closed pairs or do so now, of those that are undone here."""
    undone = sorted(filter(None, (one.change_set.reverses for one in applied)))
    if not undone:
        return set()
    query = select(_P.closed_by).distinct().where(_P.closed_by.in_(undone))
    return {*filter(None, connection.execute(query).scalars()), *(one.id for one in applied)}


def _is_status(change: Change) -> bool:
    return change.entity == PATIENT and change.field == "status"


def _retire(connection: Connection, one: AppliedChangeSet, over: Sequence[Change]) -> None:
    """Pairs of what was merged together are merged; others of a retired chart are over."""
    gone = [change.id for change in over]
    survivors = {
        c.after for c in one.change_set.changes if c.field == "replaced_by" and c.after is not None
    }
    names = [pair_id(*two) for two in combinations(sorted({*gone, *survivors}), 2)]
    if survivors:
        _close(connection, one, _P.id.in_(names), outcome=MERGED, decision=SAME)
    of_gone = or_(_P.left_patient_id.in_(gone), _P.right_patient_id.in_(gone))
    _close(connection, one, of_gone, outcome=RETIRED)


def _reopen(connection: Connection, target: str) -> None:
    """What a change set closed that is out of force now; a merge undone was of two persons."""
    mine = _P.closed_by == target
    again = {"state": DOUBTFUL, "outcome": None, "closed_at": None, "closed_by": None}
    connection.execute(
        update(MATCH_PAIRS).where(mine, _P.outcome == MERGED).values(**again, decision=DIFFERENT)
    )
    connection.execute(update(MATCH_PAIRS).where(mine).values(**again, decision=None))


def _judge(connection: Connection, one: AppliedChangeSet, judged: Iterable[Change]) -> None:
    """A judgement closes its pair, known to the queue or not; taking it back reopens it."""
    for change in judged:
        left, right = change.id.split(PAIR_MARK)
        outcome = _JUDGED.get(change.after or "")
        due.add(connection, [left, right])
        if outcome is None:
            again = {"state": DOUBTFUL, "outcome": None, "closed_at": None, "closed_by": None}
            statement = update(MATCH_PAIRS).where(_P.id == change.id, _P.state == CLOSED)
            connection.execute(statement.values(**again, decision=None))
            continue
        row = (change.id, left, right, DOUBTFUL, 0.0, 0.0, 0, one.at)
        names = (
            "id", "left_patient_id", "right_patient_id", "state", "probability", "weight",
            "model", "opened_at",
        )  # fmt: skip
        insert_absent(connection, MATCH_PAIRS, names, [row])
        decision = DIFFERENT if outcome == DISTINCT else SAME
        _close(connection, one, _P.id == change.id, outcome=outcome, decision=decision)


def _close(
    connection: Connection,
    one: AppliedChangeSet,
    which: ColumnElement[bool],
    *,
    outcome: str,
    decision: str | None = None,
) -> None:
    """Close pairs that are not closed, and the cases that have no open pair left."""
    still = (which, _P.state != CLOSED)
    cases = {
        case for case in connection.execute(select(_P.case_id).where(*still)).scalars() if case
    }
    values: dict[str, Any] = {
        "state": CLOSED, "outcome": outcome, "closed_at": one.at, "closed_by": one.id,
    }  # fmt: skip
    if decision is not None:
        values["decision"] = decision
    connection.execute(update(MATCH_PAIRS).where(*still).values(**values))
    close_empty(connection, cases, at=one.at, by=one.applied_by)


def close_empty(connection: Connection, cases: Collection[str], *, at: str, by: str) -> None:
    """Close those of the cases that have no open pair left."""
    w = WORK_CASES.c
    left = exists().where(_P.case_id == w.id, _P.state == OPEN)
    if cases:
        connection.execute(
            update(WORK_CASES)
            .where(w.id.in_(sorted(cases)), w.state == OPEN, ~left)
            .values(state=CLOSED, closed_at=at, closed_by=by)
        )
