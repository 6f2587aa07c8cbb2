# SPDX-License-Identifier: Apache-2.0
"""People who live together: couples, parents and children, twins, fathers and sons of one name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from himdesk.services.training.people.contacts import (
    email,
    home_addresses,
    phone,
    social_security_number,
)
from himdesk.services.training.people.naming import (
    family_names,
    given_names,
    married_name,
    original_script,
)
from himdesk.services.training.people.person import Person, years_before

if TYPE_CHECKING:
    from himdesk.services.training.library import Library
    from himdesk.services.training.people.person import Address

_CULTURES = ("us", "hispanic", "vietnamese", "polish", "arabic", "greek", "cyrillic")
_CULTURE_WEIGHTS = (72, 15, 3, 4, 3, 1, 2)
_KEEPING_NAMES = ("hispanic", "vietnamese", "arabic")
_SHAPES = ("single", "couple", "family", "lone parent")
_SHAPE_WEIGHTS = (34, 24, 32, 10)
_ADULT_AGES = (18, 26, 34, 42, 52, 62, 72, 82, 94)
_SENIOR, _ADULT, _TEENAGER, _LEAVES_HOME = 68, 18, 13, 27


@dataclass(frozen=True, slots=True)
class _Home:
    """What the members of a household share."""

    culture: str
    family: str
    addresses: tuple[Address, ...]
    phone: str


def household(library: Library, *, seed: int, index: int, today: date) -> tuple[Person, ...]:
    """The people of one household; the same for the same seed and index."""
    rng = Random(f"{seed}/household/{index}")
    culture = rng.choices(_CULTURES, _CULTURE_WEIGHTS)[0]
    home = _Home(
        culture,
        family_names(library, culture, rng),
        home_addresses(library, rng, today),
        phone(rng) if rng.random() < 0.6 else "",
    )
    shape = rng.choices(_SHAPES, _SHAPE_WEIGHTS)[0]
    youngest = 0 if shape == "single" else 1
    first = _adult(library, home, rng, today, key=f"h{index}-1", band=youngest)
    people = [first]
    if shape in ("couple", "family"):
        people.append(_partner(library, home, rng, today, first, key=f"h{index}-2"))
        people[0] = first = replace(first, marital="M")
    if shape in ("family", "lone parent"):
        people += _children(library, home, rng, today, people, prefix=f"h{index}")
    return tuple(people)


def _adult(
    library: Library, home: _Home, rng: Random, today: date, *, key: str, band: int
) -> Person:
    """Somebody grown up, of this age band or a later one."""
    band = rng.randrange(band, len(_ADULT_AGES) - 1)
    age = rng.randrange(_ADULT_AGES[band], _ADULT_AGES[band + 1])
    birth = years_before(today, age, rng.randrange(365))
    sex = "male" if rng.random() < 0.47 else "female"
    marital = rng.choices(("S", "D", "W" if age >= _SENIOR else "S"), (6, 2, 3))[0]
    person = _member(library, home, rng, key=key, sex=sex, birth=birth)
    died = _death(rng, birth, today)
    return replace(person, marital=marital, died=died)


def _death(rng: Random, birth: date, today: date) -> date | None:
    age = (today - birth).days / 365.25
    if rng.random() >= (0.004 if age < _SENIOR else 0.09):
        return None
    day = today - timedelta(days=rng.randrange(20, 1400))
    return day if day > birth else None


def _member(
    library: Library, home: _Home, rng: Random, *, key: str, sex: str, birth: date
) -> Person:
    given = given_names(library, home.culture, sex, birth, rng)
    family = home.family
    if home.culture == "polish" and sex == "female":
        family = family.removesuffix("i") + "a" if family.endswith(("ski", "cki")) else family
    person = Person(
        key=key,
        family=family,
        given=given,
        sex=sex,
        birth=birth,
        culture=home.culture,
        addresses=home.addresses,
        home=home.phone,
        mobile=phone(rng),
        ssn=social_security_number(rng),
        language=library.languages[home.culture] if rng.random() < 0.5 else "en",
    )
    script = original_script(person)
    return replace(
        person,
        email=email(person, rng),
        script=script,
        family=family.split("/")[0],
        given=tuple(part.split("/")[0] for part in given),
    )


def _partner(
    library: Library, home: _Home, rng: Random, today: date, first: Person, *, key: str
) -> Person:
    assert first.birth is not None
    birth = first.birth + timedelta(days=rng.randrange(-2200, 2200))
    birth = min(birth, years_before(today, 22))
    sex = "female" if first.sex == "male" else "male"
    own = replace(home, family=family_names(library, home.culture, rng))
    keeps = home.culture in _KEEPING_NAMES
    person = _member(library, own if keeps else home, rng, key=key, sex=sex, birth=birth)
    wedding = max(birth, first.birth) + timedelta(days=365 * 20 + rng.randrange(5000))
    if sex == "female" and not keeps:
        person = married_name(person, own.family.split("/")[0], min(wedding, today), rng)
    return replace(person, marital="M", died=_death(rng, birth, today))


def _children(
    library: Library, home: _Home, rng: Random, today: date, parents: list[Person], *, prefix: str
) -> list[Person]:
    father = next((person for person in parents if person.sex == "male"), None)
    youngest = max(person.birth for person in parents if person.birth is not None)
    children: list[Person] = []
    born = youngest + timedelta(days=365 * 21 + rng.randrange(4000))
    for number in range(rng.choices((1, 2, 3, 4), (35, 40, 18, 7))[0]):
        if born >= today - timedelta(days=3):
            break
        sex = "male" if rng.random() < 0.51 else "female"
        key = f"{prefix}-{number + 3}"
        child = _member(library, home, rng, key=key, sex=sex, birth=born)
        child = _as_child(child, today)
        if child.age_on(today) >= _LEAVES_HOME:
            child = replace(child, addresses=home_addresses(library, rng, today), home="")
        if father and sex == "male" and not father.suffix and rng.random() < 0.05:
            child = replace(child, given=father.given, suffix="Jr")
        children.append(child)
        if rng.random() < 0.03:
            children += _twin(library, home, rng, today, children)
        born += timedelta(days=500 + rng.randrange(1500))
    return children


def _as_child(child: Person, today: date) -> Person:
    if child.age_on(today) >= _ADULT:
        return replace(child, marital="S")
    mobile = child.mobile if child.age_on(today) >= _TEENAGER else ""
    return replace(child, marital="S", mobile=mobile, email="")


def _twin(
    library: Library, home: _Home, rng: Random, today: date, children: list[Person]
) -> list[Person]:
    first = children[-1]
    assert first.birth is not None
    children[-1] = replace(first, birth_order=1)
    twin = _member(library, home, rng, key=f"{first.key}b", sex=first.sex, birth=first.birth)
    area, group, serial = first.ssn.split("-")
    ssn = f"{area}-{group}-{int(serial) % 9999 + 1:04d}"
    return [replace(_as_child(twin, today), ssn=ssn, birth_order=2)]
