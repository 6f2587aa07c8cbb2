# SPDX-License-Identifier: Apache-2.0
"""A document as it will stand: struck words crossed out, added ones underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from himdesk.domain.corrections.redline import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.ui.amend.values import Beside, Standing
    from himdesk.ui.look.theme import Look


ABOVE = 8
"""Between the band, the text, and each of what stands under it."""


class RedlineView(QTextEdit):
    """Shows a redline; a screen reader hears which words are struck and which are added."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self._look = look
        self.setObjectName(name)
        self.setAccessibleName("The document as it will stand")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.document().setDocumentMargin(look.px(14))

    def show_standing(self, standing: Standing) -> None:
        """Show how the document will stand."""
        self.clear()
        cursor = self.textCursor()
        if standing.band:
            self._band(cursor, standing.band)
            self._paragraph(cursor, "", QTextCharFormat())
        for piece in standing.pieces:
            cursor.insertText(piece.text, self._format(piece.mark))
        self.show_beside(cursor, standing.beside)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        words = f"{standing.struck} struck, {standing.added} added"
        self.setAccessibleDescription(words)

    def show_beside(self, cursor: QTextCursor, beside: Sequence[Beside]) -> None:
        """Put what stands under the text at its end."""
        for each in beside:
            self._paragraph(cursor, each.head, self._quiet(), ABOVE)
            self._paragraph(cursor, each.text, QTextCharFormat())

    def _band(self, cursor: QTextCursor, text: str) -> None:
        band = QTextBlockFormat()
        band.setBackground(self._look.color("chg_tint"))
        band.setBottomMargin(self._look.px(ABOVE))
        cursor.setBlockFormat(band)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        bold.setForeground(self._look.color("chg_text"))
        cursor.insertText(text, bold)

    def _paragraph(
        self, cursor: QTextCursor, text: str, form: QTextCharFormat, above: int = 0
    ) -> None:
        """Begin a paragraph; the lines of its text stand as close as they were written."""
        block = QTextBlockFormat()
        block.setTopMargin(self._look.px(above))
        cursor.insertBlock(block)
        cursor.setCharFormat(form)
        cursor.insertText(text, form)

    def _format(self, mark: Mark) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(self._look.color("text"))
        if mark is Mark.KEPT:
            return form
        tone = "rem" if mark is Mark.STRUCK else "add"
        form.setForeground(QColor(self._look.color(f"{tone}_text")))
        form.setBackground(self._look.color(f"{tone}_tint"))
        form.setFontStrikeOut(mark is Mark.STRUCK)
        form.setFontUnderline(mark is Mark.ADDED)
        return form

    def _quiet(self) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(self._look.color("text_2"))
        return form
