# SPDX-License-Identifier: Apache-2.0
"""Each sign that two charts are not one person's, where it shows and where it must not."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest

from builders import (
    a_birth_date,
    a_blood_group,
    a_chart,
    a_clinical,
    a_death,
    a_flag,
    a_name,
    a_person,
    a_sex,
    a_stay,
    an_allergy,
    an_encounter,
    an_identifier,
    an_order,
    no_known_allergy,
)
from himdesk.domain.charts.items import Category, FlagCode, Item, Status
from himdesk.domain.corrections.contradictions import CODES, INPATIENT, contradictions
from himdesk.domain.plans import Grade
from himdesk.domain.times import overlap

if TYPE_CHECKING:
    from himdesk.domain.charts.charts import Chart


def grades(*charts: Chart) -> dict[str, str]:
    return {found.code: found.grade.value for found in contradictions(charts)}


def both_ways(left: Chart, right: Chart) -> dict[str, str]:
    """The same whichever chart is the survivor."""
    there, back = grades(left, right), grades(right, left)
    assert there == back
    return there


def pair(left: Item | list[Item], right: Item | list[Item]) -> tuple[Chart, Chart]:
    def listed(items: Item | list[Item]) -> list[Item]:
        return items if isinstance(items, list) else [items]

    return a_chart("A", *listed(left)), a_chart("B", *listed(right))


def test_two_charts_of_one_person_contradict_nowhere() -> None:
    left = a_person("A", an_allergy("A"), a_stay("A", "2025-04-02", "2025-04-05"))
    right = a_person("B", an_allergy("B"), a_stay("B", "2025-04-05", "2025-04-09"))
    assert both_ways(left, right) == {}


def test_empty_charts_contradict_nowhere() -> None:
    assert both_ways(a_chart("A"), a_chart("B")) == {}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (a_birth_date("A", "1984-03-12"), a_birth_date("B", "1984-12-03"), "warn"),
        (a_birth_date("A", "1984-03-12"), a_birth_date("B", "1984-03-13"), "warn"),
        (a_birth_date("A", "1984-03-12"), a_birth_date("B", "1949-11-30"), "stop"),
        (a_birth_date("A", "1984-03-12"), a_birth_date("B", "1984-03"), None),
        (a_birth_date("A", "1984-03-12"), a_birth_date("B", "1984"), None),
        (a_birth_date("A", "1984"), a_birth_date("B", "1985"), "stop"),
        (a_birth_date("A", "1984-03-12"), [], None),
    ],
)
def test_birth_date(left: Item, right: Item | list[Item], expected: str | None) -> None:
    assert both_ways(*pair(left, right)).get("birth-date") == expected


def test_a_slip_in_a_birth_date_is_named() -> None:
    left, right = pair(a_birth_date("A", "1984-03-12"), a_birth_date("B", "1984-12-03"))
    (found,) = contradictions([left, right])
    assert found.text == (
        "Birth dates differ: 0012-A 1984-03-12, 0012-B 1984-12-03 (month and day swapped)."
    )
    assert found.charts == ("A", "B")


def test_only_the_chosen_birth_date_counts() -> None:
    wrong, right = a_birth_date("A", "1950-01-01"), a_birth_date("A", "1984-03-12", at="2020")
    assert both_ways(a_chart("A", wrong, right), a_chart("B", a_birth_date("B"))) == {}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("male", "female", "stop"),
        ("female", "female", None),
        ("unknown", "female", None),
        ("other", "male", None),
    ],
)
def test_sex(a: str, b: str, expected: str | None) -> None:
    assert both_ways(*pair(a_sex("A", a), a_sex("B", b))).get("sex") == expected


STAY = a_stay("A", "2025-04-02", "2025-04-05", id="one")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (a_stay("B", "2025-04-03", "2025-04-04"), "stop"),
        (a_stay("B", "2025-04-01", "2025-04-09"), "stop"),
        (a_stay("B", "2025-04-03", None), "stop"),
        (a_stay("B", "2025-04-05", "2025-04-09"), None),
        (a_stay("B", "2025-03-29", "2025-04-02"), None),
        (a_stay("B", "2025-04-03", "2025-04-04", status="cancelled"), None),
        (a_stay("B", "2025-04-03", "2025-04-04", status="planned"), None),
        (a_stay("B", "2025-04-03", "2025-04-04", status=Status.ENTERED_IN_ERROR), None),
        (an_encounter("B", at="2025-04-03", until="2025-04-04"), None),
    ],
)
def test_one_person_cannot_lie_in_two_beds(other: Item, expected: str | None) -> None:
    found = both_ways(*pair(STAY, other))
    assert found.get("inpatient-overlap") == expected


def test_the_overlapping_stays_are_named() -> None:
    later = a_stay("B", "2025-04-03", None, id="two", bed=None)
    (found,) = contradictions(pair(STAY, later))
    assert found.items == ("one", "two")
    assert "0012-A 2025-04-02 to 2025-04-05" in found.text
    assert "0012-B since 2025-04-03" in found.text


def test_among_many_stays_an_overlap_is_always_found() -> None:
    dice = random.Random(5)
    start = date(2024, 1, 1)
    seen = {True: 0, False: 0}
    for _ in range(400):
        stays: dict[str, list[Item]] = {"A": [], "B": []}
        for home in "AABB":
            first = start + timedelta(dice.randint(0, 40))
            last = first + timedelta(dice.randint(0, 8))
            stays[home].append(a_stay(home, first.isoformat(), last.isoformat()))
        expected = any(
            overlap((a.at, a.until), (b.at, b.until)) for a, b in product(stays["A"], stays["B"])
        )
        assert ("inpatient-overlap" in both_ways(*pair(stays["A"], stays["B"]))) == expected
        seen[expected] += 1
    assert min(seen.values()) > 50


def test_every_word_for_a_stay_counts() -> None:
    for word in INPATIENT:
        stay = a_stay("B", "2025-04-03", "2025-04-04", encounter_class=word)
        assert "inpatient-overlap" in grades(*pair(STAY, stay))


def test_a_bed_on_each_side_now() -> None:
    left = a_stay("A", "2026-01-02", None, bed="W3-12")
    assert (
        both_ways(*pair(left, a_stay("B", "2026-01-03", None, bed="E1-02")))["bed-both"] == "stop"
    )
    gone = a_stay("B", "2026-01-03", "2026-01-04", bed="E1-02")
    assert "bed-both" not in both_ways(*pair(left, gone))
    planned = a_stay("B", "2026-01-03", None, bed="E1-02", status="planned")
    assert "bed-both" not in both_ways(*pair(left, planned))


def test_the_same_encounter_number_twice() -> None:
    same = pair(an_encounter("A", number="V100"), an_encounter("B", number="V100"))
    assert both_ways(*same) == {"encounter-number": "warn"}
    other = pair(an_encounter("A", number="V100"), an_encounter("B", number="V101"))
    assert both_ways(*other) == {}
    assert both_ways(*pair(an_encounter("A"), an_encounter("B"))) == {}


def test_active_orders_on_both() -> None:
    assert both_ways(*pair(an_order("A"), an_order("B"))) == {"orders-both": "stop"}
    assert both_ways(*pair(an_order("A"), an_order("B", active=None))) == {}
    assert both_ways(*pair(an_order("A"), a_clinical("B", Category.MEDICATION, active="yes"))) == {}
    wrong = an_order("B", status=Status.ENTERED_IN_ERROR)
    assert both_ways(*pair(an_order("A"), wrong)) == {}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("O+", "A-", "stop"),
        ("O+", "O-", "stop"),
        ("O+", "O", None),
        ("A+", "AB+", "stop"),
        ("AB-", "AB-", None),
        ("+", "O+", None),
        ("+", "O-", "stop"),
    ],
)
def test_blood_group(a: str, b: str, expected: str | None) -> None:
    assert (
        both_ways(*pair(a_blood_group("A", a), a_blood_group("B", b))).get("blood-group")
        == expected
    )


def test_an_allergy_against_none_known_is_kept_and_told() -> None:
    left, right = pair(an_allergy("A", "Penicillin", id="p"), no_known_allergy("B", id="n"))
    assert both_ways(left, right) == {"allergy-none-known": "warn"}
    (found,) = contradictions([left, right])
    assert "0012-A has Penicillin, 0012-B says no known allergy" in found.text
    assert set(found.items) == {"p", "n"}
    assert both_ways(*pair(an_allergy("A"), an_allergy("B", "Latex"))) == {}


def test_deceased_on_one_side() -> None:
    left, right = a_person("A", a_death("A")), a_person("B")
    assert both_ways(left, right) == {"deceased-one": "stop"}
    assert both_ways(left, a_person("B", a_death("B", "true"))) == {}
    assert both_ways(left, a_person("B", a_death("B", "false"))) == {"deceased-one": "stop"}
    assert both_ways(a_person("A", a_death("A", "false")), right) == {}


@pytest.mark.parametrize(
    ("died", "seen", "expected"),
    [
        ("2024-05-01", "2025-02-03T10:00:00Z", "stop"),
        ("2024-05-01", "2024-05-01T10:00:00Z", None),
        ("2024-05-01T09:00:00Z", "2024-05-01T10:00:00Z", "stop"),
        ("2024-05-01", "2024-04-30", None),
        ("2024", "2024-12-30", None),
        ("true", "2025-02-03", None),
    ],
)
def test_activity_after_death(died: str, seen: str, expected: str | None) -> None:
    left = a_person("A", a_death("A", died))
    right = a_person("B", an_encounter("B", at=seen), a_death("B", died))
    assert both_ways(left, right).get("activity-after-death") == expected


def test_a_mother_and_her_newborn_never() -> None:
    child = a_person("A", a_clinical("A", Category.MOTHER, value="0012-B"))
    assert both_ways(child, a_person("B"))["mother-newborn"] == "never"
    by_other_number = a_person("A", a_clinical("A", Category.MOTHER, value="X-77"))
    mother = a_person("B", an_identifier("B", "X-77", "MR"))
    assert both_ways(by_other_number, mother)["mother-newborn"] == "never"
    assert both_ways(by_other_number, a_person("C")) == {}
    denied = a_clinical("A", Category.MOTHER, value="0012-B", status=Status.ENTERED_IN_ERROR)
    assert both_ways(a_person("A", denied), a_person("B")) == {}


def test_twins() -> None:
    flag = a_flag("A", FlagCode.MULTIPLE_BIRTH)
    left = a_chart("A", a_name("A", "Anderson", "Mia"), a_birth_date("A"), flag)
    twin = a_chart("B", a_name("B", "Anderson", "Mila"), a_birth_date("B"))
    assert both_ways(left, twin) == {"multiple-birth": "stop"}
    same = a_chart("B", a_name("B", "Anderson", "Mia"), a_birth_date("B"))
    assert both_ways(left, same) == {}
    plain = a_chart("A", a_name("A", "Anderson", "Mia"), a_birth_date("A"))
    assert both_ways(plain, twin) == {}


def test_a_legal_hold_on_either_side() -> None:
    held = a_person("A", a_flag("A", FlagCode.LEGAL_HOLD))
    assert both_ways(held, a_person("B")) == {"legal-hold": "stop"}
    lifted = a_person("A", a_flag("A", FlagCode.LEGAL_HOLD, until="2025-01-01"))
    assert both_ways(lifted, a_person("B")) == {}


def test_of_three_charts_each_pair_is_asked_and_the_gravest_comes_first() -> None:
    mother = a_clinical("C", Category.MOTHER, value="0012-A")
    charts = [
        a_chart("A", a_sex("A", "female"), a_birth_date("A", "1984-03-12")),
        a_chart("B", a_sex("B", "female"), a_birth_date("B", "1984-03-13")),
        a_chart("C", a_sex("C", "male"), mother),
    ]
    found = contradictions(charts)
    assert [(c.grade, c.code, c.charts) for c in found] == [
        (Grade.NEVER, "mother-newborn", ("A", "C")),
        (Grade.STOP, "sex", ("A", "C")),
        (Grade.STOP, "sex", ("B", "C")),
        (Grade.WARN, "birth-date", ("A", "B")),
    ]


def test_one_finding_per_code_and_pair() -> None:
    """Also where each side says what contradicts the other."""
    left = [no_known_allergy("A"), an_allergy("A"), a_death("A", "2024-05-01")]
    right = [no_known_allergy("B"), an_allergy("B"), a_death("B", "2024-05-02")]
    left.append(an_encounter("A", at="2025-01-01"))
    right.append(an_encounter("B", at="2025-01-01"))
    keys = [(c.code, c.charts) for c in contradictions(pair(left, right))]
    assert len(keys) == len(set(keys))
    assert {code for code, _ in keys} == {"allergy-none-known", "activity-after-death"}


def test_every_code_is_published_with_its_grades() -> None:
    charts = [
        a_person("A", a_death("A"), STAY, an_order("A"), a_blood_group("A"), an_allergy("A")),
        a_chart(
            "B",
            a_sex("B", "male"),
            a_birth_date("B", "1949-11-30"),
            a_stay("B", "2025-04-03", None, bed="1"),
            an_order("B"),
            a_blood_group("B", "A-"),
            no_known_allergy("B"),
            a_flag("B", FlagCode.LEGAL_HOLD),
        ),
    ]
    found = contradictions(charts)
    assert len(found) >= 8
    for each in found:
        assert each.grade in CODES[each.code]
