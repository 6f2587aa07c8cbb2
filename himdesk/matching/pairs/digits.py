# SPDX-License-Identifier: Apache-2.0
"""Slips of the hand in numbers: one digit wrong, or two neighbours swapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from himdesk.matching.arrays import Codes, Ints, Mask

_LONGEST = 12
_SSN = 9
_TWO = 2


def one_slip(one: Ints | Codes, other: Ints | Codes, length: int = _LONGEST) -> Mask:
    """Whether two numbers differ by exactly one slip; negative numbers never do."""
    left, right = one.astype(np.int64), other.astype(np.int64)
    wrong = np.zeros(len(left), dtype=np.int64)
    first = np.full(len(left), -2, dtype=np.int64)
    crossed = np.zeros(len(left), dtype=np.bool_)
    before = np.zeros(len(left), dtype=np.int64), np.zeros(len(left), dtype=np.int64)
    for place in range(length):
        digits = left % 10, right % 10
        differs = digits[0] != digits[1]
        neighbour = differs & (wrong == 1) & (first == place - 1)
        crossed |= neighbour & (digits[0] == before[1]) & (digits[1] == before[0])
        first[differs & (wrong == 0)] = place
        wrong += differs
        before = digits
        left, right = left // 10, right // 10
    slip = (wrong == 1) | ((wrong == _TWO) & crossed)
    return np.asarray((one >= 0) & (other >= 0) & slip, dtype=np.bool_)


def swapped_or_one_digit(one: Ints, other: Ints) -> Mask:
    """Like `one_slip`, asked only where the numbers' sums of digits leave it possible."""
    found = np.zeros(len(one), dtype=np.bool_)
    rows = np.flatnonzero((one >= 0) & (other >= 0) & (one != other))
    found[rows] = one_slip(one[rows], other[rows], _SSN)
    return found
