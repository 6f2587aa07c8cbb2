# SPDX-License-Identifier: Apache-2.0
"""The history of a chart in real windows on real databases, by keys and mouse only."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

import builders as b
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from ui import reach
from ui.splitting import at_work, button, open_chart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation


def person(chart: str, family: str) -> object:
    number = b.an_identifier(chart, f"0012-{chart}", type="MR")
    visit = b.an_encounter(chart, id=f"visit-{chart}", at="2026-02-01")
    return b.a_chart(chart, b.a_name(chart, family, "Grace"), number, visit)


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    """Two charts of one person, made on 2 March 2026 and merged four days later."""
    made = Hospital.open(made_sqlite)
    made.add(person("A", "Okonkwo"))
    made.add(person("B", "Okonkwo-Hale"))
    made.time += timedelta(days=4)
    made.desk("clerk").corrections.merge("0012-A", ["0012-B"], reason="one person")
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def open_history(station: Workstation, hands: Hands) -> None:
    open_chart(station, hands, "0012-A")
    hands.click(button(station, hands, "chart-history"))
    hands.wait("listed", lambda: station.history.sets.rows.rowCount() > 1)


def pick(station: Workstation, hands: Hands, day: str) -> None:
    hands.type(hands.find(station.window, QLineEdit, "history-day"), day)


def words(station: Workstation) -> str:
    return " ".join(label.text() for label in station.history.sheet.findChildren(QLabel))


def test_a_change_set_opens_before_and_after(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_history(station, hands)
    hands.click_cell(station.history.sets, 0, 1)
    hands.wait("shown", lambda: "0012-B" in words(station))
    by = station.history.sets.rows.index(0, 2)
    who = hospital.desk("clerk").context.staff
    assert by.data() == who.display != who.name
    assert by.data(Qt.ItemDataRole.ToolTipRole) == f"{who.display} ({who.name})"
    assert "Items that move" in words(station) or "items\nmove" in words(station)
    hands.shoot(station.window, "history")


def test_a_day_is_picked_and_the_chart_opens_as_it_stood(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_history(station, hands)
    pick(station, hands, "2026-03-03")
    hands.wait("marked", lambda: "later" in station.history.sets.rows.index(0, 1).data())
    assert "came 1 change set with" in station.history.message.accessibleName()
    hands.click(button(station, hands, "history-open"))
    hands.wait("as it stood", lambda: station.reading.as_of == "2026-03-03")
    assert station.chart.entries.rows.rowCount() == 1  # the visit of B came with the merge
    assert "to be read only" in station.chart.message.accessibleName()
    assert not button(station, hands, "chart-split").isEnabled()
    hands.shoot(station.window, "as-of")


def test_keys_step_from_change_to_change(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_history(station, hands)
    for day in ("2026-03-06", "2026-03-02", "2026-03-02"):
        hands.click(button(station, hands, "history-earlier"))
        assert station.history.day.text() == day
    hands.click(button(station, hands, "history-later"))
    assert station.history.day.text() == "2026-03-06"
    hands.click(button(station, hands, "history-today"))
    assert station.past.day == ""


def test_the_merge_is_taken_back_from_there(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_history(station, hands)
    hands.click_cell(station.history.sets, 0, 1)
    hands.click(button(station, hands, "undo-change-set"))
    hands.wait("planned", station.undo.isVisible)


def test_every_part_of_the_screen_has_a_name_and_is_reached_by_tab(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, qtbot: QtBot
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_history(station, hands)
    reach.assert_reachable(qtbot, station.history)


def test_an_auditor_reads_by_its_number_what_was_changed_and_not_what_it_says(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("auditor"), look, tasks)
    assert station.window.screen_in_front() == "audit"
    hands.click(hands.find(station.window, QAbstractButton, "rail-history"))
    field = hands.find(station.window, QLineEdit, "history-number")
    hands.type(field, "0012-A")
    hands.key(field, Qt.Key.Key_Return)
    table = station.history.sets
    hands.wait("listed", lambda: table.rows.rowCount() == 2)
    assert table.rows.index(0, 2).data() == "Clerk"
    assert table.rows.index(0, 3).data() == "(not shown)"
    hands.click_cell(table, 0, 1)
    hands.wait("shown", lambda: "another chart" in words(station))
    for trace in ("Okonkwo", "Hale", "Grace", "0012-B", "one person"):
        assert trace.casefold() not in words(station).casefold()
    names = {w.objectName() for w in station.history.findChildren(QAbstractButton) if w.isVisible()}
    assert not {"undo-change-set", "letter-change-set", "history-open", "history-back"} & names
    hands.shoot(station.window, "history-auditor")


def test_a_confidential_charts_history_waits_for_the_glass(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    hospital.add(b.a_chart("V", b.a_name("V", "Vandermeer", "Octavia"), b.a_flag("V", "vip")))
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_history(station, hands)
    field = hands.find(station.window, QLineEdit, "history-number")
    hands.type(field, "0012-V")
    hands.key(field, Qt.Key.Key_Return)
    hands.wait("told", station.history.message.isVisible)
    assert station.history.sets.rows.rowCount() == 0
