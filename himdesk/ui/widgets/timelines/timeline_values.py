# SPDX-License-Identifier: Apache-2.0
"""What a timeline shows: lanes, stays, documents and overlaps; knows no widget.

Times are days since 1970-01-01, with fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil, floor
from typing import Final

SECONDS_A_DAY: Final = 86400.0
MARGIN: Final = 20.0
SHARE: Final = 0.03
STEPS: Final = (1, 2, 7)
"""Days between the lines of an axis that shows days."""
SHORTEST: Final = 14.0
"""The fewest days that are ever shown at once."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One chart: its letter, what stands beside it, and beside its strokes; perhaps `tinted`."""

    letter: str
    title: str
    note: str = "documents"
    tinted: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """An encounter; `inpatient` ones are filled. `until` is None while it lasts or is unknown."""

    lane: str
    start: float
    until: float | None = None
    inpatient: bool = False
    label: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A document."""

    lane: str
    at: float
    key: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of time that contradicts, with its words."""

    start: float
    until: float
    words: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    """Everything on one axis."""

    lanes: tuple[Lane, ...]
    stays: tuple[Stay, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    bands: tuple[Band, ...] = ()

    @property
    def words(self) -> str:
        """What a screen reader says."""
        parts = [
            f"{lane.letter} {lane.title}: {sum(s.lane == lane.letter for s in self.stays)} "
            f"encounters, {sum(s.lane == lane.letter for s in self.strokes)} documents"
            for lane in self.lanes
        ]
        return "; ".join((*parts, *(band.words for band in self.bands)))

    def extent(self) -> tuple[float, float] | None:
        """The first and last day with something on it, with a margin; None if there is nothing."""
        days = [s.start for s in self.stays] + [s.until for s in self.stays if s.until]
        days += [s.at for s in self.strokes]
        if not days:
            return None
        margin = max(MARGIN, (max(days) - min(days)) * SHARE)
        return min(days) - margin, max(days) + margin


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of days that is shown, within all there are."""

    first: float
    last: float
    whole: tuple[float, float]

    @classmethod
    def around(cls, whole: tuple[float, float]) -> Window:
        """All there is."""
        return cls(whole[0], whole[1], whole)

    def zoomed(self, factor: float, about: float | None = None) -> Window:
        """Less (factor below 1) or more around a day; never more than all."""
        middle = (self.first + self.last) / 2 if about is None else about
        length = max(SHORTEST, (self.last - self.first) * factor)
        share = (middle - self.first) / (self.last - self.first)
        return self._within(middle - share * length, length)

    def moved(self, share: float) -> Window:
        """The same length, earlier or later by a share of it."""
        length = self.last - self.first
        return self._within(self.first + share * length, length)

    def _within(self, first: float, length: float) -> Window:
        low, high = self.whole
        length = min(length, high - low)
        first = min(max(first, low), high - length)
        return Window(first, first + length, self.whole)


def day(year: int, month: int = 1, date_: int = 1) -> float:
    """A calendar day as a number."""
    return datetime(year, month, date_, tzinfo=UTC).timestamp() / SECONDS_A_DAY


def day_number(iso: str) -> float:
    """A calendar day (ISO), or the time of a day, as a number."""
    moment = datetime.fromisoformat(iso)
    return moment.replace(tzinfo=UTC).timestamp() / SECONDS_A_DAY


def day_of(number: float) -> str:
    """The calendar day (ISO) in which a time lies."""
    return _date(number).isoformat()


def date_words(first: float, last: float) -> str:
    """A stretch of days; the year only where it changes."""
    begin, end = _date(first), _date(last)
    if begin == end:
        return begin.isoformat()
    same = begin.year == end.year
    return f"{begin.isoformat()} to {end.isoformat()[5:] if same else end.isoformat()}"


def ticks(first: float, last: float, room: int) -> list[tuple[float, str]]:
    """Where the axis has a line and what it says: days, months or years, at most `room`."""
    begin, end = _date(first), _date(last)
    for step in STEPS:
        if (last - first) / step <= room:
            places = range(ceil(first / step) * step, floor(last) + 1, step)
            return [(float(at), _day_words(at, step, follows=at - step >= first)) for at in places]
    months = (end.year - begin.year) * 12 + end.month - begin.month + 1
    if months <= room:
        found = [divmod(begin.year * 12 + begin.month - 1 + i, 12) for i in range(months + 1)]
        return [(day(year, month + 1), f"{year}-{month + 1:02d}") for year, month in found]
    step = max(1, -(-(end.year - begin.year + 1) // max(room, 1)))
    return [(day(year), str(year)) for year in range(begin.year, end.year + 1, step)]


def _day_words(at: int, step: int, *, follows: bool) -> str:
    """A day; its year where it is the first that is shown, or another than the one before."""
    same = follows and _date(at - step).year == _date(at).year
    return f"{_date(at):%m-%d}" if same else _date(at).isoformat()


def _date(number: float) -> date:
    return datetime.fromtimestamp(number * SECONDS_A_DAY, UTC).date()
