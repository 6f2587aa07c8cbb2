# SPDX-License-Identifier: Apache-2.0
"""Which pairs of records are compared: those that share a narrow key.

A pair is one number, `left * size + right` with left < right, so that sets of pairs are sorted
arrays. Blocks larger than a key's cap are passed over, so work never grows with the square.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.pairs.keys import KEYS, hashes

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.matching.arrays import Hashes, Ints
    from himdesk.matching.pairs.keys import Key, Parts


def candidate_pairs(size: int, parts: Parts, step: Callable[[float], None]) -> Ints:
    """All pairs that share a key, sorted, each once; `step` is told the share of keys done."""
    found: list[Ints] = [np.empty(0, dtype=np.int64)]
    for at, key in enumerate(KEYS):
        if size <= key.most_records:
            found.append(block_pairs(key, parts, size))
        step((at + 1) / len(KEYS))
    return sorted_unique(np.concatenate(found))


def block_pairs(key: Key, parts: Parts, size: int) -> Ints:
    """The pairs within the blocks of one key."""
    records, starts, sizes = blocks(key, parts, size)
    fits = (sizes > 1) & (sizes <= key.cap)
    starts, ends = starts[fits], (starts + sizes)[fits]
    found: list[Ints] = [np.empty(0, dtype=np.int64)]
    left = starts
    while len(left):
        alive = left < ends - 1
        left, ends = left[alive], ends[alive]
        found.extend(_with_rest(records, left, ends, size))
        left = left + 1
    return np.concatenate(found)


def _with_rest(records: Ints, left: Ints, ends: Ints, size: int) -> list[Ints]:
    """Each block's first record with each later one of the block."""
    found = []
    right = left + 1
    while len(left):
        found.append(pair_numbers(records[left], records[right], size))
        right = right + 1
        alive = right < ends
        left, right, ends = left[alive], right[alive], ends[alive]
    return found


def blocks(key: Key, parts: Parts, size: int) -> tuple[Ints, Ints, Ints]:
    """The records in block order, each block's first place in it, and its size.

    Hash and record number share one 64-bit word, so that one plain sort does it all.
    """
    bits = np.uint64(max(1, int(size - 1).bit_length()))
    below = (np.uint64(1) << bits) - np.uint64(1)
    rows = np.arange(size, dtype=np.uint64)
    words = np.concatenate([_packed(way, rows, below) for way in hashes(key, parts)])
    words.sort()
    if len(key.ways) > 1 and len(words):
        words = words[np.r_[True, words[1:] != words[:-1]]]
    heads = words >> bits
    starts = (
        np.flatnonzero(np.r_[True, heads[1:] != heads[:-1]]) if len(words) else np.empty(0, np.intp)
    )
    sizes = np.diff(np.r_[starts, len(words)])
    return (words & below).astype(np.int64), starts.astype(np.int64), sizes.astype(np.int64)


def _packed(way: Hashes, rows: Hashes, below: np.uint64) -> Hashes:
    known = way != 0
    return np.asarray((way[known] & ~below) | rows[known], dtype=np.uint64)


def pair_numbers(one: Ints, other: Ints, size: int) -> Ints:
    """The numbers of pairs, whichever record comes first."""
    return np.minimum(one, other) * size + np.maximum(one, other)


def sorted_unique(numbers: Ints) -> Ints:
    """The numbers sorted, each once (cheaper than numpy's own on large arrays)."""
    numbers.sort()
    if len(numbers) == 0:
        return numbers
    return numbers[np.r_[True, numbers[1:] != numbers[:-1]]]


def among(numbers: Ints, sorted_numbers: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of the numbers are in a sorted array."""
    if len(sorted_numbers) == 0:
        return np.zeros(len(numbers), dtype=np.bool_)
    at = np.minimum(np.searchsorted(sorted_numbers, numbers), len(sorted_numbers) - 1)
    return np.asarray(sorted_numbers[at] == numbers, dtype=np.bool_)
