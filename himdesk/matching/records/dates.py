# SPDX-License-Identifier: Apache-2.0
"""Reading birth dates in the spellings that files have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.matching.records.reference import Reference

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?!\d)")
_NAMED = re.compile(r"(\d{1,2})[-/. ]?([A-Z]{3})[A-Z]*[-/., ]*(\d{4})")
_NAMED_FIRST = re.compile(r"([A-Z]{3})[A-Z]*[-/. ]*(\d{1,2})[-/., ]+(\d{4})")
_YEAR = re.compile(r"(\d{4})(-00-00|0000)?$")
_MONTHS = {
    name: at
    for at, name in enumerate(
        ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), 1
    )
}
_FIRST_YEAR, _LAST_YEAR, _LAST_MONTH = 1800, 2199, 12


@dataclass(frozen=True, slots=True)
class BirthDate:
    """Year, month, day as written; 0 where unknown. An impossible day stays: it is a typo."""

    year: int
    month: int
    day: int


UNREADABLE = BirthDate(0, 0, 0)
"""The text is there but can't be read."""

PLACEHOLDER = BirthDate(0, 0, -1)
"""The text stands for: not known."""


def birth_date(raw: str, ref: Reference) -> BirthDate:
    """Read a date; month before day where both orders are possible."""
    value = raw.strip().upper()
    if match := _ISO.match(value) or _COMPACT.match(value):
        year, month, day = map(int, match.groups())
        if not _FIRST_YEAR <= year <= _LAST_YEAR and _COMPACT.match(value):
            year, month, day = int(value[4:8]), int(value[:2]), int(value[2:4])
    elif match := _YEAR_LAST.match(value):
        month, day, year = map(int, match.groups())
        if month > _LAST_MONTH >= day:
            month, day = day, month
    elif match := _NAMED.match(value):
        day, month, year = int(match[1]), _MONTHS.get(match[2], 0), int(match[3])
    elif match := _NAMED_FIRST.match(value):
        month, day, year = _MONTHS.get(match[1], 0), int(match[2]), int(match[3])
    elif match := _YEAR.match(value):
        year, month, day = int(match[1]), 0, 0
    else:
        return UNREADABLE
    return _checked(BirthDate(year, month, day), ref)


def _checked(date: BirthDate, ref: Reference) -> BirthDate:
    if f"{date.year:04d}-{date.month:02d}-{date.day:02d}" in ref.placeholder_date:
        return PLACEHOLDER
    if not _FIRST_YEAR <= date.year <= _LAST_YEAR:
        return UNREADABLE
    return date
