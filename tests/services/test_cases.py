# SPDX-License-Identifier: Apache-2.0
"""Amendment requests at the desk, on real databases."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.amendments.case import DENIAL
from himdesk.domain.amendments.errors import CaseRefused
from himdesk.domain.amendments.law import Basis, Status
from himdesk.domain.amendments.steps.deciding import Closed, Decided, Extended, Mooted
from himdesk.domain.amendments.steps.dispute import Disagreed
from himdesk.domain.amendments.steps.duties import LetterSent, TaskDone
from himdesk.domain.errors import NotPermitted, UsageError
from himdesk.services.amendments.reading import disputes
from himdesk.services.amendments.views import case_view
from himdesk.services.corrections.outcomes import Mode
from himdesk.services.downstream.systems import AMENDED
from himdesk.store.desk import settings, work
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from himdesk.services.amendments import CaseView
    from services.hospital import Hospital

RECEIVED = date(2026, 3, 1)


def a_note(hospital: Hospital, chart: str = "A") -> str:
    note = b.a_document(chart, author="Dr. Lee", at="2025-05-01T10:00:00Z")
    hospital.add(b.a_chart(chart, note))
    return note.id


def a_form(note: str) -> dict[str, object]:
    return {
        "how": "letter",
        "reason": "I never smoked",
        "requester": {"name": "Maria Santos", "identity_check": "licence seen"},
        "items": [
            {"item": note, "element": "note", "wrong": "smoker", "wanted": "never smoked"},
            {"element": "problem list", "wrong": "COPD", "wanted": "none"},
        ],
    }


def a_case(hospital: Hospital) -> tuple[str, CaseView]:
    note = a_note(hospital)
    return note, hospital.desk("clerk").cases.open("0012-A", RECEIVED, a_form(note))


def test_a_case_from_the_request_to_the_last_letter(hospital: Hospital) -> None:
    note, view = a_case(hospital)
    cases = hospital.desk("clerk").cases
    assert (view.case.status, view.clock.due) == (Status.QUEUED, date(2026, 4, 30))
    case = view.case.id
    cases.take(case, Decided(item=1, accept=True, reason="agreed by Dr. Lee"))
    deny = Decided(item=2, accept=False, reason="it is right", basis=Basis.ACCURATE)
    assert cases.take(case, deny).case.status is Status.PARTIAL
    outcome = cases.correct(case, 1, kind="correction", text="Never smoked.", author="Dr. Lee")
    assert outcome.mode is Mode.PROPOSED
    assert outcome.request is not None
    hospital.desk("supervisor").approvals.approve(outcome.request.id)
    view = cases.show(case)
    assert view.case.status is Status.AMENDED
    assert view.case.items[0].change_set is not None
    today = cases.today()
    assert "the denial has not been sent" in view.owed
    cases.take(case, LetterSent(kind=DENIAL, letter="L", on=today, how="post"))
    with pytest.raises(CaseRefused, match="systems have not been corrected"):
        cases.take(case, Closed())
    done = [TaskDone(task=task.number, evidence="seen") for task in cases.show(case).case.tasks]
    cases.take(case, *done)
    assert cases.take(case, Closed()).case.status is Status.COMPLETED
    assert [v.case.id for v in cases.find()] == []
    assert [v.case.id for v in cases.find(closed=True, mrn="0012-A")] == [case]
    assert [v.case.id for v in cases.about([note])[note]] == [case]
    assert verify(hospital.database).first_broken is None


def test_an_addendum_on_request_needs_a_second_person_too(hospital: Hospital) -> None:
    _, view = a_case(hospital)
    cases = hospital.desk("clerk").cases
    cases.take(view.case.id, Decided(item=1, accept=True, reason="agreed"))
    outcome = cases.correct(
        view.case.id, 1, kind="addendum", text="Never smoked.", author="Dr. Lee"
    )
    assert outcome.mode is Mode.PROPOSED


def test_a_correction_waits_for_the_acceptance(hospital: Hospital) -> None:
    _, view = a_case(hospital)
    with pytest.raises(CaseRefused):
        hospital.desk("clerk").cases.correct(
            view.case.id, 1, kind="correction", text="Never.", author="Dr. Lee"
        )


def test_what_is_refused_leaves_no_trace(hospital: Hospital) -> None:
    _, view = a_case(hospital)
    cases = hospital.desk("clerk").cases
    late = Extended(reason="", until=RECEIVED + timedelta(days=80))
    with pytest.raises(CaseRefused):
        cases.take(view.case.id, late)
    assert len(cases.show(view.case.id).log) == 1


def test_s12_a_record_that_moves_makes_its_amendment_moot_here(hospital: Hospital) -> None:
    note, view = a_case(hospital)
    hospital.add(b.a_chart("B"))
    clerk, case = hospital.desk("clerk"), view.case.id
    clerk.cases.take(case, Decided(item=1, accept=True, reason="agreed"))
    asked = clerk.corrections.move(note, to="0012-B", reason="not this patient's")
    assert asked.request is not None
    hospital.desk("supervisor").approvals.approve(asked.request.id)
    moved = clerk.cases.show(case)
    assert (moved.moved, moved.mrn) == ((1,), "0012-A")
    done = clerk.cases.take(case, Mooted(item=1, why="the note was another patient's"))
    assert done.case.items[0].settled


def test_a_case_follows_its_patient_through_a_merge(hospital: Hospital) -> None:
    _, view = a_case(hospital)
    hospital.add(b.a_chart("B"))
    clerk = hospital.desk("clerk")
    clerk.corrections.merge("0012-B", ["0012-A"], reason="one person")
    assert clerk.cases.show(view.case.id).mrn == "0012-B"
    assert [v.case.id for v in clerk.cases.find(mrn="0012-A")] == [view.case.id]


def test_disputed_records_are_found_from_the_record(hospital: Hospital) -> None:
    note, view = a_case(hospital)
    cases, case = hospital.desk("clerk").cases, view.case.id
    for item in (1, 2):
        cases.take(case, Decided(item=item, accept=False, reason="right", basis=Basis.ACCURATE))
    today = cases.today()
    cases.take(case, LetterSent(kind=DENIAL, letter="L", on=today, how="post"))
    assert not cases.about([note])[note][0].case.packet_due
    cases.take(case, Disagreed(text="I never smoked.", on=today))
    assert cases.about([note])[note][0].case.packet_due


@pytest.mark.parametrize(
    "form",
    [
        [],
        {"items": {}},
        {"items": ["x"]},
        {"colour": "red"},
        {"items": [{"element": 3}]},
        {"kind": "complaint"},
        {"told_in_advance": "yes"},
        {"requester": "me"},
    ],
)
def test_a_form_that_is_none_is_refused_with_a_sentence(hospital: Hospital, form: object) -> None:
    a_note(hospital)
    with pytest.raises(UsageError):
        hospital.desk("clerk").cases.open("0012-A", RECEIVED, form)
    with hospital.database.read() as session:
        assert work.cases(session) == ()


def test_a_record_of_another_chart_is_refused(hospital: Hospital) -> None:
    note = a_note(hospital)
    hospital.add(b.a_chart("B"))
    with pytest.raises(UsageError, match="not in this patient's chart"):
        hospital.desk("clerk").cases.open("0012-B", RECEIVED, a_form(note))


def test_cases_are_the_desks(hospital: Hospital) -> None:
    _, view = a_case(hospital)
    for name in ("roi", "admin", "auditor"):
        with pytest.raises(NotPermitted):
            hospital.desk(name).cases.show(view.case.id)


def test_a_case_is_one_json_document(hospital: Hospital) -> None:
    _, view = a_case(hospital)
    document = json.loads(json.dumps(case_view(view)))
    assert document["due"] == "2026-04-30"
    assert [item["number"] for item in document["items"]] == [1, 2]
    assert document["log"][0]["verb"] == "open"


def test_the_site_says_which_systems_are_corrected_by_hand(hospital: Hospital) -> None:
    _, view = a_case(hospital)
    with hospital.database.write("boss") as session:
        settings.put(session, {AMENDED: "Laboratory: correct the form"})
    cases = hospital.desk("clerk").cases
    cases.take(view.case.id, Decided(item=1, accept=True, reason="agreed"))
    again = cases.take(view.case.id, Decided(item=2, accept=True, reason="agreed"))
    assert [(t.system, t.action) for t in again.case.tasks] == [("Laboratory", "correct the form")]


def test_a_denial_after_all_takes_back_what_an_acceptance_had_set_off(hospital: Hospital) -> None:
    _, view = a_case(hospital)
    cases, case = hospital.desk("clerk").cases, view.case.id
    assert cases.take(case, Decided(item=1, accept=True, reason="agreed")).case.tasks
    deny = {"accept": False, "reason": "right", "basis": Basis.ACCURATE}
    denied = cases.take(case, *(Decided(item=n, **deny) for n in (1, 2)))  # type: ignore[arg-type]
    assert denied.owed == ("the denial has not been sent",)


def test_steps_are_taken_together_or_not_at_all(hospital: Hospital) -> None:
    _, view = a_case(hospital)
    cases = hospital.desk("clerk").cases
    with pytest.raises(CaseRefused):
        cases.take(view.case.id, Decided(item=1, accept=True, reason="agreed"), Closed())
    assert len(cases.show(view.case.id).log) == 1


def test_s12_a_request_is_no_case_of_the_chart_that_its_record_moved_to(
    hospital: Hospital,
) -> None:
    """Neither its packet nor its existence goes with the record: both tell who asked."""
    note, view = a_case(hospital)
    hospital.add(b.a_chart("B", b.a_name("B", "Lakewood", "Bea")))
    clerk, case = hospital.desk("clerk"), view.case.id
    for item in (1, 2):
        deny = Decided(item=item, accept=False, reason="right", basis=Basis.ACCURATE)
        clerk.cases.take(case, deny)
    today = clerk.cases.today()
    clerk.cases.take(case, LetterSent(kind=DENIAL, letter="L", on=today, how="post"))
    clerk.cases.take(case, Disagreed(text="I never smoked.", on=today))
    shown = clerk.corrections.move(note, to="0012-B", reason="hers", dry_run=True)
    assert [w.code for w in shown.warnings] == ["amendment-request"]
    with hospital.database.read() as session:
        assert [c.id for c in disputes(session, [note])[note]] == [case]
    asked = clerk.corrections.move(note, to="0012-B", reason="not this patient's")
    assert asked.request is not None
    hospital.desk("supervisor").approvals.approve(asked.request.id)
    with hospital.database.read() as session:
        assert disputes(session, [note]) == {}
    assert clerk.cases.about([note]) == {}
    assert clerk.documents.open(note).cases == ()
    clerk.corrections.merge("0012-B", ["0012-A"], reason="one person after all")
    assert [name for name, _ in clerk.documents.open(note).cases] == [case]
