# SPDX-License-Identifier: Apache-2.0
"""Whose chart it is, as a value that presenters may make: no Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.ui.widgets.tables.cell import Chip


@dataclass(frozen=True, slots=True)
class Who:
    """A chart's person: `letter` is A, B, C, = for a result, "" for a chart alone.

    `facts` stand in the second line: number, birth date with age, sex, site.
    """

    letter: str
    name: str
    facts: tuple[str, ...]
    marks: tuple[Chip, ...] = ()
    aside: str = ""
    """Small words after the name, such as "stays"."""

    @property
    def words(self) -> str:
        """Everything, for a screen reader."""
        marks = tuple(mark.text for mark in self.marks)
        parts = (self.letter, self.name, self.aside, *self.facts, *marks)
        return ", ".join(part for part in parts if part)
