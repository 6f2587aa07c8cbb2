# SPDX-License-Identifier: Apache-2.0
"""Every screen of every role, as it opens: all that takes the focus has names, Tab reaches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from himdesk.domain.errors import UsageError
from himdesk.domain.roles import Role
from himdesk.ui.actions import ACTIONS, allowed
from himdesk.ui.parts.button import ActionButton
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.workstation import Workstation
from services.hospital import Hospital
from services.worklists import two_pairs
from ui.reach import focusable, name_of, reached_by_tab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks

SCREENS = {
    Role.CLERK: 10, Role.SUPERVISOR: 10, Role.ROI: 4, Role.PRIVACY: 4, Role.ADMIN: 2,
    Role.AUDITOR: 2,
}  # fmt: skip
"""At least so many screens each role has."""
SCREEN_OF = {spec.id: spec.screen for spec in ACTIONS}


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    two_pairs(made)
    yield made
    made.database.close()


@pytest.mark.parametrize("role", list(Role))
def test_every_screen_of_a_role(
    role: Role, hospital: Hospital, look: Look, tasks: Tasks, qtbot: QtBot
) -> None:
    station = Workstation(hospital.desk(role.value), look, tasks)
    window = station.window
    window.resize(1280, 800)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    wrong: list[str] = []
    for screen in window.screens():
        station.show(screen)
        panel = window.stack.currentWidget()
        assert panel is not None
        wanted = focusable(panel)
        wrong += [f"{screen}: no name: {w.objectName() or w}" for w in wanted if not name_of(w)]
        wrong += [f"{screen}: no object name: {name_of(w)}" for w in wanted if not w.objectName()]
        if not wanted:
            continue
        wanted[0].setFocus()
        reached = reached_by_tab(panel)
        assert QApplication.focusWidget() is not None
        missed = (w.objectName() for w in wanted if w not in reached)
        wrong += [f"{screen}: Tab does not reach {name}" for name in missed]
    assert not wrong
    assert len(window.screens()) >= SCREENS[role]


@pytest.mark.parametrize("role", list(Role))
def test_every_screen_says_what_went_wrong_elsewhere(
    role: Role, hospital: Hospital, look: Look, tasks: Tasks
) -> None:
    station = Workstation(hospital.desk(role.value), look, tasks)
    window = station.window
    window.show()
    for screen in window.screens():
        station.show(screen)
        window.show_error(UsageError("The disk is full."))
        strips = window.stack.currentWidget().findChildren(MessageStrip)
        said = [strip.accessibleName() for strip in strips if strip.isVisible()]
        assert "The disk is full." in said, screen


def test_every_button_with_a_key_is_among_the_keys_of_its_screen(
    hospital: Hospital, look: Look, tasks: Tasks
) -> None:
    """So F1 lists it, another key can be taken for it, and no other action has its key there."""
    seen, wrong = set[str](), list[str]()
    for role in Role:
        station = Workstation(hospital.desk(role.value), look, tasks)
        for screen in station.window.screens():
            station.show(screen)
            panel = station.window.stack.currentWidget()
            assert panel is not None
            keyed = [each for each in panel.findChildren(ActionButton) if each.key]
            seen |= {each.action for each in keyed}
            wrong += [
                f"{screen}: {each.objectName()}"
                for each in keyed
                if each.key != "Esc" and SCREEN_OF.get(each.action) != screen
            ]
        station.window.close()
        station.dispose()
    assert not wrong
    assert len(seen) > 50


@pytest.mark.parametrize("role", list(Role))
def test_every_key_to_a_screen_leads_to_one(
    role: Role, hospital: Hospital, look: Look, tasks: Tasks
) -> None:
    screens = Workstation(hospital.desk(role.value), look, tasks).window.screens()
    asked = {spec.id.removeprefix("go-") for spec in allowed([role]) if spec.id.startswith("go-")}
    assert asked <= set(screens)
