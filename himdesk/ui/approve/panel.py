# SPDX-License-Identifier: Apache-2.0
"""The approvals screen: what waits at the left, the clerk's review sheet at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from himdesk.ui.approve.claiming import take_over
from himdesk.ui.approve.listing import row_of
from himdesk.ui.approve.sign import SignRow
from himdesk.ui.approve.values import ClaimView
from himdesk.ui.letters.presenter import KINDS
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import RowTable
from himdesk.ui.review.panel import SheetView
from himdesk.ui.widgets.panes import column
from himdesk.ui.widgets.state import State, StatePanel
from himdesk.ui.widgets.tables.cell import Cell, Chip, Gap, Text
from himdesk.ui.widgets.tables.line import Line
from himdesk.ui.worklist.acting.dialogs import AskDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import SignalInstance

    from himdesk.services.worklist.values import Colleague
    from himdesk.ui.approve.values import RequestView, Waiting
    from himdesk.ui.look.theme import Look
    from himdesk.ui.parts.rows import Row
    from himdesk.ui.worklist.acting.questions import Answer, Ask


NOTHING: Final = State(
    "empty", "No request is shown", "What is chosen at the left is shown as its requester saw it."
)
NONE_WAITS: Final = State(
    "empty", "Nothing waits for approval", "What clerks send for approval is listed at the left."
)
READING: Final = State("loading", "Reading the request…", "It is planned anew, as it would be now.")
LIST: Final = 320
"""The width of the list; the sheet takes the rest."""
LOOK_AGAIN: Final = 20_000
RENEW: Final = 5 * 60_000
"""Milliseconds after which it is looked who has what, and after which one's own claim goes on."""


class ApprovePanel(QWidget):
    """Shows requests and says what the second person decides.

    `approved` and `all_approved` (of several marked ones) carry the password that was typed; what
    decides one request says at the end whether it is taken over from who has it. `passed` names
    what is done about who has the current one.
    """

    chosen = Signal(str)
    approved = Signal(str, bool)
    all_approved = Signal(list, str)
    returned = Signal(str, bool)
    rejected = Signal(str, bool)
    passed = Signal(str)
    looked_again = Signal()
    renewed = Signal()
    undo_wanted = Signal(str)
    letter_wanted = Signal(str, str)
    counted = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("approve")
        self.setAccessibleName("Approvals")
        self._look = look
        self.change_set, self._kind = "", ""
        self.message = MessageStrip(look, name="approve-message")
        self.requests = RowTable(
            look,
            ("What",),
            name="requests",
            title="Requests that wait",
            several=True,
            under=2,
            nothing=NONE_WAITS.title,
        )
        self.sheet = SheetView(look, name="approve-sheet")
        self._empty = StatePanel(look, name="approve-empty")
        self._empty.show_state(NOTHING)
        self._pane = QStackedWidget()
        for widget in (self._empty, self.sheet):
            self._pane.addWidget(widget)
        self._title = Line(look)
        self._asked = label("", kind="muted")
        self._reason = label("")
        self._note = label("Nothing waits for approval.", kind="muted")
        self.sign = SignRow(look)
        self._approve = ActionButton(
            look, "Approve", name="approve-request", action="approve", kind="primary"
        )
        self._all = ActionButton(
            look, "Approve marked", name="approve-marked", action="approve-marked"
        )
        self._take = ActionButton(look, "Take", name="approve-claim", action="approve-claim")
        self._hand = ActionButton(
            look, "Hand over…", name="approve-hand-over", action="approve-hand-over"
        )
        self._claims: dict[str, ClaimView] = {}
        self._return = ActionButton(look, "Return", name="return-request", action="return")
        self._reject = ActionButton(look, "Reject", name="reject-request", action="reject")
        self._lay_out(look)
        self._connect()
        self._view: RequestView | None = None
        self._enable()

    def _connect(self) -> None:
        self.requests.pointed.connect(self._choose)
        self.requests.selectionModel().selectionChanged.connect(lambda *_marked: self._enable())
        self.sign.changed.connect(self._enable)
        self.sign.entered.connect(self._approve.click)
        for signal, pause in ((self.looked_again, LOOK_AGAIN), (self.renewed, RENEW)):
            timer = QTimer(self)
            timer.setInterval(pause)
            timer.timeout.connect(partial(self._if_seen, signal))
            timer.start()
        self.message.linked.connect(lambda: self.undo_wanted.emit(self.change_set))
        self.message.further.connect(lambda: self.letter_wanted.emit(self.change_set, self._kind))

    def ask_password(self) -> None:
        """An approval is signed with the password, typed anew for each."""
        self.sign.ask_password()
        self._enable()

    def _lay_out(self, look: Look) -> None:
        bar = ActionBar(look, name="approve-actions")
        bar.add(
            self._note,
            on_click(self._take, lambda: self.passed.emit(self._taking)),
            on_click(self._hand, lambda: self.passed.emit("hand-over")),
        )
        bar.stretch()
        comment, password = self.sign.comment.text, self.sign.take_password
        bar.add(
            on_click(self._reject, partial(self._decide, "reject", self.rejected, comment)),
            on_click(self._return, partial(self._decide, "return it", self.returned, comment)),
            on_click(self._all, self._approve_marked),
            on_click(self._approve, partial(self._decide, "approve", self.approved, password)),
        )
        self._waiting = SectionBar(look, "Waiting", name="waiting-bar")
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setObjectName("approve-split")
        halves.addWidget(column(self._waiting, self.requests, stretch=1))
        halves.addWidget(column(self._request(), self._pane, stretch=1))
        halves.setSizes([look.px(LIST), look.px(1260 - LIST)])
        halves.setStretchFactor(0, 0)
        halves.setStretchFactor(1, 1)
        halves.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.message)
        whole.addWidget(halves, 1)
        whole.addWidget(self.sign)
        whole.addWidget(bar)

    def _request(self) -> QWidget:
        """What is asked, by whom and why, above the sheet."""
        self._asked.setFont(self._look.type.small())
        self._reason.setObjectName("approve-reason")
        self._reason.setWordWrap(True)
        made = QWidget()
        row = QVBoxLayout(made)
        row.setContentsMargins(*self._look.pane(8, 8))
        row.setSpacing(self._look.px(4))
        for widget in (self._title, self._asked, self._reason):
            row.addWidget(widget)
        self._head = made
        made.hide()
        return made

    def show_requests(self, requests: Sequence[Waiting]) -> None:
        """Show what waits."""
        rows = self._rows(requests)
        self.requests.show_rows(rows)
        self.requests.horizontalHeader().hide()
        self._waiting.say(note=f"{len(rows)}")
        self._note.setText(f"{len(rows)} waiting" if rows else "Nothing waits for approval.")
        self.counted.emit(len(rows))
        if not rows:
            self._forget()
            self._empty.show_state(NONE_WAITS)

    def _rows(self, requests: Sequence[Waiting]) -> list[Row]:
        self._claims = {r.id: r.claim for r in requests}
        return [row_of(r) for r in requests]

    def show_claims(self, requests: Sequence[Waiting]) -> None:
        """Show who has what meanwhile; the request that is being read stays as it is."""
        self.requests.renew_rows(self._rows(requests))
        self._enable()

    def _choose(self, request: str) -> None:
        """Another request: what is shown of the one before goes at once."""
        self._forget()
        self._empty.show_state(READING)
        self.chosen.emit(request)

    def _forget(self) -> None:
        self._view = None
        self.sheet.clear()
        self._empty.show_state(NOTHING)
        self._pane.setCurrentWidget(self._empty)
        self._head.hide()
        self._enable()

    def show_review(self, view: RequestView) -> None:
        """Show exactly what would be applied, and what changed since it was asked."""
        self._view = view
        self.sheet.show_sheet(view.sheet)
        self._pane.setCurrentWidget(self.sheet)
        changed = Chip(f"{view.since} changed since", "warn", "clock")
        mark = changed if view.since else Chip("nothing changed since", "done", "check")
        if view.stale:
            mark = Chip("no longer as asked", "stop", "stop")
        title = Text(view.sheet.verb, weight=600)
        self._title.show_cell(Cell((title, Gap(wide=True), mark)))
        self._asked.setText(f"Asked by {view.requester}, {view.at}")
        self._reason.setText(f"“{view.sheet.reason}”")
        self._head.show()
        self._enable()

    @property
    def _claim(self) -> ClaimView:
        return self._claims.get(self.requests.current(), ClaimView())

    @property
    def _taking(self) -> str:
        return "give-back" if "give-back" in self._claim.actions else "claim"

    def _say_effect(self) -> None:
        """The button says what approving does, and first whose request it is by now."""
        if self._view is None:
            self._approve.say("Approve")
        elif self._claim.owner and not self._view.blocked:
            held = f"{self._claim.owner} has it since {self._claim.since}"
            self._approve.say(f"{held}: take over…")
        else:
            self._approve.say(self._view.blocked or f"Approve: {self._view.sheet.verb}")

    def _enable(self) -> None:
        self._say_effect()
        chosen, several = bool(self.requests.current()), len(self.requests.chosen()) > 1
        free = self._view is not None and not self._view.blocked
        self._approve.setEnabled(chosen and free and self.sign.signed)
        self._approve.setVisible(not several)
        self._all.setVisible(several)
        self._all.say(f"Approve the plain ones of {len(self.requests.chosen())}")
        self._all.setEnabled(self.sign.signed)
        for button in (self._return, self._reject):
            button.setEnabled(chosen and not several and self.sign.commented)
        actions = frozenset[str]() if several else self._claim.actions
        self._take.say("Give back" if self._taking == "give-back" else "Take")
        self._take.setVisible(self._taking in actions)
        self._hand.setVisible("hand-over" in actions)

    def _if_seen(self, signal: SignalInstance) -> None:
        if self.isVisible():
            signal.emit()

    def _decide(self, verb: str, signal: SignalInstance, typed: Callable[[], str]) -> None:
        """Decide at once what nobody else has; the rest only where one would take it over."""
        if not self._claim.owner:
            signal.emit(typed(), False)
            return
        question = take_over(self._claim, verb)
        self.ask(question, (), lambda _answer: signal.emit(typed(), True))

    def ask(
        self, ask: Ask, colleagues: Sequence[Colleague], then: Callable[[Answer], None]
    ) -> None:
        """Ask a question over the requests."""
        dialog = AskDialog(self._look, ask, colleagues, self)
        dialog.answered.connect(then)
        dialog.open()

    def _approve_marked(self) -> None:
        self.all_approved.emit(self.requests.chosen(), self.sign.take_password())

    def show_done(self, text: str, change_set: str = "", kind: str = "") -> None:
        """Say what was done; a change set can be undone, and have its notice."""
        self.change_set, self._kind = change_set, kind
        self.sign.comment.clear()
        letter = "Letter…" if kind in KINDS else ""
        self.message.show_done(text, "Undo…" if change_set else "", letter)

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self._empty.show_state(NOTHING)
        self.message.show_error(error)
