# SPDX-License-Identifier: Apache-2.0
"""The fields of filled-in forms (JSON), each of its type or refused by its name."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_E = TypeVar("_E", bound=Enum)


def named_values(given: object, what: str) -> Mapping[str, Any]:
    """A form's part that is an object.

    Raises:
        UsageError: it is of another type.
    """
    if not isinstance(given, dict):
        raise UsageError(f"In the form, {what} is an object of names and values.", what)
    return given


def form_values(given: object, what: str, known: frozenset[str]) -> Mapping[str, Any]:
    """A form's part that has no other fields than it may have.

    Raises:
        UsageError: it is of another type.
    """
    for name in named_values(given, what):
        if name not in known:
            names = ", ".join(sorted(known))
            raise UsageError(f"There is no field {name} in {what}; there are: {names}.", name)
    return named_values(given, what)


def text_at(given: Mapping[str, Any], name: str) -> str:
    """A field's text; none is empty.

    Raises:
        UsageError: it is of another type.
    """
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise UsageError(f"In the form, {name} is a text.", name)
    return (value or "").strip()


def texts_at(given: Mapping[str, Any], name: str) -> frozenset[str]:
    """A field's texts; none is no text.

    Raises:
        UsageError: it is of another type.
    """
    value = given.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise UsageError(f"In the form, {name} is a list of texts.", name)
    return frozenset(value)


def truth_at(given: Mapping[str, Any], name: str) -> bool | None:
    """A field's yes or no; None: it says neither.

    Raises:
        UsageError: it is of another type.
    """
    value = given.get(name)
    if value is not None and not isinstance(value, bool):
        raise UsageError(f"In the form, {name} is true or false.", name)
    return value


def day_at(given: Mapping[str, Any], name: str) -> date | None:
    """A field's day, if it has one.

    Raises:
        UsageError: it is of another type.
    """
    text = text_at(given, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"In the form, {name} is a day like 2026-01-31.", name) from None


def member_at(kind: type[_E], value: object, name: str) -> _E:
    """A value as a member of its kind.

    Raises:
        UsageError: it is of another type.
    """
    values = [each.value for each in kind]
    if value not in values:
        text = f"In the form, {name} is one of: {', '.join(values)}."
        raise UsageError(text, name)
    return kind(value)
