# SPDX-License-Identifier: Apache-2.0
"""The approvals screen: what waits at the left, the clerk's review sheet at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.review.panel import SheetView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.services.outcomes import Request
    from himdesk.ui.look.theme import Look
    from himdesk.ui.review.values import ReviewSheet


class ApprovePanel(QWidget):
    """Shows requests and says what the second person decides."""

    chosen = Signal(str)
    approved = Signal()
    returned = Signal(str)
    rejected = Signal(str)
    undo_wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("approve")
        self.setAccessibleName("Approvals")
        self._look = look
        self.change_set = ""
        self.message = MessageStrip(look, name="approve-message")
        headings = ("Asked", "What", "State", "By", "Reason")
        self.requests = RowTable(look, headings, name="requests", title="Requests that wait")
        self.sheet = SheetView(look, name="approve-sheet")
        self._note = label("Nothing waits for approval.", kind="muted")
        self.comment = QLineEdit()
        self.comment.setObjectName("approve-comment")
        self.comment.setAccessibleName("Comment for the requester")
        self.comment.setPlaceholderText("Comment, needed to return or reject")
        self._approve = ActionButton(
            look, "Approve", name="approve-request", key="Ctrl+Return", kind="primary"
        )
        self._return = ActionButton(look, "Return", name="return-request", key="Ctrl+R")
        self._reject = ActionButton(look, "Reject", name="reject-request", key="Ctrl+J")
        self._lay_out(look)
        self.requests.pointed.connect(self.chosen)
        self.comment.textChanged.connect(lambda _text: self._enable())
        self._own = True
        self._enable()

    def _lay_out(self, look: Look) -> None:
        bar = ActionBar(look, name="approve-actions")
        bar.add(self._note)
        bar.stretch()
        self.comment.setMinimumWidth(look.px(260))
        bar.add(
            self.comment,
            on_click(self._reject, lambda: self.rejected.emit(self.comment.text())),
            on_click(self._return, lambda: self.returned.emit(self.comment.text())),
            on_click(self._approve, self.approved.emit),
        )
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionBar(look, "Waiting", name="waiting-bar"))
        column.addWidget(self.requests, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(left)
        halves.addWidget(self.sheet)
        halves.setSizes([560, 700])
        halves.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.message)
        whole.addWidget(halves, 1)
        whole.addWidget(bar)
        self.message.linked.connect(lambda: self.undo_wanted.emit(self.change_set))

    def show_requests(self, requests: Sequence[Request]) -> None:
        """Show what waits."""
        rows = [
            Row(
                r.id,
                (r.created_at[:16].replace("T", " "), r.kind, r.state.value, r.requester, r.reason),
                icon="approve",
            )
            for r in requests
        ]
        px = self._look.px
        self.requests.show_rows(rows, (px(170), px(70), px(80), px(80)))
        self._note.setText(f"{len(rows)} waiting" if rows else "Nothing waits for approval.")
        if not rows:
            self.sheet.clear()
            self._own = True
            self._enable()

    def show_review(self, sheet: ReviewSheet, *, own: bool) -> None:
        """Show exactly what would be applied; an own request can't be approved."""
        self._own = own
        self.sheet.show_sheet(sheet)
        self._approve.say("Own request: someone else approves" if own else f"Approve: {sheet.verb}")
        self._enable()

    def _enable(self) -> None:
        said = bool(self.comment.text().strip())
        chosen = bool(self.requests.current())
        self._approve.setEnabled(chosen and not self._own)
        for button in (self._return, self._reject):
            button.setEnabled(chosen and said)

    def show_done(self, text: str, change_set: str) -> None:
        """Say what was done."""
        self.change_set = change_set
        self.comment.clear()
        self.message.show_done(text, "Undo…" if change_set else "")

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.message.show_error(error)
