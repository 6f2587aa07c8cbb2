# SPDX-License-Identifier: Apache-2.0
"""Hands and eyes for the tour: keys, clicks, waiting for what a person would wait for."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit, QTableView, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from himdesk.ui.parts.rows import RowTable
    from himdesk.ui.widgets.tables.table import CellTable

PATIENCE = 60.0
TURNS = 20
"""Turns of the event loop after which nested layouts are done."""

Found = TypeVar("Found", bound=QWidget)
CONTROL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


class TourStuckError(Exception):
    """What the tour waited for did not happen."""


@dataclass
class Hands:
    """Acts on shown widgets only, as a person at the desk would."""

    out: Path
    pictures: list[str] = field(default_factory=list)

    def wait(self, what: str, condition: Callable[[], object]) -> None:
        """Let events pass until the condition holds.

        Raises:
            TourStuckError: it did not within a minute.
        """
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise TourStuckError(what)
            QTest.qWait(5)

    def find(self, window: QWidget, kind: type[Found], name: str) -> Found:
        """A shown widget by its object name, waiting for it."""
        found: list[Found] = []

        def shown() -> bool:
            found[:] = [w for w in window.findChildren(kind, name) if w.isVisible()]
            return bool(found)

        self.wait(f"{name} is shown", shown)
        return found[0]

    def type(self, widget: QWidget, text: str) -> None:
        """Put the cursor into a field with the mouse, empty it, and type."""
        target = widget.viewport() if isinstance(widget, QPlainTextEdit) else widget
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, PLAIN, target.rect().center())
        QTest.keyClick(widget, Qt.Key.Key_A, CONTROL)
        QTest.keyClick(widget, Qt.Key.Key_Delete)
        QTest.keyClicks(widget, text)

    def add(self, widget: QWidget, text: str) -> None:
        """Type where the cursor stands."""
        QTest.keyClicks(widget, text)

    def key(self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key."""
        QTest.keyClick(widget, key, modifier)

    def click(self, button: QAbstractButton) -> None:
        """Click a button once it can be clicked."""
        self.wait(f"{button.objectName()} is enabled", button.isEnabled)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def click_row(
        self, table: RowTable | CellTable, key: str, modifier: Qt.KeyboardModifier = PLAIN
    ) -> None:
        """Click the row with this key, in the first column that is shown after the one of ticks.

        Raises:
            TourStuckError: it is not listed, or has no column to click.
        """
        self.wait(f"{key} is listed", lambda: table.rows.row_of(key) >= 0)
        shown = [c for c in range(table.rows.columnCount()) if not table.isColumnHidden(c)]
        if not shown:
            raise TourStuckError(f"{key} has no column to click")
        self.click_cell(table, table.rows.row_of(key), shown[:2][-1], modifier)

    def click_cell(
        self,
        table: QTableView,
        row: int,
        column: int,
        modifier: Qt.KeyboardModifier = PLAIN,
    ) -> None:
        """Click into a cell, scrolled into view.

        Raises:
            TourStuckError: the cell is not seen, so that the click would hit something else.
        """
        index = table.model().index(row, column)
        table.scrollTo(index)
        at: QPoint = table.visualRect(index).center()
        if table.indexAt(at) != index:
            raise TourStuckError(f"row {row}, column {column} of {table.objectName()} is not seen")
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, at)

    def to_front(self, window: QWidget) -> None:
        """Make a window the one that hears keys, as a click on its title does."""
        window.activateWindow()
        self.wait("it is in front", window.isActiveWindow)

    def drag(self, widget: QWidget, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw with the mouse from one place to another, in shares of the widget."""
        wide, high = widget.width(), widget.height()
        first, last = (QPoint(round(x * wide), round(y * high)) for x, y in (start, end))
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, PLAIN, first)
        QTest.mouseMove(widget, last)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, PLAIN, last)

    def shoot(self, window: QWidget, name: str, *, settle: int = 30) -> None:
        """Keep a picture of the window, `settle` milliseconds after the last event.

        Its layouts are done by then: each asks the one around it, a turn of the loop at a time.
        """
        QTest.qWait(settle)
        for _ in range(TURNS):
            QCoreApplication.processEvents()
        file = f"{len(self.pictures) + 1:02d}-{name}.png"
        window.grab().save(str(self.out / file))
        self.pictures.append(file)
