# SPDX-License-Identifier: Apache-2.0
"""The choice of a kind of revision: four buttons of which one is down."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QRadioButton, QWidget

from himdesk.ui.amend.values import KINDS

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look

COLUMNS = 2
LARGE = 1.2
"""The text scale above which what a kind is for stands in the title of the editor only."""


class KindChooser(QWidget):
    """Chooses a kind of revision, each with what it is for and its key."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("amend-kinds")
        grid = QGridLayout(self)
        grid.setContentsMargins(*look.pane(10, 10))
        grid.setSpacing(look.px(8))
        self._buttons: dict[str, QRadioButton] = {}
        self._kind = ""
        for place, choice in enumerate(KINDS):
            action = f"amend-{choice.kind}"
            large = look.type.scale > LARGE
            button = QRadioButton(choice.title if large else f"{choice.title}: {choice.note}")
            button.setObjectName(action)
            button.setAccessibleName(f"{choice.title}, {choice.note}")
            button.setToolTip(f"{choice.title}: {choice.note} ({look.keys.spoken(action)})")
            button.setShortcut(look.keys[action])
            button.setAutoExclusive(False)  # Qt would take the others out of the Tab order
            button.clicked.connect(partial(self.choose, choice.kind))
            self._buttons[choice.kind] = button
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)

    @property
    def kind(self) -> str:
        """The kind chosen."""
        return self._kind

    def choose(self, kind: str, _on: bool = True) -> None:  # noqa: FBT001, FBT002 - Qt's signature
        """Choose a kind; there is always one."""
        changed, self._kind = kind != self._kind, kind
        for name, button in self._buttons.items():
            button.setChecked(name == kind)
        if changed:
            self.chosen.emit(kind)
