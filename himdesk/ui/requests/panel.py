# SPDX-License-Identifier: Apache-2.0
"""The screen of amendment requests: the list with its clock, a case, and what can be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.drops import FileDrops
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.requests.dialog import FormDialog
from himdesk.ui.scans.button import ScansButton
from himdesk.ui.widgets.banners.banner import IdentityBanner
from himdesk.ui.widgets.panes import column, inset
from himdesk.ui.widgets.state import State, StatePanel
from himdesk.ui.widgets.tables.cell import Column
from himdesk.ui.widgets.tables.line import Line
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.services.scans.watch import Found
    from himdesk.ui.look.theme import Look
    from himdesk.ui.requests.values import CaseLine, CasePage, Form

COLUMNS = (Column("", 170, stretch=1), Column("", 300, stretch=3))
LIST_WIDTH, STEPS_WIDTH, READING = 340, 235, 36


class RequestsPanel(QWidget):
    """Shows cases; every step is asked for in a form of its own.

    `step_asked` carries the form, `letter_wanted` a case with the kinds that it may write.
    """

    chosen = Signal(str)
    closed_wanted = Signal(bool)
    intake_wanted = Signal()
    document_wanted = Signal(str)
    file_wanted = Signal(str)
    attach_wanted = Signal(list)
    letter_wanted = Signal(str, tuple)
    step_asked = Signal(object, str)
    counted = Signal(int)
    scans_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("requests")
        self.setAccessibleName("Amendment requests")
        self._look, self._closed = look, False
        self._page: CasePage | None = None
        self.message = MessageStrip(look, name="requests-message")
        headings = ("Clock", "MRN", "Status", "Next")
        self.cases = RowTable(
            look,
            headings,
            name="case-list",
            title="Requests, due first",
            nothing="No amendment request is open.",
        )
        self.banner = IdentityBanner(look, name="case-banner")
        self.head = Line(look)
        self.rows = CellTable(look, COLUMNS, name="case-rows", label="The request")
        self.rows.plain_header()
        self.rows.row_height(SIZES.row_list)
        self.steps = RowTable(look, ("What can be done now",), name="case-steps", title="Steps")
        self._empty = StatePanel(look, name="requests-empty")
        self._case = QWidget()
        self._case.setObjectName("case-shown")
        self._lay_out(look)
        self._connect()
        self._show_case(on=False)

    def _lay_out(self, look: Look) -> None:
        self._list_bar = SectionBar(look, "Requests", name="case-list-bar")
        self._over = ActionButton(look, "Show closed", name="case-closed", kind="link")
        self._list_bar.right.addWidget(on_click(self._over, self._toggle))
        key = look.keys.spoken("case-new")
        words = f"Take one down with {key}: the legal clock of 60 days starts with its receipt."
        self._empty.show_state(State("empty", "No request is shown", words, "New request"))
        inside = QSplitter(Qt.Orientation.Horizontal)
        inside.addWidget(self.rows)
        inside.addWidget(self.steps)
        inside.setSizes([look.px(700), look.px(STEPS_WIDTH)])
        inside.setStretchFactor(0, 1)
        inside.setStretchFactor(1, 0)
        inside.setChildrenCollapsible(False)
        self._about = label("", kind="muted")
        self._about.setObjectName("case-about")
        self._about.setWordWrap(True)
        whole = QVBoxLayout(self._case)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banner)
        whole.addWidget(inset(look, self.head, self._about, vertical=8))
        whole.addWidget(inside, 1)
        self._read = label("")
        self._read.setObjectName("case-reading")
        self._read.setWordWrap(True)
        self._read.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._read.setMinimumHeight(look.px(READING))
        whole.addWidget(inset(look, self._read, vertical=8))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setObjectName("requests-split")
        halves.addWidget(column(self._list_bar, self.cases, stretch=1))
        self._right = QStackedWidget()
        self._right.addWidget(self._case)
        self._right.addWidget(self._empty)
        halves.addWidget(self._right)
        halves.setSizes([look.px(LIST_WIDTH), look.px(940)])
        halves.setStretchFactor(1, 1)
        halves.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(halves, 1)
        outer.addWidget(self._bar(look))

    def _bar(self, look: Look) -> QWidget:
        bar = ActionBar(look, name="requests-actions")
        self._note = label("", kind="muted")
        new = ActionButton(
            look, "New request…", name="case-new", action="case-new", icon_name="plus"
        )
        self._open = ActionButton(
            look, "Open the document", name="case-document", action="case-document", icon_name="doc"
        )
        self._attach = ActionButton(
            look, "Attach files…", name="case-attach", action="case-attach", icon_name="link"
        )
        self._write = ActionButton(
            look, "Write a letter…", name="case-letter", action="case-letter", icon_name="letters"
        )
        self._step = ActionButton(
            look, "Take a step…", name="case-step", action="case-step", kind="primary"
        )
        self.scans = ScansButton(look, name="case-scans")
        bar.add(on_click(self.scans, self.scans_wanted.emit), self._note)
        bar.stretch()
        bar.add(on_click(new, self.intake_wanted.emit), on_click(self._open, self._open_document))
        bar.add(on_click(self._attach, lambda: self.attach_wanted.emit([])))
        bar.add(on_click(self._write, self._letter), on_click(self._step, self._ask_step))
        return bar

    def _connect(self) -> None:
        self.cases.pointed.connect(self.chosen)
        self.cases.opened.connect(lambda _case: self.rows.setFocus())
        self.steps.opened.connect(lambda _verb: self._ask_step())
        self.rows.opened.connect(lambda _key: self._open_document())
        self.rows.current.connect(lambda _key: self._read_row())
        self._empty.acted.connect(self.intake_wanted)
        FileDrops(self._case).dropped.connect(self.attach_wanted)

    def show_cases(self, cases: Sequence[CaseLine], *, closed: bool, chosen: str) -> None:
        """Show the list, and a case of it."""
        self._closed = closed
        rows = [
            Row(c.id, (c.clock, c.mrn, c.status, c.owed), icon="clock", tone=c.tone) for c in cases
        ]
        self.cases.show_rows(rows)
        at = self.cases.rows.row_of(chosen)
        if at >= 0:
            self.cases.selectRow(at)
        self._list_bar.say("Closed requests" if closed else "Amendment requests", str(len(rows)))
        self._over.say("Show open" if closed else "Show closed")
        late = sum(1 for case in cases if case.tone)
        self._note.setText(f"{late} overdue" if late else "")
        if not closed:
            self.counted.emit(len(rows))
        if not rows:
            self._page = None
            self._show_case(on=False)

    def show_case(self, page: CasePage) -> None:
        """Show a case."""
        self._page = page
        self._show_case(on=True)
        self.banner.show_who(page.who)
        self.head.show_cell(page.head)
        self._about.setText(page.about)
        self.rows.show_rows(page.rows)
        if not self.rows.current_key():
            self.rows.choose_row(next(row.key for row in page.rows if not row.heading))
        forms = [Row(form.verb, (form.title,), icon=form.icon) for form in page.forms]
        self.steps.show_rows(forms)
        self._read_row()

    def show_done(self, text: str) -> None:
        """Say what was done."""
        self.message.show_done(text)

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.message.show_error(error)

    def show_scans(self, found: Found | None) -> None:
        """Say how many scans wait in the folder."""
        self.scans.show_found(found)

    def ask(self, form: Form, chosen: str) -> FormDialog:
        """Open the form of a step."""
        dialog = FormDialog(self._look, form, self, chosen)
        dialog.open()
        return dialog

    def _toggle(self) -> None:
        self.closed_wanted.emit(not self._closed)

    def _chosen_number(self, kind: str = "") -> str:
        found, _, number = self.rows.current_key().partition(":")
        return number if not kind or found == kind else ""

    def _ask_step(self) -> None:
        verb = self.steps.current()
        form = next((f for f in self._page.forms if f.verb == verb), None) if self._page else None
        if form is not None:
            first = form.fields[0].name if form.fields else ""
            self.step_asked.emit(form, self._chosen_number(first))

    def _open_document(self) -> None:
        number = self._chosen_number("item")
        if number:
            self.document_wanted.emit(number)
        elif file := self._chosen_number("file"):
            self.file_wanted.emit(file)

    def _letter(self) -> None:
        if self._page is not None:
            self.letter_wanted.emit(self._page.id, self._page.letters)

    def _read_row(self) -> None:
        """The whole words of the row that one is on, which the table may have shortened."""
        at = self.rows.rows.row_of(self.rows.current_key())
        cells = self.rows.rows.rows[at].cells if at >= 0 else ()
        self._read.setText(": ".join(cell.words for cell in cells if cell.words))
        self._enable()

    def _enable(self) -> None:
        shown = self._page is not None
        self._write.setEnabled(shown)
        self._step.setEnabled(shown and self.steps.rows.rowCount() > 0)
        self._attach.setEnabled(shown)
        self.scans.allow(on=shown)
        file = bool(self._chosen_number("file"))
        self._open.say("Open the file" if file else "Open the document")
        self._open.setEnabled(shown and (file or bool(self._chosen_number("item"))))

    def _show_case(self, *, on: bool) -> None:
        self._right.setCurrentWidget(self._case if on else self._empty)
        self._enable()
