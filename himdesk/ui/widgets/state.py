# SPDX-License-Identifier: Apache-2.0
"""What a pane shows when it has nothing to show: empty, loading, stale or refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionButton, label
from himdesk.ui.widgets.tables.cell import Cell, Icon
from himdesk.ui.widgets.tables.line import Line

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look


@dataclass(frozen=True, slots=True)
class State:
    """An icon, a title, a sentence and what can be done; `kind` is empty, loading, stale, refused.

    A stale state says who changed what; a refused one who may help.
    """

    kind: str
    title: str
    text: str = ""
    action: str = ""


_ICONS = {
    "empty": ("search", "text_3"),
    "loading": ("clock", "accent"),
    "stale": ("warn", "chg_text"),
    "refused": ("lock", "text_2"),
}


class StatePanel(QWidget):
    """A state in the middle of a pane; `acted` when its button is pressed."""

    acted = Signal()

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("surface", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = Line(look)
        self._title = label("", kind="name")
        self._text = label("", kind="muted")
        self._text.setWordWrap(True)
        self._button = ActionButton(look, "", name=f"{name}-action")
        self._button.clicked.connect(lambda _on=False: self.acted.emit())
        self._button.hide()
        for words in (self._title, self._text):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setSpacing(look.px(8))
        column.addStretch(2)
        for widget in (self._icon, self._title, self._text, self._button):
            column.addWidget(widget, 0, _middle(widget))
        column.addStretch(3)

    def show_state(self, state: State) -> None:
        """Show a state."""
        name, tone = _ICONS[state.kind]
        self._icon.show_cell(Cell((Icon(name, tone, 20),)))
        self._title.setText(state.title)
        self._text.setText(state.text)
        self._button.say(state.action)
        self._button.setVisible(bool(state.action))
        self.setAccessibleName(f"{state.title} {state.text}".strip())


def _middle(widget: QWidget) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag(0) if isinstance(widget, QLabel) else Qt.AlignmentFlag.AlignHCenter
