# SPDX-License-Identifier: Apache-2.0
"""What changed between two texts, word by word: kept, struck, added."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORDS: Final = re.compile(r"\w+|\s+|[^\w\s]")


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
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    pieces: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Mark.KEPT, "".join(before[a:b])))
        else:
            pieces += _changed(before[a:b], after[c:d])
    return tuple(pieces)


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    if old:
        yield Piece(Mark.STRUCK, "".join(old))
    if new:
        yield Piece(Mark.ADDED, "".join(new))
