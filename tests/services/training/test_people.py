# SPDX-License-Identifier: Apache-2.0
"""Persons, households, and each way of mistyping them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from himdesk.services.training.library import Library, load
from himdesk.services.training.people.errors import PLACEHOLDER_BIRTH, PLACEHOLDER_SSNS, Mistyped
from himdesk.services.training.people.households import household
from himdesk.services.training.people.person import Address, FormerName, Person, years_before

DAY = date(2026, 11, 20)
ANNE = Person(
    key="anne",
    family="Marlow",
    given=("Elizabeth", "Rose"),
    sex="female",
    birth=date(1980, 3, 9),
    suffix="II",
    former=(FormerName("Finch", "maiden", date(2005, 6, 1)),),
    named_since=date(2005, 6, 1),
    addresses=(
        Address("1 Oak St", "Riverbend", "IL", "60990", date(2000, 1, 1), date(2010, 1, 1)),
        Address("2 Elm St", "Riverbend", "IL", "60990", date(2010, 1, 1)),
    ),
    home="312-555-0101",
    mobile="312-555-0102",
    email="anne@example.org",
    ssn="912-11-0001",
)


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


@pytest.fixture
def mistyped(library: Library) -> Mistyped:
    return Mistyped(library, Random(4), DAY)


def test_a_name_is_shown_as_registration_prints_it() -> None:
    assert ANNE.shown == "MARLOW, ELIZABETH ROSE II"
    assert ANNE.shown_on(date(2005, 5, 31)) == "FINCH, ELIZABETH ROSE II"
    assert ANNE.shown_on(date(2005, 6, 1)) == ANNE.shown


def test_the_address_of_a_day() -> None:
    assert str(ANNE.address_on(date(2009, 12, 31))) == "1 Oak St, Riverbend, IL 60990"
    assert str(ANNE.address_on(DAY)).startswith("2 Elm St")
    assert str(ANNE.address_on(date(1990, 1, 1))).startswith("1 Oak St")
    assert replace(ANNE, addresses=()).address_on(DAY) is None


def test_ages_are_full_years() -> None:
    assert ANNE.age_on(date(2026, 3, 8)) == 45
    assert ANNE.age_on(date(2026, 3, 9)) == 46
    assert replace(ANNE, birth=None).age_on(DAY) == 0
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)


def test_each_error_does_what_it_is_called(mistyped: Mistyped) -> None:
    def made(name: str, person: Person = ANNE) -> Person:
        found = getattr(mistyped, name)(person)
        assert isinstance(found, Person)
        return found

    assert made("dob_swap").birth == date(1980, 9, 3)
    assert abs((made("dob_typo").birth or DAY) - date(1980, 3, 9)).days in {1, 10}
    assert (made("dob_year").birth or DAY).year in {1970, 1979, 1981, 1990}
    assert made("dob_default").birth == PLACEHOLDER_BIRTH
    assert made("name_swap").given[0] == "Marlow"
    assert made("name_swap").family == "Elizabeth"
    assert made("maiden").family == "Finch"
    assert made("hyphen").family == "Finch-Marlow"
    assert made("hyphen", replace(ANNE, family="Finch-Marlow")).family == "Marlow"
    assert made("nickname").given[0] in {"Liz", "Beth", "Betty", "Eliza"}
    assert made("middle_drop").given == ("Elizabeth",)
    assert made("middle_as_first").given == ("Rose",)
    assert made("suffix_drop").suffix == ""
    assert made("sex_wrong").sex == "male"
    assert made("ssn_missing").ssn == ""
    assert made("ssn_placeholder").ssn in PLACEHOLDER_SSNS
    assert made("email_drop").email == ""
    assert (made("phone_missing").home, made("phone_missing").mobile) == ("", "")
    assert made("phone_new").mobile != ANNE.mobile
    assert made("moved").addresses[0].line != ANNE.addresses[-1].line
    assert made("hisp_one", replace(ANNE, family="López Cruz")).family == "López"
    assert made("translit", replace(ANNE, family="Núñez")).family == "Nunez"
    other = made("ssn_typo").ssn
    assert sum(a != b for a, b in zip(other, ANNE.ssn, strict=True)) == 1


def test_arabic_names_have_several_spellings(library: Library) -> None:
    person = replace(ANNE, culture="arabic", family="Khoury", given=("Fatima",))
    found = {Mistyped(library, Random(n), DAY).translit(person) for n in range(30)}
    families = {each.family for each in found if each}
    assert families == {"Khoury", "Khouri", "Koury"}


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("dob_swap", replace(ANNE, birth=date(1980, 3, 13))),
        ("dob_swap", replace(ANNE, birth=None)),
        ("dob_typo", replace(ANNE, birth=None)),
        ("dob_year", replace(ANNE, birth=date(1980, 2, 29))),
        ("maiden", replace(ANNE, former=())),
        ("hyphen", replace(ANNE, former=())),
        ("nickname", replace(ANNE, given=("Zelda",))),
        ("middle_drop", replace(ANNE, given=("Elizabeth",))),
        ("middle_as_first", replace(ANNE, given=("Elizabeth", "R"))),
        ("suffix_drop", replace(ANNE, suffix="")),
        ("hisp_one", ANNE),
        ("translit", ANNE),
        ("ssn_typo", replace(ANNE, ssn="")),
        ("ssn_typo", replace(ANNE, ssn="999-99-9999")),
    ],
)
def test_an_error_that_cannot_be_made_is_not(mistyped: Mistyped, name: str, person: Person) -> None:
    assert getattr(mistyped, name)(person) is None


def test_typing_errors_change_one_place(library: Library) -> None:
    for seed in range(60):
        found = Mistyped(library, Random(seed), DAY).typo_last(ANNE)
        assert found is not None
        assert abs(len(found.family) - len("Marlow")) <= 1
        assert found.family[0] == "M"
    short = Mistyped(library, Random(1), DAY).typo_last(replace(ANNE, family="Li"))
    assert short is not None
    assert short.family == "Lii"


def test_errors_are_counted_and_real(library: Library) -> None:
    counts = set()
    for seed in range(80):
        typed, names = Mistyped(library, Random(seed), DAY).apply(ANNE)
        assert typed != ANNE
        assert len(names) == len(set(names))
        counts.add(len(names))
    assert counts == {1, 2, 3, 4}


def test_households_are_families(library: Library) -> None:
    homes = [household(library, seed=1, index=index, today=DAY) for index in range(400)]
    assert homes[7] == household(library, seed=1, index=7, today=DAY)
    assert {len(home) for home in homes} >= {1, 2, 3, 4}
    people = [person for home in homes for person in home]
    assert len({person.key for person in people}) == len(people)
    assert all(person.birth and person.birth <= DAY for person in people)
    assert any(person.suffix == "Jr" for person in people)
    assert any(person.birth_order == 2 for person in people)
    assert {person.culture for person in people} >= {"us", "hispanic", "polish", "arabic"}
    assert not [person for person in people if "/" in person.family + "".join(person.given)]


def test_twins_have_consecutive_numbers(library: Library) -> None:
    homes = [household(library, seed=2, index=index, today=DAY) for index in range(600)]
    pairs = [
        (left, right)
        for home in homes
        for left in home
        for right in home
        if right.key == f"{left.key}b"
    ]
    assert len(pairs) > 3
    for left, right in pairs:
        assert left.birth == right.birth
        assert (left.birth_order, right.birth_order) == (1, 2)
        assert int(right.ssn[-4:]) - int(left.ssn[-4:]) in {1, -9998}
