# SPDX-License-Identifier: Apache-2.0
"""The first line of a comparison: its place in the queue, and a field for one more chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from himdesk.ui.widgets.panes import ScreenHeader
from himdesk.ui.widgets.tables.cell import Chip, Text

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look
    from himdesk.ui.worklist.values import Place

WIDTH = 220


class CompareHead(ScreenHeader):
    """Says where one is; `added` carries the number of a chart that is to be compared too."""

    added = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, name="compare-head")
        self.field = QLineEdit()
        self.field.setObjectName("compare-add")
        self.field.setAccessibleName("Add a record by its number")
        self.field.setPlaceholderText("Add record: number, Enter")
        self.field.setFixedWidth(look.px(WIDTH))
        self.field.returnPressed.connect(self._add)
        self.add(self.field)
        self.show_place(None)
        self.offer(more=False)

    def show_place(self, place: Place | None) -> None:
        """The place in a queue; nothing for charts that are no case of the work list."""
        if place is None:
            self.show_trail(("Charts", "Compare"))
            return
        count = Text(f"{place.number:,} of {place.count:,}", "text_2", whole=True)
        self.show_trail((place.queue, "Compare"), count, Chip("yours", "accent", "user"))

    def offer(self, *, more: bool) -> None:
        """Whether one more chart can be compared."""
        self.field.setEnabled(more)
        self.field.clear()

    def _add(self) -> None:
        if self.field.text().strip():
            self.added.emit(self.field.text().strip())
