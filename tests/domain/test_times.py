# SPDX-License-Identifier: Apache-2.0
"""Partial dates, periods, and slips of the pen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from himdesk.domain.times import earliest, latest, overlap, similar_dates, utc_text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1984", "1984-01-01T00:00:00+00:00", "1984-12-31T23:59:59.999999+00:00"),
        ("2024-02", "2024-02-01T00:00:00+00:00", "2024-02-29T23:59:59.999999+00:00"),
        ("2023-02-28", "2023-02-28T00:00:00+00:00", "2023-02-28T23:59:59.999999+00:00"),
        ("2024-03-01T10:00:00+02:00", "2024-03-01T08:00:00+00:00", "2024-03-01T08:00:00+00:00"),
        ("2024-03-01T10:00:00Z", "2024-03-01T10:00:00+00:00", "2024-03-01T10:00:00+00:00"),
        ("2024-03-01T10:00:00", "2024-03-01T10:00:00+00:00", "2024-03-01T10:00:00+00:00"),
    ],
)
def test_a_partial_date_is_a_span(text: str, first: str, last: str) -> None:
    assert earliest(text).astimezone(UTC).isoformat() == first
    assert latest(text).astimezone(UTC).isoformat() == last


def test_times_are_kept_in_utc() -> None:
    east = timezone(timedelta(hours=2))
    assert utc_text(datetime(2026, 3, 2, 10, tzinfo=east)) == "2026-03-02T08:00:00Z"
    assert utc_text(datetime(2026, 3, 2, 8, 0, 0, 5, UTC)) == "2026-03-02T08:00:00.000005Z"
    with pytest.raises(ValueError, match="zone"):
        utc_text(datetime(2026, 3, 2))  # noqa: DTZ001 - just this is refused


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("2025-04-02", "2025-04-05"), ("2025-04-03", "2025-04-04"), True),
        (("2025-04-02", "2025-04-05"), ("2025-04-05", "2025-04-09"), False),
        (("2025-04-02", None), ("2026-01-01", "2026-01-02"), True),
        (("2025-04-02", None), ("2025-01-01", "2025-04-02"), False),
        (("2025-04-02", None), ("2025-05-02", None), True),
        ((None, "2025-04-05"), ("2025-04-03", "2025-04-04"), False),
        (("2025-04-02T08:00:00Z", "2025-04-02T12:00:00Z"), ("2025-04-02T11:00:00Z", None), True),
    ],
)
def test_periods_overlap_by_more_than_their_edges(
    a: tuple[str | None, str | None], b: tuple[str | None, str | None], expected: bool
) -> None:
    assert overlap(a, b) is expected
    assert overlap(b, a) is expected


@pytest.mark.parametrize(
    ("a", "b", "how"),
    [
        ("1984-03-12", "1984-12-03", "month and day swapped"),
        ("1984-03-12", "1984-03-13", "one digit differs"),
        ("1984-03-12", "1948-03-12", "two digits swapped"),
        ("1984-03-12", "1984-03-21", "two digits swapped"),
        ("1984-03-12", "1949-11-30", None),
        ("1984-03-12", "1984-04-13", None),
        ("1984", "1985", None),
    ],
)
def test_slips_of_the_pen_are_named(a: str, b: str, how: str | None) -> None:
    assert similar_dates(a, b) == how
    assert similar_dates(b, a) == how
