# SPDX-License-Identifier: Apache-2.0
"""Merging and undoing through the desks, on real databases: the scenarios of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.approval import State
from himdesk.domain.charts.items import Kind
from himdesk.domain.errors import (
    AcknowledgementMissing,
    AlreadyRetired,
    AlreadyUndone,
    NeverAllowed,
    NotFound,
    NotPermitted,
    ReasonMissing,
    SelfApproval,
    StaleRequest,
    UndecidedItems,
    UsageError,
    WrongState,
)
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.disclosures import Disclosure
from himdesk.domain.roles import Role
from himdesk.services.corrections.outcomes import Mode
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from services.hospital import Hospital


def number(chart: str) -> str:
    return f"0012-{chart}"


def three_of_one_person(hospital: Hospital) -> None:
    for name, given in (("A", "Maria"), ("B", "Maria"), ("C", "Mary")):
        visit = b.an_encounter(name, at="2025-01-05", number=f"V-{name}")
        hospital.add(
            b.a_chart(
                name,
                b.a_name(name, "Santos", given),
                b.a_birth_date(name),
                b.a_sex(name),
                visit,
                b.a_clinical(name, encounter_id=visit.id, display="Sodium"),
            )
        )


def check(hospital: Hospital) -> None:
    assert verify(hospital.database).first_broken is None


def test_a_merge_moves_everything_and_retires_the_duplicate(hospital: Hospital) -> None:
    three_of_one_person(hospital)
    before = len(hospital.chart("A").items) + len(hospital.chart("B").items)

    done = hospital.desk("clerk").corrections.merge(
        number("A"), [number("B")], reason="registered twice"
    )

    assert done.mode is Mode.APPLIED
    assert len(hospital.chart("A").items) == before
    assert hospital.chart("B").items == ()
    assert hospital.chart("B").patient.replaced_by == "A"
    check(hospital)


def test_a_dry_run_changes_nothing(hospital: Hospital) -> None:
    three_of_one_person(hospital)
    before = hospital.chart("A"), hospital.chart("B")
    shown = hospital.desk("clerk").corrections.merge(
        number("A"), [number("B")], reason="registered twice", dry_run=True
    )
    assert shown.mode is Mode.DRY_RUN
    assert not shown.needs_approval
    assert (hospital.chart("A"), hospital.chart("B")) == before


def test_s4_three_charts_become_one_by_one_merge(hospital: Hospital) -> None:
    three_of_one_person(hospital)
    given_of_c = next(i for i in hospital.chart("C").items if i.kind == "name")
    done = hospital.desk("clerk").corrections.merge(
        number("A"),
        [number("B"), number("C")],
        reason="three registrations",
        keep={"given": number("C")},
    )
    survivor = hospital.chart("A")
    assert done.mode is Mode.APPLIED
    assert survivor.patient.choices["given"] == given_of_c.id
    assert survivor.name() == "SANTOS, Mary"
    check(hospital)


def test_s5_undoing_the_middle_of_a_chain(hospital: Hospital) -> None:
    three_of_one_person(hospital)
    hospital.add(b.a_person("D"))
    was = {name: hospital.chart(name) for name in "ABCD"}
    clerk = hospital.desk("clerk").corrections
    supervisor = hospital.desk("supervisor").approvals
    first = clerk.merge(number("B"), [number("A")], reason="Monday")
    second = clerk.merge(number("C"), [number("B")], reason="Tuesday")
    clerk.merge(number("C"), [number("D")], reason="Wednesday")
    late = b.a_clinical("C", display="Thursday's result")
    hospital.arrive(late)

    assert first.applied is not None
    shown = clerk.undo(first.applied.id, reason="not the same person", dry_run=True)
    assert [u.item for u in shown.undecided] == [late.id]
    with pytest.raises(UndecidedItems):
        clerk.undo(first.applied.id, reason="not the same person")

    asked = clerk.undo(
        first.applied.id, reason="not the same person", assign={late.id: number("C")}
    )
    assert asked.mode is Mode.PROPOSED
    assert asked.request is not None
    supervisor.approve(asked.request.id)

    assert hospital.chart("A") == was["A"]
    assert hospital.chart("B").patient.replaced_by == "C"
    owners = {i.id for i in hospital.chart("C").items}
    assert late.id in owners
    assert {i.id for i in was["B"].items} <= owners
    check(hospital)

    again = clerk.merge(number("C"), [number("A")], reason="it was the same person after all")
    assert again.mode is Mode.APPLIED
    assert second.applied is not None
    asked = clerk.undo(second.applied.id, reason="B is someone else")
    assert asked.request is not None
    supervisor.approve(asked.request.id)
    assert hospital.chart("B") == was["B"]
    check(hospital)


def test_s6_later_items_are_decided_and_children_follow_their_parents(hospital: Hospital) -> None:
    three_of_one_person(hospital)
    note = b.a_document("B")
    hospital.arrive(note)
    clerk = hospital.desk("clerk").corrections
    merged = clerk.merge(number("A"), [number("B")], reason="thought to be one person")
    visit = b.an_encounter("A", at="2026-01-05", registered_mrn=number("B"))
    result = b.a_clinical("A", encounter_id=visit.id, display="Potassium")
    addendum = b.a_document("A", parent_id=note.id, revision="addendum")
    under_the_old_number = b.a_clinical("B", display="sent to the retired number")
    hospital.arrive(visit, result, addendum, under_the_old_number)

    assert merged.applied is not None
    shown = clerk.undo(merged.applied.id, reason="two people", dry_run=True)
    assert [(u.item, u.suggest) for u in shown.undecided] == [(visit.id, "B")]
    assert "0012-B" in shown.undecided[0].because

    asked = clerk.undo(merged.applied.id, reason="two people", assign={visit.id: number("B")})
    assert asked.request is not None
    hospital.desk("supervisor").approvals.approve(asked.request.id)
    at_b = {i.id for i in hospital.chart("B").items}
    assert {visit.id, result.id, addendum.id, note.id, under_the_old_number.id} <= at_b
    check(hospital)


def test_an_undo_lists_what_went_out_of_the_wrong_chart_meanwhile(hospital: Hospital) -> None:
    three_of_one_person(hospital)
    of_a, of_b = (
        next(i.id for i in hospital.chart(name).items if i.kind is Kind.CLINICAL) for name in "AB"
    )
    log = hospital.desk("roi").disclosures

    def tell(chart: str, *told: str) -> str:
        said = Disclosure(
            id="",
            patient="",
            on=log.today(),
            recipient="Dr Okafor",
            address="fax",
            description="results",
            purpose="treatment",
            basis=Basis.TREATMENT,
            items=told,
        )
        return log.record(number(chart), said, how="fax").disclosure.id

    tell("B", of_b)
    clerk = hospital.desk("clerk").corrections
    merged = clerk.merge(number("A"), [number("B")], reason="thought to be one person")
    late = b.an_encounter("A", at="2026-01-05", registered_mrn=number("B"))
    inside = b.a_clinical("A", encounter_id=late.id, display="Potassium")
    hospital.arrive(late, inside)
    tell("A", of_a)
    wrong, later, unnamed = tell("A", of_a, of_b), tell("A", inside.id), tell("A")
    tell("C")
    assert merged.applied is not None
    shown = clerk.preview_undo(merged.applied.id).misdirected
    assert [each.disclosure.id for each in shown] == [wrong, later, unnamed]


def test_a_clerk_may_take_back_an_own_merge_of_today_alone(hospital: Hospital) -> None:
    three_of_one_person(hospital)
    was = hospital.chart("A"), hospital.chart("B")
    clerk = hospital.desk("clerk").corrections
    merged = clerk.merge(number("A"), [number("B")], reason="registered twice")
    assert merged.applied is not None
    undone = clerk.undo(merged.applied.id, reason="wrong pair")
    assert undone.mode is Mode.APPLIED
    assert (hospital.chart("A"), hospital.chart("B")) == was
    with pytest.raises(AlreadyUndone):
        clerk.undo(merged.applied.id, reason="again")


def test_another_clerks_merge_needs_a_second_person_to_undo(hospital: Hospital) -> None:
    three_of_one_person(hospital)
    merged = hospital.desk("clerk").corrections.merge(
        number("A"), [number("B")], reason="registered twice"
    )
    assert merged.applied is not None
    undone = hospital.desk("clerk2").corrections.undo(merged.applied.id, reason="wrong pair")
    assert undone.mode is Mode.PROPOSED


def test_s16_a_stop_needs_an_acknowledgement_and_an_approver(hospital: Hospital) -> None:
    hospital.add(b.a_person("A", b.a_death("A", "2024-05-01")))
    hospital.add(b.a_person("B", b.an_encounter("B", at="2025-02-03T10:00:00Z")))
    clerk = hospital.desk("clerk").corrections
    with pytest.raises(AcknowledgementMissing) as refused:
        clerk.merge(number("A"), [number("B")], reason="same person")
    assert refused.value.contradictions == ("activity-after-death", "deceased-one")
    asked = clerk.merge(
        number("A"),
        [number("B")],
        reason="same person",
        acknowledged={"activity-after-death": "date mistyped", "deceased-one": "family told us"},
    )
    assert asked.mode is Mode.PROPOSED
    assert hospital.chart("B").patient.replaced_by is None
    assert asked.request is not None
    done = hospital.desk("supervisor").approvals.approve(asked.request.id)
    assert done.applied is not None
    assert done.applied.approved_by == "supervisor"
    assert done.applied.change_set.content == asked.request.content
    check(hospital)


def proposed(hospital: Hospital, by: str = "clerk") -> str:
    """A request for a merge that a second person must approve."""
    hospital.add(b.a_person("A", b.a_flag("A", "part2")))
    hospital.add(b.a_person("B"))
    asked = hospital.desk(by).corrections.merge(number("A"), [number("B")], reason="same person")
    assert asked.request is not None
    return asked.request.id


def test_s2_nobody_approves_an_own_request(hospital: Hospital) -> None:
    request = proposed(hospital, by="supervisor")
    with pytest.raises(SelfApproval):
        hospital.desk("supervisor").approvals.approve(request)
    assert hospital.chart("B").patient.replaced_by is None
    second_account = hospital.desk("supervisor9", Role.SUPERVISOR, person="person-supervisor")
    with pytest.raises(SelfApproval):
        second_account.approvals.approve(request)
    hospital.desk("supervisor2").approvals.approve(request)
    assert hospital.chart("B").patient.replaced_by == "A"


def test_a_clerk_can_not_approve(hospital: Hospital) -> None:
    request = proposed(hospital)
    with pytest.raises(NotPermitted):
        hospital.desk("clerk2").approvals.approve(request)


def test_a_stale_proposal_is_refused_with_the_difference(hospital: Hospital) -> None:
    request = proposed(hospital)
    late = b.a_clinical("B", display="came in between")
    hospital.arrive(late)
    supervisor = hospital.desk("supervisor").approvals
    with pytest.raises(StaleRequest) as refused:
        supervisor.approve(request)
    assert any(late.id in difference for difference in refused.value.differences)
    assert supervisor.request(request).state is State.STALE
    assert hospital.chart("B").patient.replaced_by is None


@pytest.mark.parametrize(
    ("verb", "state"), [("return_", State.RETURNED), ("reject", State.REJECTED)]
)
def test_a_supervisor_returns_or_rejects_with_a_comment(
    hospital: Hospital, verb: str, state: State
) -> None:
    request = proposed(hospital)
    supervisor = hospital.desk("supervisor").approvals
    decide = getattr(supervisor, verb)
    with pytest.raises(ReasonMissing):
        decide(request, comment=" ")
    assert decide(request, comment="see the ID scan").state is state
    with pytest.raises(WrongState):
        supervisor.approve(request)


def test_only_the_requester_withdraws(hospital: Hospital) -> None:
    request = proposed(hospital)
    with pytest.raises(NotPermitted):
        hospital.desk("clerk2").approvals.withdraw(request)
    assert hospital.desk("clerk").approvals.withdraw(request).state is State.WITHDRAWN


def test_what_a_merge_refuses(hospital: Hospital) -> None:
    three_of_one_person(hospital)
    clerk = hospital.desk("clerk").corrections
    with pytest.raises(NotFound):
        clerk.merge(number("A"), ["99999"], reason="x")
    with pytest.raises(NeverAllowed):
        clerk.merge(number("A"), [number("A")], reason="x")
    with pytest.raises(ReasonMissing):
        clerk.merge(number("A"), [number("B")], reason="  ")
    with pytest.raises(UsageError):
        clerk.merge(number("A"), [number("B")], reason="x", keep={"shoe_size": number("A")})
    clerk.merge(number("A"), [number("B")], reason="registered twice")
    with pytest.raises(AlreadyRetired):
        clerk.merge(number("C"), [number("B")], reason="x")
    with pytest.raises(AlreadyRetired):
        clerk.merge(number("B"), [number("C")], reason="x")


def test_a_retired_number_shows_the_survivor(hospital: Hospital) -> None:
    three_of_one_person(hospital)
    clerk = hospital.desk("clerk")
    clerk.corrections.merge(number("A"), [number("B")], reason="registered twice")
    by_old, by_new = clerk.charts.show_view(number("B")), clerk.charts.show_view(number("A"))
    assert by_old.pop("asked_for") == number("B")
    assert by_new.pop("asked_for") == number("A")
    assert by_old == by_new


def test_a_chart_can_be_read_as_it_stood(hospital: Hospital) -> None:
    three_of_one_person(hospital)
    clerk = hospital.desk("clerk")
    before = clerk.charts.show_view(number("B"))
    merged = clerk.corrections.merge(number("A"), [number("B")], reason="registered twice")
    assert merged.applied is not None
    as_of = hospital.time.isoformat()
    clerk.corrections.undo(merged.applied.id, reason="wrong pair")
    then = clerk.charts.show_view(number("B"), as_of=merged.applied.id)
    assert then["patient"]["mrn"] == number("A")
    assert then["patient"]["id"] == "A"
    assert clerk.charts.show_view(number("B"), as_of=as_of)["patient"]["id"] == "A"
    now = clerk.charts.show_view(number("B"))
    assert now == before


def test_search_finds_the_survivor_by_what_the_duplicate_was_called(hospital: Hospital) -> None:
    for name, family, given in (("A", "Quimby", "Rosalind"), ("B", "Featherstone", "Rosa")):
        own = b.an_identifier(name, number(name), type="MR")
        hospital.add(b.a_chart(name, b.a_name(name, family, given), b.a_birth_date(name), own))
    clerk = hospital.desk("clerk")
    clerk.corrections.merge(number("A"), [number("B")], reason="maiden name")
    found = clerk.charts.search("feather")
    assert [hit.patient.id for hit in found.hits] == ["A"]
    assert found.hits[0].name == "QUIMBY, Rosalind"
    assert found.hits[0].found_by == "FEATHERSTONE, Rosa"
    assert clerk.charts.search("quimby").hits[0].found_by is None
    assert clerk.charts.search(number("B")).hits[0].found_by == number("B")
    assert clerk.charts.search(number("A")).hits[0].found_by is None


def test_history_lists_what_touched_a_chart(hospital: Hospital) -> None:
    three_of_one_person(hospital)
    clerk = hospital.desk("clerk")
    clerk.corrections.merge(number("A"), [number("B")], reason="registered twice")
    kinds = [c["kind"] for c in clerk.charts.history_view(number("B"))["change_sets"]]
    assert kinds == ["merge", "import"]


def test_every_opening_of_a_chart_is_logged(hospital: Hospital) -> None:
    three_of_one_person(hospital)
    desk = hospital.desk("roi")
    desk.charts.show_view(number("A"))
    from himdesk.store.desk import access  # noqa: PLC0415

    with hospital.database.read() as session:
        last = access.entries(session, limit=1)[0]
    assert (last.staff, last.verb, last.patient_id) == ("roi", "show", "A")
