# SPDX-License-Identifier: Apache-2.0
"""The screen for finding patients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionBar, ActionButton, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.ui.charts.values import HitRow
    from himdesk.ui.look.theme import Look

BEGIN = (
    "Type a name, a number, a birth date such as 1968-03-14, an SSN or a phone number. Ctrl and a "
    "click choose several charts, to compare them."
)
NOBODY = (
    "Nobody was found. A former name and a retired number find the chart, too; try fewer letters "
    "of the name, or the birth date alone."
)

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
        headings = ("MRN", "Name", "Birth date", "Sex", "Remark")
        self.hits = RowTable(
            look, headings, name="hits", title="Patients found", several=True, nothing=BEGIN
        )
        self._note = label("", kind="muted")
        self._compare = ActionButton(
            look,
            "Compare selected",
            name="compare-selected",
            action="compare-marked",
            kind="primary",
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
        view = ActionButton(look, "Open chart", name="open-chart", action="open-chart")
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
                (hit.mrn, hit.name, hit.born, hit.sex, _remark(hit)),
                icon="lock" if hit.restricted else "user",
                tone="text_2" if hit.restricted else "",
            )
            for hit in hits
        ]
        self.hits.show_rows(rows)
        words = f"{len(hits)} found" + (", and more: narrow the search" if more else "")
        if not hits:
            words = "Nobody was found." if self.text.text().strip() else ""
        self.hits.say_nothing(NOBODY if words else BEGIN)
        self._note.setText(words)
        self._enable()

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.message.show_error(error)


def _remark(hit: HitRow) -> str:
    """Through what a chart was found that shows another name, or that it is restricted."""
    if hit.restricted and not hit.former:
        return f"restricted{'' if hit.born else ': its opening asks for a reason'}"
    return f"formerly {hit.former}" if hit.former else ""
