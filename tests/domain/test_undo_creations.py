# SPDX-License-Identifier: Apache-2.0
"""Undoing what created charts and items, links between items, and what the ledger says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import (
    a_birth_date,
    a_chart,
    a_document,
    a_phone,
    a_registered_person,
    an_address,
    an_encounter,
    an_identifier,
)
from domain.world import World
from himdesk.domain.changes import CREATED, PATIENT, Change, ChangeKind
from himdesk.domain.charts.charts import Chart, ChartStatus
from himdesk.domain.errors import (
    StructureConflict,
)
from himdesk.domain.undoing.undo import UndoRequest, plan_undo


@pytest.fixture
def world() -> World:
    world = World()
    world.imports(a_registered_person("A"), a_registered_person("B"), a_registered_person("C"))
    return world


def choose(world: World, chart: str, field: str, item: str | None) -> str:
    before = world.patients[chart].choices.get(field)
    change = Change(PATIENT, chart, f"choice_{field}", before, item)
    return world.apply(world.raw(ChangeKind.AMEND, [change]))


# What an import made


def test_what_an_import_created_is_in_error_when_it_is_undone(world: World) -> None:
    done = world.imports(a_registered_person("D"))
    world.undoes(done)
    assert world.patients["D"].status == ChartStatus.ENTERED_IN_ERROR
    assert {i.status for i in world.items_of("D")} == {"entered-in-error"}
    assert world.chart("D").name() == "(no name)"


def test_an_import_put_back_in_force_is_whole_again(world: World) -> None:
    done = world.imports(a_registered_person("D"))
    whole = world.state()
    world.undoes(world.undoes(done))
    assert world.state() == whole
    assert world.chart("D").name() == "FAMILYD, Ada"


def test_an_import_undone_redone_and_undone_is_in_error_again(world: World) -> None:
    done = world.imports(a_registered_person("D"))
    undone = world.undoes(done)
    out = world.state()
    redone = world.undoes(undone)
    world.undoes(redone)
    assert world.state() == out


def test_a_status_given_later_does_not_bring_an_undone_item_back(world: World) -> None:
    done = world.arrives(a_phone("A", "555 0199", id="new"))
    said = world.apply(
        world.raw(ChangeKind.AMEND, [Change("telecom", "new", "status", None, "checked")])
    )
    undone = world.undoes(done)
    assert world.items["new"].in_error
    world.undoes(said)
    assert world.items["new"].in_error
    world.undoes(undone)
    assert world.items["new"].status is None


def test_a_choice_of_an_undone_item_falls_to_the_next(world: World) -> None:
    done = world.arrives(an_identifier("A", "1", id="one"), an_identifier("A", "2", id="two"))
    choose(world, "A", "ssn", "one")
    kept = world.arrives(an_identifier("A", "3", id="three"))
    world.undoes(done)
    assert world.patients["A"].choices["ssn"] == "three"
    world.undoes(kept)
    assert world.patients["A"].choices.get("ssn") is None


def test_a_chart_closes_only_when_what_others_brought_has_found_a_place(world: World) -> None:
    done = world.imports(a_registered_person("D"))
    world.arrives(an_encounter("D", id="other"))
    world.arrives(a_document("D", id="hanging", encounter_id="visit-d"))
    world.merges("B", "A")
    tie = world.apply(
        world.raw(ChangeKind.MOVE, [Change("encounter", "visit-b", "patient_id", "B", "D")])
    )
    world.undoes(tie)
    plan = world.undoing(done)
    assert {u.item for u in plan.undecided} == {"other", "hanging"}
    world.undoes(done, assign={"other": "B", "hanging": "B"})
    assert world.owners()["other"] == "B"
    assert world.items["hanging"].encounter_id is None, "its visit stayed in error at D"
    assert world.items["visit-d"].patient_id == "D"


def test_a_chart_that_was_merged_since_cannot_be_in_error(world: World) -> None:
    done = world.imports(a_registered_person("D"))
    world.merges("A", "D")
    with pytest.raises(StructureConflict, match="undo that first"):
        world.undoing(done)


def test_a_merge_with_a_chart_in_error_is_not_put_back(world: World) -> None:
    made = world.imports(a_registered_person("D"))
    undone = world.undoes(world.merges("A", "D"))
    world.undoes(made)
    with pytest.raises(StructureConflict, match="undo that first"):
        world.undoing(undone)


def test_an_item_is_not_moved_back_into_a_chart_in_error(world: World) -> None:
    made = world.imports(a_registered_person("D"))
    moved = world.apply(
        world.raw(ChangeKind.MOVE, [Change("encounter", "visit-a", "patient_id", "A", "D")])
    )
    undone = world.undoes(moved)
    world.undoes(made)
    plan = world.undoing(undone)
    assert [u.item for u in plan.undecided] == ["visit-a"]


# Links


def test_a_link_that_was_cleared_comes_back(world: World) -> None:
    world.arrives(a_document("A", id="note", encounter_id="visit-a"))
    before = world.state()
    moved = world.apply(
        world.raw(
            ChangeKind.MOVE,
            [
                Change("document", "note", "patient_id", "A", "B"),
                Change("document", "note", "encounter_id", "visit-a", "visit-b"),
            ],
        )
    )
    undone = world.undoes(moved)
    assert world.items == before.items
    world.undoes(undone)
    assert world.items["note"].encounter_id == "visit-b"


def test_a_link_does_not_come_back_across_charts(world: World) -> None:
    world.arrives(a_document("A", id="note", encounter_id="visit-a"))
    moved = world.apply(
        world.raw(
            ChangeKind.MOVE,
            [
                Change("document", "note", "patient_id", "A", "B"),
                Change("document", "note", "encounter_id", "visit-a", None),
            ],
        )
    )
    world.apply(
        world.raw(ChangeKind.MOVE, [Change("encounter", "visit-a", "patient_id", "A", "C")])
    )
    world.undoes(moved)
    assert world.items["note"].patient_id == "A"
    assert world.items["note"].encounter_id is None


# What the ledger says of it


def test_the_undo_records_only_what_differs(world: World) -> None:
    done = world.merges("B", "A")
    plan = world.undoing(done)
    assert {(c.id, c.field, c.after) for c in plan.change_set.changes} == {
        ("A", "status", "active"),
        ("A", "replaced_by", None),
        ("name-a", "patient_id", "A"),
        ("phone-a", "patient_id", "A"),
        ("visit-a", "patient_id", "A"),
    }
    assert not [c for c in plan.change_set.changes if c.field == CREATED]


def test_the_same_undo_has_the_same_content_whatever_the_order_of_reading(world: World) -> None:
    done = world.merges("B", "A", keep={"phone": "A"})
    world.arrives(an_address("B", id="later"))
    facts = world.undo_facts(done)
    request = UndoRequest(requester="r", reason="x", assign={"later": "A"})
    other = replace(
        facts,
        events=facts.events[::-1],
        items=facts.items[::-1],
        charts=dict(reversed(list(facts.charts.items()))),
        history=dict(reversed(list(facts.history.items()))),
    )
    assert plan_undo(facts, request).change_set == plan_undo(other, request).change_set


def test_unrelated_charts_are_left_alone(world: World) -> None:
    world.arrives(a_birth_date("C", id="unchosen"))
    done = world.merges("B", "A")
    other = world.merges("C", "B")
    world.undoes(other)
    plan = world.undoing(done)
    assert not [c for c in plan.change_set.changes if c.id in {"C", "unchosen"}]


def test_what_was_left_blank_before_is_blank_again_though_there_is_something(world: World) -> None:
    """The survivor had a telephone that nobody chose to show."""
    world.imports(a_chart("D"))
    world.arrives(a_phone("D", id="unshown"))
    before = world.state()
    done = world.merges("D", "A", keep={"phone": "A"})
    assert world.patients["D"].choices["phone"] == "phone-a"
    world.undoes(done)
    assert world.state() == before


def test_an_undo_does_not_choose_where_nothing_changes(world: World) -> None:
    world.arrives(a_birth_date("B", id="unchosen"))
    before = world.patients["B"]
    world.undoes(world.merges("B", "A"))
    world.undoes(world.merges("C", "B"))
    assert world.patients["B"] == before


def test_what_lies_in_a_closed_chart_is_not_asked_for_by_others(world: World) -> None:
    """Also where the facts do not tell the status of every item."""
    made = world.imports(a_registered_person("D", a_document("D", id="scan")))
    tie = world.merges("B", "D")
    world.undoes(tie)
    world.undoes(made)
    done = world.merges("B", "A")
    facts = world.undo_facts(done)
    assert "D" in facts.charts
    partial = {c: Chart(chart.patient, ()) for c, chart in facts.charts.items()}
    request = UndoRequest(requester="r", reason="x")
    assert plan_undo(replace(facts, charts=partial), request).undecided == ()
