# SPDX-License-Identifier: Apache-2.0
"""What is drawn rather than built: evidence and timelines, by keys and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt

from himdesk.ui.widgets.timelines.timeline import Timeline
from himdesk.ui.widgets.timelines.timeline_values import (
    SHORTEST,
    Band,
    Lane,
    Stay,
    Stroke,
    TimelineView,
    Window,
    day,
    ticks,
)
from himdesk.ui.widgets.waterfall import Evidence, Step, Waterfall, signed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from himdesk.ui.look.theme import Look

EVIDENCE = Evidence(
    -7.0,
    (Step("name", "Name", 8.0), Step("dob", "Birth date", -0.5, "day and month swapped")),
    (("likely", 2.0),),
)
VIEW = TimelineView(
    (Lane("A", "00123"), Lane("B", "00987")),
    (Stay("A", day(2024), day(2024, 2), inpatient=True), Stay("B", day(2026))),
    (Stroke("A", day(2025)),),
    (Band(day(2024), day(2024, 1, 5), "two beds"),),
)


@pytest.fixture
def waterfall(look: Look, qtbot: QtBot) -> Waterfall:
    made = Waterfall(look, name="evidence")
    qtbot.addWidget(made)
    made.show_evidence(EVIDENCE)
    made.resize(600, 140)
    made.show()
    return made


def test_the_sum_adds_up_and_is_said() -> None:
    assert EVIDENCE.total == pytest.approx(0.5)
    assert EVIDENCE.words == "Evidence: Name +8.0, Birth date −0.5; sum +0.5"
    assert signed(-0.04) == "−0.0"


def test_a_click_on_a_bar_points_to_its_field(waterfall: Waterfall, qtbot: QtBot) -> None:
    wide = [x for x in range(0, 600, 5) if waterfall.column_of(x) == 1]
    with qtbot.waitSignal(waterfall.pointed) as heard:
        qtbot.mouseClick(waterfall, Qt.MouseButton.LeftButton, pos=QPoint(wide[len(wide) // 2], 70))
    assert heard.args == ["dob"]
    assert "day and month swapped" in waterfall.accessibleDescription()


def test_a_click_on_start_or_sum_points_to_nothing(waterfall: Waterfall, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(waterfall.pointed):
        for x in (10, 80, 590):
            qtbot.mouseClick(waterfall, Qt.MouseButton.LeftButton, pos=QPoint(x, 70))


def test_arrows_walk_the_bars_and_stop_at_the_ends(waterfall: Waterfall, qtbot: QtBot) -> None:
    heard: list[str] = []
    waterfall.pointed.connect(heard.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(waterfall, key)
    assert heard == ["name", "dob", "dob", "name"]


def test_evidence_without_steps_can_be_drawn(look: Look, qtbot: QtBot) -> None:
    made = Waterfall(look, name="none")
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    assert not made.grab().isNull()


@pytest.fixture
def timeline(look: Look, qtbot: QtBot) -> Timeline:
    made = Timeline(look, name="time")
    qtbot.addWidget(made)
    made.show_view(VIEW)
    made.resize(800, 160)
    made.show()
    return made


def length(timeline: Timeline) -> float:
    window = timeline.window_of_days
    assert window is not None
    return window.last - window.first


def test_plus_and_minus_zoom_and_0_shows_all(timeline: Timeline, qtbot: QtBot) -> None:
    whole = length(timeline)
    qtbot.keyClick(timeline, Qt.Key.Key_Plus)
    assert length(timeline) == pytest.approx(whole * 0.6)
    qtbot.keyClick(timeline, Qt.Key.Key_Minus)
    assert length(timeline) == pytest.approx(whole)
    qtbot.keyClick(timeline, Qt.Key.Key_Plus)
    qtbot.keyClick(timeline, Qt.Key.Key_0)
    assert length(timeline) == pytest.approx(whole)


def test_zooming_ends_at_two_weeks(timeline: Timeline) -> None:
    for _ in range(50):
        timeline.zoom_in()
    assert length(timeline) == pytest.approx(SHORTEST)
    assert not timeline.grab().isNull()


def test_arrows_move_within_what_there_is(timeline: Timeline, qtbot: QtBot) -> None:
    timeline.zoom_in()
    for _ in range(20):
        qtbot.keyClick(timeline, Qt.Key.Key_Left)
    window = timeline.window_of_days
    assert window is not None
    assert window.first == pytest.approx(window.whole[0])


def test_the_same_extent_keeps_the_zoom(timeline: Timeline) -> None:
    timeline.zoom_in()
    before = timeline.window_of_days
    timeline.show_view(VIEW)
    assert timeline.window_of_days == before
    timeline.show_view(TimelineView(VIEW.lanes, VIEW.stays[:1]))
    assert timeline.window_of_days != before


def test_a_screen_reader_hears_what_is_on_the_lanes(timeline: Timeline) -> None:
    said = timeline.accessibleDescription()
    assert said == (
        "A 00123: 1 encounters, 1 documents; B 00987: 1 encounters, 0 documents; two beds"
    )


def test_nothing_with_a_date_is_a_designed_state(look: Look, qtbot: QtBot) -> None:
    made = Timeline(look, name="none")
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    qtbot.keyClick(made, Qt.Key.Key_Plus)
    assert made.window_of_days is None
    assert not made.grab().isNull()


def test_ticks_are_years_months_weeks_or_days_as_there_is_room() -> None:
    assert [words for _, words in ticks(day(2023, 6), day(2026), 10)] == [
        "2023", "2024", "2025", "2026",
    ]  # fmt: skip
    assert [words for _, words in ticks(day(2023, 11), day(2024, 1, 9), 9)] == [
        "2023-11", "2023-12", "2024-01", "2024-02",
    ]  # fmt: skip
    assert [words for _, words in ticks(day(2023, 12, 20), day(2024, 1, 9), 8)] == [
        "2023-12-21", "12-28", "2024-01-04",
    ]  # fmt: skip
    assert len(ticks(day(2024, 1, 1), day(2024, 1, 15), 20)) == 15
    assert len(ticks(day(1930), day(2026), 6)) <= 7


def test_a_window_never_leaves_what_there_is() -> None:
    window = Window.around((0.0, 100.0))
    assert window.zoomed(3.0) == window
    assert window.zoomed(0.5, about=0.0).first == 0.0
    assert window.zoomed(0.5).moved(5).last == 100.0
