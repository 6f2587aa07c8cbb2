# SPDX-License-Identifier: Apache-2.0
"""The audit screen: the ledger's state above, the access log, and openings to review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from himdesk.ui.audit.values import HEAD, cells_of_line, cells_of_opening, tips_of_line
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.widgets.panes import column
from himdesk.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.services.accesses import AccessLine, Opening
    from himdesk.ui.audit.values import May, Verdict
    from himdesk.ui.look.theme import Look

LOG = ("When (UTC)", "Who", "Did", "Chart", "Reason, or what")
OPENED = ("When (UTC)", "Who", "Chart", "Reason given", "Finding")


class AuditPanel(QWidget):
    """Shows whether the ledger is whole and who looked at what.

    `anchored` and `compared` carry a file; `asked` a person and a chart, both may be empty;
    `reviewed` an opening and what was found, `counted` how many are to review.
    """

    verify_wanted = Signal()
    verified = Signal()
    anchored = Signal(str)
    compared = Signal(str)
    asked = Signal(str, str)
    near_end = Signal()
    reviewed = Signal(str, str)
    counted = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("audit")
        self.setAccessibleName("Audit")
        self.message = MessageStrip(look, name="audit-message")
        self.progress = ProgressStrip(look, name="audit-progress")
        self._count = 0
        self._ledger = SectionBar(look, "Ledger", name="audit-ledger")
        self._ledger.say(note="not verified yet in this window")
        self._log_bar = SectionBar(look, "Access log", name="audit-log-bar")
        self.who = _edit("audit-who", "Person", "who")
        self.chart = _edit("audit-chart", "Chart number", "chart number")
        self.lines = RowTable(look, LOG, name="audit-lines", title="Lines of the access log")
        self._openings_bar = SectionBar(
            look, "Confidential charts opened", name="audit-openings-bar"
        )
        self.openings = RowTable(
            look,
            OPENED,
            name="audit-openings",
            title="Confidential charts that were opened",
            nothing="No confidential chart was opened that still waits for a review.",
        )
        self.finding = _edit("audit-finding", "What the review found", "what the review found")
        self._review = ActionButton(
            look, "Keep the finding", name="audit-review", icon_name="check"
        )
        self._lay_out(look)
        self._connect()

    def _lay_out(self, look: Look) -> None:
        self._log_bar.hold(self.who, self.chart)
        for field in (self.who, self.chart):
            field.setFixedWidth(look.px(160))
        self._opened = column(self._openings_bar, self.openings, self._finding(look), stretch=1)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setObjectName("audit-split")
        halves.addWidget(column(self._log_bar, self.lines, stretch=1))
        halves.addWidget(self._opened)
        halves.setStretchFactor(0, 1)
        halves.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for widget in (self.message, self.progress, self._ledger):
            whole.addWidget(widget)
        whole.addWidget(halves, 1)
        whole.addWidget(self._bar(look))

    def _finding(self, look: Look) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(*look.pane(8, 8))
        row.setSpacing(look.px(8))
        row.addWidget(label("Finding", kind="muted"))
        row.addWidget(self.finding, 1)
        row.addWidget(self._review)
        return made

    def _bar(self, look: Look) -> QWidget:
        self._actions = ActionBar(look, name="audit-actions")
        anchor = ActionButton(look, "Save an anchor…", name="audit-anchor", icon_name="save")
        compare = ActionButton(look, "Compare with an anchor…", name="audit-compare")
        self.verify = ActionButton(
            look, "Verify the ledger", name="audit-verify", action="audit-verify", kind="primary"
        )
        self._actions.add(on_click(anchor, self._save), on_click(compare, self._open))
        self._actions.stretch()
        self._actions.add(on_click(self.verify, self.verify_wanted.emit))
        return self._actions

    def _connect(self) -> None:
        for field in (self.who, self.chart):
            field.returnPressed.connect(lambda: self.asked.emit(self.who.text(), self.chart.text()))
        self.lines.near_end.connect(self.near_end)
        on_click(self._review, self._keep)
        self.finding.returnPressed.connect(self._keep)

    def show_parts(self, may: May) -> None:
        """Show the parts that this person has."""
        self._ledger.setVisible(may.verify)
        self._actions.setVisible(may.verify)
        self._opened.setVisible(may.review)

    def show_verifying(self) -> None:
        """Say that the ledger is being verified."""
        self.verify.setEnabled(False)
        self.message.hide()
        self.progress.begin("Reading every chain and table; you can go on meanwhile")

    def show_stopped(self) -> None:
        """Say that the verification was stopped."""
        self._ended()
        self.message.show_notice("Stopped: the ledger was not verified to its end.")

    def show_unverified(self, error: Exception) -> None:
        """Say why the ledger could not be verified."""
        self._ended()
        self.message.show_error(error)

    def _ended(self) -> None:
        self.progress.end()
        self.verify.setEnabled(True)

    def show_verdict(self, verdict: Verdict) -> None:
        """Say what the verification came to."""
        self._ended()
        self._ledger.say(note="whole" if verdict.whole else "NOT whole")
        if verdict.whole:
            self.message.show_done(verdict.text)
        else:
            self.message.show_failure(verdict.text)
        self.verified.emit()

    def show_anchored(self, path: str, head: str) -> None:
        """Say where the anchor was written."""
        self.message.show_done(f"The head {head[:HEAD]} is kept in {path}. Store it elsewhere.")

    def show_lines(self, lines: Sequence[AccessLine], *, more: bool) -> None:
        """Show the log from its newest line, or add lines to what is shown."""
        rows = [Row(str(line.seq), cells_of_line(line), tips=tips_of_line(line)) for line in lines]
        if more:
            self.lines.rows.add_rows(rows)
            self._count += len(rows)
        else:
            self.lines.show_rows(rows)
            self._count = len(rows)
        self._log_bar.say(note=f"{self._count:,} lines shown" if self._count else "no line")

    def show_openings(self, openings: Sequence[Opening]) -> None:
        """Show confidential charts that were opened."""
        self.openings.show_rows([Row(each.id, cells_of_opening(each)) for each in openings])
        self.finding.clear()
        count = len(openings)
        self._openings_bar.say(note=f"{count} to review" if count else "nothing to review")
        self._review.setEnabled(bool(count))
        self.counted.emit(count)

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.message.show_error(error)

    def _keep(self) -> None:
        if self.openings.current():
            self.reviewed.emit(self.openings.current(), self.finding.text())

    def _save(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Save an anchor", "anchor.json", "*.json")
        if path:
            self.anchored.emit(path)

    def _open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Compare with an anchor", "", "*.json")
        if path:
            self.compared.emit(str(Path(path)))


def _edit(name: str, title: str, hint: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setPlaceholderText(hint)
    made.setClearButtonEnabled(True)
    return made
