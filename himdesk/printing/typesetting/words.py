# SPDX-License-Identifier: Apache-2.0
"""The words of the page's furniture and the way a language writes dates, read from data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from himdesk.printing.errors import TemplateUnreadable

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's words; `day_pattern` and the like are `str.format` patterns."""

    language: str
    months: tuple[str, ...]
    day_pattern: str
    moment_pattern: str
    page_pattern: str
    yes: str
    no: str
    reference: str
    template: str
    reviewed: str
    ledger: str
    enclosures: str
    none: str

    def day(self, day: date) -> str:
        """A day in full, `November 22, 2026`."""
        month = self.months[day.month - 1]
        return self.day_pattern.format(day=day.day, month=month, year=day.year)

    def moment(self, at: datetime) -> str:
        """A day with its time and zone."""
        return self.moment_pattern.format(day=self.day(at.date()), time=at.strftime("%H:%M %Z"))

    def page(self, number: int, total: int) -> str:
        """`Page 1 of 2`."""
        return self.page_pattern.format(number=number, total=total)


def load(file: Path) -> Words:
    """Read one language's words.

    Raises:
        TemplateUnreadable: a word is missing or unknown.
    """
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    wanted = {f.name for f in fields(Words)}
    if data.keys() != wanted:
        odd = ", ".join(sorted(data.keys() ^ wanted))
        raise TemplateUnreadable(file.name, 1, f"These words are missing or unknown: {odd}.")
    return Words(**{**data, "months": tuple(data["months"])})
