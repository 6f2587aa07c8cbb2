# SPDX-License-Identifier: Apache-2.0
"""What changed between two texts, word by word: kept, struck, added."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.differences import differing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST: Final = 4_000_000
"""Pairs of words beyond which comparing each with each takes seconds."""

_WORDS: Final = re.compile(r"\w+|\n|[^\S\n]+|[^\w\s]")
"""Words, blanks and signs; the end of a line stands for itself, so that it is not struck for a
blank that is added behind it."""


class Mark(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    STRUCK = "struck"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text and what became of it.

    The kept and struck pieces of a redline make the old text, the kept and added ones the new.
    """

    mark: Mark
    text: str


def redline(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order, what was struck before what stands for it."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    first = _alike(before, after)
    last = _alike(before[first:][::-1], after[first:][::-1])
    end = len(before) - last
    changed = _between(before[first:end], after[first : len(after) - last])
    return (*_kept(before[:first]), *changed, *_kept(before[end:]))


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """How many words both begin with; what is alike at the ends need not be compared at length."""
    both = zip(before, after, strict=False)
    return next((i for i, (a, b) in enumerate(both) if a != b), min(len(before), len(after)))


def _kept(words: Sequence[str]) -> Iterator[Piece]:
    if words:
        yield Piece(Mark.KEPT, "".join(words))


def _between(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """The pieces of what stands between the ends that are alike; of much, line by line."""
    if len(before) * len(after) > _MOST:
        before, after = _lines(before), _lines(after)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from _kept(before[a:b])
        else:
            yield from _changed(before[a:b], after[c:d])


def _lines(words: Sequence[str]) -> list[str]:
    return "".join(words).splitlines(keepends=True)


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    if old:
        yield Piece(Mark.STRUCK, "".join(old))
    if new:
        yield Piece(Mark.ADDED, "".join(new))


def beside(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two values that stand beside each other: what is struck in the old, added in the new."""
    found = differing(old, new)
    return _marked(old, found.left, Mark.STRUCK), _marked(new, found.right, Mark.ADDED)


def _marked(text: str, places: Sequence[tuple[int, int]], mark: Mark) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for start, end in places:
        pieces += [Piece(Mark.KEPT, text[at:start]), Piece(mark, text[start:end])]
        at = end
    pieces.append(Piece(Mark.KEPT, text[at:]))
    return tuple(piece for piece in pieces if piece.text)
