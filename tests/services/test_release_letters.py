# SPDX-License-Identifier: Apache-2.0
"""Letters of releases: a form goes back with its defects; what was misdirected is handed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

import pypdfium2
import pytest

import builders as b
from himdesk.domain.errors import NotPermitted, UsageError
from himdesk.domain.releases.authorization import Authorization, checklist, failing
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.directive import Directive, directive_checklist
from himdesk.domain.releases.disclosures import Disclosure
from himdesk.services.correspondence.defects import defect
from himdesk.services.correspondence.letters import Wanted

if TYPE_CHECKING:
    from services.hospital import Hospital

ASKED = {
    "basis": "authorization",
    "requester": "Zenith Insurance",
    "address": "PO Box 1\nMadison",
    "purpose": "claim 4711",
    "identity_check": "letterhead",
}
FORM = {
    "scan": "doc-1",
    "description": "records of 2025",
    "discloser": "Main Hospital",
    "recipient": "Zenith Insurance",
    "purpose": "claim 4711",
    "expires_on": "2026-12-31",
    "signed_by": "Maria Quillfeather",
    "signed_on": "2026-02-20",
    "right_to_revoke": True,
    "conditioning": True,
    "redisclosure": True,
    "plain_language": True,
    "identity_matches": True,
}


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(p.get_textpage().get_text_range() for p in document).split())
    finally:
        document.close()


def a_request(hospital: Hospital, **form: object) -> str:
    hospital.add(b.a_chart("A", b.a_name("A", "Quillfeather", "Maria")))
    releases = hospital.desk("roi").releases
    request = releases.open("0012-A", date(2026, 3, 1), ASKED).release.id
    releases.check(request, {**FORM, **form})
    return request


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"expires_on": "2026-01-01"}, "It expired on January 1, 2026."),
        ({"recipient": ""}, "It does not say who may receive."),
        ({"by_representative": True}, "the representative's authority"),
        ({"psychotherapy": True, "combined_with": "research"}, "may not be combined"),
        ({"revoked_on": "2026-02-25"}, "It was revoked on February 25, 2026."),
        ({"part2": True, "notice_version": "2020"}, "not one in force since 2024"),
    ],
)
def test_s19_a_defective_form_goes_back_with_exactly_its_defects(
    hospital: Hospital, form: dict[str, object], said: str
) -> None:
    request = a_request(hospital, **form)
    wanted = Wanted(kind="authorization-return", about=request)
    made = hospital.desk("roi").letters.issue(wanted)
    text = text_of(made.pdf)
    assert said in text
    assert text.count("42 CFR 2.31:") + text.count("):") == 1
    assert "PO Box 1" in text


def test_a_form_goes_back_to_a_spanish_reader_with_every_defect_in_spanish(
    hospital: Hospital,
) -> None:
    request = a_request(hospital, expires_on="2026-01-01", right_to_revoke=False)
    wanted = Wanted(kind="authorization-return", about=request, language="es")
    text = text_of(hospital.desk("roi").letters.issue(wanted).pdf)
    assert "Vencimiento (b)(2)(i): Venció el 1 de enero de 2026." in text
    assert "Derecho a revocar (c)(2)(i): No indica el derecho a revocarla" in text
    assert "It " not in text


@pytest.mark.parametrize(("language", "words"), [("en", "act on it by"), ("es", "a más tardar el")])
def test_an_extension_of_access_says_why_and_until_when(
    hospital: Hospital, language: str, words: str
) -> None:
    hospital.add(b.a_chart("A", b.a_name("A", "Quillfeather", "Maria")))
    desk = hospital.desk("roi")
    asked = {**ASKED, "basis": "patient-access", "requester": "Maria Quillfeather"}
    request = desk.releases.open("0012-A", date(2026, 3, 1), asked).release.id
    wanted = Wanted(kind="access-extension", about=request, language=language)
    with pytest.raises(UsageError, match="not extended"):
        desk.letters.issue(wanted)
    desk.releases.extend(
        request, reason="The scans are kept elsewhere.", until=date(2026, 4, 20), sent_on=DAY
    )
    text = text_of(desk.letters.issue(wanted).pdf)
    for said in (words, "The scans are kept elsewhere.", "PO Box 1"):
        assert said in text


EMPTY = Authorization(by_representative=True, sought_by_us=True, part2=True, known_false=True)
DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    "form",
    [
        EMPTY,
        replace(EMPTY, purpose="at the request of the individual", expires_event="none",
                signed_on=date(2026, 3, 2), combined_with="research", revoked_on=DAY),
        replace(EMPTY, expires_on=date(2026, 1, 1), signed_on=date(2020, 1, 1),
                combined_with="research", psychotherapy=True),
        replace(EMPTY, expires_event="discharge", event_occurred=True),
    ],
)  # fmt: skip
def test_every_defect_has_a_name_and_a_sentence_in_spanish(form: Authorization) -> None:
    directives = [
        directive_checklist(directive, recipient="Zenith", received=DAY)
        for directive in (Directive(), Directive(person="Lee", signed_on=date(2026, 3, 2)))
    ]
    found = (*checklist(form, received=DAY, today=DAY), *chain.from_iterable(directives))
    for element in failing(found):
        spanish, english = (defect(element, language, str) for language in ("es", "en"))
        assert spanish.text != english.text
        assert spanish.element != english.element


def test_a_letter_writes_the_days_of_a_defect_out(hospital: Hospital) -> None:
    about = a_request(hospital, expires_on="2026-01-31")
    for language, day in (("en", "January 31, 2026"), ("es", "31 de enero de 2026")):
        wanted = Wanted(kind="authorization-return", about=about, language=language)
        said = text_of(hospital.desk("roi").letters.preview(wanted))
        assert day in said
        assert "2026-01-31" not in said


def test_a_form_that_is_whole_does_not_go_back(hospital: Hospital) -> None:
    wanted = Wanted(kind="authorization-return", about=a_request(hospital))
    with pytest.raises(UsageError):
        hospital.desk("roi").letters.issue(wanted)
    with pytest.raises(NotPermitted):
        hospital.desk("clerk").letters.preview(wanted)


def test_a_misdirected_disclosure_is_handed_to_the_privacy_officer(hospital: Hospital) -> None:
    hospital.add(b.a_chart("A", b.a_name("A", "Quillfeather", "Maria")))
    desk = hospital.desk("roi")
    sent = Disclosure(
        id="", patient="", on=date(2026, 2, 20), recipient="Wrong Clinic", address="Fax 555 0199",
        description="Two notes", purpose="wrong fax number", basis=Basis.MISDIRECTED,
    )  # fmt: skip
    logged = desk.disclosures.record("0012-A", sent, how="fax")
    wanted = Wanted(kind="privacy-handoff", about=logged.disclosure.id)
    text = text_of(desk.letters.issue(wanted).pdf)
    for words in ("Wrong Clinic", "February 20, 2026", "Two notes", "Discovered on March 2, 2026",
                  "May 1, 2026"):  # fmt: skip
        assert words in text
    plain = " ".join(text.split())
    assert plain.count("wrong fax number") == 1
    assert "Purpose as logged: wrong fax number" in plain
    for never in ("2026-02-19", "2026-03-03"):
        with pytest.raises(UsageError, match="discovered between"):
            desk.letters.preview(replace(wanted, facts={"discovered_on": never}))
    early = desk.letters.preview(replace(wanted, facts={"discovered_on": "2026-02-20"}))
    assert "Discovered on February 20, 2026" in text_of(early)
    made = desk.letters.issue(wanted)
    assert desk.letters.reprint(made.letter.id).pdf == made.pdf
