# SPDX-License-Identifier: Apache-2.0
"""How people of different languages and generations are named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from himdesk.services.training.people.person import FormerName

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from himdesk.services.training.library import Library
    from himdesk.services.training.people.person import Person

_OLD, _YOUNG = 1958, 1990
_INITIALS = "ABCDEFGHJKLMNPRSTW"
_SCRIPTS = ("greek", "cyrillic")


def frequent(words: tuple[str, ...], rng: Random) -> str:
    """One of the words, those in front more often."""
    return words[int(len(words) * rng.random() ** 1.6)]


def family_names(library: Library, culture: str, rng: Random) -> str:
    """A family name; variants and original script stay joined by a slash."""
    words = library.names[culture].families
    family = frequent(words, rng)
    if culture == "hispanic" and rng.random() < 0.7:
        return f"{family} {frequent(words, rng)}"
    return family


def given_names(
    library: Library, culture: str, sex: str, birth: date, rng: Random
) -> tuple[str, ...]:
    """A first name of the generation, and often a middle name or initial."""
    if culture == "us":
        era = "old" if birth.year < _OLD else "middle" if birth.year < _YOUNG else "young"
        words = library.us_given[sex][era]
        first = frequent(words, rng)
        roll = rng.random()
        if roll < 0.2:
            return (first,)
        middle = frequent(words, rng) if roll < 0.45 else rng.choice(_INITIALS)
        return (first, middle) if middle != first else (first,)
    names = library.names[culture]
    words = names.female if sex == "female" else names.male
    first = frequent(words, rng)
    if culture == "vietnamese":
        return (first, "Thi" if sex == "female" else "Van")
    if culture == "hispanic" and rng.random() < 0.4:
        second = rng.choice(words)
        return (first, second) if second != first else (first,)
    return (first,)


def original_script(person: Person) -> str:
    """The name in its own letters, for the languages whose lists give them."""
    if person.culture not in _SCRIPTS:
        return ""
    return " ".join(word.split("/")[-1] for word in (*person.given, person.family))


def married_name(person: Person, own_family: str, wedding: date, rng: Random) -> Person:
    """The bride's name after a wedding: taken, joined by a hyphen, or kept."""
    roll = rng.random()
    if roll < 0.22:
        return replace(person, family=own_family)
    family = f"{own_family}-{person.family}" if roll < 0.32 else person.family
    former = (FormerName(own_family, "maiden", wedding),)
    return replace(person, family=family, former=former, named_since=wedding)
