# SPDX-License-Identifier: Apache-2.0
"""What stands around the text: letterhead, window address, reference, barcode, footer.

US Letter. The address stands where the left window of a #10 envelope (7/8 inch from the left,
1/2 inch from the bottom, 4 1/2 by 1 1/8 inches) shows it however the folded sheet slides inside,
and nothing about the patient stands where that window could reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas

from himdesk.printing.errors import BadReference
from himdesk.printing.letters.template import Layout
from himdesk.printing.typesetting.fonts import Weight
from himdesk.printing.typesetting.typeset import ACCENT, GREY, HAIRLINE, Prose, Setter, Style

if TYPE_CHECKING:
    from himdesk.printing.letters.template import LetterTemplate
    from himdesk.printing.letters.values import Dispatch, Site
    from himdesk.printing.typesetting.words import Words

WIDTH: Final = 612.0
HEIGHT: Final = 792.0
LEFT: Final = 68.0
RIGHT: Final = WIDTH - LEFT
FOOT: Final = 57.0
"""The text ends above this line."""

_TEXT_TOP: Final = {Layout.LETTER: HEIGHT - 268.0, Layout.RECORD: HEIGHT - 152.0}
_NEXT_TOP: Final = HEIGHT - 66.0
TEXT_HEIGHT: Final = _NEXT_TOP - FOOT
"""What a page after the first holds."""
_FOLDS: Final = (HEIGHT * 2 / 3, HEIGHT / 3)
_SIDE: Final = 396.0
_ADDRESS_ROOM: Final = 246.0
_ADDRESS_MIDDLE: Final = HEIGHT - 206.0
_ADDRESS_HEIGHT: Final = 68.0
_ADDRESS_SIZES: Final = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
_LONGEST_REFERENCE: Final = 24
_MODULES: Final = 11
_BAR: Final = 0.9
_BAR_HEIGHT: Final = 24.0


@dataclass(frozen=True, slots=True)
class Furniture:
    """Draws what surrounds the text of one letter."""

    template: LetterTemplate
    letter: Dispatch
    site: Site
    words: Words
    setter: Setter

    def draw(self, canvas: Canvas, number: int, total: int) -> None:
        """All of a page's furniture."""
        if number > 1:
            self._continuation(canvas)
        else:
            self._letterhead(canvas)
            if self.template.layout is Layout.LETTER:
                self._address(canvas)
                self._folds(canvas)
                self._reference(canvas, HEIGHT - 132.0, _SIDE)
            else:
                self._reference(canvas, HEIGHT - 106.0, LEFT)
        self._footer(canvas, number, total)

    def _letterhead(self, canvas: Canvas) -> None:
        """The site's mark, name, department and address."""
        base, side = HEIGHT - 72.0, 34.0
        canvas.setFillColor(ACCENT)
        canvas.roundRect(LEFT, base, side, side, 7, stroke=0, fill=1)
        canvas.setFillColor("white")
        bar, arm = side * 0.2, side * 0.56
        middle = (LEFT + side / 2, base + side / 2)
        canvas.rect(middle[0] - bar / 2, middle[1] - arm / 2, bar, arm, stroke=0, fill=1)
        canvas.rect(middle[0] - arm / 2, middle[1] - bar / 2, arm, bar, stroke=0, fill=1)
        x = LEFT + side + 10
        room = RIGHT - x
        line = self.setter.line
        line(canvas, (x, base + 21), self.site.name, size=14, room=room, weight=Weight.BOLD)
        line(canvas, (x, base + 9), self.site.department, size=8.5, room=room, colour=GREY)
        where = " · ".join(filter(None, (*self.site.address, self.site.phone)))
        line(canvas, (x, base - 2), where, size=8.5, room=room, colour=GREY)
        self._rule(canvas, base - 13)

    def _address(self, canvas: Canvas) -> None:
        """The recipient, in the largest size that fits the window."""
        lines = (self.letter.recipient.name, *self.letter.recipient.lines)
        for size in _ADDRESS_SIZES:
            paragraphs = [self._address_line(text, size) for text in filter(None, lines)]
            heights = [p.wrap(_ADDRESS_ROOM, HEIGHT)[1] for p in paragraphs]
            if sum(heights) <= _ADDRESS_HEIGHT:
                break
        y = _ADDRESS_MIDDLE + sum(heights) / 2
        for paragraph, height in zip(paragraphs, heights, strict=True):
            y -= height
            paragraph.drawOn(canvas, LEFT, y)

    def _address_line(self, text: str, size: float) -> Prose:
        paragraph = self.setter.plain(text, Style.CELL)
        for frag in paragraph.frags:
            frag.fontSize = size
        paragraph.style = ParagraphStyle(
            "address", Style.CELL.para, fontSize=size, leading=size * 1.22
        )
        return paragraph

    def _reference(self, canvas: Canvas, top: float, x: float) -> None:
        """Day, our reference and its barcode, right of what the window can show.

        On a sheet for the record the words stand at the left of the barcode.
        """
        room = RIGHT - _SIDE
        line = self.setter.line
        day = self.words.day(self.letter.on)
        line(canvas, (x, top), day, size=9.25, room=room, weight=Weight.BOLD)
        line(canvas, (x, top - 16), self.words.reference, size=8, room=room, colour=GREY)
        line(canvas, (x, top - 28), self.letter.reference, size=9.25, room=room)
        modules = (len(self.letter.reference) + 3) * _MODULES + 2
        width = min(_BAR, room / modules)
        code = Code128(self.letter.reference, barWidth=width, barHeight=_BAR_HEIGHT, quiet=0)
        below = top - 38 - _BAR_HEIGHT if x == _SIDE else top - 22
        code.drawOn(canvas, _SIDE, below)

    def _continuation(self, canvas: Canvas) -> None:
        """The head of a further page."""
        y, half, rest = HEIGHT - 44.0, (RIGHT - LEFT) * 0.62 - 8, (RIGHT - LEFT) * 0.38
        about = f"{self.letter.reference} · {self.words.day(self.letter.on)}"
        line = self.setter.line
        line(canvas, (LEFT, y), self.site.name, size=8.5, room=half, weight=Weight.BOLD)
        line(canvas, (RIGHT, y), about, size=8.5, room=rest, colour=GREY, right=True)
        self._rule(canvas, y - 7)

    def _footer(self, canvas: Canvas, number: int, total: int) -> None:
        """Template with version and hash, the ledger's head, the language, page x of y."""
        self._rule(canvas, FOOT - 14)
        parts = [f"{self.words.template} {self.template.stamp}"]
        if self.template.reviewed:
            parts.append(f"{self.words.reviewed} {self.words.day(self.template.reviewed)}")
        parts += [f"{self.words.ledger} {self.letter.ledger_head}", self.words.language]
        y, page_room = FOOT - 25, 90.0
        room = RIGHT - LEFT - page_room
        line = self.setter.line
        line(canvas, (LEFT, y), " · ".join(parts), size=7, room=room, colour=GREY)
        page = self.words.page(number, total)
        line(canvas, (RIGHT, y), page, size=8, room=page_room - 6, colour=GREY, right=True)

    def _folds(self, canvas: Canvas) -> None:
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        for y in _FOLDS:
            canvas.line(14, y, 24, y)

    def _rule(self, canvas: Canvas, y: float) -> None:
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.6)
        canvas.line(LEFT, y, RIGHT, y)


class CountingCanvas(Canvas):  # type: ignore[misc]
    """A canvas that draws the furniture last, when the number of pages is known."""

    def __init__(self, *args: Any, furniture: Furniture, **options: Any) -> None:
        super().__init__(*args, **options)
        self._furniture = furniture
        self._finished: list[dict[str, Any]] = []

    @property
    def pages(self) -> int:
        """How many pages are finished."""
        return len(self._finished)

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """Keep the finished page for later."""
        self._finished.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Draw the furniture of every page, then write the file."""
        for number, state in enumerate(self._finished, start=1):
            self.__dict__.update(state)
            self._furniture.draw(self, number, len(self._finished))
            super().showPage()
        super().save()


def text_top(layout: Layout, number: int) -> float:
    """Where the text of a page begins."""
    return _TEXT_TOP[layout] if number == 1 else _NEXT_TOP


def check_reference(reference: str) -> None:
    """Raise `BadReference` unless the reference can be printed as a barcode."""
    fits = 0 < len(reference) <= _LONGEST_REFERENCE
    if not (fits and reference.isascii() and reference.isprintable()):
        raise BadReference(_LONGEST_REFERENCE)
