# SPDX-License-Identifier: Apache-2.0
"""What the split screen shows: plain values, ready to draw.

A is the chart that stays, B the chart that the split makes, C an existing chart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from himdesk.ui.widgets.banners.banner_values import Who

OTHER: Final = "…"
"""Stands in the switch where C will be, while no existing chart is named."""

UNDECIDED: Final = "?"


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What never changes of a row; times are days since 1970-01-01, None for no date.

    About both persons a scan is `dividable` by pages, a note `rewritable`, a clinical item
    `repeatable`.
    """

    key: str
    date: str
    title: str
    icon: str
    depth: int = 0
    start: float | None = None
    until: float | None = None
    visit: bool = False
    inpatient: bool = False
    signed: bool = False
    dividable: bool = False
    rewritable: bool = False
    repeatable: bool = False

    @property
    def for_both(self) -> bool:
        """Whether something can be done with it if it is about both persons."""
        return self.dividable or self.rewritable or self.repeatable


@dataclass(frozen=True, slots=True)
class Compared:
    """What a visit was registered with beside what each chart says of its person.

    `whose` is the letter of the chart that says the same, or ""; `sides` pairs letters and texts.
    """

    title: str
    visit: str
    whose: str
    sides: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SplitRowView:
    """A row as decided so far.

    `compared` is the visit's registration, field by field.
    `chosen` is the letter that holds, of its own or with what it `follows`; `both` says how a
    row about both persons is divided.
    """

    facts: RowFacts
    compared: tuple[Compared, ...] = ()
    chosen: str = ""
    suggest: str = ""
    because: str = ""
    follows: bool = False
    both: str = ""
    options: tuple[str, ...] = ("A", "B", OTHER)

    @property
    def registered(self) -> tuple[Compared, ...]:
        """The pieces of the visit's registration that tell persons apart best."""
        told = {each.title: each for each in self.compared}
        found = tuple(told[name] for name in ("Birth date", "Phone") if name in told)
        return found or self.compared[:1]

    @property
    def lane(self) -> str:
        """Where it lies on the timeline."""
        return self.chosen or self.suggest or UNDECIDED

    @property
    def open(self) -> bool:
        """Whether a person must still decide; what follows its parent needs no decision."""
        return not self.chosen and not self.follows


@dataclass(frozen=True, slots=True)
class ClusterView:
    """Rows that go together, to be marked at once."""

    label: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SplitView:
    """Everything the split screen shows; `blocked` says what is missing for the review, or "".

    `begun` says when the draft was kept that the split goes on from, until something is decided.
    """

    mrn: str
    sides: tuple[Who, ...]
    rows: tuple[SplitRowView, ...]
    clusters: tuple[ClusterView, ...]
    stated: tuple[tuple[str, str], ...]
    target: str
    verb: str
    blocked: str
    begun: str = ""
    held: str = ""
    """What of the chart is held back from release, and since when."""

    @property
    def undecided(self) -> int:
        """How many decisions are open."""
        return sum(row.open for row in self.rows)

    @property
    def proposed(self) -> int:
        """How many open decisions have a proposal."""
        return sum(row.open and bool(row.suggest) for row in self.rows)

    def count(self, letter: str) -> int:
        """How many items a side gets, with what follows; "?" for what is undecided."""
        wanted = "" if letter == UNDECIDED else letter
        return sum(row.chosen == wanted for row in self.rows)
