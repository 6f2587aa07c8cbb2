# SPDX-License-Identifier: Apache-2.0
"""Two supervisors at once before the requests that wait, by keys and mouse, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

import builders as b
from himdesk.domain.approval import State
from himdesk.ui.tour.hands import CONTROL, Hands
from himdesk.ui.widgets.tables.rows import CELL_ROLE
from himdesk.ui.worklist.lists.model import STATE
from himdesk.ui.workstation import Workstation
from services.hospital import Hospital
from services.worklists import two_pairs
from ui.reach import assert_reachable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks


@pytest.fixture
def hospital(made_database: str) -> Iterator[Hospital]:
    made = Hospital.open(made_database)
    two_pairs(made)
    made.add(b.a_person("P", b.a_flag("P", "part2")))
    yield made
    made.database.close()


@pytest.fixture
def request_id(hospital: Hospital) -> str:
    outcome = hospital.desk("clerk").corrections.merge(
        "0012-A", ["0012-P"], reason="Registered twice; ID card seen."
    )
    assert outcome.request is not None
    return outcome.request.id


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


@pytest.fixture
def windows(hospital: Hospital, look: Look, tasks: Tasks, request_id: str) -> Iterator[Windows]:
    made = Windows(hospital, look, tasks)
    yield made
    for station in made.stations:
        station.window.close()


class Windows:
    """Opens windows on one database."""

    def __init__(self, hospital: Hospital, look: Look, tasks: Tasks) -> None:
        self.hospital, self.look, self.tasks = hospital, look, tasks
        self.stations: list[Workstation] = []

    def __call__(self, who: str) -> Workstation:
        station = Workstation(self.hospital.desk(who), self.look, self.tasks)
        station.window.resize(1280, 800)
        station.window.show()
        self.stations.append(station)
        return station


def button(station: Workstation, hands: Hands, name: str) -> QAbstractButton:
    return hands.find(station.window, QAbstractButton, name)


def read(station: Workstation, hands: Hands, request: str) -> None:
    hands.click(button(station, hands, "rail-approve"))
    hands.click_row(station.approve.requests, request)
    approve = button(station, hands, "approve-request")
    hands.wait("reviewed", approve.isEnabled)


def to_front(station: Workstation, hands: Hands) -> None:
    """Keys are for the window in front."""
    station.window.activateWindow()
    hands.wait("active", station.window.isActiveWindow)


def words(station: Workstation) -> str:
    rows = station.approve.requests.rows
    return " | ".join(str(rows.index(0, column).data()) for column in range(rows.columnCount()))


def look_again(station: Workstation, qtbot: QtBot) -> None:
    with qtbot.waitSignal(station.approve.looked_again, timeout=25_000):
        for timer in station.approve.findChildren(QTimer):
            timer.setInterval(10)


def label_of(station: Workstation, hands: Hands) -> str:
    return button(station, hands, "approve-request").accessibleName()


def test_each_window_shows_what_the_other_has(
    windows: Windows, hands: Hands, request_id: str, qtbot: QtBot
) -> None:
    one, two = windows("supervisor"), windows("supervisor2")
    read(one, hands, request_id)
    read(two, hands, request_id)
    to_front(one, hands)
    hands.key(one.window, Qt.Key.Key_T, CONTROL)
    hands.wait("taken", lambda: "you since 03:0" in words(one))
    assert button(one, hands, "approve-claim").text().startswith("Give back")
    assert "Supervisor" not in words(two)
    look_again(two, qtbot)
    hands.wait("seen", lambda: "Supervisor since 03:0" in words(two))
    assert "Supervisor has it since 03:0" in label_of(two, hands)
    assert not two.approve._take.isVisible()
    to_front(one, hands)
    hands.key(one.window, Qt.Key.Key_T, CONTROL)
    look_again(two, qtbot)
    hands.wait("free", lambda: "Supervisor since" not in words(two))
    assert label_of(two, hands).startswith("Approve: ")


def test_a_claim_goes_on_while_its_request_is_read(
    windows: Windows, hands: Hands, request_id: str, hospital: Hospital, qtbot: QtBot
) -> None:
    one = windows("supervisor")
    read(one, hands, request_id)
    to_front(one, hands)
    hands.key(one.window, Qt.Key.Key_T, CONTROL)
    hands.wait("taken", lambda: "you since 03:0" in words(one))
    hospital.time += timedelta(minutes=25)
    with qtbot.waitSignal(one.approve.renewed, timeout=25_000):
        for timer in one.approve.findChildren(QTimer):
            timer.setInterval(10)
    hands.wait("renewed", lambda: one.tasks.idle)
    hospital.time += timedelta(minutes=25)
    assert hospital.desk("supervisor2").worklist.rows([request_id])[0].held


def test_approving_what_another_has_asks_first(
    windows: Windows, hands: Hands, request_id: str, hospital: Hospital
) -> None:
    hospital.desk("supervisor").casework.claim(request_id)
    two = windows("supervisor2")
    read(two, hands, request_id)
    hands.click(button(two, hands, "approve-request"))
    go = button(two, hands, "approve-take-over-go")
    assert "Take over and approve" in go.text()
    hands.key(go, Qt.Key.Key_Escape)
    assert two.desk.approvals.request(request_id).state is State.PROPOSED
    hands.click(button(two, hands, "approve-request"))
    hands.click(button(two, hands, "approve-take-over-go"))
    hands.wait("approved", lambda: bool(two.approve.change_set))
    assert hospital.chart("P").patient.replaced_by == "A"
    verbs = [(s.by, s.verb) for s in two.desk.casework.said(request_id)]
    assert verbs == [("supervisor", "claim"), ("supervisor2", "take over")]


def test_a_claim_made_a_moment_ago_is_told_before_anything_happens(
    windows: Windows, hands: Hands, request_id: str, hospital: Hospital
) -> None:
    two = windows("supervisor2")
    read(two, hands, request_id)
    hospital.desk("supervisor").casework.claim(request_id)
    hands.click(button(two, hands, "approve-request"))
    hands.wait("refused", two.approve.message.isVisible)
    assert "Supervisor has this request since 03:0" in two.approve.message.accessibleName()
    hands.wait("named", lambda: "has it since" in label_of(two, hands))
    assert hospital.chart("P").patient.replaced_by is None
    hands.type(hands.find(two.window, QLineEdit, "approve-comment"), "Which ward?")
    hands.click(button(two, hands, "return-request"))
    hands.click(button(two, hands, "approve-take-over-go"))
    hands.wait("returned", lambda: "Returned" in two.approve.message.accessibleName())
    assert two.desk.approvals.request(request_id).state is State.RETURNED


def test_a_request_is_handed_over_to_who_may_approve_it(
    windows: Windows, hands: Hands, request_id: str, hospital: Hospital
) -> None:
    hospital.desk("supervisor2")
    one = windows("supervisor")
    read(one, hands, request_id)
    to_front(one, hands)
    hands.key(one.window, Qt.Key.Key_G, CONTROL)
    person = hands.find(one.window, QComboBox, "approve-give-person")
    offered = [person.itemData(place) for place in range(person.count())]
    assert offered == ["supervisor", "supervisor2"]
    hands.key(person, Qt.Key.Key_Down)
    hands.type(hands.find(one.window, QLineEdit, "approve-give-text"), "your ward")
    hands.click(button(one, hands, "approve-give-go"))
    hands.wait("given", lambda: "Supervisor2 since 03:0" in words(one))
    (said,) = hospital.desk("supervisor2").casework.said(request_id)
    assert (said.verb, said.detail, said.comment) == ("hand over", "supervisor2", "your ward")


def test_the_work_list_takes_a_request_and_says_whose_it_is(
    windows: Windows, hands: Hands, request_id: str, hospital: Hospital
) -> None:
    one, two = windows("supervisor"), windows("supervisor2")
    for station in (one, two):
        station.worklist.panel.queue_chosen.emit("kind:approval")
    table = one.worklist.panel.table
    hands.wait("listed", lambda: table.list.ids == (request_id,))
    hands.click_cell(table, 0, 3)
    hands.key(table, Qt.Key.Key_Return)
    hands.wait("taken", lambda: "you since 03:0" in words(one))
    other = two.worklist.panel
    other.looked_again.emit()

    def state() -> str:
        return str(other.table.list.index(0, other.table.list.columnCount() - 1).data())

    hands.wait("seen", lambda: "Supervisor since 03:0" in state())
    cell = other.table.list.index(0, STATE).data(CELL_ROLE)
    name, since = cell.pieces[-1], cell.second[0]  # under each other: neither is cut off
    assert name.text == "Supervisor"
    assert since.text.startswith("since 03:0")
    hands.click_cell(other.table, 0, 3)
    hands.wait("said", lambda: "took it" in other.detail._said[0].accessibleName())
    hands.key(other.table, Qt.Key.Key_Return)
    approve = button(two, hands, "approve-request")
    hands.wait("told", lambda: "has it since" in approve.accessibleName())
    assert not two.worklist.working
    assert hospital.desk("supervisor").worklist.rows([request_id])[0].mine


def test_who_asked_only_reads_who_has_it(
    windows: Windows, hands: Hands, request_id: str, hospital: Hospital
) -> None:
    hospital.desk("supervisor").casework.claim(request_id)
    clerk = windows("clerk")
    hands.click(button(clerk, hands, "rail-approve"))
    hands.wait("listed", lambda: "Supervisor since 03:0" in words(clerk))
    assert not clerk.approve._take.isVisible()
    assert not clerk.approve._hand.isVisible()
    assert "Own request" in label_of(clerk, hands)


def test_all_of_it_is_reached_by_tab(
    windows: Windows, hands: Hands, request_id: str, qtbot: QtBot
) -> None:
    one = windows("supervisor")
    read(one, hands, request_id)
    button(one, hands, "approve-claim")
    assert_reachable(qtbot, one.approve)
