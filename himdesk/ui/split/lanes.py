# SPDX-License-Identifier: Apache-2.0
"""The timeline of a split: a lane for each side, between which rows are dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from himdesk.ui.split.values import UNDECIDED
from himdesk.ui.widgets.timelines.axis import AXIS
from himdesk.ui.widgets.timelines.timeline import Timeline
from himdesk.ui.widgets.timelines.timeline_values import Lane, Stay, Stroke, TimelineView

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from himdesk.ui.look.theme import Look
    from himdesk.ui.split.values import SplitView

HEAD = 164
LEAST = 30
"""The height of a lane where there is little room."""

TITLES = {"A": "Stays", UNDECIDED: "Undecided", "B": "New chart"}


class SplitLanes(Timeline):
    """A press on a bar or stroke is `pointed`; letting go over another lane is `dropped`."""

    pointed = Signal(str)
    dropped = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, name="split-lanes", head=HEAD)
        self.setAccessibleName("Timeline of the split")
        self.setToolTip("Drag between lanes; + and - zoom, the arrows move, 0 shows all")
        self._dragged = ""
        self._over = ""
        self._split: SplitView | None = None

    def fit(self, room: int) -> None:
        """Take the height that is wanted, or what there is room for."""
        least = self._look.px(LEAST * max(3, len(self._view.lanes)) + AXIS)
        self.setFixedHeight(max(least, min(self.sizeHint().height(), room)))

    def show_split(self, view: SplitView) -> None:
        """Lay the rows out by what was decided or is proposed."""
        self._split = view
        self._draw_lanes()

    def _draw_lanes(self) -> None:
        view = self._split
        if view is None:
            return
        letters = [UNDECIDED if w.letter == "=" else w.letter for w in view.sides]
        letters.insert(1, UNDECIDED)
        titles = TITLES | {"C": f"To {view.target}"}
        dated = [row for row in view.rows if row.facts.start is not None]
        self.show_view(
            TimelineView(
                lanes=tuple(
                    Lane(
                        letter,
                        f"{titles[letter]} · {sum(row.lane == letter for row in view.rows):,}",
                        "",
                        tinted=letter in (UNDECIDED, self._over),
                    )
                    for letter in letters
                ),
                stays=tuple(
                    Stay(
                        row.lane,
                        row.facts.start or 0,
                        row.facts.until,
                        row.facts.inpatient,
                        f"{row.facts.date} {row.facts.title}: {row.because}",
                        row.facts.key,
                    )
                    for row in dated
                    if row.facts.visit
                ),
                strokes=tuple(
                    Stroke(row.lane, row.facts.start or 0, row.facts.key)
                    for row in dated
                    if not row.facts.visit
                ),
            )
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of what is under the pointer."""
        super().mousePressEvent(event)
        window = self.window_of_days
        if window is None or event.button() != Qt.MouseButton.LeftButton:
            return
        drawing, at = self._drawing(window), event.position()
        held = drawing.stay_at(at.x(), at.y()) or drawing.stroke_at(at.x(), at.y())
        if held is not None:
            self._dragged = held.key
            self.pointed.emit(held.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The lane under the pointer lights up."""
        super().mouseMoveEvent(event)
        over = self._lane_at(event) if self._dragged else ""
        if over != self._over:
            self._over = over
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._draw_lanes()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go over a lane."""
        super().mouseReleaseEvent(event)
        key, letter = self._dragged, self._lane_at(event)
        self._dragged = self._over = ""
        self.unsetCursor()
        self._draw_lanes()
        row = (
            next((r for r in self._split.rows if r.facts.key == key), None) if self._split else None
        )
        if row is not None and letter not in ("", UNDECIDED, row.chosen, row.lane):
            self.dropped.emit(key, letter)

    def _lane_at(self, event: QMouseEvent) -> str:
        window = self.window_of_days
        return self._drawing(window).letter_at(event.position().y()) if window else ""
