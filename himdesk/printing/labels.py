# SPDX-License-Identifier: Apache-2.0
"""Sheets of mailing labels.

A label holds name, address and our reference, never a medical record number or a subject.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from himdesk.printing.errors import Unprintable
from himdesk.printing.typesetting.fonts import code_of
from himdesk.printing.typesetting.page import HEIGHT, WIDTH
from himdesk.printing.typesetting.typeset import Prose, Setter, Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.printing.letters.values import Recipient
    from himdesk.printing.typesetting.fonts import Fonts

_LARGEST: Final = 10.0
_STEP: Final = 0.93
_LEADING: Final = 1.2
_FOOT: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSheet:
    """A sheet's geometry in points; as shipped, 3 by 10 labels of 2 5/8 by 1 inch on Letter."""

    columns: int = 3
    rows: int = 10
    width: float = 189.0
    height: float = 72.0
    left: float = 13.5
    top: float = 36.0
    gutter: float = 9.0
    inset: float = 9.0
    paper: tuple[float, float] = (WIDTH, HEIGHT)

    @property
    def per_page(self) -> int:
        """How many labels a page has."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """The lower left corner of a label, counted from 0 along the rows."""
        row, column = divmod(place, self.columns)
        x = self.left + column * (self.width + self.gutter)
        return x, self.paper[1] - self.top - (row + 1) * self.height


SHEETS: Final[dict[str, LabelSheet]] = {
    "avery-5160": LabelSheet(),
    "a4-3x8": LabelSheet(
        rows=8,
        width=70 * mm,
        height=37 * mm,
        left=0.0,
        top=0.5 * mm,
        gutter=0.0,
        inset=5 * mm,
        paper=A4,
    ),
}
"""The sheets that one can buy, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One label: to whom, and our reference in small print (may be empty)."""

    recipient: Recipient
    reference: str = ""


def print_labels(
    fonts: Fonts, labels: Sequence[Label], sheet: LabelSheet, *, skip: int = 0
) -> bytes:
    """A PDF of labels; `skip` leaves the labels out that were used before.

    The same input gives the same bytes.

    Raises:
        Unprintable: an address holds characters that no font has.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=sheet.paper, invariant=1)
    canvas.setTitle("Labels")
    setter = Setter(fonts)
    for number, label in enumerate(labels, start=skip % sheet.per_page):
        place = number % sheet.per_page
        if place == 0 and number:
            canvas.showPage()
        _draw(canvas, setter, label, sheet.corner(place), sheet)
    if setter.unprintable:
        raise Unprintable(tuple(code_of(c)[1:-1] for c in sorted(setter.unprintable)))
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(
    canvas: Canvas, setter: Setter, label: Label, corner: tuple[float, float], sheet: LabelSheet
) -> None:
    """One label, in the largest size that fits."""
    lines = [line for line in (label.recipient.name, *label.recipient.lines) if line]
    room, height = sheet.width - 2 * sheet.inset, sheet.height - 2 * sheet.inset
    size = _LARGEST
    prose = _prose(setter, "\n".join(lines), size)
    while (needed := prose.wrap(room, HEIGHT)[1]) > height:
        size *= _STEP
        prose = _prose(setter, "\n".join(lines), size)
    x, y = corner
    prose.drawOn(canvas, x + sheet.inset, y + (sheet.height - needed) / 2)
    if label.reference:
        right = (x + sheet.width - sheet.inset, y + sheet.inset - 2 * _FOOT)
        setter.line(canvas, right, label.reference, size=5, room=room, right=True)


def _prose(setter: Setter, text: str, size: float) -> Prose:
    prose = setter.plain(text, Style.CELL)
    for frag in prose.frags:
        frag.fontSize = size
    prose.style = ParagraphStyle("label", Style.CELL.para, fontSize=size, leading=size * _LEADING)
    return prose
