# SPDX-License-Identifier: Apache-2.0
"""Moving what is misfiled: with all that hangs on it, and nothing left that names the other."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from builders import (
    a_chart,
    a_clinical,
    a_coverage,
    a_document,
    a_name,
    a_person,
    a_phone,
    an_encounter,
    an_order,
)
from domain.world import World
from himdesk.domain.approval import needs_approval
from himdesk.domain.changes import ChangeKind
from himdesk.domain.charts.items import Status
from himdesk.domain.corrections.move import is_to_another_patient
from himdesk.domain.corrections.relocation import STUB_TITLE
from himdesk.domain.errors import AlreadyRetired, BadDecision, NeverAllowed
from himdesk.domain.times import earliest


@pytest.fixture
def world() -> World:
    """At SR: JR's visit to the emergency room with order, result, signed note and addendum."""
    world = World()
    senior = a_person(
        "SR",
        an_encounter("SR", id="ed", at="2026-02-01T10:00:00Z", provider="Dr. Chen"),
        an_order("SR", id="order", encounter_id="ed"),
        a_clinical("SR", id="result", parent_id="order", encounter_id="own"),
        a_document("SR", id="note", encounter_id="ed", author="Dr. Chen", title="Smith Jr, John"),
        a_document("SR", id="addendum", parent_id="note", signature=None, encounter_id="ed"),
        a_coverage("SR", id="account", encounter_id="ed"),
        an_encounter("SR", id="own"),
        a_document("SR", id="own-note", encounter_id="own"),
    )
    world.imports(senior, a_person("JR", an_encounter("JR", id="jr-visit")))
    return world


TREE = {"ed", "order", "result", "note", "addendum", "account"}


def test_s8_the_visit_goes_with_all_that_hangs_on_it(world: World) -> None:
    world.apply(world.moving("ed", "JR"))
    owners = world.owners()
    assert {item for item, chart in owners.items() if chart == "JR"} >= TREE
    assert owners["own"] == owners["own-note"] == "SR"
    assert world.items["order"].encounter_id == "ed", "links inside go along"
    assert world.items["result"].parent_id == "order"
    assert world.items["result"].encounter_id is None, "a link to what stays is cleared"


def test_a_signed_note_waits_for_its_author_again(world: World) -> None:
    world.apply(world.moving("ed", "JR"))
    assert world.items["note"].details.signature == "needed"  # type: ignore[union-attr]
    assert world.items["addendum"].details.signature is None  # type: ignore[union-attr]
    assert world.items["own-note"].details.signature == "signed"  # type: ignore[union-attr]


def test_the_stub_names_nobody(world: World) -> None:
    plan = world.moving("note", "JR", stub="left")
    (stub,) = plan.created.items
    assert stub.patient_id == stub.home_patient_id == "SR"
    said = {str(value) for value in asdict(stub).values() if value is not None}
    assert said <= {
        "left",
        "document",
        "SR",
        "stub",
        "current",
        str(asdict(stub)["details"]),
    }
    details = {k: v for k, v in asdict(stub)["details"].items() if v is not None}
    assert details == {"title": STUB_TITLE}


def test_the_stub_keeps_the_day(world: World) -> None:
    world.apply(world.moving("ed", "JR", stub="left"))
    assert world.items["left"].at == "2026-02-01T10:00:00Z"


def test_one_stub_for_the_whole_tree_and_none_for_statements(world: World) -> None:
    assert len(world.moving("ed", "JR").created.items) == 1
    phone = a_phone("SR", id="phone")
    world.arrives(phone)
    assert world.moving("phone", "JR").created.items == ()


def test_an_item_is_not_torn_from_what_stays_unless_said(world: World) -> None:
    with pytest.raises(BadDecision, match="hangs on order, which stays"):
        world.moving("result", "JR")
    world.apply(world.moving("result", "JR", detach=["result"]))
    assert world.items["result"].parent_id is None
    assert world.owners()["order"] == "SR"


def test_a_note_leaves_its_visit_without_ado(world: World) -> None:
    world.apply(world.moving("note", "JR"))
    assert world.items["note"].encounter_id is None
    assert world.owners()["addendum"] == "JR"
    assert world.items["addendum"].encounter_id is None


def test_a_note_is_filed_under_a_visit_of_the_other_chart(world: World) -> None:
    world.apply(world.moving("note", "JR", encounter="jr-visit"))
    assert world.items["note"].encounter_id == "jr-visit"
    assert world.items["addendum"].encounter_id == "jr-visit", "filed together as before"


def test_a_note_is_filed_under_another_visit_of_the_same_chart(world: World) -> None:
    plan = world.moving("note", "SR", encounter="own")
    assert plan.change_set.kind is ChangeKind.MOVE
    assert {(c.id, c.field, c.after) for c in plan.change_set.changes} == {
        ("note", "encounter_id", "own"),
        ("addendum", "encounter_id", "own"),
    }
    assert plan.created.items == (), "nothing left the chart"
    now = earliest("2026-03-02")
    judged = is_to_another_patient(plan.change_set.changes)
    assert not needs_approval(plan, (), now=now, policy={}, judged=judged)


def test_a_move_to_another_patient_needs_a_second_person(world: World) -> None:
    plan = world.moving("note", "JR")
    judged = is_to_another_patient(plan.change_set.changes)
    assert needs_approval(plan, (), now=earliest("2026-03-02"), policy={}, judged=judged)


@pytest.mark.parametrize(
    ("item", "to", "encounter", "match"),
    [
        ("note", "SR", None, "is there already"),
        ("note", "SR", "ed", "is there already"),
        ("note", "JR", "own", "no encounter of chart 0012-JR"),
        ("note", "JR", "nothing", "no encounter of chart 0012-JR"),
        ("own-note", "SR", "note", "no encounter of chart 0012-SR"),
        ("ed", "JR", "jr-visit", "can't be filed under another"),
    ],
)
def test_a_move_that_cannot_be(
    world: World, item: str, to: str, encounter: str | None, match: str
) -> None:
    with pytest.raises(BadDecision, match=match):
        world.moving(item, to, encounter=encounter)


def test_only_open_charts_take_items(world: World) -> None:
    world.imports(a_person("X"))
    gone = world.imports(a_person("Y"))
    world.merges("JR", "X")
    world.undoes(gone)
    with pytest.raises(AlreadyRetired):
        world.moving("note", "X")
    with pytest.raises(NeverAllowed):
        world.moving("note", "Y")


def test_a_chosen_statement_that_leaves_gives_way_to_the_next(world: World) -> None:
    world.imports(
        a_chart("A", a_name("A", "First", id="one", at="2020"), a_name("A", "Next", id="two")),
        a_chart("B"),
    )
    assert world.patients["A"].choices["family"] == "one"
    world.apply(world.moving("one", "B"))
    assert world.patients["A"].choices["family"] == "two"
    assert world.patients["B"].choices["family"] == "one", "a blank is filled"
    world.apply(world.moving("two", "B"))
    assert world.patients["A"].choices.get("family") is None
    assert world.patients["B"].choices["family"] == "one", "what is shown stays"


@pytest.mark.parametrize("item", ["ed", "note", "own-note"])
def test_undone_at_once_all_is_as_before_but_for_the_stub(world: World, item: str) -> None:
    before = world.state()
    done = world.apply(world.moving(item, "JR", stub="left"))
    world.undoes(done)
    stub = world.items.pop("left")
    assert world.state() == before
    assert stub.status == Status.ENTERED_IN_ERROR
