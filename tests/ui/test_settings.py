# SPDX-License-Identifier: Apache-2.0
"""An administrator at the settings screen, by keys and mouse only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QFileDialog, QLineEdit

from himdesk.domain.errors import SignInFailed
from himdesk.domain.roles import Role
from himdesk.services import open as sign_in
from himdesk.store.desk import settings
from himdesk.ui.settings.dialogs import AccountDialog
from himdesk.ui.tour.hands import Hands
from himdesk.ui.workstation import Workstation
from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    made.desk("clerk")
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


@pytest.fixture
def station(hospital: Hospital, look: Look, tasks: Tasks, hands: Hands) -> Workstation:
    station = Workstation(hospital.desk("admin"), look, tasks)
    station.window.resize(1280, 800)
    station.window.show()
    hands.click(hands.find(station.window, QAbstractButton, "rail-settings"))
    return station


def page(station: Workstation, hands: Hands, title: str) -> None:
    table = station.settings.panel.list
    hands.click_cell(table, table.rows.row_of(title), 0)


def press(station: Workstation, hands: Hands, name: str) -> None:
    hands.click(hands.find(station.window, QAbstractButton, name))


def said(station: Workstation) -> str:
    return station.settings.panel.message.accessibleName()


def dialog(station: Workstation, hands: Hands) -> AccountDialog:
    return hands.find(station.window, AccountDialog, "account")


def test_the_site_is_renamed_and_a_wrong_zone_is_said(
    station: Workstation, hospital: Hospital, hands: Hands
) -> None:
    zone = hands.find(station.window, QLineEdit, "settings-0-zone")
    name = hands.find(station.window, QLineEdit, "settings-0-name")
    hands.type(name, "Saint Elsewhere")
    hands.type(zone, "Mars/Olympus")
    press(station, hands, "settings-save-0")
    hands.wait("refused", lambda: "Mars/Olympus" in said(station))
    assert name.text() == "Saint Elsewhere"
    assert hospital.desk("admin").staff.site({})["name"] != "Saint Elsewhere"
    hands.type(zone, "America/Denver")
    press(station, hands, "settings-save-0")
    hands.wait("kept", lambda: said(station).startswith("Site: kept"))
    assert hospital.desk("admin").staff.site({})["name"] == "Saint Elsewhere"


def test_merges_always_ask_a_second_person(
    station: Workstation, hospital: Hospital, hands: Hands
) -> None:
    page(station, hands, "Approval")
    box = hands.find(station.window, QComboBox, "settings-1-approval.merge")
    box.setFocus()
    hands.key(box, Qt.Key.Key_Down)
    press(station, hands, "settings-save-1")
    hands.wait("kept", lambda: said(station).startswith("Approval: kept"))
    with hospital.database.read() as session:
        assert settings.read(session) == {"approval.merge": "always"}


def test_a_number_that_is_none_is_said_and_stays(station: Workstation, hands: Hands) -> None:
    page(station, hands, "Work list")
    minutes = hands.find(station.window, QLineEdit, "settings-4-worklist.claim-minutes")
    hands.type(minutes, "half an hour")
    press(station, hands, "settings-save-4")
    hands.wait("refused", lambda: "whole number" in said(station))
    assert minutes.text() == "half an hour"


def test_an_account_is_made_gets_a_password_and_is_barred(
    station: Workstation, hospital: Hospital, hands: Hands
) -> None:
    page(station, hands, "Staff")
    press(station, hands, "staff-add")
    asked = dialog(station, hands)
    hands.type(asked.texts["name"], "n.novak")
    hands.type(asked.texts["password"], "first-password")
    hands.type(asked.texts["again"], "other-password")
    clerk = hands.find(asked, QCheckBox, "account-role-clerk")
    admin = hands.find(asked, QCheckBox, "account-role-admin")
    hands.click(clerk)
    hands.click(admin)
    press_in(asked, hands)
    hands.wait("roles refused", lambda: "at the same time" in asked.message.accessibleName()
               or "differ" in asked.message.accessibleName())  # fmt: skip
    hands.click(admin)
    hands.type(asked.texts["again"], "first-password")
    press_in(asked, hands)
    table = station.settings.panel.staff
    hands.wait("listed", lambda: table.rows.row_of("n.novak") >= 0)
    url = str(hospital.database.engine.url)
    sign_in(url, "n.novak", "first-password").close()

    hands.click_row(table, "n.novak")
    press(station, hands, "staff-password")
    again = dialog(station, hands)
    hands.type(again.texts["password"], "second-password")
    hands.type(again.texts["again"], "second-password")
    press_in(again, hands)
    hands.wait("set", lambda: "24 hours" in said(station))
    sign_in(url, "n.novak", "second-password").close()

    hands.click_row(table, "n.novak")
    press(station, hands, "staff-disable")
    hands.wait("barred", lambda: "can't sign in" in said(station))
    with pytest.raises(SignInFailed):
        sign_in(url, "n.novak", "second-password")


def press_in(asked: AccountDialog, hands: Hands) -> None:
    hands.click(hands.find(asked, QAbstractButton, "account-go"))


def test_roles_are_changed(station: Workstation, hospital: Hospital, hands: Hands) -> None:
    page(station, hands, "Staff")
    hands.click_row(station.settings.panel.staff, "clerk")
    press(station, hands, "staff-roles")
    asked = dialog(station, hands)
    assert asked.roles["clerk"].isChecked()
    hands.click(asked.roles["clerk"])
    press_in(asked, hands)
    hands.wait("none refused", lambda: "at least one role" in asked.message.accessibleName())
    hands.click(asked.roles["roi"])
    press_in(asked, hands)
    hands.wait("changed", lambda: "roi" in said(station))
    held = {each["name"]: each["roles"] for each in hospital.desk("admin").staff.list()}
    assert held["clerk"] == ["roi"]


def test_a_backup_is_made_and_verified(
    station: Workstation, hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "copy.backup"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    page(station, hands, "Backup")
    press(station, hands, "settings-backup")
    hands.wait("copied", lambda: "verified" in said(station))
    assert file.stat().st_size > 0


def test_nobody_else_has_the_screen(hospital: Hospital, look: Look, tasks: Tasks) -> None:
    for role in set(Role) - {Role.ADMIN}:
        station = Workstation(hospital.desk(role.value), look, tasks)
        assert station.window.rail.findChild(QAbstractButton, "rail-settings") is None
        station.window.close()
