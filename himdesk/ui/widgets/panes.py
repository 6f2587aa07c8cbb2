# SPDX-License-Identifier: Apache-2.0
"""How a screen is put together: its header line, columns of parts, panes that scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import WrapBar
from himdesk.ui.widgets.tables.cell import Cell, Gap, Icon, Piece, Text
from himdesk.ui.widgets.tables.line import Line

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look


TRAIL = 420
"""At most so much of the way here keeps its place beside buttons; the rest gives way."""


class ScreenHeader(WrapBar):
    """The first line of a screen: where one is, marks beside it, buttons at the right."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__(look, name=name, height=SIZES.screen_header, line=SIZES.button)
        self.setProperty("surface", "true")
        self._most = look.px(TRAIL)
        self._line = Line(look)
        self.add(self._line)
        self.stretch()

    def show_trail(self, trail: tuple[str, ...], *marks: Piece) -> None:
        """Show the way here, the screen's title last."""
        pieces: list[Piece] = []
        for step in trail[:-1]:
            pieces += [Text(step, "text_2", whole=True), Icon("right", "text_3", 12)]
        pieces += [Text(trail[-1], weight=600, whole=True), *marks, Gap(wide=True)]
        self._line.show_cell(Cell(tuple(pieces)))
        self._line.setMinimumWidth(min(self._line.sizeHint().width(), self._most))


def column(*widgets: QWidget, stretch: int = -1) -> QWidget:
    """Parts under each other without distance; the one at `stretch` takes the rest."""
    made = QWidget()
    made.setProperty("surface", "true")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for i, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if i == stretch else 0)
    if stretch < 0:
        layout.addStretch(1)
    return made


def scrolled(inner: QWidget, *, name: str, label: str) -> QScrollArea:
    """A pane that scrolls up and down."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setAccessibleName(label)
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def inset(look: Look, *widgets: QWidget, space: int = 8, vertical: int = 12) -> QWidget:
    """Parts under each other with the pane's distance around them."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(*look.pane(vertical, vertical))
    layout.setSpacing(space)
    for widget in widgets:
        layout.addWidget(widget)
    return made


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take all widgets out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def within(dialog: QDialog, wanted: QSize) -> QSize:
    """A size for a dialog that is not larger than the window behind it."""
    behind = dialog.parentWidget()
    return wanted if behind is None else wanted.boundedTo(behind.window().size())


def fit(dialog: QDialog, width: int) -> None:
    """Make a dialog as large as it wants to be, but not larger than the window behind it."""
    dialog.resize(within(dialog, QSize(width, dialog.sizeHint().height())))
