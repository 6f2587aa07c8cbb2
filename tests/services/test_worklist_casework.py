# SPDX-License-Identifier: Apache-2.0
"""Who has a case, what it waits for and what is said of it; two people at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from himdesk.domain.errors import HimdeskError, NotFound, NotPermitted, ReasonMissing, UsageError
from himdesk.services.charts.brought import Brought
from himdesk.services.worklist.errors import CaseResolved, CaseStillOpen, CaseTaken
from himdesk.services.worklist.values import AMENDMENT, RELEASE, Filter
from himdesk.store.verify import verify
from services.papers import a_pdf
from services.worklists import an_overlay, put, two_pairs

if TYPE_CHECKING:
    from himdesk.services.worklist.values import WorkItem
    from services.hospital import Hospital


def row(hospital: Hospital, who: str, case: str) -> WorkItem:
    return hospital.desk(who).worklist.rows([case])[0]


def test_a_claim_shows_whose_it_is_and_since_when(hospital: Hospital) -> None:
    case, _ = two_pairs(hospital)
    hospital.desk("clerk").casework.claim(case)
    assert row(hospital, "clerk", case).mine
    other = row(hospital, "clerk2", case)
    assert (other.held, other.owner, other.since) == (True, "Clerk", "03:00")
    with pytest.raises(CaseTaken, match="Clerk") as refused:
        hospital.desk("clerk2").casework.claim(case)
    assert "Nothing was changed" in refused.value.message()
    assert hospital.desk("clerk").worklist.ids(Filter(owner="mine")) == (case,)
    assert case not in hospital.desk("clerk2").worklist.ids(Filter(owner="mine-and-free"))
    assert hospital.desk("clerk").worklist.overview().mine == 1


def test_only_one_of_many_claims_wins(hospital: Hospital) -> None:
    case, _ = two_pairs(hospital)
    desks = [hospital.desk(f"clerk{n}") for n in range(1, 7)]

    def claim(desk: object) -> str:
        try:
            desk.casework.claim(case)  # type: ignore[attr-defined]
        except CaseTaken:
            return "taken"
        return "mine"

    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(claim, desks))
    assert sorted(told) == ["mine", *["taken"] * 5]


def test_a_claim_runs_out_and_another_takes_over(hospital: Hospital) -> None:
    case, _ = two_pairs(hospital)
    hospital.desk("clerk").casework.claim(case)
    hospital.time += timedelta(minutes=20)
    hospital.desk("clerk").casework.claim(case)  # renewed
    hospital.time += timedelta(minutes=20)
    with pytest.raises(CaseTaken):
        hospital.desk("clerk2").casework.claim(case)
    hospital.time += timedelta(minutes=31)
    assert row(hospital, "clerk2", case).lapsed
    hospital.desk("clerk2").casework.claim(case)
    with pytest.raises(CaseTaken, match="Clerk2"):
        hospital.desk("clerk").casework.claim(case)
    verbs = [said.verb for said in hospital.desk("clerk").casework.said(case)]
    assert verbs == ["claim", "take over"]


def test_giving_back_and_handing_over(hospital: Hospital) -> None:
    case, _ = two_pairs(hospital)
    clerk, other = hospital.desk("clerk").casework, hospital.desk("clerk2").casework
    clerk.claim(case)
    with pytest.raises(CaseTaken):
        other.give_back(case)
    other.ask_for(case, comment="I know the family")
    clerk.hand_over(case, "clerk2", comment="yours")
    hospital.time += timedelta(days=2)  # what was handed over does not run out
    with pytest.raises(CaseTaken):
        clerk.claim(case)
    other.give_back(case)
    clerk.claim(case)
    said = [(s.by, s.verb, s.comment, s.detail) for s in clerk.said(case)]
    assert ("clerk2", "ask for", "I know the family", "clerk") in said
    assert ("clerk", "hand over", "yours", "clerk2") in said
    assert verify(hospital.database).ok


def test_a_supervisor_assigns_many_and_those_of_a_leaver(hospital: Hospital) -> None:
    cases = two_pairs(hospital)
    hospital.desk("clerk")
    hospital.desk("clerk2")
    supervisor = hospital.desk("supervisor").casework
    assert supervisor.assign(cases, "clerk") == 2
    assert hospital.desk("clerk").worklist.overview().mine == 2
    assert supervisor.reassign_all("clerk", "clerk2") == 2
    assert hospital.desk("clerk2").worklist.overview().mine == 2
    assert supervisor.reassign_all("clerk2", None) == 2
    hospital.desk("clerk").casework.claim(cases[0])
    with pytest.raises(NotPermitted):
        hospital.desk("clerk").casework.assign(cases, "clerk")
    with pytest.raises(NotFound):
        supervisor.assign(cases, "nobody")


def test_nobody_is_given_what_they_may_not_do(hospital: Hospital) -> None:
    two_pairs(hospital)
    put(hospital, "release", RELEASE, "A")
    hospital.desk("clerk")
    with pytest.raises(NotPermitted):
        hospital.desk("supervisor").casework.assign(["release"], "clerk")
    with pytest.raises(NotPermitted):
        hospital.desk("clerk").casework.claim("release")
    with pytest.raises(NotPermitted):
        hospital.desk("clerk").casework.said("release")


def test_a_delegate_has_the_work_while_a_colleague_is_away(hospital: Hospital) -> None:
    case, _ = two_pairs(hospital)
    clerk, delegate = hospital.desk("clerk"), hospital.desk("clerk2")
    hospital.desk("supervisor").casework.assign([case], "clerk")
    today = clerk.worklist.today()
    clerk.casework.be_away(today + timedelta(days=3), "clerk2")
    assert delegate.worklist.overview().mine == 1
    away = {c.name: c.away for c in clerk.casework.colleagues()}
    assert str(today + timedelta(days=3)) in away["clerk"]
    delegate.casework.claim(case)
    assert row(hospital, "clerk", case).owner == "Clerk2"
    clerk.casework.come_back()
    assert {c.away for c in clerk.casework.colleagues()} == {""}
    with pytest.raises(NotPermitted):
        delegate.casework.be_away(today, "clerk2", person="clerk")
    with pytest.raises(UsageError):
        clerk.casework.be_away(today - timedelta(days=1), "clerk2")
    assert verify(hospital.database).ok


def test_what_is_waited_for_comes_forward_on_its_day(hospital: Hospital) -> None:
    case, _ = two_pairs(hospital)
    desk = hospital.desk("clerk")
    remind = desk.worklist.today() + timedelta(days=2)
    desk.casework.ask_information(case, "Registration: which birth date?", remind_on=remind)
    assert case not in desk.worklist.ids(Filter())
    assert desk.worklist.ids(Filter(snoozed=True, waiting=True)) == (case,)
    hospital.time += timedelta(days=3)
    assert case in desk.worklist.ids(Filter())
    assert desk.worklist.ids(Filter(waiting=True)) == (case,)
    assert row(hospital, "clerk", case).waiting_for == "Registration: which birth date?"
    desk.casework.information_came(case, "It is the first one")
    assert desk.worklist.ids(Filter(waiting=True)) == ()
    with pytest.raises(ReasonMissing):
        desk.casework.ask_information(case, " ")


def test_snoozing_never_hides_a_legal_day(hospital: Hospital) -> None:
    case, _ = two_pairs(hospital)
    put(hospital, "legal", AMENDMENT, "A", due_at="2026-03-10")
    desk = hospital.desk("clerk")
    desk.casework.snooze(case, date(2026, 4, 1), comment="after Easter")
    assert case not in desk.worklist.ids(Filter())
    assert desk.worklist.overview().snoozed == 1
    desk.casework.wake(case)
    assert case in desk.worklist.ids(Filter())
    with pytest.raises(UsageError, match="2026-03-10"):
        desk.casework.snooze("legal", date(2026, 3, 11))
    with pytest.raises(UsageError):
        desk.casework.snooze(case, desk.worklist.today())


def test_comments_and_evidence_stay_with_the_case(hospital: Hospital) -> None:
    case, _ = two_pairs(hospital)
    desk = hospital.desk("clerk")
    scan = a_pdf()
    desk.casework.comment(case, "The ward says twins")
    desk.casework.attach(case, "ID seen", Brought("card.pdf", scan))
    with pytest.raises(UsageError, match="is empty"):
        desk.casework.attach(case, "ID seen", Brought("card.pdf", b""))
    said = hospital.desk("clerk2").casework.said(case)
    assert [(s.verb, s.comment, s.detail) for s in said] == [
        ("comment", "The ward says twins", ""),
        ("attach", "ID seen", "card.pdf"),
    ]
    digest = said[1].evidence
    assert digest is not None
    seen = desk.casework.evidence(case, digest)
    assert (seen.attachment.name, seen.attachment.size) == ("card.pdf", len(scan))
    assert seen.legible.pdf is not None
    assert not seen.legible.fault
    with pytest.raises(NotFound):
        desk.casework.evidence(case, "0" * 64)
    assert verify(hospital.database).ok


def test_what_is_over_can_be_neither_claimed_nor_snoozed(hospital: Hospital) -> None:
    _, case = two_pairs(hospital)
    hospital.desk("clerk2").corrections.merge("0012-C", ["0012-D"], reason="registered twice")
    desk = hospital.desk("clerk")
    with pytest.raises(CaseResolved, match="Clerk2"):
        desk.casework.claim(case)
    with pytest.raises(CaseStillOpen):
        desk.casework.reopen(case, reason="I doubt it")


def test_a_resolved_overlay_is_opened_again_with_a_reason(hospital: Hospital) -> None:
    two_pairs(hospital)
    put(
        hospital, "overlay", "suspected-overlay", "A", state="closed", closed_by="clerk",
        closed_at="2026-02-20T10:00:00Z",
    )  # fmt: skip
    desk = hospital.desk("clerk2")
    with pytest.raises(ReasonMissing):
        desk.casework.reopen("overlay", reason=" ")
    desk.casework.reopen("overlay", reason="the blood group differs too")
    assert "overlay" in desk.worklist.ids(Filter())
    with pytest.raises(CaseStillOpen):
        desk.casework.reopen("overlay", reason="again")


def test_of_two_clerks_who_merge_one_is_told_and_nothing_is_half_applied(
    hospital: Hospital,
) -> None:
    two_pairs(hospital)
    an_overlay(hospital, "overlay", "C")
    one, two = hospital.desk("clerk").corrections, hospital.desk("clerk2").corrections
    one.merge("0012-C", ["0012-D"], reason="registered twice")
    with pytest.raises(HimdeskError) as refused:
        two.merge("0012-D", ["0012-C"], reason="registered twice")
    assert "0012-" in refused.value.message()
    assert hospital.chart("D").patient.replaced_by == "C"
    assert hospital.chart("C").patient.replaced_by is None
