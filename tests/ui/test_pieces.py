# SPDX-License-Identifier: Apache-2.0
"""Buttons, switches, progress and states, by keys and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from himdesk.ui.look.fonts import Type
from himdesk.ui.look.theme import Look
from himdesk.ui.parts.button import ActionButton
from himdesk.ui.widgets.pages.pdf import PdfPages
from himdesk.ui.widgets.progress import ProgressStrip, progress_text
from himdesk.ui.widgets.state import State, StatePanel
from himdesk.ui.widgets.switch import ChoiceSwitch
from himdesk.ui.widgets.tables.cell import Choice
from services.papers import a_pdf

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ABC = Choice(("A", "B", "both"), suggested="B", needed=True)


@pytest.fixture
def switch(look: Look, qtbot: QtBot) -> ChoiceSwitch:
    made = ChoiceSwitch(look, ABC, name="keep", label="Birth date")
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    return made


@pytest.mark.parametrize(
    ("key", "option"),
    [
        (Qt.Key.Key_1, "A"),
        (Qt.Key.Key_3, "both"),
        (Qt.Key.Key_Right, "A"),
        (Qt.Key.Key_Return, "B"),
        (Qt.Key.Key_B, "B"),
    ],
)
def test_keys_choose(switch: ChoiceSwitch, qtbot: QtBot, key: Qt.Key, option: str) -> None:
    with qtbot.waitSignal(switch.chosen) as heard:
        qtbot.keyClick(switch, key)
    assert heard.args == [option]


def test_arrows_go_on_from_what_is_chosen(switch: ChoiceSwitch, qtbot: QtBot) -> None:
    switch.show_chosen("B")
    heard: list[str] = []
    switch.chosen.connect(heard.append)
    qtbot.keyClick(switch, Qt.Key.Key_Right)
    qtbot.keyClick(switch, Qt.Key.Key_Left)
    assert heard == ["both", "A"]


def test_a_click_chooses_what_is_under_it(switch: ChoiceSwitch, qtbot: QtBot) -> None:
    heard: list[str] = []
    switch.chosen.connect(heard.append)
    middle = switch.height() // 2
    for x in (10, 45, switch.width() - 10):
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(x, middle))
    assert heard == ["A", "B", "both"]


def test_the_switch_holds_nothing_by_itself(switch: ChoiceSwitch, qtbot: QtBot) -> None:
    qtbot.keyClick(switch, Qt.Key.Key_1)
    assert switch.choice == ABC
    assert switch.accessibleName() == "Birth date: nothing chosen of A, B, both, B suggested"
    switch.show_chosen("A")
    assert "A chosen of" in switch.accessibleName()


def test_other_keys_are_left_to_the_screen(switch: ChoiceSwitch, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(switch.chosen):
        qtbot.keyClick(switch, Qt.Key.Key_4)
        qtbot.keyClick(switch, Qt.Key.Key_X)


@pytest.mark.parametrize(
    ("done", "whole", "seconds", "text"),
    [
        (0, 0, 0.0, ""),
        (1240, 0, 3.0, "1,240"),
        (10, 5000, 3.0, "10 of 5,000"),
        (1250, 5000, 10.0, "1,250 of 5,000, about 30 s"),
        (1250, 5000, 100.0, "1,250 of 5,000, about 5 min"),
        (5000, 5000, 40.0, "5,000 of 5,000"),
    ],
)
def test_progress_says_how_long_it_may_take(
    done: int, whole: int, seconds: float, text: str
) -> None:
    assert progress_text(done, whole, seconds) == text


def test_progress_can_be_stopped_once(look: Look, qtbot: QtBot) -> None:
    strip = ProgressStrip(look, name="import")
    qtbot.addWidget(strip)
    assert not strip.isVisible()
    strip.begin("Importing…")
    strip.show_progress(50, 100, 10.0)
    assert "50 of 100" in strip.accessibleName()
    with qtbot.waitSignal(strip.cancelled):
        qtbot.mouseClick(strip.button, Qt.MouseButton.LeftButton)
    assert not strip.button.isEnabled()
    strip.end()
    assert not strip.isVisible()


@pytest.fixture
def screen(look: Look, qtbot: QtBot) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    for name, key in (("merge", "Ctrl+Return"), ("skip", "S")):
        column.addWidget(ActionButton(look, name.title(), name=name, key=key, kind="primary"))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_buttons_key_presses_it(screen: QWidget, qtbot: QtBot) -> None:
    button = screen.findChild(ActionButton, "merge")
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_buttons_key_does_nothing_while_it_is_off(screen: QWidget, qtbot: QtBot) -> None:
    button = screen.findChild(ActionButton, "merge")
    button.setEnabled(False)
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_button_says_its_effect_and_its_key(screen: QWidget) -> None:
    button = screen.findChild(ActionButton, "merge")
    button.say("Merge 00987 into 00123 & sign")
    assert button.accessibleName() == "Merge 00987 into 00123 & sign"
    assert button.toolTip() == "Merge 00987 into 00123 & sign (Ctrl+Enter)"


@pytest.mark.parametrize("kind", ["primary", "secondary", "flat", "link"])
def test_a_button_grows_with_its_words_and_the_text(
    styled: object, qtbot: QtBot, kind: str
) -> None:
    small, large = Look(), Look(type=Type(1.5))
    wide = {}
    for name, look in (("small", small), ("large", large)):
        button = ActionButton(look, "Merge", name=name, kind=kind, icon_name="merge", key="M")
        qtbot.addWidget(button)
        before = button.sizeHint().width()
        button.say("Merge 00987 into 00123")
        assert button.minimumSizeHint().width() > before
        wide[name] = button.sizeHint()
        button.grab()
    assert wide["large"].width() > 1.4 * wide["small"].width()
    assert wide["large"].height() == pytest.approx(1.5 * wide["small"].height(), abs=1)


@pytest.mark.parametrize("kind", ["empty", "loading", "stale", "refused"])
def test_a_state_says_what_to_do(look: Look, qtbot: QtBot, kind: str) -> None:
    panel = StatePanel(look, name="state")
    qtbot.addWidget(panel)
    panel.show()
    panel.show_state(State(kind, "Nobody found", "Try fewer letters.", "Clear"))
    assert panel.accessibleName() == "Nobody found Try fewer letters."
    with qtbot.waitSignal(panel.acted):
        qtbot.mouseClick(panel.findChild(ActionButton), Qt.MouseButton.LeftButton)
    panel.show_state(State(kind, "Nobody found"))
    assert not panel.findChild(ActionButton).isVisible()


def test_the_bar_of_a_pdf_s_pages_keeps_its_place(qtbot: QtBot) -> None:
    """Pages that grew when the bar goes would bring it back: the window froze at some heights."""
    window = QWidget()
    qtbot.addWidget(window)
    view = PdfPages(window, name="pages", title="Pages")
    window.resize(400, 900)
    view.resize(400, 900)
    window.show()
    qtbot.waitExposed(window)
    for pages in (1, 3, 1):
        view.show_pdf(a_pdf(*("Page",) * pages))
        qtbot.waitUntil(lambda: (view.verticalScrollBar().maximum() > 0) == (pages > 1))  # noqa: B023 - awaited
        assert view.verticalScrollBar().isVisible()
