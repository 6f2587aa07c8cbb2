# SPDX-License-Identifier: Apache-2.0
"""The experts' scenarios of the correction engine, told in full (DOMAIN 8: S1, S4-S6, S16, S20)."""

from __future__ import annotations

import pytest

from builders import (
    a_birth_date,
    a_chart,
    a_coverage,
    a_death,
    a_document,
    a_name,
    a_person,
    a_phone,
    a_sex,
    an_address,
    an_allergy,
    an_encounter,
)
from domain.world import CLERK, World
from himdesk.domain.approval import (
    State,
    UndoneSet,
    check_four_eyes,
    needs_approval,
    next_state,
    untouched_since,
)
from himdesk.domain.changes import PATIENT, Change, ChangeKind
from himdesk.domain.charts.charts import ChartStatus
from himdesk.domain.errors import (
    AcknowledgementMissing,
    AlreadyRetired,
    ConservationBroken,
    RecordMovedOn,
    SelfApproval,
    UndecidedItems,
)
from himdesk.domain.times import earliest


def test_s1_plain_duplicate() -> None:
    world = World()
    visits = [an_encounter("B", id=f"visit-{n}") for n in range(12)]
    notes = [a_document("B", id=f"note-{n}", encounter_id=f"visit-{n % 12}") for n in range(31)]
    rest = [an_allergy("B"), an_allergy("B", "Latex"), a_coverage("B")]
    maria = (
        a_name("A", "Garcia", "Maria", middle="L"),
        a_birth_date("A"),
        a_phone("A", "555 0147"),
        an_address("A"),
    )
    double = (
        a_name("B", "Garcia Lopez", "Maria"),
        a_birth_date("B"),
        a_phone("B", "555 0147"),
        an_address("B"),
    )
    world.imports(a_chart("A", *maria), a_chart("B", *double, *visits, *notes, *rest))
    everything = world.items.keys()

    plan = world.merging("A", "B")
    moved = [c for c in plan.change_set.changes if c.field == "patient_id"]
    assert sum(c.entity == "encounter" for c in moved) == 12
    assert sum(c.entity == "document" for c in moved) == 31
    assert sum(c.entity == "clinical_item" for c in moved) == 2
    assert sum(c.entity == "coverage" for c in moved) == 1
    assert plan.contradictions == ()

    policy = {"merge": "always"}
    charts = [world.chart("A"), world.chart("B")]
    assert needs_approval(plan, charts, now=earliest("2026-03-02"), policy=policy)
    check_four_eyes("R1", "supervisor", [CLERK])
    done = world.apply(plan, approved_by="supervisor")

    assert world.items.keys() == everything, "census before is census after"
    assert world.patients["B"].status == ChartStatus.RETIRED
    assert world.resolve("B") == "A"
    names = {i.details for i in world.items_of("A") if i.kind == "name"}
    assert len(names) == 2, "the losing name stays as a previous value"
    assert world.chart("A").name() == "GARCIA, Maria L"
    assert world.entry(done).approved_by == "supervisor"
    assert len(world.ledger) == 2, "one operation"


def test_s4_three_way_duplicate_in_one_operation() -> None:
    world = World()
    world.imports(
        a_chart("A", a_name("A", "Haddad", "Leila"), a_birth_date("A", "1984-03-12")),
        a_chart("B", a_name("B", "Hadad", "Leila"), a_birth_date("B", "1984-03-12"), a_phone("B")),
        a_chart("C", a_name("C", "Haddad", "Layla"), an_address("C")),
    )
    before = world.state()
    done = world.merges("A", "B", "C", keep={"given": "C", "family": "B"})
    assert world.chart("A").name() == "HADAD, Layla", "choices across three columns"
    assert world.chart("A").value("phone")
    assert world.chart("A").value("address")
    assert {world.resolve(c) for c in "ABC"} == {"A"}
    assert len(world.ledger) == 2
    with pytest.raises(AlreadyRetired):
        world.merging("B", "A")
    world.undoes(done)
    assert world.items == before.items
    assert world.patients == before.patients


def test_s5_chain_then_undo_in_the_middle() -> None:
    world = World()
    world.imports(
        a_person("A", a_phone("A", "555 0111", id="phone-a"), an_encounter("A", id="visit-a")),
        a_chart("B", a_name("B", id="name-b"), an_encounter("B", id="visit-b")),
        a_chart("C", a_name("C", id="name-c"), an_encounter("C", id="visit-c")),
        a_chart("D", a_name("D"), a_phone("D", "555 0144", id="phone-d")),
    )
    own = {c: {i.id for i in world.items_of(c)} for c in "ABCD"}
    monday = world.merges("B", "A")
    tuesday = world.merges("C", "B")
    world.merges("C", "D")
    assert world.patients["C"].choices["phone"] == "phone-a"
    before, change = "name-c", "name-b"
    edit = [Change(PATIENT, "C", "choice_family", before, change)]
    world.apply(world.raw(ChangeKind.AMEND, edit))
    world.arrives(a_document("C", id="x"))

    friday = world.undoing(monday)
    assert [(u.item, u.suggest) for u in friday.undecided] == [("x", "C")]
    with pytest.raises(UndecidedItems):
        friday.check()
    first_undo = world.undoes(monday, assign={"x": "C"})

    assert {i.id for i in world.items_of("A")} == own["A"], "exactly A's items"
    assert world.patients["A"].status == ChartStatus.ACTIVE
    assert {i.id for i in world.items_of("C")} == own["B"] | own["C"] | own["D"] | {"x"}
    assert world.resolve("B") == "C"
    assert world.resolve("D") == "C"
    assert world.patients["C"].choices["phone"] == "phone-d", "the next best value"
    assert world.patients["C"].choices["family"] == "name-b", "edited by hand, so it stays"
    touched = world.entry(first_undo).change_set.changes
    assert {c.id for c in touched if c.entity != PATIENT} == own["A"] | {"x"}
    charts = {(c.id, c.field) for c in touched if c.entity == PATIENT and c.id == "A"}
    assert charts == {("A", "status"), ("A", "replaced_by")}
    rested = {c.before for c in touched if c.entity == PATIENT and c.id != "A"}
    assert rested <= own["A"], "and the choices that rested on them"

    again = world.merges("C", "A")
    assert not world.items_of("A")
    world.undoes(again)
    world.undoes(tuesday)
    assert {i.id for i in world.items_of("A")} == own["A"], "A does not come back inside B"
    assert {i.id for i in world.items_of("B")} == own["B"]
    assert {i.id for i in world.items_of("C")} == own["C"] | own["D"] | {"x"}


def test_s5_undo_of_the_later_merge_leaves_the_earlier_one() -> None:
    world = World()
    world.imports(a_person("A"), a_person("B"), a_person("C"))
    world.merges("B", "A")
    later = world.merges("C", "B")
    world.undoes(later)
    assert world.resolve("A") == "B"
    assert {i.home_patient_id for i in world.items_of("B")} == {"A", "B"}
    assert {i.home_patient_id for i in world.items_of("C")} == {"C"}


def test_s6_merge_then_new_data_then_undo() -> None:
    world = World()
    mia = a_chart(
        "A",
        a_name("A", "Anderson", "Mia"),
        a_birth_date("A"),
        a_document("A", id="old-note"),
        an_encounter("A", provider="Dr. Okafor"),
    )
    mila = a_chart(
        "B",
        a_name("B", "Anderson", "Mila"),
        a_birth_date("B"),
        an_encounter("B", provider="Dr. Lind"),
    )
    world.imports(mia, mila)
    done = world.merges("B", "A")
    world.arrives(
        an_encounter("B", id="one", registered_name="ANDERSON, Mia"),
        an_encounter("B", id="two", provider="Dr. Lind"),
        an_encounter("B", id="three"),
        a_document("B", id="result", encounter_id="one"),
        a_document("B", id="addendum", parent_id="old-note"),
    )

    plan = world.undoing(done)
    assert {u.item: u.suggest for u in plan.undecided} == {"one": "A", "two": "B", "three": "B"}
    assert all(u.because for u in plan.undecided)
    some = world.undoing(done, assign={"one": "A", "two": "B"})
    with pytest.raises(UndecidedItems) as refused:
        world.apply(some)
    assert refused.value.items == ("three",)

    world.undoes(done, assign={"one": "A", "two": "B", "three": "A"})
    owners = world.owners()
    assert owners["result"] == "A", "with its visit"
    assert owners["addendum"] == "A", "with its note"
    assert owners["two"] == "B"
    assert owners["three"] == "A"


def test_s6_the_undo_needs_a_second_person_once_data_has_come() -> None:
    world = World()
    world.imports(a_person("A"), a_person("B"))
    done = world.merges("A", "B")

    def asked() -> bool:
        entry = world.entry(done)
        undone = UndoneSet(
            kind=entry.change_set.kind,
            by=CLERK,
            at=entry.at,
            untouched_since=untouched_since(entry, world.ledger, world.placed(["A", "B"])),
        )
        now = earliest("2026-03-02T12:00:00Z")
        return needs_approval(world.undoing(done), (), now=now, policy={}, undone=undone)

    assert not asked()
    world.arrives(an_encounter("A"))
    assert asked()


def test_s16_activity_after_death() -> None:
    world = World()
    world.imports(
        a_person("A", a_death("A", "2024-05-01")),
        a_person("B", an_encounter("B", at="2025-02-03")),
    )
    plan = world.merging("A", "B")
    assert {c.code for c in plan.contradictions} == {"deceased-one", "activity-after-death"}
    with pytest.raises(AcknowledgementMissing):
        world.apply(plan)
    half = world.merging("A", "B", acknowledge=["deceased-one"])
    with pytest.raises(AcknowledgementMissing) as refused:
        world.apply(half)
    assert refused.value.contradictions == ("activity-after-death",)
    told = world.merging("A", "B", acknowledge=["deceased-one", "activity-after-death"])
    charts = [world.chart("A"), world.chart("B")]
    assert needs_approval(told, charts, now=earliest("2026-03-02"), policy={})
    world.apply(told, approved_by="supervisor")
    assert world.chart("A").value("deceased") == "2024-05-01"


def test_s20_rejected_edited_and_resubmitted() -> None:
    world = World()
    world.imports(a_person("A", a_phone("A")), a_person("B", a_phone("B")))
    first = world.merging("A", "B")
    state = next_state("R1", State.PROPOSED, "returned")
    edited = world.merging("A", "B", keep={"phone": "B"})
    assert edited.change_set.content != first.change_set.content, "the old approval is void"
    state = next_state("R1", state, "resubmitted")
    with pytest.raises(SelfApproval):
        check_four_eyes("R1", "supervisor", [CLERK, "supervisor"])  # who edited has requested
    assert next_state("R1", state, "approved") is State.APPROVED
    world.apply(edited, approved_by="supervisor2")
    with pytest.raises(RecordMovedOn):
        world.apply(first)


def test_s3_two_clerks_one_commit() -> None:
    """A into B and B into C at the same time: one is written, the other must look again."""
    world = World()
    world.imports(a_person("A"), a_person("B"), a_person("C"))
    one, other = world.merging("B", "A"), world.merging("C", "B")
    world.apply(one)
    before = world.state()
    with pytest.raises(ConservationBroken):  # A's items came in meanwhile
        world.apply(other)
    assert world.state() == before
    world.apply(world.merging("C", "B"))
    assert world.resolve("A") == "C"


def test_a_deceased_mark_and_sex_conflict_are_told_together() -> None:
    world = World()
    world.imports(
        a_chart("A", a_sex("A", "male"), a_death("A")), a_chart("B", a_sex("B", "female"))
    )
    with pytest.raises(AcknowledgementMissing) as refused:
        world.merging("A", "B").check()
    assert refused.value.contradictions == ("deceased-one", "sex")
