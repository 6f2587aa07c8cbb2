# SPDX-License-Identifier: Apache-2.0
"""Under the list: the case that is pointed at, and what was said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from himdesk.ui.widgets.tables.cell import Cell, hint
from himdesk.ui.widgets.tables.line import Line
from himdesk.ui.worklist.detail.differing import MOST, NOTHING

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look
    from himdesk.ui.worklist.detail.differing import Differing
    from himdesk.ui.worklist.values import DetailView

LINES, COLUMNS = 3, 4
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
        column = QVBoxLayout()
        column.setSpacing(look.px(2))
        for line in (self._title, self._marks, *self._said):
            column.addWidget(line)
        column.addStretch(1)
        self._fields = [tuple(Line(look) for _ in range(COLUMNS)) for _ in range(MOST)]
        self._against = [Line(look) for _ in range(MOST)]
        row = QHBoxLayout(self)
        row.setContentsMargins(*look.pane(8, 8))
        row.setSpacing(look.px(24))
        row.addLayout(column, 2)
        row.addWidget(self._differing(look), 3)
        self.show_differing(NOTHING)

    def _differing(self, look: Look) -> QWidget:
        """Field by field, and at the right what speaks against one person."""
        self._beside = QWidget()
        grid = QGridLayout(self._beside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px(8))
        grid.setVerticalSpacing(look.px(2))
        for place, cells in enumerate(self._fields):
            for at, line in enumerate((*cells, self._against[place])):
                grid.addWidget(line, place, at)
        for at, share in enumerate((0, 3, 0, 3, 4)):
            grid.setColumnStretch(at, share)
        grid.setRowStretch(MOST, 1)
        return self._beside

    def narrow(self, *, on: bool) -> None:
        """Show only what was said last, or the last few."""
        self._room = 1 if on else LINES
        for place, line in enumerate(self._said):
            line.setVisible(place < self._room)

    def show_differing(self, view: Differing) -> None:
        """Show in what two charts differ; where there is nothing to show, what was said has all."""
        for place, cells in enumerate(self._fields):
            known = view.fields[place] if place < len(view.fields) else (Cell(),) * COLUMNS
            for line, cell in zip(cells, known, strict=True):
                line.show_cell(cell)
            against = view.against[place] if place < len(view.against) else Cell()
            self._against[place].show_cell(against)
        self._beside.setVisible(bool(view.fields or view.against))

    def show_view(self, view: DetailView) -> None:
        """Show a case; the last said stands at the end."""
        self.show_differing(view.differing)
        self._title.show_cell(view.title)
        self._marks.show_cell(view.marks)
        said = view.said[-self._room :] or (NOTHING_SAID,)
        for place, line in enumerate(self._said):
            line.show_cell(said[place] if place < len(said) else Cell())
