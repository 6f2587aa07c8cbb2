# SPDX-License-Identifier: Apache-2.0
"""A paper's bytes as PDF pages that can do nothing but be looked at.

What the bytes say counts, not what they are called. Scripts, embedded files, forms that act and
links are taken out of PDFs; a page with boxes becomes a picture in which nothing lies under them.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw, ImageSequence

from himdesk.printing.packet.faults import Unreadable
from himdesk.printing.pdfium import ENGINE
from himdesk.printing.typesetting import page as sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from himdesk.domain.releases.request import Box

DPI: Final = 200
"""The resolution of a page that became a picture: that of a fax in fine mode."""

MOST_PIXELS: Final = 120_000_000
"""The largest picture that is printed: a square metre at 280 dpi."""

_MARGIN: Final = 36.0
_POINTS: Final = 72.0
_COLOURS: Final = {"RGB": "/DeviceRGB", "L": "/DeviceGray"}
_QUICKLY: Final = 1
"""The least packing: a photograph hardly gets smaller by more of it, and takes far longer."""
_ACTIVE: Final = ("/OpenAction", "/AA", "/AcroForm", "/Collection", "/JavaScript")
_NAMES: Final = ("/JavaScript", "/EmbeddedFiles")
_FILES: Final = ("/AF", "/EF")
_INERT: Final = frozenset({"/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Stamp",
                           "/Ink", "/Line", "/Square", "/Circle"})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """The pages of a paper as a PDF, and what was taken out of it."""

    pdf: pikepdf.Pdf
    stripped: tuple[str, ...] = ()


def kind_of(body: bytes, content_type: str = "") -> str:
    """What a paper is by its bytes: "pdf", "image" or "text"; `content_type` is what is said.

    Raises:
        Unreadable: it is empty, or none of these, or not what it says to be.
    """
    if not body.strip(b"\0 \r\n\t"):
        raise Unreadable("is empty")
    said = content_type.partition(";")[0].strip().lower()
    found = "pdf" if b"%PDF-" in body[:1024] else "image" if _is_image(body) else "text"
    claimed = {"application/pdf": "pdf"}.get(said, said.partition("/")[0])
    if claimed in {"pdf", "image"} and found != claimed:
        raise Unreadable(f"is no {claimed.upper() if claimed == 'pdf' else claimed}, as it says")
    if found == "text" and not (claimed == "text" or said in {"application/xml", "", "text"}):
        raise Unreadable(f"is of a type that can't be printed ({said})")
    return found


def _is_image(body: bytes) -> bool:
    starts = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
    return body.startswith(starts)


def of_pdf(body: bytes, pages: Sequence[int] | None = None) -> Sheets:
    """The pages of a PDF that go, with nothing in them that acts.

    Raises:
        Unreadable: it is broken or encrypted, or lacks a page that was chosen.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(body), attempt_recovery=True)
        if pdf.is_encrypted:
            raise Unreadable("is encrypted")
        count = len(pdf.pages)
    except pikepdf.PasswordError:
        raise Unreadable("is encrypted") from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise Unreadable("is a broken PDF") from None
    if count == 0:
        raise Unreadable("is a PDF without pages")
    _check_pages(pages, count)
    stripped = tuple(dict.fromkeys(_strip(pdf)))
    return Sheets(pdf=pdf, stripped=stripped)


def _strip(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Take out of a PDF what acts, and say what it was."""
    for key in _ACTIVE:
        if key in pdf.Root:
            del pdf.Root[key]
            yield {"/AcroForm": "form", "/Collection": "embedded files"}.get(key, "script")
    names = pdf.Root.get("/Names")
    for key in _NAMES:
        if isinstance(names, pikepdf.Dictionary) and key in names:
            del names[key]
            yield "script" if key == "/JavaScript" else "embedded files"
    if _strip_files(pdf):
        yield "embedded files"
    acted = False
    for each in pdf.pages:
        if "/AA" in each:
            del each["/AA"]
            acted = True
        acted |= _strip_annotations(each)
    if acted:
        yield "links and actions"


def _strip_files(pdf: pikepdf.Pdf) -> bool:
    """Take out the files that any part of a PDF is associated with (PDF 2.0), wherever it is."""
    found = False
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for key in _FILES:
            if key in each:
                del each[key]
                found = True
    return found


def _strip_annotations(each: pikepdf.Page) -> bool:
    """Keep only annotations that are marks on the paper, and nothing that they would do."""
    found = each.get("/Annots")
    if not isinstance(found, pikepdf.Array):
        return False
    kept = [mark for mark in found if _is_mark(mark)]
    acted = len(kept) < len(found)
    for mark in kept:
        for key in ("/A", "/AA"):
            if key in mark:
                del mark[key]
                acted = True
    if kept:
        each["/Annots"] = pikepdf.Array(kept)
    else:
        del each["/Annots"]
    return acted


def _is_mark(mark: Any) -> bool:
    return isinstance(mark, pikepdf.Dictionary) and str(mark.get("/Subtype")) in _INERT


def of_image(body: bytes, pages: Sequence[int] | None = None) -> Sheets:
    """A picture, or each frame of one, on pages of its own, upright and within the margins.

    Raises:
        Unreadable: it is broken or too large.
    """
    try:
        with Image.open(io.BytesIO(body)) as picture:
            frames = _frames(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Unreadable("is a broken picture") from None
    _check_pages(pages, len(frames))
    return Sheets(pdf=_pictures([(f, _fitted(f)) for f in frames]))


def _frames(picture: Image.Image) -> list[Image.Image]:
    if picture.width * picture.height > MOST_PIXELS:
        raise Unreadable(f"is too large a picture ({picture.width} x {picture.height})")
    return [frame.convert("RGB") for frame in ImageSequence.Iterator(picture)]


def _fitted(picture: Image.Image) -> tuple[float, float, float, float]:
    """Where a picture stands on a letter page: x, y, width, height."""
    room = (sheet.WIDTH - 2 * _MARGIN, sheet.HEIGHT - 2 * _MARGIN)
    scale = min(room[0] / picture.width, room[1] / picture.height)
    width, height = picture.width * scale, picture.height * scale
    return ((sheet.WIDTH - width) / 2, (sheet.HEIGHT - height) / 2, width, height)


def _pictures(
    frames: Sequence[tuple[Image.Image, tuple[float, float, float, float]]],
    size: tuple[float, float] = (sheet.WIDTH, sheet.HEIGHT),
) -> pikepdf.Pdf:
    """A page of this size for each picture, which stands at x, y, width, height."""
    pdf = pikepdf.new()
    for frame, (x, y, width, height) in frames:
        page = pdf.add_blank_page(page_size=size)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=_image(pdf, frame)))
        drawn = f"q {width:.4f} 0 0 {height:.4f} {x:.4f} {y:.4f} cm /Picture Do Q"
        page.Contents = pdf.make_stream(drawn.encode("ascii"))
    return pdf


def _image(pdf: pikepdf.Pdf, frame: Image.Image) -> pikepdf.Stream:
    """The pixels of a picture, packed without loss and with nothing else that its file told."""
    picture = frame if frame.mode in _COLOURS else frame.convert("RGB")
    return pdf.make_stream(
        zlib.compress(picture.tobytes(), _QUICKLY),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name(_COLOURS[picture.mode]),
        BitsPerComponent=8,
        Filter=pikepdf.Name.FlateDecode,
    )


def choose(sheets: Sheets, pages: Sequence[int] | None) -> Sheets:
    """Keep the pages that go, from 1."""
    if pages is None:
        return sheets
    kept = pikepdf.Pdf.new()
    kept.pages.extend([sheets.pdf.pages[number - 1] for number in pages])
    return Sheets(pdf=kept, stripped=sheets.stripped)


def black_out(sheets: Sheets, boxes: Sequence[Box]) -> Sheets:
    """Make pictures of the pages with boxes, black where these are.

    Text and picture under a box are nowhere in the file afterwards.

    Raises:
        Unreadable: a box is on no page.
    """
    if not boxes:
        return sheets
    by_page: dict[int, list[Box]] = {}
    for box in boxes:
        by_page.setdefault(box.page, []).append(box)
    if max(by_page) > len(sheets.pdf.pages):
        raise Unreadable(f"has no page {max(by_page)} to black out")
    buffer = io.BytesIO()
    sheets.pdf.save(buffer)
    whole = pikepdf.Pdf.new()
    with ENGINE:
        drawn = pypdfium2.PdfDocument(buffer.getvalue())
        try:
            for number, each in enumerate(sheets.pdf.pages, 1):
                if number in by_page:
                    whole.pages.extend(_blacked(drawn[number - 1], by_page[number]).pages)
                else:
                    whole.pages.append(each)
        finally:
            drawn.close()
    return Sheets(pdf=whole, stripped=sheets.stripped)


def _blacked(drawn: Any, boxes: Sequence[Box]) -> pikepdf.Pdf:
    scale = DPI / _POINTS
    width, height = drawn.get_size()
    picture = drawn.render(scale=scale).to_pil().convert("RGB")
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        pen.rectangle(
            (box.left * scale, (height - box.top) * scale, box.right * scale,
             (height - box.bottom) * scale),
            fill="black",
        )  # fmt: skip
    return _pictures([(picture, (0, 0, width, height))], (width, height))


def _check_pages(pages: Sequence[int] | None, count: int) -> None:
    missing = [number for number in pages or () if not 1 <= number <= count]
    if missing:
        raise Unreadable(f"has no page {missing[0]}: there are {count}")
