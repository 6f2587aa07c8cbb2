# SPDX-License-Identifier: Apache-2.0
"""Numbers that identify: social security numbers (whole or last four) and telephones."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from himdesk.matching.arrays import MISSING, Coded, Codes, Ints, encode, spread
from himdesk.matching.records import text

if TYPE_CHECKING:
    from himdesk.matching.arrays import Mask
    from himdesk.matching.records.reference import Reference

US_SSN = 9
_SHORTEST_FULL = 6
_LAST = 4
_BASE = 10
_LONGEST = 18
_PHONE = 10
_SHORTEST_PHONE = 7


def digits_of_file(column: Coded) -> Coded:
    """The column with everything but digits dropped (the bulk reader does the same itself)."""
    cleaned = encode([text.digits(value) for value in column.values])
    return Coded(cast("Codes", spread(cleaned.codes, column.codes, MISSING)), cleaned.values)


def full_length(column: Coded) -> int:
    """How many digits a whole number has in this column: nine, unless most have another length."""
    if not column.values:
        return US_SSN
    lengths = _Numbers(column).lengths
    counts = np.bincount(lengths[column.codes[column.codes >= 0]], minlength=_LONGEST + 1)
    counts[:_SHORTEST_FULL] = 0
    counts[_LONGEST + 1 :] = 0
    return int(counts.argmax()) if counts[US_SSN] < counts.max() else US_SSN


def ssn_columns(column: Coded, ref: Reference) -> tuple[Ints, Codes]:
    """Whole numbers and last four digits; place-holders are missing in both.

    A number one digit short has lost its leading zero; any other length of four and more
    is trusted for its last four only.
    """
    numbers = _Numbers(column)
    usable = (numbers.lengths >= _LAST) & ~numbers.stand_for_none(ref.placeholder_ssn)
    length = full_length(column)
    whole = (numbers.lengths == length) | (numbers.lengths == length - 1)
    whole &= usable & (numbers.lengths >= _SHORTEST_FULL)
    last = np.where(usable, numbers.values % 10**_LAST, MISSING).astype(np.int32)
    return (
        cast("Ints", column.take(np.where(whole, numbers.values, MISSING), MISSING)),
        cast("Codes", column.take(last, MISSING)),
    )


def phones(column: Coded, ref: Reference) -> Ints:
    """The last ten digits; shorter than seven digits and place-holders are missing."""
    numbers = _Numbers(column, _PHONE)
    usable = (numbers.lengths >= _SHORTEST_PHONE) & ~numbers.stand_for_none(ref.placeholder_phone)
    return cast("Ints", column.take(np.where(usable, numbers.values, MISSING), MISSING))


class _Numbers:
    """The distinct values of a column of digits as numbers, with their lengths."""

    def __init__(self, column: Coded, longest: int = _LONGEST) -> None:
        texts = [value[-longest:] for value in column.values]
        self.values = np.fromiter(map(int, texts), dtype=np.int64, count=len(texts))
        self.lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))

    def stand_for_none(self, placeholders: frozenset[str]) -> Mask:
        """Whether a number is in the table of place-holders, or one digit over and over."""
        ones = (10**self.lengths - 1) // 9
        found = (self.values % np.maximum(ones, 1) == 0) & (
            self.values // np.maximum(ones, 1) < _BASE
        )
        for known in placeholders:
            found |= (self.values == int(known)) & (self.lengths == len(known))
        return np.asarray(found, dtype=np.bool_)
