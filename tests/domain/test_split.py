# SPDX-License-Identifier: Apache-2.0
"""Dividing a chart that holds two persons: nothing copied, nothing forgotten, nobody named."""

from __future__ import annotations

import pytest

from builders import (
    a_birth_date,
    a_chart,
    a_clinical,
    a_document,
    a_name,
    a_person,
    a_phone,
    an_allergy,
    an_encounter,
)
from domain.world import World
from himdesk.domain.approval import needs_approval
from himdesk.domain.changes import ACKNOWLEDGED, sha256
from himdesk.domain.charts.charts import Chart, ChartStatus
from himdesk.domain.charts.items import STUB, Document, Item, Status
from himdesk.domain.corrections.split import (
    SEALED,
    Again,
    Part,
    SplitRequest,
    plan_split,
    proposals,
    rows,
)
from himdesk.domain.errors import (
    AlreadyRetired,
    BadDecision,
    NeverAllowed,
    ReasonMissing,
    UndecidedItems,
)
from himdesk.domain.times import earliest


def visit(number: int, *, second: bool) -> list[Item]:
    """A visit of the first or the second JAMES CARTER, with note and result."""
    who = {"registered_birth_date": "1991-11-30"} if second else {}
    doctor = "Dr. Two" if second else "Dr. One"
    name = f"v{number}"
    return [
        an_encounter("A", id=name, at=f"2024-{number:02}-05", provider=doctor, **who),
        a_document("A", id=f"{name}-note", encounter_id=name, author=doctor),
        a_clinical("A", id=f"{name}-result", encounter_id=name),
    ]


@pytest.fixture
def world() -> World:
    """Interleaved visits of two strangers of one name in the chart of the first."""
    world = World()
    every = [item for n in range(1, 11) for item in visit(n, second=n % 3 == 0)]
    world.imports(
        a_chart(
            "A",
            a_name("A", "Carter", "James", id="name"),
            a_birth_date("A", "1955-02-14", id="birth"),
            a_phone("A", "555 0171", id="phone-1"),
            a_phone("A", "555 0172", id="phone-2", use="mobile"),
            an_allergy("A", id="allergy"),
            a_document("A", id="scan", title="Carter, James: old records"),
            *every,
        )
    )
    return world


SECOND = {"v3": "N", "v6": "N", "v9": "N", "phone-2": "N"}


def decided(world: World, **more: str) -> dict[str, str]:
    return {i.id: "A" for i in rows(world.chart("A"))} | SECOND | more


def found_person(chart: str = "N") -> Chart:
    stated = (a_name(chart, "Carter", "James", id="n-name"), a_birth_date(chart, "1991-11-30"))
    return Chart(a_person(chart).patient, stated)


def test_s11_bulk_by_cluster_into_a_new_chart(world: World) -> None:
    plan = world.splitting("A", decided(world), new=[found_person()])
    assert plan.undecided == ()
    assert needs_approval(plan, (), now=earliest("2026-03-02"), policy={})
    before = set(world.items)
    world.apply(plan, approved_by="supervisor")
    new = world.chart("N")
    assert new.patient.status == ChartStatus.ACTIVE
    assert new.patient.number == "0012-N", "a number of its own"
    assert new.name() == "CARTER, James"
    assert new.value("birth_date") == "1991-11-30"
    assert new.value("mobile") == "555 0172"
    assert world.patients["A"].choices.get("mobile") is None
    moved = {i.id for i in new.items if i.home_patient_id == "A"}
    expected = {f"v{n}{part}" for n in (3, 6, 9) for part in ("", "-note", "-result")}
    assert moved == expected | {"phone-2"}
    assert before <= world.items.keys(), "nothing vanishes"
    added = world.items.keys() - before
    assert {i.id for i in plan.created.items} == added, "and everything new is declared"


def test_every_row_is_decided_first(world: World) -> None:
    plan = world.splitting("A", SECOND, new=[found_person()])
    assert {u.item for u in plan.undecided} == {i.id for i in rows(world.chart("A"))} - set(SECOND)
    assert all(u.because for u in plan.undecided)
    with pytest.raises(UndecidedItems):
        world.apply(plan)


def test_only_topmost_items_are_rows(world: World) -> None:
    found = {item.id for item in rows(world.chart("A"))}
    assert "v3" in found
    assert "v3-note" not in found
    world.apply(world.splitting("A", decided(world), new=[found_person()]))
    assert not [i for i in rows(world.chart("A")) if i.type == STUB]


def test_moved_notes_are_signed_again_and_stubs_name_nobody(world: World) -> None:
    plan = world.splitting("A", decided(world), new=[found_person()])
    stubs = [i for i in plan.created.items if i.type == STUB]
    assert len(stubs) == 3, "one a visit, none for the phone"
    for stub in stubs:
        assert stub.patient_id == "A"
        assert stub.parent_id is stub.encounter_id is stub.derived_from is stub.author is None
        assert "Carter" not in str(stub)
        assert "N" not in {stub.id, stub.display, stub.code}
    world.apply(plan)
    note = world.items["v3-note"].details
    assert isinstance(note, Document)
    assert note.signature == "needed"


def test_a_child_assigned_elsewhere_is_detached(world: World) -> None:
    assign = decided(world, **{"v1-note": "N"})
    world.apply(world.splitting("A", assign, new=[found_person()]))
    assert world.owners()["v1-note"] == "N"
    assert world.items["v1-note"].encounter_id is None
    assert world.owners()["v1-result"] == "A"


def test_a_child_stays_behind_when_its_visit_goes(world: World) -> None:
    assign = decided(world, **{"v3-result": "A"})
    world.apply(world.splitting("A", assign, new=[found_person()]))
    assert world.owners()["v3-result"] == "A"
    assert world.items["v3-result"].encounter_id is None


def test_into_an_existing_chart(world: World) -> None:
    world.imports(a_person("N"))
    world.apply(world.splitting("A", decided(world)))
    assert world.owners()["v3"] == "N"


def test_what_holds_for_both_is_recorded_anew_with_a_reason(world: World) -> None:
    again = Again(item="allergy", chart="N", new_id="again", reason=" both said so ")
    plan = world.splitting("A", decided(world), new=[found_person()], again=[again])
    told = [c for c in plan.change_set.changes if c.field == ACKNOWLEDGED]
    assert [(c.id, c.after) for c in told] == [("again", "both said so")]
    world.apply(plan)
    new = world.items["again"]
    assert (new.patient_id, new.home_patient_id, new.derived_from) == ("N", "N", "allergy")
    assert new.details == world.items["allergy"].details
    assert new.body is new.source_record_id is None, "the source's bytes name the other person"
    assert world.owners()["allergy"] == "A"


def test_recording_anew_needs_a_reason(world: World) -> None:
    again = Again(item="allergy", chart="N", new_id="again", reason=" ")
    with pytest.raises(ReasonMissing):
        world.splitting("A", decided(world), new=[found_person()], again=[again])


@pytest.mark.parametrize(
    ("again", "match"),
    [
        (Again(item="scan", chart="N", new_id="x", reason="r"), "is no clinical item"),
        (Again(item="allergy", chart="A", new_id="x", reason="r"), "is in that chart itself"),
        (Again(item="allergy", chart="Z", new_id="x", reason="r"), "not part of this"),
        (Again(item="other", chart="N", new_id="x", reason="r"), "is not in this chart"),
    ],
)
def test_what_cannot_be_recorded_anew(world: World, again: Again, match: str) -> None:
    world.imports(a_person("B"))
    with pytest.raises(BadDecision, match=match):
        world.splitting("A", decided(world), new=[found_person()], again=[again]).check()


def test_a_scan_of_both_is_divided_by_pages_and_sealed(world: World) -> None:
    parts = [
        Part(document="scan", chart="A", new_id="p1", content=b"1-3", title="Pages 1-3"),
        Part(document="scan", chart="N", new_id="p2", content=b"4-6", title="Pages 4-6"),
    ]
    plan = world.splitting("A", decided(world), new=[found_person()], parts=parts)
    assert plan.created.contents == {sha256(b"1-3"): b"1-3", sha256(b"4-6"): b"4-6"}
    world.apply(plan)
    original = world.items["scan"]
    assert (original.patient_id, original.status) == ("A", "superseded")
    assert original.sensitivity == SEALED
    for part, chart, content in [("p1", "A", b"1-3"), ("p2", "N", b"4-6")]:
        new = world.items[part]
        assert isinstance(new.details, Document)
        assert (new.patient_id, new.derived_from) == (chart, "scan")
        assert world.contents[new.details.content or ""] == content
        assert "Carter" not in str(new)


def test_only_documents_have_pages(world: World) -> None:
    part = Part(document="v1", chart="N", new_id="x", content=b"", title="")
    with pytest.raises(BadDecision, match="no pages"):
        world.splitting("A", decided(world), new=[found_person()], parts=[part])


@pytest.mark.parametrize(
    ("assign", "match"), [({"v1": "Z"}, "not part of this"), ({"zz": "N"}, "is not in this chart")]
)
def test_an_assignment_that_cannot_be(world: World, assign: dict[str, str], match: str) -> None:
    facts = world.split_facts("A", new=[found_person()])

    with pytest.raises(BadDecision, match=match):
        plan_split(facts, SplitRequest(requester="r", reason="x", assign=assign))


def test_only_open_charts_are_divided(world: World) -> None:
    world.imports(a_person("B"))
    world.merges("B", "A")
    with pytest.raises(AlreadyRetired):
        world.splitting("A", {}, new=[found_person()])


# Proposals


def test_the_registration_data_tell_the_visits_apart(world: World) -> None:
    world.imports(a_chart("N", a_birth_date("N", "1991-11-30")))
    proposed = proposals(world.split_facts("A", "N"), {})
    for number in (3, 6, 9):
        assert proposed[f"v{number}"] == ("N", "registered with birth date 1991-11-30")


def test_one_decision_grows_into_a_cluster(world: World) -> None:
    """From one visit to the others of its registration, and to those of its doctor."""
    world.arrives(an_encounter("A", id="v12", at="2024-12-05", provider="Dr. Two"))
    world.arrives(a_document("A", id="letter", at="2024-06-05T09:00:00Z"))
    proposed = proposals(world.split_facts("A", new=[found_person()]), {"v3": "N"})
    assert proposed["v6"] == ("N", "registered with birth date 1991-11-30")
    assert proposed["v12"] == ("N", "Dr. Two has only treated 0012-N")
    assert proposed["letter"] == ("N", "on the same day, 2024-06-05, as what belongs there")


def test_nothing_is_proposed_without_evidence(world: World) -> None:
    proposed = proposals(world.split_facts("A", new=[found_person()]), {})
    assert proposed["scan"] == (None, "nothing tells whose it is")


# Undo


def test_the_undo_of_a_split_brings_everything_home_and_closes_the_new_chart(
    world: World,
) -> None:
    before = world.state()
    parts = [Part(document="scan", chart="N", new_id="p", content=b"x", title="Pages")]
    again = [Again(item="allergy", chart="N", new_id="again", reason="both")]
    plan = world.splitting("A", decided(world), new=[found_person()], parts=parts, again=again)
    done = world.apply(plan)
    world.undoes(done)
    assert world.patients["N"].status == ChartStatus.ENTERED_IN_ERROR
    assert {i: world.items[i] for i in before.items} == before.items
    assert world.patients["A"] == before.patients["A"]
    made = world.items.keys() - before.items.keys()
    assert {world.items[i].status for i in made} == {Status.ENTERED_IN_ERROR}


def test_what_came_to_the_new_chart_since_is_decided_when_the_split_is_undone(
    world: World,
) -> None:
    done = world.apply(world.splitting("A", decided(world), new=[found_person()]))
    world.arrives(an_encounter("N", id="later"))
    assert [u.item for u in world.undoing(done).undecided] == ["later"]
    world.undoes(done, assign={"later": "A"})
    assert world.owners()["later"] == "A"


def test_a_chart_that_was_closed_takes_nothing_any_more(world: World) -> None:
    done = world.apply(world.splitting("A", decided(world), new=[found_person()]))
    world.undoes(done)
    with pytest.raises(NeverAllowed, match="entered-in-error"):
        world.splitting("A", decided(world))
