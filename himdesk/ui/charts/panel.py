# SPDX-License-Identifier: Apache-2.0
"""The screen for reading a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from himdesk.ui.charts.facts import DetailPane, FactSheet
from himdesk.ui.charts.glass import GlassStrip
from himdesk.ui.charts.search import TYPING_PAUSE
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.widgets.panes import column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from himdesk.ui.charts.values import ChartPage, Detail, Entry
    from himdesk.ui.look.theme import Look

WIDE = 1000
"""The width from which the kinds have a column of their own."""

STATUS, BY = 2, 3


class ChartPanel(QWidget):
    """One chart: who it is, which numbers find it, its items by kind, and words in them.

    `reason_given` carries the number, the reason and the password; `hold_wanted` an item that is
    to be held back from release, and whether it is to be let go instead.
    """

    kind_chosen = Signal(str)
    sought = Signal(str)
    pointed = Signal(str)
    activated = Signal(str)
    document_wanted = Signal(str)
    more_wanted = Signal()
    reason_given = Signal(str, str, str)
    history_wanted = Signal(str)
    compare_wanted = Signal(str)
    split_wanted = Signal(str)
    move_wanted = Signal(str, str)
    hold_wanted = Signal(str, bool)
    amend_wanted = Signal(str)
    correct_wanted = Signal(str)
    judge_wanted = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("chart")
        self.setAccessibleName("Chart")
        self._look = look
        self._mrn = self._held_on = ""
        self.may_hold = False
        self._titles: dict[str, str] = {}
        self.message = MessageStrip(look, name="chart-message")
        self.facts = FactSheet(look)
        self.correct = ActionButton(look, "Correct person…", name="chart-correct", kind="link")
        self.correct.setToolTip(
            f"Correct what the chart shows of its person ({look.keys.spoken('person-correct')})"
        )
        self.judge = ActionButton(look, "One person?…", name="chart-judge", kind="link")
        self.judge.setToolTip(
            f"Link with another chart, or keep them apart ({look.keys.spoken('person-judge')})"
        )
        self.facts.offer(
            on_click(self.correct, lambda: self.correct_wanted.emit(self._mrn)),
            on_click(self.judge, lambda: self.judge_wanted.emit(self._mrn)),
        )
        self.kinds = RowTable(look, ("Kind", "Items"), name="chart-kinds", title="Kinds of items")
        headings = ("Date", "What", "Status", "By", "")
        self.entries = RowTable(
            look, headings, name="chart-entries", title="Items", spare=(BY, STATUS)
        )
        self.detail = DetailPane(look)
        self.words = QLineEdit()
        self.glass = GlassStrip(look)
        self._pause = QTimer(self)
        self._shared = True
        self._lay_out(look)
        self._connect()

    def _lay_out(self, look: Look) -> None:
        self._left = QSplitter(Qt.Orientation.Vertical)
        self._left.addWidget(self.facts)
        self._lists = QSplitter(Qt.Orientation.Horizontal)
        self._lists.setObjectName("chart-splitter")
        for part in (self._left, self.kinds, self._right(look)):
            self._lists.addWidget(part)
        self._lists.setSizes([look.px(n) for n in (300, 225, 755)])
        self._lists.setStretchFactor(2, 1)
        for splitter in (self._left, self._lists):
            splitter.setChildrenCollapsible(False)
        for splitter in (self._left, self._lists):
            splitter.splitterMoved.connect(self._moved)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for widget in (self.message, self.glass):
            whole.addWidget(widget)
        whole.addWidget(self._lists, 1)
        whole.addWidget(self._bar(look))

    def _right(self, look: Look) -> QWidget:
        self._shelf_bar = SectionBar(look, "Items", name="chart-shelf")
        self.words.setObjectName("chart-words")
        self.words.setAccessibleName("Words to find in this chart")
        self.words.setPlaceholderText("Find in this chart")
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(look.px(90))
        self.words.setMaximumWidth(look.px(240))
        seek = ActionButton(look, "Find", name="chart-find", action="find-in-chart", kind="link")
        self._shelf_bar.hold(self.words, on_click(seek, self._seek))
        self._detail_bar = SectionBar(look, "Details", name="chart-detail-bar")
        self._read = ActionButton(
            look, "Read", name="chart-read", action="read-document", kind="link"
        )
        self.hold = ActionButton(look, "Hold from release…", name="chart-hold", kind="link")
        self._detail_bar.right.addWidget(on_click(self.hold, self._hold))
        self._detail_bar.right.addWidget(on_click(self._read, self._open_current))
        below = QSplitter(Qt.Orientation.Vertical)
        below.setObjectName("chart-detail-splitter")
        below.addWidget(column(self._shelf_bar, self.entries, stretch=1))
        below.addWidget(column(self._detail_bar, self.detail, stretch=1))
        below.setSizes([look.px(420), look.px(150)])
        below.setStretchFactor(0, 1)
        below.setChildrenCollapsible(False)
        below.splitterMoved.connect(self._moved)
        self._below = below
        return below

    def _bar(self, look: Look) -> ActionBar:
        bar = ActionBar(look, name="chart-actions")
        back = ActionButton(look, "Back", name="chart-back", key="Esc", kind="flat")
        history = ActionButton(
            look, "History", name="chart-history", action="chart-history", icon_name="history"
        )
        self.split = ActionButton(
            look, "Split this chart…", name="chart-split", action="split-chart", icon_name="split"
        )
        self.move_item = ActionButton(
            look, "Move item…", name="chart-move", action="move-item", icon_name="folder-out"
        )
        self.amend = ActionButton(
            look, "Amend document…", name="chart-amend", action="amend-document", icon_name="amend"
        )
        bar.add(on_click(back, self.left.emit))
        bar.stretch()
        bar.add(on_click(self.amend, self._amend))
        bar.add(on_click(self.move_item, self._move))
        bar.add(on_click(self.split, lambda: self.split_wanted.emit(self._mrn)))
        bar.add(on_click(history, lambda: self.history_wanted.emit(self._mrn)))
        return bar

    def _connect(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._pause.timeout.connect(lambda: self.sought.emit(self.words.text()))
        self.words.textChanged.connect(lambda _text: self._pause.start())
        self.words.returnPressed.connect(self.entries.setFocus)
        self.kinds.pointed.connect(self._choose_kind)
        self.entries.near_end.connect(self.more_wanted)
        self.entries.pointed.connect(self.pointed)
        self.entries.opened.connect(self.activated)
        self.glass.given.connect(lambda *said: self.reason_given.emit(self._mrn, *said))

    def _choose_kind(self, key: str) -> None:
        """A kind is chosen: what was looked for is forgotten."""
        self.words.blockSignals(True)
        self.words.clear()
        self.words.blockSignals(False)
        self._pause.stop()
        self._shelf_bar.say(title=self._titles.get(key, "Items"))
        self.kind_chosen.emit(key)

    def _seek(self) -> None:
        self.words.setFocus()
        self.words.selectAll()

    def _open_current(self) -> None:
        if self.entries.current():
            self.activated.emit(self.entries.current())

    def _hold(self) -> None:
        if self.entries.current():
            self.hold_wanted.emit(self._held_on or self.entries.current(), bool(self._held_on))

    def _move(self) -> None:
        if self.entries.current():
            self.move_wanted.emit(self._mrn, self.entries.current())

    def _amend(self) -> None:
        if self.entries.current():
            self.amend_wanted.emit(self.entries.current())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is narrow for its text, the kinds stand under the person's data."""
        super().resizeEvent(event)
        wide = self.width() >= self._look.px(WIDE)
        if wide != (self.kinds.parentWidget() is self._lists):
            if wide:
                self._lists.insertWidget(1, self.kinds)
            else:
                self._left.addWidget(self.kinds)
        QTimer.singleShot(0, self, self._share)  # when the layout has done its work

    def _moved(self) -> None:
        """What a person moved stays so."""
        self._shared = False

    def _share(self) -> None:
        """Most of the height goes to the items, and to the person's data above the kinds."""
        for splitter, share, most in ((self._below, 0.25, 190), (self._left, 0.4, 1000)):
            high = splitter.height()
            if self._shared and splitter.count() > 1:
                lower = min(round(high * share), self._look.px(most))
                splitter.setSizes([high - lower, lower])
        if self._shared and self._left.count() > 1:
            least = self.facts.minimumWidth()
            self._lists.setSizes([least, self._lists.width() - least])

    def ask_reason(self, mrn: str) -> None:
        """The chart is restricted: ask why it must be opened."""
        self._mrn = mrn
        self.glass.ask()

    def show_chart(self, page: ChartPage) -> None:
        """Show who it is and what the chart has."""
        self._mrn = page.mrn
        self.message.hide()
        self.glass.hide()
        self.facts.show_page(page)
        self.detail.clear()
        if page.asked_for != page.mrn:
            text = f"{page.asked_for} was merged into this chart; it goes on finding it."
            self.message.show_notice(text)
        if page.as_of:
            text = f"As the chart stood at the end of {page.as_of}: to be read only."
            self.message.show_notice(f"{text} {page.since}".strip())
        self.hold.setEnabled(not page.as_of)
        for button in (self.split, self.move_item, self.amend, self.correct, self.judge):
            button.setEnabled(not page.as_of)
        self._titles = {shelf.key: shelf.label for shelf in page.shelves}
        rows = [Row(s.key, (s.label, f"{s.count:,}"), icon=s.icon) for s in page.shelves]
        self.kinds.show_rows(rows, (self._look.px(140), self._look.px(60)))

    def show_entries(self, entries: Sequence[Entry], *, more: bool, first: bool) -> None:
        """Show items of the kind chosen; `first` replaces those shown."""
        rows = [_row(entry) for entry in entries]
        if not first:
            self.entries.rows.add_rows(rows)
        else:
            self._shelf_bar.say(title=self._titles.get(self.kinds.current(), "Items"))
            self._show_rows(rows)
        shown = self.entries.rows.rowCount()
        self._shelf_bar.say(
            note=f"{shown:,} and more" if more else f"{shown:,}" if shown else "none"
        )

    def show_found(self, entries: Sequence[Entry], total: int) -> None:
        """Show the items in which the words stand; `total` may be more than are shown."""
        some = f"the newest {len(entries):,} of {total:,}"
        note = some if total > len(entries) else f"{total:,}" if total else "nothing"
        self._shelf_bar.say(title="Found in the whole chart", note=note)
        self._show_rows([_row(entry) for entry in entries])

    def choose_kind(self, key: str) -> None:
        """Let a kind of items be chosen."""
        self.kinds.selectRow(self.kinds.rows.row_of(key))

    def stand_on(self, item: str) -> None:
        """Stand on an item that is listed."""
        self.entries.selectRow(self.entries.rows.row_of(item))
        self.entries.setFocus()

    def _show_rows(self, rows: Sequence[Row]) -> None:
        px = self._look.px
        if not rows:
            self.detail.clear()
            self._read.hide()
            self.hold.hide()
        self.entries.show_rows(rows, (px(150), px(280), px(100), px(150)))

    def show_detail(self, detail: Detail) -> None:
        """Show everything that the item pointed at says."""
        self._detail_bar.say(note=detail.title)
        self._read.setVisible(detail.document)
        self._held_on = detail.held_on
        self.hold.say("Let go for release…" if detail.held_on else "Hold from release…")
        self.hold.setVisible(self.may_hold and detail.holdable)
        self.detail.show_detail(detail)

    def read_document(self, item: str) -> None:
        """A document was opened: it is to be read."""
        self.document_wanted.emit(item)

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.message.show_error(error)


def _row(entry: Entry) -> Row:
    said = (entry.at, entry.what, entry.status, entry.who, entry.mark)
    return Row(entry.id, said, icon=entry.icon, tone=entry.tone)
