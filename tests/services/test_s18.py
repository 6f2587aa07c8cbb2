# SPDX-License-Identifier: Apache-2.0
"""S18: a 15-year-old consented to a visit alone; her mother asks for the record and to amend it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import builders as b
from himdesk.services.amendments.views import case_view
from himdesk.services.correspondence.letters import Wanted
from services.test_packets import a_note, text_of

if TYPE_CHECKING:
    from himdesk.domain.charts.items import Item
    from services.hospital import Hospital

BORN, ADULT = "2010-09-01", date(2028, 9, 1)
RECEIVED = date(2026, 3, 1)
MOTHER = {
    "basis": "personal-representative",
    "requester": "Joan Santos",
    "address": "3 Elm Street",
    "purpose": "own use",
    "identity_check": "licence",
    "authority": "birth certificate",
}
SECRET = ("Contraception", "alone", "restricted", "sensitive")
"""Words that would tell the mother of the visit."""


def a_minor(hospital: Hospital) -> tuple[Item, Item, Item]:
    """Her visit alone with its note, which has no label of its own, and a note of another day."""
    visit = b.an_encounter("A", sensitivity="restricted", at="2026-02-03", display="Alone")
    note = a_note(hospital, "Contraception counselling.", encounter_id=visit.id, title="Alone")
    knee = a_note(hospital, "Left knee.", title="Knee")
    person = (b.a_name("A", "Santos", "Maria"), b.a_birth_date("A", BORN))
    hospital.add(b.a_chart("A", *person, visit, note, knee))
    return visit, note, knee


def test_s18_the_mother_gets_the_record_without_the_visit_and_learns_nothing_of_it(
    hospital: Hospital,
) -> None:
    visit, note, knee = a_minor(hospital)
    roi = hospital.desk("roi")
    view = roi.releases.open("0012-A", RECEIVED, MOTHER)
    lines = {line.item.id: line for line in view.lines}
    for secret in (visit.id, note.id):
        assert not lines[secret].goes
        assert lines[secret].verdict.fixed
        assert lines[secret].verdict.why == "sensitive (restricted): no consent covers it"
    assert lines[knee.id].goes
    going = text_of(roi.packets.build(view.release.id).pdf)
    assert "Left knee." in going
    assert not [word for word in SECRET if word.lower() in going.lower()]


def test_s18_the_letters_of_her_mother_s_request_say_nothing_of_the_visit(
    hospital: Hospital,
) -> None:
    _, _, knee = a_minor(hospital)
    clerk = hospital.desk("clerk")
    case = clerk.cases.open("0012-A", RECEIVED, a_form(knee.id)).case.id
    wanted = Wanted(kind="amendment-acknowledgement", about=case)
    told = text_of(clerk.letters.preview(wanted))
    assert "right knee" in told
    assert not [word for word in SECRET if word.lower() in told.lower()]


def test_s18_the_proxy_is_flagged_at_the_eighteenth_birthday(hospital: Hospital) -> None:
    _, _, knee = a_minor(hospital)
    clerk = hospital.desk("clerk")
    case = clerk.cases.open("0012-A", RECEIVED, a_form(knee.id)).case.id
    assert clerk.cases.show(case).proxy_ended is None
    hospital.time += ADULT - clerk.cases.today() - timedelta(days=1)
    assert clerk.cases.show(case).proxy_ended is None
    hospital.time += timedelta(days=1)
    shown = clerk.cases.show(case)
    assert shown.proxy_ended == ADULT
    assert case_view(shown)["proxy_ended"] == "2028-09-01"


def a_form(knee: str) -> dict[str, object]:
    return {
        "how": "letter",
        "reason": "wrong side",
        "requester": {
            "name": "Joan Santos",
            "relation": "mother",
            "identity_check": "licence seen",
            "authority": "birth certificate",
        },
        "items": [
            {"item": knee, "element": "Knee note", "wrong": "left knee", "wanted": "right knee"}
        ],
    }
