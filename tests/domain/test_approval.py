# SPDX-License-Identifier: Apache-2.0
"""When a second person must agree (DESIGN's approval policy, row by row), and a request's life."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest

from builders import (
    a_death,
    a_flag,
    a_person,
    a_sex,
    an_allergy,
    an_encounter,
    no_known_allergy,
)
from domain.world import World
from himdesk.domain.approval import (
    TRANSITIONS,
    Rule,
    State,
    UndoneSet,
    check_four_eyes,
    needs_approval,
    next_state,
    untouched_since,
)
from himdesk.domain.changes import ChangeKind, ChangeSet
from himdesk.domain.charts.items import FlagCode
from himdesk.domain.errors import SelfApproval, WrongState
from himdesk.domain.plans import Contradiction, Grade, Plan

if TYPE_CHECKING:
    from himdesk.domain.charts.charts import Chart

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)


def plan(kind: ChangeKind, *grades: Grade) -> Plan:
    found = tuple(Contradiction(grade=g, code="sex", text="Sex differs.") for g in grades)
    return Plan(change_set=ChangeSet(kind, "r.santos", "why", ()), contradictions=found)


def asked(
    kind: ChangeKind, *grades: Grade, charts: tuple[Chart, ...] = (), judged: bool = True
) -> bool:
    return needs_approval(plan(kind, *grades), charts, now=NOW, policy={}, judged=judged)


@pytest.mark.parametrize(
    ("kind", "judged", "expected"),
    [
        (ChangeKind.SPLIT, True, True),
        (ChangeKind.MOVE, True, True),  # to another patient
        (ChangeKind.MOVE, False, False),  # to another encounter of the same chart
        (ChangeKind.AMEND, True, True),  # correction, retraction, on request
        (ChangeKind.AMEND, False, False),  # addendum, late entry, demographic correction
        (ChangeKind.MERGE, True, False),
        (ChangeKind.LINK, True, False),
        (ChangeKind.UNLINK, True, False),
        (ChangeKind.DISTINCT, True, False),
        (ChangeKind.IMPORT, True, False),
    ],
)
def test_the_policy_by_kind(kind: ChangeKind, judged: bool, expected: bool) -> None:
    assert asked(kind, judged=judged) is expected


@pytest.mark.parametrize(
    ("grade", "expected"), [(Grade.WARN, False), (Grade.STOP, True), (Grade.NEVER, False)]
)
def test_a_merge_with_a_stop_needs_a_second_person(grade: Grade, expected: bool) -> None:
    assert asked(ChangeKind.MERGE, grade) is expected
    assert asked(ChangeKind.MERGE, Grade.WARN, grade) is expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (a_flag("B", FlagCode.VIP), True),
        (a_flag("B", FlagCode.PART2), True),
        (a_flag("B", FlagCode.LEGAL_HOLD), True),
        (a_flag("B", FlagCode.MULTIPLE_BIRTH), False),
        (a_flag("B", FlagCode.VIP, until="2025-01-01"), False),
        (a_death("B"), True),
        (a_death("B", "true"), True),
        (a_death("B", "false"), False),
    ],
)
def test_a_merge_of_a_sensitive_chart_needs_a_second_person(item: object, expected: bool) -> None:
    plain, other = a_person("A"), a_person("B", item)  # type: ignore[arg-type]
    assert asked(ChangeKind.MERGE, charts=(plain, other)) is expected
    assert asked(ChangeKind.MERGE, charts=(other, plain)) is expected


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_a_site_may_always_want_two(kind: ChangeKind) -> None:
    for rule, expected in [(Rule.ALWAYS, True), ("always", True)]:
        assert needs_approval(plan(kind), (), now=NOW, policy={kind.value: rule}) is expected
    assert (
        needs_approval(plan(ChangeKind.MERGE), (), now=NOW, policy={"merge": Rule.POLICY}) is False
    )


# The undo


def undone(kind: ChangeKind, **fields: object) -> UndoneSet:
    values = {
        "kind": kind,
        "by": "r.santos",
        "at": "2026-03-02T09:00:00Z",
        "untouched_since": True,
    }
    return UndoneSet(**{**values, **fields})  # type: ignore[arg-type]


def undo_asked(target: UndoneSet | None, *, judged: bool = True, now: datetime = NOW) -> bool:
    undo = plan(ChangeKind.UNDO)
    return needs_approval(undo, (), now=now, policy={}, undone=target, judged=judged)


@pytest.mark.parametrize(
    ("fields", "now", "expected"),
    [
        ({}, NOW, False),
        ({}, NOW + timedelta(seconds=1), True),
        ({"by": "k.osei"}, NOW, True),
        ({"untouched_since": False}, NOW, True),
    ],
)
def test_the_undo_of_a_merge_within_a_day_by_its_own_clerk_with_nothing_later(
    fields: dict[str, object], now: datetime, expected: bool
) -> None:
    assert undo_asked(undone(ChangeKind.MERGE, **fields), now=now) is expected


@pytest.mark.parametrize(
    ("kind", "judged", "expected"),
    [
        (ChangeKind.SPLIT, True, True),
        (ChangeKind.SPLIT, False, True),
        (ChangeKind.MOVE, True, True),
        (ChangeKind.MOVE, False, False),
        (ChangeKind.AMEND, True, True),
        (ChangeKind.AMEND, False, False),
        (ChangeKind.IMPORT, True, False),
        (ChangeKind.LINK, True, False),
        (ChangeKind.DISTINCT, True, False),
    ],
)
def test_the_undo_of_what_needed_two_needs_two(
    kind: ChangeKind, judged: bool, expected: bool
) -> None:
    assert undo_asked(undone(kind), judged=judged) is expected


def test_an_undo_of_nobody_knows_what_needs_two() -> None:
    assert undo_asked(None)


# Nothing later on the charts


@pytest.fixture
def merged() -> tuple[World, str]:
    world = World()
    world.imports(a_person("A"), a_person("B"), a_person("C"), a_person("D"))
    return world, world.merges("A", "B")


def untouched(world: World, change_set: str) -> bool:
    return untouched_since(world.entry(change_set), world.ledger, world.placed(["A", "B"]))


def test_what_was_before_is_not_later(merged: tuple[World, str]) -> None:
    assert untouched(*merged)


def test_what_happens_elsewhere_is_not_later(merged: tuple[World, str]) -> None:
    world, done = merged
    world.merges("C", "D")
    world.arrives(an_encounter("C"))
    assert untouched(world, done)


@pytest.mark.parametrize("number", ["A", "B"])
def test_an_item_that_arrives_is_later(merged: tuple[World, str], number: str) -> None:
    world, done = merged
    world.arrives(an_encounter(number))
    assert not untouched(world, done)


def test_a_merge_of_the_survivor_is_later(merged: tuple[World, str]) -> None:
    world, done = merged
    world.merges("C", "A")
    assert not untouched(world, done)


# Four eyes


def test_requester_and_approver_differ() -> None:
    check_four_eyes("R1", "supervisor", ["clerk", "clerk2"])
    for requester in ("clerk", "clerk2"):
        with pytest.raises(SelfApproval):
            check_four_eyes("R1", requester, ["clerk", "clerk2"])


# The life of a request

LIFE = {
    (State.PROPOSED, "approved"): State.APPROVED,
    (State.PROPOSED, "returned"): State.RETURNED,
    (State.PROPOSED, "rejected"): State.REJECTED,
    (State.PROPOSED, "withdrawn"): State.WITHDRAWN,
    (State.PROPOSED, "found stale"): State.STALE,
    (State.STALE, "returned"): State.RETURNED,
    (State.STALE, "rejected"): State.REJECTED,
    (State.STALE, "withdrawn"): State.WITHDRAWN,
    (State.STALE, "resubmitted"): State.PROPOSED,
    (State.RETURNED, "withdrawn"): State.WITHDRAWN,
    (State.RETURNED, "resubmitted"): State.PROPOSED,
}


@pytest.mark.parametrize(("state", "verb"), list(product(State, TRANSITIONS)))
def test_every_verb_in_every_state(state: State, verb: str) -> None:
    expected = LIFE.get((state, verb))
    if expected is not None:
        assert next_state("R1", state, verb) is expected
    else:
        with pytest.raises(WrongState) as refused:
            next_state("R1", state, verb)
        assert refused.value.message() == f"Request R1 is {state}: it can't be {verb}."


def test_what_is_approved_is_the_content() -> None:
    """A reason edited after the approval is another content."""
    world = World()
    world.imports(a_person("A", no_known_allergy("A")), a_person("B", an_allergy("B")))
    change_set = world.merging("A", "B").change_set
    assert change_set.content != replace(change_set, reason="other").content
    assert change_set.content != replace(change_set, requester="k.osei").content


def test_a_stale_proposal_is_another_content() -> None:
    world = World()
    world.imports(a_person("A"), a_person("B"))
    proposed = world.merging("A", "B").change_set.content
    assert world.merging("A", "B").change_set.content == proposed
    world.arrives(a_sex("B", "female"))
    assert world.merging("A", "B").change_set.content != proposed
