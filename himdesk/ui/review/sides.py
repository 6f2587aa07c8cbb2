# SPDX-License-Identifier: Apache-2.0
"""Whose charts a correction is about, and what becomes of each: the banners of its sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.domain.changes import CREATED, PATIENT
from himdesk.ui.compare.banners import banner_of
from himdesk.ui.compare.values import LETTERS
from himdesk.ui.widgets.banners.banner_values import Who
from himdesk.ui.widgets.tables.cell import Chip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from himdesk.domain.changes import ChangeSet
    from himdesk.domain.charts.charts import Chart

STAYS = Chip("goes on", "outline", "check")
NEW = Chip("new chart", "outline", "plus")
FATES = {
    "retired": Chip("retired", "outline", "lock"),
    "active": Chip("comes back", "outline", "undo"),
    "entered-in-error": Chip("entered in error", "outline", "strike"),
}


def sides(
    change_set: ChangeSet, charts: Iterable[Chart], now: str, order: Sequence[str] = ()
) -> tuple[Who, ...]:
    """A banner for each chart; `order` (MRNs) gives the letters of the screen that was left."""
    fates = {
        c.id: NEW if c.field == CREATED else FATES.get(c.after or "", STAYS)
        for c in change_set.changes
        if c.entity == PATIENT and c.field in {CREATED, "status"}
    }
    at = {number: place for place, number in enumerate(order)}
    ordered = sorted(charts, key=lambda chart: at.get(chart.patient.number, len(at)))
    alone = len(ordered) == 1
    return tuple(
        who_of("" if alone else letter, chart, now, fates.get(chart.patient.id, STAYS))
        for letter, chart in zip(LETTERS, ordered, strict=False)
    )


def who_of(letter: str, chart: Chart, now: str, *fates: Chip) -> Who:
    """A chart's banner with its marks, and what becomes of it."""
    banner = banner_of(letter, chart, now)
    facts = tuple(fact for fact in (banner.mrn, banner.born, banner.sex) if fact)
    marks = (Chip(mark, "outline") for mark in banner.marks)
    return Who(letter, banner.name, facts, (*marks, *fates))
