# SPDX-License-Identifier: Apache-2.0
"""The screens for finding patients and reading a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from himdesk.ui.charts.facts import FactSheet
from himdesk.ui.parts.controls import ActionBar, ActionButton, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.ui.charts.values import ChartPage, Entry, HitRow
    from himdesk.ui.look.theme import Look

TYPING_PAUSE = 120
"""Milliseconds without a key after which a search starts."""


class SearchPanel(QWidget):
    """Search as one types; Enter opens a chart, several selected ones are compared."""

    asked = Signal(str)
    opened = Signal(str)
    compared = Signal(list)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setAccessibleName("Find patients")
        self.message = MessageStrip(look, name="search-message")
        self.text = QLineEdit()
        self.text.setObjectName("search-text")
        self.text.setAccessibleName("Name, MRN, birth date, SSN or phone")
        self.text.setPlaceholderText("Name, MRN, birth date, SSN or phone")
        self.text.setClearButtonEnabled(True)
        headings = ("MRN", "Name", "Birth date", "Sex", "")
        self.hits = RowTable(look, headings, name="hits", title="Patients found", several=True)
        self._note = label("Type a name, a number or a birth date.", kind="muted")
        self._compare = ActionButton(
            look, "Compare selected", name="compare-selected", key="Ctrl+M", kind="primary"
        )
        self._look = look
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._lay_out(look)
        self.text.textEdited.connect(lambda _text: self._pause.start())
        self.text.returnPressed.connect(self._entered)
        self._pause.timeout.connect(lambda: self.asked.emit(self.text.text()))
        self.hits.opened.connect(self.opened)
        self.hits.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self._enable()

    def _lay_out(self, look: Look) -> None:
        bar = ActionBar(look, name="search-actions")
        view = ActionButton(look, "Open chart", name="open-chart", key="Ctrl+O")
        bar.add(self._note)
        bar.stretch()
        bar.add(on_click(view, self._open_current))
        bar.add(on_click(self._compare, lambda: self.compared.emit(self.hits.chosen())))
        top = QHBoxLayout()
        top.setContentsMargins(*self._look.pane(12, 12))
        top.addWidget(self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message)
        column.addLayout(top)
        column.addWidget(self.hits, 1)
        column.addWidget(bar)

    def _open_current(self) -> None:
        if self.hits.current():
            self.opened.emit(self.hits.current())

    def _entered(self) -> None:
        self._pause.stop()
        self.asked.emit(self.text.text())
        self.hits.setFocus()

    def _enable(self) -> None:
        chosen = len(self.hits.chosen())
        self._compare.setEnabled(chosen > 1)
        self._compare.say(f"Compare {chosen} charts" if chosen > 1 else "Compare selected")

    def show_hits(self, hits: Sequence[HitRow], *, more: bool) -> None:
        """Show who was found."""
        self.message.hide()
        rows = [
            Row(
                hit.mrn,
                (hit.mrn, hit.name, hit.born, hit.sex, "restricted" if hit.restricted else ""),
                icon="lock" if hit.restricted else "user",
                tone="text_2" if hit.restricted else "",
            )
            for hit in hits
        ]
        px = self._look.px
        self.hits.show_rows(rows, (px(130), px(360), px(120), px(60)))
        if not hits:
            asked = self.text.text().strip()
            words = "Nobody was found." if asked else "Type a name, a number or a birth date."
        else:
            words = f"{len(hits)} found" + (", and more: narrow the search" if more else "")
        self._note.setText(words)
        self._enable()

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.message.show_error(error)


class ChartPanel(QWidget):
    """One chart: who it is, which numbers find it, and its items by kind."""

    kind_chosen = Signal(str)
    more_wanted = Signal()
    reason_given = Signal(str, str)
    history_wanted = Signal(str)
    compare_wanted = Signal(str)
    split_wanted = Signal(str)
    move_wanted = Signal(str, str)
    amend_wanted = Signal(str)
    correct_wanted = Signal(str)
    judge_wanted = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("chart")
        self.setAccessibleName("Chart")
        self._look = look
        self._mrn = ""
        self.message = MessageStrip(look, name="chart-message")
        self.facts = FactSheet(look)
        self.kinds = RowTable(look, ("Kind", "Items"), name="chart-kinds", title="Kinds of items")
        headings = ("Date", "What", "Status", "By", "")
        self.entries = RowTable(look, headings, name="chart-entries", title="Items")
        self._reason = QLineEdit()
        self._reason.setObjectName("glass-reason")
        self._reason.setAccessibleName("Reason for opening a restricted chart")
        self._reason.setPlaceholderText("Reason for opening; it is reviewed")
        self._ask = QWidget()
        self._lay_out(look)
        self.kinds.pointed.connect(self.kind_chosen)
        self.entries.near_end.connect(self.more_wanted)

    def _lay_out(self, look: Look) -> None:
        bar = ActionBar(look, name="chart-actions")
        back = ActionButton(look, "Back", name="chart-back", key="Esc", kind="flat")
        history = ActionButton(
            look, "History", name="chart-history", key="Ctrl+H", icon_name="history"
        )
        bar.add(on_click(back, self.left.emit))
        bar.stretch()
        self.split = ActionButton(
            look, "Split this chart…", name="chart-split", key="Ctrl+T", icon_name="split"
        )
        self.move_item = ActionButton(
            look, "Move item…", name="chart-move", key="Ctrl+E", icon_name="folder-out"
        )
        self.amend = ActionButton(
            look, "Amend document…", name="chart-amend", key="Ctrl+D", icon_name="amend"
        )
        self.correct = ActionButton(look, "Correct person…", name="chart-correct", icon_name="user")
        self.correct.setToolTip("Correct what the chart shows of its person (Ctrl+Shift+D)")
        self.judge = ActionButton(look, "One person?…", name="chart-judge", icon_name="link")
        self.judge.setToolTip("Link with another chart, or keep them apart (Ctrl+Shift+L)")
        bar.add(on_click(self.correct, lambda: self.correct_wanted.emit(self._mrn)))
        bar.add(on_click(self.judge, lambda: self.judge_wanted.emit(self._mrn)))
        bar.add(on_click(self.amend, self._amend))
        bar.add(on_click(self.move_item, self._move))
        bar.add(on_click(self.split, lambda: self.split_wanted.emit(self._mrn)))
        bar.add(on_click(history, lambda: self.history_wanted.emit(self._mrn)))
        break_glass = ActionButton(
            look, "Open restricted chart", name="break-glass", kind="primary"
        )
        row = QHBoxLayout(self._ask)
        row.setContentsMargins(*self._look.pane(8, 8))
        row.addWidget(label("This chart is restricted."))
        row.addWidget(self._reason, 1)
        row.addWidget(on_click(break_glass, self._give_reason))
        self._ask.hide()
        lists = QSplitter(Qt.Orientation.Horizontal)
        lists.addWidget(self.facts)
        lists.addWidget(self.kinds)
        lists.addWidget(self.entries)
        lists.setSizes([300, 220, 760])
        lists.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.message, self._ask):
            column.addWidget(widget)
        column.addWidget(lists, 1)
        column.addWidget(bar)

    def _move(self) -> None:
        if self.entries.current():
            self.move_wanted.emit(self._mrn, self.entries.current())

    def _amend(self) -> None:
        if self.entries.current():
            self.amend_wanted.emit(self.entries.current())

    def _give_reason(self) -> None:
        if self._reason.text().strip():
            self._ask.hide()
            self.reason_given.emit(self._mrn, self._reason.text())

    def ask_reason(self, mrn: str) -> None:
        """The chart is restricted: ask why it must be opened."""
        self._mrn = mrn
        self._reason.clear()
        self._ask.show()
        self._reason.setFocus()

    def show_chart(self, page: ChartPage) -> None:
        """Show who it is and what the chart has."""
        self._mrn = page.mrn
        self.message.hide()
        self._ask.hide()
        self.facts.show_page(page)
        if page.asked_for != page.mrn:
            text = f"{page.asked_for} was merged into this chart; it goes on finding it."
            self.message.show_notice(text)
        if page.as_of:
            text = f"As the chart stood at the end of {page.as_of}: to be read only."
            self.message.show_notice(text)
        for button in (self.split, self.move_item, self.amend, self.correct, self.judge):
            button.setEnabled(not page.as_of)
        rows = [Row(kind, (text, f"{n:,}"), icon=icon) for kind, text, icon, n in page.kinds]
        self.kinds.show_rows(rows, (self._look.px(140), self._look.px(60)))

    def show_entries(self, entries: Sequence[Entry], *, more: bool, first: bool) -> None:
        """Show items of the kind chosen; `first` replaces those shown."""
        del more
        rows = [
            Row(e.id, (e.at, e.what, e.status, e.who, e.mark), icon=e.icon, tone=_tone(e))
            for e in entries
        ]
        if first:
            px = self._look.px
            self.entries.show_rows(rows, (px(170), px(280), px(100), px(150)))
        else:
            self.entries.rows.add_rows(rows)

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.message.show_error(error)


def _tone(entry: Entry) -> str:
    return "text_3" if entry.mark == "entered in error" else ""
