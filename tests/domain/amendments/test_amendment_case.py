# SPDX-License-Identifier: Apache-2.0
"""The case from intake to the last notice (45 CFR 164.526), and its log."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.amendments.cases import (
    PERIODS,
    RECEIVED,
    SMOKER,
    a_request,
    accept,
    deny,
    on_day,
    opened,
    partly_denied,
    sent,
    then,
)
from himdesk.domain.amendments.case import ACCEPTANCE, DENIAL, Asked, Requester
from himdesk.domain.amendments.clock import acted_on, clock
from himdesk.domain.amendments.errors import CaseRefused
from himdesk.domain.amendments.law import Basis, Kind, Status
from himdesk.domain.amendments.log import STEPS, Taken, fold, from_plain, to_plain
from himdesk.domain.amendments.steps.deciding import (
    Closed,
    Corrected,
    Extended,
    Mooted,
    still_owed,
)
from himdesk.domain.amendments.steps.dispute import (
    REBUTTAL,
    AttachmentAsked,
    Disagreed,
    Rebutted,
)
from himdesk.domain.amendments.steps.duties import (
    LetterSent,
    NoticeAgreed,
    NoticeListed,
    NoticeWaived,
    TaskDone,
    TaskListed,
)
from himdesk.domain.amendments.steps.files import FileAdded
from himdesk.domain.amendments.steps.intake import (
    Answered,
    Cancelled,
    InformationAsked,
    InformationCame,
    Opened,
    Routed,
)

DISAGREED = Disagreed(text="I never smoked.", on=RECEIVED + timedelta(days=75))


def refused(step: object, case: object, days: int = 1) -> str:
    with pytest.raises(CaseRefused) as error:
        step.check(case, on_day(days))  # type: ignore[attr-defined]
    assert error.value.message().endswith("Nothing was changed.")
    return error.value.rule


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        ({"items": ()}, "items"),
        ({"items": (Asked(number=1, element="Note", wrong="x", wanted=" "),)}, "items"),
        ({"reason": ""}, "reason"),
        ({"requester": Requester(name="", relation="self", identity_check="ID")}, "identity"),
        ({"requester": Requester(name="M", relation="self", identity_check="")}, "identity"),
        ({"requester": Requester(name="M", relation="son", identity_check="ID")}, "authority"),
        ({"received": RECEIVED + timedelta(days=1)}, "received"),
        ({"received": RECEIVED - timedelta(days=8)}, "recorded-late"),
    ],
)
def test_an_incomplete_request_is_refused(other: dict[str, object], rule: str) -> None:
    with pytest.raises(CaseRefused) as error:
        a_request(**other).open("case", on_day(0))  # type: ignore[arg-type]
    assert error.value.rule == rule


def test_a_reason_is_owed_only_where_patients_were_told_so() -> None:
    assert opened(reason="", told_in_advance=False).status is Status.QUEUED


def test_a_late_record_says_why() -> None:
    late = a_request(RECEIVED - timedelta(days=40), recorded_late="found in the wrong tray")
    assert late.open("case", on_day(0)).received == RECEIVED - timedelta(days=40)


def test_the_ten_statuses() -> None:
    case = opened()
    seen = [case.status]
    routed = then(case, Routed(items=(1, 2), clinician="Dr. Lee"))
    seen.append(routed.status)
    waiting = then(routed, InformationAsked(what="which note?"))
    seen.append(waiting.status)
    case = then(waiting, InformationCame(what="the note of 3 November"))
    assert case.status is Status.IN_REVIEW
    seen.append(then(case, Cancelled(reason="by telephone")).status)
    accepted = then(then(case, accept(1)), accept(2))
    seen.append(accepted.status)
    denied = then(then(case, deny(1)), deny(2))
    seen.append(denied.status)
    partial = then(then(case, accept(1)), deny(2))
    seen.append(partial.status)
    done = then(partial, Corrected(item=1, change_set="C1"))
    seen.append(done.status)
    seen.append(then(then(denied, sent(DENIAL, 10), 10), DISAGREED, 75).status)
    told = then(done, sent(DENIAL, 20), 20)
    seen.append(then(told, Closed(), 21).status)
    assert set(seen) == set(Status)
    assert len(seen) == len(Status)


def test_a_denial_has_one_of_four_bases_and_nothing_else_has() -> None:
    case = opened()
    assert refused(deny(1, None), case) == "basis"
    assert refused(deny(1, Basis.NOT_CREATED_HERE), case) == "originator"
    assert refused(deny(1, Basis.NOT_CREATED_HERE, originator_gone=True), case) == "originator"
    assert then(case, deny(1, Basis.NOT_CREATED_HERE, originator_gone=False)).items[0].denied
    assert len(Basis) == 4


def test_decisions_are_per_item_and_stand_once_told() -> None:
    case = then(opened(), accept(1))
    assert not case.decided
    assert refused(sent(ACCEPTANCE, 1), case) == "undecided"
    case = then(then(case, deny(1)), accept(1))
    assert case.items[0].accepted
    assert refused(deny(1), partly_denied(), 30) == "told"
    assert refused(accept(3), case) == "item"


def test_what_another_organisation_amended_is_taken_over() -> None:
    case = opened(kind=Kind.INBOUND_NOTICE)
    assert refused(deny(1), case) == "inbound"
    case = then(then(case, accept(1)), accept(2))
    assert refused(sent(ACCEPTANCE, 1), case) == "inbound"
    assert refused(Extended(reason="more time", until=on_day(80).today), case) == "inbound"
    for item in (1, 2):
        case = then(case, Corrected(item=item, change_set="C1"))
    assert list(still_owed(case)) == [], "the patient asked for nothing"
    assert clock(case, on_day(70).today, PERIODS).overdue
    closed = then(case, Closed(), 71)
    assert acted_on(closed) == on_day(71).today


def test_a_decision_is_told_by_one_letter() -> None:
    case = then(then(opened(), accept(1)), deny(2))
    assert refused(sent(ACCEPTANCE, 1), case) == "one-letter"
    assert acted_on(then(case, sent(DENIAL, 1))) == on_day(1).today
    assert refused(sent(DENIAL, 1), then(case, accept(2))) == "denied"
    assert refused(sent(ACCEPTANCE, 1), then(case, deny(1))) == "accepted"


def test_the_author_is_asked_and_the_answer_has_evidence() -> None:
    case = then(opened(), Routed(items=(1,), clinician="Dr. Lee"), 3)
    assert case.items[0].routed_on == on_day(3).today
    bare = Answered(item=1, clinician="Dr. Lee", accept=True, text="agreed", evidence="")
    assert refused(bare, case) == "evidence"
    said = Answered(item=1, clinician="Dr. Lee", accept=True, text="agreed", evidence="e-mail")
    opinion = then(case, said).items[0].opinion
    assert opinion is not None
    assert opinion.recorded_by == "clerk"


def test_a_case_closes_when_nothing_is_owed() -> None:
    case = then(partly_denied(), NoticeListed(
        recipient="Dr. Fox", address="", named_by_patient=True, agreed=False
    ), 30)  # fmt: skip
    case = then(case, TaskListed(system="Laboratory", action="correct the form"), 30)
    assert list(still_owed(case)) == [
        "item 1 is accepted and not yet corrected in the chart",
        "Laboratory has not been corrected",
    ]
    assert refused(Closed(), case, 30) == "owed"
    case = then(case, Corrected(item=1, change_set="C1"), 31)
    case = then(case, NoticeAgreed(notice=1, agreed=True), 31)
    assert "Dr. Fox has not been told" in list(still_owed(case))
    notice = LetterSent(
        kind="amendment-notice", letter="L9", on=on_day(32).today, how="fax", notice=1
    )
    case = then(case, notice, 33)
    assert refused(TaskDone(task=1, evidence=""), case, 33) == "evidence"
    case = then(case, TaskDone(task=1, evidence="seen on their screen"), 33)
    closed = then(case, Closed(), 34)
    assert closed.status is Status.COMPLETED
    assert refused(Cancelled(reason="no"), closed, 35) == "open"


def test_a_recipient_is_listed_once_and_may_be_waived_with_a_reason() -> None:
    listed = NoticeListed(recipient="Zenith", address="PO 1", named_by_patient=False, agreed=False)
    case = then(opened(), listed)
    assert case.notices[0].owed
    assert refused(listed, case) == "recipient"
    assert refused(NoticeWaived(notice=1, why=""), case) == "why"
    assert not then(case, NoticeWaived(notice=1, why="merged with us")).notices[0].owed


def test_a_record_that_moved_to_its_right_chart_needs_no_correction_here() -> None:
    case = then(opened(), accept(1))
    assert refused(Mooted(item=2, why="moved"), case) == "accepted"
    assert then(case, Mooted(item=1, why="the note was another person's")).items[0].settled


def test_s14_disagreement_rebuttal_and_what_later_releases_carry() -> None:
    case = partly_denied()
    assert not case.packet_due
    assert then(case, AttachmentAsked(), 70).packet_due
    assert refused(Rebutted(text="It is right."), case, 70) == "disagreement"
    disputed = then(case, DISAGREED, 75)
    assert disputed.packet_due
    assert refused(DISAGREED, disputed, 76) == "disagreement"
    rebutted = then(disputed, Rebutted(text="It is right."), 80)
    assert "the copy of the rebuttal has not been sent" in list(still_owed(rebutted))
    told = then(rebutted, sent(REBUTTAL, 81), 81)
    assert "the copy of the rebuttal has not been sent" not in list(still_owed(told))


def test_a_disagreement_opens_a_closed_case_again() -> None:
    case = then(then(opened(items=(SMOKER,)), deny(1)), sent(DENIAL, 10), 10)
    closed = then(case, Closed(), 11)
    assert then(closed, DISAGREED, 75).status is Status.DISAGREEMENT


def test_nothing_disputes_what_was_not_denied() -> None:
    case = then(then(opened(), accept(1)), accept(2))
    assert refused(DISAGREED, case, 75) == "denied"
    assert refused(AttachmentAsked(), case) == "denied"
    denied = then(then(opened(), deny(1)), deny(2))
    assert refused(DISAGREED, denied, 75) == "denial-sent"


def test_a_disagreement_comes_after_the_denial_went() -> None:
    case = then(then(opened(items=(SMOKER,)), deny(1)), sent(DENIAL, 20), 20)
    said = Disagreed(text="No.", on=RECEIVED + timedelta(days=19))
    assert refused(said, case, 75) == "on"
    assert refused(DISAGREED, case, 74) == "on"
    then(case, replace(said, on=RECEIVED + timedelta(days=20)), 75)


STEPS_OF_EACH_KIND = (
    a_request(),
    Routed(items=(1, 2), clinician="Dr. Lee"),
    deny(1, Basis.NOT_CREATED_HERE, originator_gone=False),
    accept(2),
    sent(ACCEPTANCE, 20),
    DISAGREED,
    Closed(),
    FileAdded(name="letter.pdf", content_type="application/pdf", size=9, digest="d", about="x"),
)


@pytest.mark.parametrize("step", STEPS_OF_EACH_KIND)
def test_steps_are_kept_as_plain_values(step: object) -> None:
    assert from_plain(step.verb, to_plain(step)) == step  # type: ignore[attr-defined, arg-type]


def test_a_case_is_the_fold_of_its_log() -> None:
    steps = (a_request(), accept(1), deny(2), sent(DENIAL, 20))
    days = (0, 1, 1, 20)
    taken = [
        Taken(step=from_plain(s.verb, to_plain(s)), on=on_day(d).today, by="clerk")
        for s, d in zip(steps, days, strict=True)
    ]
    assert fold("case", taken) == partly_denied()
    with pytest.raises(ValueError, match="never opened"):
        fold("case", taken[1:])


def test_every_step_has_a_verb_of_its_own() -> None:
    assert len(STEPS) == 22
    assert STEPS["open"] is Opened
