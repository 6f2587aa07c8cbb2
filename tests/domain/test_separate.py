# SPDX-License-Identifier: Apache-2.0
"""Who the second person of a chart seems to be, and what goes together."""

from __future__ import annotations

import pytest

from builders import a_birth_date, a_chart, a_document, a_name, a_phone, an_encounter
from domain.world import World
from himdesk.domain.corrections.separate import Sort, clusters, second_person, stated
from himdesk.domain.corrections.split import proposals


def test_the_visits_registered_with_another_birth_date_are_a_second_persons() -> None:
    own = an_encounter("A", registered_birth_date="1949-06-01", registered_name="SMITH, John R")
    others = [
        an_encounter("A", registered_birth_date="1976-02-03", registered_name="SMITH, John R Jr"),
        an_encounter("A", registered_birth_date="1976-02-03", registered_phone="555 0164"),
    ]
    stray = an_encounter("A", registered_birth_date="2001-01-01")
    chart = a_chart(
        "A", a_name("A", "Smith", "John"), a_birth_date("A", "1949-06-01"), own, *others, stray
    )
    assert second_person(chart) == tuple(others)
    assert stated(second_person(chart)) == {
        "suffix": "Jr",
        "family": "SMITH",
        "given": "John",
        "middle": "R",
        "birth_date": "1976-02-03",
        "phone": "555 0164",
    }


def test_a_suffix_alone_tells_two_people_apart_but_a_name_left_out_does_not() -> None:
    junior = an_encounter("A", registered_name="SMITH, John R JR")
    short = an_encounter("A", registered_name="John Smith")
    name = a_name("A", "Smith", "John", middle="R", suffix="SR")
    assert second_person(a_chart("A", name, junior, short)) == (junior,)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("SMITH, John R JR", {"family": "SMITH", "given": "John", "middle": "R", "suffix": "JR"}),
        ("John R Smith III", {"family": "Smith", "given": "John", "middle": "R", "suffix": "III"}),
        ("SMITH", {"family": "SMITH"}),
    ],
)
def test_a_registered_name_is_taken_apart(name: str, parts: dict[str, str]) -> None:
    assert stated([an_encounter("A", registered_name=name)]) == parts


def test_what_goes_together_is_found_by_registration_author_provider_and_site() -> None:
    visits = [
        an_encounter("A", registered_birth_date="1976-02-03", provider="Dr. Two", location="West")
        for _ in range(2)
    ]
    notes = [a_document("A", author="Dr. Two") for _ in range(3)]
    found = clusters([*visits, *notes, an_encounter("A", provider="Dr. Once")])
    assert [(c.sort, c.value, len(c.items)) for c in found] == [
        (Sort.REGISTRATION, "1976-02-03", 2),
        (Sort.AUTHOR, "Dr. Two", 3),
        (Sort.PROVIDER, "Dr. Two", 2),
        (Sort.SITE, "West", 2),
    ]


def test_the_number_of_the_chart_tells_nothing_and_contradictory_data_stay_open() -> None:
    """Both persons were registered under the one number; a torn visit is a person's to decide."""
    world = World()
    world.imports(
        a_chart(
            "A",
            a_name("A", "Carter", "James"),
            a_birth_date("A", "1955-02-14"),
            an_encounter("A", id="b", registered_mrn="0012-A", registered_birth_date="1991-11-30"),
            an_encounter(
                "A",
                id="torn",
                registered_birth_date="1955-02-14",
                registered_phone="555 0164",
            ),
        )
    )
    new = a_chart(
        "N",
        a_name("N", "Carter", "Jamie"),
        a_birth_date("N", "1991-11-30"),
        a_phone("N", "5550164"),
    )
    found = proposals(world.split_facts("A", new=[new]), {})
    assert found["b"] == ("N", "registered with birth date 1991-11-30")
    chart, because = found["torn"]
    assert chart is None
    assert because == (
        "registered with birth date 1955-02-14, but registered with the telephone of 0012-N"
    )
