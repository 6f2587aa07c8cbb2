# SPDX-License-Identifier: Apache-2.0
"""Release packets: what is in them, what is not, and what is refused."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.charges import Charge
from himdesk.domain.releases.fees import Schedule
from himdesk.domain.releases.request import Box
from himdesk.printing.letters.values import Person, Recipient, Signer, Site
from himdesk.printing.packet import files
from himdesk.printing.packet.build import build
from himdesk.printing.packet.faults import PacketFaulty
from himdesk.printing.packet.values import (
    Certificate,
    Cover,
    Listing,
    PacketOrder,
    Paper,
    Struck,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE = Site(name="Main Hospital", department="Release of Information", address=("1 Harbour Road",))


def a_paper(number: int = 1, **other: object) -> Paper:
    given: dict[str, object] = {
        "id": f"doc-{number}",
        "title": f"Progress note {number}",
        "day": f"2025-05-{number:02}",
        "author": "Dr. Lee",
        "content_type": "text/plain",
        "body": f"Text of note {number}.\n\nSecond paragraph.".encode(),
    }
    body = {**given, **other}.pop("body")
    asked = {name: value for name, value in {**given, **other}.items() if name != "body"}
    return Paper(read=lambda: body, **asked)  # type: ignore[arg-type]  # given by name


def an_order(*papers: Paper, **other: object) -> PacketOrder:
    given: dict[str, object] = {
        "reference": "REF4711",
        "at": datetime(2026, 3, 2, 9, tzinfo=UTC),
        "site": SITE,
        "signer": Signer(name="R. Ode", title="Release of information", phone="555-0100"),
        "recipient": Recipient(name="Zenith Insurance", lines=("PO Box 1", "Springfield")),
        "fax": "",
        "cover": Cover.LETTER,
        "patient": Person(name="SANTOS, Maria", mrn="0012987", birth_date=date(1980, 1, 2)),
        "purpose": "claim 4711",
        "period": "2025",
        "ledger_head": "abcdef012345",
        "papers": papers,
    }
    return PacketOrder(**{**given, **other})  # type: ignore[arg-type]  # given by name


def texts(pdf: bytes, password: str | None = None) -> list[str]:
    document = pypdfium2.PdfDocument(pdf, password=password)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def a_pdf(*lines: str, picture: Image.Image | None = None) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1)
    for line in lines:
        canvas.drawString(72, 700, line)
        if picture is not None:
            canvas.drawInlineImage(picture, 72, 300, 200, 200)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def a_scan(number: int, lines: int = 2, **other: object) -> Paper:
    body = a_pdf(*(f"scan {number} page {n}" for n in range(1, lines + 1)))
    return a_paper(number, content_type="application/pdf", body=body, **other)


def an_image(kind: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind)
    return buffer.getvalue()


def test_a_packet_has_cover_contents_papers_and_a_number_on_every_page() -> None:
    packet = build(an_order(a_paper(1), a_scan(2), watermark="Released to Zenith"))
    pages = texts(packet.pdf)
    assert packet.pages == len(pages) == 5
    assert "Zenith Insurance" in pages[0]
    assert "SANTOS, Maria" in pages[0]
    assert "0012987" not in pages[0]
    assert "Contents" in pages[1]
    assert "Second paragraph." in pages[2]
    assert "scan 2 page 2" in pages[4]
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of 5" in text
        assert "REF4711" in text
        assert "Released to Zenith" in text
    assert packet.begins == (("doc-1", 3), ("doc-2", 4))


def test_s24_two_hundred_pages_are_numbered_and_can_be_searched_through() -> None:
    order = an_order(*(a_scan(n, 20) for n in range(1, 11)))
    packet = build(order)
    pages = texts(packet.pdf)
    assert len(pages) == packet.pages > 200
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {packet.pages}" in text
    for paper, begins in packet.begins:
        assert f"scan {paper.removeprefix('doc-')} page 1" in pages[begins - 1]
        assert f"scan {paper.removeprefix('doc-')} page 20" in pages[begins + 18]
    assert build(order).sha256 == packet.sha256


def test_the_contents_name_the_page_that_a_paper_begins_on_however_long_they_are() -> None:
    papers = [a_paper(n, title=f"Note number {n}", day="2025-05-01") for n in range(1, 121)]
    packet = build(an_order(*papers))
    pages = texts(packet.pdf)
    start = dict(packet.begins)["doc-120"]
    assert "Note number 120" in pages[start - 1]
    assert any(str(start) in page and "Note number 120" in page for page in pages[1 : start - 1])
    with pikepdf.open(io.BytesIO(packet.pdf)) as pdf, pdf.open_outline() as outline:
        assert len(outline.root) == 120


def test_the_same_order_gives_the_same_bytes() -> None:
    order = an_order(a_paper(1), a_scan(2), a_paper(3, content_type="image/png", body=an_image()))
    assert build(order).pdf == build(order).pdf


def test_what_went_to_the_disk_meanwhile_is_the_same_packet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = an_order(a_paper(1), *(a_scan(n) for n in range(2, 6)), a_paper(6))
    whole = build(order)
    monkeypatch.setattr(files, "ENOUGH", 1)
    saved = build(order)
    assert saved.pdf == build(order).pdf
    assert (saved.begins, saved.pages) == (whole.begins, whole.pages)
    assert texts(saved.pdf) == texts(whole.pdf)
    assert saved.sha256 == hashlib.sha256(saved.pdf).hexdigest()


def test_a_paper_is_read_when_it_is_printed_and_only_then() -> None:
    told: list[str] = []

    def papers() -> Iterator[Paper]:
        for number in (1, 2):
            paper = a_paper(number)
            yield replace(paper, read=partial(heard, paper, told))

    build(an_order(*papers()), lambda done, _whole: told.append(f"{done} done"))
    assert told == ["0 done", "doc-1", "1 done", "doc-2"]


def heard(paper: Paper, told: list[str]) -> bytes:
    told.append(paper.id)
    return paper.read()


def test_a_passphrase_encrypts_with_aes_256() -> None:
    packet = build(an_order(a_paper(1), passphrase="quiet harbour at dawn"))
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(packet.pdf))
    with pikepdf.open(io.BytesIO(packet.pdf), password="quiet harbour at dawn") as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
    assert "Text of note 1." in texts(packet.pdf, "quiet harbour at dawn")[2]


def test_a_fax_cover_names_nothing_of_the_patient() -> None:
    packet = build(an_order(a_paper(1), cover=Cover.FAX, fax="555-0199"))
    cover = texts(packet.pdf)[0]
    assert "555-0199" in cover
    assert "SANTOS" not in cover
    assert "1980" not in cover
    assert "claim" not in cover


def test_nothing_is_left_under_a_box() -> None:
    """Neither text nor pixels: by extraction, in the bytes, and in the decoded picture."""
    secret = Image.new("RGB", (200, 200), (12, 200, 34))
    body = a_pdf("the secret diagnosis", "second page", picture=secret)
    boxes = (
        Box(page=1, left=60, bottom=690, right=300, top=720),
        Box(page=1, left=70, bottom=298, right=280, top=505),
    )
    paper = a_paper(1, content_type="application/pdf", body=body, boxes=boxes)
    packet = build(an_order(paper))
    pages = texts(packet.pdf)
    assert "secret" not in "".join(pages)
    assert "second page" in pages[3]
    with pikepdf.open(io.BytesIO(packet.pdf)) as pdf:
        found = [
            pikepdf.PdfImage(image).as_pil_image().convert("RGB")
            for page in pdf.pages
            for image in page.get_images().values()
            if isinstance(image, pikepdf.Stream)
        ]
        streams = b"".join(page.Contents.read_bytes() for page in pdf.pages if "/Contents" in page
                           and not isinstance(page.Contents, pikepdf.Array))  # fmt: skip
    assert b"secret" not in streams
    assert len(found) == 1
    colours = {colour for _, colour in found[0].getcolors(1 << 24) or []}
    assert (12, 200, 34) not in colours
    assert (0, 0, 0) in colours


def test_boxes_black_out_text_papers_and_pictures_too() -> None:
    whole = (Box(page=1, left=0, bottom=0, right=612, top=792),)
    picture = a_paper(2, content_type="image/png", body=an_image(), boxes=whole)
    packet = build(an_order(a_paper(1, boxes=whole), picture))
    assert "note 1." not in "".join(texts(packet.pdf)[2:])


def test_only_the_chosen_pages_of_a_scan_go() -> None:
    packet = build(an_order(a_scan(1, 4, pages=(2, 4))))
    joined = "".join(texts(packet.pdf))
    assert "scan 1 page 2" in joined
    assert "scan 1 page 4" in joined
    assert "scan 1 page 1" not in joined
    assert b"scan 1 page 3" not in packet.pdf


def test_an_amended_original_is_struck_and_its_amendment_follows() -> None:
    amendment = a_paper(2, title="Correction: Progress note", body=b"Never smoked.")
    struck = Struck(by="Dr. Lee", at="2026-01-05", why="wrong history")
    packet = build(an_order(a_paper(1, struck=struck, beside=(amendment,))))
    pages = texts(packet.pdf)
    assert "AMENDED 2026-01-05 by Dr. Lee." in pages[2]
    assert "Why: wrong history" in pages[2]
    assert "Text of note 1." in pages[2]
    assert "Never smoked." in pages[3]
    assert "AMENDED" not in pages[3]


def test_lists_notices_certificate_and_invoice() -> None:
    packet = build(
        an_order(
            a_paper(1),
            listings=(
                Listing(
                    title="Results", head=("Date", "Entry", "Value", "Status"),
                    rows=(("2025-05-01", "Sodium", "140 mmol/L", "final"),),
                ),
            ),
            notices=(("Part 2 notice", "42 CFR part 2 prohibits unauthorized use."),),
            certificate=Certificate(custodian="R. Ode", excluded=("psychotherapy notes",)),
            charge=Charge(
                schedule=Schedule(name="cost", labour=Decimal(3), by_page=Decimal("0.10")),
                basis=Basis.PATIENT, postage=Decimal("4.60"),
            ),
        )
    )  # fmt: skip
    joined = " ".join(" ".join(texts(packet.pdf)).split())
    for words in ("Sodium", "42 CFR part 2", "psychotherapy notes", "Copying, 2 pages $0.20",
                  "Labour for copying $3.00", "Postage $4.60", "Total $7.80"):  # fmt: skip
        assert words in joined
    first = dict(packet.begins)["listings"]
    assert f"numbered {first} to {packet.pages}" in joined


def test_scripts_embedded_files_forms_and_links_are_taken_out() -> None:
    pdf = pikepdf.open(io.BytesIO(a_pdf("harmless")))
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('boo')")
    pdf.Root.OpenAction = script
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())
    pdf.attachments["bad.exe"] = b"MZ malware"
    beside = pikepdf.AttachedFileSpec(pdf, b"MZ beside", filename="beside.exe").obj
    pdf.pages[0].AF = pikepdf.Array([beside])
    pdf.pages[0].Annots = pikepdf.Array(
        [pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link,
                                              Rect=[0, 0, 10, 10], A=script))]
    )  # fmt: skip
    buffer = io.BytesIO()
    pdf.save(buffer)
    paper = a_paper(1, content_type="application/pdf", body=buffer.getvalue())
    packet = build(an_order(paper))
    assert {what for _, what in packet.stripped} == {
        "script", "form", "embedded files", "links and actions",
    }  # fmt: skip
    with pikepdf.open(io.BytesIO(packet.pdf)) as made:
        raw = b"".join(
            bytes(each.unparse(resolved=True)) for each in made.objects
            if isinstance(each, pikepdf.Dictionary)
        )  # fmt: skip
        assert len(made.attachments) == 0
    assert b"JavaScript" not in raw
    assert [name for name in (b"bad.exe", b"beside.exe", b"EmbeddedFile") if name in raw] == []


def _encrypted() -> bytes:
    buffer = io.BytesIO()
    pdf = pikepdf.open(io.BytesIO(a_pdf("locked")))
    pdf.save(buffer, encryption=pikepdf.Encryption(owner="x", user="y"))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        (a_paper(1, body=b""), "is empty"),
        (a_paper(1, body=b" \0\n"), "is empty"),
        (a_paper(1, content_type="application/pdf", body=b"%PDF-1.7 rubbish"), "broken PDF"),
        (a_paper(1, content_type="application/pdf", body=b"plain text"), "is no PDF"),
        (a_paper(1, content_type="application/pdf", body=_encrypted()), "is encrypted"),
        (a_paper(1, content_type="image/png", body=an_image()[:80]), "broken picture"),
        (a_paper(1, content_type="image/png", body=b"text"), "is no image"),
        (a_paper(1, content_type="audio/wav", body=b"RIFF"), "can't be printed"),
        (a_paper(1, body=b"a\0b"), "is no text"),
        (a_scan(1, 2, pages=(3,)), "has no page 3"),
        (a_scan(1, 2, boxes=(Box(page=9, left=0, bottom=0, right=1, top=1),)), "no page 9"),
    ],
)
def test_what_cant_be_printed_is_named_and_nothing_is_built(paper: Paper, words: str) -> None:
    with pytest.raises(PacketFaulty) as faulty:
        build(an_order(a_paper(2), paper))
    assert [fault.id for fault in faulty.value.faults] == ["doc-1"]
    assert words in faulty.value.faults[0].why
    assert "doc-1" not in faulty.value.message(), "staff know a paper by its title"


def test_a_huge_picture_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("himdesk.printing.packet.sheets.MOST_PIXELS", 1000)
    with pytest.raises(PacketFaulty, match="too large"):
        build(an_order(a_paper(1, content_type="image/png", body=an_image())))


def test_markup_is_printed_as_a_reader_sees_it() -> None:
    body = b"<html><head><style>p{}</style></head><body><p>Seen</p><script>x()</script></body>"
    text = texts(build(an_order(a_paper(1, content_type="text/html", body=body))).pdf)[2]
    assert "Seen" in text
    assert "x()" not in text


def test_any_script_is_printed() -> None:
    title = "\u0394\u03b9\u03ac\u03b3\u03bd\u03c9\u03c3\u03b7 \u8bb0\u5f55"
    assert title in texts(build(an_order(a_paper(1, title=title))).pdf)[2]


def test_a_long_text_without_a_blank_line_loses_and_repeats_no_line() -> None:
    body = "\n".join(f"line {n:04} of a monitor strip" for n in range(1, 1001))
    said = "\n".join(texts(build(an_order(a_paper(1, body=body.encode()))).pdf))
    assert re.findall(r"line (\d{4}) of", said) == [f"{n:04}" for n in range(1, 1001)]


def test_turned_and_large_pages_are_stamped_too() -> None:
    pdf = pikepdf.open(io.BytesIO(a_pdf("sideways", "large")))
    pdf.pages[0].Rotate = 90
    pdf.pages[1].MediaBox = pikepdf.Array([0, 0, 2000, 3000])
    buffer = io.BytesIO()
    pdf.save(buffer)
    paper = a_paper(1, content_type="application/pdf", body=buffer.getvalue())
    pages = texts(build(an_order(paper)).pdf)
    assert "Page 3 of 4" in pages[2]
    assert "Page 4 of 4" in pages[3]


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@pytest.mark.parametrize("passphrase", [None, "quiet harbour at dawn"])
def test_a_foreign_judge_finds_no_fault(tmp_path: Path, passphrase: str | None) -> None:
    order = an_order(
        a_paper(1), a_scan(2, boxes=(Box(page=1, left=0, bottom=0, right=99, top=99),)),
        a_paper(3, content_type="image/jpeg", body=an_image("JPEG")), watermark="Released",
    )  # fmt: skip
    file = tmp_path / "packet.pdf"
    file.write_bytes(build(replace(order, passphrase=passphrase)).pdf)
    options = [] if passphrase is None else [f"--password={passphrase}"]
    done = subprocess.run(
        ["qpdf", *options, "--check", str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
