# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from himdesk.domain.changes import Change, ChangeKind
from himdesk.domain.charts.items import Identifier, Name, Statement, Telecom
from himdesk.domain.charts.normal import query_terms
from himdesk.domain.plans import Created
from himdesk.store.reading import search
from store_builders import a_patient, an_item

if TYPE_CHECKING:
    from store_builders import Hospital


def person(hospital: Hospital, key: str, family: str, given: str, born: str = "1984-03-02") -> None:
    items = (
        an_item(f"{key}-n", key, Name(family=family, given=given)),
        an_item(f"{key}-b", key, Statement(about="birth_date", value=born)),
        an_item(f"{key}-m", key, Identifier(type="MR", value=f"00-77{key}")),
        an_item(f"{key}-s", key, Identifier(type="SS", value="123-45-6789")),
        an_item(f"{key}-t", key, Telecom(system="phone", value="+1 (555) 010-2030")),
    )
    hospital.apply(ChangeKind.IMPORT, [], Created((a_patient(key),), items))


def found(hospital: Hospital, asked: str, limit: int = 50) -> list[str]:
    with hospital.database.read() as connection:
        return list(search.find(connection, query_terms(asked), limit=limit))


@pytest.fixture
def town(hospital: Hospital) -> Hospital:
    person(hospital, "A", "García Márquez", "Ana")
    person(hospital, "B", "O'Brien", "Łukasz", "1990-05-06")
    person(hospital, "C", "Smith-Jones", "Anabel", "1971-12-31")
    person(hospital, "D", "王", "小明", "2001-01-01")
    return hospital


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("garcia", ["A"]),
        ("GARCÍA", ["A"]),
        ("gar", ["A"]),
        ("marquez ana", ["A"]),
        ("ana", ["A", "C"]),
        ("a", ["A", "C"]),
        ("obrien", ["B"]),
        ("o'brien", ["B"]),
        ("brien", ["B"]),
        ("lukasz", ["B"]),
        ("smith", ["C"]),
        ("smithjones", ["C"]),
        ("jones, a", ["C"]),
        ("王", ["D"]),
        ("garcia smith", []),
        ("nobody", []),
        ("", []),
        ("1984-03-02", ["A"]),
        ("3/2/1984", ["A"]),
        ("19840302", ["A"]),
        ("ana 12/31/1971", ["C"]),
        ("garcia 12/31/1971", []),
        ("0077A", ["A"]),
        ("00-77B", ["B"]),
        ("MRNC", []),
        ("smith 555-010-2030", ["C"]),
        ("o'brien 123-45-6789", ["B"]),
    ],
)
def test_finding(town: Hospital, asked: str, expected: list[str]) -> None:
    assert found(town, asked) == expected


def test_numbers_shared_by_several(town: Hospital) -> None:
    assert sorted(found(town, "123-45-6789")) == ["A", "B", "C", "D"]
    assert sorted(found(town, "(555) 010-2030")) == ["A", "B", "C", "D"]


def test_old_names_and_numbers_find_the_survivor(town: Hospital) -> None:
    town.merge("A", "B")
    town.merge("C", "A")
    assert found(town, "obrien") == ["C"]
    assert found(town, "0077B") == ["C"]
    assert found(town, "obrien smith") == ["C"]  # across the names of one chart
    assert found(town, "lukasz 1984-03-02") == ["C"]


def test_a_changed_name_finds_as_before_and_as_now(town: Hospital) -> None:
    town.apply(ChangeKind.AMEND, [Change("name", "A-n", "family", "García Márquez", "Pérez")])
    assert found(town, "perez") == ["A"]
    assert found(town, "garcia") == ["A"]


def test_what_was_entered_in_error_does_not_find(town: Hospital) -> None:
    town.apply(ChangeKind.AMEND, [Change("name", "D-n", "status", None, "entered-in-error")])
    assert found(town, "王") == []


def test_the_limit_and_the_order(town: Hospital) -> None:
    for n in range(130):
        person(town, f"x{n:03d}", "Ana" if n % 2 else "Anatol", "Zed")
    assert len(found(town, "ana")) == 50
    first = found(town, "ana", limit=3)
    assert first == found(town, "ana", limit=60)[:3]
    assert first[0] == "A"  # equal terms before longer ones
    assert len(found(town, "an z", limit=200)) == 130


def test_a_chart_is_found_by_its_own_number_even_without_an_identifier(town: Hospital) -> None:
    bare = replace(a_patient("N"), number="H000042")
    town.apply(ChangeKind.IMPORT, [], Created((bare,)))
    town.merge("A", "N")
    assert found(town, "H000042") == ["A"]
