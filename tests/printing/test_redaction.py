# SPDX-License-Identifier: Apache-2.0
"""Whatever a PDF hides a text in, nothing of it is in the file once a box lies over it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from himdesk.domain.releases.request import Box
from himdesk.printing.packet.build import build
from printing.test_packet import a_paper, an_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.printing.packet.values import Paper

WIDTH, HEIGHT = 612, 792
AT = (72, 700)
"""Where the secret stands on the page as it is stored."""

SECRET, OPEN = "Chlamydia4711", "Fracture0815"
FONT = pikepdf.Dictionary(
    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
)
SHOWN = f"BT /F 14 Tf {AT[0]} {AT[1]} Td ({SECRET}) Tj ET".encode()
REST = f"BT /F 14 Tf 72 300 Td ({OPEN}) Tj ET".encode()


def a_pdf(secret: bytes = SHOWN) -> pikepdf.Pdf:
    """A page with two words; `secret` draws the one that is to be blacked out."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=FONT))
    page.Contents = pdf.make_stream(secret + b"\n" + REST)
    return pdf


def in_nested_forms() -> pikepdf.Pdf:
    pdf = a_pdf(b"/Outer Do")
    page = pdf.pages[0]

    def form(drawn: bytes, **named: pikepdf.Object) -> pikepdf.Object:
        resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=FONT))
        resources.XObject = pikepdf.Dictionary(**named)
        return pdf.make_stream(
            drawn, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
            BBox=[0, 0, WIDTH, HEIGHT], Resources=resources,
        )  # fmt: skip

    page.Resources.XObject = pikepdf.Dictionary(Outer=form(b"/Inner Do", Inner=form(SHOWN)))
    return pdf


def invisible() -> pikepdf.Pdf:
    """The layer of words that a scanner lays over its picture."""
    return a_pdf(SHOWN.replace(b"BT", b"BT 3 Tr"))


def as_actual_text() -> pikepdf.Pdf:
    tagged = b"/Span <</ActualText (%s)>> BDC BT /F 14 Tf 72 700 Td (xxxxxxxx) Tj ET EMC"
    pdf = a_pdf(tagged % SECRET.encode())
    pdf.Root.StructTreeRoot = pikepdf.Dictionary(
        Type=pikepdf.Name.StructTreeRoot, K=pikepdf.Dictionary(S=pikepdf.Name.P, Alt=SECRET)
    )
    return pdf


def as_free_text() -> pikepdf.Pdf:
    pdf = a_pdf(b"")
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Contents=SECRET,
        Rect=[AT[0], AT[1] - 4, AT[0] + 200, AT[1] + 16], DA="/Helv 14 Tf 0 g",
    )  # fmt: skip
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])
    return pdf


def as_form_field() -> pikepdf.Pdf:
    pdf = a_pdf(b"")
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="word",
            V=SECRET,
            Rect=[AT[0], AT[1] - 4, AT[0] + 200, AT[1] + 16],
        )
    )
    pdf.pages[0].Annots = pikepdf.Array([field])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
    return pdf


def beside_the_page() -> pikepdf.Pdf:
    """Said again around the page: information, metadata, an embedded file, a bookmark."""
    pdf = a_pdf()
    pdf.docinfo["/Subject"] = SECRET
    with pdf.open_metadata() as metadata:
        metadata["dc:description"] = SECRET
    pdf.attachments["note.txt"] = SECRET.encode()
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))
    pdf.Root.Names.Dests = pikepdf.Dictionary(Names=[SECRET, [pdf.pages[0].obj, pikepdf.Name.Fit]])
    return pdf


def on_a_layer() -> pikepdf.Pdf:
    """A layer that is switched off on the screen and printed all the same."""
    pdf = a_pdf(b"/OC /Layer BDC\n" + SHOWN + b"\nEMC")
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=SECRET))
    pdf.pages[0].Resources.Properties = pikepdf.Dictionary(Layer=layer)
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))
    return pdf


def changed_later() -> pikepdf.Pdf:
    """An earlier state of the page is still in the file."""
    pdf = a_pdf()
    pdf.Root.Old = pdf.make_stream(SHOWN)
    return pdf


HIDDEN = [
    a_pdf, in_nested_forms, invisible, as_actual_text, as_free_text, as_form_field,
    beside_the_page, on_a_layer, changed_later,
]  # fmt: skip


def boxed(pdf: pikepdf.Pdf, box: Box) -> tuple[Paper, bytes]:
    buffer = io.BytesIO()
    pdf.save(buffer)
    body = buffer.getvalue()
    return a_paper(1, content_type="application/pdf", body=body, boxes=(box,)), body


def streams(pdf: bytes) -> bytes:
    """All that a file says, with every stream unpacked that can be."""
    found = [pdf]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for each in opened.objects:
            found.append(repr(each).encode())
            if isinstance(each, pikepdf.Stream):
                try:
                    found.append(each.read_bytes())
                except pikepdf.PdfError:
                    found.append(each.read_raw_bytes())
    return b"\n".join(found)


def words_on(pdf: bytes, page: int) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[page].get_textpage().get_text_range())
    finally:
        document.close()


@pytest.mark.parametrize("made", HIDDEN, ids=lambda made: made.__name__)
def test_a_text_under_a_box_is_nowhere_in_the_file(made: Callable[[], pikepdf.Pdf]) -> None:
    paper, body = boxed(made(), Box(page=1, left=60, top=730, right=400, bottom=690))
    assert SECRET.encode() in streams(body)
    packet = build(an_order(paper, watermark=""))
    said = streams(packet.pdf)
    for written in (SECRET.encode(), SECRET.encode().hex().encode(), SECRET.encode("utf-16-be")):
        assert written not in said
    page = dict(packet.begins)["doc-1"] - 1
    assert SECRET not in words_on(packet.pdf, page)


TURNS = {
    0: (AT[0], AT[1]),
    90: (AT[1], WIDTH - AT[0]),
    180: (WIDTH - AT[0], HEIGHT - AT[1]),
    270: (HEIGHT - AT[1], AT[0]),
}
"""Where the secret begins on the page as it is seen, by its turn."""


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("crop", [False, True])
def test_a_box_lies_where_one_sees_it_however_the_page_is_turned_and_cut(
    turn: int, crop: bool
) -> None:
    pdf = a_pdf(b"1 0 0 rg 68 696 8 8 re f")
    pdf.pages[0].Rotate = turn
    x, y = TURNS[turn]
    if crop:
        pdf.pages[0].CropBox = [20, 30, WIDTH, HEIGHT]
        left, below = {0: (20, 30), 90: (30, 0), 180: (0, 0), 270: (0, 20)}[turn]
        x, y = x - left, y - below
    paper, _ = boxed(pdf, Box(page=1, left=x - 20, top=y + 20, right=x + 20, bottom=y - 20))
    for boxes, red in (((), True), (paper.boxes, False)):
        packet = build(an_order(replace(paper, boxes=boxes), watermark=""))
        document = pypdfium2.PdfDocument(packet.pdf)
        page = document[dict(packet.begins)["doc-1"] - 1]
        picture = page.render(scale=1).to_pil().convert("RGB")
        seen = picture.getpixel((round(x), round(page.get_height() - y)))
        document.close()
        assert seen == ((255, 0, 0) if red else (0, 0, 0))
