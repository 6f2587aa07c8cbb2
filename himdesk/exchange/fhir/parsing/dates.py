# SPDX-License-Identifier: Apache-2.0
"""FHIR dates and times: checked against the calendar and kept as they were written."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache
from typing import Final

from himdesk.exchange.fhir.parsing.values import Json, WrongValue, child, text

_MOMENT: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,12})?)?"
    r"(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?)?)?",
    re.ASCII,
)
_DATE_LENGTH: Final = 10
_EXPECTED_DATE: Final = "a date that exists: YYYY, YYYY-MM or YYYY-MM-DD"
_EXPECTED_TIME: Final = f"{_EXPECTED_DATE}, or a time as YYYY-MM-DDThh:mm:ss+zz:zz"


def date(holder: Json, key: str) -> str | None:
    """A date, perhaps partial; of a time the day is kept."""
    value = text(holder, key)
    if value is None:
        return None
    kept = _checked(value)
    if kept is None:
        raise WrongValue(holder, key, _EXPECTED_DATE)
    return kept[:_DATE_LENGTH]


def moment(holder: Json, key: str) -> str | None:
    """A date or time. Of a time without its offset from UTC only the day is known, and kept."""
    value = text(holder, key)
    if value is None:
        return None
    kept = _checked(value)
    if kept is None:
        raise WrongValue(holder, key, _EXPECTED_TIME)
    return kept


def period(holder: Json, key: str) -> tuple[str | None, str | None]:
    """Start and end of a Period."""
    value = child(holder, key)
    if value is None:
        return None, None
    return moment(value, "start"), moment(value, "end")


def span(holder: Json, key: str) -> tuple[str | None, str | None]:
    """Start and end of a dateTime, Period or Timing."""
    value = holder.get(key)
    if type(value) is str:
        return moment(holder, key), None
    if type(value) is not dict:
        raise WrongValue(holder, key, "a date, or an object with start and end")
    if "start" in value or "end" in value:
        return moment(value, "start"), moment(value, "end")
    events = value.get("event")
    if type(events) is list and events:
        return moment({"event": events[0]}, "event"), None
    repeat = child(value, "repeat")
    if repeat and type(repeat.get("boundsPeriod")) is dict:
        return period(repeat, "boundsPeriod")
    return None, None


@lru_cache(maxsize=65536)
def _checked(value: str) -> str | None:
    match = _MOMENT.fullmatch(value)
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    if year == "0000" or not _on_calendar(int(year), month, day):
        return None
    if hour is None:
        return value
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 60:  # noqa: PLR2004
        return None
    return value if offset else value[:_DATE_LENGTH]


def _on_calendar(year: int, month: str | None, day: str | None) -> bool:
    if month is None:
        return True
    if not 1 <= int(month) <= 12:  # noqa: PLR2004
        return False
    return day is None or 1 <= int(day) <= monthrange(year, int(month))[1]
