# SPDX-License-Identifier: Apache-2.0
"""What the search and chart screens show: plain values, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.ui.compare.values import Banner


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """A patient found; a restricted one has a masked name.

    `former` is the former name or number that was met, if it is not what the chart shows now.
    """

    mrn: str
    name: str
    born: str
    sex: str
    restricted: bool
    former: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfRow:
    """A kind of items, or a category of clinical ones, with how many there are."""

    key: str
    label: str
    icon: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a chart shows of the person; `now` what it shows today, where that is another thing."""

    name: str
    value: str
    now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPage:
    """A chart's first screen."""

    banner: Banner
    mrn: str
    asked_for: str
    facts: tuple[Fact, ...]
    flags: tuple[str, ...]
    retired: tuple[str, ...]
    names: tuple[str, ...]
    identifiers: tuple[str, ...]
    shelves: tuple[ShelfRow, ...]
    as_of: str = ""
    """The day at whose end the chart is shown, "" for now."""
    since: str = ""
    """What changed after that day, in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a chart in the list."""

    id: str
    icon: str
    at: str
    what: str
    status: str
    who: str
    mark: str
    tone: str = ""
    """A token of the text colours; the mark says in words what it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """Everything an item says, field by field; `document` if there is something to read."""

    title: str
    facts: tuple[tuple[str, str], ...]
    document: bool
    holdable: bool = False
    """Whether it could be held back from release."""
    held_on: str = ""
    """The item that a hold on it was put on, perhaps itself; "" if it is not held."""
