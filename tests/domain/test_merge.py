# SPDX-License-Identifier: Apache-2.0
"""The plan of a merge: what it changes, what it keeps, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from builders import (
    a_birth_date,
    a_blood_group,
    a_chart,
    a_clinical,
    a_document,
    a_flag,
    a_name,
    a_patient,
    a_person,
    a_phone,
    an_address,
    an_allergy,
    an_encounter,
    an_identifier,
    no_known_allergy,
)
from domain.world import World
from himdesk.domain.changes import ACKNOWLEDGED, PATIENT, Change, ChangeKind
from himdesk.domain.charts.charts import CHOICES, Chart, ChartStatus
from himdesk.domain.charts.items import Category, FlagCode, Status
from himdesk.domain.corrections.merge import BOTH, MergeRequest, plan_merge
from himdesk.domain.errors import (
    AcknowledgementMissing,
    AlreadyRetired,
    HimdeskError,
    NeverAllowed,
    ReasonMissing,
    UsageError,
)

if TYPE_CHECKING:
    from himdesk.domain.plans import Plan

ASKED = MergeRequest(requester="r.santos", reason="one person")


def changes(plan: Plan) -> set[tuple[str, str, str | None, str | None]]:
    return {(c.id, c.field, c.before, c.after) for c in plan.change_set.changes}


@pytest.fixture
def world() -> World:
    """A with phone and home, B with phone, note and visit."""
    world = World()
    visit = an_encounter("B", id="visit")
    world.imports(
        a_chart(
            "A",
            a_name("A", "Garcia", "Maria", id="name-a"),
            a_birth_date("A", id="birth-a"),
            a_phone("A", "555 0101", id="phone-a"),
        ),
        a_chart(
            "B",
            a_name("B", "Garcia Lopez", "Maria", id="name-b", middle="L"),
            a_birth_date("B", id="birth-b"),
            a_phone("B", "555 0102", id="phone-b"),
            an_address("B", id="home-b"),
            visit,
            a_document("B", id="note", encounter_id="visit"),
        ),
    )
    return world


def test_everything_moves_and_the_duplicate_retires(world: World) -> None:
    plan = world.merging("A", "B")
    moved = {i for i, field, before, after in changes(plan) if field == "patient_id"}
    assert moved == {"name-b", "birth-b", "phone-b", "home-b", "visit", "note"}
    assert ("B", "status", "active", "retired") in changes(plan)
    assert ("B", "replaced_by", None, "A") in changes(plan)
    assert plan.change_set.kind is ChangeKind.MERGE
    assert plan.contradictions == ()
    plan.check()


def test_blanks_are_filled_and_the_survivor_s_values_stay(world: World) -> None:
    chosen = {c for c in changes(world.merging("A", "B")) if c[1].startswith("choice_")}
    assert chosen == {
        ("A", "choice_address", None, "home-b"),
        ("A", "choice_middle", None, "name-b"),
    }


def test_losing_values_stay_as_previous_ones_and_all_numbers_find_the_survivor(
    world: World,
) -> None:
    world.merges("A", "B")
    chart = world.chart("A")
    assert {i.id for i in chart.items} >= {"name-b", "phone-b"}
    assert chart.name() == "GARCIA, Maria L"
    assert world.resolve("B") == "A"


def test_a_person_s_word_counts_per_field(world: World) -> None:
    world.merges("A", "B", keep={"family": "B", "phone": "B"})
    assert world.chart("A").name() == "GARCIA LOPEZ, Maria L"
    assert world.chart("A").value("phone") == "555 0102"
    assert world.items["phone-a"].status == Status.PREVIOUS
    assert world.items["phone-b"].status is None


def test_keeping_both_makes_neither_previous(world: World) -> None:
    plan = world.merging("A", "B", keep={"phone": BOTH})
    assert not [c for c in plan.change_set.changes if c.field == "status" and c.entity != PATIENT]
    world.apply(plan)
    assert world.chart("A").value("phone") == "555 0101"


def test_keeping_a_blank_clears_the_field(world: World) -> None:
    world.merges("B", "A", keep={"address": "A"})
    assert world.chart("B").value("address") is None
    assert world.items["home-b"].status == Status.PREVIOUS


@pytest.mark.parametrize("field", [choice.name for choice in CHOICES if not choice.both])
def test_most_fields_have_one_value(world: World, field: str) -> None:
    with pytest.raises(UsageError, match="has one value"):
        world.merging("A", "B", keep={field: BOTH})


@pytest.mark.parametrize(
    ("keep", "match"),
    [({"colour": "A"}, "no field colour"), ({"family": "C"}, "one of the merged charts")],
)
def test_a_choice_that_cannot_be(world: World, keep: dict[str, str], match: str) -> None:
    with pytest.raises(UsageError, match=match):
        world.merging("A", "B", keep=keep)


# HAPI's grid: what is there to take over, and what is refused (ECOSYSTEM.md section 4)


def test_no_items_at_all() -> None:
    plan = plan_merge(a_chart("A"), [a_chart("B")], [], ASKED)
    assert changes(plan) == {
        ("B", "status", "active", "retired"),
        ("B", "replaced_by", None, "A"),
    }


def test_a_target_with_nothing_to_take_over_is_not_rewritten(world: World) -> None:
    world.imports(a_chart("C"))
    plan = world.merging("A", "C")
    assert not [c for c in plan.change_set.changes if c.id == "A"]
    before = world.chart("A")
    done = world.apply(plan)
    assert world.chart("A") == before
    undo = world.undoing(done)
    assert not [c for c in undo.change_set.changes if c.id == "A"]


@pytest.mark.parametrize("left", [0, 1])
@pytest.mark.parametrize("right", [0, 1])
def test_identifiers_on_either_side_are_all_kept(left: int, right: int) -> None:
    world = World()
    world.imports(
        a_chart("A", *(an_identifier("A", f"S{n}") for n in range(left))),
        a_chart("B", *(an_identifier("B", f"T{n}") for n in range(right))),
    )
    world.merges("A", "B")
    assert len(world.items_of("A")) == left + right
    expected = "S0" if left else "T0" if right else None
    assert world.chart("A").value("ssn") == expected


def test_a_chart_is_not_merged_into_itself(world: World) -> None:
    with pytest.raises(NeverAllowed) as refused:
        world.merging("A", "A")
    assert refused.value.contradiction == "same-chart"
    with pytest.raises(NeverAllowed):
        world.merging("A", "B", "B")


def test_one_chart_is_no_merge(world: World) -> None:
    with pytest.raises(UsageError):
        world.merging("A")


def test_a_retired_chart_is_neither_source_nor_target(world: World) -> None:
    world.imports(a_person("C"))
    world.merges("A", "B")
    for survivor, retired in [("B", "C"), ("C", "B"), ("B", "A")]:
        with pytest.raises(AlreadyRetired) as refused:
            world.merging(survivor, retired)
        assert (refused.value.chart, refused.value.survivor) == ("0012-B", "A")


def test_a_chart_in_error_is_neither_source_nor_target(world: World) -> None:
    world.imports(a_person("C"))
    bad = Chart(replace(a_patient("D"), status=ChartStatus.ENTERED_IN_ERROR), ())
    for survivor, retired in [(bad, world.chart("A")), (world.chart("A"), bad)]:
        with pytest.raises(NeverAllowed, match="entered-in-error"):
            plan_merge(survivor, [retired], [], ASKED)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_needed(reason: str) -> None:
    with pytest.raises(ReasonMissing):
        plan_merge(a_chart("A"), [a_chart("B")], [], replace(ASKED, reason=reason))


def test_reasons_are_kept_without_blanks_around() -> None:
    plan = plan_merge(a_chart("A"), [a_chart("B")], [], replace(ASKED, reason=" twice \n"))
    assert plan.change_set.reason == "twice"


# Contradictions


@pytest.fixture
def strangers() -> World:
    world = World()
    world.imports(
        a_person("A", a_blood_group("A", "O+"), no_known_allergy("A")),
        a_person("B", a_blood_group("B", "A-"), an_allergy("B")),
    )
    return world


def test_a_stop_needs_an_acknowledgement_of_its_own(strangers: World) -> None:
    plan = strangers.merging("A", "B")
    with pytest.raises(AcknowledgementMissing) as refused:
        plan.check()
    assert refused.value.contradictions == ("blood-group",), "a warning needs none"
    told = strangers.merging("A", "B", acknowledge=["blood-group"])
    told.check()
    recorded = [c for c in told.change_set.changes if c.field == ACKNOWLEDGED]
    assert recorded == [
        Change("contradiction", "blood-group", ACKNOWLEDGED, None, "checked with the patient")
    ]


def test_a_warning_may_be_acknowledged_too(strangers: World) -> None:
    plan = strangers.merging("A", "B", acknowledge=["blood-group", "allergy-none-known"])
    assert len([c for c in plan.change_set.changes if c.field == ACKNOWLEDGED]) == 2


def test_only_what_was_found_can_be_acknowledged(strangers: World) -> None:
    with pytest.raises(UsageError, match="found: allergy-none-known, blood-group"):
        strangers.merging("A", "B", acknowledge=["sex"])


def test_an_acknowledgement_needs_words(strangers: World) -> None:
    request = replace(ASKED, acknowledged={"blood-group": " "})
    with pytest.raises(UsageError, match="needs an explanation"):
        plan_merge(strangers.chart("A"), [strangers.chart("B")], [], request)


def test_the_acknowledgement_is_part_of_what_is_approved(strangers: World) -> None:
    plain = strangers.merging("A", "B", acknowledge=["blood-group"])
    more = strangers.merging("A", "B", acknowledge=["blood-group", "allergy-none-known"])
    assert plain.change_set.content != more.change_set.content


def test_no_acknowledgement_lifts_a_never() -> None:
    world = World()
    child = a_chart("B", a_clinical("B", Category.MOTHER, value="0012-A"))
    world.imports(a_person("A"), child)
    plan = world.merging("A", "B", acknowledge=["mother-newborn"])
    with pytest.raises(NeverAllowed) as refused:
        plan.check()
    assert refused.value.contradiction == "mother-newborn"


def test_the_strictest_sensitivity_is_in_force_afterwards() -> None:
    world = World()
    world.imports(a_person("A"), a_person("B", a_flag("B", FlagCode.VIP)))
    assert not world.chart("A").restricted
    done = world.merges("A", "B")
    assert world.chart("A").restricted
    world.undoes(done)
    assert not world.chart("A").restricted


# More than two


def test_three_charts_in_one_operation(world: World) -> None:
    world.imports(a_chart("C", a_phone("C", "555 0103", id="phone-c"), an_encounter("C", id="e")))
    plan = world.merging("A", "B", "C", keep={"phone": "C"})
    assert {c.id for c in plan.change_set.changes if c.field == "replaced_by"} == {"B", "C"}
    world.apply(plan)
    assert world.chart("A").value("phone") == "555 0103"
    assert {world.items[p].status for p in ("phone-a", "phone-b")} == {Status.PREVIOUS}
    assert set(world.owners().values()) == {"A"}


def test_parents_are_written_before_children(world: World) -> None:
    order = [c.id for c in world.merging("A", "B").change_set.changes if c.field == "patient_id"]
    assert order.index("visit") < order.index("note")


def test_the_same_wish_gives_the_same_content_whatever_the_order_of_reading(world: World) -> None:
    plan = world.merging("A", "B")
    world.items = dict(reversed(list(world.items.items())))
    assert world.merging("A", "B").change_set.content == plan.change_set.content


def test_an_item_that_arrives_meanwhile_is_never_left_behind(world: World) -> None:
    """HAPI's race: the merge fails or takes it along."""
    plan = world.merging("A", "B")
    world.arrives(an_encounter("B", id="new"))
    with pytest.raises(HimdeskError):
        world.apply(plan)
    world.apply(world.merging("A", "B"))
    assert world.owners()["new"] == "A"


def test_a_value_that_is_previous_already_is_not_made_so_again(world: World) -> None:
    world.arrives(a_phone("A", "555 0109", id="old", status=Status.PREVIOUS))
    shown = Change(PATIENT, "A", "choice_phone", "phone-a", "old")
    world.apply(world.raw(ChangeKind.AMEND, [shown]))
    plan = world.merging("A", "B", keep={"phone": "B"})
    assert not [c for c in plan.change_set.changes if c.id == "old"]
