# SPDX-License-Identifier: Apache-2.0
"""What a person does at the split window: steps that its tests share, by keys and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

from himdesk.ui.workstation import Workstation

if TYPE_CHECKING:
    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.tour.hands import Hands
    from services.hospital import Hospital


def at_work(desk: Desk, look: Look, tasks: Tasks) -> Workstation:
    station = Workstation(desk, look, tasks)
    station.window.resize(1280, 800)
    station.window.show()
    return station


def button(station: Workstation, hands: Hands, name: str) -> QAbstractButton:
    return hands.find(station.window, QAbstractButton, name)


def open_chart(station: Workstation, hands: Hands, mrn: str) -> None:
    """From the search to the chart."""
    hands.click(button(station, hands, "rail-search"))
    field = hands.find(station.window, QLineEdit, "search-text")
    hands.type(field, mrn)
    hands.key(field, Qt.Key.Key_Return)
    hands.click_row(station.search.hits, mrn)
    hands.key(station.search.hits, Qt.Key.Key_Return)
    hands.wait("open", lambda: station.reading.overview is not None)


def open_split(station: Workstation, hands: Hands, mrn: str = "0012-A") -> None:
    """From the chart to its split."""
    open_chart(station, hands, mrn)
    hands.click(button(station, hands, "chart-split"))
    hands.wait("read", lambda: station.splitting.preview is not None)


def stand_on(station: Workstation, hands: Hands, key: str) -> None:
    """Click a row of the table."""
    table = station.split.rows
    hands.click_cell(table, table.rows.row_of(key), 1)


def drag(station: Workstation, key: str, letter: str) -> None:
    """Drag the bar of a visit to another lane."""
    lanes = station.split.lanes
    window = lanes.window_of_days
    assert window is not None
    drawing = lanes._drawing(window)
    stay = next(s for s in drawing.view.stays if s.key == key)
    start = drawing.box(stay).center().toPoint()
    end = QPoint(start.x(), round(drawing.lane(letter).center().y()))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(lanes, left, pos=start)
    QTest.mouseMove(lanes, end)
    QTest.mouseRelease(lanes, left, pos=end)


def decide_rest(station: Workstation, hands: Hands, key: Qt.Key) -> None:
    """F8 and a figure until nothing is open."""
    for _ in range(30):
        if not station.split.next.isEnabled():
            return
        hands.click(button(station, hands, "split-next"))
        hands.key(station.split.rows, key)


def send(station: Workstation, hands: Hands) -> None:
    """Give the reason on the review sheet and send it."""
    before = station.reviewing.carried
    reason = hands.find(station.window, QPlainTextEdit, "review-reason")
    hands.type(reason, "belongs to another person")
    hands.click(button(station, hands, "review-confirm"))
    hands.wait("sent", lambda: station.reviewing.carried > before)


def approve(hospital: Hospital, hands: Hands, look: Look, tasks: Tasks) -> Workstation:
    """The second person approves the only request."""
    station = at_work(hospital.desk("supervisor"), look, tasks)
    hands.click(button(station, hands, "rail-approve"))
    hands.wait("listed", lambda: station.approve.requests.rows.rowCount() == 1)
    hands.click_cell(station.approve.requests, 0, 0)
    hands.click(button(station, hands, "approve-request"))
    hands.wait("approved", lambda: bool(station.approve.change_set))
    return station
