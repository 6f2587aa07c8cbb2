# SPDX-License-Identifier: Apache-2.0
"""The watch over the window's thread finds what freezes it, and excuses the database's work."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton

from himdesk.ui.tasks import Tasks
from ui.watchdog import ExcusedAtOnce, WatchedApplication

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


ALLOWED = 0.050


@pytest.fixture(autouse=True)
def _short_allowance(qapp: WatchedApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qapp.watch, "longest", ALLOWED)


def work_hard() -> None:
    """Keep the thread busy for longer than is allowed."""
    end = time.thread_time() + 2 * ALLOWED
    while time.thread_time() < end:
        sum(range(1000))


def test_a_slot_that_takes_long_is_found(qapp: WatchedApplication, qtbot: QtBot) -> None:
    done: list[bool] = []

    def slow() -> None:
        work_hard()
        done.append(True)

    QTimer.singleShot(0, slow)
    qtbot.waitUntil(lambda: bool(done))
    late = list(qapp.watch.late)
    qapp.watch.begin()
    assert len(late) == 1
    assert late[0].endswith(" ms")


def test_work_of_the_database_thread_is_excused(qapp: WatchedApplication, qtbot: QtBot) -> None:
    button, answers = QPushButton("Read"), list[None]()
    qtbot.addWidget(button)
    tasks = Tasks(ExcusedAtOnce(qapp.watch))
    button.clicked.connect(
        lambda: tasks.run_for(button, work_hard, then=answers.append, otherwise=answers.append)
    )
    button.show()
    QTimer.singleShot(0, button.click)
    qtbot.waitUntil(lambda: bool(answers))
    assert qapp.watch.late == []
