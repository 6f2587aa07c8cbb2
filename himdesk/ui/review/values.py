# SPDX-License-Identifier: Apache-2.0
"""What a review sheet shows, whatever the correction is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.domain.corrections.redline import Piece
    from himdesk.ui.widgets.banners.banner_values import Who


@dataclass(frozen=True, slots=True)
class Count:
    """A figure at the top of the sheet."""

    number: int
    words: str
    icon: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a section: cells from left to right.

    `pieces` are the words of a cell, by its place, with what is struck and what is added;
    a `sum` stands under the rows that it counts.
    """

    cells: tuple[str, ...]
    icon: str = ""
    tone: str = ""
    pieces: Mapping[int, tuple[Piece, ...]] = field(default_factory=dict)
    sum: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table of the sheet; the column `counts` holds numbers of things, if one does."""

    title: str
    note: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    counts: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """The sheet: title, figures, sections, and how it goes on.

    `verb` is what the button says; `approval` who must agree; `needs_reason` whether the reason
    is still to be given; `sides` are the banners of the charts.
    """

    title: str
    counts: tuple[Count, ...]
    sections: tuple[Section, ...]
    approval: str
    verb: str
    needs_reason: bool = True
    reason: str = ""
    blocked: str = ""
    sides: tuple[Who, ...] = ()
