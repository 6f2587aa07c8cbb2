# SPDX-License-Identifier: Apache-2.0
"""Undoing, also after life went on: what falls back, what stays, what a person must decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import (
    a_chart,
    a_document,
    a_name,
    a_registered_person,
    an_encounter,
)
from domain.world import World
from himdesk.domain.changes import DECISION, PATIENT, Change, ChangeKind
from himdesk.domain.charts.items import Status
from himdesk.domain.errors import (
    AlreadyUndone,
    BadDecision,
    ReasonMissing,
    StructureConflict,
    UndecidedItems,
    UsageError,
)
from himdesk.domain.undoing.undo import UndoRequest, plan_undo

if TYPE_CHECKING:
    from himdesk.domain.plans import Plan


@pytest.fixture
def world() -> World:
    world = World()
    world.imports(a_registered_person("A"), a_registered_person("B"), a_registered_person("C"))
    return world


def decided(plan: Plan) -> dict[str, tuple[str | None, str | None]]:
    return {c.id: (c.before, c.after) for c in plan.change_set.changes if c.field == DECISION}


def choose(world: World, chart: str, field: str, item: str | None) -> str:
    before = world.patients[chart].choices.get(field)
    change = Change(PATIENT, chart, f"choice_{field}", before, item)
    return world.apply(world.raw(ChangeKind.AMEND, [change]))


def test_undone_at_once_both_charts_are_as_before(world: World) -> None:
    before = world.state()
    done = world.merges("B", "A", keep={"family": "A", "phone": "A"})
    assert world.state() != before
    plan = world.undoing(done)
    assert plan.undecided == ()
    assert plan.change_set.reverses == done
    assert plan.contradictions == ()
    world.apply(plan)
    assert world.items == before.items
    assert world.patients == before.patients


def test_undo_of_undo_is_the_merge_again(world: World) -> None:
    done = world.merges("B", "A", keep={"phone": "A"})
    merged = world.state()
    undone = world.undoes(done)
    world.undoes(undone)
    assert world.state() == merged


def test_an_undone_change_set_is_not_undone_twice(world: World) -> None:
    done = world.merges("B", "A")
    undone = world.undoes(done)
    with pytest.raises(AlreadyUndone) as refused:
        world.undoing(done)
    assert refused.value.by == undone
    world.undoes(undone)
    world.undoes(done)
    with pytest.raises(AlreadyUndone):
        world.undoing(done)


def test_a_reason_is_needed(world: World) -> None:
    done = world.merges("B", "A")
    with pytest.raises(ReasonMissing):
        plan_undo(world.undo_facts(done), UndoRequest(requester="r.santos", reason=" "))


# Choices


def test_a_choice_falls_back_to_what_was_shown_before(world: World) -> None:
    done = world.merges("B", "A", keep={"family": "A"})
    assert world.chart("B").name() == "FAMILYA, Ada"
    world.undoes(done)
    assert world.chart("B").name() == "FAMILYB, Ada"


def test_a_choice_falls_through_what_is_out_of_force_too(world: World) -> None:
    first = world.merges("B", "A", keep={"family": "A"})
    second = world.merges("B", "C", keep={"family": "C"})
    world.undoes(first)
    assert world.chart("B").name() == "FAMILYC, Ada"
    world.undoes(second)
    assert world.chart("B").name() == "FAMILYB, Ada"


def test_a_choice_put_back_in_force_counts_in_its_old_place(world: World) -> None:
    """What the second undo wrote followed from the first; it must not outlive it."""
    first = world.merges("B", "A", keep={"family": "A"})
    second = world.merges("B", "C", keep={"family": "C"})
    undone = world.undoes(first)
    world.undoes(second)
    world.undoes(undone)
    assert world.chart("B").name() == "FAMILYA, Ada"


def test_a_choice_without_a_former_one_falls_to_the_rule() -> None:
    world = World()
    world.imports(a_registered_person("A"), a_chart("B"), a_registered_person("C"))
    first = world.merges("B", "A")
    world.merges("B", "C")
    assert world.chart("B").name() == "FAMILYA, Ada"
    world.undoes(first)
    assert world.chart("B").name() == "FAMILYC, Ada"


def test_what_a_person_chose_later_stays_and_is_told(world: World) -> None:
    world.arrives(a_name("B", "Chosen", "Ada", id="new"))
    done = world.merges("B", "A", keep={"family": "A"})
    choose(world, "B", "family", "new")
    plan = world.undoing(done)
    assert [(c.code, c.grade.value, c.charts) for c in plan.contradictions] == [
        ("chosen-since", "warn", ("B",))
    ]
    plan.check()
    world.apply(plan)
    assert world.patients["B"].choices["family"] == "new"


@pytest.mark.parametrize(("word", "family"), [("now", "new"), ("before", "name-b")])
def test_a_person_s_wish_for_a_field_decides(world: World, word: str, family: str) -> None:
    world.arrives(a_name("B", "Chosen", "Ada", id="new"))
    done = world.merges("B", "A", keep={"family": "A"})
    choose(world, "B", "family", "new")
    plan = world.undoing(done, fields={"family": word})
    assert plan.contradictions == (), "it was asked"
    world.apply(plan)
    assert world.patients["B"].choices["family"] == family


def test_a_wish_survives_an_undo_that_has_nothing_to_do_with_it(world: World) -> None:
    world.arrives(a_name("B", "Chosen", "Ada", id="new"))
    done = world.merges("B", "A", keep={"family": "A"})
    choose(world, "B", "family", "new")
    world.undoes(done, fields={"family": "before"})
    other = world.merges("B", "C")
    world.undoes(other)
    assert world.patients["B"].choices["family"] == "name-b"


def test_a_later_choice_of_what_goes_home_falls_back_all_the_same(world: World) -> None:
    done = world.merges("B", "A")
    choose(world, "B", "family", "name-a")
    world.undoes(done)
    assert world.patients["B"].choices["family"] == "name-b"


@pytest.mark.parametrize(
    ("fields", "match"),
    [({"colour": "now"}, "no field colour"), ({"family": "later"}, "not later")],
)
def test_a_wish_that_cannot_be(world: World, fields: dict[str, str], match: str) -> None:
    done = world.merges("B", "A")
    with pytest.raises(UsageError, match=match):
        world.undoing(done, fields=fields)


# Later items


def test_what_arrived_later_is_decided(world: World) -> None:
    done = world.merges("B", "A")
    world.arrives(an_encounter("B", id="later", registered_mrn="0012-A"))
    plan = world.undoing(done)
    (asked,) = plan.undecided
    assert (asked.item, asked.kind, asked.suggest) == ("later", "encounter", "A")
    assert asked.because == "registered under 0012-A"
    with pytest.raises(UndecidedItems):
        plan.check()
    world.undoes(done, assign={"later": "A"})
    assert world.owners()["later"] == "A"


def test_what_arrived_under_the_retired_number_goes_home_unasked(world: World) -> None:
    done = world.merges("B", "A")
    world.arrives(an_encounter("A", id="later"))
    assert world.owners()["later"] == "B"
    world.undoes(done)
    assert world.owners()["later"] == "A"


def test_children_follow_their_parents(world: World) -> None:
    done = world.merges("B", "A")
    world.arrives(an_encounter("B", id="later"))
    world.arrives(a_document("B", id="note", encounter_id="later"))
    world.arrives(a_document("B", id="addendum", parent_id="note"))
    world.arrives(a_document("B", id="old-note", encounter_id="visit-a"))
    plan = world.undoing(done)
    assert [u.item for u in plan.undecided] == ["later"]
    world.undoes(done, assign={"later": "A"})
    owners = world.owners()
    assert {owners[i] for i in ("later", "note", "addendum", "old-note")} == {"A"}


def test_a_child_from_the_retired_number_stays_with_a_parent_of_the_survivor(world: World) -> None:
    """It was recorded under A, on a visit of B's: going home alone would tear it off."""
    done = world.merges("B", "A")
    world.arrives(a_document("A", id="note", encounter_id="visit-b"))
    plan = world.undoing(done)
    assert plan.undecided == ()
    assert decided(plan) == {"note": ("A", "B")}
    undone = world.apply(plan)
    assert world.owners()["note"] == "B"
    world.undoes(undone)
    assert world.owners()["note"] == "B"


def test_a_child_may_be_named_only_with_its_parent_s_chart(world: World) -> None:
    done = world.merges("B", "A")
    world.arrives(an_encounter("B", id="later"))
    world.arrives(a_document("B", id="note", encounter_id="later"))
    with pytest.raises(BadDecision, match="follows its parent later"):
        world.undoing(done, assign={"later": "A", "note": "B"})
    world.undoes(done, assign={"later": "A", "note": "A"})
    assert world.owners()["note"] == "A"


@pytest.mark.parametrize(
    ("assign", "match"),
    [
        ({"visit-a": "B"}, "needs no decision"),
        ({"later": "Z"}, "can't go to a chart"),
        ({"nothing": "A"}, "needs no decision"),
    ],
)
def test_a_decision_that_cannot_be(world: World, assign: dict[str, str], match: str) -> None:
    done = world.merges("B", "A")
    world.arrives(an_encounter("B", id="later"))
    with pytest.raises(BadDecision, match=match):
        world.undoing(done, assign=assign)


def test_nothing_is_sent_to_a_chart_that_is_in_error(world: World) -> None:
    made = world.imports(a_registered_person("D"))
    gone = world.merges("B", "D")
    world.undoes(gone)
    world.undoes(made)
    done = world.merges("B", "A")
    world.arrives(an_encounter("B", id="later"))
    with pytest.raises(BadDecision):
        world.undoing(done, assign={"later": "D"})


def test_what_someone_moved_on_purpose_is_decided(world: World) -> None:
    done = world.merges("B", "A")
    world.apply(
        world.raw(ChangeKind.MOVE, [Change("encounter", "visit-a", "patient_id", "B", "C")])
    )
    plan = world.undoing(done)
    assert [u.item for u in plan.undecided] == ["visit-a"]
    world.undoes(done, assign={"visit-a": "C"})
    assert world.owners()["visit-a"] == "C"


def test_the_undo_of_a_move_brings_the_item_back(world: World) -> None:
    before = world.state()
    moved = world.apply(
        world.raw(ChangeKind.MOVE, [Change("encounter", "visit-a", "patient_id", "A", "C")])
    )
    world.undoes(moved)
    assert world.items == before.items


def test_what_was_moved_to_a_chart_follows_it_when_it_retires_again(world: World) -> None:
    """A retired chart never owns an item, also not by a merge put back in force."""
    done = world.merges("B", "A")
    undone = world.undoes(done)
    world.apply(
        world.raw(ChangeKind.MOVE, [Change("encounter", "visit-c", "patient_id", "C", "A")])
    )
    plan = world.undoing(undone)
    assert decided(plan) == {"visit-c": ("A", "B")}
    redone = world.apply(plan)
    assert world.owners()["visit-c"] == "B"
    world.undoes(redone)
    assert world.owners()["visit-c"] == "A"


# Structure


def test_a_merge_is_not_put_back_over_another_one(world: World) -> None:
    undone = world.undoes(world.merges("B", "A"))
    world.merges("C", "A")
    with pytest.raises(StructureConflict):
        world.undoing(undone)


def test_a_merge_is_undone_in_the_middle_of_a_chain_and_made_again_elsewhere(world: World) -> None:
    first = world.merges("B", "A")
    world.merges("C", "B")
    world.undoes(first)
    assert world.resolve("A") == "A"
    assert world.resolve("B") == "C"
    world.merges("C", "A")
    assert set(world.owners().values()) == {"C"}


# Fields


def test_a_field_falls_back_to_the_last_change_in_force(world: World) -> None:
    def says(value: str, before: str | None) -> str:
        change = Change("encounter", "visit-a", "display", before, value)
        return world.apply(world.raw(ChangeKind.AMEND, [change]))

    first, second = says("one", None), says("two", "one")
    undone = world.undoes(first)
    assert world.items["visit-a"].display == "two"
    world.undoes(second)
    assert world.items["visit-a"].display is None
    world.undoes(undone)
    assert world.items["visit-a"].display == "one"


def test_details_fall_back_too(world: World) -> None:
    change = Change("telecom", "phone-a", "value", "555 0107", "555 9999")
    assert world.chart("A").value("phone") == "555 0107"
    done = world.apply(world.raw(ChangeKind.AMEND, [change]))
    assert world.chart("A").value("phone") == "555 9999"
    world.undoes(done)
    assert world.chart("A").value("phone") == "555 0107"


def test_what_a_merge_made_previous_is_current_again_after_another_undo_in_between(
    world: World,
) -> None:
    first = world.merges("B", "A", keep={"phone": "B"})
    assert world.items["phone-a"].status == Status.PREVIOUS
    undone = world.undoes(first)
    assert world.items["phone-a"].status is None
    world.undoes(undone)
    assert world.items["phone-a"].status == Status.PREVIOUS
