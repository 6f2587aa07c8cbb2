# SPDX-License-Identifier: Apache-2.0
"""The queues at the left, with their counts; the one that is pointed at is open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.widgets.tables.cell import Cell, Column, Row
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look
    from himdesk.ui.worklist.values import QueuesView

WIDTH, FOLDED = 236, 84
COLUMNS = (Column("Queue", 150, stretch=1), Column("Open", 48, right=True))
SIGNS = (Column("", 36), Column("", 40, right=True))


def folded(row: Row) -> Row:
    """A queue by its sign and its count; its name is spoken, and told by the tooltip."""
    if row.heading:
        return replace(row, cells=(Cell(), *row.cells[1:]))
    first = row.cells[0]
    return replace(
        row, cells=(replace(first, pieces=first.pieces[:1], spoken=first.words), *row.cells[1:])
    )


class QueueList(CellTable):
    """`chosen_queue` carries the key of a queue."""

    chosen_queue = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, COLUMNS, name="worklist-queues", label="Queues")
        self.delegate.first_padding = 12
        self.plain_header()
        self.row_height(SIZES.rail_entry)
        self._quiet, self._folded = False, False
        self._view: QueuesView | None = None
        self.setFixedWidth(look.px(WIDTH))
        self.current.connect(self._chosen)

    def fold(self, *, folded: bool) -> None:
        """Show signs and counts only, or names too."""
        if folded != self._folded:
            self._folded = folded
            self.setFixedWidth(self._look.px(FOLDED if folded else WIDTH))
            if self._view is not None:
                self.show_view(self._view)

    def show_view(self, view: QueuesView) -> None:
        """Show the queues as they are now."""
        self._quiet, self._view = True, view
        columns = SIGNS if self._folded else COLUMNS
        self.show_rows(tuple(map(folded, view.rows)) if self._folded else view.rows, columns)
        self.choose_row(view.current)
        self._quiet = False

    def _chosen(self, key: str) -> None:
        if not self._quiet:
            self.chosen_queue.emit(key.removeprefix("queue:"))
