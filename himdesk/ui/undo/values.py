# SPDX-License-Identifier: Apache-2.0
"""What the undo screen shows: plain values, ready to draw.

Sides are letters: A is the chart that stays, B (and C) those that come back or give back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.ui.widgets.banners.banner_values import Who


@dataclass(frozen=True, slots=True)
class HomeCount:
    """How many items of a kind each side gets without asking, in the order of the sides."""

    label: str
    icon: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """A fact that an entry carries, what each side says of it, and whether that is the same.

    Without sides it is only told; a side that says nothing speaks neither for nor against.
    """

    label: str
    text: str
    sides: tuple[str, ...] = ()
    fits: tuple[bool | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """An item or field that came later.

    `key` goes back with the choice; `suggest` is a letter or "", `because` its reason, `sure` a
    share such as "94 %". `chosen` is a letter, "both" or "" while undecided; `decided` says by
    whom and when. `by_rule` ones follow another item and can't be chosen. `carries` is what
    speaks for a side.
    """

    key: str
    at: str
    title: str
    because: str
    icon: str
    choices: tuple[str, ...]
    suggest: str = ""
    sure: str = ""
    chosen: str = ""
    decided: str = ""
    by_rule: bool = False
    carries: tuple[Carried, ...] = ()

    @property
    def open(self) -> bool:
        """Whether a person must still decide."""
        return not (self.chosen or self.by_rule)


@dataclass(frozen=True, slots=True)
class FallenField:
    """A field as each side will show it; the stretches that differ are marked."""

    label: str
    texts: tuple[str | None, ...]
    marks: tuple[tuple[tuple[int, int], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Misdirected:
    """A release that perhaps carried the wrong person's pages; a privacy officer judges it."""

    id: str
    title: str
    text: str
    pages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class UndoView:
    """Everything the undo screen shows; `kind` is that of what is undone.

    `whole` is the number of items of today's charts.
    """

    trail: tuple[str, ...]
    made_by: str
    today: Who
    sides: tuple[Who, ...]
    home: tuple[HomeCount, ...]
    decisions: tuple[Decision, ...]
    fields: tuple[FallenField, ...]
    whole: int
    verb: str
    kind: str = "merge"
    then: tuple[tuple[str, str], ...] = ()
    misdirected: tuple[Misdirected, ...] = ()
    selected: str = ""

    @property
    def undecided(self) -> int:
        """How many decisions are open; none may be when the undo is reviewed."""
        return sum(decision.open for decision in self.decisions)

    def share(self, at: int) -> int:
        """How many items the side at that place gets, decided ones included."""
        letter = self.sides[at].letter
        later = sum(d.chosen == letter and bool(d.at) for d in self.decisions)
        return sum(row.counts[at] for row in self.home) + later
