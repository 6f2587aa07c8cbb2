# SPDX-License-Identifier: Apache-2.0
"""Finding patients as one types, among millions.

What is asked becomes conditions on terms; the rarest one is walked in order of its terms, and each
part of the walk is held against the other conditions, until enough patients are found. Every
statement is a plain look-up in an index, so that no planner can choose badly.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from sqlalchemy import ARRAY, and_, any_, func, literal, or_, select, tuple_

from himdesk.domain.charts.items import Kind, Status
from himdesk.store.reading.patients import survivors
from himdesk.store.tables import ITEMS, PATIENTS, TERMS
from himdesk.store.tables.base import PLAIN_TEXT
from himdesk.store.writing.terms import born, paired

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, ColumnElement, Connection

    from himdesk.domain.charts.normal import QueryTerms

LAST: Final = "\U0010ffff"
"""Sorts behind everything that can follow the beginning of a term."""

_COUNTED: Final = 2000
_WALKED: Final = 2000
_WALKED_APART: Final = 500
_STEPS: Final = (100, 400, 1500)
"""How many postings are looked at at once: few at first, for often they suffice."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that is asked for: a term in one of the ranges, on an assertion of these kinds."""

    ranges: tuple[tuple[str, str], ...]
    kinds: frozenset[Kind]

    def holds(self) -> ColumnElement[bool]:
        """The condition on a term."""
        return or_(*(_within(low, high) for low, high in self.ranges))


def _within(low: str, high: str) -> ColumnElement[bool]:
    return and_(TERMS.c.term >= low, TERMS.c.term <= high)


Posting = tuple[str, str]
"""An item and its owner."""


def find(connection: Connection, terms: QueryTerms, *, limit: int) -> tuple[str, ...]:
    """The ids of at most `limit` patients for whom all that is asked holds.

    Names also previous ones, numbers also those of retired charts. Those found by a family and a
    given name together come first, then those of one name, then of several; each in order of the
    rarest word, a term that is equal before longer ones. If everything asked is very common and
    the first word not complete, only the beginning of the rarest is looked at (`_WALKED`).
    """
    wanted = sorted(_conditions(terms), key=lambda one: _size(connection, one))
    if not wanted:
        return ()
    found: dict[str, None] = {}
    if len(wanted) == 1:
        if terms.numbers:
            found.update(dict.fromkeys(_by_chart_number(connection, wanted[0], limit)))
        _walk(connection, wanted[0], [], found, limit=limit)
        return tuple(found)[:limit]
    pair = _rarest_pair(connection, terms)
    if pair is not None:
        _walk(connection, pair, wanted, found, limit=limit)
    driver, others = wanted[0], wanted[1:]
    if len(found) < limit and all(other.kinds == driver.kinds for other in others):
        _walk(connection, driver, others, found, limit=limit, together=True)
    if len(found) < limit:
        _walk(connection, driver, others, found, limit=limit)
    return tuple(found)[:limit]


def _rarest_pair(connection: Connection, terms: QueryTerms) -> Wanted | None:
    """Of each two words that are asked, in either order, those that fewest names have together."""
    names = frozenset({Kind.NAME})
    pairs = []
    for one, other in combinations(dict.fromkeys(terms.words), 2):
        both = (paired(one, other), paired(other, one))
        pairs.append(Wanted(tuple((term, term + LAST) for term in both), names))
    sizes = [(_size(connection, pair), n) for n, pair in enumerate(pairs)]
    present = [(size, n) for size, n in sizes if size]
    return pairs[min(present)[1]] if present else None


def _conditions(terms: QueryTerms) -> Iterator[Wanted]:
    date = terms.birth_date
    either = date is not None and date.replace("-", "") in terms.numbers
    for word in dict.fromkeys(terms.words):
        yield Wanted(((word, word + LAST),), frozenset({Kind.NAME}))
    for number in dict.fromkeys(terms.numbers):
        ranges = [(number, number + LAST)]
        kinds = {Kind.IDENTIFIER, Kind.TELECOM}
        if date is not None and either and number == date.replace("-", ""):
            ranges.append((born(date), born(date)))
            kinds.add(Kind.STATEMENT)
        yield Wanted(tuple(ranges), frozenset(kinds))
    if date is not None and not either:
        yield Wanted(((born(date), born(date)),), frozenset({Kind.STATEMENT}))


def _size(connection: Connection, wanted: Wanted) -> int:
    """How many terms a condition has, counted no further than matters."""
    total = 0
    for low, high in wanted.ranges:
        some = select(TERMS.c.term).where(_within(low, high)).limit(_COUNTED)
        query = select(func.count()).select_from(some.subquery())
        total += connection.execute(query).scalar_one()
    return total


def _walk(
    connection: Connection,
    driver: Wanted,
    others: list[Wanted],
    found: dict[str, None],
    *,
    limit: int,
    together: bool = False,
) -> None:
    """Add to `found` until there are `limit`; `together`: all conditions hold of one assertion."""
    # Words of one name stand together nearly always: not many charts are opened for the others.
    apart = not together and all(other.kinds == driver.kinds for other in others)
    walked, most = 0, _WALKED_APART if apart else _WALKED
    for items in _postings(connection, driver):
        kept = items
        for other in others if together else ():
            kept = _hold_of_item(connection, other, kept)
        postings = [p for p in _owners(connection, kept) if p[1] not in found]
        for other in () if together else others:
            postings = _hold_of_owner(connection, other, postings)
        found.update(dict.fromkeys(owner for _, owner in postings))
        walked += len(items)
        if len(found) >= limit or (others and walked >= most):
            return


def _postings(connection: Connection, driver: Wanted) -> Iterator[list[str]]:
    """The items of a condition in order of their terms, in parts that grow."""
    t = TERMS.c
    for low, high in driver.ranges:
        last, step = ("", ""), 0
        while True:
            size = _STEPS[min(step, len(_STEPS) - 1)]
            query = select(t.term, t.item_id).where(_within(low, high))
            if step:
                query = query.where(t.term >= last[0], tuple_(t.term, t.item_id) > tuple_(*last))
            rows = connection.execute(query.order_by(t.term, t.item_id).limit(size)).all()
            if rows:
                yield [row.item_id for row in rows]
                last = (rows[-1].term, rows[-1].item_id)
            if len(rows) < size:
                break
            step += 1


def _among(connection: Connection, column: Column[str], values: list[str]) -> ColumnElement[bool]:
    """Whether a column has one of many values; PostgreSQL reads one array faster than a list."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(values, ARRAY(PLAIN_TEXT)))
    return column.in_(values)


def _owners(connection: Connection, items: list[str]) -> list[Posting]:
    """The items with their owners, without those entered in error, in the given order."""
    i = ITEMS.c
    query = select(i.id, i.patient_id).where(
        _among(connection, i.id, items), i.status.is_distinct_from(Status.ENTERED_IN_ERROR)
    )
    owners = dict(connection.execute(query).all())
    return [(item, owners[item]) for item in items if item in owners]


def _hold_of_item(connection: Connection, wanted: Wanted, items: list[str]) -> list[str]:
    """The items of which a condition holds too."""
    if not items:
        return []
    query = select(TERMS.c.item_id).where(
        _among(connection, TERMS.c.item_id, items), wanted.holds()
    )
    held = set(connection.execute(query).scalars())
    return [item for item in items if item in held]


def _hold_of_owner(
    connection: Connection, wanted: Wanted, postings: list[Posting]
) -> list[Posting]:
    if not postings:
        return []
    owners = sorted({owner for _, owner in postings})
    query = (
        select(ITEMS.c.id, ITEMS.c.patient_id)
        .where(_among(connection, ITEMS.c.patient_id, owners))
        .where(ITEMS.c.kind.in_(sorted(wanted.kinds)))
        .where(ITEMS.c.status.is_distinct_from(Status.ENTERED_IN_ERROR))
    )
    theirs = dict(connection.execute(query).all())
    held: set[str] = set()
    names = list(theirs)
    for start in range(0, len(names), _COUNTED):
        part = names[start : start + _COUNTED]
        hits = select(TERMS.c.item_id).where(
            _among(connection, TERMS.c.item_id, part), wanted.holds()
        )
        held |= {theirs[item] for item in connection.execute(hits).scalars()}
    return [posting for posting in postings if posting[1] in held]


def _by_chart_number(connection: Connection, wanted: Wanted, limit: int) -> list[str]:
    """Charts by their own number, which need not be among their identifiers."""
    low, high = wanted.ranges[0]
    p = PATIENTS.c
    query = select(p.id).where(and_(p.number >= low, p.number <= high))
    charts = list(connection.execute(query.order_by(p.number, p.id).limit(limit)).scalars())
    ends = survivors(connection, charts)
    return list(dict.fromkeys(ends[chart] for chart in charts))
