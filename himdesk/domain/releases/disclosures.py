# SPDX-License-Identifier: Apache-2.0
"""What was disclosed, and the accounting that a patient may ask for (164.528).

Every release is logged with whether it is accountable and why; the accounting shows the
accountable ones of the last six years, repeated ones in one row, suspended ones not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from himdesk.domain.releases.basis import GROUNDS, Basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LOOK_BACK_YEARS: Final = 6
"""How far back an accounting goes (164.528(a)(1))."""

ORAL_SUSPENSION_DAYS: Final = 30
"""How long an oral statement of an agency suspends (164.528(a)(2)(ii))."""

FREE_MONTHS: Final = 12
"""The first accounting in any twelve months is free (164.528(c)(2))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One release as it is logged: to whom, what, on which ground.

    `items` are the ids of what went out, `packet` the digest of the bytes. It is `undelivered` if
    it was logged and then nothing left the house, which a later entry of the log says.
    """

    id: str
    patient: str
    on: date
    recipient: str
    address: str
    description: str
    purpose: str
    basis: Basis
    items: tuple[str, ...] = ()
    packet: str | None = None
    undelivered: bool = False

    @property
    def accountable(self) -> bool:
        """Whether it belongs into an accounting."""
        return not self.undelivered and GROUNDS[self.basis].excluded is None

    @property
    def why(self) -> str:
        """Why it does or does not."""
        if self.undelivered:
            return "nothing left the house"
        ground = GROUNDS[self.basis]
        return f"{ground.excluded or 'no exclusion'} ({ground.paragraph})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """An agency's statement that an accounting would impede it (164.528(a)(2)).

    `until` is the time that a written statement names; an oral one lasts 30 days at most.
    """

    recipient: str
    since: date
    until: date
    written: bool
    statement: str

    def ends(self) -> date:
        """The last day on which it suspends."""
        if self.written:
            return self.until
        return min(self.until, self.since + timedelta(days=ORAL_SUSPENSION_DAYS))

    def hides(self, disclosure: Disclosure, today: date) -> bool:
        """Whether a disclosure is left out of an accounting made today."""
        agency = disclosure.basis in {Basis.OVERSIGHT, Basis.LAW_ENFORCEMENT}
        in_force = self.since <= today <= self.ends()
        return agency and in_force and self.recipient == disclosure.recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the accounting (164.528(b)(2), (3)): `last` and `count` where it is a series."""

    on: date
    recipient: str
    address: str
    description: str
    purpose: str
    count: int = 1
    last: date | None = None


def look_back(today: date) -> date:
    """The first day of the six years before a request."""
    try:
        return today.replace(year=today.year - LOOK_BACK_YEARS)
    except ValueError:  # 29 February
        return date(today.year - LOOK_BACK_YEARS, 3, 1)


def accounting(
    disclosures: Iterable[Disclosure],
    *,
    since: date,
    until: date,
    today: date,
    suspensions: Sequence[Suspension] = (),
    asked: date | None = None,
) -> tuple[Entry, ...]:
    """The rows of an accounting of a period, which is cut to the six years that the law goes back.

    The years count from the day on which it was asked for, today unless it is named. Repeated
    disclosures to one recipient for one purpose are one row (164.528(b)(3)).
    """
    first = max(since, look_back(asked or today))
    shown = [
        d
        for d in disclosures
        if d.accountable
        and first <= d.on <= until
        and not any(suspension.hides(d, today) for suspension in suspensions)
    ]
    shown.sort(key=_series)
    rows = [_entry(list(series)) for _, series in groupby(shown, key=_same)]
    return tuple(sorted(rows, key=lambda row: (row.on, row.recipient, row.purpose)))


def _same(d: Disclosure) -> tuple[str, str, str, str]:
    return d.recipient, d.address, d.purpose, d.basis.value


def _series(d: Disclosure) -> tuple[tuple[str, str, str, str], date, str]:
    return _same(d), d.on, d.id


def _entry(series: list[Disclosure]) -> Entry:
    first = series[0]
    return Entry(
        on=first.on,
        recipient=first.recipient,
        address=first.address,
        description=first.description,
        purpose=first.purpose,
        count=len(series),
        last=series[-1].on if len(series) > 1 else None,
    )


def is_free(earlier: Iterable[date], today: date) -> bool:
    """Whether an accounting asked for today costs nothing: none was given in twelve months."""
    year_ago = _months_before(today)
    return not any(year_ago < given <= today for given in earlier)


def _months_before(today: date) -> date:
    try:
        return today.replace(year=today.year - FREE_MONTHS // 12)
    except ValueError:  # 29 February
        return today.replace(year=today.year - FREE_MONTHS // 12, day=28)
