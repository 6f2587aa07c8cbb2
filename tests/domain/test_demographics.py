# SPDX-License-Identifier: Apache-2.0
"""A chart shows another of its statements, and a corrected name is one whole name."""

from __future__ import annotations

import pytest

from builders import a_birth_date, a_chart, a_name, a_phone
from domain.world import World
from himdesk.domain.charts.demographics import (
    Because,
    DemographicRequest,
    plan_choice,
    plan_demographic,
)
from himdesk.domain.charts.items import Name, Status
from himdesk.domain.corrections.amend import needs_judgement
from himdesk.domain.errors import AlreadyRetired, ReasonMissing, UsageError


@pytest.fixture
def world() -> World:
    made = World()
    made.imports(
        a_chart(
            "A",
            a_name("A", "Okonkwo", "Adaeze", id="name", at="2025"),
            a_name("A", "Hale", "Ada", id="maiden", middle="B", at="2020"),
            a_birth_date("A", "1984-12-03", id="birth", at="2025"),
            a_birth_date("A", "1984-03-12", id="other", at="2020"),
            a_birth_date("A", "1900-01-01", id="wrong", status=Status.ENTERED_IN_ERROR),
            a_phone("A", "555 0100", id="phone"),
        )
    )
    return made


def choose(world: World, field: str, item: str, reason: str = "passport seen") -> str:
    plan = plan_choice(world.chart("A"), field, item, requester="r.santos", reason=reason)
    assert not needs_judgement(plan.change_set.changes)
    return world.apply(plan)


def test_another_statement_is_shown_and_none_is_changed(world: World) -> None:
    before = dict(world.items)
    choose(world, "birth_date", "other")
    assert world.chart("A").value("birth_date") == "1984-03-12"
    assert world.items == before


def test_a_name_is_chosen_whole(world: World) -> None:
    choose(world, "family", "maiden")
    assert world.chart("A").name() == "HALE, Ada B"


def test_a_corrected_name_shows_the_parts_that_the_wrong_one_lacked(world: World) -> None:
    request = DemographicRequest(
        field="family",
        details=Name(use="official", family="Okonkwo", given="Adaeze", middle="Chi", suffix="II"),
        because=Because.CORRECTION,
        requester="r.santos",
        reason="passport seen",
        at="2026",
        new_id="new",
    )
    world.apply(plan_demographic(world.chart("A"), request))
    assert world.chart("A").name() == "OKONKWO, Adaeze Chi II"


def test_a_choice_undone_leaves_the_chart_as_it_was(world: World) -> None:
    before = world.state()
    world.undoes(choose(world, "family", "maiden"))
    assert (world.patients, world.items) == (before.patients, before.items)


@pytest.mark.parametrize(
    ("field", "item", "match"),
    [
        ("colour", "birth", "no field colour"),
        ("birth_date", "birth", "already"),
        ("birth_date", "wrong", "no such statement"),
        ("birth_date", "nothing", "no such statement"),
        ("birth_date", "phone", "no such statement"),
        ("mobile", "phone", "no statement of mobile"),
    ],
)
def test_a_choice_that_cannot_be(world: World, field: str, item: str, match: str) -> None:
    with pytest.raises(UsageError, match=match):
        choose(world, field, item)


def test_a_choice_needs_a_reason_and_an_open_chart(world: World) -> None:
    with pytest.raises(ReasonMissing):
        choose(world, "birth_date", "other", reason=" ")
    world.imports(a_chart("B", a_name("B", "Okonkwo", "Ada")))
    world.apply(world.merging("B", "A"))
    with pytest.raises(AlreadyRetired):
        choose(world, "birth_date", "other")
