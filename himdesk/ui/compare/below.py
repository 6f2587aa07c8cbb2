# SPDX-License-Identifier: Apache-2.0
"""What stands below the fields of a comparison: evidence, timeline, contradictions, what moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from himdesk.ui.compare.counts import CountTable
from himdesk.ui.compare.evidence import EvidencePane
from himdesk.ui.compare.timeline import TimelineStrip
from himdesk.ui.compare.warnings import WarningList
from himdesk.ui.parts.controls import ActionButton, SectionBar, on_click
from himdesk.ui.widgets.panes import column, scrolled

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from himdesk.ui.compare.values import CompareView
    from himdesk.ui.look.theme import Look

LEFT = 0.58
"""The part of the width that evidence and timeline take."""

QUIET = 0.25
"""The part of the height that contradictions take where there are none."""


class Below(QSplitter):
    """Why and when at the left, what speaks against it and what moves at the right."""

    def __init__(self, look: Look) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("compare-below")
        self._look = look
        self.evidence, self.timeline = EvidencePane(look), TimelineStrip(look)
        self.warnings, self.counts = WarningList(look), CountTable(look)
        self._warning_bar = SectionBar(look, "Contradictions", name="warning-bar")
        moves = SectionBar(look, "What moves", name="move-bar")
        counts = scrolled(self.counts, name="move-list", label="What moves, by kind")
        counts.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        counts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        time = column(self._time_bar(look), self.timeline, stretch=1)
        against = column(self._warning_bar, self.warnings, stretch=1)
        self._halves = [
            _stacked("compare-why", self.evidence, time),
            _stacked("compare-what", against, column(moves, counts, stretch=1)),
        ]
        for half in self._halves:
            self.addWidget(half)
        self._counts = counts
        self.setChildrenCollapsible(False)
        self._moved = self._against = False
        for splitter in (self, *self._halves):
            splitter.splitterMoved.connect(self._keep)

    def _time_bar(self, look: Look) -> SectionBar:
        bar = SectionBar(look, "Timeline", name="time-bar")
        bar.say(note="■ inpatient  □ outpatient  ❘ documents")
        for text, name, act in (
            ("+", "zoom-in", self.timeline.zoom_in),
            ("−", "zoom-out", self.timeline.zoom_out),
        ):
            button = on_click(ActionButton(look, text, name=name, kind="link"), act)
            button.setAccessibleName("Zoom in" if text == "+" else "Zoom out")
            button.setToolTip(f"{button.accessibleName()} ({text} while the timeline has the keys)")
            bar.right.addWidget(button)
        return bar

    def _keep(self) -> None:
        """What a person moved stays so."""
        self._moved = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room, unless a person has."""
        super().resizeEvent(event)
        self._fit_counts()
        self._share()

    def _share(self) -> None:
        if self._moved:
            return
        wide, high = self.width(), self.height()
        self.setSizes([round(wide * LEFT), round(wide * (1 - LEFT))])
        for half, part in zip(self._halves, (0.5, 0.5 if self._against else QUIET), strict=True):
            upper = round(high * part)
            half.setSizes([upper, high - upper])

    def _fit_counts(self) -> None:
        """All columns are seen where that leaves room for the evidence; else they scroll."""
        needed = self.counts.minimumSizeHint().width() + self._look.px(10)
        self._counts.setMinimumWidth(min(needed, round(self.width() * (1 - LEFT) * 1.15)))

    def show_view(self, view: CompareView) -> None:
        """Draw a comparison anew."""
        self.warnings.show_warnings(view.warnings)
        self.counts.show_view(view)
        self._against = bool(view.warnings)
        self._fit_counts()
        self._share()
        self.timeline.show_comparison(view)
        self.evidence.offer(view.pairs)
        stops = view.open_warnings
        note = f"{len(view.warnings)}, {stops} open" if view.warnings else "none"
        self._warning_bar.say(note=note)


def _stacked(name: str, *parts: QWidget) -> QSplitter:
    made = QSplitter(Qt.Orientation.Vertical)
    made.setObjectName(name)
    for part in parts:
        made.addWidget(part)
    made.setChildrenCollapsible(False)
    return made
