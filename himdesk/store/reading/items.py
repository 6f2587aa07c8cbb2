# SPDX-License-Identifier: Apache-2.0
"""Items with their details."""

from __future__ import annotations

from collections import deque
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from himdesk.domain.charts.items import DETAILS as DETAIL_CLASSES
from himdesk.domain.charts.items import Item, Kind, detail_fields
from himdesk.domain.errors import NotFound
from himdesk.store.tables import DETAILS, ITEMS
from himdesk.store.writing.creation import ITEM_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Select

AT_ONCE: Final = 500
"""How many ids one statement asks for."""

_WIDTH: Final = len(ITEM_COLUMNS)
_COMMON: Final = tuple(ITEMS.c[name] for name in ITEM_COLUMNS)
_COMMON_SLOTS: Final = tuple(vars(Item)[name].__set__ for name in ITEM_COLUMNS)
_PUT_KIND, _PUT_DETAILS = (vars(Item)[name].__set__ for name in ("kind", "details"))


def chunks(ids: Collection[str]) -> Iterator[list[str]]:
    """The ids, each once, in parts that one statement can take."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), AT_ONCE):
        yield wanted[start : start + AT_ONCE]


def query_of(kind: Kind) -> Select[tuple[Any, ...]]:
    """The items of one kind, with their details; to be narrowed by the caller."""
    table = DETAILS[kind]
    return (
        select(*_COMMON, *(table.c[name] for name in detail_fields(kind)))
        .join(table, table.c.item_id == ITEMS.c.id)
        .where(ITEMS.c.kind == kind.value)
    )


def from_rows(kind: Kind, rows: Sequence[Sequence[Any]]) -> list[Item]:
    """The items that rows of `query_of` stand for.

    Their slots are set column by column, as their frozen classes do in three times the
    time.
    """
    made, blank = DETAIL_CLASSES[kind], object.__new__
    items, details = [blank(Item) for _ in rows], [blank(made) for _ in rows]
    columns = list(zip(*rows, strict=True))
    own = [vars(made)[name].__set__ for name in detail_fields(kind)]
    for put, column in zip(_COMMON_SLOTS, columns, strict=False):
        _each(put, items, column)
    for put, column in zip(own, columns[_WIDTH:], strict=bool(columns)):
        _each(put, details, column)
    _each(_PUT_KIND, items, repeat(kind))
    _each(_PUT_DETAILS, items, details)
    return items


def _each(
    put: Callable[[object, Any], None], made: Iterable[object], values: Iterable[Any]
) -> None:
    """Set a slot of many things, each to its value."""
    deque(map(put, made, values), maxlen=0)


def matching(
    connection: Connection, condition: ColumnElement[bool], kinds: Iterable[Kind] | None = None
) -> list[Item]:
    """The items for which a condition on the common columns holds, in order of their ids."""
    if kinds is None:
        present = select(ITEMS.c.kind).distinct().where(condition)
        kinds = [Kind(kind) for kind in connection.execute(present).scalars()]
    found: list[Item] = []
    for kind in kinds:
        rows = connection.execute(query_of(kind).where(condition)).all()
        found.extend(from_rows(kind, rows))
    found.sort(key=lambda item: item.id)
    return found


def items(connection: Connection, ids: Collection[str]) -> dict[str, Item]:
    """The items that are there, by id."""
    return {
        item.id: item for part in chunks(ids) for item in matching(connection, ITEMS.c.id.in_(part))
    }


def item(connection: Connection, item_id: str) -> Item:
    """One item.

    Raises:
        NotFound: there is none.
    """
    found = items(connection, [item_id])
    if item_id not in found:
        raise NotFound("item", item_id)
    return found[item_id]


def from_source_record(
    connection: Connection, record_ids: Collection[str]
) -> dict[str, list[Item]]:
    """The items that came out of source records, by the record's id."""
    result: dict[str, list[Item]] = {}
    for part in chunks(record_ids):
        for found in matching(connection, ITEMS.c.source_record_id.in_(part)):
            result.setdefault(found.source_record_id or "", []).append(found)
    return result
