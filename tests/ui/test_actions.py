# SPDX-License-Identifier: Apache-2.0
"""The table of actions: rights, keys without clashes, icons that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QKeySequence

from himdesk import resources
from himdesk.domain.roles import VERBS, Role
from himdesk.ui.actions import ACTIONS, MENUS, SCREENS, ActionSpec, allowed, clashes, mnemonics
from himdesk.ui.frame.keys import KeySheet, rows_of
from himdesk.ui.keymap import spoken

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from himdesk.ui.look.theme import Look


def test_no_key_is_claimed_twice_on_a_screen() -> None:
    assert clashes() == ()


def test_a_clash_would_be_found() -> None:
    everywhere, here = ActionSpec("a", "A", "", "F2"), ActionSpec("b", "B", "", "F2", screen="x")
    elsewhere = ActionSpec("c", "C", "", "F2", screen="y")
    assert clashes((everywhere, here)) == (("a", "b"),)
    assert clashes((here, elsewhere)) == ()


def test_ids_are_unique_verbs_exist_and_so_do_icons() -> None:
    assert len({spec.id for spec in ACTIONS}) == len(ACTIONS)
    assert {spec.verb for spec in ACTIONS} - {""} <= set(VERBS)
    icons = {spec.icon for spec in ACTIONS} - {""}
    assert all(resources.path("icons", f"{name}.svg").exists() for name in icons)
    assert {spec.menu for spec in ACTIONS} - {""} <= set(MENUS)
    assert {spec.screen for spec in ACTIONS} - {""} == set(SCREENS)


def test_no_key_opens_a_menu_and_asks_for_something_too() -> None:
    letters = mnemonics()
    assert len(letters) == len(MENUS)  # two menus of one letter: neither would open
    assert not {spec.shortcut for spec in ACTIONS} & set(letters)


def test_qt_understands_every_key() -> None:
    keys = [spec.shortcut for spec in ACTIONS if spec.shortcut]
    assert all(not QKeySequence(key).isEmpty() for key in keys)


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_not_do_is_absent(role: Role) -> None:
    for spec in allowed([role]):
        assert not spec.verb or role in VERBS[spec.verb]
    missing = {spec.id for spec in ACTIONS} - {spec.id for spec in allowed([role])}
    assert all(role not in VERBS[spec.verb] for spec in ACTIONS if spec.id in missing)


def test_the_sheet_shows_this_screens_keys_first(look: Look, qtbot: QtBot) -> None:
    keyed = [spec for spec in ACTIONS if spec.shortcut]
    rows = rows_of(keyed, {spec.id: spec.shortcut for spec in keyed}, "compare")
    keys = [row.key for row in rows]
    own = [spec.id for spec in ACTIONS if spec.screen == "compare" and spec.shortcut]
    assert keys[: len(own) + 1] == ["heading:Compare", *own]
    assert "quit" in keys
    assert "open-chart" not in keys


def test_the_sheet_closes_by_escape(look: Look, qtbot: QtBot) -> None:
    sheet = KeySheet(look, ACTIONS, screen="compare")
    qtbot.addWidget(sheet)
    sheet.open()
    qtbot.keyClick(sheet, "\x1b")
    qtbot.waitUntil(lambda: not sheet.isVisible())


def test_keys_are_named_as_on_the_keyboard() -> None:
    assert spoken("Ctrl+Return") == "Ctrl+Enter"
    assert spoken("F1") == "F1"
