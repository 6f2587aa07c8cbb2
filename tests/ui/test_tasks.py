# SPDX-License-Identifier: Apache-2.0
"""Background work: order, errors, owners that are gone, stopping, progress."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QWidget

from himdesk.ui.tasks import AtOnce, Job, Tasks, Threads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def threaded(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks(Threads())
    yield made
    made.wait()


@pytest.fixture
def answers() -> list[Any]:
    return []


def test_answers_arrive_in_click_order_on_the_windows_thread(
    threaded: Tasks, answers: list[Any], qtbot: QtBot, qapp: QApplication
) -> None:
    owner, threads = QObject(), []
    for i in range(50):
        threaded.run_for(
            owner,
            lambda i=i: i,  # type: ignore[misc]
            then=lambda i: (answers.append(i), threads.append(QThread.currentThread())),
            otherwise=answers.append,
        )
    qtbot.waitUntil(lambda: len(answers) == 50)
    assert answers == list(range(50))
    assert set(map(id, threads)) == {id(threads[0])}
    assert threads[0] == qapp.thread()


def test_the_database_has_one_thread(threaded: Tasks, answers: list[Any], qtbot: QtBot) -> None:
    owner = QObject()
    for _ in range(20):
        threaded.run_for(owner, threading.get_ident, then=answers.append, otherwise=answers.append)
    qtbot.waitUntil(lambda: len(answers) == 20)
    assert len(set(answers)) == 1
    assert answers[0] != threading.get_ident()


def test_an_error_is_a_value(threaded: Tasks, answers: list[Any], qtbot: QtBot) -> None:
    owner, boom = QObject(), ValueError("no")

    def fail() -> None:
        raise boom

    threaded.run_for(owner, fail, then=lambda _a: answers.append("then"), otherwise=answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [boom]


def test_the_answer_to_a_closed_panel_is_dropped(
    threaded: Tasks, answers: list[Any], qtbot: QtBot
) -> None:
    gone, stays, gate = QWidget(), QObject(), threading.Event()
    threaded.run_for(gone, gate.wait, then=answers.append, otherwise=answers.append)
    with qtbot.waitSignal(gone.destroyed):
        gone.deleteLater()
    gate.set()
    threaded.run_for(stays, lambda: "later", then=answers.append, otherwise=answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["later"]


def test_stopped_work_sees_it_and_its_answer_is_dropped(
    threaded: Tasks, answers: list[Any], qtbot: QtBot
) -> None:
    owner, seen = QObject(), threading.Event()

    def work(job: Job) -> str:
        while not job.stopping:
            threading.Event().wait(0.001)
        seen.set()
        return "stopped"

    job = threaded.start(owner, work, then=answers.append, otherwise=answers.append)
    job.cancel()
    qtbot.waitUntil(seen.is_set)
    threaded.run_for(owner, lambda: "next", then=answers.append, otherwise=answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["next"]


def test_progress_reaches_the_window(threaded: Tasks, answers: list[Any], qtbot: QtBot) -> None:
    owner, told = QObject(), threading.Event()

    def work(job: Job) -> str:
        told.wait(5)
        job.tell(3, 10)
        return "done"

    heard: list[tuple[int, int]] = []
    job = threaded.start(owner, work, then=answers.append, otherwise=answers.append)
    job.progressed.connect(lambda done, whole: heard.append((done, whole)))
    told.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert heard == [(3, 10)]


def test_computing_does_not_wait_for_the_database(
    threaded: Tasks, answers: list[Any], qtbot: QtBot
) -> None:
    owner, gate = QObject(), threading.Event()
    threaded.run_for(owner, lambda: gate.wait(5), then=answers.append, otherwise=answers.append)
    threaded.run_for(
        owner, lambda: "sum", then=answers.append, otherwise=answers.append, computing=True
    )
    qtbot.waitUntil(lambda: answers == ["sum"])
    gate.set()
    qtbot.waitUntil(lambda: answers == ["sum", True])


def test_in_tests_everything_happens_at_once(qapp: QApplication, answers: list[Any]) -> None:
    tasks, owner, counts = Tasks(AtOnce()), QObject(), []
    tasks.busy.connect(counts.append)
    tasks.run_for(owner, lambda: 42, then=answers.append, otherwise=answers.append)
    assert answers == [42]
    assert counts == [1, 0]
