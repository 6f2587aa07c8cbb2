# SPDX-License-Identifier: Apache-2.0
"""The hands of the tour and of tests hit the row they mean, or say that they can't."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from himdesk.ui.look.theme import Look
from himdesk.ui.look.tokens import LIGHT
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.tour.hands import Hands, TourStuckError
from himdesk.ui.widgets.tables.cell import Cell, Chip, Gap, Text
from himdesk.ui.worklist.lists.model import folded

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def table(qtbot: QtBot) -> RowTable:
    made = RowTable(Look(LIGHT), ("First", "Second", "Third"), name="rows", title="Rows")
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show_rows([Row(key, (key, key, key)) for key in ("one", "two")])
    made.show()
    return made


@pytest.mark.parametrize("hidden", [(), (1,), (0, 1), (1, 2)])
def test_a_row_is_clicked_in_a_column_that_is_shown(
    table: RowTable, hidden: tuple[int, ...], tmp_path: Path
) -> None:
    for column in hidden:
        table.setColumnHidden(column, True)
    Hands(tmp_path).click_row(table, "two")
    assert table.current() == "two"


def test_a_click_that_would_miss_is_no_click(table: RowTable, tmp_path: Path) -> None:
    table.setColumnHidden(1, True)
    with pytest.raises(TourStuckError, match="column 1 of rows is not seen"):
        Hands(tmp_path).click_cell(table, 1, 1)
    for column in range(3):
        table.setColumnHidden(column, True)
    with pytest.raises(TourStuckError, match="no column"):
        Hands(tmp_path).click_row(table, "two")


def test_of_more_than_two_charts_the_others_are_counted_and_still_said() -> None:
    cell = Cell((Text("Ada"), Gap(), Text("Bo"), Gap(), Text("Cy"), Gap(), Text("Di")))
    assert folded(cell).pieces == (Text("Ada"),)
    assert folded(cell).second == (Text("Bo"), Gap(), Chip("+2 more"))
    assert folded(cell).words == "Ada Bo Cy Di"
