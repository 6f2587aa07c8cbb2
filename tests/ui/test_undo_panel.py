# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from himdesk.ui.undo.panel import UndoPanel
from ui import reach, samples

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from himdesk.ui.look.theme import Look


@pytest.fixture
def panel(qtbot: QtBot, look: Look) -> UndoPanel:
    made = UndoPanel(look)
    qtbot.addWidget(made)
    made.resize(1228, 700)
    made.show_view(samples.an_undo())
    made.show()
    return made


def test_the_models_keep_qts_rules(panel: UndoPanel, qtmodeltester: ModelTester) -> None:
    for table in (panel.home, panel.fields, panel.then, panel.decisions):
        qtmodeltester.check(table.rows)


def test_an_open_decision_blocks_the_review(panel: UndoPanel) -> None:
    assert not panel.review.isEnabled()
    view = samples.an_undo()
    decided = tuple(replace(d, chosen=d.chosen or "A") for d in view.decisions)
    panel.show_view(replace(view, decisions=decided))
    assert panel.review.isEnabled()


def test_f8_goes_round_the_open_ones(panel: UndoPanel, qtbot: QtBot) -> None:
    seen = []
    for _ in range(4):
        panel.next.click()
        seen.append(panel.decisions.current_key())
    assert seen == ["s1", "phone", "e3", "s1"]


def test_a_key_decides_and_enter_takes_the_suggestion(panel: UndoPanel, qtbot: QtBot) -> None:
    panel.decisions.choose_row("s1")
    with qtbot.waitSignal(panel.decided) as heard:
        qtbot.keyClick(panel.decisions, Qt.Key.Key_2)
    assert heard.args == ["s1", "B"]
    panel.decisions.choose_row("e3")
    with qtbot.waitSignal(panel.suggestion_taken) as heard:
        qtbot.keyClick(panel.decisions, Qt.Key.Key_Return)
    assert heard.args == ["e3"]


def test_what_follows_by_rule_cannot_be_chosen(panel: UndoPanel, qtbot: QtBot) -> None:
    panel.decisions.choose_row("r1")
    with qtbot.assertNotEmitted(panel.decided):
        qtbot.keyClick(panel.decisions, Qt.Key.Key_2)


def test_the_counts_add_up(panel: UndoPanel) -> None:
    assert panel.bar.accessibleName() == "A 121, undecided 2, B 95"
    assert "121 + 2 + 95 = 218" in panel._sums.accessibleName()


def test_a_possible_misdirected_disclosure_is_named(panel: UndoPanel) -> None:
    assert panel.misdirected.isVisible()
    assert "R-2207" in panel.misdirected.accessibleName()


def test_everything_has_a_name_and_is_reached_by_tab(panel: UndoPanel, qtbot: QtBot) -> None:
    reach.assert_reachable(qtbot, panel)
