# SPDX-License-Identifier: Apache-2.0
"""Moving, splitting, judging and amending through the desks, on real databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.changes import ChangeKind
from himdesk.domain.charts.items import Document
from himdesk.domain.errors import BadDecision, UsageError
from himdesk.services.corrections.outcomes import Mode
from himdesk.store import content
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from himdesk.services.corrections.outcomes import Outcome
    from services.hospital import Hospital


def approve(hospital: Hospital, asked: Outcome) -> Outcome:
    assert asked.mode is Mode.PROPOSED
    assert asked.request is not None
    return hospital.desk("supervisor").approvals.approve(asked.request.id)


def check(hospital: Hospital) -> None:
    assert verify(hospital.database).first_broken is None


def father_and_son(hospital: Hospital) -> tuple[str, str, str]:
    """Junior's visit, with its note and result, on Senior's chart (S8)."""
    visit = b.an_encounter("A", at="2025-05-01", registered_mrn="0012-B")
    note = b.a_document("A", encounter_id=visit.id)
    result = b.a_clinical("A", encounter_id=visit.id, display="Sodium")
    hospital.add(b.a_chart("A", b.a_name("A", "Okafor", "John", suffix="Sr"), visit, note, result))
    hospital.add(b.a_chart("B", b.a_name("B", "Okafor", "John", suffix="Jr")))
    return visit.id, note.id, result.id


def test_s8_a_visit_moves_with_all_that_hangs_on_it(hospital: Hospital) -> None:
    visit, note, result = father_and_son(hospital)
    asked = hospital.desk("clerk").corrections.move(visit, to="0012-B", reason="wrong patient")
    done = approve(hospital, asked)
    moved = {item.id: item for item in hospital.chart("B").items}
    assert {visit, note, result} <= moved.keys()
    details = moved[note].details
    assert isinstance(details, Document)
    assert details.signature == "needed"
    stubs = [i for i in hospital.chart("A").items if i.type == "stub"]
    assert stubs
    assert not any("Jr" in (i.display or "") or "0012-B" in (i.display or "") for i in stubs)
    check(hospital)
    assert done.applied is not None
    taken_back = hospital.desk("clerk").corrections.undo(done.applied.id, reason="it was right")
    approve(hospital, taken_back)
    assert {visit, note, result} <= {i.id for i in hospital.chart("A").items}
    check(hospital)


def test_s11_a_chart_of_two_people_is_split_into_a_new_one(hospital: Hospital) -> None:
    visit, note, result = father_and_son(hospital)
    clerk = hospital.desk("clerk")
    asked = clerk.corrections.split(
        "0012-A",
        moves={visit: "new:son"},
        new={
            "son": {"family": "Okafor", "given": "John", "suffix": "Jr", "birth_date": "1976-02-03"}
        },
        reason="two people in one chart",
    )
    done = approve(hospital, asked)
    assert done.applied is not None
    found = clerk.charts.search("1976-02-03").hits
    assert [hit.name for hit in found] == ["OKAFOR, John Jr"]
    made = hospital.chart(found[0].patient.id)
    assert {visit, note, result} <= {item.id for item in made.items}
    assert found[0].patient.number == "00000001"
    check(hospital)


def test_a_split_plan_names_items_of_the_chart_and_fields_that_exist(hospital: Hospital) -> None:
    visit, _, _ = father_and_son(hospital)
    corrections = hospital.desk("clerk").corrections
    with pytest.raises(BadDecision):
        corrections.split("0012-A", moves={"nothing": "0012-B"}, reason="x")
    with pytest.raises(UsageError):
        corrections.split("0012-A", moves={visit: "new:son"}, reason="x")
    with pytest.raises(UsageError):
        corrections.split("0012-A", moves={visit: "new:s"}, new={"s": {"shoe": "9"}}, reason="x")


def test_charts_are_linked_unlinked_and_said_to_be_two_people(hospital: Hospital) -> None:
    hospital.add(b.a_person("A"))
    hospital.add(b.a_person("B"))
    clerk = hospital.desk("clerk").corrections
    linked = clerk.judge(ChangeKind.LINK, ["0012-A", "0012-B"], reason="two facilities")
    assert linked.mode is Mode.APPLIED
    with pytest.raises(UsageError):
        clerk.judge(ChangeKind.LINK, ["0012-A", "0012-B"], reason="again")
    clerk.judge(ChangeKind.UNLINK, ["0012-A", "0012-B"], reason="mistake")
    distinct = clerk.judge(ChangeKind.DISTINCT, ["0012-A", "0012-B"], reason="twins")
    assert distinct.applied is not None
    clerk.undo(distinct.applied.id, reason="not twins after all")
    check(hospital)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("addendum", Mode.APPLIED),
        ("late-entry", Mode.APPLIED),
        ("correction", Mode.PROPOSED),
        ("retraction", Mode.PROPOSED),
    ],
)
def test_a_document_is_amended_beside_its_original(
    hospital: Hospital, kind: str, mode: Mode
) -> None:
    note = b.a_document("A", at="2025-05-01T10:00:00Z")
    hospital.add(b.a_person("A", note))
    outcome = hospital.desk("clerk").corrections.amend(
        note.id, kind=kind, text="Never smoked.", author="Dr. Abara", reason="asked by the author"
    )
    assert outcome.mode is mode
    done = approve(hospital, outcome) if mode is Mode.PROPOSED else outcome
    assert done.applied is not None
    items = {item.id: item for item in hospital.chart("A").items}
    assert items[note.id].details == note.details or kind in {"correction", "retraction"}
    revision = next(i for i in items.values() if i.parent_id == note.id)
    assert isinstance(revision.details, Document)
    assert revision.details.revision == kind
    with hospital.database.read() as session:
        assert content.get(session, revision.details.content or "") == b"Never smoked."
    check(hospital)


def test_two_corrections_at_once_keep_both_or_refuse_one(hospital: Hospital) -> None:
    note = b.a_document("A", at="2025-05-01T10:00:00Z")
    hospital.add(b.a_person("A", note))
    clerk = hospital.desk("clerk").corrections
    asked = [
        clerk.amend(note.id, kind="correction", text=text, author="Dr. Abara", reason="mistyped")
        for text in ("Left ear.", "Right ear.")
    ]
    approve(hospital, asked[0])
    revisions = [i for i in hospital.chart("A").items if i.parent_id == note.id]
    assert len(revisions) == 1
    assert asked[1].request is not None
    with pytest.raises(Exception, match=r".") as refused:
        hospital.desk("supervisor").approvals.approve(asked[1].request.id)
    assert type(refused.value).__name__ == "StaleRequest"
    check(hospital)
