# SPDX-License-Identifier: Apache-2.0
"""Pairs of charts that may be one person: the rows of the queue, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, or_, select

from himdesk.domain.changes import PAIR_MARK
from himdesk.store.reading.items import chunks
from himdesk.store.tables import MATCH_PAIRS
from himdesk.store.writing.bulk import insert_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sqlalchemy import Connection, Select

OPEN, DOUBTFUL, CLOSED = "open", "doubtful", "closed"
SAME, DIFFERENT = "same", "different"
MERGED, DISTINCT, LINKED, RETIRED, CHANGED = "merged", "distinct", "linked", "retired", "changed"

_STREAMED: Final = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two charts that may be one person; the columns of `match_pair`."""

    id: str
    left_patient_id: str
    right_patient_id: str
    state: str
    probability: float
    weight: float
    model: int
    opened_at: str
    evidence: str | None = None
    outcome: str | None = None
    decision: str | None = None
    case_id: str | None = None
    closed_at: str | None = None
    closed_by: str | None = None

    @property
    def charts(self) -> tuple[str, str]:
        """Both charts."""
        return self.left_patient_id, self.right_patient_id


COLUMNS: Final = tuple(field.name for field in fields(Pair))


def put(connection: Connection, pairs: Iterable[Pair]) -> None:
    """Write pairs in place of what is there of them."""
    rows = {pair.id: tuple(getattr(pair, name) for name in COLUMNS) for pair in pairs}
    for part in chunks(rows):
        connection.execute(delete(MATCH_PAIRS).where(MATCH_PAIRS.c.id.in_(part)))
    insert_rows(connection, MATCH_PAIRS, COLUMNS, [rows[name] for name in sorted(rows)])


def of_charts(connection: Connection, charts: Collection[str]) -> dict[str, Pair]:
    """All pairs, of any state, that one of the charts belongs to."""
    p = MATCH_PAIRS.c
    return {
        pair.id: pair
        for part in chunks(charts)
        for pair in _pairs(
            connection,
            select_pairs().where(or_(p.left_patient_id.in_(part), p.right_patient_id.in_(part))),
        )
    }


def get(connection: Connection, ids: Collection[str]) -> dict[str, Pair]:
    """Pairs by their ids, those that are there."""
    return {
        pair.id: pair
        for part in chunks(ids)
        for pair in _pairs(connection, select_pairs().where(MATCH_PAIRS.c.id.in_(part)))
    }


def of_cases(connection: Connection, cases: Collection[str]) -> list[Pair]:
    """The open pairs of cases, the most probable first."""
    p = MATCH_PAIRS.c
    found = [
        pair
        for part in chunks(cases)
        for pair in _pairs(connection, select_pairs().where(p.case_id.in_(part), p.state == OPEN))
    ]
    return sorted(found, key=lambda pair: (-pair.probability, pair.id))


def everything(connection: Connection) -> Iterator[Pair]:
    """All pairs, streamed, in order of their ids."""
    options = connection.execution_options(stream_results=True, yield_per=_STREAMED)
    for row in options.execute(select_pairs().order_by(MATCH_PAIRS.c.id)).mappings():
        yield Pair(**row)


def count(connection: Connection) -> dict[str, int]:
    """How many pairs there are of each state."""
    p = MATCH_PAIRS.c
    return dict(connection.execute(select(p.state, func.count()).group_by(p.state)).all())


def select_pairs() -> Select[tuple[object, ...]]:
    """A query for the columns of `Pair`."""
    return select(*(MATCH_PAIRS.c[name] for name in COLUMNS))


def _pairs(connection: Connection, query: Select[tuple[object, ...]]) -> Iterator[Pair]:
    for row in connection.execute(query).mappings():
        yield Pair(**row)


def charts_of(pair: str) -> tuple[str, str]:
    """The charts that a pair's id names."""
    left, right = pair.split(PAIR_MARK)
    return left, right
