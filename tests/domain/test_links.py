# SPDX-License-Identifier: Apache-2.0
"""Judgements of pairs: one person in two places, or two persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import a_person
from domain.world import World
from himdesk.domain.changes import ChangeKind, pair_id
from himdesk.domain.corrections.links import plan_distinct, plan_link, plan_unlink
from himdesk.domain.errors import (
    AlreadyRetired,
    NeverAllowed,
    ReasonMissing,
    RecordMovedOn,
    UsageError,
)

if TYPE_CHECKING:
    from himdesk.domain.plans import Plan

ASKED = {"requester": "r.santos", "reason": "seen both"}


@pytest.fixture
def world() -> World:
    world = World()
    world.imports(*(a_person(chart) for chart in "ABC"))
    return world


def link(world: World, left: str, right: str) -> Plan:
    now = world.pairs.get(pair_id(left, right))
    return plan_link(world.patients[left], world.patients[right], now, **ASKED)


def unlink(world: World, left: str, right: str) -> Plan:
    now = world.pairs.get(pair_id(left, right))
    return plan_unlink(world.patients[left], world.patients[right], now, **ASKED)


def distinct(world: World, *charts: str) -> Plan:
    return plan_distinct([world.patients[c] for c in charts], world.pairs, **ASKED)


def test_linked_charts_both_go_on(world: World) -> None:
    before = world.state()
    done = world.apply(link(world, "B", "A"))
    assert world.pairs == {"A~B": "linked"}
    assert world.patients == before.patients
    assert world.items == before.items
    assert world.entry(done).change_set.kind is ChangeKind.LINK
    assert world.entry(done).change_set.charts() == {"A", "B"}


def test_a_link_is_taken_back(world: World) -> None:
    world.apply(link(world, "A", "B"))
    world.apply(unlink(world, "B", "A"))
    assert world.pairs == {}


def test_three_are_told_apart_pair_by_pair(world: World) -> None:
    world.apply(distinct(world, "A", "B"))
    plan = distinct(world, "C", "B", "A")
    assert [c.id for c in plan.change_set.changes] == ["A~C", "B~C"], "what is new is said"
    world.apply(plan)
    assert world.pairs == dict.fromkeys(["A~B", "A~C", "B~C"], "distinct")


def test_a_judgement_may_be_turned_round_with_a_reason(world: World) -> None:
    """S20: "not a duplicate" after new evidence."""
    world.apply(distinct(world, "A", "B"))
    left, right = world.patients["A"], world.patients["B"]
    with pytest.raises(ReasonMissing):
        plan_link(left, right, world.pairs["A~B"], requester="r", reason=" ")
    world.apply(link(world, "A", "B"))
    assert world.pairs == {"A~B": "linked"}


def test_a_link_that_turns_nothing_round_needs_no_reason(world: World) -> None:
    plan = plan_link(world.patients["A"], world.patients["B"], None, requester="r", reason="")
    assert plan.change_set.reason == "one person at two places"


def test_what_is_said_already(world: World) -> None:
    with pytest.raises(UsageError, match="are not linked"):
        unlink(world, "A", "B")
    world.apply(distinct(world, "A", "B"))
    with pytest.raises(UsageError, match="already"):
        distinct(world, "B", "A")
    with pytest.raises(UsageError, match="are not linked"):
        unlink(world, "A", "B")


@pytest.mark.parametrize("charts", [("A", "A"), ("A",), (), ("A", "B", "A")])
def test_a_chart_is_not_compared_with_itself(world: World, charts: tuple[str, ...]) -> None:
    with pytest.raises(NeverAllowed):
        distinct(world, *charts)


def test_retired_charts_are_not_judged(world: World) -> None:
    world.merges("A", "B")
    with pytest.raises(AlreadyRetired):
        link(world, "B", "C")


def test_a_reason_is_needed(world: World) -> None:
    with pytest.raises(ReasonMissing):
        plan_distinct([world.patients["A"], world.patients["B"]], {}, requester="r", reason=" ")


def test_of_two_judgements_at_once_the_second_must_look_again(world: World) -> None:
    one, other = link(world, "A", "B"), distinct(world, "A", "B")
    world.apply(one)
    with pytest.raises(RecordMovedOn):
        world.apply(other)


def test_undone_the_former_judgement_holds(world: World) -> None:
    first = world.apply(distinct(world, "A", "B"))
    second = world.apply(link(world, "A", "B"))
    undone = world.undoes(second)
    assert world.pairs == {"A~B": "distinct"}
    world.undoes(first)
    assert world.pairs == {}
    world.undoes(undone)
    assert world.pairs == {"A~B": "linked"}


def test_the_id_of_a_pair_does_not_depend_on_who_is_named_first() -> None:
    assert pair_id("x", "a") == pair_id("a", "x") == "a~x"
