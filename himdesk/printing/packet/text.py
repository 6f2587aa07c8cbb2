# SPDX-License-Identifier: Apache-2.0
"""Pages of text: notes, lists of records, notices, as they stand in a packet."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final

import pikepdf
from reportlab.platypus import Spacer, Table, TableStyle
from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.flowables import HRFlowable
from reportlab.platypus.frames import Frame

from himdesk.printing.packet.faults import Unreadable
from himdesk.printing.typesetting import page
from himdesk.printing.typesetting.typeset import HAIRLINE, Setter, Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportlab.platypus import Flowable

    from himdesk.printing.packet.values import Listing, Paper
    from himdesk.printing.typesetting.fonts import Fonts

WIDE: Final = page.RIGHT - page.LEFT
_HEAD: Final = 56.0
_FOOT: Final = 54.0
_AT_ONCE: Final = 60
"""Lines that are set together, with no gap to the next ones: each page breaks its rest anew."""
_PADDING: Final = (
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
)


@dataclass(frozen=True, slots=True)
class Typist:
    """Sets pages of text in the fonts of the letters, with room for what is stamped on them."""

    fonts: Fonts

    def pages(self, story: Sequence[Flowable]) -> pikepdf.Pdf:
        """The pages that a story fills."""
        buffer = io.BytesIO()
        none: dict[str, Any] = dict.fromkeys(
            ("leftPadding", "rightPadding", "topPadding", "bottomPadding"), 0
        )
        frame = Frame(page.LEFT, _FOOT, WIDE, page.HEIGHT - _HEAD - _FOOT, **none)
        document = BaseDocTemplate(buffer, pagesize=(page.WIDTH, page.HEIGHT), invariant=1)
        document.addPageTemplates([PageTemplate("page", frames=[frame])])
        document.build(list(story))
        return pikepdf.open(buffer)

    def note(self, paper: Paper, body: bytes) -> pikepdf.Pdf:
        """A document of text: its title, day and author, then what it says.

        Raises:
            Unreadable: its bytes are no text.
        """
        setter = Setter(self.fonts)
        about = ", ".join(part for part in (paper.day, paper.author) if part)
        story: list[Flowable] = [setter.plain(paper.title, Style.TITLE)]
        if about:
            story.append(setter.plain(about, Style.SMALL))
        story.append(rule())
        story += self.paragraphs(setter, text_of(body))
        return self.pages(story)

    def paragraphs(self, setter: Setter, text: str) -> Iterable[Flowable]:
        """Text as paragraphs: a blank line parts them, a line break breaks the line."""
        for part in re.split(r"\n[ \t]*\n", text.strip("\n")):
            lines = part.strip("\n").split("\n")
            last = (len(lines) - 1) // _AT_ONCE * _AT_ONCE
            for at in range(0, last, _AT_ONCE):
                yield setter.plain("\n".join(lines[at : at + _AT_ONCE]), Style.CELL)
            yield setter.plain("\n".join(lines[last:]), Style.BODY)

    def listing(self, setter: Setter, listing: Listing) -> list[Flowable]:
        """A list of records under its title."""
        rows = [[setter.plain(cell, Style.HEAD_CELL) for cell in listing.head]]
        rows += [[setter.plain(cell, Style.CELL) for cell in row] for row in listing.rows]
        return [
            setter.plain(listing.title, Style.HEADING),
            table(rows, _shares(len(listing.head)), heading=True),
        ]


def rule() -> Flowable:
    """A thin line across the page."""
    return HRFlowable(width="100%", thickness=0.6, color=HAIRLINE, spaceBefore=2, spaceAfter=8)


def gap(height: float = 8) -> Flowable:
    """White space, in points."""
    return Spacer(0, height)


def table(
    rows: Sequence[Sequence[Flowable]], shares: Sequence[float], *, heading: bool = False
) -> Table:
    """A table as wide as the text; `shares` of the width, the first row repeated if it heads."""
    whole = sum(shares)
    style = [*_PADDING, ("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIRLINE)]
    return Table(
        rows,
        colWidths=[WIDE * share / whole for share in shares],
        style=TableStyle(style),
        repeatRows=1 if heading else 0,
        hAlign="LEFT",
        splitInRow=1,
    )


def _shares(columns: int) -> tuple[float, ...]:
    """Days are narrow, entries wide."""
    known = {4: (1.1, 3.2, 2.2, 1.1)}
    return known.get(columns, (1.0,) * columns)


def text_of(body: bytes) -> str:
    """What a document of text says; of HTML and XML what a reader would see.

    Raises:
        Unreadable: its bytes are no text.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Unreadable("is no text, as it says")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _visible(text) if text.lstrip().startswith("<") else text


class _Reader(HTMLParser):
    """Collects what is seen of markup: blocks on lines of their own, no scripts or styles."""

    _BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "table", "section"})
    _UNSEEN = frozenset({"script", "style", "head"})

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.unseen += tag in self._UNSEEN
        if tag in self._BLOCKS:
            self.seen.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in self._UNSEEN and self.unseen > 0
        if tag in self._BLOCKS:
            self.seen.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.seen.append(data)


def _visible(text: str) -> str:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.seen).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
