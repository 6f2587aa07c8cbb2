# SPDX-License-Identifier: Apache-2.0
"""The queues at the left, with their counts; the one that is pointed at is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.widgets.tables.cell import Column
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look
    from himdesk.ui.worklist.values import QueuesView

WIDTH, NARROW = 236, 176


class QueueList(CellTable):
    """`chosen_queue` carries the key of a queue."""

    chosen_queue = Signal(str)

    def __init__(self, look: Look) -> None:
        columns = (Column("Queue", 150, stretch=1), Column("Open", 48, right=True))
        super().__init__(look, columns, name="worklist-queues", label="Queues")
        self.delegate.first_padding = 12
        self.plain_header()
        self.row_height(SIZES.rail_entry)
        self.narrow(on=False)
        self._quiet = False
        self.current.connect(self._chosen)

    def narrow(self, *, on: bool) -> None:
        """Take less room, or as much as all titles need."""
        self.setFixedWidth(self._look.px(NARROW if on else WIDTH))

    def show_view(self, view: QueuesView) -> None:
        """Show the queues as they are now."""
        self._quiet = True
        self.show_rows(view.rows)
        self.choose_row(view.current)
        self._quiet = False

    def _chosen(self, key: str) -> None:
        if not self._quiet:
            self.chosen_queue.emit(key.removeprefix("queue:"))
