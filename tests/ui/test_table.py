# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt

from himdesk.ui.widgets import measure
from himdesk.ui.widgets.paint import segments
from himdesk.ui.widgets.tables.cell import (
    Cell,
    Check,
    Chip,
    Choice,
    Column,
    Gap,
    Letter,
    Nothing,
    Row,
    Sign,
    Text,
    line,
    words,
)
from himdesk.ui.widgets.tables.line import Line
from himdesk.ui.widgets.tables.rows import heading
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from himdesk.ui.look.theme import Look

COLUMNS = (Column("Field", 120), Column("Value", 160, stretch=1), Column("Keep", 120))


def rows() -> tuple[Row, ...]:
    return (
        heading("First", "2", columns=3),
        Row("last", (line("Last name"), line(Text("SANTOS", marks=((1, 3),))),
                     line(Choice(("A", "B", "both"), "A")))),
        Row("tick", (line("Seen"), line(Check(on=False)), Cell())),
    )  # fmt: skip


@pytest.fixture
def table(qtbot: QtBot, look: Look) -> CellTable:
    made = CellTable(look, COLUMNS, name="fields", label="Fields")
    made.show_rows(rows())
    made.resize(600, 200)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_model_keeps_qts_rules(table: CellTable, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(table.rows)


def test_tab_enters_at_the_first_row_that_can_be_chosen(table: CellTable) -> None:
    table.setFocus()
    assert table.current_key() == "last"


def test_a_number_chooses_an_option(table: CellTable, qtbot: QtBot) -> None:
    table.choose_row("last")
    with qtbot.waitSignal(table.chosen) as heard:
        qtbot.keyClick(table, Qt.Key.Key_2)
    assert heard.args == ["last", "B"]


def test_a_click_on_a_segment_chooses_it(table: CellTable, qtbot: QtBot, look: Look) -> None:
    index = table.rows.index(1, 2)
    inner = table.delegate.inner(QRectF(table.visualRect(index)), index)
    third = segments(Choice(("A", "B", "both")), inner, look)[2].center()
    with qtbot.waitSignal(table.chosen) as heard:
        qtbot.mouseClick(
            table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(int(third.x()), int(third.y()))
        )
    assert heard.args == ["last", "both"]


def test_space_ticks_and_enter_opens(table: CellTable, qtbot: QtBot) -> None:
    table.choose_row("tick")
    with qtbot.waitSignal(table.ticked):
        qtbot.keyClick(table, Qt.Key.Key_Space)
    with qtbot.waitSignal(table.opened) as heard:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard.args == ["tick"]


def test_new_rows_keep_the_current_one(table: CellTable) -> None:
    table.choose_row("tick")
    table.show_rows((Row("new", (line("x"), Cell(), Cell())), *rows()))
    assert table.current_key() == "tick"


def test_an_optional_column_gives_way(qtbot: QtBot, look: Look) -> None:
    columns = (*COLUMNS, Column("Aside", 200, optional=True))
    table = CellTable(look, columns, name="t", label="t")
    qtbot.addWidget(table)
    table.resize(420, 100)
    table.show()
    assert table.isColumnHidden(3)
    table.resize(900, 100)
    assert not table.isColumnHidden(3)


def test_words_give_way_but_a_letter_does_not(look: Look) -> None:
    pieces = (Letter("A"), Text("a long text that has no room"), Chip("done", "done"))
    narrow = measure.widths(pieces, 120, look)
    assert narrow[0] == measure.width(pieces[0], look)
    assert narrow[2] == measure.width(pieces[2], look)
    assert sum(narrow) <= 120


def test_what_is_told_in_colours_is_told_in_words() -> None:
    assert words(Sign("~")) == "changed"
    assert words(Nothing()) == "none recorded"
    cell = line(Letter("B"), "Elena", Gap(), Choice(("A", "B"), "B"))
    assert cell.words == "B Elena B chosen of A, B"


def test_a_line_speaks(qtbot: QtBot, look: Look) -> None:
    shown = Line(look, line(Sign("!"), "Blood group"))
    qtbot.addWidget(shown)
    assert shown.accessibleName() == "conflict Blood group"
    assert shown.sizeHint().width() > shown.minimumSizeHint().width()
