# SPDX-License-Identifier: Apache-2.0
"""The legal clock (45 CFR 164.526(b)(2)), S15."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.amendments.cases import (
    PERIODS,
    RECEIVED,
    a_request,
    accept,
    deny,
    on_day,
    opened,
    partly_denied,
    sent,
    then,
)
from himdesk.domain.amendments.case import DENIAL, EXTENSION
from himdesk.domain.amendments.clock import clock, first_due
from himdesk.domain.amendments.errors import CaseRefused
from himdesk.domain.amendments.steps.deciding import Extended
from himdesk.domain.amendments.steps.intake import Redated

LAST = RECEIVED + timedelta(days=90)


def an_extension(until: date = LAST, reason: str = "the author is on leave") -> Extended:
    return Extended(reason=reason, until=until)


def test_sixty_calendar_days_in_a_common_and_in_a_leap_year() -> None:
    assert first_due(date(2026, 1, 2), PERIODS) == date(2026, 3, 3)
    assert first_due(date(2028, 1, 2), PERIODS) == date(2028, 3, 2)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 200))
def test_the_clock_counts_down_by_one_a_day_whatever_the_day_is_called(
    received: date, days: int
) -> None:
    case = opened(received)
    shown = clock(case, received + timedelta(days=days), PERIODS)
    assert shown.left == 60 - days
    assert shown.overdue == (days > 60)


def test_an_extension_counts_once_its_letter_went_in_time() -> None:
    case = then(opened(), an_extension(), 50)
    assert not clock(case, on_day(55).today, PERIODS).extended
    in_time = then(case, sent(EXTENSION, 60), 61)
    assert clock(in_time, on_day(61).today, PERIODS).due == LAST
    too_late = then(case, sent(EXTENSION, 61), 61)
    shown = clock(too_late, on_day(61).today, PERIODS)
    assert (shown.extended, shown.overdue) == (False, True)


@pytest.mark.parametrize(
    ("step", "days", "rule"),
    [
        (an_extension(), 61, "extension-late"),
        (an_extension(reason=" "), 10, "extension-reason"),
        (an_extension(until=RECEIVED + timedelta(days=91)), 10, "extension-date"),
        (an_extension(until=RECEIVED + timedelta(days=60)), 10, "extension-date"),
    ],
)
def test_an_extension_outside_the_law_is_refused(step: Extended, days: int, rule: str) -> None:
    with pytest.raises(CaseRefused) as refused:
        step.check(opened(), on_day(days))
    assert refused.value.rule == rule


def test_there_is_one_extension() -> None:
    case = then(opened(), an_extension(), 10)
    with pytest.raises(CaseRefused, match="one extension"):
        an_extension().check(case, on_day(20))


def test_an_extension_may_be_given_on_the_sixtieth_day() -> None:
    assert then(opened(), an_extension(), 60).extension is not None


def test_the_clock_stops_when_all_that_was_decided_was_told() -> None:
    case = then(then(opened(), accept(1)), deny(2))
    assert clock(case, on_day(70).today, PERIODS).overdue
    case = then(case, sent(DENIAL, 30), 30)
    shown = clock(case, on_day(70).today, PERIODS)
    assert (shown.stopped, shown.left, shown.overdue) == (on_day(30).today, 30, False)
    assert clock(partly_denied(), on_day(70).today, PERIODS).stopped == on_day(20).today


def test_an_earlier_day_of_receipt_shortens_an_extension_to_what_the_law_allows() -> None:
    case = then(then(opened(), an_extension(), 10), sent(EXTENSION, 10), 10)
    earlier = then(case, Redated(received=date(2025, 12, 10), reason="the envelope"), 40)
    assert clock(earlier, on_day(11).today, PERIODS).due == date(2026, 3, 10), "90 days on"


def test_nothing_happens_before_the_day_of_receipt() -> None:
    case = then(opened(), sent("amendment-acknowledgement", 0), 5)
    with pytest.raises(CaseRefused, match="was here on 2026-01-02"):
        Redated(received=date(2026, 1, 3), reason="a slip").check(case, on_day(9))
    late = a_request(recorded_late="found in a drawer").open("case", on_day(20))
    Redated(received=on_day(15).today, reason="a slip").check(late, on_day(30))
    paper = then(late, sent("amendment-acknowledgement", 10), 20)
    with pytest.raises(CaseRefused, match="was here on 2026-01-12"):
        Redated(received=on_day(15).today, reason="a slip").check(paper, on_day(30))


def test_another_day_of_receipt_needs_a_reason_moves_the_clock_and_shows() -> None:
    case = opened()
    earlier = Redated(received=date(2025, 12, 20), reason="the envelope was stamped then")
    with pytest.raises(CaseRefused, match="why the day"):
        Redated(received=date(2025, 12, 20), reason="").check(case, on_day(9))
    moved = then(case, earlier, 9)
    assert clock(moved, on_day(9).today, PERIODS).due == date(2026, 2, 18)
    assert (moved.redated, moved.originally_received) == (True, RECEIVED)
