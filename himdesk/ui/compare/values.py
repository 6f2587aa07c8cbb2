# SPDX-License-Identifier: Apache-2.0
"""What the compare screen shows: plain values, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

LETTERS = "ABCDEFGH"


class Sign(StrEnum):
    """What a row says about its values; never told by colour alone."""

    EQUAL = "="
    CHANGED = "~"
    ADDED = "+"
    REMOVED = "−"
    CONFLICT = "!"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of one chart with the stretches that differ; None is "none recorded"."""

    text: str | None
    marks: tuple[tuple[int, int], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of the charts side by side.

    `keep` is a letter, "both", "" (the same on all) or "rule" (nobody chooses); `open` says that
    a person must still choose. `result` is what the surviving chart will show, `sources` the
    letters it comes from, `remark` what becomes of the other values.
    """

    field: str
    label: str
    cells: tuple[Cell, ...]
    sign: Sign
    keep: str
    choices: tuple[str, ...]
    result: Cell
    sources: tuple[str, ...]
    remark: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Banner:
    """Who a chart is about; `marks` are words such as "Part 2" or "deceased"."""

    letter: str
    name: str
    mrn: str
    born: str
    sex: str
    marks: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Everything, for a tooltip and a screen reader."""
        parts = (self.letter, self.name, self.mrn, self.born, self.sex, *self.marks)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class WarningLine:
    """A contradiction as the screen lists it."""

    code: str
    grade: str
    title: str
    text: str = ""
    acknowledged: str = ""


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many items of a kind each chart has, and the survivor will have.

    `note` says that some of them contradict each other.
    """

    kind: str
    label: str
    icon: str
    counts: tuple[int, ...]
    note: str = ""

    @property
    def total(self) -> int:
        """All of them: none is lost."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Bar:
    """An encounter on the timeline; times are days since 1970, `until` None while it lasts."""

    lane: str
    start: float
    until: float | None
    inpatient: bool
    label: str


@dataclass(frozen=True, slots=True)
class CompareView:
    """Everything the compare screen shows; `survivor` is the index of the chart that goes on."""

    banners: tuple[Banner, ...]
    result: Banner
    rows: tuple[FieldRow, ...]
    warnings: tuple[WarningLine, ...]
    counts: tuple[CountRow, ...]
    bars: tuple[Bar, ...]
    survivor: int = 0
    strokes: tuple[tuple[str, float], ...] = ()
    """Documents on the timeline: the letter of their chart, and days since 1970."""

    @property
    def pairs(self) -> tuple[str, ...]:
        """The pairs of charts, whose evidence is weighed each for itself: AB, AC, BC."""
        letters = [banner.letter for banner in self.banners]
        return tuple(a + b for a, b in combinations(letters, 2))

    @property
    def equal(self) -> tuple[str, ...]:
        """The labels of the fields that are the same on all charts."""
        return tuple(row.label for row in self.rows if row.sign is Sign.EQUAL)

    def differing(self) -> CompareView:
        """The same, with only the fields that differ."""
        return replace(self, rows=tuple(r for r in self.rows if r.sign is not Sign.EQUAL))

    @property
    def open_choices(self) -> int:
        """Fields that a person must still choose."""
        return sum(row.open for row in self.rows)

    @property
    def open_warnings(self) -> int:
        """Stops that nobody has acknowledged."""
        return sum(w.grade == "stop" and not w.acknowledged for w in self.warnings)

    @property
    def ready(self) -> bool:
        """Whether the merge can be reviewed."""
        blocked = any(w.grade == "never" for w in self.warnings)
        return not (blocked or self.open_choices or self.open_warnings)

    @property
    def verb(self) -> str:
        """What the primary button does, in its words."""
        stays = self.banners[self.survivor]
        retired = " and ".join(b.mrn for b in self.banners if b is not stays)
        return f"Review merge of {retired} into {stays.mrn}…"
