# SPDX-License-Identifier: Apache-2.0
"""Records as they are compared, and the posting lists by which they are found."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ARRAY, BigInteger, any_, bindparam, delete, func, literal, select, update

from himdesk.store.reading.items import chunks
from himdesk.store.tables import MATCH_CROWDED, MATCH_KEYS, MATCH_RECORDS
from himdesk.store.writing.bulk import insert_absent, insert_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection

_PACKED: Final = "q"
_STREAMED: Final = 5000


@dataclass(frozen=True, slots=True)
class Entry:
    """A chart in the index: its number there, and what is compared, as JSON."""

    number: int
    patient_id: str
    facts: str


@dataclass(frozen=True, slots=True)
class New:
    """A chart as it is to be compared from now on; without facts it leaves the index."""

    patient_id: str
    facts: str | None
    keys: tuple[int, ...] = ()


def put(connection: Connection, charts: Sequence[New]) -> None:
    """Bring charts up to date: only postings that differ are written."""
    known = _known(connection, [each.patient_id for each in charts])
    following = size(connection)
    gone: list[tuple[int, int]] = []
    come: list[tuple[int, int]] = []
    added: list[tuple[int, str, str, bytes]] = []
    for each in charts:
        number, before = known.get(each.patient_id, (0, frozenset[int]()))
        after = frozenset(each.keys) if each.facts is not None else frozenset()
        if number == 0 and each.facts is not None:
            number = following = following + 1
            packed = array(_PACKED, sorted(after)).tobytes()
            added.append((number, each.patient_id, each.facts, packed))
        gone += [(key, number) for key in before - after]
        come += [(key, number) for key in after - before]
    _take_away(connection, gone)
    insert_rows(connection, MATCH_RECORDS, ("number", "patient_id", "facts", "keys"), added)
    _renew(connection, [each for each in charts if each.patient_id in known])
    shut = crowded(connection, {key for key, _ in come})
    rows = sorted(posting for posting in come if posting[0] not in shut)
    insert_absent(connection, MATCH_KEYS, ("key", "record"), rows)


def _known(
    connection: Connection, charts: Collection[str]
) -> dict[str, tuple[int, frozenset[int]]]:
    r = MATCH_RECORDS.c
    query = select(r.patient_id, r.number, r["keys"])  # `c.keys` is a method
    return {
        chart: (number, frozenset(array(_PACKED, keys)))
        for part in chunks(charts)
        for chart, number, keys in connection.execute(query.where(r.patient_id.in_(part)))
    }


def _renew(connection: Connection, charts: Iterable[New]) -> None:
    r = MATCH_RECORDS.c
    leaving, staying = [], []
    for each in charts:
        if each.facts is None:
            leaving.append(each.patient_id)
        else:
            packed = array(_PACKED, sorted(set(each.keys))).tobytes()
            staying.append({"chart": each.patient_id, "said": each.facts, "packed": packed})
    for part in chunks(leaving):
        connection.execute(delete(MATCH_RECORDS).where(r.patient_id.in_(part)))
    if staying:
        statement = update(MATCH_RECORDS).where(r.patient_id == bindparam("chart"))
        renewed = statement.values(facts=bindparam("said"), keys=bindparam("packed"))
        connection.execute(renewed, staying)


def _take_away(connection: Connection, postings: Sequence[tuple[int, int]]) -> None:
    if postings:
        k = MATCH_KEYS.c
        statement = delete(MATCH_KEYS).where(k.key == bindparam("a"), k.record == bindparam("b"))
        connection.execute(statement, [{"a": key, "b": number} for key, number in sorted(postings)])


def postings(connection: Connection, keys: Collection[int]) -> dict[int, list[int]]:
    """The numbers of the records that have each key; a crowded key has none."""
    k = MATCH_KEYS.c
    result: dict[int, list[int]] = defaultdict(list)
    query = select(k.key, k.record).where(_among(connection, k.key, keys))
    for key, number in connection.execute(query):
        result[key].append(number)
    return result


def crowded(connection: Connection, keys: Collection[int]) -> frozenset[int]:
    """Those of the keys that are crowded."""
    c = MATCH_CROWDED.c.key
    return frozenset(connection.execute(select(c).where(_among(connection, c, keys))).scalars())


def crowd(connection: Connection, keys: Collection[int]) -> None:
    """Take keys as crowded from now on: their postings are of no use."""
    insert_absent(connection, MATCH_CROWDED, ("key",), [(key,) for key in sorted(keys)])
    connection.execute(delete(MATCH_KEYS).where(_among(connection, MATCH_KEYS.c.key, keys)))


def entries(connection: Connection, numbers: Collection[int]) -> dict[int, Entry]:
    """Records by their numbers."""
    r = MATCH_RECORDS.c
    query = select(r.number, r.patient_id, r.facts)
    found = connection.execute(query.where(_among(connection, r.number, numbers)))
    return {row[0]: Entry(*row) for row in found}


def of_charts(connection: Connection, charts: Collection[str]) -> dict[str, Entry]:
    """Records by their charts."""
    r = MATCH_RECORDS.c
    query = select(r.number, r.patient_id, r.facts)
    return {
        row[1]: Entry(*row)
        for part in chunks(charts)
        for row in connection.execute(query.where(r.patient_id.in_(part)))
    }


def everyone(connection: Connection) -> Iterator[Entry]:
    """All records in order of their numbers, streamed."""
    r = MATCH_RECORDS.c
    query = select(r.number, r.patient_id, r.facts).order_by(r.number)
    options = connection.execution_options(stream_results=True, yield_per=_STREAMED)
    for row in options.execute(query):
        yield Entry(*row)


def size(connection: Connection) -> int:
    """How many records there are; those that left are still counted."""
    return connection.execute(select(func.max(MATCH_RECORDS.c.number))).scalar_one() or 0


def _among(connection: Connection, column: ColumnElement[int], numbers: Collection[int]) -> Any:
    """A condition that the column is one of many numbers, which are one parameter only."""
    wanted = sorted(set(numbers))
    if connection.dialect.name == "sqlite":
        listed = func.json_each(json.dumps(wanted)).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(literal(wanted, ARRAY(BigInteger)))
