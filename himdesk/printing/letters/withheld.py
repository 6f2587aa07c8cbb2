# SPDX-License-Identifier: Apache-2.0
"""Traces of a person whom a letter must not name: an overlay's other patient.

Searched are the printed pages, so that also a reason typed by hand is covered. What the
letter's own patient shares (a father's name, a twin's birth date) is no trace.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from himdesk.printing.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from himdesk.printing.letters.fields import Scope
    from himdesk.printing.letters.template import LetterTemplate
    from himdesk.printing.letters.values import Person, Withheld
    from himdesk.printing.typesetting.words import Words

_SHORTEST: Final = 3
_NAME: Final = "another person's name"
_NUMBER: Final = "another person's number"
_BIRTH: Final = "another person's birth date"
_PEOPLE: Final = (
    "patient.name",
    "letter.recipient.name",
    "letter.signer.name",
    "contact.name",
    "clinician",
    "author",
    "entries.author",
    "to_sign.author",
)


def traces(
    scope: Scope, template: LetterTemplate, readings: tuple[Reading, ...], words: Words
) -> tuple[str, ...]:
    """What kinds of traces the pages hold; the traces themselves are not repeated."""
    others: tuple[Withheld, ...] = getattr(scope.notice, "withheld", ())
    if not others:
        return ()
    own: Person | None = getattr(scope.notice, "patient", None)
    harmless = _harmless(scope, template, words)
    found: list[str] = []
    for other in others:
        numbers = [n for n in other.numbers if own is None or n != own.mrn]
        if _any(readings, (form for number in numbers for form in _number_forms(number))):
            found.append(_NUMBER)
        if _any(readings, _names(other, harmless, own)):
            found.append(_NAME)
        born = other.birth_date
        if born and (own is None or born != own.birth_date) and _any(readings, _days(born, words)):
            found.append(_BIRTH)
    return tuple(dict.fromkeys(found))


def _any(readings: tuple[Reading, ...], values: Iterable[str]) -> bool:
    wanted = list(values)
    return any(reading.holds(value) is not None for reading in readings for value in wanted)


def _number_forms(number: str) -> Iterator[str]:
    """A number with and without its authority; short ones would be found by chance."""
    bare = number.rpartition(":")[2]
    yield number
    if len(bare) > _SHORTEST:
        yield bare


def _names(other: Withheld, harmless: Reading, own: Person | None) -> Iterator[str]:
    """The other's names in either order, and each part of them that could be nobody else's.

    A name that the letter's own patient bears too tells nothing: strangers may be namesakes.
    """
    own_words = _words(own.name) if own else frozenset()
    for name in other.names:
        if _words(name) <= own_words:
            continue
        parts = [part for part in name.replace(",", " ").split() if len(part) >= _SHORTEST]
        yield from (part for part in parts if harmless.holds(part) is None)
        orders = (name, name.replace(",", " "), " ".join(reversed(name.split(","))))
        yield from (order for order in orders if parts and harmless.holds(order) is None)


def _words(name: str) -> frozenset[str]:
    return frozenset(name.casefold().replace(",", " ").split())


def _harmless(scope: Scope, template: LetterTemplate, words: Words) -> Reading:
    """What may be read in any case: fixed words, the site, and people who may be named.

    A patient called Page must not make every letter suspect, nor one who shares a name with the
    author of a note.
    """
    fixed = [p.content for b in template.blocks for p in b.pieces() if isinstance(p.content, str)]
    furniture = [str(getattr(words, f.name)) for f in fields(words)]
    people = [value for path in _PEOPLE for value in _values(scope, path)]
    site = [scope.site.name, scope.site.department, *scope.site.address]
    return Reading.of([" ".join(text) for text in (fixed, furniture, people, site)])


def _values(scope: Scope, path: str) -> list[str]:
    try:
        return [str(value).replace(",", " ") for value in scope.values(path)]
    except AttributeError:
        return []


def _days(day: date, words: Words) -> Iterator[str]:
    """The usual ways to write a day."""
    yield words.day(day)
    yield day.isoformat()
    yield f"{day.month}/{day.day}/{day.year}"
    yield f"{day:%m/%d/%Y}"
    yield f"{day:%d.%m.%Y}"
    yield f"{day:%Y%m%d}"
