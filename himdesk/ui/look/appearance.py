# SPDX-License-Identifier: Apache-2.0
"""The look in force: handed to every widget that draws, and told to them when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QIcon

from himdesk.ui.look.icons import icon
from himdesk.ui.look.theme import Look, apply

if TYPE_CHECKING:
    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QApplication

    from himdesk.ui.look.fonts import Type
    from himdesk.ui.look.tokens import Tokens


class Appearance(QObject):
    """The present look; widgets read it whenever they paint, so a change needs no rebuilding."""

    changed = Signal()

    def __init__(self, look: Look | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look or Look()

    @property
    def look(self) -> Look:
        """Colours and text sizes as one value."""
        return self._look

    @property
    def tokens(self) -> Tokens:
        """The colours."""
        return self._look.tokens

    @property
    def type(self) -> Type:
        """The text sizes."""
        return self._look.type

    def px(self, size: int) -> int:
        """A size of the tokens at the text's scale."""
        return self._look.px(size)

    def color(self, name: str) -> QColor:
        """A colour by its token's name, such as `text_2`."""
        return QColor(getattr(self._look.tokens, name))

    def icon(self, name: str, tone: str = "text_2") -> QIcon:
        """An icon in a colour of the tokens."""
        return icon(name, getattr(self._look.tokens, tone))

    def small(self) -> QFont:
        """The face of hints."""
        return self._look.type.small()

    def wear(self, look: Look, app: QApplication) -> None:
        """Change the look of the whole program."""
        self._look = look
        apply(app, look)
        self.changed.emit()
