# SPDX-License-Identifier: Apache-2.0
"""The history screen: change sets at the left, one before and after at the right, a day to pick."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from himdesk.domain.roles import permitted
from himdesk.domain.words import counted
from himdesk.ui.history.rows import COLUMNS, HEIGHT, set_rows
from himdesk.ui.history.timeline import HistoryLine
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.review.panel import SheetView
from himdesk.ui.widgets.banners.banner import IdentityBanner
from himdesk.ui.widgets.panes import ScreenHeader, column, inset
from himdesk.ui.widgets.tables.cell import Chip, Text
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QResizeEvent

    from himdesk.domain.roles import Role
    from himdesk.ui.history.values import HistoryPage, SetRow, Standing
    from himdesk.ui.look.theme import Look
    from himdesk.ui.review.values import ReviewSheet

ROOMY = 470
"""The least height, at the standard text size, in which the time line has its place."""


class HistoryPanel(QWidget):
    """The change sets of a chart, each to be looked at and undone.

    `asked` carries the number of a chart, `looked` a day, `stepped` -1 or 1 for the day of an
    earlier or later change. What `roles` may not do is absent.
    """

    asked = Signal(str)
    chosen = Signal(str)
    looked = Signal(str)
    stepped = Signal(int)
    chart_wanted = Signal(str, str)
    undo_wanted = Signal(str)
    letter_wanted = Signal(str)
    left = Signal()

    def __init__(self, look: Look, roles: Collection[Role]) -> None:
        super().__init__()
        self.setObjectName("history")
        self.setAccessibleName("History of a chart")
        self._look, self._mrn, self._day = look, "", ""
        self._roles = roles
        self.message = MessageStrip(look, name="history-message")
        self._title = ScreenHeader(look, name="history-title")
        self._title.show_trail(("History",))
        self.banner = IdentityBanner(look, name="history-banner")
        self.line = HistoryLine(look)
        self.sets = CellTable(look, COLUMNS, name="change-sets", label="Change sets, newest first")
        self.sets.row_height(HEIGHT)
        self.sheet = SheetView(look, name="history-sheet")
        self._sheet_bar = SectionBar(look, "Before and after", name="history-sheet-bar")
        self._why = label("")
        self._why.setWordWrap(True)
        self._why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._why.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.number, self.day = QLineEdit(), QLineEdit()
        self._listed: dict[str, SetRow] = {}
        self._later = 0
        self.shown = ""
        self._lay_out(look)
        if permitted("undo", roles):
            self.sets.opened.connect(self.undo_wanted)
        self.sets.current.connect(self._point)
        self.line.chosen.connect(self.sets.choose_row)
        self.line.looked.connect(self.day.setText)

    def _lay_out(self, look: Look) -> None:
        self.day.setObjectName("history-day")
        self.day.setAccessibleName("Day at which the chart is looked at")
        self.day.setPlaceholderText("today")
        self.day.setMaximumWidth(look.px(110))
        self.day.textChanged.connect(self.looked)
        earlier = ActionButton(
            look, "Earlier", name="history-earlier", action="history-earlier", kind="link"
        )
        later = ActionButton(
            look, "Later", name="history-later", action="history-later", kind="link"
        )
        today = ActionButton(
            look, "Today", name="history-today", action="history-today", kind="link"
        )
        self.number.setObjectName("history-number")
        self.number.setAccessibleName("Number of the chart")
        self.number.setPlaceholderText("MRN, Enter")
        self.number.setMaximumWidth(look.px(130))
        self.number.returnPressed.connect(self._ask)
        self._title.add(
            label("Chart", kind="muted"),
            self.number,
            label("As of", kind="muted"),
            self.day,
            on_click(earlier, lambda: self.stepped.emit(-1)),
            on_click(later, lambda: self.stepped.emit(1)),
            on_click(today, self.day.clear),
        )
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self.sets)
        told = inset(look, self._why, vertical=6)
        halves.addWidget(column(self._sheet_bar, told, self.sheet, stretch=2))
        halves.setSizes([look.px(560), look.px(640)])
        halves.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.banner.hide()
        for widget in (self.message, self._title, self.banner, self.line):
            whole.addWidget(widget)
        whole.addWidget(halves, 1)
        whole.addWidget(self._bar(look))

    def _bar(self, look: Look) -> QWidget:
        bar = ActionBar(look, name="history-actions")
        back = ActionButton(look, "Back", name="history-back", key="Esc", kind="flat")
        self._open = ActionButton(
            look,
            "Open the chart of that day",
            name="history-open",
            action="history-open",
            icon_name="eye",
        )
        undo = ActionButton(
            look, "Undo…", name="undo-change-set", action="history-undo", icon_name="undo"
        )
        self._undo = undo
        letter = ActionButton(
            look, "Letter…", name="letter-change-set", action="history-letter", icon_name="doc"
        )
        verbs = ((back, "show"), (self._open, "show"), (undo, "undo"), (letter, "letter"))
        for each, verb in verbs:
            if not permitted(verb, self._roles):
                each.hide()
        if not any(permitted(verb, self._roles) for _, verb in verbs):
            bar.hide()
        bar.add(on_click(back, self.left.emit), on_click(self._open, self._open_chart))
        bar.stretch()
        bar.add(on_click(letter, lambda: self._emit(self.letter_wanted)))
        bar.add(on_click(undo, lambda: self._emit(self.undo_wanted)))
        return bar

    def _ask(self) -> None:
        if self.number.text().strip():
            self.asked.emit(self.number.text().strip())

    def _emit(self, signal: SignalInstance) -> None:
        if self.sets.current_key():
            signal.emit(self.sets.current_key())

    def _point(self, change_set: str) -> None:
        row = self._listed.get(change_set)
        if row is not None:
            self._why.setText(_why(row))
            self._undo.setEnabled(not row.undone)
            self.chosen.emit(change_set)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the list has it."""
        super().resizeEvent(event)
        self.line.setVisible(self.height() >= self._look.px(ROOMY))

    def _open_chart(self) -> None:
        if self._mrn and self._day:
            self.chart_wanted.emit(self._mrn, self._day)

    def kind_of(self, change_set: str) -> str:
        """The kind of a change set that is listed."""
        row = self._listed.get(change_set)
        return row.kind if row is not None else ""

    def show_history(self, page: HistoryPage) -> None:
        """Show the change sets of a chart, newest first; the reasons name no other person."""
        if page.mrn != self._mrn:
            self.shown = ""
            self.sheet.clear()
            self._why.clear()
            self._sheet_bar.say(note="")
        self._mrn = page.mrn
        self.number.setText(page.mrn)
        self.message.hide()
        self._day = page.day
        self._open.setEnabled(bool(page.day))
        if page.day and self.day.text() != page.day:
            self.day.setText(page.day)
        count = counted(len(page.rows), "change set") if page.rows else ""
        self._title.show_trail(("History",), Text(count, "text_2", whole=True))
        self._listed = {row.id: row for row in page.rows}
        self._later = page.later
        self.sets.show_rows(set_rows(page))
        self.line.show_page(page)
        if page.rows and not self.sets.current_key():
            self.sets.choose_row(page.rows[0].id)

    def show_standing(self, then: Standing | None, now: Standing | None) -> None:
        """Show whose chart it is, as it stood on the day looked at and as it stands."""
        self.banner.setVisible(now is not None)
        if now is None:
            return
        if then is None:
            who = replace(now.who, facts=(*now.who.facts, counted(now.items, "entry", "entries")))
        else:
            held = f"{counted(then.items, 'entry', 'entries')} then, {now.items:,} today"
            since = counted(self._later, "change set") if self._later else "nothing"
            who = replace(
                then.who,
                aside=f"as the chart stood on {then.day}",
                facts=(*then.who.facts, held),
                marks=(Chip(f"{since} since", "warn", "clock"),),
            )
        self.banner.show_who(who)

    def show_set(self, change_set: str, sheet: ReviewSheet) -> None:
        """Show one change set, before and after."""
        row = self._listed.get(change_set)
        if row is not None and change_set == self.sets.current_key():
            self.shown = change_set
            self.sheet.show_sheet(sheet)
            self._sheet_bar.say(note=f"{row.title}, {row.when}")

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.message.show_error(error)


def _why(row: SetRow) -> str:
    """Who asked for it, who approved it, with the names they sign in with, and why."""
    who = f"{row.by}, approved by {row.approved_by}" if row.approved_by else row.by
    return f"By {who} ({row.accounts}). Reason: {row.reason or 'none given'}"
