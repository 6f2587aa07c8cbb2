# SPDX-License-Identifier: Apache-2.0
"""Numbers that identify: social security numbers (whole or last four) and telephones."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from himdesk.matching.arrays import MISSING, Coded, Codes, Ints, encode, spread
from himdesk.matching.records import text

if TYPE_CHECKING:
    from himdesk.matching.records.reference import Reference

US_SSN = 9
_SHORTEST_FULL = 6
_LAST = 4
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
    lengths = np.array([len(value) for value in column.values])
    counts = np.bincount(lengths[column.codes[column.codes >= 0]], minlength=_LONGEST + 1)
    counts[:_SHORTEST_FULL] = 0
    counts[_LONGEST + 1 :] = 0
    return int(counts.argmax()) if counts[US_SSN] < counts.max() else US_SSN


def ssn_columns(column: Coded, ref: Reference) -> tuple[Ints, Codes]:
    """Whole numbers and last four digits; place-holders are missing in both.

    A number one digit short has lost its leading zero; any other length of four and more
    is trusted for its last four only.
    """
    length = full_length(column)
    whole = np.full(len(column.values), MISSING, dtype=np.int64)
    last = np.full(len(column.values), MISSING, dtype=np.int32)
    for at, digits in enumerate(column.values):
        if len(digits) < _LAST or digits in ref.placeholder_ssn or len(set(digits)) == 1:
            continue
        last[at] = int(digits[-_LAST:])
        if len(digits) in (length, length - 1) and len(digits) >= _SHORTEST_FULL:
            whole[at] = int(digits)
    return (
        cast("Ints", column.take(whole, MISSING)),
        cast("Codes", column.take(last, MISSING)),
    )


def phones(column: Coded, ref: Reference) -> Ints:
    """The last ten digits; shorter than seven digits and place-holders are missing."""
    numbers = np.full(len(column.values), MISSING, dtype=np.int64)
    for at, digits in enumerate(column.values):
        short = digits[-_PHONE:]
        if len(short) < _SHORTEST_PHONE or short in ref.placeholder_phone or len(set(short)) == 1:
            continue
        numbers[at] = int(short)
    return cast("Ints", column.take(numbers, MISSING))
