# SPDX-License-Identifier: Apache-2.0
"""The choice of a kind of revision: four buttons of which one is down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from himdesk.ui.amend.values import KINDS

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look

COLUMNS = 2


class KindChooser(QWidget):
    """Chooses a kind of revision, each with what it is for and its key."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("amend-kinds")
        grid = QGridLayout(self)
        grid.setContentsMargins(*look.pane(10, 10))
        grid.setSpacing(look.px(8))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QRadioButton] = {}
        for place, choice in enumerate(KINDS):
            button = QRadioButton(f"{choice.title}: {choice.note}")
            button.setObjectName(f"amend-{choice.kind}")
            button.setAccessibleName(f"{choice.title}, {choice.note}")
            button.setToolTip(f"{choice.title} ({choice.key})")
            button.setShortcut(choice.key)
            self._group.addButton(button, place)
            self._buttons[choice.kind] = button
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        self._group.idToggled.connect(self._toggled)

    @property
    def kind(self) -> str:
        """The kind chosen."""
        return KINDS[max(self._group.checkedId(), 0)].kind

    def choose(self, kind: str) -> None:
        """Show a kind as chosen."""
        self._buttons[kind].setChecked(True)

    def _toggled(self, place: int, on: bool) -> None:  # noqa: FBT001 - Qt's signature
        if on:
            self.chosen.emit(KINDS[place].kind)
