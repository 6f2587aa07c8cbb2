# SPDX-License-Identifier: Apache-2.0
"""Cases of the search for duplicates, most urgent first: the rows of the work list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select

from himdesk.store.desk.work import OPEN, Case
from himdesk.store.reading.items import chunks
from himdesk.store.tables import CHARTS_TOUCHED, MATCH_CASES, MATCH_PAIRS, WORK_CASES
from himdesk.store.writing.bulk import insert_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

DUPLICATE: Final = "potential-duplicate"
OVERLAY: Final = "suspected-overlay"
URGENT: Final = 9000
"""The priority of a suspected overlay: two people's data in one chart come before all else."""

KINDS: Final = (DUPLICATE, OVERLAY)

_COLUMNS: Final = ("case_id", "priority", "probability", "charts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """How urgent a case is, how sure its best pair, and how many charts it is about."""

    case_id: str
    priority: int
    probability: float
    charts: int


def rank(connection: Connection, ranks: Sequence[Rank]) -> None:
    """Write ranks in place of those that are there."""
    for part in chunks([each.case_id for each in ranks]):
        connection.execute(delete(MATCH_CASES).where(MATCH_CASES.c.case_id.in_(part)))
    rows = [(r.case_id, r.priority, r.probability, r.charts) for r in ranks]
    insert_rows(connection, MATCH_CASES, _COLUMNS, rows)


def get(connection: Connection, ids: Collection[str]) -> dict[str, Case]:
    """Cases by their ids, those that are there."""
    return {
        row["id"]: Case(**row)
        for part in chunks(ids)
        for row in connection.execute(
            select(WORK_CASES).where(WORK_CASES.c.id.in_(part))
        ).mappings()
    }


def page(
    connection: Connection, kind: str, *, limit: int, offset: int
) -> tuple[tuple[Case, Rank], ...]:
    """Open cases of a kind, the most urgent first."""
    w, m = WORK_CASES.c, MATCH_CASES.c
    priority = func.coalesce(m.priority, URGENT).label("priority")
    query = (
        select(
            WORK_CASES,
            priority,
            func.coalesce(m.probability, 0.0).label("probability"),
            func.coalesce(m.charts, 1).label("charts"),
        )
        .join(MATCH_CASES, m.case_id == w.id, isouter=True)
        .where(w.state == OPEN, w.kind == kind)
        .order_by(priority.desc(), w.id)
        .limit(limit)
        .offset(offset)
    )
    found = []
    for row in connection.execute(query).mappings():
        values = dict(row)
        own = {name: values.pop(name) for name in _COLUMNS[1:]}
        found.append((Case(**values), Rank(case_id=values["id"], **own)))
    return tuple(found)


def counts(connection: Connection) -> dict[str, int]:
    """How many open cases there are of each kind, of all kinds that there are."""
    w = WORK_CASES.c
    query = select(w.kind, func.count()).where(w.state == OPEN).group_by(w.kind)
    return dict(connection.execute(query.order_by(w.kind)).all())


def touched_since(connection: Connection, seq: int) -> list[str]:
    """The cases with an open pair of which a change set after `seq` touched a chart."""
    p, t = MATCH_PAIRS.c, CHARTS_TOUCHED.c
    found: set[str | None] = set()
    for side in (p.left_patient_id, p.right_patient_id):
        query = (
            select(p.case_id)
            .distinct()
            .join(CHARTS_TOUCHED, t.patient_id == side)
            .where(t.change_set_seq > seq, p.state == OPEN)
        )
        found.update(connection.execute(query).scalars())
    return sorted(case for case in found if case is not None)
