# SPDX-License-Identifier: Apache-2.0
"""The garbage collector works in the window's thread, and in no other while a window is open."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

import pytest

from himdesk.ui.collecting import collecting_here

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def make_cycles() -> None:
    for _ in range(3 * gc.get_threshold()[0]):
        cycle: list[object] = []
        cycle.append(cycle)


@pytest.mark.may_freeze("what other tests left is collected, too")
def test_cycles_that_another_thread_makes_are_collected_in_the_window_s(qtbot: QtBot) -> None:
    collected: list[int] = []

    def heard(phase: str, _about: dict[str, int]) -> None:
        if phase == "stop":
            collected.append(threading.get_ident())

    before = gc.isenabled()
    gc.callbacks.append(heard)
    try:
        with collecting_here():
            other = threading.Thread(target=make_cycles)
            other.start()
            other.join()
            assert collected == []
            qtbot.waitUntil(lambda: bool(collected))
    finally:
        gc.callbacks.remove(heard)
    assert set(collected) == {threading.get_ident()}
    assert gc.isenabled() == before
