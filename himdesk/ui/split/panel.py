# SPDX-License-Identifier: Apache-2.0
"""The split screen: banners, lanes on a timeline, rows with their proposals, the new chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionButton, SectionBar, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.split.both.asking import BothAsking
from himdesk.ui.split.lanes import SplitLanes
from himdesk.ui.split.side import SidePane, SplitFoot
from himdesk.ui.split.table import SplitTable
from himdesk.ui.split.values import UNDECIDED
from himdesk.ui.widgets.banners.banner import IdentityBanner
from himdesk.ui.widgets.counts import CountBar, Part
from himdesk.ui.widgets.panes import ScreenHeader, clear, column, scrolled
from himdesk.ui.widgets.state import State, StatePanel
from himdesk.ui.widgets.tables.cell import Chip, Gap, hint, line
from himdesk.ui.widgets.tables.line import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent, QResizeEvent

    from himdesk.ui.charts.values import HitRow
    from himdesk.ui.look.theme import Look
    from himdesk.ui.split.values import SplitRowView, SplitView

SIDE = 300
PAUSE = 600
"""Milliseconds of rest after which what was decided is kept."""

LANES = 0.24
"""The share of the height that the timeline may take."""

ROOMY = 470
"""The least height, at the standard text size, in which the timeline has its place."""


class SplitPanel(QWidget):
    """Shows a split being prepared; it decides nothing.

    `chart_wanted` asks to find a chart; `chosen` carries rows and a letter, `accepted` rows to
    be decided as proposed; `both` asks about rows for both persons. `rested` comes when what was
    decided should be kept, `discarded` when the draft is not wanted, `begun_wanted` with the
    number of a chart whose split was begun, `draft_kept` when a draft was kept or is gone.
    """

    chart_wanted = Signal()
    chosen = Signal(list, str)
    accepted = Signal(list)
    all_accepted = Signal()
    review_wanted = Signal()
    rested = Signal()
    discarded = Signal()
    begun_wanted = Signal(str)
    draft_kept = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._view: SplitView | None = None
        self._saved = ""
        self.setObjectName("split")
        self.setAccessibleName("Split a chart")
        self.header = ScreenHeader(look, name="split-header")
        self.message = MessageStrip(look, name="split-message")
        self._banners = QHBoxLayout()
        self._banners.setSpacing(0)
        self.lanes, self.rows, self.side = SplitLanes(look), SplitTable(look), SidePane(look)
        self.form, self.target = self.side.form, self.side.target
        self.bar = CountBar(look, name="split-count")
        self.cluster = ActionButton(
            look, "Mark together…", name="split-cluster", action="split-mark"
        )
        self._work, self._empty = QWidget(), StatePanel(look, name="split-empty")
        self._pause, self._begun = QTimer(self), ""
        self.foot, self.both = SplitFoot(look), BothAsking(look, self)
        self.more, self.next, self.review = self.foot.more, self.foot.next, self.foot.review
        self._lay_out(look)
        self._connect()
        self.show_empty()

    def _lay_out(self, look: Look) -> None:
        self._lane_bar = SectionBar(look, "Timeline", name="split-lane-bar")
        keys = line(hint("drag between lanes, or"), *(Chip(key, "key") for key in "123"))
        self._lane_bar.right.addWidget(Line(look, keys))
        self._item_bar = SectionBar(look, "Items", name="split-item-bar")
        self.all = ActionButton(look, "Accept all proposals", name="split-all", action="split-all")
        self._item_bar.right.addWidget(self.bar)
        self._item_bar.right.addWidget(self.cluster)
        self._item_bar.right.addWidget(self.all)
        self.bar.setFixedWidth(look.px(150))
        lower = QSplitter(Qt.Orientation.Horizontal)
        lower.setObjectName("split-lower")
        lower.setHandleWidth(1)
        lower.setChildrenCollapsible(False)
        lower.addWidget(column(self._item_bar, self.rows, stretch=1))
        lower.addWidget(scrolled(self.side, name="split-side", label="The charts of the split"))
        lower.setStretchFactor(0, 1)
        lower.setStretchFactor(1, 0)
        lower.setSizes([look.px(820), look.px(SIDE)])
        work = QVBoxLayout(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(0)
        work.addLayout(self._banners)
        work.addWidget(self._lane_bar)
        work.addWidget(self.lanes)
        work.addWidget(lower, 1)
        work.addWidget(self.foot)
        self._work.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.message)
        whole.addWidget(self._work, 1)
        whole.addWidget(self._empty, 1)

    def _connect(self) -> None:
        self.rows.decided.connect(self.chosen)
        self.rows.accepted.connect(self.accepted)
        self.rows.current.connect(self._show_notes)
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.rows.customContextMenuRequested.connect(self._menu)
        self.lanes.pointed.connect(self.rows.choose_row)
        self.lanes.dropped.connect(lambda key, letter: self.chosen.emit([key], letter))
        on_click(self.foot.back, self.left.emit)
        on_click(self.more, self._ask_both)
        self.both.refused.connect(self.message.show_notice)
        on_click(self.next, self.go_to_undecided)
        on_click(self.review, self.review_wanted.emit)
        self.all.clicked.connect(lambda _on=False: self.all_accepted.emit())
        self.cluster.clicked.connect(lambda _on=False: self._show_clusters())
        self.message.linked.connect(self.discarded)
        self._empty.acted.connect(self._leave_empty)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.rested)
        for changed in (
            self.chosen, self.accepted, self.all_accepted, self.both.divided, self.both.rewritten,
            self.both.repeated, self.form.stated, self.target.taken,
        ):  # fmt: skip
            changed.connect(lambda *_what: self._pause.start())

    def hideEvent(self, event: QHideEvent) -> None:
        """What was decided last is kept at once when one turns to something else."""
        super().hideEvent(event)
        if self._pause.isActive():
            self._pause.stop()
            self.rested.emit()

    def show_saved(self, at: str) -> None:
        """Say that the draft was kept."""
        self._saved = f"draft saved {at[11:]}"
        self._show_header()
        self.draft_kept.emit()

    def _show_header(self) -> None:
        """Where one is; whether something is held back from release; whether a draft was kept."""
        if self._view is None:
            self.header.show_trail(("Charts", "Split"))
            return
        held = (Gap(8), Chip(self._view.held, "stop", "stop")) if self._view.held else ()
        saved = (Gap(4), Chip(self._saved, "plain", "save")) if self._saved else ()
        self.header.show_trail(("Charts", self._view.mrn, "Split"), *held, *saved)

    def _leave_empty(self) -> None:
        if self._begun:
            self.begun_wanted.emit(self._begun)
        else:
            self.chart_wanted.emit()

    def show_empty(self, mrn: str = "", begun: str = "") -> None:
        """No chart is being split; the split of `mrn` was begun at a time, if it is given."""
        self._view, self._begun = None, mrn
        self._pause.stop()
        key = self._look.keys.spoken("split-chart")
        text = f"Open the chart that holds two persons, and choose “Split this chart…” ({key})."
        state = State("empty", "No chart is being split", text, "Find the chart")
        if mrn:
            number = mrn.rpartition(":")[2]
            text = f"What you decided by {begun} was kept."
            state = State("empty", f"You began to split {number}", text, "Go on with it")
        self._empty.show_state(state)
        self.draft_kept.emit()
        self.message.hide()
        self._show_header()
        self._work.hide()
        self._empty.show()

    def show_view(self, view: SplitView) -> None:
        """Draw a split as it is prepared so far."""
        first = self._view is None or self._view.mrn != view.mrn
        if view.begun:
            self.message.show_notice(f"Your draft of {view.begun} is here again.", "Begin anew")
        else:
            self.message.hide()
        self._empty.hide()
        self._work.show()
        self._view = view
        self._saved = "" if first else self._saved
        self._show_header()
        clear(self._banners)
        for who in view.sides:
            banner = IdentityBanner(self._look, name=f"split-banner-{who.letter}")
            banner.show_who(who)
            self._banners.addWidget(banner, 1)
        self.lanes.show_split(view)
        self._share_height()
        self.rows.show_split(view.rows)
        self.form.show_stated(dict(view.stated))
        self._show_counts(view)
        self._show_notes(self.rows.current_key())
        if first:
            self.rows.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The rows keep most of the height."""
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        roomy = self.height() >= self._look.px(ROOMY)
        self._lane_bar.setVisible(roomy)
        self.lanes.setVisible(roomy)
        self.lanes.fit(round(self.height() * LANES))

    def _show_clusters(self) -> None:
        if self._view is not None:
            self.rows.show_clusters(self._view.clusters, self.cluster)

    def _show_counts(self, view: SplitView) -> None:
        letters = ["A", UNDECIDED, *(who.letter for who in view.sides[1:])]
        self.bar.show_parts(tuple(Part(letter, view.count(letter)) for letter in letters))
        self._item_bar.say(note=f"{len(view.rows):,}")
        self.all.setEnabled(bool(view.proposed))
        self.all.say(f"Accept {view.proposed:,} proposals" if view.proposed else "No proposals")
        self.foot.show_view(view)

    def _show_notes(self, key: str) -> None:
        row = self._row(key)
        self.side.show_row(row)

    def _row(self, key: str) -> SplitRowView | None:
        rows = self._view.rows if self._view is not None else ()
        return next((row for row in rows if row.facts.key == key), None)

    def go_to_undecided(self) -> None:
        """Stand on the next open row, those without a proposal first; after the last anew."""
        rows = self._view.rows if self._view is not None else ()
        keys = [row.facts.key for row in rows]
        here = self.rows.current_key()
        start = keys.index(here) + 1 if here in keys else 0
        after = [row for row in (*rows[start:], *rows[:start]) if row.open]
        found = next((row for row in after if not row.suggest), after[0] if after else None)
        if found is not None:
            self.rows.choose_row(found.facts.key)
            self.rows.setFocus()

    def _menu(self, at: QPoint) -> None:
        """What can be done with a row beside choosing a side."""
        row = self._row(self.rows.current_key())
        if row is None:
            return
        menu = QMenu(self)
        menu.setObjectName("split-menu")
        both = menu.addAction("For both persons…", self._ask_both)
        both.setEnabled(row.facts.for_both)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.rows.viewport().mapToGlobal(at))

    def _ask_both(self) -> None:
        """Ask what of the row under the cursor is whose."""
        row = self._row(self.rows.current_key())
        if row is not None:
            self.both.ask(row)

    def ask_target(self) -> None:
        """Ask for the existing chart that rows may go to."""
        self.target.text.setFocus()
        self.message.show_notice("Name the existing chart first: its MRN or the person's name.")

    def show_hits(self, hits: Sequence[HitRow]) -> None:
        """Show existing charts to choose from."""
        self.target.show_hits(hits)

    def show_error(self, error: Exception) -> None:
        """Say what was refused."""
        self.message.show_error(error)

    def show_busy(self, text: str) -> None:
        """Work goes on in the background."""
        self.message.show_notice(text)
