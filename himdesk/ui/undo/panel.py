# SPDX-License-Identifier: Apache-2.0
"""The undo screen: what goes home by itself at the left, what a person decides at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.undo.misdirected import MisdirectedBox
from himdesk.ui.undo.table import (
    DECISION_COLUMNS,
    carried_columns,
    carried_rows,
    decision_rows,
    field_columns,
    field_rows,
    home_columns,
    home_rows,
    speaking,
)
from himdesk.ui.widgets.banners.banner import IdentityBanner
from himdesk.ui.widgets.counts import CountBar, Part
from himdesk.ui.widgets.panes import ScreenHeader, clear, column, inset, scrolled
from himdesk.ui.widgets.tables.cell import Cell, Chip, Column, Icon, Row, Text, hint, line
from himdesk.ui.widgets.tables.line import Line
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from himdesk.ui.look.theme import Look
    from himdesk.ui.undo.values import UndoView


LEFT = 276
"""The width of what goes home by itself, at the standard text size; decisions take the rest."""


class UndoPanel(QWidget):
    """Shows an undo being prepared; it decides nothing.

    `decided` carries a decision's key and a letter or "both"; `suggestion_taken` (Enter on a row)
    a key whose suggestion is taken; `pointed` the key under the cursor; `review_wanted` and `left`
    end the screen; `handoff_wanted` carries a disclosure for the privacy officer.
    """

    decided = Signal(str, str)
    suggestion_taken = Signal(str)
    pointed = Signal(str)
    review_wanted = Signal()
    left = Signal()
    handoff_wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._view: UndoView | None = None
        self.setObjectName("undo")
        self.setAccessibleName("Undo a correction")
        self.header = ScreenHeader(look, name="undo-header")
        self.message = MessageStrip(look, name="undo-message")
        self._banners = QHBoxLayout()
        self._banners.setSpacing(0)
        self._make_tables(look)
        self._lay_out(look)

    def _make_tables(self, look: Look) -> None:
        empty = (Column("", 80),)
        self.home = CellTable(look, empty, name="undo-home", label="Goes home by itself")
        self.fields = CellTable(look, empty, name="undo-fields", label="Fields fall back")
        self.then = CellTable(look, (Column("", 80, stretch=1),), name="undo-then", label="Then")
        self.decisions = CellTable(
            look, DECISION_COLUMNS, name="undo-decisions", label="Came after the merge"
        )
        self.carried = CellTable(look, empty, name="undo-carried", label="What the entry carries")
        for table in (self.fields, self.then):
            table.plain_header()
        for table in (self.home, self.fields, self.then):
            table.fit()
        self.decisions.row_height(SIZES.row_double)
        self.decisions.chosen.connect(self._choose)
        self.decisions.current.connect(self._point)
        self.decisions.opened.connect(self.suggestion_taken)
        self.bar = CountBar(look, name="undo-count")
        self._sums = Line(look)
        self.misdirected = MisdirectedBox(look)
        self.misdirected.letter_wanted.connect(self.handoff_wanted)

    def _lay_out(self, look: Look) -> None:
        self._home_bar = SectionBar(look, "Goes home by itself", name="undo-home-bar")
        self._field_bar = SectionBar(look, "Fields fall back", name="undo-field-bar")
        self._count_bar = SectionBar(look, "Count", name="undo-count-bar")
        self._then_bar = SectionBar(look, "Then", name="undo-then-bar")
        self._then_bar.say(note="in the review")
        self._carried_bar = SectionBar(look, "What it carries", name="undo-carried-bar")
        self._later_bar = SectionBar(look, "Came after the merge", name="undo-later-bar")
        keys = line(
            Chip("1", "key"), hint("A"), Chip("2", "key"), hint("B"),
            Chip("Enter", "key"), hint("as suggested"),
            Chip("F8", "key"), hint("next undecided"),
        )  # fmt: skip
        self._later_bar.right.addWidget(Line(look, keys))
        left = column(
            self._home_bar, self.home, self._field_bar, self.fields, self._count_bar,
            inset(self._look, self.bar, self._sums), self._then_bar, self.then,
        )  # fmt: skip
        upper = column(self._later_bar, self.decisions, stretch=1)
        self._carried = column(self._carried_bar, self.carried, stretch=1)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setObjectName("undo-halves")
        halves.setChildrenCollapsible(False)
        for part, share in ((upper, 3), (self._carried, 2)):
            halves.addWidget(part)
            halves.setStretchFactor(halves.count() - 1, share)
        right = column(halves, self.misdirected, stretch=0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("undo-split")
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(scrolled(left, name="undo-left", label="What happens by itself"))
        split.addWidget(right)
        left_width = max(look.px(LEFT), 372)
        split.setSizes([left_width, 1264 - left_width])
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.message)
        whole.addLayout(self._banners)
        whole.addWidget(split, 1)
        whole.addWidget(self._actions(look))

    def _actions(self, look: Look) -> QWidget:
        bar = ActionBar(look, name="undo-actions")
        back = ActionButton(look, "Back to History", name="undo-back", key="Esc")
        self._open = Line(look)
        self.next = ActionButton(look, "Next undecided", name="undo-next", action="next-undecided")
        self.review = ActionButton(
            look, "Review undo", name="undo-review", action="undo-review", kind="primary"
        )
        bar.add(on_click(back, self.left.emit))
        bar.stretch()
        bar.add(self._open, on_click(self.next, self.go_to_undecided))
        bar.add(on_click(self.review, self.review_wanted.emit))
        return bar

    def show_view(self, view: UndoView) -> None:
        """Draw an undo as it is prepared so far."""
        self.message.hide()
        self._view = view
        made = (Chip(view.made_by, "plain", "users"),) if view.made_by else ()
        self.header.show_trail(view.trail, *made)
        self._show_banners(view)
        self.home.show_rows(home_rows(view.home), home_columns(view.sides))
        self.fields.show_rows(field_rows(view.fields, view.sides), field_columns(view.sides))
        self.then.show_rows(
            tuple(Row(text, (line(Icon(icon), hint(text)),)) for icon, text in view.then)
        )
        self._field_bar.say(note=f"{len(view.fields)} differ" if view.fields else "none differ")
        alone = sum(sum(row.counts) for row in view.home)
        self._home_bar.say(note=f"{alone:,} items")
        self._later_bar.say(title=f"Came after the {view.kind}")
        later = f"{len(view.decisions)}, {view.undecided} undecided"
        self._later_bar.say(note=later if view.decisions else "nothing came later")
        self.decisions.show_rows(decision_rows(view.decisions))
        if view.selected or (view.decisions and not self.decisions.current_key()):
            self.decisions.choose_row(view.selected or view.decisions[0].key)
        self._carried.setVisible(any(each.carries for each in view.decisions))
        self._show_carried(self.decisions.current_key())
        self._show_counts(view)
        self.misdirected.show_all(view.misdirected)
        self._enable(view)

    def _show_banners(self, view: UndoView) -> None:
        clear(self._banners)
        for i, who in enumerate((view.today, *view.sides)):
            banner = IdentityBanner(self._look, name=f"undo-banner-{who.letter or i}")
            banner.show_who(who)
            self._banners.addWidget(banner, 1)
        self._make_room()

    def _show_counts(self, view: UndoView) -> None:
        parts = [Part(who.letter, view.share(i)) for i, who in enumerate(view.sides)]
        open_items = sum(d.open and bool(d.at) for d in view.decisions)
        shown = [*parts[:1], Part("?", open_items), *parts[1:]]
        self.bar.show_parts(tuple(shown))
        counted = sum(part.count for part in shown)
        sums = " + ".join(f"{part.count:,}" for part in shown if part.count)
        good = counted == view.whole
        tone, icon = ("add_text", "check") if good else ("rem_text", "stop")
        text = f"{sums} = {counted:,}" if good else f"{sums} = {counted:,}, not {view.whole:,}"
        self._sums.show_cell(Cell((Icon(icon, tone), Text(text, tone, small=True))))
        self._count_bar.say(note=f"{view.whole:,} items today")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, today's banner gives way to those of the sides."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        first = self._banners.itemAt(0)
        widget = first.widget() if first is not None else None
        if widget is not None:
            widget.setVisible(self.width() >= self._look.px(1100))

    def _enable(self, view: UndoView) -> None:
        if view.undecided:
            text = f"{view.undecided} undecided"
            self._open.show_cell(line(Icon("help", "chg_text", 16), Text(text, "chg_text")))
        else:
            self._open.show_cell(line(Icon("check", "add_text", 16), Text("nothing open")))
        self.next.setEnabled(bool(view.undecided))
        self.review.say(view.verb)
        self.review.setEnabled(not view.undecided)

    def _point(self, key: str) -> None:
        self._show_carried(key)
        self.pointed.emit(key)

    def _show_carried(self, key: str) -> None:
        """What the entry under the cursor carries, beside what each side says."""
        view = self._view
        found = next((d for d in view.decisions if d.key == key), None) if view else None
        if view is None or found is None:
            return
        columns = carried_columns(view.sides)
        self.carried.show_rows(carried_rows(found.carries, view.sides), columns)
        words = speaking(found.carries, view.sides)
        self._carried_bar.say(note=", ".join(part for part in (found.title, words) if part))

    def _choose(self, key: str, option: str) -> None:
        decision = (
            next((d for d in self._view.decisions if d.key == key), None) if (self._view) else None
        )
        if decision is not None and not decision.by_rule:
            self.decided.emit(key, option)

    def go_to_undecided(self) -> None:
        """Stand on the next open decision, from the top again after the last."""
        if self._view is None:
            return
        keys = [d.key for d in self._view.decisions]
        here = self.decisions.current_key()
        start = keys.index(here) + 1 if here in keys else 0
        after = (*self._view.decisions[start:], *self._view.decisions[:start])
        found = next((d.key for d in after if d.open), "")
        if found:
            self.decisions.choose_row(found)
            self.decisions.setFocus()

    def show_error(self, error: Exception) -> None:
        """Say what was refused."""
        self.message.show_error(error)

    def show_busy(self, text: str) -> None:
        """Work goes on in the background."""
        self.message.show_notice(text)
