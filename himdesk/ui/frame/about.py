# SPDX-License-Identifier: Apache-2.0
"""About the program: what to tell when somebody asks which himdesk this is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QVBoxLayout

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, on_click
from himdesk.ui.widgets.tables.cell import Cell, Column, Row, Text, hint
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from himdesk.ui.look.theme import Look

WIDTH = 460


class AboutDialog(QDialog):
    """Facts about this program and its database, a name and a value each."""

    def __init__(
        self, look: Look, facts: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setAccessibleName("About himdesk")
        self.setWindowTitle("About himdesk")
        columns = (Column("Fact", 120), Column("Value", 300, stretch=1))
        self.table = CellTable(look, columns, name="about-table", label="About himdesk")
        self.table.plain_header()
        self.table.row_height(SIZES.row_list)
        self.table.show_rows(
            tuple(Row(name, (Cell((hint(name),)), Cell((Text(said),)))) for name, said in facts)
        )
        self.table.fit()
        bar = ActionBar(look, name="about-actions")
        bar.stretch()
        bar.add(on_click(ActionButton(look, "Close", name="about-close", key="Esc"), self.accept))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionBar(look, "himdesk", name="about-title"))
        column.addWidget(self.table)
        column.addWidget(bar)
        self.setFixedWidth(look.px(WIDTH))
