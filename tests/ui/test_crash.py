# SPDX-License-Identifier: Apache-2.0
"""An unforeseen error: what is said of it holds no patient's data, on screen or on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from himdesk.domain.times import earliest
from himdesk.ui.frame.crash import CrashDialog, CrashReport
from himdesk.ui.parts.message import MessageStrip

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from himdesk.ui.look.theme import Look

SECRET = "Quillfeather 1984-03-12"


def failure() -> Exception:
    """An error out of the program itself, whose words hold what must not be told."""
    try:
        earliest(SECRET)
    except ValueError as error:
        return error
    raise AssertionError


def test_the_dialog_names_places_and_no_values(
    styled: QApplication,
    qtbot: QtBot,
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = CrashReport()
    error = failure()
    report(type(error), error, error.__traceback__)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CrashDialog)
    said = f"{dialog.text()} {dialog.informativeText()} {dialog.detailedText()}"
    assert "ValueError" in said
    assert "domain/times.py:" in said
    told = said + capsys.readouterr().err
    assert "Quillfeather" not in told
    assert "1984" not in told
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_the_strip_shows_details_when_asked(look: Look, qtbot: QtBot) -> None:
    strip = MessageStrip(look, name="strip")
    qtbot.addWidget(strip)
    strip.show_error(failure())
    more = strip.findChild(QLabel, "strip-more")
    details = strip.findChild(QAbstractButton, "strip-details")
    assert more is not None
    assert details is not None
    assert not more.isVisible()
    qtbot.mouseClick(details, Qt.MouseButton.LeftButton)
    assert more.isVisible()
    assert "ValueError" in more.text()
    assert "Quillfeather" not in more.text()
    qtbot.mouseClick(details, Qt.MouseButton.LeftButton)
    assert not more.isVisible()
    strip.show_done("Done.")
    assert not details.isVisible()
