# SPDX-License-Identifier: Apache-2.0
"""What whoever asked for records is told, and what follows once it was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

import builders as b
from himdesk.domain.errors import NotPermitted, UsageError
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.errors import ReleaseShut
from himdesk.domain.releases.request import State
from himdesk.printing.errors import LetterIncomplete
from himdesk.services.correspondence.letters import Wanted
from himdesk.services.correspondence.mailing import Mailing
from himdesk.services.releases.charging import OTHERS
from services.desk_calls import a_disclosure
from services.test_packets import a_note
from services.test_release_letters import text_of

if TYPE_CHECKING:
    from himdesk.services.desk import Desk
    from services.hospital import Hospital

DAY = date(2026, 3, 1)
TODAY = date(2026, 3, 2)
ASKED: dict[str, Any] = {
    "basis": "patient-access",
    "requester": "Maria Quillfeather",
    "address": "PO Box 1\nMadison",
    "purpose": "own use",
    "identity_check": "licence seen",
    "wanted": {"whole_chart_because": "she asks for all"},
}
DENIED = {"bases": ["endangers-life"], "reason": "It names who called.", "professional": "Dr. Osei"}
"""A denial that may be reviewed."""


def asked(hospital: Hospital, died: str = "", **form: str) -> tuple[Desk, str]:
    items = [b.a_name("A", "Quillfeather", "Maria")]
    if died:
        items.append(b.a_death("A", died))
    hospital.add(b.a_chart("A", *items))
    desk = hospital.desk("roi")
    return desk, desk.releases.open("0012-A", DAY, {**ASKED, **form}).release.id


def letter(desk: Desk, kind: str, about: str, language: str = "en", **facts: str) -> str:
    wanted = Wanted(kind=kind, about=about, language=language, facts=facts)
    return text_of(desk.letters.issue(wanted).pdf)


@pytest.mark.parametrize(("language", "executor"), [("en", "executor"), ("es", "albacea")])
def test_s16_a_daughter_of_the_dead_is_asked_for_letters_testamentary(
    hospital: Hospital, language: str, executor: str
) -> None:
    desk, request = asked(
        hospital, "2024-05-01", basis="personal-representative", requester="Ana Quillfeather"
    )
    text = letter(desk, "proof-request", request, language)
    for said in (executor, "50", "164.502(f)", "Ana Quillfeather", "PO Box 1"):
        assert said in text
    assert "2024" not in text, "the chart is told to nobody unverified"
    assert "0012-A" not in text
    desk.releases.complete(request, {"authority": "letters testamentary"})
    with pytest.raises(UsageError, match="no proof is missing"):
        letter(desk, "proof-request", request)


def test_of_the_living_only_what_is_missing_is_asked_for(hospital: Hospital) -> None:
    desk, request = asked(hospital, identity_check="")
    text = letter(desk, "proof-request", request)
    assert "who you are" in text
    assert "authority" not in text
    with pytest.raises(UsageError, match="not accepted yet"):
        letter(desk, "access-acceptance", request)


def test_an_acceptance_says_form_fee_and_day(hospital: Hospital) -> None:
    hospital.desk("admin").settings.change({"fees.patient-page": "0.05"})
    desk, request = asked(hospital, postage="6.20")
    desk.releases.choose(request, {"wanted": {"since": "2025-02-03"}})
    text = letter(desk, "access-acceptance", request)
    period = "records from February 3, 2025 to March 2, 2026"
    for said in ("copies on paper", "Each page $0.05", "Postage $6.20", "March 31, 2026", period):
        assert said in text


def test_a_denial_names_its_basis_and_another_professional_reviews_it(hospital: Hospital) -> None:
    desk, request = asked(hospital)
    with pytest.raises(UsageError, match="on a basis"):
        desk.releases.end(request, State.DENIED, reason="no")
    with pytest.raises(UsageError, match="not denied"):
        letter(desk, "access-denial", request)
    with pytest.raises(UsageError, match="licensed"):
        desk.denials.deny(request, {**DENIED, "professional": ""})
    denied = desk.denials.deny(request, DENIED).release
    assert (denied.state, denied.ended_because) == (State.DENIED, "It names who called.")
    text = letter(desk, "access-denial", request)
    for said in ("(a)(3)(i)", "It names who called.", "another licensed", "Secretary"):
        assert said in text
    review = {"reviewer": "Dr. Osei", "upheld": False, "determination": "She may see it."}
    with pytest.raises(UsageError, match="Another professional"):
        desk.denials.review(request, review)
    again = desk.denials.review(request, {**review, "reviewer": "Dr. Lind"}).release
    assert (again.state, again.ended_because) == (State.OPEN, "")
    text = letter(desk, "access-review", request)
    for said in ("Dr. Lind", "does not stand", "She may see it."):
        assert said in text


def test_what_is_not_denied_goes_all_the_same(hospital: Hospital) -> None:
    desk, request = asked(hospital)
    part = {"bases": ["excluded-information"], "reason": "Therapy notes.", "given": "The rest."}
    assert desk.denials.deny(request, part).release.state is State.OPEN
    text = letter(desk, "access-denial", request)
    for said in ("The rest.", "no review"):
        assert said in text
    review = {"reviewer": "Dr. Lind", "upheld": True, "determination": "So it is."}
    with pytest.raises(UsageError, match="not reviewed"):
        desk.denials.review(request, review)


def test_after_a_denial_in_part_that_does_not_stand_a_second_packet_brings_the_rest(
    hospital: Hospital,
) -> None:
    plain, named = (a_note(hospital, text) for text in ("Left knee.", "Her sister called."))
    hospital.add(b.a_chart("A", b.a_name("A", "Quillfeather", "Maria"), plain, named))
    desk = hospital.desk("roi")
    request = desk.releases.open("0012-A", DAY, ASKED).release.id
    desk.denials.deny(request, {**DENIED, "given": "All but one note."})
    desk.releases.choose(request, {"left_out": {named.id: "denied in part"}})
    first = text_of(desk.packets.build(request).pdf)
    assert "Left knee." in first
    assert "sister" not in first
    assert desk.releases.show(request).release.state is State.RELEASED
    review = {"reviewer": "Dr. Lind", "upheld": False, "determination": "She may see it."}
    again = desk.denials.review(request, review)
    assert (again.release.state, again.release.disclosure) == (State.OPEN, None)
    assert again.shut == ()
    desk.releases.choose(request, {"left_out": {}})
    assert "does not stand" in letter(desk, "access-review", request)
    assert "sister" in text_of(desk.packets.build(request).pdf)
    sent = desk.disclosures.log("0012-A")
    assert [named.id in each.disclosure.items for each in sent] == [True, False]
    assert {each.release for each in sent} == {request}
    closed = desk.releases.show(request).release
    assert closed.disclosure == sent[0].disclosure.id
    with pytest.raises(ReleaseShut, match="The request is released"):
        desk.packets.build(request)


def test_only_access_is_denied_on_a_basis(hospital: Hospital) -> None:
    desk, request = asked(hospital, basis="payment", purpose="a claim")
    with pytest.raises(UsageError, match="request for access"):
        desk.denials.deny(request, DENIED)
    assert desk.releases.end(request, State.DENIED, reason="no").release.state is State.DENIED


def test_who_holds_what_we_do_not_is_told(hospital: Hospital) -> None:
    desk, request = asked(hospital)
    with pytest.raises(LetterIncomplete):
        letter(desk, "records-elsewhere", request)
    text = letter(desk, "records-elsewhere", request, lacking="The stay of 2014.", holder="Bay Co.")
    for said in ("The stay of 2014.", "Bay Co.", "no records"):
        assert said in text


def test_an_extension_counts_once_its_letter_was_sent(hospital: Hospital) -> None:
    desk, request = asked(hospital)
    until = date(2026, 4, 20)
    prepared = desk.releases.extend(request, reason="off-site", until=until)
    assert prepared.due == date(2026, 3, 31), "nobody was told yet"
    until += timedelta(days=1)
    desk.releases.extend(request, reason="off-site still", until=until)
    made = desk.letters.issue(Wanted(kind="access-extension", about=request))
    with pytest.raises(NotPermitted):
        hospital.desk("clerk").mail.note([made.letter.id], Mailing(on=TODAY, how="post"))
    desk.mail.note([made.letter.id], Mailing(on=TODAY, how="post"))
    shown = desk.releases.show(request)
    assert shown.due == until
    assert shown.release.extension is not None
    assert shown.release.extension.sent_on == TODAY
    with pytest.raises(ReleaseShut, match="it was taken"):
        desk.releases.extend(request, reason="again", until=until)


def test_a_letter_of_an_earlier_day_does_not_tell_the_extension_as_it_stands(
    hospital: Hospital,
) -> None:
    desk, request = asked(hospital)
    desk.releases.extend(request, reason="off-site", until=date(2026, 4, 20))
    old = desk.letters.issue(Wanted(kind="access-extension", about=request))
    desk.releases.extend(request, reason="off-site", until=date(2026, 4, 25))
    with pytest.raises(ReleaseShut, match="Issue it anew"):
        desk.mail.note([old.letter.id], Mailing(on=TODAY, how="post"))
    assert desk.mail.sent([old.letter.id]) == {}
    assert desk.releases.show(request).due == date(2026, 3, 31), "nobody was told the new day"
    new = desk.letters.issue(Wanted(kind="access-extension", about=request))
    assert "April 20" in text_of(old.pdf)
    assert "April 25" in text_of(new.pdf)
    desk.mail.note([new.letter.id], Mailing(on=TODAY, how="post"))
    assert desk.releases.show(request).due == date(2026, 4, 25)


def test_an_extension_told_too_late_is_refused(hospital: Hospital) -> None:
    desk, request = asked(hospital)
    desk.releases.extend(request, reason="off-site", until=date(2026, 4, 20))
    made = desk.letters.issue(Wanted(kind="access-extension", about=request))
    hospital.time += timedelta(days=30)
    with pytest.raises(ReleaseShut, match="by 2026-03-31"):
        desk.mail.note([made.letter.id], Mailing(on=date(2026, 4, 1), how="post"))
    assert desk.mail.sent([made.letter.id]) == {}


def test_a_schedule_that_is_gone_keeps_no_release_shut(hospital: Hospital) -> None:
    settings = hospital.desk("admin").settings
    settings.change({OTHERS: "lawyers: page 0.75"})
    hospital.add(b.a_chart("A", b.an_encounter("A")))
    desk = hospital.desk("roi")
    form = {**ASKED, "basis": "treatment", "requester": "Dr. Fox", "fee": "lawyers"}
    request = desk.releases.open("0012-A", DAY, form).release.id
    settings.change({OTHERS: ""})
    view = desk.releases.complete(request, {"identity_check": "known to us"})
    assert view.shut == ()
    view = desk.releases.show(request)
    assert any("no fee schedule lawyers" in warning for warning in view.warnings)
    assert desk.packets.preview(request).invoice == ()
    with pytest.raises(UsageError, match="no fee schedule other"):
        desk.releases.complete(request, {"fee": "other"})


def test_whoever_reads_the_log_may_log_what_was_misdirected(hospital: Hospital) -> None:
    hospital.add(b.a_chart("A"))
    wrong = replace(a_disclosure(), basis=Basis.MISDIRECTED)
    for name in ("privacy", "supervisor", "roi"):
        hospital.desk(name).disclosures.record("0012-A", wrong, how="fax")
    with pytest.raises(NotPermitted):
        hospital.desk("privacy").disclosures.record("0012-A", a_disclosure(), how="fax")
    with pytest.raises(NotPermitted):
        hospital.desk("clerk").disclosures.record("0012-A", wrong, how="fax")
