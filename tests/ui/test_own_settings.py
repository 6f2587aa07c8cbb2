# SPDX-License-Identifier: Apache-2.0
"""One's own look, keys and idle time go along from machine to machine, and are nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QKeySequenceEdit,
    QLabel,
    QWidget,
)

from himdesk.config import Config
from himdesk.domain.errors import UsageError
from himdesk.domain.personal import COLORS, MINUTES, PERCENT, Colors
from himdesk.services.personal import Personal
from himdesk.ui.frame.keys import KeySheet
from himdesk.ui.keymap import Keymap
from himdesk.ui.look import theme
from himdesk.ui.look.chosen import ChosenLook, chosen_look
from himdesk.ui.look.tokens import DARK, HIGH_CONTRAST, LIGHT
from himdesk.ui.parts.button import ActionButton
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.session import Session
from himdesk.ui.settings.own import OwnDialog
from himdesk.ui.tour.hands import CONTROL, PLAIN, Hands
from services.hospital import Hospital
from ui.reach import assert_reachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation

    Machine = Callable[[str], Session]

pytestmark = pytest.mark.may_freeze("another look draws the whole window anew, when asked for")
DANA, OMAR = "clerk1", "clerk2"
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def hospital(made_database: str) -> Iterator[Hospital]:
    made = Hospital.open(made_database)
    yield made
    made.database.close()


@pytest.fixture
def machine(
    hospital: Hospital, styled: QApplication, look: Look, tasks: Tasks, tmp_path: Path
) -> Iterator[Machine]:
    """Starts of the program on machines, each with what it keeps itself."""
    begun: list[Session] = []

    def sign_in(user: str, _password: str) -> Desk:
        return hospital.desk(user)

    def start(name: str) -> Session:
        kept = kept_on(tmp_path, name)
        drawn = chosen_look(kept).look(styled.styleHints())
        theme.apply(styled, drawn)
        session = Session(drawn, tasks, Config(database_url="", idle_minutes=10), sign_in, kept)
        begun.append(session)
        session.page.show()
        return session

    yield start
    for session in begun:
        if session.workstation is not None:
            end(session)
    theme.apply(styled, look)


def kept_on(folder: Path, name: str) -> QSettings:
    return QSettings(str(folder / f"{name}.ini"), QSettings.Format.IniFormat)


def end(session: Session) -> None:
    if session.workstation is not None:
        session.tasks.wait()
        session.workstation.window.close()
        shiboken6.delete(session.workstation.window)
        session.workstation = None
    session.page.close()
    session.close()
    shiboken6.delete(session.page)


def at_work(session: Session, who: str, qtbot: QtBot) -> Workstation:
    session.page.user.setText(who)
    qtbot.keyClicks(session.page.password, "right")
    qtbot.keyClick(session.page.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.workstation is not None)
    return now(session, qtbot)


def now(session: Session, qtbot: QtBot) -> Workstation:
    station = session.workstation
    assert station is not None
    qtbot.waitUntil(station.window.isActiveWindow)
    return station


def renewed(session: Session, old: Workstation, qtbot: QtBot) -> Workstation:
    qtbot.waitUntil(lambda: session.workstation is not old)
    return now(session, qtbot)


def open_palette(station: Workstation, hands: Hands, words: str) -> None:
    station.window.open_palette()
    field = station.window.palette_of_commands.field
    hands.wait("the palette", field.isVisible)
    hands.type(field, words)
    hands.key(field, Qt.Key.Key_Return)


def open_own(station: Workstation, hands: Hands) -> QComboBox:
    """Ask for one's own settings through the palette, by keys."""
    open_palette(station, hands, "my settings")
    return hands.find(station.window, QComboBox, f"own-{COLORS}")


def choose(box: QComboBox, value: str, hands: Hands) -> None:
    hands.key(box, Qt.Key.Key_Home)
    while box.currentData() != value:
        at = box.currentIndex()
        hands.key(box, Qt.Key.Key_Down)
        assert box.currentIndex() != at, f"{value} is not offered"


def keep(station: Workstation, hands: Hands) -> None:
    hands.click(hands.find(station.window, QAbstractButton, "own-go"))


def test_dark_on_one_machine_is_dark_on_another_and_not_for_a_colleague(
    machine: Machine, hospital: Hospital, qtbot: QtBot, tmp_path: Path
) -> None:
    hands = Hands(tmp_path)
    first = machine("here")
    station = at_work(first, DANA, qtbot)
    assert station.window.look.tokens is LIGHT
    choose(open_own(station, hands), Colors.DARK, hands)
    choose(hands.find(station.window, QComboBox, f"own-{PERCENT}"), "125", hands)
    keep(station, hands)
    assert renewed(first, station, qtbot).window.look.tokens is DARK
    end(first)
    assert hospital.desk(DANA).personal.all() == {COLORS: "dark", PERCENT: "125"}

    there = machine("there")
    assert there.look.tokens is LIGHT
    station = at_work(there, DANA, qtbot)
    assert station.window.look.tokens is DARK
    assert station.window.look.type.scale == pytest.approx(1.25)
    ground = station.window.grab().toImage().pixelColor(600, 400)
    assert ground.lightness() < 60
    end(there)
    assert chosen_look(kept_on(tmp_path, "there")) == ChosenLook(Colors.DARK, 125)

    again = machine("there")
    assert again.look.tokens is DARK  # before somebody signs in: as it was last
    station = at_work(again, OMAR, qtbot)
    assert station.window.look.tokens is LIGHT
    assert hospital.desk(OMAR).personal.all() == {}


def test_the_next_person_at_the_same_window_has_their_own_look(
    machine: Machine, hospital: Hospital, qtbot: QtBot
) -> None:
    hospital.desk(DANA).personal.change({COLORS: "contrast"})
    session = machine("here")
    station = at_work(session, DANA, qtbot)
    assert station.window.look.tokens is HIGH_CONTRAST
    session.sign_out()
    assert session.page.isVisible()
    assert session.page._look.tokens is HIGH_CONTRAST  # made anew while nobody looked at it
    assert at_work(session, OMAR, qtbot).window.look.tokens is LIGHT


def test_what_the_view_menu_changes_is_ones_own_too(
    machine: Machine, hospital: Hospital, qtbot: QtBot
) -> None:
    session = machine("here")
    station = at_work(session, DANA, qtbot)
    qtbot.keyClick(station.window, Qt.Key.Key_Plus, CONTROL)
    renewed(session, station, qtbot)
    session.tasks.wait()
    assert hospital.desk(DANA).personal.all() == {COLORS: "system", PERCENT: "125"}


def test_what_cannot_be_kept_holds_until_one_signs_out_and_is_said_in_the_new_window(
    machine: Machine, hospital: Hospital, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = machine("here")
    station = at_work(session, DANA, qtbot)

    def full(*_values: object) -> None:
        raise UsageError("The disk is full.")

    monkeypatch.setattr(Personal, "change", full)
    qtbot.keyClick(station.window, Qt.Key.Key_Plus, CONTROL)
    station = renewed(session, station, qtbot)
    assert station.window.look.type.scale == pytest.approx(1.25)
    panel = station.window.stack.currentWidget()
    said = panel.findChildren(MessageStrip)
    qtbot.waitUntil(lambda: any(s.accessibleName() == "The disk is full." for s in said))
    assert hospital.desk(DANA).personal.all() == {}


def test_one_locks_earlier_than_the_site_wants_and_never_later(
    machine: Machine, hospital: Hospital, qtbot: QtBot, tmp_path: Path
) -> None:
    hands = Hands(tmp_path)
    session = machine("here")
    station = at_work(session, DANA, qtbot)
    assert station.standing.minutes == 10
    open_own(station, hands)
    box = hands.find(station.window, QComboBox, f"own-{MINUTES}")
    offered = [box.itemData(place) for place in range(box.count())]
    assert offered == ["", "1", "2", "3", "5"]
    choose(box, "3", hands)
    keep(station, hands)
    qtbot.waitUntil(lambda: station.standing.minutes == 3)
    assert session._idle._timer.interval() == 3 * 60_000
    session.tasks.wait()
    assert hospital.desk(DANA).personal.all()[MINUTES] == "3"
    assert session.workstation is station  # nothing to draw anew
    hospital.desk(OMAR).personal.change({MINUTES: "60"})
    session.sign_out()
    station = at_work(session, OMAR, qtbot)
    assert station.standing.minutes == 10
    assert session._idle._timer.interval() == 10 * 60_000


@pytest.mark.parametrize(("kept", "shown"), [("7", "7"), ("10", ""), ("60", ""), ("", "")])
def test_the_dialog_shows_what_counts(look: Look, qtbot: QtBot, kept: str, shown: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = OwnDialog(look, {COLORS: "dark", PERCENT: "100", MINUTES: kept}, 10, parent)
    assert dialog.form.values() == {COLORS: "dark", PERCENT: "100", MINUTES: shown}


def test_all_of_the_dialog_is_reached_by_tab(
    machine: Machine, qtbot: QtBot, tmp_path: Path
) -> None:
    hands = Hands(tmp_path)
    station = at_work(machine("here"), DANA, qtbot)
    open_own(station, hands)
    dialog = station.window.findChild(QDialog, "own-settings")
    assert dialog is not None
    assert_reachable(qtbot, dialog)


def take_key(
    station: Workstation, hands: Hands, action: str, key: Qt.Key, held: Qt.KeyboardModifier
) -> KeySheet:
    """In the sheet of keys that is open: press another key for an action."""
    sheet = station.window.findChild(KeySheet)
    assert sheet is not None
    hands.wait("the sheet", sheet.isVisible)
    hands.click_row(sheet.table, action)
    hands.key(sheet.table, Qt.Key.Key_Return)
    field = hands.find(sheet, QKeySequenceEdit, "take-key-field")
    hands.key(field, key, held)
    return sheet


def told(sheet: KeySheet) -> str:
    said = sheet.findChild(QLabel, "take-key-why")
    assert said is not None
    return said.text()


def test_a_key_is_changed_on_one_machine_and_works_on_another_and_not_for_a_colleague(
    machine: Machine, hospital: Hospital, qtbot: QtBot, tmp_path: Path
) -> None:
    hands = Hands(tmp_path)
    first = machine("here")
    station = at_work(first, DANA, qtbot)
    hands.key(station.window, Qt.Key.Key_1, ALT)
    hands.wait("Charts", lambda: station.window.screen_in_front() == "search")
    hands.key(station.window, Qt.Key.Key_F1)
    sheet = take_key(station, hands, "go-history", Qt.Key.Key_Y, CONTROL | ALT)
    assert told(sheet) == "Ctrl+Alt+Y is free."
    field = hands.find(sheet, QKeySequenceEdit, "take-key-field")
    hands.key(field, Qt.Key.Key_Return)
    assert sheet.keymap["go-history"] == "Ctrl+Alt+Y"
    hands.to_front(sheet)
    hands.key(sheet, Qt.Key.Key_Return, CONTROL)
    station = renewed(first, station, qtbot)
    first.tasks.wait()
    assert hospital.desk(DANA).personal.all() == {"key-go-history": "Ctrl+Alt+Y"}
    end(first)

    station = at_work(machine("there"), DANA, qtbot)
    hands.key(station.window, Qt.Key.Key_3, ALT)  # no longer
    hands.key(station.window, Qt.Key.Key_1, ALT)
    hands.wait("Charts", lambda: station.window.screen_in_front() == "search")
    hands.key(station.window, Qt.Key.Key_Y, CONTROL | ALT)
    hands.wait("History", lambda: station.window.screen_in_front() == "history")

    station = at_work(machine("third"), OMAR, qtbot)
    assert station.window.actions_by_id["go-history"].shortcut().toString() == "Alt+3"


def test_buttons_and_hints_name_the_key_that_one_took(
    machine: Machine, hospital: Hospital, qtbot: QtBot
) -> None:
    hospital.desk(DANA).personal.change({"key-compare-marked": "Ctrl+Shift+M", "key-find": "F2"})
    station = at_work(machine("here"), DANA, qtbot)
    marked = station.search.findChild(ActionButton, "compare-selected")
    assert marked is not None
    assert marked.key == "Ctrl+Shift+M"
    assert station.window.search.text().endswith("F2")
    station.show("compare")
    said = [shown.text() for shown in station.compare.findChildren(QLabel)]
    assert any("press Ctrl+Shift+M." in text for text in said)
    qtbot.keyClick(station.window, Qt.Key.Key_F2)
    assert station.window.palette_of_commands.isVisible()


@pytest.mark.parametrize(
    ("key", "held", "why"),
    [
        (Qt.Key.Key_B, PLAIN, "B alone is needed to type."),
        (Qt.Key.Key_C, CONTROL, "Ctrl+C is what text and windows are worked with."),
        (Qt.Key.Key_R, ALT, "Alt+R opens the menu Release."),
        (Qt.Key.Key_L, CONTROL, "Ctrl+L is “Lock now”."),
        (Qt.Key.Key_T, CONTROL, "Ctrl+T is “Split this chart…” on Chart."),
    ],
)
def test_a_key_that_means_something_else_is_refused_with_its_reason(
    machine: Machine, qtbot: QtBot, tmp_path: Path,
    key: Qt.Key, held: Qt.KeyboardModifier, why: str,
) -> None:  # fmt: skip
    hands = Hands(tmp_path)
    station = at_work(machine("here"), DANA, qtbot)
    hands.key(station.window, Qt.Key.Key_F1)
    sheet = take_key(station, hands, "go-history", key, held)
    assert told(sheet).startswith(why)
    go = hands.find(sheet, QAbstractButton, "take-key-go")
    assert not go.isEnabled()
    hands.key(hands.find(sheet, QKeySequenceEdit, "take-key-field"), Qt.Key.Key_Escape)
    hands.wait("gone", lambda: not sheet.findChildren(QDialog, "take-key"))
    assert not hands.find(sheet, QAbstractButton, "key-keep").isEnabled()


def test_a_key_goes_back_to_what_was_shipped_once_that_is_free(
    machine: Machine, hospital: Hospital, qtbot: QtBot, tmp_path: Path
) -> None:
    hospital.desk(DANA).personal.change({"key-lock": "F9", "key-quit": "Ctrl+L"})
    hands = Hands(tmp_path)
    session = machine("here")
    station = at_work(session, DANA, qtbot)
    open_palette(station, hands, "my keys")
    sheet = station.window.findChild(KeySheet)
    assert sheet is not None
    assert sheet.table.rows.row_of("split-all") >= 0  # of all screens
    hands.click_row(sheet.table, "lock")
    hands.click(hands.find(sheet, QAbstractButton, "key-back"))
    assert "Ctrl+L is “Quit”" in sheet.message.accessibleName()
    hands.click_row(sheet.table, "quit")
    hands.click(hands.find(sheet, QAbstractButton, "key-back"))
    hands.click_row(sheet.table, "lock")
    hands.click(hands.find(sheet, QAbstractButton, "key-back"))
    assert sheet.keymap == Keymap()
    hands.click(hands.find(sheet, QAbstractButton, "key-keep"))
    renewed(session, station, qtbot)
    session.tasks.wait()
    assert hospital.desk(DANA).personal.all() == {}
