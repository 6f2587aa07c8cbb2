# SPDX-License-Identifier: Apache-2.0
"""The random part of the index: households turned into records, some people twice or more."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from himdesk.services.training.people.errors import PLACEHOLDER_SSNS, Mistyped
from himdesk.services.training.people.households import household
from himdesk.services.training.people.person import Registration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from himdesk.services.training.library import Library
    from himdesk.services.training.people.person import Person

# 8 % of all records belong to somebody who was registered before.
_SECOND, _THIRD = 0.079, 0.004
_PRIME, _STEP, _FIRST = 7_999_993, 1_234_577, 1_000_000


def registrations(
    library: Library, *, count: int, seed: int, today: date
) -> Iterator[Registration]:
    """Exactly `count` records, household by household; numbers look random and never repeat."""
    made = index = 0
    while made < count:
        for person in household(library, seed=seed, index=index, today=today):
            rng = Random(f"{seed}/index/{person.key}")
            for record in _records(library, person, rng, today, count - made):
                made += 1
                yield replace(record, mrn=_number(made))
        index += 1


def _records(
    library: Library, person: Person, rng: Random, today: date, room: int
) -> list[Registration]:
    roll = rng.random()
    parts = min(3 if roll < _THIRD else 2 if roll < _SECOND + _THIRD else 1, room)
    if parts == 0:
        return []
    first = Registration(mrn="", typed=_incomplete(person, rng), truth=person, parts=parts)
    mistyped = Mistyped(library, rng, today)
    found = [first]
    for part in range(1, parts):
        typed, errors = mistyped.apply(_incomplete(person, rng))
        typed = replace(typed, died=None) if rng.random() < 0.7 else typed
        found.append(replace(first, typed=typed, errors=errors, part=part))
    return found


def _incomplete(person: Person, rng: Random) -> Person:
    """No record is complete: what registration did not ask for or was not told."""
    ssn = person.ssn if rng.random() < 0.82 else ""
    if rng.random() < 0.008:
        ssn = rng.choice(PLACEHOLDER_SSNS)
    return replace(
        person,
        ssn=ssn,
        home=person.home if rng.random() < 0.85 else "",
        mobile=person.mobile if rng.random() < 0.9 else "",
        marital=person.marital if rng.random() < 0.8 else "",
        script=person.script if rng.random() < 0.7 else "",
        addresses=person.addresses if rng.random() < 0.8 else person.addresses[-1:],
    )


def _number(position: int) -> str:
    """A seven-digit number; a step that is prime to the modulus visits each once."""
    return str(_FIRST + position * _STEP % _PRIME)
