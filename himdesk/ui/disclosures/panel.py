# SPDX-License-Identifier: Apache-2.0
"""The screen of disclosures: the log with what was corrected since, and the accounting."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from himdesk.ui.disclosures.steps import RequestSteps
from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import (
    ActionBar,
    ActionButton,
    SectionBar,
    WrapBar,
    label,
    on_click,
)
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.release.forms.dialog import SheetDialog
from himdesk.ui.widgets.panes import inset
from himdesk.ui.widgets.state import State, StatePanel
from himdesk.ui.widgets.tables.cell import Column
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from himdesk.ui.disclosures.values import AccountingPage, LogPage
    from himdesk.ui.look.theme import Look
    from himdesk.ui.release.values import Sheet
    from himdesk.ui.widgets.tables.cell import Row

COLUMNS: Final = (
    Column("Date", 124),
    Column("MRN", 116, optional=True),
    Column("To whom, for what", 320, stretch=3),
    Column("How", 130, stretch=1),
    Column("Mark", 250, stretch=1),
)
ASKED: Final = (
    Column("Received", 124),
    Column("MRN", 116, optional=True),
    Column("Who asks, for which days", 320, stretch=3),
    Column("Fee", 130, stretch=1),
    Column("Due", 250, stretch=1),
)
"""The columns of requests for an accounting."""
ENTRIES: Final = (
    Column("Date", 124),
    Column("MRN", 116, optional=True),
    Column("To whom, for what", 320, stretch=3),
    Column("What", 130, stretch=1),
    Column("How often", 250, stretch=1),
)
"""The columns of an accounting."""
NONE: Final[dict[tuple[Column, ...], State]] = {
    COLUMNS: State(
        "empty", "Nothing was disclosed", "Each packet is logged when it goes, and stays logged."
    ),
    ASKED: State("empty", "No request for an accounting is open"),
    ENTRIES: State(
        "empty",
        "There is nothing to account for",
        "What went to the patient, by an authorization, or for treatment, payment and operations "
        "is left out (45 CFR 164.528(a)(1)). It can be given as it is.",
    ),
}
"""What stands in the place of a list that is empty, by its columns."""
READING: Final = 52
PADDING: Final = 28
"""Pixels of a field around its words."""


class DisclosuresPanel(QWidget):
    """Shows the log or an accounting of a chart; decides nothing.

    `log_wanted` and `accounting_wanted` carry number, first and last day; `given` a file for the
    accounting shown; `copy_wanted` a disclosure and a file; `step_wanted` a step of a request for
    an accounting, and which; the others ask for a form or a list.
    """

    log_wanted = Signal(str)
    accounting_wanted = Signal(str, str, str)
    given = Signal(str)
    copy_wanted = Signal(str, str)
    record_wanted = Signal()
    misdirected_wanted = Signal(str)
    suspend_wanted = Signal()
    requests_wanted = Signal()
    step_wanted = Signal(str, str)
    pointed = Signal(str)

    def __init__(self, look: Look, *, writes: bool, misdirects: bool) -> None:
        """`writes` says whether this person may log, give and suspend.

        `misdirects` says whether they may log what was misdirected.
        """
        super().__init__()
        self.setObjectName("disclosures")
        self.setAccessibleName("Disclosures")
        self._look, self._writes, self._account = look, writes, False
        self._misdirects = misdirects
        self.message = MessageStrip(look, name="disclosures-message")
        self.mrn = _edit("disclosures-mrn", "Record number", "MRN; empty: all charts")
        self.since = _edit("disclosures-since", "First day", "six years back")
        self.until = _edit("disclosures-until", "Last day", "today")
        self.path = _edit("disclosures-file", "File to save in", "name.pdf or name.csv")
        self.table = CellTable(look, COLUMNS, name="disclosures-log", label="Disclosures")
        self._none = StatePanel(look, name="disclosures-none")
        self.steps = RequestSteps(look, writes=writes)
        self._asking = False
        self._read = label("")
        self._read.setObjectName("disclosures-reading")
        self._read.setWordWrap(True)
        self._read.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._read.setMinimumHeight(look.px(READING))
        self._lay_out(look)
        self.steps.wanted.connect(lambda step: self.step_wanted.emit(step, self._request()))
        self.table.current.connect(self._point)
        self.mrn.returnPressed.connect(lambda: self.log_wanted.emit(self.mrn.text().strip()))

    def _lay_out(self, look: Look) -> None:
        self._bar = SectionBar(look, "Disclosures", name="disclosures-bar")
        self._asked = ActionButton(
            look, "Requests for an accounting", name="disclosures-requests", icon_name="clock"
        )
        self._bar.right.addWidget(on_click(self._asked, self.requests_wanted.emit))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message)
        column.addWidget(self._asking_bar(look))
        column.addWidget(self._bar)
        column.addWidget(self.table, 1)
        column.addWidget(self._none, 1)
        column.addWidget(inset(look, self._read, vertical=8))
        self._logging = self._actions(look)
        column.addWidget(self._logging)
        column.addWidget(self.steps)
        self.steps.hide()

    def _asking_bar(self, look: Look) -> QWidget:
        """Which chart, which period; in two lines where one is too narrow for its words."""
        bar = WrapBar(look, name="disclosures-asking", height=SIZES.action_bar, line=SIZES.button)
        show = ActionButton(look, "Show the log", name="disclosures-show", icon_name="history")
        account = ActionButton(
            look,
            "Accounting",
            name="disclosures-account",
            action="disclosures-account",
            kind="primary",
        )
        for edit in (self.mrn, self.since, self.until):
            edit.setMinimumWidth(_words_wide(look, edit))
        on_click(show, lambda: self.log_wanted.emit(self.mrn.text().strip()))
        bar.add(_beside(look, label("Chart", kind="muted"), self.mrn, show))
        bar.stretch()
        period = (label("From", kind="muted"), self.since, label("to", kind="muted"), self.until)
        bar.add(_beside(look, *period, on_click(account, self._ask_account)))
        return bar

    def _actions(self, look: Look) -> QWidget:
        bar = ActionBar(look, name="disclosures-actions")
        record = ActionButton(look, "Log one…", name="disclosures-record", icon_name="plus")
        wrong = ActionButton(look, "Misdirected…", name="disclosures-wrong", icon_name="warn")
        suspend = ActionButton(look, "Suspend…", name="disclosures-suspend", icon_name="clock")
        self.save = ActionButton(
            look,
            "Save a copy",
            name="disclosures-save",
            action="disclosures-save",
            icon_name="save",
        )
        bar.add(on_click(record, self.record_wanted.emit))
        bar.add(on_click(wrong, lambda: self.misdirected_wanted.emit(self.table.current_key())))
        bar.add(on_click(suspend, self.suspend_wanted.emit))
        bar.stretch()
        self.path.setMinimumWidth(look.px(240))
        bar.add(self.path, on_click(self.save, self._save))
        wrong.setVisible(self._misdirects)
        for widget in (record, suspend, self.path, self.save):
            widget.setVisible(self._writes)
        return bar

    def show_log(self, page: LogPage) -> None:
        """Show disclosures."""
        self._account = False
        self._bar.say("Disclosures", page.note)
        self.save.say("Save a copy")
        self._show(page.rows, "packet.pdf")
        self._point(self.table.current_key())

    def show_accounting(self, page: AccountingPage) -> None:
        """Show an accounting."""
        self._account = True
        self._bar.say("Accounting of disclosures", page.note)
        self.save.say("Give and save")
        self._show(page.rows, "accounting.pdf", ENTRIES)
        self.save.setEnabled(True)

    def show_requests(self, page: LogPage, chosen: str) -> None:
        """Show the open requests for an accounting, on one of them or the first."""
        self._account = False
        self._bar.say("Requests for an accounting", page.note)
        self._show(page.rows, "accounting.pdf", ASKED)
        keys = [row.key for row in page.rows]
        if keys:
            self.table.choose_row(chosen if chosen in keys else keys[0])
        self.steps.point(self.table.current_key())

    def _request(self) -> str:
        return self.table.current_key() if self._asking else ""

    def _show(
        self, rows: tuple[Row, ...], file: str, columns: tuple[Column, ...] = COLUMNS
    ) -> None:
        self._asking = asking = columns is ASKED
        self._asked.setVisible(not asking)
        self._logging.setVisible(not asking)
        self.steps.setVisible(asking)
        self.message.hide()
        self.table.show_rows(rows, columns)
        self.table.setVisible(bool(rows))
        self._none.show_state(NONE[columns])
        self._none.setVisible(not rows)
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.path.setText(str(Path(folder) / file))
        self._read.setText("")
        self.save.setEnabled(bool(self.table.current_key()) and not self._account)

    def show_reading(self, text: str) -> None:
        """Show all that the log says of one disclosure."""
        self._read.setText(text)

    def show_done(self, text: str) -> None:
        """Say what was done."""
        self.message.show_done(text)

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.message.show_error(error)

    def ask(self, sheet: Sheet) -> SheetDialog:
        """Open a form."""
        dialog = SheetDialog(self._look, sheet, self)
        dialog.open()
        return dialog

    def _point(self, key: str) -> None:
        if self._asking:
            self.steps.point(key)
        elif not self._account:
            self.save.setEnabled(bool(key))
            self.pointed.emit(key)

    def _ask_account(self) -> None:
        self.accounting_wanted.emit(*(e.text().strip() for e in (self.mrn, self.since, self.until)))

    def _save(self) -> None:
        path = self.path.text().strip()
        if self._account:
            self.given.emit(path)
        else:
            self.copy_wanted.emit(self.table.current_key(), path)


def _beside(look: Look, *widgets: QWidget) -> QWidget:
    """Widgets that stay in one line."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.px(8))
    for widget in widgets:
        row.addWidget(widget)
    return made


def _words_wide(look: Look, edit: QLineEdit) -> int:
    """Pixels that a field needs for its hint, and for a day."""
    words = max(edit.placeholderText(), "2026-03-01", key=len)
    return edit.fontMetrics().horizontalAdvance(words) + look.px(PADDING)


def _edit(name: str, title: str, hint: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setPlaceholderText(hint)
    return made
