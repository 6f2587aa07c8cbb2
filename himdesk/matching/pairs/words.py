# SPDX-License-Identifier: Apache-2.0
"""How two words are related, worked out once for each distinct pair of words."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.matching.arrays import Codes, Ints, Levels, Mask
    from himdesk.matching.records.reference import Reference

_SHORTEST_TYPO = 3
_SHORTEST_TWO_TYPOS = 7
_SHORTEST_START = 4
_LIKE_START = 0.8
_TWO = 2
_WORTH_THREADS = 5000
_ALIKE = 0.86


Likeness: TypeAlias = NDArray[np.float32]


class Tie(IntEnum):
    """How two words are related; NONE if one of them is missing."""

    NONE = 0
    SAME = 1
    VARIANT = 2
    TYPO = 3
    INITIAL = 4
    ALIKE = 5
    DIFFERENT = 6


class WordTies:
    """The ties between the words of one vocabulary."""

    def __init__(
        self,
        words: list[str],
        related: tuple[Mapping[str, frozenset[str]], ...] = (),
        least_alike: float = 1.0,
    ) -> None:
        """Tie `words`; `related` are tables of variants.

        From `least_alike` (Jaro-Winkler) words are alike; at 1 no words are.
        """
        self._least_alike = least_alike
        self._words = np.array([*words, ""], dtype=object)
        self._size = len(words) + 1
        self._lengths = np.array([len(word) for word in (*words, "")], dtype=np.int64)
        self._initials = np.array([ord(word[:1] or " ") for word in (*words, "")], dtype=np.int64)
        self._variants = _variant_pairs(words, related)

    def of(self, left: Codes, right: Codes) -> Levels:
        """The tie of each pair of words."""
        ties = np.zeros(len(left), dtype=np.uint8)
        known = (left >= 0) & (right >= 0)
        same = known & (left == right)
        ties[same] = Tie.SAME
        rest = np.flatnonzero(known & ~same)
        if len(rest) == 0:
            return ties
        low = np.minimum(left[rest], right[rest]).astype(np.int64)
        high = np.maximum(left[rest], right[rest]).astype(np.int64)
        numbers, inverse = np.unique(low * self._size + high, return_inverse=True)
        ties[rest] = self._distinct(numbers)[inverse.reshape(-1)]
        return ties

    def same_initial(self, left: Codes, right: Codes) -> Mask:
        """Whether two words begin with one letter."""
        return np.asarray(self._initials[left] == self._initials[right], dtype=np.bool_)

    def is_initial(self, codes: Codes) -> Mask:
        """Whether a word is a single letter."""
        return np.asarray(self._lengths[codes] == 1, dtype=np.bool_)

    def _distinct(self, numbers: Ints) -> Levels:
        left, right = numbers // self._size, numbers % self._size
        shorter = np.minimum(self._lengths[left], self._lengths[right])
        found = np.full(len(numbers), Tie.DIFFERENT, dtype=np.uint8)
        edits, like = self._distances(left, right)
        found[(like >= self._least_alike) & (shorter > 1)] = Tie.ALIKE
        starts = self._starts(left, right, (shorter >= _SHORTEST_START) & (like >= _LIKE_START))
        typo = ((edits == 1) & (shorter >= _SHORTEST_TYPO)) | (
            (edits == _TWO) & (shorter >= _SHORTEST_TWO_TYPOS)
        )
        found[typo | starts] = Tie.TYPO
        initial = (shorter == 1) & (self._initials[left] == self._initials[right])
        found[initial] = Tie.INITIAL
        found[np.isin(numbers, self._variants)] = Tie.VARIANT
        return found

    def _distances(self, left: Ints, right: Ints) -> tuple[Ints, Likeness]:
        """Edits (3 stands for more than two) and likeness; both only where they may matter."""
        edits = np.full(len(left), _TWO + 1, dtype=np.int64)
        like = np.zeros(len(left), dtype=np.float32)
        near = np.flatnonzero(np.abs(self._lengths[left] - self._lengths[right]) <= _TWO)
        one, other = self._words[left[near]], self._words[right[near]]
        edits[near] = cpdist(
            one, other, scorer=OSA.distance, score_cutoff=_TWO, dtype=np.int64,
            workers=_workers(one),
        )  # fmt: skip
        near = np.arange(len(left))
        if self._least_alike >= 1:
            near = np.flatnonzero(self._initials[left] == self._initials[right])
        one, other = self._words[left[near]], self._words[right[near]]
        like[near] = cpdist(
            one, other, scorer=JaroWinkler.similarity, dtype=np.float32, workers=_workers(one)
        )
        return edits, like

    def _starts(self, left: Ints, right: Ints, likely: Mask) -> Mask:
        """Whether one word is the cut-off start of the other; asked only where it is likely."""
        found = np.zeros(len(left), dtype=np.bool_)
        near = self._initials[left] == self._initials[right]
        for at in np.flatnonzero(near & likely):
            one, other = self._words[left[at]], self._words[right[at]]
            found[at] = one.startswith(other) or other.startswith(one)
        return found


def _workers(words: NDArray[np.object_]) -> int:
    """Threads to compare words with: starting one costs as much as some thousand words."""
    return -1 if len(words) > _WORTH_THREADS else 1


def name_ties(words: list[str], ref: Reference) -> WordTies:
    """Ties between name words: nicknames and spellings are variants."""
    return WordTies(words, (ref.nicknames, ref.spellings), _ALIKE)


def _variant_pairs(words: list[str], related: tuple[Mapping[str, frozenset[str]], ...]) -> Ints:
    number = {word: at for at, word in enumerate(words)}
    size = len(words) + 1
    found = {
        min(at, number[other]) * size + max(at, number[other])
        for table in related
        for word, at in number.items()
        for other in table.get(word, ())
        if other in number
    }
    return np.array(sorted(found), dtype=np.int64)
