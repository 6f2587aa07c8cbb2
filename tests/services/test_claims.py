# SPDX-License-Identifier: Apache-2.0
"""Who looks at a request for approval: taken, given back, handed over, taken over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.approval import State
from himdesk.domain.errors import NotPermitted, SelfApproval
from himdesk.services.approvals.held import RequestTaken
from himdesk.services.worklist.errors import CaseResolved, CaseTaken
from himdesk.services.worklist.values import Filter
from himdesk.store.verify import verify
from services.worklists import two_pairs

if TYPE_CHECKING:
    from himdesk.services.worklist.values import WorkItem
    from services.hospital import Hospital


def ask(hospital: Hospital, who: str = "clerk") -> str:
    """A merge that waits for a second person."""
    two_pairs(hospital)
    hospital.add(b.a_person("P", b.a_flag("P", "part2")))
    outcome = hospital.desk(who).corrections.merge("0012-A", ["0012-P"], reason="registered twice")
    assert outcome.request is not None
    return outcome.request.id


def row(hospital: Hospital, who: str, request: str) -> WorkItem:
    return hospital.desk(who).worklist.rows([request])[0]


def test_a_request_is_claimed_like_a_case(hospital: Hospital) -> None:
    request = ask(hospital)
    one, two = hospital.desk("supervisor"), hospital.desk("supervisor2")
    one.casework.claim(request)
    assert row(hospital, "supervisor", request).mine
    other = row(hospital, "supervisor2", request)
    assert (other.held, other.owner, other.since) == (True, "Supervisor", "03:00")
    with pytest.raises(CaseTaken) as refused:
        two.casework.claim(request)
    assert "Supervisor has this since 03:00" in refused.value.message()
    assert one.worklist.ids(Filter(owner="mine")) == (request,)
    assert request not in two.worklist.ids(Filter(owner="mine-and-free"))
    assert request not in two.worklist.ids(Filter(owner="free"))
    assert one.worklist.overview().mine == 1
    (asked,) = two.approvals.waiting()
    assert asked.claim is not None
    assert (asked.claim.owner, asked.claim.since, asked.claim.mine) == (
        "Supervisor", "03:00", False,
    )  # fmt: skip
    assert verify(hospital.database).ok


def test_who_asked_for_it_sees_who_has_it_and_may_still_withdraw(hospital: Hospital) -> None:
    request = ask(hospital)
    assert row(hospital, "clerk", request).mine
    hospital.desk("supervisor").casework.claim(request)
    own = row(hospital, "clerk", request)
    assert (own.mine, own.held, own.asked, own.owner) == (False, True, True, "Supervisor")
    assert request in hospital.desk("clerk").worklist.ids(Filter(owner="mine"))
    hospital.desk("clerk").casework.ask_for(request, comment="the ward waits")
    (asked,) = hospital.desk("supervisor").casework.said(request)[1:]
    assert (asked.verb, asked.comment, asked.detail) == ("ask for", "the ward waits", "supervisor")
    withdrawn = hospital.desk("clerk").approvals.withdraw(request)
    assert withdrawn.state is State.WITHDRAWN
    assert row(hospital, "supervisor", request).owner is None


def test_only_one_of_many_claims_of_a_request_wins(hospital: Hospital) -> None:
    request = ask(hospital)
    desks = [hospital.desk(f"supervisor{n}") for n in range(1, 5)]

    def claim(desk: object) -> str:
        try:
            desk.casework.claim(request)  # type: ignore[attr-defined]
        except CaseTaken:
            return "taken"
        return "mine"

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(claim, desks))
    assert sorted(told) == ["mine", "taken", "taken", "taken"]


def test_nobody_has_what_they_may_not_approve(hospital: Hospital) -> None:
    request = ask(hospital, "supervisor")
    casework = hospital.desk("supervisor2").casework
    for who in ("clerk", "supervisor"):
        hospital.desk(who)
    with pytest.raises(NotPermitted):
        hospital.desk("clerk").casework.claim(request)
    with pytest.raises(NotPermitted):
        hospital.desk("clerk").casework.hand_over(request, "supervisor2")
    with pytest.raises(NotPermitted):
        casework.hand_over(request, "clerk")
    for refused in (
        lambda: hospital.desk("supervisor").casework.claim(request),
        lambda: casework.hand_over(request, "supervisor"),
        lambda: casework.assign([request], "supervisor"),
    ):
        with pytest.raises(SelfApproval):
            refused()
    assert row(hospital, "supervisor2", request).owner is None


def test_what_another_has_is_decided_only_by_taking_it_over(hospital: Hospital) -> None:
    request = ask(hospital)
    hospital.desk("supervisor").casework.claim(request)
    other = hospital.desk("supervisor2").approvals
    assert other.review(request).held
    assert not other.review(request).plain
    with pytest.raises(RequestTaken) as refused:
        other.approve(request)
    said = refused.value.message()
    assert "Supervisor has this request since 03:00. Nothing was changed" in said
    with pytest.raises(RequestTaken):
        other.reject(request, comment="not the same person")
    assert other.request(request).state is State.PROPOSED
    assert other.approve(request, take_over=True).applied is not None
    past = hospital.desk("supervisor").casework.said(request)
    assert [(s.by, s.verb, s.detail) for s in past] == [
        ("supervisor", "claim", ""),
        ("supervisor2", "take over", "supervisor"),
    ]
    with pytest.raises(CaseResolved, match="Supervisor2"):
        hospital.desk("supervisor").casework.claim(request)
    assert verify(hospital.database).ok


def test_a_claim_that_ran_out_holds_up_nobody(hospital: Hospital) -> None:
    request = ask(hospital)
    one, two = hospital.desk("supervisor"), hospital.desk("supervisor2")
    one.casework.claim(request)
    hospital.time += timedelta(minutes=20)
    one.casework.claim(request)  # renewed
    hospital.time += timedelta(minutes=20)
    with pytest.raises(RequestTaken):
        two.approvals.approve(request)
    hospital.time += timedelta(minutes=31)
    assert row(hospital, "supervisor2", request).lapsed
    assert two.approvals.waiting()[0].claim is None
    two.approvals.approve(request)


def test_handing_over_giving_back_and_a_leaver(hospital: Hospital) -> None:
    request = ask(hospital)
    one, two = hospital.desk("supervisor").casework, hospital.desk("supervisor2").casework
    one.hand_over(request, "supervisor2", comment="your ward")
    hospital.time += timedelta(days=2)  # what was handed over does not run out
    with pytest.raises(CaseTaken):
        one.claim(request)
    two.give_back(request)
    assert row(hospital, "supervisor", request).owner is None
    two.claim(request)
    hospital.desk("clerk")
    assert one.reassign_all("supervisor2", "supervisor") == 1
    assert row(hospital, "supervisor", request).mine
    assert two.reassign_all("supervisor", "clerk") == 1  # a clerk approves nothing: it is freed
    assert row(hospital, "supervisor2", request).owner is None
    said = [(s.verb, s.comment, s.detail) for s in two.said(request)]
    assert said == [
        ("hand over", "your ward", "supervisor2"), ("give back", "", ""), ("claim", "", ""),
        ("assign", "", "supervisor"), ("free", "", ""),
    ]  # fmt: skip
    assert verify(hospital.database).ok


def test_a_delegate_decides_what_an_absent_colleague_has(hospital: Hospital) -> None:
    request = ask(hospital)
    one, two = hospital.desk("supervisor"), hospital.desk("supervisor2")
    one.casework.hand_over(request, "supervisor")
    one.casework.be_away(one.worklist.today() + timedelta(days=3), "supervisor2")
    assert row(hospital, "supervisor2", request).mine
    two.approvals.return_(request, comment="which ward?")
    assert two.approvals.request(request).state is State.RETURNED
    assert row(hospital, "clerk", request).owner is None  # returned: the clerk's turn


def test_a_case_and_a_request_are_assigned_together(hospital: Hospital) -> None:
    request = ask(hospital)
    hospital.desk("supervisor2")
    supervisor = hospital.desk("supervisor").casework
    assert supervisor.assign([request, "pair-2"], "supervisor2") == 2
    assert hospital.desk("supervisor2").worklist.overview().mine == 2
    assert supervisor.assign([request, "pair-2"], None) == 2
    assert hospital.desk("supervisor2").worklist.overview().mine == 0
