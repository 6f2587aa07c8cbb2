# SPDX-License-Identifier: Apache-2.0
"""One's own look and idle time go along from machine to machine, and are nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QWidget

from himdesk.config import Config
from himdesk.domain.personal import COLORS, MINUTES, PERCENT, Colors
from himdesk.ui.look import theme
from himdesk.ui.look.chosen import ChosenLook, chosen_look
from himdesk.ui.look.tokens import DARK, HIGH_CONTRAST, LIGHT
from himdesk.ui.session import Session
from himdesk.ui.settings.own import OwnDialog
from himdesk.ui.tour.hands import CONTROL, Hands
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


def open_own(station: Workstation, hands: Hands) -> QComboBox:
    """Ask for one's own settings through the palette, by keys."""
    station.window.open_palette()
    field = station.window.palette_of_commands.field
    hands.wait("the palette", field.isVisible)
    hands.type(field, "my settings")
    hands.key(field, Qt.Key.Key_Return)
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
