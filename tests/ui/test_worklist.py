# SPDX-License-Identifier: Apache-2.0
"""The work list in real windows, by keys and mouse only, on both databases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from himdesk.services.downstream.systems import CORRECTED as SYSTEMS
from himdesk.services.worklist.values import AMENDMENT, DOWNSTREAM, Filter
from himdesk.store.desk import access, work
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.tour.hands import CONTROL, Hands
from himdesk.ui.widgets.tables.table import CellTable
from himdesk.ui.workstation import Workstation
from services.hospital import Hospital
from services.worklists import an_overlay, put, two_pairs
from ui.reach import assert_reachable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks


@pytest.fixture
def hospital(made_database: str) -> Iterator[Hospital]:
    made = Hospital.open(made_database)
    two_pairs(made)
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


@pytest.fixture
def open_window(hospital: Hospital, look: Look, tasks: Tasks, qtbot: QtBot) -> Iterator[Opening]:
    opening = Opening(hospital, look, tasks, qtbot)
    yield opening
    for station in opening.stations:
        station.window.close()


class Opening:
    """Opens windows for people."""

    def __init__(self, hospital: Hospital, look: Look, tasks: Tasks, qtbot: QtBot) -> None:
        self.hospital, self.look, self.tasks, self.qtbot = hospital, look, tasks, qtbot
        self.stations: list[Workstation] = []

    def __call__(self, who: str) -> Workstation:
        station = Workstation(self.hospital.desk(who), self.look, self.tasks)
        station.window.resize(1280, 800)
        with self.qtbot.waitExposed(station.window):
            station.window.show()
        station.window.activateWindow()
        self.stations.append(station)
        return station


def words(station: Workstation, case: str) -> str:
    model = station.worklist.panel.table.list
    place = model.place(case)
    return " | ".join(str(model.index(place, c).data()) for c in range(1, model.columnCount()))


def shown(station: Workstation) -> QWidget:
    screen = station.window.stack.currentWidget()
    assert screen is not None
    return screen


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key goes to whatever has the focus."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)


def in_list(station: Workstation, hands: Hands, key: Qt.Key) -> None:
    """A key on the list, once its window is the active one again."""
    station.window.activateWindow()
    hands.wait("active", station.window.isActiveWindow)
    hands.key(station.worklist.panel.table, key)


def text_into(hands: Hands, window: QWidget, name: str, text: str) -> None:
    hands.type(hands.find(window, QLineEdit, name), text)


def click(hands: Hands, window: QWidget, name: str) -> None:
    hands.click(hands.find(window, QAbstractButton, name))


def test_the_list_is_the_first_screen_with_counts(open_window: Opening) -> None:
    station = open_window("clerk")
    assert shown(station) is station.worklist.panel
    assert station.worklist.panel.table.list.ids == ("pair-1", "pair-2")
    said = words(station, "pair-1")
    for part in ("Duplicate", "QUILLFEATHER, Maria", "0012-B", "96.0 %", "free"):
        assert part in said
    rows = station.worklist.panel.queues.rows.rows
    queues = {row.cells[0].words: row.cells[1].words for row in rows if not row.heading}
    assert queues["Potential duplicates"] == "2"
    assert "Release requests" not in queues


def test_whoever_stays_at_a_pair_sees_in_what_it_differs_and_that_is_logged(
    open_window: Opening, hands: Hands, hospital: Hospital
) -> None:
    station = open_window("clerk")
    panel = station.worklist.panel
    strip, known = panel.detail, station.worklist.presenter.differ
    hands.wait("listed", lambda: panel.current() == "pair-1")
    hands.wait("compared", lambda: "pair-1" in known)
    shown = [line.accessibleName() for cells in strip._fields for line in cells]
    assert "First name" in shown
    assert strip._beside.isVisible()
    with hospital.database.read() as session:
        seen = [each.verb for each in access.entries(session, limit=50)]
    assert seen.count("compare") == 2  # a look at both charts
    in_list(station, hands, Qt.Key.Key_Down)
    hands.wait("the next", lambda: "pair-2" in known)
    in_list(station, hands, Qt.Key.Key_Up)
    hands.wait("back", strip._beside.isVisible)


def test_s1_by_keyboard_only_in_at_most_twelve_keys(
    open_window: Opening, hands: Hands, hospital: Hospital, qtbot: QtBot
) -> None:
    station = open_window("clerk")
    pressed = 0

    def key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        nonlocal pressed
        pressed += 1
        press(key, modifier)

    assert QApplication.focusWidget() is station.worklist.panel.table
    key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: station.comparing.comparison is not None)
    assert shown(station) is station.compare
    assert hospital.desk("clerk").worklist.rows(["pair-1"])[0].mine
    fields = station.compare.fields
    review = hands.find(station.window, QAbstractButton, "review-merge")
    while not review.isEnabled() and pressed < 12:
        row = fields.currentIndex()
        open_ = row.isValid() and fields.fields.row(row).open
        key(Qt.Key.Key_A if open_ else Qt.Key.Key_Down)
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shown(station) is station.reviewing.panel)
    assert pressed <= 12
    assert hospital.chart("B").patient.replaced_by is None


def merge(station: Workstation, hands: Hands, case: str) -> None:
    """From the row to the confirmed merge, by keys."""
    table = station.worklist.panel.table
    hands.click_cell(table, table.list.place(case), 3)
    hands.key(table, Qt.Key.Key_Return)
    confirm(station, hands)


def confirm(station: Workstation, hands: Hands) -> None:
    hands.wait("compared", lambda: station.comparing.comparison is not None)
    click(hands, station.window, "review-merge")
    hands.type(hands.find(station.window, QPlainTextEdit, "review-reason"), "registered twice")
    click(hands, station.window, "review-confirm")


def test_after_a_decision_the_next_case_opens_by_itself(
    open_window: Opening, hands: Hands, hospital: Hospital
) -> None:
    station = open_window("clerk")
    merge(station, hands, "pair-2")
    hands.wait("merged", lambda: station.reviewing.carried == 1)
    assert hospital.chart("D").patient.replaced_by == "C"
    hands.wait("next", lambda: station.comparing.mrns == ("0012-A", "0012-B"))
    assert shown(station) is station.compare
    assert "Merged" in station.compare.message.accessibleName()
    assert station.compare.message.isVisible()
    assert hospital.desk("clerk").worklist.rows(["pair-1"])[0].mine


def test_what_another_clerk_has_is_shown_and_only_read(
    open_window: Opening, hands: Hands, hospital: Hospital
) -> None:
    one, two = open_window("clerk"), open_window("clerk2")
    hands.key(one.worklist.panel.table, Qt.Key.Key_Return)
    hands.wait("compared", lambda: one.comparing.comparison is not None)
    hands.key(two.worklist.panel.table, Qt.Key.Key_Return)
    hands.wait("compared", lambda: two.comparing.comparison is not None)
    assert "Clerk has this since 03:0" in two.compare.message.accessibleName()
    assert not hands.find(two.window, QAbstractButton, "review-merge").isEnabled()
    assert not one.compare.held
    hands.key(two.window, Qt.Key.Key_Escape)
    hands.wait("back", lambda: shown(two) is two.worklist.panel)
    assert "Clerk since 03:0" in words(two, "pair-1")
    hands.key(two.worklist.panel.table, Qt.Key.Key_K)
    text_into(hands, two.window, "ask-for-text", "I know her")
    click(hands, two.window, "ask-for-go")
    said = hospital.desk("clerk").casework.said("pair-1")
    assert [(s.by, s.verb) for s in said] == [("clerk", "claim"), ("clerk2", "ask for")]


def test_both_merge_and_the_second_is_told_in_one_sentence(
    open_window: Opening, hands: Hands, hospital: Hospital
) -> None:
    one, two = open_window("clerk"), open_window("clerk2")
    table = one.worklist.panel.table
    hands.click_cell(table, table.list.place("pair-2"), 3)
    hands.key(table, Qt.Key.Key_Return)
    hands.wait("compared", lambda: one.comparing.comparison is not None)
    click(hands, one.window, "review-merge")
    hands.type(hands.find(one.window, QPlainTextEdit, "review-reason"), "registered twice")
    hospital.desk("supervisor").casework.assign(["pair-2"], "clerk2")
    click(hands, two.window, "rail-worklist")
    merge(two, hands, "pair-2")
    hands.wait("merged", lambda: two.reviewing.carried == 1)
    click(hands, one.window, "review-confirm")
    hands.wait("refused", one.reviewing.panel.message.isVisible)
    assert one.reviewing.carried == 0
    assert "0012-" in one.reviewing.panel.message.accessibleName()
    assert hospital.chart("D").patient.replaced_by == "C"
    click(hands, one.window, "rail-worklist")
    hands.wait("list", lambda: "pair-2" not in one.worklist.panel.table.list.ids)


def test_a_row_resolved_meanwhile_says_by_whom(
    open_window: Opening, hospital: Hospital, qtbot: QtBot
) -> None:
    station = open_window("clerk")
    hospital.desk("clerk2").corrections.merge("0012-C", ["0012-D"], reason="registered twice")
    with qtbot.waitSignal(station.worklist.panel.looked_again, timeout=25_000):
        station.worklist.panel._again.setInterval(10)
    assert "resolved by Clerk2" in words(station, "pair-2")


def test_taking_commenting_asking_and_snoozing_by_their_keys(
    open_window: Opening, hands: Hands, hospital: Hospital
) -> None:
    station = open_window("clerk")
    table = station.worklist.panel.table
    hands.click_cell(table, 0, 3)
    in_list(station, hands, Qt.Key.Key_T)
    hands.wait("taken", lambda: "yours since" in words(station, "pair-1"))
    in_list(station, hands, Qt.Key.Key_M)
    text_into(hands, station.window, "ask-comment-text", "The ward says twins")
    click(hands, station.window, "ask-comment-go")
    hands.wait("said", lambda: len(hospital.desk("clerk").casework.said("pair-1")) == 2)
    in_list(station, hands, Qt.Key.Key_I)
    text_into(hands, station.window, "ask-information-text", "Which birth date?")
    click(hands, station.window, "ask-information-go")
    hands.wait("waits", lambda: "pair-1" not in table.list.ids)
    assert table.list.ids == ("pair-2",)
    in_list(station, hands, Qt.Key.Key_Z)
    click(hands, station.window, "ask-snooze-go")
    hands.wait("asleep", lambda: table.list.ids == ())
    assert hospital.desk("clerk").worklist.ids(Filter(snoozed=True)) == ("pair-1", "pair-2")


def from_palette(station: Workstation, hands: Hands, words: str) -> None:
    """An action by its words, through the command palette."""
    station.window.activateWindow()
    hands.wait("active", station.window.isActiveWindow)
    hands.key(station.window, Qt.Key.Key_K, CONTROL)
    field = station.window.palette_of_commands.field
    hands.wait("the palette", field.isVisible)
    hands.type(field, words)
    hands.key(field, Qt.Key.Key_Return)


def to(station: Workstation, hands: Hands, name: str, who: str) -> None:
    """Choose a person in a question by keys."""
    box = hands.find(station.window, QComboBox, name)
    hands.key(box, Qt.Key.Key_Home)
    while box.currentData() != who:
        at = box.currentIndex()
        hands.key(box, Qt.Key.Key_Down)
        assert box.currentIndex() != at, f"{who} is not offered"


def test_the_systems_of_a_merge_are_ticked_by_keys_several_at_once(
    open_window: Opening, hands: Hands, hospital: Hospital
) -> None:
    hospital.desk("admin").settings.change({SYSTEMS: "Laboratory: move\nPACS: move\nHIE: send"})
    clerk = hospital.desk("clerk")
    clerk.corrections.merge("0012-C", ["0012-D"], reason="registered twice")
    station = open_window("clerk")
    table = station.worklist.panel.table
    (case,) = clerk.worklist.ids(Filter(kind=DOWNSTREAM))
    hands.click_cell(table, table.list.place(case), 3)
    hands.key(table, Qt.Key.Key_Return)
    tasks = hands.find(station.window, CellTable, "downstream-tasks")
    record = hands.find(station.window, QAbstractButton, "downstream-go")
    assert clerk.worklist.rows([case])[0].mine
    assert not record.isEnabled()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
        hands.key(tasks, key)
    hands.key(tasks, Qt.Key.Key_Return)
    evidence = hands.find(station.window, QLineEdit, "downstream-evidence")
    hands.key(evidence, Qt.Key.Key_Return)
    message = hands.find(station.window, MessageStrip, "downstream-message")
    assert "how it is known" in message.accessibleName()
    hands.type(evidence, "printed worklists")
    hands.key(evidence, Qt.Key.Key_Return)
    assert "2 systems recorded" in message.accessibleName()
    click(hands, station.window, "downstream-all")
    hands.type(evidence, "J. Ortiz called")
    hands.key(evidence, Qt.Key.Key_Return)
    hands.wait("done", lambda: case not in table.list.ids)
    assert "nothing is open" in station.worklist.panel.message.accessibleName()
    done = clerk.downstream.find(closed=True)[0].tasks
    assert [task.evidence for task in done] == ["printed worklists"] * 2 + ["J. Ortiz called"]


def test_a_case_is_handed_over_and_work_is_delegated_in_absence(
    open_window: Opening, hands: Hands, hospital: Hospital
) -> None:
    other = hospital.desk("clerk2")
    station = open_window("clerk")
    hands.click_cell(station.worklist.panel.table, 0, 3)
    in_list(station, hands, Qt.Key.Key_T)
    hands.wait("taken", lambda: "yours since" in words(station, "pair-1"))
    hands.key(station.worklist.panel.table, Qt.Key.Key_G, CONTROL)
    to(station, hands, "ask-hand-over-person", "clerk2")
    click(hands, station.window, "ask-hand-over-go")
    hands.wait("handed over", lambda: other.worklist.overview().mine == 1)
    from_palette(station, hands, "Delegate my work")
    to(station, hands, "ask-absence-person", "clerk2")
    click(hands, station.window, "ask-absence-go")

    def away() -> list[str]:
        return [each.name for each in other.casework.colleagues() if each.away]

    hands.wait("away", away)
    assert away() == ["clerk"]


def test_a_supervisor_gives_all_of_a_leaver_away_and_opens_a_case_again(
    open_window: Opening, hands: Hands, hospital: Hospital
) -> None:
    hospital.desk("clerk").casework.claim("pair-1")
    hospital.desk("clerk").casework.claim("pair-2")
    stays = hospital.desk("clerk2")
    overlay = an_overlay(hospital, "overlay", "C")
    with hospital.database.write("himdesk") as session:
        row = work.case(session, overlay)
        now = stays.context.now()
        work.put_case(session, replace(row, state=work.CLOSED, closed_at=now, closed_by="clerk"))
    station = open_window("supervisor")
    from_palette(station, hands, "Reassign all of somebody")
    to(station, hands, "ask-leaver-of", "clerk")
    to(station, hands, "ask-leaver-person", "clerk2")
    click(hands, station.window, "ask-leaver-go")
    hands.wait("given away", lambda: stays.worklist.overview().mine == 2)
    panel = station.worklist.panel
    model = panel.queues.model()
    titles = [str(model.index(i, 0).data()) for i in range(model.rowCount())]
    resolved = next(i for i, title in enumerate(titles) if "Lately" in title)
    hands.click_cell(panel.queues, resolved, 0)
    hands.wait("resolved", lambda: panel.table.list.ids == ("overlay",))
    in_list(station, hands, Qt.Key.Key_O)
    text_into(hands, station.window, "ask-reopen-text", "Two persons after all")
    click(hands, station.window, "ask-reopen-go")
    hands.wait("open", lambda: panel.table.list.ids == ())
    assert "overlay" in stays.worklist.ids(Filter())


def test_a_filter_is_saved_and_found_among_the_queues(open_window: Opening, hands: Hands) -> None:
    station = open_window("clerk")
    panel = station.worklist.panel
    text_into(hands, station.window, "worklist-filter", "0012-A")
    hands.click(hands.find(station.window, QAbstractButton, "worklist-save-filter"))
    text_into(hands, station.window, "ask-filter-text", "Mine to watch")
    click(hands, station.window, "ask-filter-go")

    def saved() -> list[int]:
        model = panel.queues.model()
        rows = range(model.rowCount())
        return [i for i in rows if "Mine to watch" in str(model.index(i, 0).data())]

    hands.wait("kept", saved)
    hands.click_cell(panel.queues, saved()[0], 0)
    hands.wait("shown", lambda: station.worklist.presenter.queue == "saved:Mine to watch")
    assert station.worklist.presenter.filter.text == "0012-A"


def test_not_the_same_person_takes_the_pair_out(
    open_window: Opening, hands: Hands, hospital: Hospital
) -> None:
    station = open_window("clerk")
    table = station.worklist.panel.table
    hands.click_cell(table, 1, 3)
    hands.key(table, Qt.Key.Key_N)
    text_into(hands, station.window, "ask-distinct-text", "twins")
    click(hands, station.window, "ask-distinct-go")
    hands.wait("gone", lambda: table.list.ids == ("pair-1",))


def test_a_supervisor_assigns_the_ticked_ones(
    open_window: Opening, hands: Hands, hospital: Hospital
) -> None:
    hospital.desk("clerk")
    station = open_window("supervisor")
    table = station.worklist.panel.table
    hands.click_cell(table, 0, 3)
    hands.key(table, Qt.Key.Key_Space)
    hands.click_cell(table, 1, 0)
    assert table.list.ticked == {"pair-1", "pair-2"}
    hands.key(table, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    person = hands.find(station.window, QComboBox, "ask-assign-person")
    hands.key(person, Qt.Key.Key_Home)
    assert person.currentData() == "clerk"
    click(hands, station.window, "ask-assign-go")
    hands.wait("assigned", lambda: "Clerk since" in words(station, "pair-2"))
    assert hospital.desk("clerk").worklist.overview().mine == 2


def test_queues_filters_and_orders_by_key(
    open_window: Opening, hands: Hands, hospital: Hospital, qtbot: QtBot
) -> None:
    an_overlay(hospital, "overlay", "C")
    put(hospital, "late", AMENDMENT, "A", due_at="2026-03-01")
    station = open_window("clerk")
    panel = station.worklist.panel
    assert "1 day over" in words(station, "late")
    hands.click_cell(panel.queues, 0, 0)
    hands.key(panel.queues, Qt.Key.Key_Down)
    hands.wait("duplicates", lambda: panel.table.list.ids == ("pair-1", "pair-2"))
    hands.key(panel.queues, Qt.Key.Key_Down)
    hands.wait("overlays", lambda: panel.table.list.ids == ("overlay",))
    hands.key(panel.queues, Qt.Key.Key_Up)
    text_into(hands, station.window, "worklist-filter", "thistlewood")
    hands.key(panel.text, Qt.Key.Key_Return)
    hands.wait("filtered", lambda: panel.table.list.ids == ("pair-2",))
    hands.key(station.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    text_into(hands, station.window, "ask-filter-text", "Thistles")
    click(hands, station.window, "ask-filter-go")
    qtbot.waitUntil(lambda: panel.queues.rows.row_of("queue:saved:Thistles") >= 0)
    hands.click_cell(panel.queues, 0, 0)
    hands.wait("all", lambda: len(panel.table.list.ids) == 4)
    header = panel.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(5) + 8, 8)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    hands.wait("sorted", lambda: panel.table.list.ids[0] == "late")
    hands.click_cell(panel.queues, panel.queues.rows.row_of("queue:saved:Thistles"), 0)
    hands.wait("kept", lambda: panel.table.list.ids == ("pair-2",))
    assert panel.text.text() == "thistlewood"


def test_an_overlay_opens_the_split(open_window: Opening, hands: Hands, hospital: Hospital) -> None:
    an_overlay(hospital, "overlay", "A")
    station = open_window("clerk")
    table = station.worklist.panel.table
    hands.click_cell(table, table.list.place("overlay"), 3)
    hands.key(table, Qt.Key.Key_Return)
    hands.wait("split", lambda: shown(station) is station.split)


def test_every_control_is_named_and_reached_by_tab(open_window: Opening, qtbot: QtBot) -> None:
    station = open_window("supervisor")
    assert_reachable(qtbot, station.worklist.panel)
