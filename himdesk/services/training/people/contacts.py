# SPDX-License-Identifier: Apache-2.0
"""Addresses, telephone numbers, mail addresses and social security numbers that nobody has.

Telephones end in 555-0100 to 555-0199, reserved for fiction; mail is at example.org; social
security numbers begin with 9, which the SSA never issues, and their middle group is below 50,
where the IRS issues no taxpayer numbers either.
"""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from typing import TYPE_CHECKING

from himdesk.services.training.people.person import Address

if TYPE_CHECKING:
    from random import Random

    from himdesk.services.training.library import Library
    from himdesk.services.training.people.person import Person

_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "ø": "o", "'": "", " ": "", "-": ""})


def phone(rng: Random) -> str:
    """A number that never rings. Area codes are spread wide: each has a hundred such numbers."""
    area = 201 + int(rng.random() * 788)
    return f"{area}-555-01{int(rng.random() * 100):02d}"


def social_security_number(rng: Random) -> str:
    """A number of a range that is never issued."""
    roll = rng.random
    return f"{900 + int(roll() * 100)}-{1 + int(roll() * 49):02d}-{1 + int(roll() * 9999):04d}"


def email(person: Person, rng: Random) -> str:
    """A mail address at example.org; many people have none on file."""
    if rng.random() < 0.45:
        return ""
    given, family = person.given[0].split("/")[0], person.family.split("/")[0]
    return f"{_ascii(given)}.{_ascii(family)}{int(rng.random() * 90) + 10}@example.org"


def _ascii(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.translate(_PLAIN).lower())
    return folded.encode("ascii", "ignore").decode("ascii") or "mail"


def address(library: Library, rng: Random, since: date, until: date | None = None) -> Address:
    """One invented address."""
    roll = rng.random
    number = 100 + int(roll() * 9800)
    street = library.streets[int(roll() * len(library.streets))]
    kind = library.street_kinds[int(roll() * len(library.street_kinds))]
    flat = f" Apt {1 + int(roll() * 40)}" if roll() < 0.25 else ""
    town, state, code = library.towns[int(roll() * len(library.towns))]
    return Address(f"{number} {street} {kind}{flat}", town, state, code, since, until)


def home_addresses(library: Library, rng: Random, today: date) -> tuple[Address, ...]:
    """Where a household lived one after the other, the present address last."""
    moves = rng.choices((0, 1, 2), (60, 30, 10))[0]
    begin = today - timedelta(days=3000 + rng.randrange(4000))
    found: list[Address] = []
    for left in range(moves, 0, -1):
        end = begin + timedelta(days=400 + rng.randrange((today - begin).days // (left + 1) or 1))
        end = min(end, today - timedelta(days=30))
        found.append(address(library, rng, begin, end))
        begin = end
    return (*found, address(library, rng, begin))
