# SPDX-License-Identifier: Apache-2.0
"""What stays on one page: a heading with what it heads, a signature with what it is under."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportlab.platypus.flowables import CondPageBreak, Flowable, KeepTogether
from reportlab.platypus.tables import Table

from himdesk.printing.letters.template import BlockType
from himdesk.printing.typesetting.page import LEFT, RIGHT, TEXT_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH: Final = RIGHT - LEFT
_SIGNED: Final = 46.0
"""How much text, in points, stands over a signature at least."""
_MOST: Final = TEXT_HEIGHT * 0.7
"""What is higher is not held together."""
_BEGINNING: Final = 50.0
"""How much of a long paragraph stands under its heading at least."""
_LAST: Final = frozenset({BlockType.CLOSING, BlockType.SIGN, BlockType.ENCLOSURES})


@dataclass(frozen=True, eq=False)
class Unit:
    """Flowables of one block that no page break divides unless one of them divides itself."""

    type: BlockType
    keep: bool
    flowables: tuple[Flowable, ...]

    @cached_property
    def height(self) -> float:
        """How high it is where it has all the room."""
        return sum(
            float(x.wrap(_WIDTH, TEXT_HEIGHT)[1] + x.getSpaceBefore() + x.getSpaceAfter())
            for x in self.flowables
        )

    @property
    def leads(self) -> bool:
        """Whether it may not be the last on a page."""
        return self.keep or self.type is BlockType.HEADING

    @property
    def beginning(self) -> float:
        """How high the least is that may stand of it at the end of a page."""
        first = self.flowables[0]
        if isinstance(first, RowTable):
            return first.beginning()
        return min(self.height, _BEGINNING)


class RowTable(Table):  # type: ignore[misc]
    """A table whose rows go onto the next page whole, unless a row is higher than a page."""

    def beginning(self) -> float:
        """The height of its head with its first row."""
        self.wrap(_WIDTH, TEXT_HEIGHT)
        return float(sum(self._rowHeights[: int(self.repeatRows) + 1]))

    def split(self, width: float, height: float) -> list[Table]:
        """Break it between rows."""
        self.splitInRow = int(self.beginning() > TEXT_HEIGHT)
        parts: list[Table] = super().split(width, height)
        return parts


def kept(units: Sequence[Unit]) -> list[Flowable]:
    """The flowables of a letter, with what holds them together."""
    story: list[Flowable] = []
    at = 0
    ends = _groups(units)
    while at < len(units):
        end = ends.get(at, at)
        if end > at or len(units[at].flowables) > 1:
            story += _together(units[at : end + 1])
        else:
            if units[at].leads and not (at and units[at - 1].leads):
                story.append(CondPageBreak(_under(units, at, ends)))
            story += units[at].flowables
        at = end + 1
    return story


def _together(units: Sequence[Unit]) -> list[Flowable]:
    """A group, whose headings stand as far from what is above them as all others."""
    held: list[Flowable] = []
    for unit in units:
        if unit.type is BlockType.HEADING:
            held.append(CondPageBreak(0))
        held += unit.flowables
    first = 1 if isinstance(held[0], CondPageBreak) else 0
    return [*held[:first], KeepTogether(held[first:])]


def _under(units: Sequence[Unit], at: int, ends: dict[int, int]) -> float:
    """The room that a heading needs with the beginning of what it heads."""
    height, below = units[at].height, at + 1
    while below < len(units) and units[below].leads and below not in ends:
        height += units[below].height
        below += 1
    if below < len(units):
        held = units[below : ends.get(below, below) + 1]
        height += held[0].beginning if len(held) == 1 else sum(unit.height for unit in held)
    return height if height <= _MOST else units[at].height + _BEGINNING


def _groups(units: Sequence[Unit]) -> dict[int, int]:
    """Where groups begin and end: each signature with the text that it stands under."""
    ends: dict[int, int] = {}
    for last, unit in enumerate(units):
        if unit.type not in _LAST:
            continue
        first = _reach(units, last)
        before = next((f for f, end in ends.items() if first <= end), None)
        if before is not None:
            first = min(first, before)
            del ends[before]
        ends[first] = last
    return ends


def _reach(units: Sequence[Unit], last: int) -> int:
    """Where what is held with the unit at `last` begins.

    A form to be signed that follows the sender's own signature stands by itself.
    """
    first, text, height = last, 0.0, units[last].height
    while first > 0:
        above = units[first - 1]
        held = text >= _SIGNED and not above.leads and not _lonely(units, first - 1)
        if held or height + above.height > _MOST or _is_ours(units, last, first - 1):
            break
        first -= 1
        height += above.height
        if above.type is not BlockType.HEADING:
            text += above.height
    return first


def _lonely(units: Sequence[Unit], at: int) -> bool:
    """Whether a short unit would be left with its heading, and without the rest of its part."""
    cut = at > 0 and units[at - 1].leads and units[at + 1].type is not BlockType.HEADING
    return cut and units[at].height < _SIGNED


def _is_ours(units: Sequence[Unit], last: int, at: int) -> bool:
    """Whether the sender's own signature ends at `at`, over a form that others sign."""
    if units[last].type is not BlockType.SIGN:
        return False
    if units[at].type is BlockType.ENCLOSURES and at > 0:
        at -= 1
    return units[at].type is BlockType.CLOSING
