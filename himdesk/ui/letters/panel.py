# SPDX-License-Identifier: Apache-2.0
"""The letter screen: what can be written and what was issued, and the PDF page by page."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from himdesk.ui.letters.outgoing import OutgoingBar, edit
from himdesk.ui.letters.values import Several, Subject, title_of
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.widgets.pages.pdf import PdfPages
from himdesk.ui.widgets.pages.printing import ask_and_print
from himdesk.ui.widgets.panes import column
from himdesk.ui.widgets.progress import ProgressStrip
from himdesk.ui.widgets.state import State, StatePanel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.ui.letters.values import IssuedRow
    from himdesk.ui.look.theme import Look

LANGUAGES = (("en", "English"), ("es", "Spanish"))
LEAST = 92
"""How high the list of issued letters is at least: two rows under its head."""
EMPTY = State(
    "empty",
    "No letter is shown",
    "Press Enter on an issued letter to see it as it went. A new one is written from its change "
    "set in History, its request, or its release.",
)
NOTHING_ISSUED = "Nothing was issued yet. What is issued is kept here byte for byte."
HEADINGS = ("Issued", "Letter", "Sent", "By")


class LetterPanel(QWidget):
    """Shows letters; only what was issued is printed, so that every sheet is on record.

    `issued` carries file, day of mailing and way; `wanted` a kind to preview, its language and
    what a person states; `several` is what is to be issued together;
    `labels_saved` a PDF and its file; `kept` an issued letter to look at.
    """

    issued = Signal(str, str, str)
    several = Signal(object)
    labels_saved = Signal(bytes, str)
    wanted = Signal(str, str, dict)
    kept = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("letter")
        self.setAccessibleName("Letters")
        self._look = look
        self._subject = Subject()
        self._labels = b""
        self._kept = False
        self._began = 0.0
        self.message = MessageStrip(look, name="letter-message")
        self._title = SectionBar(look, "Letters", name="letter-title")
        self.kinds = RowTable(
            look, ("Letter",), name="letter-kinds", title="Letters to write", several=True
        )
        self.letters = RowTable(
            look,
            HEADINGS,
            name="letters-issued",
            title="Issued letters",
            several=True,
            spare=(3,),
            nothing=NOTHING_ISSUED,
        )
        self.outgoing = OutgoingBar(look)
        self.progress = ProgressStrip(look, name="letter-progress")
        self.language = QComboBox()
        self.language.setObjectName("letter-language")
        self.language.setAccessibleName("Language of the letter")
        for code, words in LANGUAGES:
            self.language.addItem(words, code)
        self.facts = edit(
            "letter-facts",
            "What the record does not say, by the letter's fields: name=text; name=text",
        )
        self.sent = edit("letter-sent", "Day on which the letter goes", "2026-03-01")
        self.how = edit("letter-how", "How the letter goes", "post, portal, by hand …")
        self.path = edit("letter-file", "File to save the letter in")
        self.view = PdfPages(self, name="letter-pages", title="The letter as it will be printed")
        self._empty = StatePanel(look, name="letter-empty")
        self._empty.show_state(EMPTY)
        self._issue = ActionButton(
            look, "Issue and save", name="issue-letter", action="issue-letter", kind="primary"
        )
        self._lay_out(look)
        self._show_pages(on=False)
        self._connect()

    def _lay_out(self, look: Look) -> None:
        self._kinds_bar = SectionBar(look, "To write", name="letter-kinds-bar")
        self._kinds_bar.hold(self.language)
        self._issued_bar = SectionBar(look, "Issued", name="letters-issued-bar")
        left = column(
            self._kinds_bar, self.kinds, self._issued_bar, self.letters, self.outgoing, stretch=3
        )
        self.kinds.setMaximumHeight(look.px(200))
        self.letters.setMinimumHeight(look.px(LEAST))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setObjectName("letter-split")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.view)
        halves.addWidget(left)
        halves.addWidget(self._pages)
        halves.setSizes([look.px(480), look.px(800)])
        halves.setStretchFactor(1, 1)
        halves.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.message)
        whole.addWidget(self._title)
        whole.addWidget(halves, 1)
        whole.addWidget(self.progress)
        whole.addWidget(self._stating(look))
        whole.addWidget(self._bar(look))

    def _stating(self, look: Look) -> QWidget:
        """The line over the buttons: what a person states, and the mailing."""
        made = QWidget()
        made.setProperty("surface", "true")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(made)
        row.setContentsMargins(*look.pane(8, 8))
        row.setSpacing(look.px(8))
        row.addWidget(self.facts, 1)
        self._mailing = QWidget()
        mailed = QHBoxLayout(self._mailing)
        mailed.setContentsMargins(0, 0, 0, 0)
        mailed.addWidget(label("Goes on", kind="muted"))
        mailed.addWidget(self.sent)
        mailed.addWidget(label("by", kind="muted"))
        mailed.addWidget(self.how)
        self.sent.setFixedWidth(look.px(110))
        self.how.setFixedWidth(look.px(180))
        row.addWidget(self._mailing)
        self._state = made
        return made

    def _bar(self, look: Look) -> QWidget:
        bar = ActionBar(look, name="letter-actions")
        back = ActionButton(look, "Back", name="letter-back", key="Esc", kind="flat")
        self._save_as = label("Save as", kind="muted")
        bar.add(on_click(back, self.left.emit))
        bar.stretch()
        self.path.setMinimumWidth(look.px(300))
        self._print = ActionButton(
            look, "Print…", name="letter-print", action="letter-print", icon_name="print"
        )
        on_click(self._print, lambda: ask_and_print(self.view.pdf, self, self.show_error))
        bar.add(self._save_as, self.path, self._print, on_click(self._issue, self._emit_issue))
        return bar

    def _connect(self) -> None:
        self.kinds.pointed.connect(lambda _kind: self._preview())
        self.kinds.selectionModel().selectionChanged.connect(lambda *_: self._name_issue())
        self.letters.opened.connect(self.kept)
        self.letters.selectionModel().selectionChanged.connect(lambda *_: self._count_chosen())
        self.language.currentIndexChanged.connect(lambda _at: self._preview())
        self.facts.returnPressed.connect(self._preview)

    @property
    def pages(self) -> int:
        """How many pages the letter shown has."""
        return self.view.page_count

    def show_subject(self, subject: Subject) -> None:
        """Show which letters can be written."""
        self.message.hide()
        self._subject = Subject()  # rows are pointed at while they are filled
        for field in (self.facts, self.sent, self.how, self.path):
            field.clear()
        self.view.clear()
        self._show_pages(on=False)
        self._issue.setEnabled(False)
        self._print.setEnabled(False)
        self._title.say(subject.title, "")
        rows = [Row(kind, (title_of(kind),), icon="letters") for kind in subject.kinds]
        self.kinds.show_rows(rows)
        if rows:
            self.kinds.selectRow(0)
        for widget in (self._kinds_bar, self.kinds, self._state):
            widget.setVisible(bool(rows))
        self._mailing.setVisible(subject.case)
        self._subject = subject

    def show_letters(self, letters: Sequence[IssuedRow]) -> None:
        """Show what was issued."""
        rows = [Row(x.id, (x.at, x.kind, x.went, x.by), icon="doc") for x in letters]
        chosen = self.letters.chosen()
        self.letters.show_rows(rows)
        self.letters.choose(chosen)
        self._count_chosen()

    def show_preview(self, pdf: bytes, title: str, *, kept: bool) -> None:
        """Show a letter as it would be issued, or as it was."""
        self._labels, self._kept = b"", kept
        self._show(pdf, title, "as it was issued" if kept else "preview")
        self._name_issue()
        self._print.setEnabled(kept)

    def show_labels(self, pdf: bytes) -> None:
        """Show sheets of labels, to be printed or saved."""
        self._labels, self._kept = pdf, True
        self._show(pdf, "Address labels", "for the letters chosen")
        self._issue.say("Save")
        self._print.setEnabled(True)

    def _show(self, pdf: bytes, title: str, state: str) -> None:
        self.message.hide()
        self.view.show_pdf(pdf)
        self._show_pages(on=True)
        pages = self.pages
        self._title.say(title, f"{state}, {pages} page{'s' if pages > 1 else ''}")
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.path.setText(str(Path(folder) / f"{title.replace(' ', '-').lower()}.pdf"))
        self._issue.setEnabled(True)

    def _show_pages(self, *, on: bool) -> None:
        """Only a letter that is shown can be saved, printed or issued."""
        self._pages.setCurrentWidget(self.view if on else self._empty)
        for widget in (self._save_as, self.path, self._print, self._issue):
            widget.setVisible(on)

    def show_issued(self, path: str) -> None:
        """Say where the issued letter was saved."""
        self._issue.setEnabled(False)
        self.message.show_done(f"Kept byte for byte, and saved as {path}.")

    def show_told(self, text: str) -> None:
        """Say what was done."""
        self.message.show_done(text)

    def show_begun(self, words: str) -> None:
        """Work on many letters is under way."""
        self._began = time.monotonic()
        self.message.hide()
        self.progress.begin(words)

    def show_progress(self, done: int, whole: int) -> None:
        """How far it is."""
        self.progress.show_progress(done, whole, time.monotonic() - self._began)

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.message.show_error(error)

    def _count_chosen(self) -> None:
        chosen, all_ = len(self.letters.chosen()), self.letters.rows.rowCount()
        note = f"{chosen} of {all_} chosen; Enter shows one" if all_ else "none yet"
        self._issued_bar.say(note=note)
        self.outgoing.show_chosen(chosen)
        self.outgoing.setVisible(bool(all_))

    def _name_issue(self) -> None:
        count = len(self.kinds.chosen())
        several = f"Issue {count} and save" if count > 1 else "Issue and save"
        self._issue.say("Save a copy" if self._kept else several)

    def _preview(self) -> None:
        kind = self.kinds.current()
        if self._subject.id and kind:
            self._kept = False
            self._issue.setEnabled(False)
            self.wanted.emit(kind, self.language.currentData(), self._stated())

    def _stated(self) -> dict[str, str]:
        pairs = (part.partition("=") for part in self.facts.text().split(";"))
        return {name.strip(): text.strip() for name, _, text in pairs if name.strip()}

    def _emit_issue(self) -> None:
        path, sent, how = self.path.text(), self.sent.text().strip(), self.how.text().strip()
        kinds = self.kinds.chosen()
        if self._labels:
            self.labels_saved.emit(self._labels, path)
        elif len(kinds) > 1 and not self._kept:
            wanted = Several(
                kinds=tuple(kinds),
                language=self.language.currentData(),
                facts=self._stated(),
                folder=Path(path).parent,
                sent=sent,
                how=how,
            )
            self.several.emit(wanted)
        else:
            self.issued.emit(path, sent, how)
