# SPDX-License-Identifier: Apache-2.0
"""One window for each person and database: real starts of the program, without a screen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from himdesk.config import database_url
from himdesk.ui.frame.single import OneWindow, meeting_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    Start = Callable[..., subprocess.Popen[bytes]]

ENDS = 30


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder with a short name: a socket's path has about a hundred characters at most."""
    with TemporaryDirectory(prefix="hd") as folder:
        yield Path(folder)


@pytest.fixture
def database_file(tmp_path: Path) -> Path:
    return tmp_path / "him.db"


@pytest.fixture
def start(tmp_path: Path, database_file: Path) -> Iterator[Start]:
    """Starts of the program; those that still run are ended."""
    running: list[subprocess.Popen[bytes]] = []
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "TMPDIR": str(tmp_path),
    }

    def begin(*options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "himdesk", "--db", str(database_file), *options]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.wait(ENDS)


def listening(folder: Path, database_file: Path) -> Path:
    return folder / meeting_name(database_url(str(database_file)))


def test_a_second_start_ends_well_and_the_first_goes_on(
    start: Start, tmp_path: Path, database_file: Path, qtbot: QtBot
) -> None:
    first = start()
    qtbot.waitUntil(listening(tmp_path, database_file).exists, timeout=ENDS * 1000)
    assert start().wait(ENDS) == 0
    assert first.poll() is None


def test_two_starts_at_the_same_moment_leave_one_window(start: Start, qtbot: QtBot) -> None:
    both = [start(), start()]
    qtbot.waitUntil(
        lambda: any(process.poll() is not None for process in both), timeout=ENDS * 1000
    )
    assert sorted(str(process.poll()) for process in both) == ["0", "None"]


def test_new_opens_a_further_window(
    start: Start, tmp_path: Path, database_file: Path, qtbot: QtBot
) -> None:
    start()
    qtbot.waitUntil(listening(tmp_path, database_file).exists, timeout=ENDS * 1000)
    further = start("--new")
    with pytest.raises(subprocess.TimeoutExpired):
        further.wait(3)


def test_after_a_kill_the_next_start_opens(
    start: Start, tmp_path: Path, database_file: Path, qtbot: QtBot
) -> None:
    killed = start()
    qtbot.waitUntil(listening(tmp_path, database_file).exists, timeout=ENDS * 1000)
    killed.send_signal(signal.SIGKILL)
    killed.wait(ENDS)
    lock = tmp_path / f"{meeting_name(database_url(str(database_file)))}.lock"
    after = start()
    qtbot.waitUntil(
        lambda: lock.exists() and lock.read_text().startswith(f"{after.pid}\n"),
        timeout=ENDS * 1000,
    )
    assert start().wait(ENDS) == 0
    assert after.poll() is None


def test_the_first_window_is_asked_to_come_to_the_front(
    start: Start,
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    database_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    first = OneWindow(database_url(str(database_file)))
    assert first.claim()
    with qtbot.waitSignal(first.wanted, timeout=ENDS * 1000):
        second = start()
    assert second.wait(ENDS) == 0
    first.release()


def test_the_name_tells_nothing(database_file: Path) -> None:
    name = meeting_name(database_url(str(database_file)))
    assert str(database_file.parent.name) not in name
    assert name != meeting_name("postgresql://him@db.example/himdesk")
