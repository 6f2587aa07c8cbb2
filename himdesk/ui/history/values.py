# SPDX-License-Identifier: Apache-2.0
"""What the history screen shows: plain values, ready to draw. Times are days since 1970-01-01."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.ui.widgets.banners.banner_values import Who


class Track(StrEnum):
    """The lines of the time line."""

    IDENTITY = "Identity"
    VISITS = "Visits"
    DOCUMENTS = "Documents"
    CLINICAL = "Clinical"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRow:
    """A change set in the list; `later` if it came after the day that is looked at.

    `by` and `approved_by` are full names, `accounts` the names they sign in with. `signs` says
    of each track whether entries came (+), went (−), or changed (~).
    """

    id: str
    kind: str
    title: str
    effect: str
    when: str
    at: float
    by: str
    approved_by: str
    accounts: str
    reason: str
    signs: dict[Track, str]
    undone: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """The change sets of a chart, the newest first, and the day looked at ("": today).

    `today` is the day it is now.
    """

    mrn: str
    day: str
    today: str
    rows: tuple[SetRow, ...]

    @property
    def later(self) -> int:
        """How many change sets came after the day looked at."""
        return sum(row.later for row in self.rows)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose chart it is and what it holds; `day` is that at which it stood so, "" today."""

    day: str
    who: Who
    items: int
