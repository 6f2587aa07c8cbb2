# SPDX-License-Identifier: Apache-2.0
"""Draws a review sheet and asks for the reason; the button says the effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.icons import pixmap
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.review.table import section_table
from himdesk.ui.widgets.banners.banner_row import BannerRow

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look
    from himdesk.ui.review.values import Count, ReviewSheet

SHORTEST_REASON = 3


class SheetView(QWidget):
    """The drawn sheet: whose charts, which stays in place; then figures and sections."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self._look = look
        self.banners = BannerRow(look, name=f"{name}-banner")
        self._area = QScrollArea()
        self._area.setObjectName(name)
        self._area.setAccessibleName("What will happen")
        self._area.setWidgetResizable(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addWidget(self._area, 1)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        empty = QWidget()
        empty.setProperty("surface", "true")
        self.banners.show_people(())
        self._area.setWidget(empty)

    def show_sheet(self, sheet: ReviewSheet) -> None:
        """Draw a sheet."""
        inner = QWidget()
        inner.setProperty("surface", "true")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(self._counts(sheet))
        for section in sheet.sections:
            bar = SectionBar(self._look, section.title, name=f"bar-{section.title}")
            bar.say(note=section.note)
            column.addWidget(bar)
            column.addWidget(section_table(self._look, section))
        column.addStretch(1)
        self.banners.show_people(sheet.sides)
        self._area.setWidget(inner)

    def _counts(self, sheet: ReviewSheet) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(*self._look.pane(12, 12))
        row.setSpacing(28)
        for count in sheet.counts:
            row.addLayout(self._count(count))
        row.addStretch(1)
        return made

    def _count(self, count: Count) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        mark = QLabel()
        color = self._look.tokens.text_2
        mark.setPixmap(pixmap(count.icon, color, self._look.px(18), self.devicePixelRatioF()))
        number = label(f"{count.number:,}")
        number.setFont(tabular(self._look.type.figure()))
        words = label(count.words, kind="muted")
        words.setFont(self._look.type.small())
        for widget in (mark, number, words):
            row.addWidget(widget)
        return row


class ReviewPanel(QWidget):
    """Shows a sheet; `confirmed` carries the reason."""

    confirmed = Signal(str)
    left = Signal()

    def __init__(self, look: Look, *, name: str = "review") -> None:
        super().__init__()
        self._look = look
        self.setObjectName(name)
        self.setAccessibleName("Review")
        self.message = MessageStrip(look, name=f"{name}-message")
        self._body = SheetView(look, name=f"{name}-sheet")
        self._approval = label("", kind="muted")
        self._approval.setWordWrap(True)
        self.reason = QPlainTextEdit()
        self.reason.setObjectName(f"{name}-reason")
        self.reason.setAccessibleName("Reason")
        self.reason.setPlaceholderText("Why this is done, as it shall stand in the history")
        self.reason.setTabChangesFocus(True)
        self.reason.setMaximumHeight(look.px(84))
        self._confirm = ActionButton(
            look, "", name=f"{name}-confirm", action="apply", kind="primary"
        )
        self._sheet: ReviewSheet | None = None
        self._lay_out(look, name)
        self.reason.textChanged.connect(self._enable)
        self._confirm.setEnabled(False)
        self._confirm.clicked.connect(self._confirmed)

    def _lay_out(self, look: Look, name: str) -> None:
        bar = ActionBar(look, name=f"{name}-actions")
        back = ActionButton(look, "Back", name=f"{name}-back", key="Esc", kind="flat")
        bar.add(on_click(back, self.left.emit))
        bar.stretch()
        bar.add(self._confirm)
        self.foot = bar
        side = QWidget()
        side.setProperty("surface", "true")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(8)
        column.addWidget(SectionBar(look, "Approval and reason", name=f"{name}-approval"))
        for widget in (self._approval, label("Reason", kind="muted"), self.reason):
            inner = QHBoxLayout()
            inner.setContentsMargins(*self._look.pane(0, 0))
            inner.addWidget(widget)
            column.addLayout(inner)
        column.addWidget(self._undo_note(look))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.message)
        whole.addWidget(self._body, 1)
        whole.addWidget(side)
        whole.addWidget(bar)

    def _undo_note(self, look: Look) -> QWidget:
        note = label("Can always be undone from History; what arrives later is then decided.")
        note.setProperty("muted", "true")
        note.setFont(look.type.small())
        note.setContentsMargins(*self._look.pane(0, 0))
        return note

    def show_sheet(self, sheet: ReviewSheet) -> None:
        """Show a sheet and ask for the reason."""
        self._sheet = sheet
        self._body.show_sheet(sheet)
        self._approval.setText(sheet.approval)
        if sheet.reason:
            self.reason.setPlainText(sheet.reason)
        self._confirm.say(sheet.verb)
        self.message.hide()
        self._enable()

    def _enable(self) -> None:
        sheet = self._sheet
        said = len(self.reason.toPlainText().strip()) >= SHORTEST_REASON
        self._confirm.setEnabled(sheet is not None and not sheet.blocked and said)

    def _confirmed(self) -> None:
        self._confirm.setEnabled(False)
        self.confirmed.emit(self.reason.toPlainText().strip())

    def show_error(self, error: Exception) -> None:
        """Say what was refused; the person may try again."""
        self.message.show_error(error)
        self._enable()
