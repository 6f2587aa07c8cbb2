# SPDX-License-Identifier: Apache-2.0
"""Whether everything on a screen can be reached without a mouse and named by a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

MOST = 200
PARTS = 3
"""Through the year, the month and the day of a date Tab goes one by one."""


def focusable(screen: QWidget) -> list[QWidget]:
    """The widgets that Tab should reach."""
    return [
        widget
        for widget in screen.findChildren(QWidget)
        if widget.isVisibleTo(screen)
        and widget.isEnabledTo(screen)
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not widget.objectName().startswith("qt_")
    ]


def name_of(widget: QWidget) -> str:
    """What a screen reader would say."""
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def reached_by_tab(screen: QWidget) -> list[QWidget]:
    """The widgets that get the focus when Tab is pressed again and again."""
    seen: list[QWidget] = []
    stays = 0
    for _ in range(MOST):
        now = QApplication.focusWidget()
        stays = stays + 1 if seen and now is seen[-1] else 0
        if now is None or now in seen[:-1] or stays == PARTS:
            break
        if not stays:
            seen.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return seen


def assert_reachable(qtbot: QtBot, screen: QWidget) -> None:
    """Every widget that takes the focus has a name, an object name, and Tab reaches it."""
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    wanted = focusable(screen)
    assert wanted, "nothing on this screen takes the focus"
    wanted[0].setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    nameless = [type(w).__name__ + " " + w.objectName() for w in wanted if not name_of(w)]
    unfindable = [name_of(w) for w in wanted if not w.objectName()]
    reached = reached_by_tab(screen)
    missed = [w.objectName() for w in wanted if w not in reached]
    assert not nameless, f"no name for a screen reader: {nameless}"
    assert not unfindable, f"no object name: {unfindable}"
    assert not missed, f"Tab does not reach {missed}"
