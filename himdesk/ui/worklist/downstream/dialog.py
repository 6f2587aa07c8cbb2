# SPDX-License-Identifier: Apache-2.0
"""The systems of one correction over the work list: tick, say how it is known, record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.widgets.panes import inset, within
from himdesk.ui.widgets.tables.line import Line
from himdesk.ui.widgets.tables.table import CellTable
from himdesk.ui.worklist.downstream.rows import COLUMNS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from himdesk.ui.look.theme import Look
    from himdesk.ui.widgets.tables.cell import Cell, Row

WIDTH, HEIGHT = 980, 680
EVIDENCE: Final = "How it is known, or why it is open again"


class DownstreamDialog(QDialog):
    """Shows tasks, and says what the person wants; decides nothing.

    Space ticks, Enter goes on to the evidence, and Enter there records it.
    """

    ticked = Signal(str)
    all_wanted = Signal()
    recorded = Signal(str)
    reopened = Signal(str)

    def __init__(self, look: Look, charts: Cell, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("downstream")
        self.setAccessibleName("Systems to be corrected")
        self.setWindowTitle("Systems to be corrected")
        self.message = MessageStrip(look, name="downstream-message")
        self.head = SectionBar(look, self.windowTitle(), name="downstream-title")
        self.table = CellTable(look, COLUMNS, name="downstream-tasks", label="Systems")
        self.table.row_height(SIZES.row_list)
        self.evidence = QLineEdit()
        self.evidence.setObjectName("downstream-evidence")
        self.evidence.setAccessibleName(EVIDENCE)
        self.evidence.setPlaceholderText("work list printed, J. Ortiz of the laboratory called …")
        self._lay_out(look, charts)
        self._connect()
        self.resize(within(self, QSize(look.px(WIDTH), look.px(HEIGHT))))
        self.table.setFocus()

    def _lay_out(self, look: Look, charts: Cell) -> None:
        bar = ActionBar(look, name="downstream-actions")
        close = ActionButton(look, "Close", name="downstream-close", key="Esc", kind="flat")
        every = ActionButton(look, "Tick all", name="downstream-all", key="Ctrl+A")
        self.again = ActionButton(look, "Open again", name="downstream-again", key="Ctrl+O")
        self.go = ActionButton(
            look, "Record as done", name="downstream-go", key="Ctrl+Return", kind="primary"
        )
        bar.add(on_click(close, self.reject), on_click(every, self.all_wanted.emit))
        bar.stretch()
        bar.add(on_click(self.again, lambda: self.reopened.emit(self.evidence.text())))
        bar.add(on_click(self.go, lambda: self.recorded.emit(self.evidence.text())))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.message)
        column.addWidget(inset(look, Line(look, charts), vertical=8))
        column.addWidget(self.table, 1)
        column.addWidget(inset(look, label(EVIDENCE, kind="muted"), self.evidence))
        column.addWidget(bar)

    def _connect(self) -> None:
        self.table.ticked.connect(self.ticked)
        self.table.opened.connect(lambda _key: self.evidence.setFocus())
        self.evidence.returnPressed.connect(self.go.click)
        self.finished.connect(self.deleteLater)

    # what the presenter calls

    def show_tasks(self, title: str, rows: tuple[Row, ...]) -> None:
        """Show the tasks as they are."""
        self.head.say(title)
        self.table.show_rows(rows)
        if rows and not self.table.current_key():
            self.table.choose_row(rows[0].key)

    def allow(self, *, done: bool, again: bool) -> None:
        """Say what the ticked tasks can be marked as."""
        self.go.setEnabled(done)
        self.again.setEnabled(again)

    def show_done(self, text: str) -> None:
        """Say what was recorded, and take the next evidence."""
        self.message.show_done(text)
        self.evidence.clear()
        self.table.setFocus()

    def show_error(self, error: Exception) -> None:
        """Say what was refused; what was typed stays."""
        self.message.show_error(error)
