# SPDX-License-Identifier: Apache-2.0
"""What the work list shows, prepared: queues, the head's counts, the current case."""

from __future__ import annotations

from dataclasses import dataclass

from himdesk.ui.widgets.tables.cell import Cell, Column, Row
from himdesk.ui.worklist.detail.differing import NOTHING, Differing

COLUMNS = (
    Column("", 38),
    Column("P", 40),
    Column("Kind", 114),
    Column("Patients", 300, stretch=1),
    Column("Why", 170, stretch=4, optional=True),
    Column("Due", 116),
    Column("Owner and state", 170, stretch=1),
)
NARROW = {2: 38, 3: 210, 6: 120}
"""Widths where there is little room: of the kind only its icon is left."""
SORT_OF = ("", "level", "kind", "", "score", "due", "owner")
"""By what a click on a column's title sorts."""

SORT_NAMES = {
    "level": "Most urgent", "due": "Due day", "opened": "Oldest", "score": "Match", "kind": "Kind",
    "owner": "Owner",
}  # fmt: skip
OWNER_NAMES = {
    "everybody": "Everybody's", "mine-and-free": "Mine and free", "mine": "Mine", "free": "Free",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeadView:
    """The head of the list: its title and counts."""

    title: str
    open: int
    overdue: int
    soon: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the opened case stands in its queue, counted from 1."""

    queue: str
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class DetailView:
    """The case that is pointed at: what can be done with it is named, the rest is absent.

    `verb` is what Enter does; `actions` are names of what may be done now; `files` are the
    evidence, each by its digest with its name; `differing` is how two charts differ.
    """

    title: Cell
    marks: Cell
    said: tuple[Cell, ...]
    verb: str
    actions: frozenset[str]
    files: tuple[tuple[str, str], ...] = ()
    differing: Differing = NOTHING


@dataclass(frozen=True, slots=True)
class QueuesView:
    """The list at the left; `current` is the key of the open one."""

    rows: tuple[Row, ...]
    current: str
