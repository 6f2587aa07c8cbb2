# SPDX-License-Identifier: Apache-2.0
"""The look is changed while one works, and comes back with place and screen after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSplitter

import builders as b
from himdesk.config import Config
from himdesk.domain.personal import Colors
from himdesk.ui.look import chosen, theme
from himdesk.ui.look.chosen import ChosenLook, chosen_look
from himdesk.ui.look.tokens import DARK, HIGH_CONTRAST, LIGHT
from himdesk.ui.session import Session
from himdesk.ui.tour.hands import CONTROL, Hands
from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation

    Begin = Callable[[], Session]


pytestmark = pytest.mark.may_freeze("another look draws the whole window anew, when asked for")


@pytest.fixture
def kept(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "himdesk.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def begin(
    made_sqlite: str, styled: QApplication, look: Look, tasks: Tasks, kept: QSettings
) -> Iterator[Begin]:
    """Starts of the program by one person, who keeps what was set."""
    hospital = Hospital.open(made_sqlite)
    for name in ("A", "B"):
        hospital.add(
            b.a_chart(
                name,
                b.a_name(name, "Quillfeather", "Maria"),
                b.a_birth_date(name, "1984-03-12" if name == "A" else "1984-12-03"),
                b.a_sex(name),
                b.an_identifier(name, f"0012-{name}", type="MR"),
            )
        )
    begun: list[Session] = []

    def sign_in(user: str, _password: str) -> Desk:
        return hospital.desk(user)

    def start() -> Session:
        session = Session(look, tasks, Config(database_url=made_sqlite), sign_in, kept)
        begun.append(session)
        session.start()
        return session

    yield start
    for session in begun:
        if session.workstation is not None:
            end(session)
    theme.apply(styled, look)
    hospital.database.close()


def end(session: Session) -> None:
    if session.workstation is not None:
        session.workstation.window.close()
        shiboken6.delete(session.workstation.window)
        session.workstation = None
    session.page.close()
    session.close()
    shiboken6.delete(session.page)


def at_work(session: Session, qtbot: QtBot) -> Workstation:
    session.page.user.setText("clerk")
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
    """The window that took the place of another."""
    qtbot.waitUntil(lambda: session.workstation is not old)
    return now(session, qtbot)


def choose_in_view(station: Workstation, qtbot: QtBot, action: str) -> None:
    """Open the View menu with the mouse and click an entry."""
    bar = station.window.menu
    title = next(a for a in bar.actions() if a.text() == "&View")
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.actionGeometry(title).center())
    menu = title.menu()
    qtbot.waitUntil(menu.isVisible)
    place = menu.actionGeometry(station.window.actions_by_id[action]).center()
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)


def system_turns_dark(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system of the tests has no colours of its own to change."""
    monkeypatch.setattr(chosen, "of_system", lambda _hints: DARK)
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)


def test_dark_is_chosen_in_the_menu_and_comes_back(
    begin: Begin, qtbot: QtBot, kept: QSettings
) -> None:
    session = begin()
    first = at_work(session, qtbot)
    choose_in_view(first, qtbot, "look-dark")
    station = renewed(session, first, qtbot)
    assert station.window.look.tokens is DARK
    ground = station.window.grab().toImage().pixelColor(600, 400)
    assert ground.lightness() < 60
    assert chosen_look(kept) == ChosenLook(Colors.DARK, 100)
    choose_in_view(station, qtbot, "look-contrast")
    assert renewed(session, station, qtbot).window.look.tokens is HIGH_CONTRAST


def test_the_text_grows_and_shrinks_by_keys(begin: Begin, qtbot: QtBot) -> None:
    session = begin()
    station = at_work(session, qtbot)
    heights = []
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0):
        qtbot.keyClick(station.window, key, CONTROL)
        station = renewed(session, station, qtbot)
        heights.append(station.search.text.fontMetrics().height())
    largest, standard = heights[1], heights[3]
    assert standard < heights[0] == heights[2] < largest


def test_what_was_begun_goes_on_in_the_other_look(
    begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    hands = Hands(tmp_path)
    session = begin()
    station = at_work(session, qtbot)
    qtbot.keyClick(station.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    field = hands.find(station.window, QLineEdit, "search-text")
    hands.type(field, "quillfeather")
    hands.key(field, Qt.Key.Key_Return)
    hands.click_row(station.search.hits, "0012-A")
    hands.click_row(station.search.hits, "0012-B", CONTROL)
    hands.click(hands.find(station.window, QAbstractButton, "compare-selected"))
    model = station.compare.fields.fields
    row = next(
        i for i in range(model.rowCount()) if model.row(model.index(i, 0)).field == "birth_date"
    )
    hands.click_cell(station.compare.fields, row, 0)
    hands.key(station.compare.fields, Qt.Key.Key_B)
    hands.click(hands.find(station.window, QAbstractButton, "swap-survivor"))
    qtbot.keyClick(station.window, Qt.Key.Key_Plus, CONTROL)
    other = renewed(session, station, qtbot)
    assert other.window.screen_in_front() == "compare"
    assert other.comparing.keep == {"birth_date": "B"}
    review = hands.find(other.window, QAbstractButton, "review-merge")
    assert review.isEnabled()
    assert "0012-A into 0012-B" in review.accessibleName()
    assert other.search.text.text() == "quillfeather"


def test_place_screen_and_splitters_come_back(begin: Begin, qtbot: QtBot) -> None:
    session = begin()
    station = at_work(session, qtbot)
    station.window.resize(1024, 700)  # the screen of the tests is small
    qtbot.keyClick(station.window, Qt.Key.Key_8, Qt.KeyboardModifier.AltModifier)
    split = station.window.findChild(QSplitter, "letter-split")
    assert split is not None
    split.setSizes([500, 700])
    share = split.sizes()
    end(session)
    again = at_work(begin(), qtbot)
    assert again.window.height() == 700
    assert again.window.screen_in_front() == "letter"
    restored = again.window.findChild(QSplitter, "letter-split")
    assert restored is not None
    assert restored.sizes() == pytest.approx(share, abs=2)


def test_the_system_is_followed_while_the_program_runs(
    begin: Begin, styled: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = begin()
    first = at_work(session, qtbot)
    system_turns_dark(styled, monkeypatch)
    station = renewed(session, first, qtbot)
    assert station.window.look.tokens is DARK
    choose_in_view(station, qtbot, "look-light")
    fixed = renewed(session, station, qtbot)
    styled.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    qtbot.keyClick(fixed.window, Qt.Key.Key_Plus, CONTROL)
    assert renewed(session, fixed, qtbot).window.look.tokens is LIGHT


def test_under_the_lock_another_look_waits(
    begin: Begin, qtbot: QtBot, styled: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = begin()
    station = at_work(session, qtbot)
    session.lock()
    system_turns_dark(styled, monkeypatch)
    qtbot.waitUntil(lambda: session._look_waits)
    assert session.workstation is station
    assert station.window.locked
    qtbot.keyClicks(station.window.lock_panel.password, "right")
    qtbot.keyClick(station.window.lock_panel.password, Qt.Key.Key_Return)
    assert renewed(session, station, qtbot).window.look.tokens is DARK


def test_nothing_kept_names_a_patient(begin: Begin, qtbot: QtBot, kept: QSettings) -> None:
    session = begin()
    station = at_work(session, qtbot)
    station.open_chart("0012-A")
    end(session)
    kept.sync()
    assert {key.partition("/")[0] for key in kept.allKeys()} <= {
        "columns", "geometry", "look", "screen", "split", "worklist",
    }  # fmt: skip
    assert kept.value("screen") == "chart"
