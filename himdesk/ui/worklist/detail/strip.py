# SPDX-License-Identifier: Apache-2.0
"""Under the list: the case that is pointed at, and what was said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from himdesk.ui.widgets.tables.cell import Cell, hint
from himdesk.ui.widgets.tables.line import Line

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look
    from himdesk.ui.worklist.values import DetailView

LINES = 3
NOTHING_SAID = Cell((hint("Nobody said anything about it yet.", "text_3"),))


class DetailStrip(QWidget):
    """One case in a few lines."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("worklist-detail")
        self.setProperty("surface", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title, self._marks = Line(look), Line(look)
        self._said = [Line(look) for _ in range(LINES)]
        self._room = LINES
        column = QVBoxLayout(self)
        column.setContentsMargins(*look.pane(8, 8))
        column.setSpacing(look.px(2))
        for line in (self._title, self._marks, *self._said):
            column.addWidget(line)

    def narrow(self, *, on: bool) -> None:
        """Show only what was said last, or the last few."""
        self._room = 1 if on else LINES
        for place, line in enumerate(self._said):
            line.setVisible(place < self._room)

    def show_view(self, view: DetailView) -> None:
        """Show a case; the last said stands at the end."""
        self._title.show_cell(view.title)
        self._marks.show_cell(view.marks)
        said = view.said[-self._room :] or (NOTHING_SAID,)
        for place, line in enumerate(self._said):
            line.show_cell(said[place] if place < len(said) else Cell())
