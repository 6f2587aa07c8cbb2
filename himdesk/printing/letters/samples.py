# SPDX-License-Identifier: Apache-2.0
"""Invented values for every field of a kind of letter, for the preview of its template."""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, cast

from himdesk.printing.letters.fields import known_fields
from himdesk.printing.letters.kinds import KINDS
from himdesk.printing.letters.values import Dispatch

if typing.TYPE_CHECKING:
    from himdesk.printing.letters.notices import Notice

_DAY: Final = date(2026, 3, 2)
_MOMENT: Final = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
_TEXTS: Final = {
    "name": "Maria Elena Santos-Rivera",
    "mrn": "00123456",
    "phone": "555-0100",
    "reference": "SAMPLE-0001",
    "lines": "12 Sample Street",
    "ledger_head": "0123456789ab",
    "content": "0123abcd" * 8,
    "digest": "4567cdef" * 8,
    "previous": "89ab0123" * 8,
}
_REPEATED: Final = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that can be inserted: its path, and the list that it is an element of, if any."""

    path: str
    each: str = ""

    @property
    def text(self) -> str:
        """The field as a template writes it."""
        return (
            f"{{item.{self.path.removeprefix(self.each + '.')}}}"
            if self.each
            else f"{{{self.path}}}"
        )


def notice(kind: str) -> Notice:
    """A letter of a kind, every field filled with an invented value."""
    return cast("Notice", _value(KINDS[kind], kind))


def dispatch() -> Dispatch:
    """An invented recipient, signer and day."""
    return cast("Dispatch", _value(Dispatch, "letter"))


def choices(kind: str) -> tuple[Choice, ...]:
    """Every field that a template of a kind can print."""
    return tuple(_choices(KINDS[kind], "", ""))


def _choices(owner: object, path: str, each: str) -> typing.Iterator[Choice]:
    for name, type_ in known_fields(owner).items():
        here = f"{path}.{name}" if path else name
        inner = _plain(type_)
        several = typing.get_origin(inner) is tuple
        element = typing.get_args(inner)[0] if several else inner
        if known_fields(element):
            yield from _choices(element, here, here if several else each)
        else:
            yield Choice(here, each)


def _plain(type_: object) -> object:
    """The first type of several."""
    return typing.get_args(type_)[0] if isinstance(type_, types.UnionType) else type_


def _value(type_: object, name: str) -> object:
    """An invented value of a type, for a field of this name."""
    kind: Any = _plain(type_)
    if typing.get_origin(kind) is tuple:
        element = typing.get_args(kind)[0]
        return tuple(_value(element, name) for _ in range(_REPEATED))
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        filled = [f.name for f in fields(kind) if f.name not in {"withheld", "zone"}]
        return kind(**{each: _value(hints[each], each) for each in filled})  # type: ignore[operator]
    simple: dict[object, object] = {bool: True, int: 1, date: _DAY, datetime: _MOMENT}
    if kind in simple:
        return simple[kind]
    return _TEXTS.get(name, f"Sample {name.replace('_', ' ')}")
