# SPDX-License-Identifier: Apache-2.0
"""Fields of a template: `{survivor.mrn}`, `{item.title}`, `{patient.mrn|last4}`.

A path starts at the letter's value, at `site`, at `letter` (the dispatch) or, inside a repeated
block, at `item`. Paths are checked against the types when a template is read, so that a wrong
one never waits for a letter to be found.
"""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from himdesk.printing.letters.notices import Notice
from himdesk.printing.letters.values import Dispatch, Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.printing.typesetting.words import Words

FILTERS: Final = frozenset({"last4", "day", "grouped"})
"""The end of a number; a moment's day; a hash in groups that an eye can compare."""

_HIDDEN: Final = frozenset({"withheld", "zone"})
_LAST: Final = 4
_GROUP: Final = 8
_NO_BREAK: Final = "\u00a0"
_PER_LINE: Final = 4


@dataclass(frozen=True, slots=True)
class Field:
    """A field as written in a template: a dotted path, and how it is shown."""

    path: str
    filter: str = ""

    @classmethod
    def parse(cls, text: str) -> Field:
        """Read `path` or `path|filter`."""
        path, _, filter_ = text.partition("|")
        return cls(path.strip(), filter_.strip())


@dataclass(frozen=True, slots=True)
class Scope:
    """The values that fields are looked up in."""

    notice: Notice
    letter: Dispatch
    site: Site
    item: object = None

    def with_item(self, item: object) -> Scope:
        """The same scope inside a repeated block."""
        return Scope(self.notice, self.letter, self.site, item)

    def values(self, path: str) -> list[object]:
        """Every value at a path: several where it leads through a sequence, none for None."""
        first, *rest = path.split(".")
        roots = {"letter": self.letter, "site": self.site, "item": self.item}
        found = [roots[first]] if first in roots else [getattr(self.notice, first)]
        found = list(_flat(found))
        for name in rest:
            found = list(_flat([getattr(value, name) for value in found]))
        return found


def _flat(values: list[object]) -> Iterator[object]:
    for value in values:
        if isinstance(value, tuple):
            yield from value
        elif value is not None:
            yield value


def item_type(path: str, owner: object) -> object:
    """What one element at a path is; raises `KeyError` with the names that could stand there."""
    kind = owner
    for name in path.split("."):
        kind = _element(kind)
        known = known_fields(kind)
        if name not in known:
            raise KeyError(*sorted(known))
        kind = known[name]
    return _element(kind)


def known_fields(kind: object) -> dict[str, object]:
    """The names of a dataclass's printable attributes and their types."""
    if not (isinstance(kind, type) and is_dataclass(kind)):
        return {}
    hints = typing.get_type_hints(kind)
    known = {f.name: hints[f.name] for f in fields(kind) if f.name not in _HIDDEN}
    if issubclass(kind, Notice):
        known |= {"letter": Dispatch, "site": Site}
    return known


def _element(kind: object) -> object:
    """The type without `None` and without its sequence."""
    if isinstance(kind, types.UnionType):
        kind = next(t for t in typing.get_args(kind) if t is not type(None))
    if typing.get_origin(kind) is tuple:
        return typing.get_args(kind)[0]
    return kind


def show(value: object, field: Field, words: Words, site: Site) -> str:
    """A value as it is printed in a language."""
    if isinstance(value, bool):
        return words.yes if value else words.no
    if isinstance(value, datetime):
        local = value.astimezone(site.zone)
        return words.day(local.date()) if field.filter == "day" else words.moment(local)
    if isinstance(value, date):
        return words.day(value)
    text = _filtered(str(value), field.filter)
    return text.replace(" ", _NO_BREAK) if field.path.endswith("phone") else text


def _filtered(text: str, filter_: str) -> str:
    """A text's end, or a hash in lines of four groups."""
    if filter_ == "last4":
        return text[-_LAST:]
    if filter_ == "grouped":
        groups = [text[i : i + _GROUP] for i in range(0, len(text), _GROUP)]
        lines = (groups[i : i + _PER_LINE] for i in range(0, len(groups), _PER_LINE))
        return "\n".join(" ".join(line) for line in lines)
    return text


def show_all(scope: Scope, field: Field, words: Words) -> str:
    """All values of a field in one text."""
    return "; ".join(show(v, field, words, scope.site) for v in scope.values(field.path))
