# SPDX-License-Identifier: Apache-2.0
"""The first start: a database and its administrator are made in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from himdesk import services
from himdesk.config import load
from himdesk.services import setup
from himdesk.ui.session import Session
from himdesk.ui.tour.hands import Hands
from ui import reach

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from himdesk.services.desk import Desk
    from himdesk.ui.firstrun.values import FirstRun
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks

PASSWORD = "quiet-harbour-7"


@pytest.fixture
def session(sqlite_database: str, look: Look, tasks: Tasks) -> Iterator[Session]:
    made = first_session(sqlite_database, look, tasks)
    yield made
    made.close()
    for window in (made.first, made.page):
        window.close()


def first_session(url: str, look: Look, tasks: Tasks) -> Session:
    def make(wanted: FirstRun) -> None:
        setup.initialise(
            url, admin=wanted.admin, password=wanted.password, site=wanted.site,
            address=wanted.address, phone=wanted.phone, training=wanted.training,
        )  # fmt: skip

    def sign_in(user: str, password: str) -> Desk:
        return services.open(url, user, password)

    session = Session(look, tasks, load(url, {}), sign_in, make=make)
    session.start_first()
    return session


def fill(hands: Hands, session: Session, again: str = PASSWORD) -> None:
    for name, text in (
        ("first-site", "Main Hospital"),
        ("first-admin", "boss"),
        ("first-password", PASSWORD),
        ("first-password-again", again),
    ):
        hands.type(hands.find(session.first, QLineEdit, name), text)
    hands.click(hands.find(session.first, QAbstractButton, "first-submit"))


def test_a_database_is_made_and_its_administrator_signs_in(
    sqlite_database: str, tmp_path: Path, session: Session
) -> None:
    assert setup.is_needed(sqlite_database)
    hands = Hands(tmp_path)
    fill(hands, session)
    hands.wait("the sign-in page is shown", session.page.isVisible)
    assert not setup.is_needed(sqlite_database)
    desk = services.open(sqlite_database, "boss", PASSWORD)
    assert desk.context.site.name == "Main Hospital"
    desk.close()


def test_two_different_passwords_are_refused(
    sqlite_database: str, tmp_path: Path, session: Session
) -> None:
    hands = Hands(tmp_path)
    fill(hands, session, again="something else")
    assert setup.is_needed(sqlite_database)
    assert "differ" in session.first.findChild(object, "first-remark").text()


def test_every_field_is_named_and_reached(session: Session, qtbot: QtBot) -> None:
    reach.assert_reachable(qtbot, session.first)
