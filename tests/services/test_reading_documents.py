# SPDX-License-Identifier: Apache-2.0
"""What the desk answers of documents' bytes, and of words within a chart."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from sqlalchemy import select

import builders as b
from himdesk.domain.charts.items import Category, Kind
from himdesk.domain.errors import Restricted, UsageError
from himdesk.services.charts.legible import legible, plain_words
from himdesk.store.tables import ACCESS_LOG
from services.papers import a_paper, a_pdf, a_picture, an_encrypted_pdf

if TYPE_CHECKING:
    from services.hospital import Hospital


def pages(pdf: bytes | None) -> int:
    assert pdf is not None
    with pikepdf.open(io.BytesIO(pdf)) as made:
        return len(made.pages)


@pytest.mark.parametrize(
    ("body", "said", "words"),
    [
        (None, "text/plain", "without its content"),
        (b"", "application/pdf", "is empty (0 bytes)"),
        (b"\0\0\0", "image/png", "is empty (3 bytes)"),
        (a_pdf()[:200], "application/pdf", "is a broken PDF"),
        (an_encrypted_pdf(), "application/pdf", "is encrypted"),
        (a_picture()[:60], "image/png", "is a broken picture"),
        (b"PK\x03\x04\x00\x00\x08", "application/zip", "is no text, PDF or picture"),
    ],
)
def test_what_can_not_be_read_has_a_sentence(body: bytes | None, said: str, words: str) -> None:
    found = legible(body, said)
    assert words in found.fault
    assert found.fault.endswith(".")
    assert found.text is None
    assert found.pdf is None


def test_the_bytes_decide_and_not_what_the_source_calls_them() -> None:
    found = legible(a_picture(), "application/pdf")
    assert pages(found.pdf) == 1
    assert found.note.startswith("The source calls this a PDF; it is a picture")
    assert legible(b"plain words", "image/png").text == "plain words"


def test_every_frame_of_a_fax_is_a_page() -> None:
    assert pages(legible(a_picture("TIFF", frames=3), "image/tiff").pdf) == 3


def test_what_a_pdf_would_do_is_taken_out_and_told() -> None:
    with pikepdf.open(io.BytesIO(a_pdf("one", "two"))) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        buffer = io.BytesIO()
        pdf.save(buffer)
    found = legible(buffer.getvalue(), "application/pdf")
    assert pages(found.pdf) == 2
    assert b"app.alert" not in (found.pdf or b"")
    assert found.note == "Not shown: script."


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Müdigkeit".encode(), "text/plain"),
        ("Müdigkeit".encode("latin-1"), "text/plain; charset=iso-8859-1"),
        ("Müdigkeit".encode("cp1252"), "text/plain"),
        ("Müdigkeit".encode("utf-16"), "text/plain"),
        ("\ufeffMüdigkeit".encode(), "text/plain; charset=unknown-x"),
    ],
)
def test_text_is_read_in_its_encoding(body: bytes, said: str) -> None:
    assert legible(body, said).text == "Müdigkeit"


def test_markup_is_read_as_words() -> None:
    made = "<html><head><style>p{}</style></head><p>Pain <b>chest</b></p><script>x()</script>"
    assert legible(made.encode(), "text/html").text == "Pain chest"
    assert plain_words("<table><tr><td>Na</td><td>140</td></tr></table>") == "Na\t140"


def logged(hospital: Hospital) -> list[str]:
    with hospital.database.read() as session:
        return list(session.execute(select(ACCESS_LOG.c.verb).order_by(ACCESS_LOG.c.seq)).scalars())


def test_reading_is_logged_and_needs_an_open_chart(hospital: Hospital) -> None:
    note = a_paper(hospital, "note", b"said", content_type="text/plain")
    hospital.add(b.a_person("A", note, b.a_clinical("A", id="lab")))
    desk = hospital.desk("clerk")
    assert desk.documents.read("note").text == "said"
    assert logged(hospital)[-1] == "read document"
    with pytest.raises(UsageError):
        desk.documents.read("lab")


def test_a_restricted_charts_documents_stay_closed(hospital: Hospital) -> None:
    note = a_paper(hospital, "note", b"said", content_type="text/plain")
    hospital.add(b.a_person("A", note, b.a_flag("A", "vip")))
    desk = hospital.desk("clerk")
    with pytest.raises(Restricted):
        desk.documents.read("note")
    with pytest.raises(Restricted):
        desk.charts.within("A", "said")
    desk.charts.break_glass("0012-A", reason="asked by the ward")
    assert desk.documents.read("note").text == "said"


def test_a_revision_tells_why_it_was_filed(hospital: Hospital) -> None:
    note = a_paper(hospital, "note", b"current smoker", content_type="text/plain")
    hospital.add(b.a_person("A", note))
    clerk = hospital.desk("clerk")
    clerk.corrections.amend(
        "note", kind="correction", text="never smoked", author="Dr. Lee", reason="patient's word"
    )
    (request,) = hospital.desk("supervisor").approvals.requests() or (None,)
    if request is not None:
        hospital.desk("supervisor").approvals.approve(request.id)
    original, correction = clerk.documents.open("note").revisions
    assert original.why == ""
    assert correction.why == "patient's word"


def found(hospital: Hospital, words: str) -> list[str]:
    return [item.id for item in hospital.desk("clerk").charts.within("A", words).items]


def test_words_are_found_in_items_and_in_notes(hospital: Hospital) -> None:
    stored: dict[str, Any] = {
        "note": a_paper(hospital, "note", "Allergic to PÉNICILLIN.".encode(), content_type=""),
        "page": a_paper(hospital, "page", b"<p>penicillin</p>", content_type="text/html"),
        "scan": a_paper(hospital, "scan", a_pdf("penicillin"), content_type="application/pdf"),
    }
    allergy = b.an_allergy("A", "Penicillin G", id="allergy", at="2026-02-01")
    ssn = b.an_identifier("A", "412-33-8766", id="ssn")
    hospital.add(b.a_person("A", *stored.values(), allergy, ssn))
    assert found(hospital, "penicillin") == ["allergy", "page", "note"]
    assert found(hospital, "g PENICILLIN") == ["allergy", "note"]  # "allergic"
    assert found(hospital, "8766") == []
    assert found(hospital, "  ") == []
    assert logged(hospital)[-1] == "search in chart"


def test_clinical_items_are_counted_and_read_by_category(hospital: Hospital) -> None:
    hospital.add(b.a_person("A", b.an_allergy("A", id="egg"), b.a_clinical("A", id="lab")))
    charts = hospital.desk("clerk").charts
    assert charts.overview("0012-A").clinical == {"allergy": 1, "result": 1}
    page = charts.page("A", Kind.CLINICAL, category=Category.ALLERGY)
    assert [item.id for item in page.items] == ["egg"]
