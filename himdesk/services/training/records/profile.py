# SPDX-License-Identifier: Apache-2.0
"""What is true of a person's health, whichever of their records a visit is written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from himdesk.services.training.library import Allergy, Clinician, Library, Problem
    from himdesk.services.training.people.person import Person

_SMOKING = ("never smoker", "former smoker", "current smoker, half a pack a day")
_ADULT, _OLD = 18, 66
_GAP = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The facts that all notes and results about one person agree on.

    `allergies` None: nobody asked yet; empty: none known.
    """

    person: Person
    blood: str
    rhesus: bool
    allergies: tuple[Allergy, ...] | None
    problems: tuple[Problem, ...]
    smoking: str
    weight: float
    physician: Clinician
    insurer: str
    member: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit to be written."""

    day: date
    where: str
    problem: Problem


def profile_of(library: Library, person: Person, *, seed: int, today: date) -> Profile:
    """The health of a person: the same for each of their records."""
    rng = Random(f"{seed}/health/{person.key}")
    age = person.age_on(person.died or today)
    fitting = [problem for problem in library.problems.values() if _fits(problem, person, age)]
    weights = [problem.weight for problem in fitting]
    drawn = rng.choices(fitting, weights, k=1 + (age >= _ADULT) + (age >= _OLD))
    physicians = library.by_specialty["pediatrics" if age < _ADULT else "family medicine"]
    roll = rng.random()
    allergies = (
        (rng.choices(library.allergies, library.allergy_weights)[0],)
        if roll < 0.22
        else ()
        if roll < 0.6
        else None
    )
    insurer = library.public_insurers["old"] if age >= _OLD else rng.choice(library.insurers)
    if rng.random() < 0.12:
        insurer = library.public_insurers["poor"]
    return Profile(
        person=person,
        blood=rng.choices("OABB", (44, 42, 10, 0))[0] if rng.random() > 0.04 else "AB",
        rhesus=rng.random() < 0.85,
        allergies=allergies,
        problems=tuple({problem.key: problem for problem in drawn}.values()),
        smoking=_SMOKING[int(rng.random() ** 2 * 3)] if age >= _ADULT else _SMOKING[0],
        weight=_weight(age, person.sex, rng),
        physician=rng.choice(physicians),
        insurer=insurer,
        member=f"M{rng.randrange(10**8, 10**9)}",
    )


def visits_of(
    library: Library, profile: Profile, *, seed: int, today: date, parts: int
) -> tuple[Planned, ...]:
    """The person's visits in order of time, never overlapping, at least one for each record."""
    person = profile.person
    rng = Random(f"{seed}/visits/{person.key}")
    last = person.died or today
    first = max(person.birth or last, last - timedelta(days=1900))
    wanted = max(min(int(rng.expovariate(0.55)), 7) + 1, parts)
    span = max((last - first).days - 1, 0)
    days = sorted(rng.randrange(span) if span else 0 for _ in range(wanted))
    found: list[Planned] = []
    for offset in days:
        day = first + timedelta(days=offset)
        if found and (day - found[-1].day).days < _GAP:
            continue
        problem = rng.choice(profile.problems)
        if problem.ages[0] <= person.age_on(day) <= problem.ages[1]:
            found.append(Planned(day, rng.choice(problem.where), problem))
    checkup = library.problems["well-child" if person.age_on(last) < _ADULT else "wellness"]
    missing = range(parts - len(found))
    found += [Planned(max(first, last - timedelta(days=1 + n)), "clinic", checkup) for n in missing]
    return tuple(sorted(found, key=lambda planned: planned.day))


def none_known(allergies: Iterable[Allergy] | None) -> str:
    """The allergies as a note says them."""
    if allergies is None:
        return "not on file"
    return ", ".join(allergy.name.lower() for allergy in allergies) or "no known allergies"


def _fits(problem: Problem, person: Person, age: int) -> bool:
    return (
        problem.weight > 0
        and problem.ages[0] <= age <= problem.ages[1]
        and problem.sex in ("", person.sex)
    )


def _weight(age: int, sex: str, rng: Random) -> float:
    if age < _ADULT:
        return round(3.6 + age * 3.4 + rng.uniform(-0.5, 0.5) * (1 + age / 2), 1)
    return round(rng.gauss(86 if sex == "male" else 73, 12), 1)
