# SPDX-License-Identifier: Apache-2.0
"""Canonical bodies of many items at once, straight from the columns of their rows.

What `charts.item_body` says of one item, column by column for a whole part of a table: most columns
are empty, or filled, in all of its rows, and then cost next to nothing. The texts are not brought
into Unicode NFC yet: see `composed`.
"""

from __future__ import annotations

import json
from itertools import repeat
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Any, Final
from unicodedata import is_normalized

from himdesk.domain.changes import canonical
from himdesk.domain.charts.items import Kind, detail_fields
from himdesk.store.writing.creation import ITEM_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

OUTER: Final = tuple(sorted(ITEM_COLUMNS))
"""The common columns, in the order of the canonical body."""

INNER: Final = {kind: tuple(sorted(detail_fields(kind))) for kind in Kind}
"""The columns of each kind's details, in that order."""

_BEFORE: Final = sum(name < "details" for name in OUTER)


def item_texts(kind: Kind, rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    """The bodies of rows that begin with the `OUTER` columns and the `INNER` ones of the kind."""
    if not rows:
        return iter(())
    columns = list(zip(*rows, strict=True))
    outer, inner = columns[: len(OUTER)], columns[len(OUTER) : len(OUTER) + len(INNER[kind])]
    said = _pieces(INNER[kind], inner, before=",")
    details = [text[1:] for text in map("".join, zip(*said, strict=False))]
    pieces = (
        repeat("{"),
        *_pieces(OUTER[:_BEFORE], outer[:_BEFORE], after=","),
        repeat('"details":{'),
        details or repeat(""),
        repeat("}"),
        *_pieces(OUTER[_BEFORE:], outer[_BEFORE:], before=","),
        repeat(',"v":1}'),
    )
    return map("".join, zip(*pieces, strict=False))


def composed(text: str) -> bytes:
    """The canonical body that such a text stands for."""
    return text.encode() if is_normalized("NFC", text) else canonical(json.loads(text))


def _pieces(
    names: Iterable[str], columns: Iterable[tuple[Any, ...]], *, before: str = "", after: str = ""
) -> list[Iterable[str]]:
    """The texts of columns, each as its name and its values; nothing where there is no value."""
    result: list[Iterable[str]] = []
    for name, column in zip(names, columns, strict=True):
        key = f'{before}"{name}":'
        empty = column.count(None)
        if empty == 0:
            result += [repeat(key), map(quoted, column), repeat(after)]
        elif empty < len(column):
            result.append([f"{key}{quoted(v)}{after}" if v is not None else "" for v in column])
    return result
