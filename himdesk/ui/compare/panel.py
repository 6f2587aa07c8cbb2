# SPDX-License-Identifier: Apache-2.0
"""The compare screen: fields, contradictions, what moves, and the way to the review."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from himdesk.ui.compare.below import Below
from himdesk.ui.compare.fields import FieldTable
from himdesk.ui.compare.place import CompareHead
from himdesk.ui.compare.values import LETTERS
from himdesk.ui.parts.controls import ActionBar, ActionButton, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.widgets.panes import column, scrolled
from himdesk.ui.widgets.state import State, StatePanel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from himdesk.services.matching.values import PairEvidence
    from himdesk.ui.compare.values import CompareView
    from himdesk.ui.look.theme import Look

LOW = 760
"""The height below which only the fields that differ are shown, unless a person asks for all."""

LEAST = 330
"""The height that what stands below the fields needs; with less it scrolls."""

FIELDS, MOST, ROWS = 0.6, 0.8, 5
"""Where there is less than both need: the part of the height that the fields take, and the part
that they may take so that this many rows are seen."""


ROOMY = 1000
"""The width from which the buttons say all they mean, and what is missing stands beside them."""

SHORTER = (
    ("distinct", "Not the same person…", "Not the same…"),
    ("ask", "Ask for information…", "Ask…"),
)


class ComparePanel(QWidget):
    """Shows a comparison and says what the person wants; decides nothing.

    `paired` asks for the evidence of another pair, `added` for one more chart by its number;
    `settled` carries what is done with the case instead of a merge: distinct, ask or skip.
    """

    chosen = Signal(str, str)
    acknowledged = Signal(str, str)
    survivor_swapped = Signal()
    review_wanted = Signal()
    paired = Signal(str)
    added = Signal(str)
    settled = Signal(str)
    charts_wanted = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("compare")
        self.setAccessibleName("Compare and merge")
        self.head = CompareHead(look)
        self.message = MessageStrip(look, name="compare-message")
        self.head.added.connect(self.message.hide)
        self.head.added.connect(self.added)
        self.fields = FieldTable(look)
        self.below = Below(look)
        self.evidence, self.timeline = self.below.evidence, self.below.timeline
        self.warnings, self.counts = self.below.warnings, self.below.counts
        self._hint = label("", kind="muted")
        self._held = ""
        self._view: CompareView | None = None
        self._all: bool | None = None
        self._review = ActionButton(
            look, "Review merge…", name="review-merge", action="review", kind="primary"
        )
        self._busy = StatePanel(look, name="compare-empty")
        self._busy.acted.connect(self.charts_wanted)
        self._show_empty()
        self._lay_out(look)
        self.fields.chosen.connect(self.chosen)
        self.warnings.acknowledged.connect(self.acknowledged)
        self.evidence.paired.connect(self.paired)
        self._review.clicked.connect(self.review_wanted)

    def _show_empty(self) -> None:
        words = (
            "Open a potential duplicate from the work list, or find two charts, choose both with "
            f"Ctrl and press {self._look.keys.spoken('compare-marked')}."
        )
        state = State("empty", "No charts are compared", words, "Find the charts")
        self._busy.show_state(state)

    def _lay_out(self, look: Look) -> None:
        self._same = ActionButton(
            look, "", name="compare-same", action="compare-fields", kind="link"
        )
        on_click(self._same, self._turn_fields)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.setObjectName("compare-splitter")
        same = QWidget()
        row = QHBoxLayout(same)
        row.setContentsMargins(*look.pane())
        row.addWidget(self._same)
        row.addStretch(1)
        whole.addWidget(column(self.fields, same, stretch=0))
        self.below.setMinimumHeight(look.px(LEAST))
        whole.addWidget(scrolled(self.below, name="compare-lower", label="Evidence and more"))
        whole.setStretchFactor(0, 0)
        whole.setStretchFactor(1, 1)
        whole.setChildrenCollapsible(False)
        self._split = whole
        self._shared = (0, 0)
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self._busy)
        self._pages.addWidget(whole)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(self.head)
        stack.addWidget(self.message)
        stack.addWidget(pages, 1)
        stack.addWidget(self._actions(look))

    def _actions(self, look: Look) -> ActionBar:
        bar = ActionBar(look, name="compare-actions")
        back = ActionButton(look, "Back", name="compare-back", key="Esc", kind="flat")
        bar.add(on_click(back, self.left.emit))
        self._case = {
            what: ActionButton(
                look, words, name=f"compare-{what}", action=f"compare-{what}", kind=kind
            )
            for what, words, kind in (
                ("distinct", SHORTER[0][1], "secondary"),
                ("ask", SHORTER[1][1], "secondary"),
                ("skip", "Skip", "flat"),
            )
        }
        for action, button in self._case.items():
            bar.add(on_click(button, partial(self.settled.emit, action)))
        self._swap = ActionButton(
            look, "Swap survivor", name="swap-survivor", action="swap", icon_name="swap"
        )
        bar.stretch()
        bar.add(self._hint, on_click(self._swap, self.survivor_swapped.emit), self._review)
        self.show_case(on=False)
        self._enable(view=None)
        return bar

    def show_case(self, *, on: bool) -> None:
        """Offer what can be done with a case of the work list.

        Without one only a judgement; with somebody else's nothing.
        """
        for action, button in self._case.items():
            button.setVisible(on or (action == "distinct" and not self._held))

    @property
    def held(self) -> bool:
        """Whether somebody else has the case, so that it is only read."""
        return bool(self._held)

    def hold(self, words: str) -> None:
        """Only read from now on, for somebody else has the case; no words: work goes on."""
        self._held = words

    def show_evidence(self, pair: str, found: PairEvidence) -> None:
        """Show why the two charts of a pair, such as AB, may be one person."""
        self.evidence.show_evidence(pair, found)

    def show_busy(self, text: str) -> None:
        """Work goes on in the background."""
        self._view = None
        self._busy.show_state(State("loading", text))
        self._pages.setCurrentIndex(0)
        self.head.offer(more=False)
        self._enable(view=None)
        self.message.hide()

    def show_comparison(self, view: CompareView) -> None:
        """Draw the comparison anew."""
        if self._view is None or self._view.pairs != view.pairs:
            self.evidence.clear()
        self._view = view
        self._pages.setCurrentIndex(1)
        self.head.offer(more=len(view.banners) < len(LETTERS) and not self._held)
        self._show_fields(view)
        self.below.show_view(view)
        self._share_height()
        self._enable(view=view)
        if self._held:
            self.message.show_notice(self._held)
        self._review.say(view.verb)
        self._hint.setText(_hint(view))

    def _enable(self, *, view: CompareView | None) -> None:
        """Without charts there is nothing to decide."""
        self._review.setEnabled(view is not None and view.ready and not self._held)
        for button in (self._swap, *self._case.values()):
            button.setEnabled(view is not None)

    def _show_fields(self, view: CompareView) -> None:
        """All fields, or those that differ; what is left out is named."""
        same, every = view.equal, self._shows_all()
        self.fields.show_view(view if every else view.differing())
        word = "field is" if len(same) == 1 else "fields are"
        named = ", ".join(name.lower() for name in same)
        self._same.say(
            "Show only what differs" if every else f"= {len(same)} {word} the same: {named}. Show"
        )
        self._same.setVisible(bool(same))

    def _shows_all(self) -> bool:
        return self.height() > self._look.px(LOW) if self._all is None else self._all

    def _turn_fields(self) -> None:
        self._all = not self._shows_all()
        if self._view is not None:
            self._show_fields(self._view)
            self._share_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The fields get what they need, if they can have it."""
        super().resizeEvent(event)
        if self._view is not None and self._all is None:
            self._show_fields(self._view)
        roomy = self.width() > self._look.px(ROOMY)
        self._hint.setVisible(roomy)
        for action, long, short in SHORTER:
            self._case[action].say(long if roomy else short)
        QTimer.singleShot(0, self, self._share_height)  # when the layout has done its work

    def _share_height(self) -> None:
        rows = self.fields.verticalHeader()
        needed = self.fields.horizontalHeader().height() + rows.length() + self._look.px(4)
        if not self._same.isHidden():
            needed += self._same.sizeHint().height()
        whole = self._split.height()
        if self._shared == (needed, whole):  # what a person moved stays so
            return
        self._shared = (needed, whole)
        few = needed - rows.length() + ROWS * rows.defaultSectionSize()
        least = max(round(whole * FIELDS), min(few, round(whole * MOST)))
        upper = min(needed, max(whole - self._look.px(LEAST), least))
        self._split.setSizes([upper, whole - upper])

    def show_error(self, error: Exception) -> None:
        """Say what happened and that nothing was changed."""
        if self._pages.currentIndex() == 0:
            self._show_empty()
        self.message.show_error(error)


def _hint(view: CompareView) -> str:
    if any(w.grade == "never" for w in view.warnings):
        return "These charts can't be merged."
    parts = []
    if view.open_choices:
        parts.append(f"{view.open_choices} to choose")
    if view.open_warnings:
        parts.append(f"{view.open_warnings} to explain")
    return ", ".join(parts) or "✓ every difference chosen"
