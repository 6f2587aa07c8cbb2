# SPDX-License-Identifier: Apache-2.0
"""The dialog that says of two charts: one person at two places, or not the same person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout

from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.split.side import TargetSearch
from himdesk.ui.widgets.banners.banner import IdentityBanner
from himdesk.ui.widgets.panes import fit, inset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from himdesk.ui.charts.values import HitRow
    from himdesk.ui.identity.values import Beside, JudgedRow
    from himdesk.ui.look.theme import Look
    from himdesk.ui.widgets.banners.banner_values import Who

WIDTH, TABLE_HIGH = 660, 120


class JudgeDialog(QDialog):
    """Asks for the other chart, then what is said of the two.

    `asked` wants charts for a text, `taken` carries the number of the other one; `judged` is
    "link" or "distinct", `taken_back` takes back what is said.
    """

    asked = Signal(str)
    taken = Signal(str)
    judged = Signal(str)
    taken_back = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("judge")
        self.setAccessibleName("One person or two")
        self.setWindowTitle("One person or two")
        self.message = MessageStrip(look, name="judge-message")
        self.banner = IdentityBanner(look, name="judge-banner-A")
        self.beside = IdentityBanner(look, name="judge-banner-B")
        headings = ("Chart", "Name", "Said", "When", "By")
        self.known = RowTable(look, headings, name="judge-known", title="Said so far")
        self.known.setMaximumHeight(look.px(TABLE_HIGH))
        self.known_bar = SectionBar(look, "Said so far", name="judge-known-bar")
        self.search = TargetSearch(look, name="judge")
        self.said = label("Name the other chart.", kind="muted")
        self._make_buttons(look)
        self._lay_out(look)
        self.search.asked.connect(self.asked)
        self.search.taken.connect(self.taken)
        self.known.opened.connect(self.taken)
        self.known.clicked.connect(lambda _index: self.taken.emit(self.known.current()))
        self.finished.connect(self.deleteLater)
        fit(self, look.px(WIDTH))

    def _make_buttons(self, look: Look) -> None:
        self.back = ActionButton(look, "", name="judge-back", key="Alt+B")
        self.part = ActionButton(look, "Not the same…", name="judge-distinct", key="Alt+N")
        self.link = ActionButton(
            look, "Link as one person…", name="judge-link", key="Alt+L", kind="primary"
        )
        on_click(self.back, self.taken_back.emit)
        on_click(self.part, lambda: self.judged.emit("distinct"))
        on_click(self.link, lambda: self.judged.emit("link"))
        self.part.setEnabled(False)
        self.link.setEnabled(False)
        self.back.hide()

    def _lay_out(self, look: Look) -> None:
        bar = ActionBar(look, name="judge-actions")
        cancel = ActionButton(look, "Cancel", name="judge-cancel", key="Esc", kind="flat")
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(self.back, self.part, self.link)
        words = label(
            "Linked: one person at two places, both charts go on. At one place they are merged.",
            kind="muted",
        )
        words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionBar(look, "One person or two?", name="judge-title"))
        column.addWidget(self.message)
        column.addWidget(self.banner)
        column.addWidget(inset(look, words))
        column.addWidget(self.known_bar)
        column.addWidget(self.known)
        column.addWidget(SectionBar(look, "The other chart", name="judge-other-bar"))
        column.addWidget(self.search)
        column.addWidget(self.beside)
        column.addWidget(inset(look, self.said))
        column.addWidget(bar)
        self.beside.hide()
        self.known.hide()

    def show_chart(self, who: Who, judged: Sequence[JudgedRow]) -> None:
        """Show whose chart it is, and what was said of it and others."""
        self.banner.show_who(who)
        self.known_bar.say(note=f"{len(judged):,}" if judged else "nothing")
        self.known.setVisible(bool(judged))
        px = self._look.px
        rows = [Row(j.mrn, (j.mrn, j.name, j.said, j.when, j.by), icon="charts") for j in judged]
        self.known.show_rows(rows, (px(110), px(200), px(100), px(130), px(80)))
        fit(self, self.width())
        self.search.text.setFocus()

    def show_hits(self, hits: Sequence[HitRow]) -> None:
        """Show charts to choose from; the one that was taken before is no longer meant."""
        self.search.show_hits(hits)
        self.beside.hide()
        self.said.setText("Choose the other chart.")
        for button in (self.link, self.part):
            button.setEnabled(False)
        self.back.hide()
        fit(self, self.width())

    def show_beside(self, beside: Beside) -> None:
        """Show the other chart, and what can be said."""
        self.message.hide()
        self.search.show_hits(())
        self.search.text.setText(beside.mrn)
        self.beside.show_who(beside.who)
        self.beside.show()
        self.said.setText(beside.said)
        self.link.setEnabled(beside.linkable)
        self.part.setEnabled(beside.partable)
        self.back.setVisible(bool(beside.back))
        self.back.say(beside.back)
        fit(self, self.width())

    def show_error(self, error: Exception) -> None:
        """Say what was refused."""
        self.message.show_error(error)
