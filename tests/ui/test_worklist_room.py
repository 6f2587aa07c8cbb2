# SPDX-License-Identifier: Apache-2.0
"""The work list gives its width to what there is, and its figures stand under each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.services.worklist.values import DUPLICATE, WorkItem
from himdesk.ui.look.theme import Look
from himdesk.ui.look.tokens import LIGHT
from himdesk.ui.widgets.measure import width
from himdesk.ui.widgets.tables.cell import Text
from himdesk.ui.worklist.lists.cells import row_of
from himdesk.ui.worklist.lists.model import DUE, PATIENTS, WHY
from himdesk.ui.worklist.lists.table import REASONS, WorkTable

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def a_case(key: str, probability: float, days_left: int | None = None) -> WorkItem:
    return WorkItem(
        id=key, kind=DUPLICATE, level=2, probability=probability, why=("same SSN",),
        parties=(), state="open", days_left=days_left, opened_at="2026-11-20T00:00:00Z",
    )  # fmt: skip


def test_reasons_stand_under_each_other_whatever_the_percentage(qtbot: QtBot) -> None:
    look = Look(LIGHT)
    assert qtbot is not None  # fonts need the application
    shares = [row_of(a_case("x", p)).cells[4].pieces[1] for p in (1.0, 0.886, 0.094)]
    assert all(isinstance(share, Text) for share in shares)
    assert len({width(share, look) for share in shares}) == 1


def test_due_days_take_room_only_where_there_are_some(qtbot: QtBot) -> None:
    table = WorkTable(Look(LIGHT))
    qtbot.addWidget(table)
    table.resize(1100, 400)
    table.show()
    table.list.show_ids(("a", "b"))
    table.list.show_rows([row_of(a_case("a", 0.9))])
    before = table.columnWidth(4)
    assert table.columnWidth(DUE) < 60
    table.list.show_rows([row_of(a_case("b", 0.9, days_left=3))])
    assert table.columnWidth(DUE) > 100
    assert table.columnWidth(4) < before


def test_in_a_wide_window_four_charts_have_the_room_that_reasons_do_not_need(
    qtbot: QtBot,
) -> None:
    table = WorkTable(Look(LIGHT))
    qtbot.addWidget(table)
    table.resize(2300, 400)
    table.show()
    assert table.columnWidth(PATIENTS) > 800
    assert table.columnWidth(WHY) == REASONS
