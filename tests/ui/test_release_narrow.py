# SPDX-License-Identifier: Apache-2.0
"""The release screens at 1280x800 with text of 150 %: nothing is cut or out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QLineEdit, QWidget

from himdesk.ui.look import theme
from himdesk.ui.look.fonts import Type
from himdesk.ui.look.theme import Look
from himdesk.ui.look.tokens import LIGHT
from himdesk.ui.parts.row_delegate import UNDER_ROLE
from himdesk.ui.release.choosing.pages_dialog import PagesDialog
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from ui.releasing import FORM, a_request, a_walsh, at_work, fill, open_request, press, sheet, why

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation

NAME = "Bartholomew Featherstonehaugh-Cholmondeley, Attorneys at Law LLP"


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    a_walsh(made)
    yield made
    made.database.close()


@pytest.fixture
def large(styled: QApplication) -> Iterator[Look]:
    """Text of 150 %."""
    look = Look(LIGHT, Type(1.5))
    theme.apply(styled, look)
    yield look
    theme.apply(styled, Look())


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def cut(part: QWidget) -> set[str]:
    """The shown buttons and choices that have less room than their words."""
    said: dict[QWidget, str] = {b: b.text() for b in part.findChildren(QAbstractButton)}
    said |= {box: box.currentText() for box in part.findChildren(QComboBox)}
    return {
        each.objectName()
        for each, words in said.items()
        if each.isVisible() and each.width() < each.fontMetrics().horizontalAdvance(words)
    }


def fits(station: Workstation, dialog: QDialog) -> bool:
    """Whether a dialog is not larger than the window behind it."""
    behind = station.window.size()
    return dialog.width() <= behind.width() and dialog.height() <= behind.height()


def test_the_parts_of_a_request_and_its_forms_fit(
    hospital: Hospital, hands: Hands, large: Look, tasks: Tasks
) -> None:
    access = a_request(hospital, basis="patient-access", identity_check="")
    asked = a_request(hospital, {**FORM, "recipient": NAME}, requester=NAME)
    station = at_work(hospital.desk("roi"), large, tasks)
    open_request(station, hands, access)
    panel = station.releases.room.panel
    assert cut(panel.check) == set()
    open_request(station, hands, asked)
    press(hands, station.window, "release-read")
    form = sheet(station, hands, "release-form")
    assert fits(station, form)
    press(hands, form, "release-form-cancel")
    press(hands, station.window, "release-completing")
    form = sheet(station, hands, "release-complete")
    recipient = hands.find(form, QLineEdit, "release-complete-recipient")
    assert recipient.cursorPosition() == 0, "a long name shows how it begins"
    first = hands.find(form, QLineEdit, "release-complete-requester")
    hands.wait("all of it is selected", lambda: first.selectedText() == NAME)
    assert first.cursorPosition() == 0, "so does one that is typed over"
    press(hands, form, "release-complete-cancel")
    press(hands, station.window, "release-next")
    assert cut(panel.choose) == set()
    hands.click_cell(panel.choose.items, panel.choose.items.rows.row_of("scan"), 1)
    hands.key(panel.choose.items, Qt.Key.Key_Return)
    pages = hands.find(station.window, PagesDialog, "redact")
    assert fits(station, pages)
    press(hands, pages, "redact-cancel")
    press(hands, station.window, "release-next")
    hands.wait("the packet is shown", lambda: panel.packet.pages > 0)
    assert cut(panel.packet) == set()
    words = panel.packet.path.fontMetrics().horizontalAdvance(panel.packet.path.text())
    assert panel.packet.path.width() >= min(words, large.px(200))


def test_a_request_for_no_chart_says_that_its_number_is_missing(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("roi"), look, tasks)
    press(hands, station.window, "rail-release")
    press(hands, station.window, "release-new")
    form = sheet(station, hands, "release-intake")
    fill(form, hands, "release-intake-requester", "Midland Mutual")
    press(hands, form, "release-intake-go")
    hands.wait("it is refused", lambda: "Give its record number." in why(form, "mrn"))
    assert hospital.desk("roi").releases.find() == ()


def test_the_queue_says_for_whom_it_is_whatever_its_width_and_grows_with_the_window(
    hospital: Hospital, hands: Hands, large: Look, tasks: Tasks
) -> None:
    request = a_request(hospital, FORM)
    station = at_work(hospital.desk("roi"), large, tasks)
    open_request(station, hands, request)
    queue = station.releases.room.panel.queue
    small = queue.width()
    recipient, what = queue.rows.index(0, 0).data(UNDER_ROLE)
    assert what == "0012-A, authorization"
    assert queue.fontMetrics().horizontalAdvance(recipient) < small
    station.window.resize(2560, 1440)
    hands.wait("it grows", lambda: queue.width() > 1.5 * small)


def test_the_hints_of_an_accounting_s_days_are_seen_whole(
    hospital: Hospital, hands: Hands, large: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("roi"), large, tasks)
    press(hands, station.window, "rail-disclosures")
    panel = station.releases.log.panel
    for edit in (panel.mrn, panel.since, panel.until):
        words = edit.fontMetrics().horizontalAdvance(edit.placeholderText())
        assert edit.width() > words, edit.objectName()
    assert cut(panel) == set()
