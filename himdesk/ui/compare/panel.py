# SPDX-License-Identifier: Apache-2.0
"""The compare screen: fields, contradictions, what moves, and the way to the review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QStackedLayout, QVBoxLayout, QWidget

from himdesk.ui.compare.counts import CountTable
from himdesk.ui.compare.evidence import EvidencePane
from himdesk.ui.compare.fields import FieldTable
from himdesk.ui.compare.timeline import TimelineStrip
from himdesk.ui.compare.warnings import WarningList
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from himdesk.services.matching.values import PairEvidence
    from himdesk.ui.compare.values import CompareView
    from himdesk.ui.look.theme import Look


class ComparePanel(QWidget):
    """Shows a comparison and says what the person wants; decides nothing."""

    chosen = Signal(str, str)
    acknowledged = Signal(str, str)
    survivor_swapped = Signal()
    review_wanted = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("compare")
        self.setAccessibleName("Compare and merge")
        self.message = MessageStrip(look, name="compare-message")
        self.fields = FieldTable(look)
        self.warnings = WarningList(look)
        self.counts = CountTable(look)
        self.timeline = TimelineStrip(look)
        self._warning_bar = SectionBar(look, "Contradictions", name="warning-bar")
        self.evidence = EvidencePane(look)
        self._hint = label("", kind="muted")
        self._held = ""
        self._review = ActionButton(
            look, "Review merge…", name="review-merge", key="Ctrl+Return", kind="primary"
        )
        self._busy = label("", kind="muted")
        self._busy.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out(look)
        self.fields.chosen.connect(self.chosen)
        self.warnings.acknowledged.connect(self.acknowledged)
        self._review.clicked.connect(self.review_wanted)

    def _lay_out(self, look: Look) -> None:
        lower = QSplitter(Qt.Orientation.Horizontal)
        lower.addWidget(self._column(self._time_bar(look), self.timeline))
        lower.addWidget(self._column(self._warning_bar, self.warnings))
        moves = SectionBar(look, "What moves", name="move-bar")
        lower.addWidget(self._column(moves, self.counts))
        lower.addWidget(self.evidence)
        self.counts.setMinimumWidth(look.px(330))
        lower.setSizes([280, 270, 340, 380])
        lower.setChildrenCollapsible(False)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.setObjectName("compare-splitter")
        whole.addWidget(self.fields)
        whole.addWidget(lower)
        whole.setStretchFactor(0, 0)
        whole.setStretchFactor(1, 1)
        whole.setChildrenCollapsible(False)
        self._split = whole
        self._shared = (0, 0)
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self._busy)
        self._pages.addWidget(whole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message)
        column.addWidget(pages, 1)
        column.addWidget(self._actions(look))

    def _time_bar(self, look: Look) -> SectionBar:
        bar = SectionBar(look, "Timeline", name="time-bar")
        bar.say(note="■ inpatient  □ outpatient")
        for text, name, act in (
            ("+", "zoom-in", self.timeline.zoom_in),
            ("−", "zoom-out", self.timeline.zoom_out),
        ):
            button = on_click(ActionButton(look, text, name=name, kind="link"), act)
            button.setAccessibleName("Zoom in" if text == "+" else "Zoom out")
            button.setToolTip(f"{button.accessibleName()} ({text} while the timeline has the keys)")
            bar.right.addWidget(button)
        return bar

    def _column(self, bar: QWidget, body: QWidget) -> QWidget:
        made = QWidget()
        made.setProperty("surface", "true")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(body, 1)
        return made

    def _actions(self, look: Look) -> ActionBar:
        bar = ActionBar(look, name="compare-actions")
        back = ActionButton(look, "Back", name="compare-back", key="Esc", kind="flat")
        swap = ActionButton(
            look, "Swap survivor", name="swap-survivor", key="Ctrl+W", icon_name="swap"
        )
        bar.add(on_click(back, self.left.emit))
        bar.stretch()
        bar.add(self._hint, on_click(swap, self.survivor_swapped.emit), self._review)
        return bar

    @property
    def held(self) -> bool:
        """Whether somebody else has the case, so that it is only read."""
        return bool(self._held)

    def hold(self, words: str) -> None:
        """Only read from now on, for somebody else has the case; no words: work goes on."""
        self._held = words

    def show_evidence(self, found: PairEvidence) -> None:
        """Show why the first two charts may be one person."""
        self.evidence.show_evidence(found)

    def show_busy(self, text: str) -> None:
        """Work goes on in the background."""
        self._busy.setText(text)
        self._pages.setCurrentIndex(0)
        self._review.setEnabled(False)
        self.message.hide()

    def show_comparison(self, view: CompareView) -> None:
        """Draw the comparison anew."""
        self._pages.setCurrentIndex(1)
        self.fields.show_view(view)
        self.warnings.show_warnings(view.warnings)
        self.counts.show_view(view)
        self.timeline.show_comparison(view)
        stops = view.open_warnings
        self._warning_bar.say(
            note=f"{len(view.warnings)}, {stops} open" if view.warnings else "none"
        )
        self._share_height()
        self._review.setEnabled(view.ready and not self._held)
        if self._held:
            self.message.show_notice(self._held)
        self._review.say(view.verb)
        self._hint.setText(_hint(view))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The fields get what they need, if they can have it."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._share_height)  # when the layout has done its work

    def _share_height(self) -> None:
        rows = self.fields.verticalHeader()
        needed = self.fields.horizontalHeader().height() + rows.length() + self._look.px(4)
        whole = self._split.height()
        if self._shared == (needed, whole):  # what a person moved stays so
            return
        self._shared = (needed, whole)
        upper = min(needed, max(whole - self._look.px(190), whole // 2))
        self._split.setSizes([upper, whole - upper])

    def show_error(self, error: Exception) -> None:
        """Say what happened and that nothing was changed."""
        if self._pages.currentIndex() == 0:
            self._busy.setText("")
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
