# SPDX-License-Identifier: Apache-2.0
"""The words and numbers by which a person is found, in one plain form.

Words are ASCII small letters where the script allows, without accents; identifiers and phone
numbers bare of punctuation; birth dates ISO. What a person types takes the same form (`words`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize

from himdesk.domain.items import (
    About,
    Identifier,
    Kind,
    Name,
    Statement,
    Telecom,
    detail_fields,
)
from himdesk.store.bulk import insert_absent
from himdesk.store.reading.items import items
from himdesk.store.tables import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from himdesk.domain.changes import Change
    from himdesk.domain.items import Details
    from himdesk.domain.plans import Created

_COLUMNS: Final = ("term", "item_id", "kind")
_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_BETWEEN_WORDS: Final = re.compile(r"[\s\-‐-―/,;_]+")
_PUNCTUATION: Final = re.compile(r"[^\w]+|_")
_SHORT_PHONE: Final = 7
_FOUND_BY: Final = frozenset({Kind.NAME, Kind.IDENTIFIER, Kind.TELECOM, Kind.STATEMENT})


def folded(text: str) -> str:
    """Small letters without accents."""
    plain = normalize("NFKD", text.casefold()).translate(_LETTERS)
    return normalize("NFC", "".join(c for c in plain if not combining(c)))


def words(text: str) -> tuple[str, ...]:
    """The words of a name, or of what a person typed, in their plain form."""
    parts = (_PUNCTUATION.sub("", part) for part in _BETWEEN_WORDS.split(folded(text)))
    return tuple(part for part in parts if part)


def bare(text: str) -> str:
    """An identifier without punctuation."""
    return _PUNCTUATION.sub("", folded(text))


def terms_of(details: Details) -> frozenset[str]:
    """The terms of an assertion."""
    match details:
        case Name():
            return _name_terms(details)
        case Identifier(value=str(value)):
            return frozenset({bare(value)} - {""})
        case Telecom(system="email", value=str(value)):
            return frozenset({bare(value)} - {""})
        case Telecom(value=str(value)):
            return _phone_terms(value)
        case Statement(about=About.BIRTH_DATE, value=str(value)):
            return frozenset({value})
    return frozenset()


def _name_terms(name: Name) -> frozenset[str]:
    """The words, and what is written apart or with a hyphen also as one ("de la Cruz")."""
    result: set[str] = set()
    for part in (name.family, name.given, name.middle):
        parts = words(part or "")
        result.update(parts)
        if len(parts) > 1:
            result.add("".join(parts))
    return frozenset(result)


def _phone_terms(value: str) -> frozenset[str]:
    """The digits, and those without the North American country code."""
    digits = "".join(c for c in value if c.isdigit())
    result = {digits}
    if len(digits) == 11 and digits.startswith("1"):  # noqa: PLR2004  1 and ten digits
        result.add(digits[1:])
    return frozenset(term for term in result if len(term) >= _SHORT_PHONE)


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
    rows = {(term, item.id, str(item.kind)) for item in stated for term in terms_of(item.details)}
    insert_absent(connection, TERMS, _COLUMNS, sorted(rows))
