# SPDX-License-Identifier: Apache-2.0
"""A document of words: laid out to be read, with what is looked for marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from himdesk.ui.amend.redline import RedlineView

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QWheelEvent

    from himdesk.ui.amend.values import Standing
    from himdesk.ui.look.theme import Look

LINE = 90
"""Letters in a line at most: longer ones are hard to read."""

STEP, LEAST, MOST = 1, -3, 12
"""A step of the text's size in points, and how far it goes."""


class WordsView(RedlineView):
    """Words in a column of readable width; `found` carries which of how many finds is shown."""

    found = Signal(int, int)

    def __init__(self, look: Look) -> None:
        super().__init__(look, name="reader-words")
        self.setAccessibleName("The document's words")
        self._finds: list[QTextCursor] = []
        self._at, self._zoomed = 0, 0

    def show_words(self, standing: Standing) -> None:
        """Show other words from their beginning."""
        self._finds = []
        self.setExtraSelections([])
        self.show_standing(standing)
        self._keep_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The column stays readable in a wide window."""
        super().resizeEvent(event)
        self._keep_width()

    def _keep_width(self) -> None:
        room = self.viewport().width() - LINE * self.fontMetrics().averageCharWidth()
        side = max(room // 2, self._look.px(14))
        frame = self.document().rootFrame()
        form = frame.frameFormat()
        if form.leftMargin() != side:
            form.setLeftMargin(side)
            form.setRightMargin(side)
            frame.setFrameFormat(form)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turning the wheel scrolls; with Ctrl the text grows, as far as the buttons let it."""
        if event.modifiers():
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def zoom(self, by: int) -> None:
        """Make the text larger (1), smaller (-1), or as it was (0)."""
        wanted = min(max(self._zoomed + by * STEP, LEAST), MOST) if by else 0
        self.zoomIn(wanted - self._zoomed)
        self._zoomed = wanted
        self._keep_width()

    def find_all(self, text: str) -> None:
        """Mark where a text stands, and show the first."""
        self._finds, self._at = [], 0
        place = QTextCursor(self.document())
        while text and not (place := self._next(text, place)).isNull():
            self._finds.append(QTextCursor(place))
        self._show_find()

    def _next(self, text: str, after: QTextCursor) -> QTextCursor:
        return self.document().find(text, after, QTextDocument.FindFlag(0))

    def step(self, by: int) -> None:
        """Show the next (1) or the last (-1) of what was found."""
        if self._finds:
            self._at = (self._at + by) % len(self._finds)
            self._show_find()

    def _show_find(self) -> None:
        marks = []
        for number, place in enumerate(self._finds):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = place
            name = "chg_mark" if number == self._at else "chg_tint"
            mark.format.setBackground(self._look.color(name))
            marks.append(mark)
        self.setExtraSelections(marks)
        if self._finds:
            shown = QTextCursor(self._finds[self._at])
            shown.clearSelection()
            self.setTextCursor(shown)
            self.ensureCursorVisible()
        self.found.emit(self._at + 1 if self._finds else 0, len(self._finds))
