# SPDX-License-Identifier: Apache-2.0
"""The reader: a document's revisions at the left, its words or pages at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.reader.pages import PagesView
from himdesk.ui.reader.words import WordsView
from himdesk.ui.widgets.banners.banner import IdentityBanner
from himdesk.ui.widgets.panes import ScreenHeader, column
from himdesk.ui.widgets.state import State, StatePanel
from himdesk.ui.widgets.tables.cell import Text

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from himdesk.ui.look.theme import Look
    from himdesk.ui.reader.values import ReaderPage, Sheet

PAUSE = 150
"""Milliseconds without a key after which a text is looked for."""

WRITTEN, BY = 1, 2

LOW = 430
"""The height from which there is room for more than the revisions at the side."""


class ReaderPanel(QWidget):
    """Shows a document to be read; `chosen` carries the row of the rail, `amend_wanted` an id."""

    chosen = Signal(str)
    amend_wanted = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("reader")
        self.setAccessibleName("Read a document")
        self._look = look
        self._document = ""
        self.header = ScreenHeader(look, name="reader-header")
        self.message = MessageStrip(look, name="reader-message")
        self.banner = IdentityBanner(look, name="reader-banner")
        headings = ("Revision", "Written", "By")
        self.rail = RowTable(
            look, headings, name="reader-rail", title="Revisions", spare=(BY, WRITTEN)
        )
        self.sent = RowTable(look, ("Sent to", "On"), name="reader-sent", title="Sent before")
        self.words, self.pages = WordsView(look), PagesView(look, self)
        self.state = StatePanel(look, name="reader-state")
        self.sought = QLineEdit()
        self._pause = QTimer(self)
        self._lay_out(look)
        self._connect()

    def _lay_out(self, look: Look) -> None:
        self.header.show_trail(("Charts", "Chart", "Document"))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setObjectName("reader-splitter")
        halves.addWidget(self._side(look))
        halves.addWidget(self._paper(look))
        halves.setSizes([look.px(330), look.px(950)])
        halves.setStretchFactor(1, 1)
        halves.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for widget in (self.header, self.message, self.banner):
            whole.addWidget(widget)
        whole.addWidget(halves, 1)
        whole.addWidget(self._bar(look))

    def _side(self, look: Look) -> QWidget:
        self._rail_bar = SectionBar(look, "Revisions", name="reader-rail-bar")
        self._facts: QLabel = label("", kind="muted")
        self._facts.setObjectName("reader-facts")
        self._facts.setWordWrap(True)
        self._facts.setContentsMargins(*look.pane(8, 8))
        self._sent_bar = SectionBar(look, "Sent before", name="reader-sent-bar")
        about = SectionBar(look, "About it", name="reader-about-bar")
        self._extras = (about, self._facts, self._sent_bar, self.sent)
        self.sent.setMaximumHeight(look.px(84))
        self.rail.setMinimumHeight(look.px(84))
        side = column(
            self._rail_bar, self.rail, about, self._facts, self._sent_bar, self.sent, stretch=1
        )
        side.setMinimumWidth(look.px(240))
        return side

    def _paper(self, look: Look) -> QWidget:
        self._bar_above = SectionBar(look, "Document", name="reader-bar")
        self.sought.setObjectName("reader-find-text")
        self.sought.setAccessibleName("Text to find in this document")
        self.sought.setPlaceholderText(f"Find ({look.keys.spoken('find-in-document')})")
        self.sought.setClearButtonEnabled(True)
        self.sought.setMinimumWidth(look.px(90))
        self.sought.setMaximumWidth(look.px(240))
        self._finds = label("", kind="muted")
        self._finds.setObjectName("reader-finds")
        right = self._bar_above.right
        self._bar_above.hold(self.sought, self._finds)
        self._tools = []
        for text, name, said, act in (
            ("↑", "reader-last", "Last place", lambda: self._view().step(-1)),
            ("↓", "reader-next", "Next place", lambda: self._view().step(1)),
            ("−", "reader-smaller", "Smaller", lambda: self._view().zoom(-1)),
            ("+", "reader-larger", "Larger", lambda: self._view().zoom(1)),
            ("Fit", "reader-fit", "As wide as the window", lambda: self._view().zoom(0)),
        ):
            button = ActionButton(look, text, name=name, action=name, kind="link")
            button.setAccessibleName(said)
            button.setToolTip(f"{said} ({button.key})")
            right.addWidget(on_click(button, act))
            self._tools.append(button)
        paper = QWidget()
        self._stack = QStackedLayout(paper)
        for view in (self.state, self.words, self.pages):
            self._stack.addWidget(view)
        return column(self._bar_above, paper, stretch=1)

    def _bar(self, look: Look) -> ActionBar:
        bar = ActionBar(look, name="reader-actions")
        back = ActionButton(look, "Back", name="reader-back", key="Esc", kind="flat")
        self.amend = ActionButton(
            look, "Amend document…", name="reader-amend", action="amend-read", icon_name="amend"
        )
        bar.add(on_click(back, self.left.emit))
        bar.stretch()
        bar.add(on_click(self.amend, lambda: self.amend_wanted.emit(self._document)))
        return bar

    def _connect(self) -> None:
        seek = QShortcut(QKeySequence(self._look.keys["find-in-document"]), self)
        seek.activated.connect(self._seek)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._find)
        self.sought.textChanged.connect(lambda _text: self._pause.start())
        self.sought.returnPressed.connect(self._next)
        self.rail.pointed.connect(self.chosen)
        self.words.found.connect(self._found)
        self.pages.found.connect(self._found)
        self.pages.turned.connect(self._turned)

    def _view(self) -> WordsView | PagesView:
        return self.pages if self._stack.currentWidget() is self.pages else self.words

    def _seek(self) -> None:
        self.sought.setFocus()
        self.sought.selectAll()

    def _find(self) -> None:
        self._view().find_all(self.sought.text().strip())

    def _next(self) -> None:
        """Enter looks for what was just typed, then goes on from find to find."""
        if self._pause.isActive():
            self._pause.stop()
            self._find()
        else:
            self._view().step(1)

    def _found(self, at: int, count: int) -> None:
        sought = bool(self.sought.text().strip())
        self._finds.setText(f"{at} of {count:,}" if count else "not found" if sought else "")

    def _turned(self, page: int) -> None:
        if self._stack.currentWidget() is self.pages:
            self._bar_above.say(title=f"Page {page} of {self.pages.page_count:,}", note="")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is low for its text, the side has the revisions only."""
        super().resizeEvent(event)
        room = self.height() > self._look.px(LOW)
        for widget in self._extras:
            widget.setVisible(room)

    def show_busy(self, text: str) -> None:
        """Something is being read."""
        self.message.hide()
        self._show_state(State("loading", text))

    def _show_state(self, state: State) -> None:
        self.state.show_state(state)
        self._show_view(self.state)

    def _show_view(self, view: QWidget) -> None:
        self._stack.setCurrentWidget(view)
        legible = view is not self.state
        for widget in (self.sought, *self._tools):
            widget.setEnabled(legible)
        if legible:
            view.setFocus()

    def show_page(self, page: ReaderPage) -> None:
        """Show whose document it is, and its revisions."""
        self._document = page.id
        self.sought.clear()
        self.banner.show_who(page.who)
        self.amend.setEnabled(bool(page.id))
        self.header.show_trail((*page.trail, page.title), Text(page.about, "text_2"))
        said = (", ".join(p for p in (r.title, r.mark) if p) for r in page.rail)
        rows = [
            Row(r.id, (words, r.when, r.who), icon=r.icon)
            for r, words in zip(page.rail, said, strict=True)
        ]
        self.rail.blockSignals(True)
        self.rail.show_rows(rows, (self._look.px(200), self._look.px(120), self._look.px(90)))
        self.rail.selectRow(0)
        self.rail.blockSignals(False)
        self._rail_bar.say(note=str(max(len(rows) - 1, 1)) if rows else "")
        self._facts.setText("\n".join(f"{name}: {value}" for name, value in page.facts))
        self.sent.show_rows([Row(f"{n}", each) for n, each in enumerate(page.sent)])
        nobody = "to nobody" if rows else ""
        self._sent_bar.say(note=f"to {len(page.sent)}" if page.sent else nobody)

    def show_sheet(self, key: str, sheet: Sheet) -> None:
        """Show the document as it stands, or the revision with this key."""
        del key
        self._finds.setText("")
        self._bar_above.say(title=sheet.title, note="")
        if sheet.note:
            self.message.show_notice(sheet.note)
        if sheet.pdf is not None:
            self.pages.show_pdf(sheet.pdf)
            self._show_view(self.pages)
            self._turned(1)
        elif sheet.standing is not None:
            self.words.show_words(sheet.standing)
            struck, added = sheet.standing.struck, sheet.standing.added
            if struck or added:
                self._bar_above.say(note=f"− {struck}   + {added}")
            self._show_view(self.words)
        else:
            title = "This document can't be shown"
            self._show_state(State("refused", title, sheet.fault))
        if self.sought.text().strip():
            self._find()

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self._show_state(State("empty", "The document was not read"))
        self.message.show_error(error)
