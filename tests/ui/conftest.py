# SPDX-License-Identifier: Apache-2.0
"""What the tests of windows share: the program's look, and tasks that are done at once."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent

from himdesk.ui.look import fonts, theme
from himdesk.ui.look.theme import Look
from himdesk.ui.session import STATION
from himdesk.ui.tasks import Tasks
from ui.watchdog import ExcusedAtOnce, WatchedApplication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session")
def qapp_cls() -> type[WatchedApplication]:
    """The application of all tests of windows: it times its events.

    Tasks that are done at once would time the reading of modules too: those are read by then.
    """
    import_module(STATION)
    return WatchedApplication


@pytest.fixture(autouse=True)
def _no_event_freezes_the_window(
    qapp: WatchedApplication, request: pytest.FixtureRequest
) -> Iterator[None]:
    """The test fails in which one event kept the window's thread too long, or says why it may."""
    qapp.watch.begin()
    yield
    if request.node.get_closest_marker("may_freeze") is not None:
        return
    assert not qapp.watch.late, f"the window was frozen by {qapp.watch.late}"


@pytest.fixture(scope="session")
def styled(qapp: QApplication) -> QApplication:
    """The application with the program's faces and style."""
    fonts.load()
    theme.apply(qapp, Look())
    return qapp


@pytest.fixture(autouse=True)
def _no_window_outlives_its_test(qapp: QApplication) -> Iterator[None]:
    """Windows that stay are restyled with each new one, and cost memory."""
    yield
    for window in qapp.topLevelWidgets():
        window.close()
        window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen says what it can not do on showing windows and menus."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture
def look(styled: QApplication) -> Look:
    """The look that widgets draw themselves with."""
    return Look()


@pytest.fixture
def tasks(qapp: WatchedApplication, styled: QApplication) -> Tasks:
    """Work is done as soon as it is asked for."""
    return Tasks(ExcusedAtOnce(qapp.watch))
