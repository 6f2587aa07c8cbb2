# SPDX-License-Identifier: Apache-2.0
"""Which assertion a chart shows by rule, and after a merge when nobody chose (DOMAIN 2.5)."""

from __future__ import annotations

import random

import pytest

from builders import (
    a_birth_date,
    a_chart,
    a_death,
    a_name,
    a_phone,
    a_sex,
    an_address,
    an_identifier,
)
from himdesk.domain.charts.charts import CHOICE_FIELDS, CHOICES, fits
from himdesk.domain.charts.items import Item, Status
from himdesk.domain.charts.survivorship import (
    default_choices,
    is_place_holder,
    merged_choice,
    preferred,
)

PHONE, BIRTH, FAMILY, MIDDLE = (
    CHOICE_FIELDS[name] for name in ("phone", "birth_date", "family", "middle")
)


@pytest.mark.parametrize(
    ("better", "worse", "field"),
    [
        (a_phone(value="1"), a_phone(value="2", status=Status.PREVIOUS, at="2030"), "phone"),
        (a_birth_date(), a_birth_date(value="1900-01-01", at="2030"), "birth_date"),
        (a_phone(value="1"), a_phone(value="2", until="2024-01-01", at="2030"), "phone"),
        (a_name(use="official"), a_name(use="usual", at="2030"), "family"),
        (a_name(use="usual"), a_name(use="maiden", at="2030"), "family"),
        (a_name(use=None), a_name(use="old", at="2030"), "family"),
        (a_name(use="old"), a_name("A", "Nguyen", "Baby Boy", use="official"), "family"),
        (a_name(use="maiden"), a_name(use="temp", at="2030"), "family"),
        (a_phone(value="1", use="work"), a_phone(value="2", use="old", at="2030"), "phone"),
        (an_address(line="1", at="2024-05"), an_address(line="2", at="2024-04"), "address"),
        (an_address(line="1", at="2024"), an_address(line="2"), "address"),
        (a_phone(id="a", at="2024"), a_phone(id="b", at="2024"), "phone"),
        (a_sex(recorded="2024"), a_sex(recorded="2023"), "sex"),
    ],
)
def test_of_two_the_better_is_shown(better: Item, worse: Item, field: str) -> None:
    choice = CHOICE_FIELDS[field]
    assert preferred(choice, [better, worse]) is better
    assert preferred(choice, [worse, better]) is better


def test_the_choice_does_not_depend_on_the_order_of_reading() -> None:
    items = [a_phone(value=str(n), id=f"p{n}", at=f"20{n % 3 + 20}") for n in range(9)]
    items += [a_name("A", f"Family{n}", id=f"n{n}") for n in range(3)]
    expected = default_choices(items)
    for seed in range(20):
        random.Random(seed).shuffle(items)
        assert default_choices(items) == expected


def test_an_item_in_error_is_never_shown() -> None:
    wrong = a_phone(status=Status.ENTERED_IN_ERROR)
    assert preferred(PHONE, [wrong]) is None
    name = a_name("A", "Wrong", at="2030", status=Status.ENTERED_IN_ERROR)
    right = a_name("A", "Right", at="2001")
    assert preferred(FAMILY, [name, right]) is right


def test_a_middle_name_is_not_borrowed_from_an_old_name() -> None:
    legal = a_name("A", "Okonkwo", "Ada", use="official")
    old = a_name("A", "Bello", "Ada", use="old", middle="Grace")
    assert preferred(MIDDLE, [legal, old]) is None
    assert preferred(FAMILY, [legal, old]) is legal


@pytest.mark.parametrize(
    ("item", "fields"),
    [
        (a_phone(use="home"), {"phone"}),
        (a_phone(use="work"), {"phone"}),
        (a_phone(use="mobile"), {"mobile"}),
        (an_identifier(type="SS"), {"ssn"}),
        (an_identifier(type="DL"), set()),
        (a_birth_date(), {"birth_date"}),
        (a_death(), {"deceased"}),
        (a_name(suffix="Jr"), {"family", "given", "suffix"}),
        (a_name("A", None, "Ada"), {"given"}),
        (a_birth_date(status=Status.ENTERED_IN_ERROR), set()),
    ],
)
def test_what_a_field_may_choose(item: Item, fields: set[str]) -> None:
    assert {choice.name for choice in CHOICES if fits(choice, item)} == fields


def test_newborns_and_unidentified_have_place_holders() -> None:
    for family, given in [
        ("Nguyen", "Baby Boy"),
        ("Babygirl Nguyen", "Infant"),
        ("Doe", "John"),
        ("Unknown", None),
    ]:
        assert is_place_holder(a_name("A", family, given))
    assert is_place_holder(an_identifier(value="999-99-9999"))
    assert not is_place_holder(a_name("A", "Babić", "Ivana"))
    assert not is_place_holder(a_name("A", "Doering", "Johanna"))
    assert not is_place_holder(an_identifier())


def test_after_a_merge_the_survivor_shows_its_own() -> None:
    survivor = a_chart("A", a_phone("A", "1", at="2001"))
    retired = a_chart("B", a_phone("B", "2", at="2030"))
    assert merged_choice(PHONE, survivor, [retired]) == survivor.patient.choices["phone"]


def test_after_a_merge_blanks_are_filled_from_the_first_that_has_something() -> None:
    survivor, empty = a_chart("A"), a_chart("B")
    second, third = a_chart("C", a_phone("C", "1")), a_chart("D", a_phone("D", "2"))
    chosen = merged_choice(PHONE, survivor, [empty, second, third])
    assert chosen == second.patient.choices["phone"]


def test_after_a_merge_a_place_holder_gives_way_but_not_to_another() -> None:
    survivor = a_chart("A", a_birth_date("A", "1900-01-01"))
    worse = a_chart("B", a_birth_date("B", "1900-01-01"))
    better = a_chart("C", a_birth_date("C", "1984-03-12"))
    own = survivor.patient.choices["birth_date"]
    assert merged_choice(BIRTH, survivor, [worse]) == own
    assert merged_choice(BIRTH, survivor, [worse, better]) == better.patient.choices["birth_date"]
    assert merged_choice(BIRTH, a_chart("D"), [a_chart("E")]) is None


def test_a_person_s_earlier_choice_goes_on() -> None:
    old, new = a_phone("A", "1", at="2001", id="old"), a_phone("A", "2", at="2020")
    survivor = a_chart("A", old, new, choices={"phone": "old"})
    retired = a_chart("B", a_phone("B", "3", at="2030"))
    assert merged_choice(PHONE, survivor, [retired]) == "old"
