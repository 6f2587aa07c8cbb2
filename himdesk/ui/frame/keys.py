# SPDX-License-Identifier: Apache-2.0
"""The sheet of keys: what F1 shows over any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QVBoxLayout

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, on_click
from himdesk.ui.widgets.tables.cell import Cell, Chip, Column, Icon, Row, Text
from himdesk.ui.widgets.tables.rows import heading
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from himdesk.ui.actions import ActionSpec
    from himdesk.ui.frame.window import MainWindow
    from himdesk.ui.look.theme import Look

WIDTH, HIGHEST = 460, 560


class KeySheet(QDialog):
    """All keys that work on a screen, its own first."""

    def __init__(
        self,
        look: Look,
        specs: Iterable[ActionSpec],
        *,
        screen: str,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("key-sheet")
        self.setAccessibleName("Keys")
        self.setWindowTitle("Keys")
        columns = (Column("Action", 250, stretch=1), Column("Key", 140))
        self.table = CellTable(look, columns, name="key-table", label="Keys")
        self.table.plain_header()
        self.table.row_height(SIZES.row_list)
        rows = rows_of(tuple(specs), screen, title)
        self.table.show_rows(rows)
        bar = ActionBar(look, name="key-actions")
        close = ActionButton(look, "Close", name="key-close", key="Esc")
        bar.stretch()
        bar.add(on_click(close, self.accept))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionBar(look, f"Keys: {title}", name="key-title"))
        column.addWidget(self.table, 1)
        column.addWidget(bar)
        high = len(rows) * look.px(SIZES.row_list) + look.px(SIZES.section_bar + SIZES.action_bar)
        self.resize(look.px(WIDTH), min(high + 2, look.px(HIGHEST)))


def rows_of(specs: tuple[ActionSpec, ...], screen: str, title: str) -> tuple[Row, ...]:
    """The sheet's rows: this screen's keys, then those of the whole program."""
    own = [spec for spec in specs if spec.shortcut and spec.screen == screen]
    everywhere = [spec for spec in specs if spec.shortcut and not spec.screen]
    rows: list[Row] = []
    for name, group in ((title, own), ("Everywhere", everywhere)):
        if group:
            rows.append(heading(name, str(len(group)), columns=2))
            rows.extend(_row(spec) for spec in group)
    return tuple(rows)


def spoken_key(shortcut: str) -> str:
    """A key as the keyboard names it."""
    native = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    return (native or shortcut).replace("Return", "Enter")


def _row(spec: ActionSpec) -> Row:
    words = Cell((Icon(spec.icon or "right", size=14), Text(spec.text)))
    alone = ", " in spec.shortcut
    keys = spec.shortcut.split(", ") if alone else [spoken_key(spec.shortcut)]
    return Row(spec.id, (words, Cell(tuple(Chip(key, "key") for key in keys))))


def show_keys(window: MainWindow, look: Look, actions: tuple[ActionSpec, ...]) -> None:
    """The keys of the screen in front of a window."""
    screen = window.stack.currentWidget()
    if screen is None:
        return
    sheet = KeySheet(
        look, actions, screen=screen.objectName(), title=screen.accessibleName(), parent=window
    )
    sheet.finished.connect(sheet.deleteLater)
    sheet.open()
