# SPDX-License-Identifier: Apache-2.0
"""The incoming scans: each is looked at before it is attached, and what was set aside says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from himdesk.services.scans.watch import Found
from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.requests.values import size_words
from himdesk.ui.widgets.pages.pdf import PdfPages
from himdesk.ui.widgets.panes import column, inset
from himdesk.ui.widgets.state import State, StatePanel
from himdesk.ui.widgets.tables.cell import Cell, Column, Row, Text, hint
from himdesk.ui.widgets.tables.rows import heading
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from himdesk.services.charts.legible import Legible
    from himdesk.services.scans.folder import Aside
    from himdesk.services.scans.watch import Scan
    from himdesk.ui.look.theme import Look

WIDTH, HEIGHT, LIST_WIDTH = 980, 680, 340
COLUMNS: Final = (Column("Scan", 330, stretch=1),)
NO_SCAN: Final = State("empty", "No scan is shown", "Choose one at the left to see whose it is.")


class ScansDialog(QDialog):
    """`pointed` carries a scan to be shown, `submitted` one to attach with what it is."""

    pointed = Signal(object)
    submitted = Signal(object, str)

    def __init__(self, look: Look, whose: str, parent: QWidget) -> None:
        """`whose` says what a scan is attached to."""
        super().__init__(parent)
        self.setObjectName("scans")
        self.setAccessibleName("Incoming scans")
        self.setWindowTitle("Incoming scans")
        self._found = Found()
        self._pointed: Scan | None = None
        self.message = MessageStrip(look, name="scans-message")
        self.list = CellTable(look, COLUMNS, name="scans-list", label="Incoming scans")
        self.list.plain_header()
        self.list.row_height(SIZES.row_double)
        self._bar = SectionBar(look, "In the folder", name="scans-bar")
        self._shown = SectionBar(look, "Scan", name="scans-shown")
        self.pages = PdfPages(self, name="scans-pages", title="The scan that is chosen")
        self._none = StatePanel(look, name="scans-none")
        self._none.show_state(NO_SCAN)
        self.about = QLineEdit()
        self.about.setObjectName("scans-about")
        self.about.setAccessibleName("What it is")
        self.about.setPlaceholderText("the signed form, page 2 of the letter …")
        self.go = ActionButton(
            look, f"Attach to {whose}", name="scans-go", key="Ctrl+Return", kind="primary"
        )
        self._lay_out(look)
        self.go.setEnabled(False)
        self.list.current.connect(lambda _key: self._point())
        self.finished.connect(self.deleteLater)
        self.resize(look.px(WIDTH), look.px(HEIGHT))

    def _lay_out(self, look: Look) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none)
        self._stack.addWidget(self.pages)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(column(self._bar, self.list, stretch=1))
        halves.addWidget(column(self._shown, self._stack, stretch=1))
        halves.setSizes([look.px(LIST_WIDTH), look.px(WIDTH - LIST_WIDTH)])
        halves.setStretchFactor(1, 1)
        halves.setChildrenCollapsible(False)
        bar = ActionBar(look, name="scans-actions")
        cancel = ActionButton(look, "Close", name="scans-cancel", key="Esc", kind="flat")
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(on_click(self.go, self._go))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.message)
        whole.addWidget(halves, 1)
        whole.addWidget(inset(look, label("What it is", kind="muted"), self.about))
        whole.addWidget(bar)

    def show_found(self, found: Found) -> None:
        """Show what lies in the folder now; the scan that is shown stays so while it is there."""
        self._found = found
        self._bar.say(note=found.fault or _note(found))
        self.list.show_rows(_rows(found))
        if self.chosen is None and found.scans:
            self.list.choose_row(f"scan:{found.scans[0].name}")
        self._point()

    @property
    def chosen(self) -> Scan | None:
        """The scan that one is on."""
        key = self.list.current_key()
        return next((scan for scan in self._found.scans if f"scan:{scan.name}" == key), None)

    def show_scan(self, scan: Scan, seen: Legible) -> None:
        """Show the pages of a scan, if it still is the one chosen."""
        if scan != self.chosen:
            return
        self.pages.show_pdf(seen.pdf or b"")
        self._stack.setCurrentWidget(self.pages)
        self._shown.say(scan.name, seen.note)
        self.go.setEnabled(True)

    def show_error(self, error: Exception) -> None:
        """Say why it was refused; the scan is offered again."""
        self.message.show_error(error)
        self.go.setEnabled(self._stack.currentWidget() is self.pages)

    def _point(self) -> None:
        """Nothing of another scan stays while the chosen one is read."""
        scan = self.chosen
        if scan == self._pointed:
            return
        self._pointed = scan
        self.pages.clear()
        self._stack.setCurrentWidget(self._none)
        self._shown.say("Scan", "")
        self.go.setEnabled(False)
        if scan is not None:
            self.pointed.emit(scan)

    def _go(self) -> None:
        if self.chosen is not None:
            self.go.setEnabled(False)
            self.submitted.emit(self.chosen, self.about.text().strip())


def _note(found: Found) -> str:
    if found.waiting:
        return f"{found.waiting} still being written or looked at"
    return "" if found.scans else "nothing new"


def _rows(found: Found) -> tuple[Row, ...]:
    rows: list[Row] = []
    if found.scans:
        rows.append(heading("To attach", str(len(found.scans)), columns=1))
    rows += [
        Row(f"scan:{scan.name}", (Cell((Text(scan.name),), second=(hint(_kind(scan)),)),))
        for scan in found.scans
    ]
    if found.aside:
        rows.append(heading("Set aside", str(len(found.aside)), columns=1))
    rows += [Row(f"aside:{n}", (_aside(each),)) for n, each in enumerate(found.aside)]
    return tuple(rows)


def _kind(scan: Scan) -> str:
    kind = "PDF" if scan.content_type == "application/pdf" else "picture"
    return f"{kind}, {size_words(scan.size)}"


def _aside(each: Aside) -> Cell:
    """A name, and under it the reason without the name."""
    why = each.why.removeprefix(each.name).strip()
    return Cell((Text(each.name, "text_2"),), second=(hint(why),))
