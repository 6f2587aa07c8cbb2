# SPDX-License-Identifier: Apache-2.0
"""All charts of a comparison on one axis of time."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from himdesk.ui.widgets.timelines.timeline import Timeline
from himdesk.ui.widgets.timelines.timeline_values import (
    Band,
    Lane,
    Stay,
    Stroke,
    TimelineView,
    date_words,
)

if TYPE_CHECKING:
    from himdesk.ui.compare.values import Bar, CompareView
    from himdesk.ui.look.theme import Look


class TimelineStrip(Timeline):
    """Inpatient stays are filled, other encounters outlined; overlapping stays share a band."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, name="timeline")
        self.setAccessibleName("Timeline of the charts")

    def show_comparison(self, view: CompareView) -> None:
        """Take new bars."""
        self.show_view(
            TimelineView(
                lanes=tuple(Lane(banner.letter, banner.mrn) for banner in view.banners),
                stays=tuple(
                    Stay(bar.lane, bar.start, bar.until, bar.inpatient, bar.label)
                    for bar in view.bars
                ),
                strokes=tuple(Stroke(letter, at) for letter, at in view.strokes),
                bands=overlaps(view.bars),
            )
        )


def overlaps(bars: tuple[Bar, ...]) -> tuple[Band, ...]:
    """Where inpatient stays of two charts overlap: one person can't be in two beds."""
    stays = [bar for bar in bars if bar.inpatient and bar.until is not None]
    found = []
    for a, b in combinations(stays, 2):
        start, end = max(a.start, b.start), min(a.until or 0, b.until or 0)
        if a.lane != b.lane and start < end:
            found.append(Band(start, end, f"two beds, {date_words(start, end)}"))
    return tuple(found)
