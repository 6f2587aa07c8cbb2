# SPDX-License-Identifier: Apache-2.0
"""Comparing ISO 8601 dates and times that may be partial, as FHIR's are."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime


def utc_text(moment: datetime) -> str:
    """The store's form of a time: UTC, to the microsecond where there are any, with a final Z.

    Raises:
        ValueError: the time has no zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def earliest(text: str) -> datetime:
    """The first moment that a partial date or a time can mean; without a zone, UTC."""
    return _moment(text, last=False)


def latest(text: str) -> datetime:
    """The last moment that a partial date or a time can mean; without a zone, UTC."""
    return _moment(text, last=True)


def _moment(text: str, *, last: bool) -> datetime:
    if len(text) > len("2024-01-01"):
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    parts = [int(part) for part in text.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (12 if last else 1)
    month_only = 2
    day = parts[month_only] if len(parts) > month_only else None
    if day is None:
        day = monthrange(year, month)[1] if last else 1
    clock = (23, 59, 59, 999999) if last else (0, 0, 0, 0)
    return datetime(year, month, day, *clock, tzinfo=UTC)


def overlap(a: tuple[str | None, str | None], b: tuple[str | None, str | None]) -> bool:
    """Whether two periods share more than their edges; an open end lasts on, no start is unknown.

    Days are whole: a stay that ends on the day on which another begins is a transfer, no overlap.
    """
    if a[0] is None or b[0] is None:
        return False
    start_a, start_b = earliest(a[0]), earliest(b[0])
    end_a = earliest(a[1]) if a[1] else None
    end_b = earliest(b[1]) if b[1] else None
    return (end_a is None or start_b < end_a) and (end_b is None or start_a < end_b)


def similar_dates(a: str, b: str) -> str | None:
    """How one date could be a slip of the other: in words, or None if it can't.

    Known slips: month and day swapped, one digit wrong, two neighbouring digits swapped.
    """
    whole = 10
    if len(a) != whole or len(b) != whole:
        return None
    if a[:4] == b[:4] and a[5:7] == b[8:10] and a[8:10] == b[5:7]:
        return "month and day swapped"
    differing = [i for i in range(whole) if a[i] != b[i]]
    if len(differing) == 1:
        return "one digit differs"
    digits = [i for i in range(whole) if a[i] != "-"]
    left, right = "".join(a[i] for i in digits), "".join(b[i] for i in digits)
    for i in range(len(left) - 1):
        if left[:i] + left[i + 1] + left[i] + left[i + 2 :] == right:
            return "two digits swapped"
    return None
