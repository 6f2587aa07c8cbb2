# SPDX-License-Identifier: Apache-2.0
"""Charts whose demographics changed: each write notes them, and the check works them off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, exists, func, select

from himdesk.domain.changes import PATIENT
from himdesk.domain.charts.items import ASSERTIONS
from himdesk.store.reading.items import chunks
from himdesk.store.tables import CHARTS_TOUCHED, MATCH_DUE
from himdesk.store.writing.bulk import insert_absent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Connection

    from himdesk.domain.changes import AppliedChangeSet

_SAYS: Final = frozenset({PATIENT, *(kind.value for kind in ASSERTIONS)})


def note(
    connection: Connection,
    applied: Iterable[AppliedChangeSet],
    touched: Iterable[tuple[str, int]],
) -> None:
    """Note the charts of whose person the change sets say something; `touched` as in the ledger."""
    saying = {one.seq for one in applied if any(c.entity in _SAYS for c in one.change_set.changes)}
    add(connection, {chart for chart, seq in touched if seq in saying})


def add(connection: Connection, charts: Collection[str]) -> None:
    """Note charts."""
    insert_absent(connection, MATCH_DUE, ("patient_id",), [(chart,) for chart in sorted(charts)])


def some(connection: Connection, limit: int, first: Sequence[str] = ()) -> list[str]:
    """Charts that are due, those of `first` before others."""
    d = MATCH_DUE.c.patient_id
    named = [
        chart
        for part in chunks(first)
        for chart in connection.execute(select(d).where(d.in_(part))).scalars()
    ][:limit]
    more = select(d).order_by(d).limit(limit)
    others = [chart for chart in connection.execute(more).scalars() if chart not in set(named)]
    return [*named, *others][:limit]


def clear(connection: Connection, charts: Collection[str], seq: int) -> None:
    """Strike off charts, but for those that a change set after `seq` touched."""
    t = CHARTS_TOUCHED.c
    later = exists().where(t.patient_id == MATCH_DUE.c.patient_id, t.change_set_seq > seq)
    for part in chunks(charts):
        connection.execute(delete(MATCH_DUE).where(MATCH_DUE.c.patient_id.in_(part), ~later))


def count(connection: Connection) -> int:
    """How many charts are due."""
    return connection.execute(select(func.count()).select_from(MATCH_DUE)).scalar_one()
