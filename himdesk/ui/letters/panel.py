# SPDX-License-Identifier: Apache-2.0
"""The letter screen: what can be written and what was issued, and the PDF page by page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from himdesk.ui.letters.values import Subject, title_of
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.widgets.pages.pdf import PdfPages
from himdesk.ui.widgets.pages.printing import ask_and_print
from himdesk.ui.widgets.panes import column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.ui.letters.values import IssuedRow
    from himdesk.ui.look.theme import Look

LANGUAGES = (("en", "English"), ("es", "Spanish"))


class LetterPanel(QWidget):
    """Shows letters; only what was issued is printed, so that every sheet is on record.

    `issued` carries file, day of mailing and way; `wanted` a kind to preview, its language and
    what a person states; `kept` an issued letter to look at.
    """

    issued = Signal(str, str, str)
    wanted = Signal(str, str, dict)
    kept = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("letter")
        self.setAccessibleName("Letters")
        self._look = look
        self._subject = Subject()
        self.message = MessageStrip(look, name="letter-message")
        self._title = SectionBar(look, "Letters", name="letter-title")
        self.kinds = RowTable(look, ("Letter",), name="letter-kinds", title="Letters to write")
        headings = ("Issued", "Letter", "By")
        self.letters = RowTable(look, headings, name="letters-issued", title="Issued letters")
        self.language = QComboBox()
        self.language.setObjectName("letter-language")
        self.language.setAccessibleName("Language of the letter")
        for code, words in LANGUAGES:
            self.language.addItem(words, code)
        self.facts = _edit("letter-facts", "What you know better than the record: field=text; …")
        self.sent = _edit("letter-sent", "Day on which the letter goes", "2026-03-01")
        self.how = _edit("letter-how", "How the letter goes", "post, portal, by hand …")
        self.path = _edit("letter-file", "File to save the letter in")
        self.view = PdfPages(self, name="letter-pages", title="The letter as it will be printed")
        self._issue = ActionButton(
            look, "Issue and save", name="issue-letter", key="Ctrl+Return", kind="primary"
        )
        self._lay_out(look)
        self._connect()

    def _lay_out(self, look: Look) -> None:
        self._kinds_bar = SectionBar(look, "To write", name="letter-kinds-bar")
        self._kinds_bar.right.addWidget(self.language)
        self._issued_bar = SectionBar(look, "Issued", name="letters-issued-bar")
        left = column(self._kinds_bar, self.kinds, self._issued_bar, self.letters, stretch=3)
        self.kinds.setMaximumHeight(look.px(240))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setObjectName("letter-split")
        halves.addWidget(left)
        halves.addWidget(self.view)
        halves.setSizes([look.px(380), look.px(900)])
        halves.setStretchFactor(1, 1)
        halves.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.message)
        whole.addWidget(self._title)
        whole.addWidget(halves, 1)
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
            look, "Print…", name="letter-print", key="Ctrl+P", icon_name="print"
        )
        on_click(self._print, lambda: ask_and_print(self.view.pdf, self, self.show_error))
        bar.add(self._save_as, self.path, self._print, on_click(self._issue, self._emit_issue))
        return bar

    def _connect(self) -> None:
        self.kinds.pointed.connect(lambda _kind: self._preview())
        self.letters.opened.connect(self.kept)
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
        rows = [Row(x.id, (x.at, x.kind, x.by), icon="doc") for x in letters]
        self.letters.show_rows(rows)
        note = f"{len(rows)}; Enter shows one" if rows else "none yet"
        self._issued_bar.say(note=note)

    def show_preview(self, pdf: bytes, title: str, *, kept: bool) -> None:
        """Show a letter as it would be issued, or as it was."""
        self.message.hide()
        self.view.show_pdf(pdf)
        pages = self.pages
        state = "as it was issued" if kept else "preview"
        self._title.say(title, f"{state}, {pages} page{'s' if pages > 1 else ''}")
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.path.setText(str(Path(folder) / f"{title.replace(' ', '-').lower()}.pdf"))
        self._issue.say("Save a copy" if kept else "Issue and save")
        self._issue.setEnabled(True)
        self._print.setEnabled(kept)

    def show_issued(self, path: str) -> None:
        """Say where the issued letter was saved."""
        self._issue.setEnabled(False)
        self.message.show_done(f"Kept byte for byte, and saved as {path}.")

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.message.show_error(error)

    def _preview(self) -> None:
        kind = self.kinds.current()
        if self._subject.id and kind:
            self._issue.setEnabled(False)
            self.wanted.emit(kind, self.language.currentData(), self._stated())

    def _stated(self) -> dict[str, str]:
        pairs = (part.partition("=") for part in self.facts.text().split(";"))
        return {name.strip(): text.strip() for name, _, text in pairs if name.strip()}

    def _emit_issue(self) -> None:
        self.issued.emit(self.path.text(), self.sent.text().strip(), self.how.text().strip())


def _edit(name: str, title: str, hint: str = "") -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setPlaceholderText(hint or title)
    return made
