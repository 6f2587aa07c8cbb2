# SPDX-License-Identifier: Apache-2.0
"""What is stamped on every page: reference, number, watermark; and how an original is struck."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pikepdf
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from himdesk.printing.typesetting import page
from himdesk.printing.typesetting.fonts import Weight
from himdesk.printing.typesetting.typeset import GREY, Setter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.printing.packet.values import Struck
    from himdesk.printing.typesetting.fonts import Fonts

RED: Final = HexColor("#a11d1d")
FAINT: Final = Color(0.25, 0.31, 0.38, alpha=0.12)
"""The watermark's colour: it is read, and hides nothing."""

_BASE: Final = 26.0
_SIZE: Final = 7.5
_WATERMARK: Final = 30.0
_BAND: Final = 36.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """The stamps of one packet; `struck` are the pages (from 1) of amended originals."""

    fonts: Fonts
    reference: str
    watermark: str
    foot: str
    struck: Mapping[int, Struck]

    def press(self, pdf: pikepdf.Pdf) -> None:
        """Stamp all pages, whatever their size and turn."""
        stamps = pikepdf.open(io.BytesIO(self._sheets(len(pdf.pages))))
        # A page may be of an earlier packet, with a stamp that must stay.
        name = pikepdf.Name("/Stamp" + "".join(c for c in self.reference if c.isalnum()))
        for target, stamp in zip(pdf.pages, stamps.pages, strict=True):
            _lay(pdf, target, stamp, name)

    def _sheets(self, count: int) -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=(page.WIDTH, page.HEIGHT), invariant=1)
        setter = Setter(self.fonts)
        for number in range(1, count + 1):
            if self.watermark:
                self._watermark(canvas, setter)
            if number in self.struck:
                _strike(canvas, setter, self.struck[number])
            self._footer(canvas, setter, number, count)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    def _footer(self, canvas: Canvas, setter: Setter, number: int, count: int) -> None:
        room = page.RIGHT - page.LEFT
        text = f"{self.reference}  {self.foot}"
        setter.line(canvas, (page.LEFT, _BASE), text, size=_SIZE, room=room * 0.75, colour=GREY)
        setter.line(
            canvas,
            (page.RIGHT, _BASE),
            f"Page {number} of {count}",
            size=_SIZE,
            room=room * 0.25,
            colour=GREY,
            right=True,
        )

    def _watermark(self, canvas: Canvas, setter: Setter) -> None:
        canvas.saveState()
        canvas.translate(page.WIDTH / 2, page.HEIGHT / 2)
        canvas.rotate(52)
        runs = setter.runs(self.watermark, Weight.BOLD)
        size = _WATERMARK
        wide = setter.fonts.width(runs, size)
        most = page.HEIGHT * 0.9
        size *= min(1.0, most / wide) if wide else 1.0
        at = (-min(wide, most) / 2, 0.0)
        setter.line(
            canvas, at, self.watermark, size=size, room=most + 1, weight=Weight.BOLD, colour=FAINT
        )
        canvas.restoreState()


def _lay(pdf: pikepdf.Pdf, target: pikepdf.Page, stamp: pikepdf.Page, name: pikepdf.Name) -> None:
    """Lay a stamp over a page. Its name is given, for pikepdf's own overlays have names by chance.

    What the page draws is put in brackets, so that it leaves nothing behind that turns the stamp.
    """
    form = pdf.copy_foreign(stamp.as_form_xobject())
    target.add_resource(form, pikepdf.Name.XObject, name)
    box = pikepdf.Rectangle(target.trimbox)
    target.contents_add(b"q\n", prepend=True)
    placed = target.calc_form_xobject_placement(
        form, name, box, invert_transformations=True, allow_shrink=True, allow_expand=True
    )
    target.contents_add(b"\nQ\n" + placed, prepend=False)


def _strike(canvas: Canvas, setter: Setter, struck: Struck) -> None:
    """A line through the page, across the watermark, and a band that says why; it stays legible."""
    canvas.saveState()
    canvas.setStrokeColor(RED)
    canvas.setLineWidth(1.2)
    canvas.line(page.LEFT / 2, page.HEIGHT - 40, page.WIDTH - page.LEFT / 2, 60)
    top = page.HEIGHT - _BAND
    canvas.setFillColor(HexColor("#fdecec"))
    canvas.rect(0, top, page.WIDTH, _BAND, stroke=0, fill=1)
    what = "RETRACTED" if struck.retracted else "AMENDED"
    by = f" by {struck.by}" if struck.by else ""
    told = f"{what} {struck.at}{by}. What replaces it follows."
    room, left = page.WIDTH - page.LEFT, page.LEFT / 2
    setter.line(canvas, (left, top + 21), told, size=11, room=room, weight=Weight.BOLD, colour=RED)
    setter.line(canvas, (left, top + 7), f"Why: {struck.why}", size=10, room=room, colour=RED)
    canvas.restoreState()
