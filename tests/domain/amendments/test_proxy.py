# SPDX-License-Identifier: Apache-2.0
"""S18: parents ask for their child until it comes of age."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.amendments.cases import MARIA, opened
from himdesk.domain.amendments.proxy import birthday, proxy_ended

BORN, ADULT, LATE = date(2010, 9, 1), date(2028, 9, 1), date(2030, 1, 1)
EARLY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("relation", "received", "today", "flagged"),
    [
        ("mother", EARLY, date(2028, 8, 31), False),
        ("mother", EARLY, ADULT, True),
        ("Mother", LATE, LATE, True),
        ("guardian", EARLY, LATE, True),
        ("executor", LATE, LATE, False),
        ("self", EARLY, LATE, False),
    ],
)
def test_s18_who_asked_for_a_minor_is_flagged_when_she_is_of_age(
    relation: str, received: date, today: date, *, flagged: bool
) -> None:
    case = opened(received, requester=replace(MARIA, relation=relation, authority="shown"))
    assert (proxy_ended(case, BORN, today) == ADULT) == flagged


def test_born_on_a_leap_day_one_is_of_age_on_the_first_of_march() -> None:
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert birthday(date(2008, 2, 29), 20) == date(2028, 2, 29)
