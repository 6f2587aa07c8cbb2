# SPDX-License-Identifier: Apache-2.0
"""Lists without rows say what that means, and the access log speaks in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from himdesk.services.accesses import AccessLine
from himdesk.ui.audit.panel import AuditPanel
from himdesk.ui.audit.values import cells_of_line, did, tips_of_line
from himdesk.ui.charts.search import SearchPanel
from himdesk.ui.charts.values import HitRow
from himdesk.ui.look import theme
from himdesk.ui.look.fonts import Type
from himdesk.ui.look.theme import Look
from himdesk.ui.look.tokens import LIGHT
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.widgets.tables.cell import Cell, Gap, Meter, Text
from himdesk.ui.widgets.tables.cell import Row as CellRow
from himdesk.ui.widgets.tables.rows import CELL_ROLE
from himdesk.ui.worklist.lists.model import WHY, WorkModel

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_an_empty_list_says_so_where_headings_would_stand_over_nothing(qtbot: QtBot) -> None:
    table = RowTable(Look(LIGHT), ("Sent to", "On"), name="t", title="Sent", nothing="To nobody.")
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.show()
    said = table.grab().toImage()
    table.say_nothing(" ")
    assert table.grab().toImage() != said
    table.say_nothing("To nobody.")
    assert not table.titles.isVisible()
    assert table.accessibleDescription() == "To nobody."
    table.show_rows((Row("a", ("Midland Mutual", "2026-09-01")),))
    assert table.titles.isVisible()
    assert table.accessibleDescription() == ""


def test_the_search_tells_what_can_be_typed_and_what_to_try_when_nobody_is_found(
    qtbot: QtBot,
) -> None:
    panel = SearchPanel(Look(LIGHT))
    qtbot.addWidget(panel)
    panel.show_hits((), more=False)
    assert "birth date such as" in panel.hits.nothing
    panel.text.setText("xyz")
    panel.show_hits((), more=False)
    assert "former name" in panel.hits.nothing


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("show", "opened the chart"),
        ("letter merge-notice", "issued: merge notice"),
        ("refused approve", "was refused: approve"),
        ("something-new", "something new"),
    ],
)
def test_a_verb_of_the_log_is_said_in_words(verb: str, words: str) -> None:
    assert did(verb) == words


def test_an_id_in_the_log_is_told_by_its_end_and_whole_in_the_tooltip(qtbot: QtBot) -> None:
    named = "01a20ac55615c4453a3355c1"
    line = AccessLine(
        seq=1, at="2026-11-23T23:37:25Z", staff="roi", verb="show", chart="110002", reason=named
    )
    assert cells_of_line(line)[1:] == ("roi", "opened the chart", "110002", "#3355c1")
    assert tips_of_line(line)[4] == named
    panel = AuditPanel(Look(LIGHT))
    qtbot.addWidget(panel)
    panel.show_openings(())
    assert "waits for a review" in panel.openings.accessibleDescription()


def test_reasons_stand_under_the_share_where_two_charts_do(qtbot: QtBot) -> None:
    assert qtbot is not None
    why = Cell((Meter(0.9), Text("90.0 %"), Gap(4), Text("same SSN")))
    model = WorkModel()
    model.show_ids(("a",))
    model.show_rows([CellRow("a", (*(Cell() for _ in range(WHY)), why, Cell(), Cell()))])
    model.fold(patients=True, kinds=False)
    shown = model.index(0, WHY).data(CELL_ROLE)
    assert shown.pieces == why.pieces[:2]
    assert shown.second == (Text("same SSN"),)


def test_a_field_in_a_section_s_bar_does_not_touch_its_edges(qtbot: QtBot) -> None:
    panel = AuditPanel(Look(LIGHT))
    qtbot.addWidget(panel)
    panel.resize(1200, 700)
    panel.show()
    bar = panel.who.parentWidget()
    assert panel.who.geometry().top() >= 3
    assert bar.height() - panel.who.geometry().bottom() >= 3


def test_a_radio_button_s_mark_grows_with_the_text() -> None:
    sheets = [theme.style_sheet(Look(LIGHT, Type(scale))) for scale in (1.0, 2.0)]
    marks = [
        next(line for line in sheet.splitlines() if line.startswith("QRadioButton::indicator {"))
        for sheet in sheets
    ]
    assert "width: 14px" in marks[0]
    assert "border-radius: 7px" in marks[0]
    assert "width: 28px" in marks[1]


def test_a_chart_found_by_a_former_name_says_so(qtbot: QtBot) -> None:
    panel = SearchPanel(Look(LIGHT))
    qtbot.addWidget(panel)
    panel.resize(1200, 600)
    panel.show()
    name = "GARCIA LOPEZ, Maria L"
    hit = HitRow(mrn="110002", name=name, born="1968-03-14", sex="F", restricted=False)
    closed = HitRow(mrn="110091", name="(restricted)", born="", sex="", restricted=True)
    panel.show_hits((replace(hit, former="GARCIA, Maria L"), closed), more=False)
    rows = panel.hits.rows
    assert [rows.index(row, 4).data() for row in (0, 1)] == [
        "formerly GARCIA, Maria L",
        "restricted: its opening asks for a reason",
    ]
    assert panel.hits.columnWidth(1) < 300  # the name has its own width, the remark takes the rest
