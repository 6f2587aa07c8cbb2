# SPDX-License-Identifier: Apache-2.0
"""The fonts that letters are set in, and which of them has which character.

DejaVu Sans sets Latin, Greek, Cyrillic, Vietnamese, Armenian, Georgian, Hebrew and Arabic;
fallback fonts set Chinese, Japanese, Korean and Thai. What no font has, or what would be set
wrongly without shaping (the scripts of India), is printed as its code, `[U+0930]`, and reported:
never as an empty box.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from himdesk.printing.typesetting.scripts import Joining, is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_LAST_PLAIN: Final = 0xFFFF
_FALLBACKS: Final = (
    ("himdesk-thai", "fallback/NotoSansThai-Regular.ttf", 0x0E00, 0x0E7F),
    ("himdesk-cjk", "fallback/DroidSansFallback.ttf", 0x1100, 0x10FFFF),
)
# Bidirectional controls, zero-width signs, byte order marks and variation selectors: nothing a
# reader of paper could see, and some of them would turn the order of a line around.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\t]")
_HEBREW_POINTS: Final = range(0x0591, 0x05C8)
_TONES: Final = frozenset("\u0e48\u0e49\u0e4a\u0e4b\u0e4c")
_UPPER_VOWELS: Final = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e4d")
_SARA_AM: Final = "\u0e33"
_RISE: Final = 0.2


class Weight(StrEnum):
    """The faces a letter uses; their values are ReportLab's names of the fonts."""

    REGULAR = "himdesk-sans"
    BOLD = "himdesk-sans-bold"
    OBLIQUE = "himdesk-sans-oblique"


_FILES: Final = {
    Weight.REGULAR: "dejavu/DejaVuSans.ttf",
    Weight.BOLD: "dejavu/DejaVuSans-Bold.ttf",
    Weight.OBLIQUE: "dejavu/DejaVuSans-Oblique.ttf",
}


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive characters of one font."""

    font: str
    text: str
    rise: float = 0.0
    """How far above the line, as a share of the size: a Thai tone mark above a vowel."""


@dataclass(frozen=True, slots=True)
class Face:
    """A registered font, the code points it has, and those it is asked for."""

    name: str
    has: frozenset[int]
    first: int = 0
    last: int = 0x10FFFF

    def sets(self, code: int) -> bool:
        """Whether this font prints the character."""
        return self.first <= code <= self.last and code in self.has


@dataclass(frozen=True, slots=True)
class Fonts:
    """Registered fonts with their coverage; immutable, and shared by all letters of a press."""

    faces: dict[Weight, Face]
    fallbacks: tuple[Face, ...]
    joining: Joining

    @classmethod
    def load(cls, folder: Path) -> Fonts:
        """Register the fonts below a folder; names that are registered already are used again."""
        faces = {weight: _face(weight, folder / file) for weight, file in _FILES.items()}
        fallbacks = tuple(
            _face(name, folder / file, first, last) for name, file, first, last in _FALLBACKS
        )
        return cls(faces, (faces[Weight.REGULAR], *fallbacks), Joining.from_unicode())

    def runs(self, text: str, weight: Weight = Weight.REGULAR) -> list[Run]:
        """The cleaned text in logical order, cut where the font changes."""
        main = self.faces[weight]
        if all(ord(character) in main.has for character in text):
            return [Run(main.name, text)] if text else []
        runs: list[Run] = []
        for index, character in enumerate(text):
            face = self._face_for(character, main)
            piece = character if face else code_of(character)
            name = (face or main).name
            rise = _RISE if _is_raised(text, index) else 0.0
            if runs and (runs[-1].font, runs[-1].rise) == (name, rise):
                runs[-1] = Run(name, runs[-1].text + piece, rise)
            else:
                runs.append(Run(name, piece, rise))
        return runs

    def unprintable(self, text: str) -> frozenset[str]:
        """The characters of a cleaned text that no font has."""
        main = self.faces[Weight.REGULAR]
        return frozenset(c for c in set(text) if self._face_for(c, main) is None)

    def clean(self, text: str) -> str:
        """One line of text as it is set: composed, joined, without what can't be seen."""
        if text.isascii() and text.isprintable():
            return text
        composed = visible(text)
        return self.joining.join(composed) if is_right_to_left(composed) else composed

    def width(self, runs: Iterable[Run], size: float) -> float:
        """The width of runs in points."""
        return sum(float(pdfmetrics.stringWidth(run.text, run.font, size)) for run in runs)

    def _face_for(self, character: str, main: Face) -> Face | None:
        code = ord(character)
        if code in main.has or character == "\n":
            return main
        return next((face for face in self.fallbacks if face.sets(code)), None)


def _is_raised(text: str, index: int) -> bool:
    """Whether a Thai tone mark stands above a vowel that is itself above the letter."""
    return text[index] in _TONES and (
        text[index - 1 : index] in _UPPER_VOWELS or text[index + 1 : index + 2] == _SARA_AM
    )


def visible(text: str) -> str:
    """The text, composed, without controls and signs that nobody could see on paper."""
    composed = unicodedata.normalize("NFC", _CONTROL.sub(" ", _INVISIBLE.sub("", text)))
    if composed.isascii():
        return composed
    # A combining mark without a letter before it is no writing.
    pairs = pairwise(f" {composed}")
    return "".join(c for before, c in pairs if not (before == " " and unicodedata.combining(c)))


def code_of(character: str) -> str:
    """What stands on paper for a character that no font has."""
    return f"[U+{ord(character):04X}]"


def _face(name: str, file: Path, first: int = 0, last: int = 0x10FFFF) -> Face:
    """Register one font under its name, once."""
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(str(name), str(file), shapable=False))
    # ReportLab tells readers of the file a wrong code for characters beyond the first plane, and
    # does not place the points of Hebrew above and below their letters.
    glyphs = pdfmetrics.getFont(name).face.charToGlyph
    points = (c for c in _HEBREW_POINTS if unicodedata.combining(chr(c)))
    has = frozenset(c for c in glyphs if c <= _LAST_PLAIN).difference(points)
    return Face(str(name), has, first, last)
