# SPDX-License-Identifier: Apache-2.0
"""A document of words: laid out to be read, with what is looked for marked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from himdesk.domain.corrections.redline import Piece
from himdesk.ui.amend.redline import RedlineView

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QWheelEvent

    from himdesk.ui.amend.values import Beside, Standing
    from himdesk.ui.look.theme import Look

LINE = 90
"""Letters in a line at most: longer ones are hard to read."""

STEP, LEAST, MOST = 1, -3, 12
"""A step of the text's size in points, and how far it goes."""


BIT, FIRST = 20_000, 4
"""About how many letters are laid out at a time, and how many such bits at once."""


def parts(text: str) -> list[str]:
    """A text in bits that end at the end of a line, where there are lines."""
    found, begun = [], 0
    while len(text) - begun > BIT:
        end = text.find("\n", begun + BIT)
        if end < 0:
            break
        found.append(text[begun : end + 1])
        begun = end + 1
    return [*found, text[begun:]]


class WordsView(RedlineView):
    """Words in a column of readable width; `found` carries which of how many finds is shown."""

    found = Signal(int, int)

    def __init__(self, look: Look) -> None:
        super().__init__(look, name="reader-words")
        self.setAccessibleName("The document's words")
        self._finds: list[QTextCursor] = []
        self._at, self._zoomed, self._sought = 0, 0, ""
        self._waiting: list[Piece] = []
        self._beside: tuple[Beside, ...] = ()
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._lay_out_more)

    def show_words(self, standing: Standing) -> None:
        """Show other words from their beginning; a long text is laid out bit by bit."""
        self._finds, self._sought = [], ""
        self.setExtraSelections([])
        self._waiting = [
            Piece(piece.mark, text) for piece in standing.pieces for text in parts(piece.text)
        ]
        first, self._waiting = self._waiting[:FIRST], self._waiting[FIRST:]
        self._beside = standing.beside if self._waiting else ()
        beside = () if self._waiting else standing.beside
        self.show_standing(replace(standing, pieces=tuple(first), beside=beside))
        self._keep_width()
        if self._waiting:
            self._turn.start()

    def _lay_out_more(self) -> None:
        """Lay out the next bit, at the end; what is looked for is looked for in it too."""
        bits, self._waiting = self._waiting[:FIRST], self._waiting[FIRST:]
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        for bit in bits:
            cursor.insertText(bit.text, self._format(bit.mark))
        if self._waiting:
            return
        self._turn.stop()
        self.show_beside(cursor, self._beside)
        if self._sought:
            self.find_all(self._sought)

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
        self._finds, self._at, self._sought = [], 0, text
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
