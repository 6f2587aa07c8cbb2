# SPDX-License-Identifier: Apache-2.0
"""The words and numbers by which a person is found, in the plain forms of `domain.normal`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import (
    About,
    Identifier,
    Kind,
    Name,
    Statement,
    Telecom,
    detail_fields,
)
from himdesk.domain.charts.normal import compact, digits, index_words
from himdesk.store.reading.items import items
from himdesk.store.tables import TERMS
from himdesk.store.writing.bulk import insert_absent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from himdesk.domain.changes import Change
    from himdesk.domain.charts.items import Details
    from himdesk.domain.plans import Created

_COLUMNS: Final = ("term", "item_id")
_SHORTEST_PHONE: Final = 7
_WITH_COUNTRY: Final = 11
_FOUND_BY: Final = frozenset({Kind.NAME, Kind.IDENTIFIER, Kind.TELECOM, Kind.STATEMENT})


def terms_of(details: Details) -> frozenset[str]:
    """The terms of an assertion."""
    match details:
        case Name():
            return _name_terms(details)
        case Identifier(value=str(value)):
            return frozenset({compact(value)} - {""})
        case Telecom(system="email", value=str(value)):
            return frozenset({compact(value)} - {""})
        case Telecom(value=str(value)):
            return _phone_terms(digits(value))
        case Statement(about=About.BIRTH_DATE, value=str(value)):
            return frozenset({born(value)})
    return frozenset()


def _name_terms(name: Name) -> frozenset[str]:
    """The words, and each family name with each given one: "smith mary", "mary smith".

    Two common words are so found at once, where going through all Smiths would take too long.
    """
    family = index_words(name.family or "")
    given = tuple(w for part in (name.given, name.middle) for w in index_words(part or ""))
    pairs = {paired(*two) for f in family for g in given for two in ((f, g), (g, f))}
    return frozenset({*family, *given, *pairs})


def paired(first: str, second: str) -> str:
    """The term of two words of one name, in this order."""
    return f"{first} {second}"


def born(date: str) -> str:
    """The term of a birth date; no number begins like it."""
    return f"born {date}"


def _phone_terms(number: str) -> frozenset[str]:
    """The digits, and those without the North American country code."""
    if len(number) < _SHORTEST_PHONE:
        return frozenset()
    if len(number) == _WITH_COUNTRY and number.startswith("1"):
        return frozenset({number, number[1:]})
    return frozenset({number})


def index(connection: Connection, changes: Iterable[Change], created: Created) -> None:
    """Make findable what a change set created or changed; earlier terms stay."""
    new = {item.id for item in created.items}
    changed = {
        change.id
        for change in changes
        if change.entity in _FOUND_BY and change.id not in new
        if change.field in detail_fields(Kind(change.entity))
    }
    stated = [item for item in created.items if item.kind in _FOUND_BY]
    stated += items(connection, changed).values()
    rows = {(term, item.id) for item in stated for term in terms_of(item.details)}
    insert_absent(connection, TERMS, _COLUMNS, sorted(rows))
