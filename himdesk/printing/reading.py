# SPDX-License-Identifier: Apache-2.0
"""What a reader finds on the printed pages: the text of a PDF, by zone, and searches in it.

PDFium, an engine that had no part in printing, reads the pages.
"""

from __future__ import annotations

import ctypes
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from himdesk.printing.pdfium import ENGINE
from himdesk.printing.typesetting.page import FOOT, HEIGHT, WIDTH, text_top
from himdesk.printing.typesetting.scripts import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from himdesk.printing.letters.template import Layout

_HYPHENS: Final = str.maketrans({"\x02": "-", "\ufffe": "-", "\u00ad": "-"})
_SLACK: Final = 6.0
# Only a value that fills lines can be broken by a page within its cell.
_MAY_BREAK: Final = 150
_PIECE: Final = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """Text without its blanks, in one piece, and where each character stood.

    Blanks say nothing: lines and pages break inside of values. They still bound words.
    """

    text: str
    bounds: frozenset[int]
    page_starts: tuple[int, ...]

    @classmethod
    def of(cls, pages: Iterable[str]) -> Reading:
        """Join the texts of pages."""
        squeezed: list[str] = []
        bounds: set[int] = {0}
        starts: list[int] = []
        length = 0
        for page in pages:
            starts.append(length)
            for word in plain(page).split():
                squeezed.append(word)
                length += len(word)
                bounds.add(length)
        return cls("".join(squeezed), frozenset(bounds), tuple(starts))

    def places(self, value: str) -> Iterator[tuple[int, int]]:
        """Start and end of each occurrence of a value that is not part of a longer word."""
        wanted = "".join(plain(value).split())
        start = self.text.find(wanted) if wanted else -1
        while start >= 0:
            end = start + len(wanted)
            if self._bounded(start) and self._bounded(end):
                yield start, end
            start = self.text.find(wanted, start + 1)

    def holds(self, value: str) -> int | None:
        """The page, from 1, on which a value is found; None if on none."""
        if is_right_to_left(value):
            return self._holds_words(value)
        place = next(self.places(value), None)
        if place is not None:
            return self.page_of(place[0])
        return self._holds_pieces("".join(plain(value).split()))

    def mentions(self, phrase: str) -> int | None:
        """The page on which a phrase, or a word that begins like it, is found."""
        wanted = "".join(plain(phrase).split())
        start = self.text.find(wanted)
        while start >= 0:
            if self._bounded(start):
                return self.page_of(start)
            start = self.text.find(wanted, start + 1)
        return None

    def near(self, value: str, phrases: Iterable[str], reach: int) -> int | None:
        """The page on which a value stands within reach of one of the phrases.

        Right-to-left text is read back in pieces: there it is enough that it is read.
        """
        wanted = ["".join(plain(phrase).split()) for phrase in phrases]
        page = self.holds(value)
        if is_right_to_left(value):
            return page
        starts = self._starts(value)
        close = any(
            phrase in self.text[max(start - reach, 0) : start + len(value) + reach]
            for start in starts
            for phrase in wanted
        )
        return page if close else None

    def _starts(self, value: str) -> list[int]:
        """Where a value may begin, a long one at its first part."""
        if len(value) > _MAY_BREAK:
            place = self.text.find("".join(plain(value).split())[:_PIECE])
            return [place] if place >= 0 else []
        return [start for start, _ in self.places(value)]

    def page_of(self, place: int) -> int:
        """The page of a character."""
        return bisect_right(self.page_starts, place)

    def _holds_words(self, value: str) -> int | None:
        """Right-to-left text is read back in either order: look for its words."""
        pages = []
        for word in value.split():
            found = self.mentions(word) or self.mentions(word[::-1]) or self._mirrored(word)
            if found is None:
                return None
            pages.append(found)
        return pages[0] if pages else None

    def _holds_pieces(self, wanted: str) -> int | None:
        """A table's cell that breaks over pages: its pieces in order, other cells between them."""
        if len(wanted) <= _MAY_BREAK:
            return None
        first, at = None, 0
        while wanted:
            size = min(_PIECE, len(wanted))
            place = self.text.find(wanted[:size], at)
            if place < 0:
                return None
            while size < len(wanted) and self.text.startswith(wanted[size], place + size):
                size += 1
            first = place if first is None else first
            wanted, at = wanted[size:], place + size
        return None if first is None else self.page_of(first)

    def _mirrored(self, word: str) -> int | None:
        """A word of both directions, or with signs: each stretch of one direction by itself."""
        page = None
        for _, group in groupby(plain(word), key=_direction):
            stretch = "".join(c for c in group if c.isalnum())
            found = max(self.text.find(stretch), self.text.find(stretch[::-1]))
            if found < 0:
                return None
            page = page or self.page_of(found)
        return page

    def _bounded(self, place: int) -> bool:
        """Whether no word runs on over this place."""
        if place in self.bounds or place in {0, len(self.text)}:
            return True
        return not (self.text[place - 1].isalnum() and self.text[place].isalnum())


@dataclass(frozen=True, slots=True)
class Pages:
    """The zones of a letter: the first page's head, the text of all pages, each page's foot."""

    head: Reading
    body: Reading
    feet: tuple[Reading, ...]


def _direction(character: str) -> str:
    """What is written in one direction without a break: letters of one, or signs of none."""
    if not character.isalnum():
        return character
    return unicodedata.bidirectional(character)


def plain(text: str) -> str:
    """Text for comparing: compatibility forms and case folded."""
    return unicodedata.normalize("NFKC", text.translate(_HYPHENS)).casefold()


def read(pdf: bytes, layout: Layout) -> Pages:
    """Read the zones of a letter's pages."""
    import pypdfium2  # noqa: PLC0415 - 65 ms that only letters need

    sheets: list[tuple[str, str, str]] = []
    with ENGINE:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for number, sheet in enumerate(document, start=1):
                sheets.append(_zones(sheet, text_top(layout, number) + _SLACK))
        finally:
            document.close()
    heads, bodies, feet = zip(*sheets, strict=True)
    return Pages(Reading.of(heads[:1]), Reading.of(bodies), tuple(Reading.of([f]) for f in feet))


def _zones(sheet: Any, top: float) -> tuple[str, str, str]:
    """The texts above, in and below a page's text."""
    text = sheet.get_textpage()
    foot = FOOT - _SLACK
    head, body, below = (
        _whole(text.get_text_bounded(0, bottom, WIDTH, up))
        for bottom, up in ((top, HEIGHT), (foot, top), (0, foot))
    )
    if not is_right_to_left(head + body):
        return head, body, below
    # Where right-to-left text shares a line with a number, PDFium reorders across table cells.
    pieces = _pieces(text)
    return (
        " ".join(piece for y, piece in pieces if y >= top),
        " ".join(piece for y, piece in pieces if foot <= y < top),
        below,
    )


def _pieces(text: Any) -> list[tuple[float, str]]:
    """Each drawn piece of text with its height, its characters from left to right."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    x, y = ctypes.c_double(), ctypes.c_double()
    pieces: dict[int, list[tuple[float, float, str]]] = {}
    for index in range(pdfium.FPDFText_CountChars(text)):
        thing = pdfium.FPDFText_GetTextObject(text, index)
        if not thing:
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        place = ctypes.cast(thing, ctypes.c_void_p).value or 0
        character = chr(pdfium.FPDFText_GetUnicode(text, index))
        pieces.setdefault(place, []).append((x.value, y.value, character))
    return [
        (piece[0][1], "".join(character for _, _, character in sorted(piece)))
        for piece in pieces.values()
    ]


def _whole(text: str) -> str:
    """Characters beyond the first plane come as two halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
