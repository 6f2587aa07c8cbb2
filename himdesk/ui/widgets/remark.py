# SPDX-License-Identifier: Apache-2.0
"""A sentence under a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from himdesk.ui.parts.controls import label
from himdesk.ui.widgets.tables.cell import Cell, Icon
from himdesk.ui.widgets.tables.line import Line

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look

ICON = 14


class Remark(QWidget):
    """A sentence under a field with its icon; hidden while there is nothing to say."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self._look = look
        self.setObjectName(name)
        self._icon = Line(look)
        self._icon.setFixedWidth(look.px(ICON))
        self._text = label("")
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def words(self) -> str:
        """What is said now."""
        return self._text.text()

    def say(self, icon: str, tone: str, text: str) -> None:
        """Say something in a colour of the tokens."""
        self._icon.show_cell(Cell((Icon(icon, tone, ICON),)))
        self._text.setStyleSheet(f"color: {getattr(self._look.tokens, tone)};")
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()
