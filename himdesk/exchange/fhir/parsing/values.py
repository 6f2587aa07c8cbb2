# SPDX-License-Identifier: Apache-2.0
"""Typed access to parsed JSON: a value of the wrong type is told with its path, never guessed at.

The path is found only when something is wrong: a `WrongValue` carries the object that holds the
value, and `path_of` looks for that object in the resource. Reading right values costs nothing.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias
from unicodedata import normalize

from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.fhir.parsing.jsontext import Number

Json: TypeAlias = dict[str, Any]

SHORT: Final = 500
"""The most characters of a name, a number, a code: they are searched for, so they have a limit."""


class WrongValue(Unacceptable):
    """A value is not what FHIR R4 has at this place."""

    def __init__(self, holder: object, key: str | int | None, expected: str) -> None:
        super().__init__(f"expected {expected}")
        self.holder = holder
        self.key = key
        self.expected = expected

    def sentence(self, root: Json) -> str:
        """The reason with its path, in the resource that was read."""
        path = path_of(root, self.holder)
        name = str(root.get("resourceType", "resource"))
        if isinstance(self.key, int):
            path += f"[{self.key}]"
        elif self.key:
            path += f".{self.key}"
        return f"{name}{path}: expected {self.expected}."


def path_of(root: object, holder: object) -> str:
    """Where an object is in another one, as ".name[0].period"; empty for the root itself."""
    waiting: list[tuple[object, str]] = [(root, "")]
    while waiting:
        item, path = waiting.pop()
        if item is holder:
            return path
        if type(item) is dict:
            waiting += [(v, f"{path}.{k}") for k, v in item.items()]
        elif type(item) is list:
            waiting += [(v, f"{path}[{n}]") for n, v in enumerate(item)]
    return ""


def text(holder: Json, key: str) -> str | None:
    """A text in Unicode NFC; absent, null and blank are None."""
    value = holder.get(key)
    if value is None:
        return None
    if type(value) is not str:
        raise WrongValue(holder, key, "text")
    return tidy(value)


def tidy(value: str) -> str | None:
    """Text in Unicode NFC without blanks around it; None if nothing is left."""
    return (value if value.isascii() else normalize("NFC", value)).strip() or None


def short(holder: Json, key: str) -> str | None:
    """A text of at most `SHORT` characters."""
    value = text(holder, key)
    if value is not None and len(value) > SHORT:
        raise WrongValue(holder, key, f"text of at most {SHORT} characters")
    return value


def truth(holder: Json, key: str) -> bool | None:
    """A boolean."""
    value = holder.get(key)
    if value is None or value is True or value is False:
        return value
    raise WrongValue(holder, key, "true or false")


def number(holder: Json, key: str) -> str | None:
    """A number, in the digits of its source."""
    value = holder.get(key)
    if value is None or type(value) is Number:
        return value
    raise WrongValue(holder, key, "a number")


def child(holder: Json, key: str) -> Json | None:
    """An object."""
    value = holder.get(key)
    if value is None or type(value) is dict:
        return value
    raise WrongValue(holder, key, "an object")


def children(holder: Json, key: str) -> list[Json]:
    """A list of objects; absent is empty, nulls are left out."""
    value = holder.get(key)
    if value is None:
        return []
    if type(value) is not list:
        raise WrongValue(holder, key, "a list of objects")
    for n, item in enumerate(value):
        if type(item) is not dict and item is not None:
            raise WrongValue(value, n, "an object")
    return value if None not in value else [item for item in value if item is not None]


def texts(holder: Json, key: str) -> list[str]:
    """A list of texts without the blank ones."""
    value = holder.get(key)
    if value is None:
        return []
    if type(value) is not list:
        raise WrongValue(holder, key, "a list of texts")
    result = []
    for n, item in enumerate(value):
        if item is None:
            continue
        if type(item) is not str:
            raise WrongValue(value, n, "text")
        if len(item) > SHORT:
            raise WrongValue(value, n, f"text of at most {SHORT} characters")
        if kept := tidy(item):
            result.append(kept)
    return result


def found(holder: Json, path: tuple[str, ...]) -> list[tuple[Json, str]]:
    """The places of a path such as participant.actor: each holder with the last key."""
    holders = [holder]
    for key in path[:-1]:
        deeper: list[Json] = []
        for item in holders:
            value = item.get(key)
            deeper += children(item, key) if type(value) is list else _one(item, key)
        holders = deeper
    return [(item, path[-1]) for item in holders if item.get(path[-1]) is not None]


def _one(holder: Json, key: str) -> list[Json]:
    value = child(holder, key)
    return [] if value is None else [value]


def objects(holder: Json, key: str) -> list[Json]:
    """One object or a list of them: for places that differ from resource to resource."""
    return children(holder, key) if type(holder.get(key)) is list else _one(holder, key)
