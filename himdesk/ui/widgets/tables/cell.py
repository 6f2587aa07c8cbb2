# SPDX-License-Identifier: Apache-2.0
"""What a cell or a line shows, as plain values: words, marks, letters, signs, chips, switches.

The same pieces are painted in tables, in headers and in lines, so equal things look equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """Words; `marks` are the stretches that differ, drawn in the colours of `mark`.

    `tone` is the name of a text token. `mark` is A, B, C, add, rem, chg, cnf or find.
    """

    text: str
    tone: str = "text"
    marks: tuple[tuple[int, int], ...] = ()
    mark: str = "A"
    weight: int = 400
    small: bool = False
    strike: bool = False
    whole: bool = False
    """Never shortened: other pieces give way."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The block with A, B, C, = or ?."""

    letter: str


@dataclass(frozen=True, slots=True)
class Sign:
    """The block with =, ~, −, + or !."""

    sign: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A badge; `tone` is plain, outline, accent, done, stop, warn, conflict or key."""

    text: str
    tone: str = "plain"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Icon:
    """One of our icons."""

    name: str
    tone: str = "text_2"
    size: int = 14


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty space; `wide` pushes what follows to the right edge."""

    width: int = 8
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Nothing:
    """The hatched mark of a value that nobody recorded."""

    text: str = "none recorded"


@dataclass(frozen=True, slots=True)
class Meter:
    """A small bar that is filled to a share between 0 and 1."""

    share: float


@dataclass(frozen=True, slots=True)
class Check:
    """A check box."""

    on: bool
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """A switch between options, such as A, B and both; keys 1, 2, 3 choose in a table."""

    options: tuple[str, ...]
    chosen: str = ""
    suggested: str = ""
    needed: bool = False


Piece = Text | Letter | Sign | Chip | Icon | Gap | Nothing | Meter | Check | Choice


@dataclass(frozen=True, slots=True)
class Cell:
    """One or two lines of pieces; `right` sets them against the right edge."""

    pieces: tuple[Piece, ...] = ()
    second: tuple[Piece, ...] = ()
    right: bool = False
    ground: str = ""
    indent: int = 0
    spoken: str = ""
    """What a screen reader says instead of the pieces' words."""

    @property
    def words(self) -> str:
        """All words in reading order, for screen readers, tooltips and copying."""
        return self.spoken or " ".join(w for w in map(words, (*self.pieces, *self.second)) if w)

    @property
    def choice(self) -> Choice | None:
        """The switch, where there is one."""
        return next((p for p in self.pieces if isinstance(p, Choice)), None)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its key for signals, its cells, its height as a name of the sizes."""

    key: str
    cells: tuple[Cell, ...]
    enabled: bool = True
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` in pixels at the standard text size, `stretch` its share of the rest."""

    title: str
    width: int
    stretch: int = 0
    right: bool = False
    header: Cell | None = field(default=None)
    optional: bool = False
    """Left out where the stretching columns would have too little room."""


def words(piece: Piece) -> str:  # noqa: PLR0911 - one arm for each kind of piece
    """What a piece says."""
    match piece:
        case Text(text=text) | Chip(text=text) | Nothing(text=text):
            return text
        case Letter(letter=letter):
            return letter
        case Sign(sign=sign):
            return SIGN_WORDS.get(sign, sign)
        case Meter(share=share):
            return f"{share:.0%}"
        case Check(on=on):
            return "ticked" if on else "not ticked"
        case Choice(options=options, chosen=chosen):
            return f"{chosen or 'nothing'} chosen of {', '.join(options)}"
        case _:
            return ""


SIGN_WORDS = {
    "=": "equal",
    "~": "changed",
    "−": "missing on the second",
    "+": "only on the second",
    "!": "conflict",
    "?": "undecided",
}


def line(*pieces: Piece | str) -> Cell:
    """A cell of one line; plain strings become words."""
    return Cell(tuple(Text(p) if isinstance(p, str) else p for p in pieces))


def hint(text: str, tone: str = "text_2") -> Text:
    """Small words beside a value."""
    return Text(text, tone, small=True)


def number(text: str, *, weight: int = 400, tone: str = "text") -> Cell:
    """A number set against the right edge."""
    return Cell((Text(text, tone, weight=weight),), right=True)
