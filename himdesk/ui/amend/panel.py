# SPDX-License-Identifier: Apache-2.0
"""The amend screen: the rail of revisions, the editor, and how the document will stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from himdesk.domain.words import counted
from himdesk.ui.amend.kinds import KindChooser
from himdesk.ui.amend.redline import RedlineView
from himdesk.ui.amend.values import KINDS, Written
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.widgets.banners.banner import IdentityBanner
from himdesk.ui.widgets.panes import ScreenHeader
from himdesk.ui.widgets.state import State, StatePanel
from himdesk.ui.widgets.tables.cell import Text

if TYPE_CHECKING:
    from himdesk.ui.amend.values import AmendPage, Standing
    from himdesk.ui.look.theme import Look

SHARES, MOST = (260, 480, 480), 300
"""The widths of the rail, the editor and the redline, at the standard text size; the last two
share what more there is, and in large text what more the rail would take."""

PAUSE = 600
"""Milliseconds of rest after which what was typed is kept."""


class AmendPanel(QWidget):
    """Shows a document and takes down a revision of it; decides nothing.

    `written` comes with every change, `rested` when it should be kept; `compared` carries two
    revisions' ids.
    """

    written = Signal()
    rested = Signal()
    discarded = Signal()
    compared = Signal(str, str)
    review_wanted = Signal()
    chart_wanted = Signal()
    case_wanted = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("amend")
        self.setAccessibleName("Amend a document")
        self._look, self._showing = look, False
        self._held: str | None = None
        self._asked_in = self._saved = ""
        self.header = ScreenHeader(look, name="amend-header")
        self.message = MessageStrip(look, name="amend-message")
        self.banner = IdentityBanner(look, name="amend-banner")
        self.rail = RowTable(
            look, ("Revision",), name="amend-rail", title="Revisions", several=True, under=3
        )
        self.rail.horizontalHeader().hide()
        self.sent = RowTable(look, ("Sent to", "On"), name="amend-sent", title="Sent before")
        self.kinds = KindChooser(look)
        self.text = QPlainTextEdit()
        self.redline = RedlineView(look, name="amend-redline")
        self._fields = {name: QLineEdit() for name in ("author", "about", "signed_on", "evidence")}
        self._work, self._empty = QWidget(), StatePanel(look, name="amend-empty")
        self._pause = QTimer(self)
        self._lay_out(look)
        self._connect()
        self._show_work(on=False)

    def _lay_out(self, look: Look) -> None:
        self.header.show_trail(("Charts", "Amend"))
        key = look.keys.spoken("amend-document")
        text = f"Open a chart, choose a document, and press {key}."
        self._empty.show_state(State("empty", "No document is open", text, "Find the chart"))
        self.text.setObjectName("amend-text")
        self.text.setAccessibleName("Text of the revision")
        self.text.setTabChangesFocus(True)
        halves = QSplitter(Qt.Orientation.Horizontal)
        for part in (self._left(look), self._middle(look), self._right(look)):
            halves.addWidget(part)
        rail, *others = (look.px(width) for width in SHARES)
        halves.setSizes([min(rail, MOST), *others])
        for place, share in enumerate((0, 1, 1)):
            halves.setStretchFactor(place, share)
        halves.setChildrenCollapsible(False)
        inside = QVBoxLayout(self._work)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.banner)
        inside.addWidget(halves, 1)
        inside.addWidget(self._bar(look))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for widget in (self.header, self.message):
            whole.addWidget(widget)
        whole.addWidget(self._work, 1)
        whole.addWidget(self._empty, 1)

    def _left(self, look: Look) -> QWidget:
        self._rail_bar = SectionBar(look, "Revisions", name="amend-rail-bar")
        compare = ActionButton(
            look, "Compare two", name="amend-compare", action="amend-compare", kind="link"
        )
        self._rail_bar.right.addWidget(on_click(compare, self._compare))
        self._sent_bar = SectionBar(look, "Sent before", name="amend-sent-bar")
        return _column((self._rail_bar, 0), (self.rail, 3), (self._sent_bar, 0), (self.sent, 1))

    def _middle(self, look: Look) -> QWidget:
        self._edit_bar = SectionBar(look, "Revision", name="amend-edit-bar")
        form = QWidget()
        rows = QFormLayout(form)
        rows.setContentsMargins(*look.pane(8, 10))
        labels = {
            "author": ("For", "Author of the revision"),
            "about": ("Late entry for", "Day that the late entry is for"),
            "signed_on": ("Signed on", "Day of the author's signature"),
            "evidence": ("Evidence", "How the signature is known; recorded by you"),
        }
        for name, (short, long) in labels.items():
            field = self._fields[name]
            field.setObjectName(f"amend-{name.replace('_', '-')}")
            field.setAccessibleName(long)
            field.setPlaceholderText(long)
            rows.addRow(label(short, kind="muted"), field)
        self._about_row = (rows.labelForField(self._fields["about"]), self._fields["about"])
        return _column((self._edit_bar, 0), (self.kinds, 0), (self.text, 1), (form, 0))

    def _right(self, look: Look) -> QWidget:
        self._stand_bar = SectionBar(look, "As it will stand", name="amend-stand-bar")
        self._cases: QLabel = label("", kind="muted")
        self._cases.setContentsMargins(*look.pane(6, 6))
        self._cases.setWordWrap(True)
        self._case = ActionButton(
            look, "Open the request", name="amend-case", action="amend-case", kind="link"
        )
        on_click(self._case, lambda: self.case_wanted.emit(self._asked_in))
        parts = ((self._stand_bar, 0), (self.redline, 1), (self._cases, 0), (self._case, 0))
        return _column(*parts)

    def _bar(self, look: Look) -> QWidget:
        bar = ActionBar(look, name="amend-actions")
        back = ActionButton(look, "Back", name="amend-back", key="Esc", kind="flat")
        drop = ActionButton(look, "Discard draft", name="amend-discard", kind="flat")
        self._review = ActionButton(
            look, "Review…", name="amend-review", action="amend-review", kind="primary"
        )
        bar.add(on_click(back, self.left.emit), on_click(drop, self.discarded.emit))
        bar.stretch()
        bar.add(on_click(self._review, self.review_wanted.emit))
        return bar

    def _connect(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.rested)
        self.text.textChanged.connect(self._changed)
        self.kinds.chosen.connect(self._kind_chosen)
        for field in self._fields.values():
            field.textChanged.connect(self._changed)
        self._empty.acted.connect(self.chart_wanted)

    def taken(self) -> Written:
        """What was written so far."""
        said = {name: field.text().strip() for name, field in self._fields.items()}
        return Written(kind=self.kinds.kind, text=self.text.toPlainText(), **said)

    def show_page(self, page: AmendPage, written: Written, *, draft: str) -> None:
        """Show a document; `draft` says when the draft shown was saved, if there is one."""
        self._showing, self._held, self._saved = True, page.text, ""
        self._show_work(on=True)
        self.banner.show_who(page.who)
        self.message.hide()
        self.header.show_trail(("Charts", "Amend"), Text(f"{page.title}, {page.about}", "text_2"))
        rows = [
            Row(r.id, (r.title,), icon=r.icon, under=(r.when, r.who, r.mark)) for r in page.rail
        ]
        px = self._look.px
        self.rail.show_rows(rows)
        self._rail_bar.say(note=str(len(rows)))
        self.sent.show_rows([Row(f"{n}", each) for n, each in enumerate(page.sent)], (px(170),))
        self.sent.setVisible(bool(page.sent))
        self._sent_bar.say(note=counted(len(page.sent), "recipient") if page.sent else "to nobody")
        cases = "\n".join(f"Amendment request {case}" for case in page.cases)
        self._cases.setText(cases)
        self._asked_in = page.cases[0].partition(",")[0] if page.cases else ""
        for widget in (self._cases, self._case):
            widget.setVisible(bool(cases))
        self._fill(written)
        self._showing = False
        self._enable()
        if draft:
            self.message.show_notice(f"Your draft of {draft} is here again.")
        self.text.setFocus()

    def _fill(self, written: Written) -> None:
        self.kinds.choose(written.kind)
        self.text.setPlainText(written.text)
        for name, field in self._fields.items():
            field.setText(getattr(written, name))

    def show_standing(self, standing: Standing) -> None:
        """Show how the document will stand."""
        self.redline.show_standing(standing)
        self._stand_bar.say(note=f"− {standing.struck}   + {standing.added}")

    def show_saved(self, at: str) -> None:
        """Say that the draft was kept."""
        self._saved = f"draft saved {at[11:]}"
        self._edit_bar.say(note=self._saved)

    def said_of_kind(self) -> str:
        """What stands beside the editor's title."""
        return self._edit_bar.note

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.message.show_error(error)

    def close_document(self) -> None:
        """Nothing is amended any more."""
        self._pause.stop()
        self.header.show_trail(("Charts", "Amend"))
        self._show_work(on=False)

    def _kind_chosen(self, kind: str) -> None:
        """A correction begins with the text that holds, so that it is changed, not written anew."""
        if not self._showing and kind == "correction" and not self.text.toPlainText().strip():
            self.text.setPlainText(self._held or "")
        self._changed()

    def _changed(self) -> None:
        if not self._showing:
            self._enable()
            self._pause.start()
            self.written.emit()

    def _enable(self) -> None:
        written = self.taken()
        late = written.kind == "late-entry"
        for widget in self._about_row:
            if widget is not None:
                widget.setVisible(late)
        same = written.kind == "correction" and written.text == self._held
        ready = bool(written.text.strip() and written.author and not same)
        self._review.setEnabled(ready and (not late or bool(written.about)))
        self._review.say(f"Review {written.kind.replace('-', ' ')}…")
        choice = next((each for each in KINDS if each.kind == written.kind), KINDS[0])
        self._edit_bar.say(title=choice.title, note=self._saved or choice.note)

    def _compare(self) -> None:
        chosen = self.rail.chosen()
        if len(chosen) == 2:  # noqa: PLR2004 - two revisions
            self.compared.emit(chosen[0], chosen[1])

    def _show_work(self, *, on: bool) -> None:
        self._work.setVisible(on)
        self._empty.setVisible(not on)


def _column(*parts: tuple[QWidget, int]) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget, share in parts:
        column.addWidget(widget, share)
    return made
