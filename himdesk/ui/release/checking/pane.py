# SPDX-License-Identifier: Apache-2.0
"""The first part of a request: its checklist, and everything that keeps it shut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import ActionButton, SectionBar, on_click
from himdesk.ui.release.rows import FILE
from himdesk.ui.widgets.state import State, StatePanel
from himdesk.ui.widgets.tables.cell import Column
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look
    from himdesk.ui.release.values import ReleasePage

COLUMNS = (Column("Element", 420, stretch=1), Column("Mark", 120))

READY = State(
    "empty", "Ready to choose", "Nothing is missing: choose what goes, then look at the packet."
)


class CheckPane(QWidget):
    """Shows what the form lacks; `form_wanted` reads it, `complete_wanted` the request.

    `file_wanted` carries the number of a file to be opened.
    """

    form_wanted = Signal()
    complete_wanted = Signal()
    extend_wanted = Signal()
    file_wanted = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("release-check")
        self.elements = CellTable(look, COLUMNS, name="release-elements", label="Checklist")
        self.elements.plain_header()
        self.elements.row_height(SIZES.row_double)
        self._bar = SectionBar(look, "Required elements", name="release-elements-bar")
        self.form = ActionButton(look, "Read the form…", name="release-read", icon_name="scan")
        self.complete = ActionButton(
            look, "Complete the request…", name="release-completing", icon_name="user"
        )
        self.extend = ActionButton(look, "More time…", name="release-extending", icon_name="clock")
        for button, signal in (
            (self.form, self.form_wanted),
            (self.complete, self.complete_wanted),
            (self.extend, self.extend_wanted),
        ):
            self._bar.right.addWidget(on_click(button, signal.emit))
        self.elements.opened.connect(self._open)
        self._none = StatePanel(look, name="release-check-none")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.elements, 1)
        column.addWidget(self._none, 1)

    def show_page(self, page: ReleasePage) -> None:
        """Show a request's checklist."""
        self.elements.show_rows(page.elements)
        self.elements.setVisible(bool(page.elements))
        self._none.show_state(READY if "choose" in page.able else State("empty", page.shut))
        self._none.setVisible(not page.elements)
        self._bar.say(note=page.shut or "nothing is missing")
        for button in (self.form, self.complete):
            button.setVisible("write" in page.able)
        self.extend.setVisible("extend" in page.able)

    def _open(self, key: str) -> None:
        if key.startswith(FILE):
            self.file_wanted.emit(int(key.removeprefix(FILE)))
