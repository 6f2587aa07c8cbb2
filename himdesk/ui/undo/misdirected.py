# SPDX-License-Identifier: Apache-2.0
"""The box that names releases which perhaps carried another person's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionButton, label, on_click
from himdesk.ui.widgets.panes import clear
from himdesk.ui.widgets.tables.cell import Cell, Icon, Text, hint
from himdesk.ui.widgets.tables.line import Line

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look
    from himdesk.ui.undo.values import Misdirected


class MisdirectedBox(QWidget):
    """Hidden while there is none; `letter_wanted` carries the disclosure to be handed over."""

    letter_wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("undo-misdirected")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"#undo-misdirected {{ background: {look.tokens.rem_tint}; }}")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        note = label("Nothing is judged here; the privacy officer decides.", kind="muted")
        note.setFont(look.type.small())
        note.setWordWrap(True)
        side = QVBoxLayout()
        side.addWidget(note)
        side.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(*self._look.pane(12, 12))
        row.setSpacing(16)
        row.addLayout(self._lines, 1)
        row.addLayout(side)
        self.hide()

    def show_all(self, found: tuple[Misdirected, ...]) -> None:
        """Name them."""
        clear(self._lines)
        for each in found:
            title = Text(f"Possible misdirected disclosure: {each.title}", "rem_text", weight=600)
            self._lines.addWidget(Line(self._look, Cell((Icon("stop", "rem_text", 18), title))))
            self._lines.addWidget(Line(self._look, Cell((Text(each.text),), indent=24)))
            self._lines.addWidget(self._letter(each))
            for pages, what in each.pages:
                cell = Cell((hint(f"{pages}: {what}"),), indent=24)
                self._lines.addWidget(Line(self._look, cell))
        self._lines.addStretch(1)
        self.setAccessibleName("; ".join(each.title for each in found))
        self.setVisible(bool(found))

    def _letter(self, each: Misdirected) -> QWidget:
        """The button of the letter about one disclosure."""
        words = f"Hand off: {each.title}"
        button = ActionButton(
            self._look, "Preview handoff letter", name="undo-handoff", icon_name="letters"
        )
        button.setAccessibleName(words)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(self._look.px(24), 0, 0, self._look.px(6))
        row.addWidget(on_click(button, lambda: self.letter_wanted.emit(each.id)))
        row.addStretch(1)
        return made
