# SPDX-License-Identifier: Apache-2.0
"""Requests for release, the log of disclosures and its accounting, on real databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.errors import NotPermitted, UsageError
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.disclosures import Disclosure, Suspension
from himdesk.domain.releases.errors import ReleaseShut
from himdesk.domain.releases.request import State
from himdesk.services.releases.requests.log import PERIOD
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from himdesk.services.releases import ReleaseView
    from himdesk.services.releases.disclosures import Disclosures
    from services.hospital import Hospital

RECEIVED = date(2026, 3, 1)
INSURER = {
    "basis": "authorization",
    "requester": "Zenith Insurance",
    "address": "PO Box 1",
    "purpose": "claim 4711",
    "identity_check": "letterhead",
    "wanted": {"since": "2025-01-01"},
}
FORM = {
    "scan": "doc-1",
    "description": "records of 2025",
    "discloser": "Main Hospital",
    "recipient": "Zenith Insurance",
    "purpose": "claim 4711",
    "expires_on": "2026-12-31",
    "signed_by": "Maria Santos",
    "signed_on": "2026-02-20",
    "right_to_revoke": True,
    "conditioning": True,
    "redisclosure": True,
    "plain_language": True,
    "identity_matches": True,
}


def a_chart(hospital: Hospital) -> tuple[str, str]:
    plain = b.a_document("A", at="2025-05-01T10:00:00Z")
    secret = b.a_document("A", at="2025-06-01T10:00:00Z", sensitivity="part2")
    hospital.add(b.a_chart("A", plain, secret))
    return plain.id, secret.id


def goes(view: ReleaseView) -> set[str]:
    return {line.item.id for line in view.lines if line.goes}


def test_a_request_from_its_form_to_what_goes(hospital: Hospital) -> None:
    plain, secret = a_chart(hospital)
    releases = hospital.desk("roi").releases
    view = releases.open("0012-A", RECEIVED, INSURER)
    assert view.shut == ("There is no authorization.",)
    view = releases.check(view.release.id, FORM)
    assert view.shut == ()
    assert goes(view) == {plain}
    assert next(line for line in view.lines if line.item.id == secret).verdict.fixed
    left = releases.choose(view.release.id, {"left_out": {plain: "not asked for"}})
    assert goes(left) == set()
    assert releases.show(view.release.id) == left
    assert [v.release.id for v in releases.find()] == [view.release.id]
    ended = releases.end(view.release.id, State.RETURNED, reason="sent back")
    assert ended.shut == ("The request is returned.",)
    assert releases.show(view.release.id).release.ended_because == "sent back"
    with pytest.raises(ReleaseShut):
        releases.check(view.release.id, FORM)
    assert releases.find() == ()
    assert [v.release.id for v in releases.find(ended=True)] == [view.release.id]
    assert verify(hospital.database).first_broken is None


@pytest.mark.parametrize(
    "choice",
    [
        {"left_out": {"nobody": "x"}},
        {"left_out": []},
        {"pages": {"nobody": [1]}},
        {"boxes": {"nobody": []}},
        {"wanted": {"since": "tomorrow"}},
        {"wanted": {"colour": "red"}},
        {"all": True},
    ],
)
def test_a_choice_that_is_none_is_refused(hospital: Hospital, choice: object) -> None:
    a_chart(hospital)
    releases = hospital.desk("roi").releases
    view = releases.open("0012-A", RECEIVED, INSURER)
    with pytest.raises(UsageError):
        releases.choose(view.release.id, choice)
    assert releases.show(view.release.id) == view


def test_scans_are_chosen_by_page_and_blacked_out(hospital: Hospital) -> None:
    plain, _ = a_chart(hospital)
    releases = hospital.desk("roi").releases
    view = releases.open("0012-A", RECEIVED, INSURER)
    box = {"page": 1, "left": 10, "bottom": 10.5, "right": 100, "top": 30}
    chosen = releases.choose(
        view.release.id, {"pages": {plain: [2, 1, 2]}, "boxes": {plain: [box]}}
    )
    assert chosen.release.pages == ((plain, (1, 2)),)
    assert releases.show(view.release.id).release.boxes[0][1][0].right == 100
    for wrong in ({"page": 1}, {**box, "left": 200}, {**box, "page": "1"}):
        with pytest.raises(UsageError):
            releases.choose(view.release.id, {"boxes": {plain: [wrong]}})


def test_what_was_found_out_since_completes_a_request_and_nothing_else(hospital: Hospital) -> None:
    a_chart(hospital)
    releases = hospital.desk("roi").releases
    asked = {**INSURER, "identity_check": "", "address": ""}
    request = releases.open("0012-A", RECEIVED, asked).release.id
    releases.check(request, FORM)
    given = {"identity_check": "called back", "address": "PO Box 1", "basis": "treatment"}
    view = releases.complete(request, {**given, "wanted": {"since": "2020-01-01"}})
    assert view.shut == ()
    assert (view.release.basis, view.release.wanted.since) == (
        Basis.AUTHORIZATION,
        date(2025, 1, 1),
    )
    with pytest.raises(UsageError):
        releases.complete(request, {"colour": "red"})
    with pytest.raises(NotPermitted):
        hospital.desk("supervisor").releases.complete(request, given)


def test_the_checklist_says_where_on_the_scan_an_element_is(hospital: Hospital) -> None:
    a_chart(hospital)
    releases = hospital.desk("roi").releases
    request = releases.open("0012-A", RECEIVED, INSURER).release.id
    releases.check(request, {**FORM, "places": {"purpose": "page 1, line 5"}})
    places = {e.name: e.where for e in releases.show(request).elements}
    assert (places["purpose"], places["signature"]) == ("page 1, line 5", "")
    with pytest.raises(UsageError):
        releases.check(request, {**FORM, "places": ["page 1"]})


def test_access_is_extended_once_and_in_time(hospital: Hospital) -> None:
    a_chart(hospital)
    releases = hospital.desk("roi").releases
    own = {**INSURER, "basis": "patient-access", "requester": "Maria Santos"}
    view = releases.open("0012-A", RECEIVED, own)
    assert view.due == date(2026, 3, 31)
    sent = date(2026, 3, 2)
    with pytest.raises(ReleaseShut, match="not later than"):
        releases.extend(view.release.id, reason="off-site", until=date(2026, 5, 1), sent_on=sent)
    longer = releases.extend(
        view.release.id, reason="off-site", until=date(2026, 4, 30), sent_on=sent
    )
    assert longer.due == date(2026, 4, 30)
    with pytest.raises(ReleaseShut, match="one extension"):
        releases.extend(view.release.id, reason="again", until=date(2026, 4, 30), sent_on=sent)


def test_the_site_may_shorten_the_time_for_access_from_a_requests_next_step(
    hospital: Hospital,
) -> None:
    a_chart(hospital)
    releases, settings = hospital.desk("roi").releases, hospital.desk("admin").settings
    own = {**INSURER, "basis": "patient-access", "requester": "Maria Santos"}
    before = releases.open("0012-A", RECEIVED, own).release.id
    settings.change({PERIOD: "15"})
    assert releases.open("0012-A", RECEIVED, own).due == date(2026, 3, 16)
    assert releases.open("0012-A", RECEIVED, INSURER).due is None
    assert releases.show(before).due == date(2026, 3, 31)
    assert releases.choose(before, {"left_out": {}}).due == date(2026, 3, 16)
    for unlawful in ("31", "0"):
        with pytest.raises(UsageError, match="from 1 to 30"):
            settings.change({PERIOD: unlawful})


def test_only_the_release_desk_releases_and_others_read(hospital: Hospital) -> None:
    a_chart(hospital)
    view = hospital.desk("roi").releases.open("0012-A", RECEIVED, INSURER)
    assert hospital.desk("supervisor").releases.show(view.release.id).mrn == "0012-A"
    for name in ("clerk", "admin"):
        with pytest.raises(NotPermitted):
            hospital.desk(name).releases.show(view.release.id)
    with pytest.raises(NotPermitted):
        hospital.desk("supervisor").releases.check(view.release.id, FORM)


def a_disclosure(on: date, basis: Basis, to: str, *items: str) -> Disclosure:
    return Disclosure(
        id="",
        patient="",
        on=on,
        recipient=to,
        address="1 Court Square",
        description="laboratory report",
        purpose="reporting",
        basis=basis,
        items=items,
    )


def report(desk: Disclosures, mrn: str = "0012-A") -> list[tuple[str, int]]:
    found = desk.accounting(mrn, date(2000, 1, 1), date(2026, 12, 31))
    return [(entry.recipient, entry.count) for entry in found.entries]


def test_s23_the_accounting_of_a_patient(hospital: Hospital) -> None:
    a_chart(hospital)
    desk = hospital.desk("roi").disclosures
    for month in range(1, 13):
        day = date(2025, month, 5)
        desk.record("0012-A", a_disclosure(day, Basis.PUBLIC_HEALTH, "County"), how="report")
    day = date(2025, 7, 1)
    desk.record("0012-A", a_disclosure(day, Basis.TREATMENT, "Dr. Fox"), how="fax")
    desk.record("0012-A", a_disclosure(day, Basis.OVERSIGHT, "Inspector"), how="copy")
    desk.record("0012-A", a_disclosure(day, Basis.MISDIRECTED, "a bakery"), how="fax")
    assert report(desk) == [("County", 12), ("Inspector", 1), ("a bakery", 1)]
    statement = Suspension(
        recipient="Inspector",
        since=date(2026, 3, 1),
        until=date(2026, 5, 1),
        written=True,
        statement="open inquiry",
    )
    desk.suspend("0012-A", statement)
    assert report(desk) == [("County", 12), ("a bakery", 1)]
    assert len(desk.log("0012-A")) == 15
    made = desk.accounting("0012-A", date(2025, 1, 1), date(2025, 12, 31))
    assert made.free
    desk.give(made, b"the report")
    assert not desk.accounting("0012-A", date(2025, 1, 1), date(2025, 12, 31)).free
    assert verify(hospital.database).first_broken is None


def test_what_was_disclosed_of_a_merged_chart_is_accounted_for_by_the_survivor(
    hospital: Hospital,
) -> None:
    a_chart(hospital)
    hospital.add(b.a_chart("B"))
    desk = hospital.desk("roi").disclosures
    day = date(2025, 7, 1)
    desk.record("0012-B", a_disclosure(day, Basis.PUBLIC_HEALTH, "County"), how="report")
    hospital.desk("clerk").corrections.merge("0012-A", ["0012-B"], reason="one person")
    assert report(desk) == [("County", 1)]


def test_a_past_release_says_what_was_corrected_since(hospital: Hospital) -> None:
    plain, _ = a_chart(hospital)
    desk = hospital.desk("roi").disclosures
    day = date(2025, 7, 1)
    desk.record("0012-A", a_disclosure(day, Basis.TREATMENT, "Dr. Fox", plain), how="fax")
    assert desk.log()[0].corrected_since == ()
    done = hospital.desk("clerk").corrections.amend(
        plain, kind="addendum", text="Left, not right.", author="Dr. Lee", reason="asked"
    )
    assert done.applied is not None
    assert desk.log()[0].corrected_since == (done.applied.id,)
    assert [logged.disclosure.recipient for logged in desk.of_items([plain])] == ["Dr. Fox"]


def test_a_disclosure_is_complete_and_past(hospital: Hospital) -> None:
    a_chart(hospital)
    desk = hospital.desk("roi").disclosures
    to_come = a_disclosure(desk.today() + timedelta(days=1), Basis.TREATMENT, "Dr. Fox")
    with pytest.raises(UsageError, match="after today"):
        desk.record("0012-A", to_come, how="fax")
    with pytest.raises(UsageError, match="to whom"):
        desk.record("0012-A", a_disclosure(date(2025, 1, 1), Basis.TREATMENT, " "), how="fax")
    with pytest.raises(UsageError, match="ends before"):
        desk.accounting("0012-A", date(2025, 2, 1), date(2025, 1, 1))


def test_a_directive_to_a_third_person_is_checked_kept_and_accounted_for(
    hospital: Hospital,
) -> None:
    a_chart(hospital)
    desk = hospital.desk("roi").releases
    asked = {
        "basis": "third-party-directive", "requester": "Maria Santos", "recipient": "Ana Santos",
        "address": "2 Quay", "purpose": "at her request", "identity_check": "licence",
    }  # fmt: skip
    request = desk.open("0012-A", RECEIVED, asked).release.id
    read = {
        "scan": "doc-1", "in_writing": True, "signed_by": "Maria Santos",
        "signed_on": "2026-02-27", "person": "Ana Santos",
    }  # fmt: skip
    shut = desk.direct(request, read).shut
    assert shut == ("place (164.524(c)(3)(ii)): It does not clearly say where to send the copy.",)
    assert desk.direct(request, {**read, "names_place": True}).shut == ()
    hospital.desk("roi").packets.build(request)
    logged = hospital.desk("roi").disclosures.log("0012-A")[0].disclosure
    assert (logged.recipient, logged.accountable) == ("Ana Santos", True)
    plain = desk.open("0012-A", RECEIVED, {**asked, "basis": "patient-access"}).release.id
    with pytest.raises(UsageError, match="directive"):
        desk.direct(plain, read)
