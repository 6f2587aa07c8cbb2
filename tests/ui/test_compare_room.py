# SPDX-License-Identifier: Apache-2.0
"""The compare screen says where to begin, and gives its width to what needs it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from himdesk.ui.compare.evidence import EvidencePane
from himdesk.ui.compare.fields import shared
from himdesk.ui.compare.panel import ComparePanel
from himdesk.ui.compare.values import WarningLine
from himdesk.ui.compare.warnings import WarningList
from himdesk.ui.look.fonts import Type, tabular
from himdesk.ui.look.theme import Look
from himdesk.ui.look.tokens import LIGHT
from ui import samples

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_an_empty_comparison_says_where_to_begin_and_offers_it(qtbot: QtBot) -> None:
    panel = ComparePanel(Look(LIGHT))
    qtbot.addWidget(panel)
    panel.resize(1200, 800)
    panel.show()
    swap = panel.findChild(QPushButton, "swap-survivor")
    find = panel.findChild(QPushButton, "compare-empty-action")
    assert swap is not None
    assert find is not None
    assert not swap.isEnabled()
    with qtbot.waitSignal(panel.charts_wanted):
        QTest.mouseClick(find, Qt.MouseButton.LeftButton)
    panel.show_comparison(samples.a_comparison())
    assert swap.isEnabled()
    assert not find.isVisible()


def test_values_have_their_room_before_what_is_said_of_them() -> None:
    assert shared(600, (100, 200, 200), (0, 50, 50)) == [100, 250, 250]
    assert shared(660, (100, 200, 200), (0, 50, 50)) == [120, 270, 270]
    assert shared(250, (100, 200, 200), (0, 50, 50)) == [78, 85, 85]


@pytest.mark.parametrize("width", [1100, 1260])
def test_no_value_of_the_result_is_cut_where_there_is_room(
    qtbot: QtBot, styled: QApplication, width: int
) -> None:
    panel = ComparePanel(look := Look(LIGHT))
    qtbot.addWidget(panel)
    panel.resize(width, 820)
    panel.show()
    panel.show_comparison(view := samples.a_comparison())
    table = panel.fields
    given = table.columnWidth(table.fields.column_of("result"))
    words = QFontMetrics(tabular(look.type.body()))
    longest = max(words.horizontalAdvance(row.result.text or "") for row in view.rows)
    assert longest + look.px(16) + 24 <= given
    columns = range(table.fields.columnCount())
    assert sum(map(table.columnWidth, columns)) <= table.viewport().width()


@pytest.mark.parametrize(("scale", "width", "least"), [(1.0, 1260, 210), (1.5, 1200, 170)])
def test_each_of_three_charts_has_room_for_whose_it_is(
    qtbot: QtBot, scale: float, width: int, least: int
) -> None:
    panel = ComparePanel(Look(LIGHT, Type(scale)))
    qtbot.addWidget(panel)
    panel.resize(width, 820)
    panel.show()
    panel.show_comparison(samples.a_comparison(three=True))
    table = panel.fields
    assert min(table.columnWidth(table.fields.column_of(each)) for each in "ABC") >= least


def test_a_contradiction_is_graded_in_words_and_said_once(qtbot: QtBot) -> None:
    shown = WarningList(Look(LIGHT))
    qtbot.addWidget(shown)
    text = "Birth dates differ: 00123 1984-03-12, 00987 1984-12-03."
    shown.show_warnings((WarningLine("birth-date", "warn", "Birth dates differ", text),))
    said = [cell.text() for cell in shown.findChildren(QLabel) if cell.text()]
    assert said == ["Birth dates differ: worth a look", "00123 1984-03-12, 00987 1984-12-03."]


def test_a_bar_that_would_say_nothing_is_not_drawn(qtbot: QtBot) -> None:
    pane = EvidencePane(Look(LIGHT))
    qtbot.addWidget(pane)
    found = samples.an_evidence()
    faint = replace(found.explanation.bars[0], field="ids", title="Record number", bits=-0.02)
    bars = (*found.explanation.bars, faint)
    pane.show_evidence("AB", replace(found, explanation=replace(found.explanation, bars=bars)))
    assert "Record number" not in pane.bars.accessibleName()
