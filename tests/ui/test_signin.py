# SPDX-License-Identifier: Apache-2.0
"""Who comes in and who comes back: presenters without Qt, and the watch over idle desks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import Mock, create_autospec

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from himdesk.domain.errors import SignInFailed, UsageError
from himdesk.ui.frame.idle import IdleWatch
from himdesk.ui.signin.presenter import TRIES, LockPresenter, SignInPresenter, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot


def at_once(
    work: Callable[[], Any], then: Callable[[Any], None], otherwise: Callable[[Exception], None]
) -> None:
    try:
        answer = work()
    except Exception as error:  # noqa: BLE001 - as Tasks
        otherwise(error)
    else:
        then(answer)


@pytest.fixture
def view() -> Mock:
    made: Mock = create_autospec(View, instance=True)
    return made


def signing_in(view: Mock, sign_in: Mock) -> tuple[SignInPresenter, list[Any]]:
    desks: list[Any] = []
    return SignInPresenter(view, at_once, sign_in, desks.append), desks


def test_the_right_password_opens_the_desk(view: Mock) -> None:
    sign_in = Mock(return_value="desk")
    presenter, desks = signing_in(view, sign_in)
    presenter.submit("clerk", "secret")
    assert desks == ["desk"]
    sign_in.assert_called_once_with("clerk", "secret")
    view.show_busy.assert_called_once_with()
    view.show_refused.assert_not_called()


def test_a_wrong_password_is_told_without_saying_which(view: Mock) -> None:
    presenter, desks = signing_in(view, Mock(side_effect=SignInFailed()))
    presenter.submit("clerk", "secret")
    assert desks == []
    view.show_refused.assert_called_once_with(
        "Name or password is wrong, or the account is disabled."
    )


def test_a_fault_is_told_without_what_was_typed(view: Mock) -> None:
    presenter, _ = signing_in(view, Mock(side_effect=RuntimeError("secret")))
    presenter.submit("clerk", "secret")
    (text,) = view.show_refused.call_args.args
    assert "secret" not in text
    assert "Nobody was signed in" in text


def locking(view: Mock, check: Mock) -> tuple[LockPresenter, Mock, Mock]:
    unlocked, ended = Mock(), Mock()
    return LockPresenter(view, at_once, check, unlocked, ended), unlocked, ended


def test_the_same_persons_password_unlocks(view: Mock) -> None:
    presenter, unlocked, ended = locking(view, Mock())
    presenter.submit("secret")
    unlocked.assert_called_once_with()
    ended.assert_not_called()


def test_wrong_passwords_are_counted_and_then_it_ends(view: Mock) -> None:
    presenter, unlocked, ended = locking(view, Mock(side_effect=SignInFailed()))
    for _ in range(TRIES - 1):
        presenter.submit("wrong")
    view.show_refused.assert_called_with("That password is not right. 1 try left.")
    ended.assert_not_called()
    presenter.submit("wrong")
    ended.assert_called_once_with()
    unlocked.assert_not_called()


def test_the_right_password_forgives_wrong_ones(view: Mock) -> None:
    check = Mock(side_effect=[SignInFailed(), None, SignInFailed()])
    presenter, unlocked, _ = locking(view, check)
    presenter.submit("wrong")
    presenter.submit("secret")
    presenter.submit("wrong")
    unlocked.assert_called_once_with()
    view.show_refused.assert_called_with(f"That password is not right. {TRIES - 1} tries left.")


def test_a_database_that_is_away_is_no_wrong_try(view: Mock) -> None:
    presenter, _, ended = locking(view, Mock(side_effect=UsageError("The database is away.")))
    for _ in range(TRIES + 1):
        presenter.submit("secret")
    view.show_refused.assert_called_with("The database is away.")
    ended.assert_not_called()


def test_an_idle_desk_is_noticed(qapp: QApplication, qtbot: QtBot) -> None:
    watch = IdleWatch(0.02)
    with qtbot.waitSignal(watch.idle, timeout=2000):
        watch.start()
    assert not watch.watching


def test_a_key_starts_the_time_anew_and_reaches_its_widget(
    qapp: QApplication, qtbot: QtBot
) -> None:
    watch, widget = IdleWatch(60.0), QWidget()
    qtbot.addWidget(widget)
    watch.start()
    watch._timer.setInterval(120_000)
    watch._timer.start(10)
    watch._timer.setInterval(120_000)
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    assert watch.eventFilter(widget, key) is False
    assert watch._timer.remainingTime() > 60_000


def test_a_watch_that_is_stopped_stays_so(qapp: QApplication) -> None:
    watch, widget = IdleWatch(60.0), QWidget()
    watch.start()
    watch.stop()
    watch.eventFilter(widget, QEvent(QEvent.Type.MouseMove))
    assert not watch.watching
