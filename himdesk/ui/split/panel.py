# SPDX-License-Identifier: Apache-2.0
"""The split screen: banners, lanes on a timeline, rows with their proposals, the new chart."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.split.dialogs import DivideDialog, Question, RewriteDialog
from himdesk.ui.split.lanes import SplitLanes
from himdesk.ui.split.notes import notes
from himdesk.ui.split.side import SidePane
from himdesk.ui.split.table import SplitTable
from himdesk.ui.split.values import UNDECIDED
from himdesk.ui.widgets.banners.banner import IdentityBanner
from himdesk.ui.widgets.counts import CountBar, Part
from himdesk.ui.widgets.panes import ScreenHeader, clear, column, scrolled
from himdesk.ui.widgets.state import State, StatePanel
from himdesk.ui.widgets.tables.cell import Chip, Icon, Text, hint, line
from himdesk.ui.widgets.tables.line import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from himdesk.ui.charts.values import HitRow
    from himdesk.ui.look.theme import Look
    from himdesk.ui.split.values import SplitRowView, SplitView

SIDE = 300
LANES = 0.24
"""The share of the height that the timeline may take."""


class SplitPanel(QWidget):
    """Shows a split being prepared; it decides nothing.

    `chart_wanted` asks to find a chart; `chosen` carries rows and a letter, `accepted` rows to
    be decided as proposed; `divide_wanted` a scan to be divided, `divided` it with the pages that
    go and its last page; `rewrite_wanted` a note about both persons, `rewritten` it with the
    texts that stay and go; `repeated` an item for both persons and why.
    """

    chart_wanted = Signal()
    chosen = Signal(list, str)
    accepted = Signal(list)
    all_accepted = Signal()
    divide_wanted = Signal(str)
    divided = Signal(str, str, int)
    rewrite_wanted = Signal(str)
    rewritten = Signal(str, str, str)
    repeated = Signal(str, str)
    review_wanted = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._view: SplitView | None = None
        self.setObjectName("split")
        self.setAccessibleName("Split a chart")
        self.header = ScreenHeader(look, name="split-header")
        self.message = MessageStrip(look, name="split-message")
        self._banners = QHBoxLayout()
        self._banners.setSpacing(0)
        self.lanes, self.rows, self.side = SplitLanes(look), SplitTable(look), SidePane(look)
        self.form, self.target = self.side.form, self.side.target
        self.bar = CountBar(look, name="split-count")
        self.cluster = ActionButton(look, "Mark together…", name="split-cluster", key="Ctrl+M")
        self._work, self._empty = QWidget(), StatePanel(look, name="split-empty")
        text = "Open the chart that holds two persons, and choose “Split this chart…” (Ctrl+T)."
        self._empty.show_state(State("empty", "No chart is being split", text, "Find the chart"))
        self._empty.acted.connect(self.chart_wanted)
        self._lay_out(look)
        self._connect()
        self.header.show_trail(("Charts", "Split"))

    def _lay_out(self, look: Look) -> None:
        self._lane_bar = SectionBar(look, "Timeline", name="split-lane-bar")
        keys = line(hint("drag between lanes, or"), *(Chip(key, "key") for key in "123"))
        self._lane_bar.right.addWidget(Line(look, keys))
        self._item_bar = SectionBar(look, "Items", name="split-item-bar")
        self.all = ActionButton(look, "Accept all proposals", name="split-all", key="F7")
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
        work.addWidget(self._actions(look))
        self._work.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.message)
        whole.addWidget(self._work, 1)
        whole.addWidget(self._empty, 1)

    def _actions(self, look: Look) -> QWidget:
        bar = ActionBar(look, name="split-actions")
        back = ActionButton(look, "Back", name="split-back", key="Esc", kind="flat")
        self.more = ActionButton(look, "For both…", name="split-both", key="Ctrl+G")
        self._open = Line(look)
        self.next = ActionButton(look, "Next undecided", name="split-next", key="F8")
        self.review = ActionButton(
            look, "Review split…", name="split-review", key="Ctrl+Return", kind="primary"
        )
        bar.add(on_click(back, self.left.emit), on_click(self.more, self._ask_both))
        bar.stretch()
        bar.add(self._open, on_click(self.next, self.go_to_undecided))
        bar.add(on_click(self.review, self.review_wanted.emit))
        return bar

    def _connect(self) -> None:
        self.rows.decided.connect(self.chosen)
        self.rows.accepted.connect(self.accepted)
        self.rows.current.connect(self._show_notes)
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.rows.customContextMenuRequested.connect(self._menu)
        self.lanes.pointed.connect(self.rows.choose_row)
        self.lanes.dropped.connect(lambda key, letter: self.chosen.emit([key], letter))
        self.all.clicked.connect(lambda _on=False: self.all_accepted.emit())
        self.cluster.clicked.connect(lambda _on=False: self._show_clusters())

    def show_empty(self) -> None:
        """No chart is being split."""
        self._view = None
        self.message.hide()
        self.header.show_trail(("Charts", "Split"))
        self._work.hide()
        self._empty.show()

    def show_view(self, view: SplitView) -> None:
        """Draw a split as it is prepared so far."""
        first = self._view is None or self._view.mrn != view.mrn
        self.message.hide()
        self._empty.hide()
        self._work.show()
        self._view = view
        self.header.show_trail(("Charts", view.mrn, "Split"))
        clear(self._banners)
        for who in view.sides:
            banner = IdentityBanner(self._look, name=f"split-banner-{who.letter}")
            banner.show_who(who)
            self._banners.addWidget(banner, 1)
        self.lanes.show_split(view)
        self.lanes.fit(round(self.height() * LANES))
        self.rows.show_split(view.rows)
        self.form.show_stated(dict(view.stated))
        self._show_counts(view)
        self._show_notes(self.rows.current_key())
        if first:
            self.rows.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The rows keep most of the height."""
        super().resizeEvent(event)
        self.lanes.fit(round(self.height() * LANES))

    def _show_clusters(self) -> None:
        """Rows that go together, to be marked at once: a menu under the button."""
        menu = QMenu(self)
        menu.setObjectName("split-clusters")
        for each in self._view.clusters if self._view is not None else ():
            text = f"{each.label} ({len(each.keys)})".replace("&", "&&")
            menu.addAction(text, partial(self._mark_cluster, each.keys))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.cluster.mapToGlobal(QPoint(0, self.cluster.height())))

    def _show_counts(self, view: SplitView) -> None:
        letters = ["A", UNDECIDED, *(who.letter for who in view.sides[1:])]
        self.bar.show_parts(tuple(Part(letter, view.count(letter)) for letter in letters))
        self._item_bar.say(note=f"{len(view.rows):,}")
        if view.blocked:
            shown = line(Icon("help", "chg_text", 16), Text(view.blocked, "chg_text"))
        else:
            shown = line(Icon("check", "add_text", 16), Text("nothing open"))
        self._open.show_cell(shown)
        self.all.setEnabled(bool(view.proposed))
        self.all.say(f"Accept {view.proposed:,} proposals" if view.proposed else "No proposals")
        self.next.setEnabled(bool(view.undecided))
        self.review.say(view.verb)
        self.review.setEnabled(not view.blocked)

    def _show_notes(self, key: str) -> None:
        row = self._row(key)
        self.side.show_notes(notes(row) if row is not None else ())

    def _row(self, key: str) -> SplitRowView | None:
        rows = self._view.rows if self._view is not None else ()
        return next((row for row in rows if row.facts.key == key), None)

    def _mark_cluster(self, keys: tuple[str, ...]) -> None:
        self.rows.mark(keys)
        self.rows.setFocus()

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
        """A scan is divided by pages, a note written anew, a clinical item recorded for both."""
        row = self._row(self.rows.current_key())
        if row is None:
            return
        if row.facts.dividable:
            self.divide_wanted.emit(row.facts.key)
        elif row.facts.rewritable:
            self.rewrite_wanted.emit(row.facts.key)
        elif row.facts.repeatable:
            key = row.facts.key
            words = f"{row.facts.title} stays, and is recorded anew in the other chart. Why?"
            asked = self._ask("split-again", "Holds for both persons", words, "Record for both")
            asked.answered.connect(lambda reason: self.repeated.emit(key, reason))
        else:
            text = "Only documents can be divided, and clinical items recorded for both."
            self.message.show_notice(text)

    def ask_pages(self, key: str, title: str, pages: int, pdf: bytes) -> None:
        """Show a scan, and ask which pages go to the other person."""
        asked = DivideDialog(self._look, title=title, pages=pages, pdf=pdf, parent=self)
        asked.answered.connect(lambda text: self.divided.emit(key, text, pages))
        asked.open()
        asked.text.setFocus()

    def ask_texts(self, key: str, title: str, text: str, other: str) -> None:
        """Ask what a note says of A, and what of the other side (a letter)."""
        asked = RewriteDialog(self._look, title=title, text=text, other=other, parent=self)
        asked.answered.connect(lambda stays, goes: self.rewritten.emit(key, stays, goes))
        asked.open()

    def _ask(self, name: str, title: str, words: str, verb: str) -> Question:
        asked = Question(self._look, name=name, title=title, words=words, verb=verb, parent=self)
        asked.open()
        asked.text.setFocus()
        return asked

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
