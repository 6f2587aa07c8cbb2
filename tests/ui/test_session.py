# SPDX-License-Identifier: Apache-2.0
"""From the sign-in page to the desk, the lock and back, by keys."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel

from himdesk.config import Config
from himdesk.domain.errors import SignInFailed
from himdesk.store.desk import meta
from himdesk.store.engine import connect
from himdesk.ui.frame.keys import KeySheet
from himdesk.ui.frame.window import MainWindow
from himdesk.ui.session import Session
from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation

RIGHT = "right"


@pytest.fixture
def session(made_sqlite: str, look: Look, tasks: Tasks) -> Iterator[Session]:
    hospital = Hospital.open(made_sqlite)

    def sign_in(user: str, password: str) -> Desk:
        if password != RIGHT:
            raise SignInFailed
        return hospital.desk(user)

    made = Session(look, tasks, Config(database_url=made_sqlite), sign_in)
    made.start()
    yield made
    if made.workstation is not None:
        made.workstation.window.close()
    made.page.close()
    made.close()
    hospital.database.close()


def sign_in(session: Session, qtbot: QtBot, password: str = RIGHT) -> None:
    session.page.user.setText("clerk")
    session.page.password.clear()
    qtbot.keyClicks(session.page.password, password)
    qtbot.keyClick(session.page.password, Qt.Key.Key_Return)


def at_work(session: Session, qtbot: QtBot) -> Workstation:
    sign_in(session, qtbot)
    qtbot.waitUntil(lambda: session.workstation is not None)
    assert session.workstation is not None
    qtbot.waitUntil(session.workstation.window.isActiveWindow)
    return session.workstation


def unlock(station: Workstation, qtbot: QtBot, password: str) -> None:
    qtbot.keyClicks(station.window.lock_panel.password, password)
    qtbot.keyClick(station.window.lock_panel.password, Qt.Key.Key_Return)


def test_the_sign_in_page_says_whose_records_these_are(session: Session, qtbot: QtBot) -> None:
    database = connect(session.config.database_url)
    with database.write("admin") as writing:
        meta.put(writing, {"site": "Harbour View"})
    database.close()
    session.start()
    qtbot.keyClicks(session.page.user, "cle")
    qtbot.waitUntil(lambda: "Sign in to Harbour View" in session.page.button.text())
    said = [label.text() for label in session.page.findChildren(QLabel)]
    assert "Harbour View, Health Information Management" in said
    assert session.page.user.text() == "cle"  # what was typed meanwhile stays


def test_a_wrong_password_opens_nothing(session: Session, qtbot: QtBot) -> None:
    sign_in(session, qtbot, "wrong")
    qtbot.waitUntil(lambda: "is wrong" in session.page.remark.words)
    assert session.workstation is None
    assert session.page.password.text() == ""


def test_the_idle_time_runs_from_signing_in_and_locks(session: Session, qtbot: QtBot) -> None:
    assert not session._idle.watching
    station = at_work(session, qtbot)
    assert session._idle.watching
    session._idle.idle.emit()
    assert station.window.locked
    assert not session._idle.watching


def test_only_the_right_password_unlocks(session: Session, qtbot: QtBot) -> None:
    station = at_work(session, qtbot)
    session.lock()
    unlock(station, qtbot, "wrong")
    qtbot.waitUntil(lambda: "4 tries left" in station.window.lock_panel.remark.words)
    assert station.window.locked
    unlock(station, qtbot, RIGHT)
    qtbot.waitUntil(lambda: not station.window.locked)
    assert session._idle.watching


def test_too_many_wrong_passwords_sign_out(session: Session, qtbot: QtBot) -> None:
    station = at_work(session, qtbot)
    session.lock()
    for left in ("4 tries", "3 tries", "2 tries", "1 try"):
        unlock(station, qtbot, "wrong")
        qtbot.waitUntil(lambda left=left: left in station.window.lock_panel.remark.words)
    unlock(station, qtbot, "wrong")
    qtbot.waitUntil(lambda: session.workstation is None)
    assert session.page.isVisible()


def test_of_who_signed_out_nothing_stays_in_memory(session: Session, qtbot: QtBot) -> None:
    left = weakref.ref(at_work(session, qtbot))
    session.sign_out()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert left() is None
    assert not any(isinstance(each, MainWindow) for each in QApplication.allWidgets())


def test_f1_shows_the_keys_of_this_screen(session: Session, qtbot: QtBot) -> None:
    station = at_work(session, qtbot)
    qtbot.keyClick(station.window, Qt.Key.Key_F1)
    sheet = station.window.findChild(KeySheet)
    assert sheet is not None
    assert sheet.isVisible()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not station.window.findChildren(KeySheet))
