# SPDX-License-Identifier: Apache-2.0
"""Overlays are divided in real windows on real databases, by keys and mouse only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

from himdesk.domain.items import STUB, Document
from himdesk.ui.tour.hands import Hands
from himdesk.ui.workstation import Workstation
from services.hospital import Hospital
from ui.overlays import two_strangers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks


@pytest.fixture
def hospital(database: str) -> Iterator[Hospital]:
    made = Hospital.make(database)
    made.add(two_strangers())
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def at_work(desk: Desk, look: Look, tasks: Tasks) -> Workstation:
    station = Workstation(desk, look, tasks)
    station.window.resize(1280, 800)
    station.window.show()
    return station


def button(station: Workstation, hands: Hands, name: str) -> QAbstractButton:
    return hands.find(station.window, QAbstractButton, name)


def open_split(station: Workstation, hands: Hands, mrn: str = "0012-A") -> None:
    """From the search to the chart to its split, by keys."""
    field = hands.find(station.window, QLineEdit, "search-text")
    hands.type(field, mrn)
    hands.key(field, Qt.Key.Key_Return)
    hands.click_row(station.search.hits, mrn)
    hands.key(station.search.hits, Qt.Key.Key_Return)
    hands.click(button(station, hands, "chart-split"))
    hands.wait("read", lambda: station.splitting.preview is not None)


def decide_rest(station: Workstation, hands: Hands, key: Qt.Key) -> None:
    """F8 and a figure until nothing is open."""
    for _ in range(20):
        if not station.split.next.isEnabled():
            return
        hands.click(button(station, hands, "split-next"))
        hands.key(station.split.rows, key)


def send(station: Workstation, hands: Hands) -> None:
    before = station.carried
    reason = hands.find(station.window, QPlainTextEdit, "review-reason")
    hands.type(reason, "two strangers of one name")
    hands.click(button(station, hands, "review-confirm"))
    hands.wait("sent", lambda: station.carried > before)


def approve(hospital: Hospital, hands: Hands, look: Look, tasks: Tasks) -> Workstation:
    station = at_work(hospital.desk("supervisor"), look, tasks)
    hands.click(button(station, hands, "rail-approve"))
    hands.wait("listed", lambda: station.approve.requests.rows.rowCount() == 1)
    hands.click_cell(station.approve.requests, 0, 1)
    hands.click(button(station, hands, "approve-request"))
    hands.wait("approved", lambda: bool(station.approve.change_set))
    return station


def test_s11_an_overlay_of_two_strangers_is_divided_in_the_window(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands)
    review = button(station, hands, "split-review")
    assert not review.isEnabled()  # nothing is decided
    hands.key(station.split.rows, Qt.Key.Key_F7)
    hands.click(button(station, hands, "split-all"))
    assert not review.isEnabled()  # the allergy and the drug tell nothing
    decide_rest(station, hands, Qt.Key.Key_1)
    assert review.isEnabled()
    family = hands.find(station.window, QLineEdit, "split-new-family")
    assert family.text() == "HARPER"
    assert hands.find(station.window, QLineEdit, "split-new-birth-date").text() == "1986-11-02"
    hands.click(review)
    send(station, hands)
    station.window.close()
    assert len(hospital.chart("A").items) == 40  # not before a second person says so

    supervisor = approve(hospital, hands, look, tasks)
    left = hospital.chart("A")
    assert not {"v01", "v04", "v07", "v10", "v01-n"} & {i.id for i in left.items}
    assert sum(item.type == STUB for item in left.items) == 4
    change_set = supervisor.approve.change_set
    applied = supervisor.desk.charts.history("0012-A")
    assert change_set in {entry.id for entry in applied}
    moved = next(e for e in applied if e.id == change_set).change_set.changes
    new = next(c.after for c in moved if c.field == "patient_id" and c.id == "v01")
    assert new is not None
    chart = hospital.chart(new)
    assert chart.name() == "HARPER, James T"
    assert chart.value("birth_date") == "1986-11-02"
    notes = [i.details for i in chart.items if isinstance(i.details, Document)]
    assert {note.signature for note in notes} == {"needed"}
    supervisor.window.close()
