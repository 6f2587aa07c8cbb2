# SPDX-License-Identifier: Apache-2.0
"""The contradictions of a comparison, each with its explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from himdesk.ui.look.icons import pixmap
from himdesk.ui.parts.controls import ActionButton, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.ui.compare.values import WarningLine
    from himdesk.ui.look.theme import Look

GRADES = {
    "warn": "worth a look",
    "stop": "needs an explanation",
    "never": "forbids the merge",
}
"""What a grade asks of the person who reads it."""

LARGE = 1.2
"""The text scale above which a third of the window is too narrow for field and button."""


class WarningList(QScrollArea):
    """One block a contradiction; stops have a field for the explanation."""

    acknowledged = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("warnings")
        self.setAccessibleName("Contradictions")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown: tuple[WarningLine, ...] | None = None

    @property
    def shown(self) -> tuple[WarningLine, ...]:
        """The contradictions that are shown now."""
        return self._shown or ()

    def show_warnings(self, lines: Sequence[WarningLine]) -> None:
        """Draw the contradictions anew, unless they are as before."""
        if tuple(lines) == self._shown:
            return
        self._shown = tuple(lines)
        inner = QWidget()
        inner.setProperty("surface", "true")
        column = QVBoxLayout(inner)
        column.setContentsMargins(*self._look.pane(4, 4))
        column.setSpacing(0)
        for line in lines:
            column.addWidget(self._block(line))
        if not lines:
            nothing = label("Nothing speaks against these being one person.", kind="muted")
            nothing.setWordWrap(True)
            column.addWidget(nothing)
        column.addStretch(1)
        self.setWidget(inner)

    def _block(self, line: WarningLine) -> QWidget:
        tokens = self._look.tokens
        block = QWidget()
        row = QHBoxLayout(block)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(10)
        name, ink = ("warn", tokens.chg_text) if line.grade == "warn" else ("stop", tokens.rem_text)
        mark = QLabel()
        mark.setPixmap(pixmap(name, ink, self._look.px(18), self.devicePixelRatioF()))
        mark.setAccessibleName(GRADES[line.grade])
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        title = label(f"{line.title}: {GRADES[line.grade]}")
        title.setFont(self._look.type.body(weight=title.font().Weight.Medium))
        title.setWordWrap(True)
        detail = label(_without(line.title, line.text), kind="muted")
        detail.setFont(self._look.type.small())
        detail.setWordWrap(True)
        words.addWidget(title)
        words.addWidget(detail)
        if line.grade == "stop":
            words.addLayout(self._explanation(line))
        row.addLayout(words, 1)
        return block

    def _explanation(self, line: WarningLine) -> QBoxLayout:
        """Field and button beside each other; under each other where the text is large."""
        large = self._look.type.scale > LARGE
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        row = QBoxLayout(down if large else across)
        row.setSpacing(8)
        field = QLineEdit(line.acknowledged)
        field.setCursorPosition(0)
        field.setMinimumWidth(self._look.px(80))
        field.setObjectName(f"explain-{line.code}")
        field.setAccessibleName(f"Explanation: {line.title}")
        field.setPlaceholderText("Why this is still one person")
        done = bool(line.acknowledged)
        button = ActionButton(
            self._look,
            "Explained" if done else "Acknowledge",
            name=f"acknowledge-{line.code}",
            icon_name="check" if done else "",
        )
        button.clicked.connect(lambda: self.acknowledged.emit(line.code, field.text()))
        field.returnPressed.connect(lambda: self.acknowledged.emit(line.code, field.text()))
        row.addWidget(field, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft if large else Qt.AlignmentFlag(0))
        return row


def _without(title: str, text: str) -> str:
    """A text that begins with its title, without it."""
    said = text.removeprefix(f"{title}: ")
    return said[:1].upper() + said[1:]
