# SPDX-License-Identifier: Apache-2.0
"""The files of amendment requests: kept byte for byte, refused with a sentence, read with right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.amendments.case import DENIAL
from himdesk.domain.amendments.errors import CaseRefused
from himdesk.domain.amendments.law import Basis
from himdesk.domain.amendments.steps.deciding import Decided
from himdesk.domain.amendments.steps.dispute import Disagreed
from himdesk.domain.amendments.steps.duties import LetterSent
from himdesk.domain.amendments.steps.intake import Cancelled
from himdesk.domain.changes import sha256
from himdesk.domain.charts.items import STUB
from himdesk.domain.errors import NotFound, Restricted, UsageError
from himdesk.services.charts.brought import MOST, Brought
from himdesk.services.correspondence.letters import Wanted
from himdesk.store.desk import access, work
from himdesk.store.verify import verify
from services import test_cases, test_packets
from services.papers import a_pdf, a_picture, an_encrypted_pdf
from services.test_cases import RECEIVED, a_case, a_form
from services.test_packets import OWN, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from services.hospital import Hospital


LETTER = Brought("C:\\scans\\letter.pdf", a_pdf(), "the patient's letter")
PHOTO = Brought("page.jpg", a_picture("JPEG"))
WORDS = Brought("portal.txt", "Nie paliłam.\r\n".encode("cp1250"))


def test_files_come_with_the_request_and_later_and_stay_as_they_came(hospital: Hospital) -> None:
    cases = hospital.desk("clerk").cases
    form = a_form(test_cases.a_note(hospital))
    case = cases.open("0012-A", RECEIVED, form, [LETTER]).case.id
    cases.take(case, Cancelled(reason="by telephone"))
    closed_at = the_row(hospital, case).closed_at
    view = cases.attach(case, PHOTO, WORDS)
    assert the_row(hospital, case).closed_at == closed_at
    kept = [(f.number, f.name, f.content_type, f.about, f.by) for f in view.case.attachments]
    assert kept == [
        (1, "letter.pdf", "application/pdf", "the patient's letter", "clerk"),
        (2, "page.jpg", "image/jpeg", "", "clerk"),
        (3, "portal.txt", "text/plain", "", "clerk"),
    ]
    for number, brought in enumerate((LETTER, PHOTO, WORDS), 1):
        found, body = cases.attachment(case, number)
        assert (body, found.digest) == (brought.body, sha256(brought.body))
    seen = [cases.read_attachment(case, number).legible for number in (1, 2, 3)]
    assert [(s.pdf is not None, s.text is not None) for s in seen] == [
        (True, False), (True, False), (False, True)
    ]  # fmt: skip
    assert [t.step.verb for t in view.log] == ["open", "add-file", "cancel", "add-file", "add-file"]
    assert verify(hospital.database).first_broken is None
    with hospital.database.read() as session:
        line = access.entries(session, limit=1)[0]
    assert (line.verb, line.patient_id, line.reason) == ("read attachment", "A", case)


def the_row(hospital: Hospital, case: str) -> work.Case:
    with hospital.database.read() as session:
        return work.case(session, case)


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("letter.pdf", b"", "letter.pdf is empty (0 bytes)."),
        ("letter.pdf", b"\0" * 9, "letter.pdf is empty (9 bytes)."),
        ("letter.pdf", a_picture(), "letter.pdf is not a PDF, as its name says."),
        ("page.jpg", a_pdf(), "page.jpg is not a picture, as its name says."),
        ("page.png", a_picture()[:60], "page.png is a broken picture."),
        ("letter.pdf", b"%PDF-1.7\nnothing", "letter.pdf is a broken PDF."),
        ("letter.pdf", an_encrypted_pdf(), "letter.pdf is encrypted."),
        ("letter.txt", b"PK\3\4\0\0", "letter.txt is not text, as its name says."),
        ("letter.docx", b"PK\3\4\0\0", "letter.docx is neither a PDF nor a picture"),
        ("gpj.\u202efdp.pdf", b"MZ\0\0", "gpj.fdp.pdf is not a PDF"),
    ],
)  # fmt: skip
def test_a_file_that_nobody_could_open_is_refused(name: str, body: bytes, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        Brought(name, body).content_type()
    assert refused.value.message().startswith(says)
    assert refused.value.message().endswith("Nothing was attached.")


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * (MOST + 1))
    for refused in (lambda: Brought("a.txt", b"x" * (MOST + 1)).content_type(),
                    lambda: Brought.read(file)):  # fmt: skip
        with pytest.raises(UsageError, match=r"has 32\.0 MB; 32 MB are the most"):
            refused()


def test_files_are_attached_all_or_none(hospital: Hospital) -> None:
    _, view = a_case(hospital)
    cases = hospital.desk("clerk").cases
    with pytest.raises(UsageError):
        cases.attach(view.case.id, PHOTO, Brought("page.png", b""))
    assert cases.show(view.case.id).case.attachments == ()


def test_the_same_file_is_kept_once(hospital: Hospital) -> None:
    _, view = a_case(hospital)
    cases = hospital.desk("clerk").cases
    cases.attach(view.case.id, LETTER)
    with pytest.raises(CaseRefused, match=r"again\.pdf is here already: file 1"):
        cases.attach(view.case.id, replace(LETTER, name="again.pdf"))
    with pytest.raises(NotFound):
        cases.attachment(view.case.id, 2)


def test_without_right_to_the_chart_neither_name_nor_content_is_told(hospital: Hospital) -> None:
    _, view = a_case(hospital)
    clerk, case = hospital.desk("clerk").cases, view.case.id
    clerk.attach(case, LETTER)
    hospital.arrive(b.a_flag("A", "vip"))
    for look in (clerk.attachment, clerk.read_attachment):
        with pytest.raises(Restricted):
            look(case, 1)
    with pytest.raises(Restricted):
        clerk.attach(case, PHOTO)
    (told,) = clerk.find()
    assert "letter.pdf" not in repr(told)
    assert sha256(LETTER.body) not in repr(told)


def test_a_mark_that_an_entry_left_is_nothing_to_amend(hospital: Hospital) -> None:
    note = replace(b.a_document("A", author="Dr. Lee"), type=STUB)
    hospital.add(b.a_chart("A", note))
    with pytest.raises(UsageError, match="only marks where an entry was"):
        hospital.desk("clerk").cases.open("0012-A", RECEIVED, a_form(note.id))


def test_s14_the_statement_of_disagreement_goes_along_as_it_came(hospital: Hospital) -> None:
    note = test_packets.a_note(hospital, "Smoker.")
    hospital.add(b.a_chart("A", b.a_name("A", "Santos", "Maria"), note))
    cases, today = hospital.desk("clerk").cases, hospital.desk("clerk").cases.today()
    case = cases.open("0012-A", RECEIVED, a_form(note.id), [LETTER]).case.id
    deny = [Decided(item=n, accept=False, reason="right", basis=Basis.ACCURATE) for n in (1, 2)]
    cases.take(case, *deny)
    letter = hospital.desk("clerk").letters.issue(Wanted(kind=DENIAL, about=case)).letter.id
    cases.take(case, LetterSent(kind=DENIAL, letter=letter, on=today, how="post"))
    scan = Brought("statement.pdf", a_pdf("I was never asked."))
    cases.attach(case, scan)
    with pytest.raises(CaseRefused, match="The case has no file 3"):
        cases.take(case, Disagreed(text="Never asked.", on=today, attachment=3))
    cases.take(case, Disagreed(text="Never asked.", on=today, attachment=2))
    roi = hospital.desk("roi")
    going = text_of(roi.packets.preview(roi.releases.open("0012-A", RECEIVED, OWN).release.id).pdf)
    assert "I was never asked." in going
    assert "Discharge summary" not in going, "of the letter"
