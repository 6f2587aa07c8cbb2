# SPDX-License-Identifier: Apache-2.0
"""The history of a chart in real windows on real databases, by keys and mouse only."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

import builders as b
from himdesk.ui.tour.hands import Hands
from himdesk.ui.widgets.timelines.timeline_values import day_number
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


def said(station: Workstation, row: int) -> list[str]:
    """What the cells of a row of the list say."""
    table = station.history.sets.rows
    return [str(table.index(row, column).data()) for column in range(table.columnCount())]


def test_a_change_set_opens_before_and_after(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_history(station, hands)
    hands.click_cell(station.history.sets, 0, 1)
    hands.wait("shown", lambda: "0012-B" in words(station))
    who = hospital.desk("clerk").context.staff
    assert who.display != who.name
    assert said(station, 0) == [
        f"Merge 2026-03-06 03:00 · {who.display}",
        "3 items came from 0012-B one person",
    ]
    why = [each.text() for each in station.history.findChildren(QLabel)]
    assert f"By {who.display} ({who.name}). Reason: one person" in why
    assert "Items that move" in words(station)
    hands.shoot(station.window, "history")


def test_a_day_is_picked_and_the_chart_opens_as_it_stood(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_history(station, hands)
    pick(station, hands, "2026-03-03")
    hands.wait("marked", lambda: "As of 2026-03-03 all above" in said(station, 1)[0])
    banner = station.history.banner
    hands.wait("as it stood", lambda: "2026-03-03" in banner.accessibleName())
    for words in ("OKONKWO, Grace", "3 entries then, 6 today", "1 change set since"):
        assert words in banner.accessibleName()
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


def test_the_day_is_picked_and_dragged_on_the_time_line(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_history(station, hands)
    line = station.history.line
    marks = {sign: rows for _, rows, sign in line.marks()}
    assert [row.kind for rows in marks.values() for row in rows] == ["merge"] * len(marks)
    places = {day: place(station, day) for day in ("2026-03-04", "2026-03-05", "2026-03-07")}
    hands.drag(line, (places["2026-03-07"], 0.5), (places["2026-03-04"], 0.5))
    hands.wait("marked", lambda: station.history.day.text() == "2026-03-04")
    assert station.past.day == "2026-03-04"
    QTest.keyClick(line, Qt.Key.Key_Right)
    assert station.past.day == "2026-03-05"
    hands.shoot(station.window, "history-dragged")
    hands.drag(line, (places["2026-03-04"], 0.5), (0.99, 0.5))
    assert station.past.day == ""


def place(station: Workstation, day: str) -> float:
    """Where the noon of a day lies on the time line, as a share of its width."""
    line = station.history.line
    axis = line._axis()
    assert axis is not None
    return axis.x(day_number(day) + 0.5) / line.width()


def test_a_mark_on_the_time_line_chooses_its_change_set(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_history(station, hands)
    line, table = station.history.line, station.history.sets
    hands.click_cell(table, 1, 0)
    assert table.currentIndex().row() == 1
    box = next(box for box, rows, _ in line.marks() if rows[-1].kind == "merge")
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert table.currentIndex().row() == 0


def test_it_is_said_what_an_undo_would_do_now(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    late = b.a_clinical("A", id="late", at="2026-03-06", display="Sodium")
    hospital.arrive(late)
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_history(station, hands)
    hands.click_cell(station.history.sets, 1, 0)
    hands.wait("foreseen", lambda: "If you undo it now" in words(station))
    for said_ in (
        "3 items go back to 0012-B",
        "goes by itself",
        "1 item came later: to which chart?",
    ):
        assert said_ in words(station)
    merged, given = station.history.sets.current_key(), {"late": "0012-A"}
    clerk = hospital.desk("clerk").corrections
    done = clerk.undo(merged, reason="two people", assign=given)
    assert done.request is not None
    hospital.desk("supervisor").approvals.approve(done.request.id)
    station.open_history("0012-A")
    hands.wait("undone", lambda: station.history.sets.rows.rowCount() == 4)
    assert said(station, 0)[0].startswith("Undo of the merge")
    hands.click_cell(station.history.sets, 2, 0)
    assert said(station, 2)[0].startswith("Merge undone")
    assert not button(station, hands, "undo-change-set").isEnabled()


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
    assert said(station, 0)[0].endswith("Clerk")
    assert said(station, 0)[1].endswith("(not shown)")
    assert "another chart" in said(station, 0)[1]
    assert not station.history.banner.isVisible()
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
