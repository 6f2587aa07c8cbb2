# SPDX-License-Identifier: Apache-2.0
"""Asks, over the screen of a split, what of a row about both persons is whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from himdesk.ui.split.both.dialogs import DivideDialog, Question, RewriteDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from himdesk.ui.look.theme import Look
    from himdesk.ui.split.values import SplitRowView


class BothAsking(QObject):
    """The questions about rows for both persons; it decides nothing.

    `divide_wanted` carries a scan to be divided, `divided` it with the pages that go and its last
    page; `rewrite_wanted` a note about both, `rewritten` it with the texts that stay and go;
    `repeated` an item for both persons and why; `refused` words about a row that can't be either.
    """

    divide_wanted = Signal(str)
    divided = Signal(str, str, int)
    rewrite_wanted = Signal(str)
    rewritten = Signal(str, str, str)
    repeated = Signal(str, str)
    refused = Signal(str)

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(over)
        self._look, self._over = look, over

    def ask(self, row: SplitRowView) -> None:
        """A scan is divided by pages, a note written anew, a clinical item recorded for both."""
        if row.facts.dividable:
            self.divide_wanted.emit(row.facts.key)
        elif row.facts.rewritable:
            self.rewrite_wanted.emit(row.facts.key)
        elif row.facts.repeatable:
            self._ask_why(row.facts.key, row.facts.title)
        else:
            self.refused.emit(
                "Only documents can be divided, and clinical items recorded for both."
            )

    def _ask_why(self, key: str, title: str) -> None:
        asked = Question(
            self._look,
            name="split-again",
            title="Holds for both persons",
            words=f"{title} stays, and is recorded anew in the other chart. Why?",
            verb="Record for both",
            parent=self._over,
        )
        asked.answered.connect(lambda reason: self.repeated.emit(key, reason))
        asked.open()
        asked.text.setFocus()

    def ask_pages(self, key: str, title: str, pages: int, pdf: bytes) -> None:
        """Show a scan, and ask which pages go to the other person."""
        asked = DivideDialog(self._look, title=title, pages=pages, pdf=pdf, parent=self._over)
        asked.answered.connect(lambda text: self.divided.emit(key, text, pages))
        asked.open()
        asked.text.setFocus()

    def ask_texts(self, key: str, title: str, text: str, other: str) -> None:
        """Ask what a note says of A, and what of the other side (a letter)."""
        asked = RewriteDialog(self._look, title=title, text=text, other=other, parent=self._over)
        asked.answered.connect(lambda stays, goes: self.rewritten.emit(key, stays, goes))
        asked.open()
