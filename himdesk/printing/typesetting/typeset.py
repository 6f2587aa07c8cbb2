# SPDX-License-Identifier: Apache-2.0
"""Lines and paragraphs: every character in a font that has it, every line in visual order."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeVar

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus.paragraph import Paragraph
from reportlab.platypus.paraparser import ParaFrag

from himdesk.printing.typesetting.fonts import Fonts, Run, Weight
from himdesk.printing.typesetting.scripts import is_right_to_left, visual

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportlab.pdfgen.canvas import Canvas

INK: Final = HexColor("#18202B")
GREY: Final = HexColor("#465160")
ACCENT: Final = HexColor("#0B6870")
HAIRLINE: Final = HexColor("#BCC4CE")
SHADE: Final = HexColor("#F0F2F5")
STOP: Final = HexColor("#B3261E")

_LEADING: Final = 1.36
_SMALLEST: Final = 5.0
_STEP: Final = 0.25
_T = TypeVar("_T")


class Style(Enum):
    """The paragraph styles: size, weight, space before and after, colour, indent."""

    TITLE = ("title", 13.5, Weight.BOLD, 0, 8, INK, 0)
    HEADING = ("heading", 10, Weight.BOLD, 8, 4, INK, 0)
    BODY = ("body", 9, Weight.REGULAR, 0, 6, INK, 0)
    ITEM = ("item", 9, Weight.REGULAR, 0, 3, INK, 17)
    LABEL = ("label", 8.5, Weight.REGULAR, 0, 0, GREY, 0)
    CELL = ("cell", 9, Weight.REGULAR, 0, 0, INK, 0)
    HEAD_CELL = ("head-cell", 8.5, Weight.BOLD, 0, 0, GREY, 0)
    SMALL = ("small", 8.5, Weight.REGULAR, 0, 3, GREY, 0)

    def __init__(self, *facts: Any) -> None:
        label, size, weight, before, after, colour, indent = facts
        self.weight: Weight = weight
        self.colour: HexColor = colour
        self.size: float = size
        self.para = ParagraphStyle(
            label,
            fontName=str(weight),
            fontSize=size,
            leading=size * _LEADING,
            spaceBefore=before,
            spaceAfter=after,
            textColor=colour,
            leftIndent=indent,
            bulletFontName=str(Weight.REGULAR),
            bulletFontSize=size,
            bulletIndent=2,
            allowWidows=0,
            allowOrphans=0,
            embeddedHyphenation=1,
        )


class Prose(Paragraph):  # type: ignore[misc]
    """A paragraph that is broken into lines in logical order and drawn in visual order."""

    blPara: Any  # noqa: N815 - ReportLab's name
    _broken_for: float | None = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the lines, once for each width: layout asks several times."""
        if width != self._broken_for or not hasattr(self, "blPara"):
            super().wrap(width, height)
            self._broken_for = width
        return self.width, self.height

    def drawPara(self, debug: int = 0) -> None:  # noqa: N802 - ReportLab's name
        """Draw the lines, right-to-left stretches turned around."""
        logical = self.blPara
        lines = logical.lines
        turned = [_turned(line) for line in lines]
        if any(new is not old for new, old in zip(turned, lines, strict=True)):
            self.blPara = logical.clone(lines=turned)
        try:
            super().drawPara(debug)
        finally:
            self.blPara = logical


def _turned(line: Any) -> Any:
    """One broken line in visual order; the same object if it runs from left to right."""
    if isinstance(line, tuple):
        text = " ".join(line[1])
        if not is_right_to_left(text):
            return line
        return (line[0], "".join(c for _, c in visual(text)).split(" "))
    if not any(is_right_to_left(getattr(frag, "text", "")) for frag in line.words):
        return line
    pairs = [(frag, frag.text) for frag in line.words if getattr(frag, "text", "")]
    return line.clone(words=[frag.clone(text=text) for frag, text in in_visual_order(pairs)])


def in_visual_order(pairs: Sequence[tuple[_T, str]]) -> list[tuple[_T, str]]:
    """Texts that carry something (a font, a fragment), reordered for a left-to-right page."""
    text = "".join(part for _, part in pairs)
    if not is_right_to_left(text):
        return list(pairs)
    owner = [thing for thing, part in pairs for _ in part]
    out: list[tuple[_T, str]] = []
    for place, character in visual(text):
        if out and out[-1][0] is owner[place]:
            out[-1] = (owner[place], out[-1][1] + character)
        else:
            out.append((owner[place], character))
    return out


@dataclass(slots=True)
class Setter:
    """Sets the texts of one letter, and remembers what could not be printed."""

    fonts: Fonts
    unprintable: set[str] = field(default_factory=set)

    def runs(self, text: str, weight: Weight = Weight.REGULAR) -> list[Run]:
        """One line of any text as runs in logical order."""
        clean = self.fonts.clean(text.replace("\n", " "))
        self.unprintable |= self.fonts.unprintable(clean)
        return self.fonts.runs(clean, weight)

    def prose(
        self, parts: Iterable[tuple[str, bool]], style: Style, bullet: str | None = None
    ) -> Prose:
        """A paragraph of texts, each plain or bold; a line break in a text breaks the line."""
        frags: list[ParaFrag] = []
        for text, bold in parts:
            weight = Weight.BOLD if bold else style.weight
            for number, line in enumerate(text.replace("\r\n", "\n").split("\n")):
                if number:
                    frags.append(_frag(Run(str(weight), ""), style, lineBreak=True))
                frags += [_frag(run, style) for run in self.runs(line, weight)]
        return Prose(
            "", style.para, bulletText=bullet, frags=frags or [_frag(Run(style.weight, ""), style)]
        )

    def plain(self, text: str, style: Style) -> Prose:
        """A paragraph of one text."""
        return self.prose([(text, False)], style)

    def line(
        self,
        canvas: Canvas,
        at: tuple[float, float],
        text: str,
        *,
        size: float,
        room: float,
        weight: Weight = Weight.REGULAR,
        colour: HexColor = INK,
        right: bool = False,
    ) -> None:
        """Draw one line at its base line, made smaller until it fits into the room."""
        runs = self.runs(text, weight)
        while (width := self.fonts.width(runs, size)) > room and size > _SMALLEST:
            size -= _STEP
        x, y = at
        drawn = canvas.beginText(x - width if right else x, y)
        drawn.setFillColor(colour)
        for font, part in in_visual_order([(run.font, run.text) for run in runs]):
            drawn.setFont(font, size)
            drawn.textOut(part)
        canvas.drawText(drawn)


def _frag(run: Run, style: Style, **more: object) -> ParaFrag:
    """What ReportLab's own parser would make of a run."""
    return ParaFrag(
        text=run.text,
        fontName=run.font,
        fontSize=style.size,
        textColor=style.colour,
        rise=run.rise * style.size,
        greek=0,
        link=[],
        bold=0,
        italic=0,
        us_lines=[],
        **more,
    )
