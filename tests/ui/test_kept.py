# SPDX-License-Identifier: Apache-2.0
"""Columns that were dragged, and what the work list showed, come back after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from himdesk.ui.tour.hands import PLAIN, Hands
from himdesk.ui.widgets.tables.header import TableHeader
from himdesk.ui.workstation import Workstation
from services.hospital import Hospital
from services.worklists import two_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QTableView

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks

    Begin = Callable[[], Workstation]

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def kept(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "himdesk.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def begin(made_sqlite: str, look: Look, tasks: Tasks, kept: QSettings) -> Iterator[Begin]:
    """Windows of one person after each other, who keeps what was set."""
    hospital = Hospital.open(made_sqlite)
    two_pairs(hospital)

    def start() -> Workstation:
        station = Workstation(hospital.desk("clerk"), look, tasks, kept)
        station.window.resize(1280, 800)
        station.window.show()
        return station

    yield start
    hospital.database.close()


def drag_border(table: QTableView, column: int, by: int) -> None:
    """Take the right border of a column with the mouse and move it."""
    header = table.horizontalHeader()
    x = header.sectionViewportPosition(column) + header.sectionSize(column) - 1
    start, y = QPoint(x, header.height() // 2), header.height() // 2
    QTest.mousePress(header.viewport(), LEFT, PLAIN, start)
    QTest.mouseMove(header.viewport(), QPoint(x + by // 2, y))
    QTest.mouseMove(header.viewport(), QPoint(x + by, y))
    QTest.mouseRelease(header.viewport(), LEFT, PLAIN, QPoint(x + by, y))


def widths(table: QTableView) -> list[int]:
    return [table.columnWidth(column) for column in range(table.model().columnCount())]


def test_dragged_columns_of_the_work_list_come_back(begin: Begin) -> None:
    first = begin()
    table = first.worklist.panel.table
    shipped = widths(table)
    drag_border(table, 3, -80)
    dragged = widths(table)
    assert dragged[3] < shipped[3] - 40
    assert sum(dragged) == table.viewport().width()
    first.window.close()
    again = begin().worklist.panel.table
    assert widths(again) == pytest.approx(dragged, abs=2)


def test_a_double_click_on_a_border_gives_the_shares_back(begin: Begin) -> None:
    station = begin()
    table = station.worklist.panel.table
    shipped = widths(table)
    drag_border(table, 3, -80)
    header = table.horizontalHeader()
    x = header.sectionViewportPosition(3) + header.sectionSize(3) - 1
    QTest.mouseDClick(header.viewport(), LEFT, PLAIN, QPoint(x, header.height() // 2))
    assert widths(table) == shipped


def test_a_dragged_column_stays_when_the_rows_change(begin: Begin) -> None:
    station = begin()
    station.show("search")
    hits = station.search.hits
    drag_border(hits, 0, 60)
    dragged = widths(hits)
    hits.show_rows(())
    assert widths(hits) == dragged


def test_every_list_of_every_screen_is_kept_under_a_name_of_its_own(begin: Begin) -> None:
    headers = begin().window.findChildren(TableHeader)
    names = [table.objectName() for h in headers if (table := h.parent()) is not None]
    assert len(names) == len(headers)
    assert all(names)
    assert len(set(names)) == len(names)


def test_owner_and_order_of_the_work_list_come_back(
    begin: Begin, tmp_path: Path, kept: QSettings
) -> None:
    first, hands = begin(), Hands(tmp_path)
    owner = hands.find(first.window, QComboBox, "worklist-owner")
    owner.setFocus()
    hands.key(owner, Qt.Key.Key_End)
    sort = hands.find(first.window, QComboBox, "worklist-sort")
    sort.setFocus()
    hands.key(sort, Qt.Key.Key_End)
    chosen = owner.currentData(), sort.currentData()
    first.window.close()
    again = begin()
    again.show("worklist")
    shown = again.worklist.presenter.filter
    assert (shown.owner, shown.sort) == chosen != ("everybody", "level")
    box = hands.find(again.window, QComboBox, "worklist-owner")
    assert box.currentData() == chosen[0]
    assert not [key for key in kept.allKeys() if "text" in key]


def test_what_can_not_be_read_is_as_shipped(begin: Begin, kept: QSettings) -> None:
    kept.setValue("columns/worklist-table", "0:much 1")
    kept.setValue("worklist/sort", "colour")
    kept.setValue("worklist/queue", "kind:nothing")
    station = begin()
    assert station.worklist.panel.table.titles.shares == {}
    assert station.worklist.presenter.filter.sort == "level"
    assert station.worklist.presenter.queue == ""
