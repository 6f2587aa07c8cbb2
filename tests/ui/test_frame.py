# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel

from himdesk.domain.roles import Role
from himdesk.ui.actions import allowed
from himdesk.ui.frame.ranking import ranked
from himdesk.ui.frame.values import Entry, StatusView
from himdesk.ui.frame.window import MainWindow
from himdesk.ui.signin.panel import SignInPanel
from himdesk.ui.signin.values import LockView, SignInView
from ui import reach

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from himdesk.ui.look.theme import Look

LOCK = LockView("Dana Whitfield", "clerk", "11:42", "after 10 minutes without a key")


@pytest.fixture
def window(qtbot: QtBot, look: Look, tmp_path: Path) -> MainWindow:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made = MainWindow(look, allowed({Role.CLERK}), settings)
    qtbot.addWidget(made)
    for name, title in (("search", "Charts"), ("compare", "Compare")):
        made.add_screen(name, title, "charts", partial(QLabel, title))
    made.show_screen("search")
    made.show()
    return made


def test_what_a_role_may_not_do_is_absent() -> None:
    ids = {action.id for action in allowed({Role.ADMIN})}
    assert "go-compare" not in ids
    assert "lock" in ids


def test_the_palette_runs_an_action_by_keys_only(window: MainWindow, qtbot: QtBot) -> None:
    window.open_palette()
    palette = window.palette_of_commands
    qtbot.keyClicks(palette.field, "compare")
    with qtbot.waitSignal(window.screen_chosen) as heard:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert heard.args == ["compare"]
    assert not palette.isVisible()


def test_the_palette_asks_for_charts_and_opens_one(window: MainWindow, qtbot: QtBot) -> None:
    window.open_palette()
    palette = window.palette_of_commands
    with qtbot.waitSignal(window.asked):
        qtbot.keyClicks(palette.field, "q")
    palette.show_found("older text", (Entry("Charts", "no", "wrong"),))
    assert palette.table.rows.row_of("no") == -1
    palette.show_found("q", (Entry("Charts", "chart:7", "QUINN, Ada"),))
    with qtbot.waitSignal(window.picked) as heard:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert heard.args == ["chart:7"]


def test_escape_closes_the_palette(window: MainWindow, qtbot: QtBot) -> None:
    window.open_palette()
    qtbot.keyClick(window.palette_of_commands.field, Qt.Key.Key_Escape)
    assert not window.palette_of_commands.isVisible()


def test_the_lock_covers_everything_and_keeps_the_work(window: MainWindow, qtbot: QtBot) -> None:
    window.lock(LOCK)
    assert not window.rail.isVisible()
    assert not window.menu.isVisible()
    window.open_palette()
    assert not window.palette_of_commands.isVisible()
    qtbot.keyClicks(window.lock_panel.password, "secret")
    with qtbot.waitSignal(window.lock_panel.submitted) as heard:
        qtbot.keyClick(window.lock_panel.password, Qt.Key.Key_Return)
    assert heard.args == ["secret"]
    window.unlock()
    assert window.rail.isVisible()
    assert window.stack.currentWidget().isVisible()


def test_the_title_names_no_patient(window: MainWindow) -> None:
    assert window.windowTitle() == "himdesk"


def test_the_rail_folds_where_it_is_narrow(window: MainWindow) -> None:
    window.resize(1280, 800)
    assert window.rail.width() == 52
    window.resize(1500, 900)
    assert window.rail.width() == 176


def test_a_click_on_the_rail_asks_for_a_screen(window: MainWindow, qtbot: QtBot) -> None:
    button = window.findChild(type(window.rail._buttons["compare"]), "rail-compare")
    with qtbot.waitSignal(window.screen_chosen) as heard:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard.args == ["compare"]


def test_status_and_training_are_told(window: MainWindow) -> None:
    window.show_status(StatusView("Dana", "clerk", "Main", 2, "Ledger verified 09:12"))
    window.show_training("Training hospital")
    assert "Outbox 2 waiting" in window.status.accessibleName()
    assert window.training.isVisible()


def test_everything_has_a_name_and_is_reached_by_tab(window: MainWindow, qtbot: QtBot) -> None:
    reach.assert_reachable(qtbot, window)


def test_signing_in_by_keys(qtbot: QtBot, look: Look) -> None:
    panel = SignInPanel(look)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_view(SignInView("Main Hospital"))
    qtbot.keyClicks(panel.user, "clerk")
    qtbot.keyClicks(panel.password, "wrong")
    with qtbot.waitSignal(panel.submitted) as heard:
        qtbot.keyClick(panel.password, Qt.Key.Key_Return)
    assert heard.args == ["clerk", "wrong"]
    panel.show_refused("That name or password is not right.")
    assert panel.password.text() == ""
    assert "not right" in panel.remark.accessibleName()
    reach.assert_reachable(qtbot, panel)


def test_ranking_prefers_what_begins_with_the_words() -> None:
    entries = [Entry("Actions", str(i), t) for i, t in enumerate(("Uncompare", "Compare", "Quit"))]
    found = ranked("comp", entries)
    assert found[0].text == "Compare"
    assert found[0].marks == ((0, 4),)
    assert ranked("", entries) == tuple(entries)
    assert ranked("zzzz", entries) == ()
