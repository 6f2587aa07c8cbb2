# SPDX-License-Identifier: Apache-2.0
"""Charts are compared in real windows on real databases, by keys and mouse only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

import builders as b
from himdesk.services.worklist.values import Filter
from himdesk.ui.tour.hands import CONTROL, Hands
from himdesk.ui.widgets.tables.line import Line
from services.hospital import Hospital
from services.worklists import two_pairs
from ui import reach
from ui.splitting import at_work, button

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from himdesk.domain.charts.charts import Chart
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation


def person(chart: str, given: str, ssn: str, *more: str) -> Chart:
    visit = b.an_encounter(chart, id=f"visit-{chart}", at="2025-01-05")
    return b.a_chart(
        chart,
        b.a_name(chart, "Okonkwo", given),
        b.a_birth_date(chart),
        b.an_identifier(chart, f"0012-{chart}", type="MR"),
        b.an_identifier(chart, ssn),
        b.a_document(chart, at="2025-02-01", encounter_id=visit.id),
        visit,
        *(b.an_allergy(chart, name) for name in more),
    )


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    made.add(person("A", "Grace", "900-12-4471", "Penicillin"))
    made.add(person("B", "Gracie", "900-12-4475"))
    made.add(person("C", "Greta", "900-21-4471", "Latex", "Peanut"))
    yield made
    made.database.close()


@pytest.fixture
def queue(made_sqlite: str) -> Iterator[Hospital]:
    """A hospital with two pairs on the work list."""
    made = Hospital.open(made_sqlite)
    two_pairs(made)
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


@pytest.fixture
def three(hospital: Hospital, look: Look, tasks: Tasks, hands: Hands) -> Workstation:
    """Three charts found by name and compared."""
    station = at_work(hospital.desk("clerk"), look, tasks)
    station.window.activateWindow()
    hands.click(button(station, hands, "rail-search"))
    field = hands.find(station.window, QLineEdit, "search-text")
    hands.type(field, "okonkwo")
    hands.key(field, Qt.Key.Key_Return)
    for chart, modifier in (("A", Qt.KeyboardModifier.NoModifier), ("B", CONTROL), ("C", CONTROL)):
        hands.click_row(station.search.hits, f"0012-{chart}", modifier)
    hands.click(button(station, hands, "compare-selected"))
    hands.wait("compared", station.compare.fields.isVisible)
    return station


def cells(station: Workstation, field: str) -> list[str]:
    model = station.compare.fields.fields
    rows = range(model.rowCount())
    row = next(i for i in rows if model.row(model.index(i, 0)).field == field)
    return [str(model.index(row, model.column_of(letter)).data()) for letter in "ABC"]


def test_three_charts_have_a_column_each_and_numbers_tell_where_they_differ(
    three: Workstation,
) -> None:
    named = dict(zip(cells(three, "given"), cells(three, "ssn"), strict=True))
    assert named.keys() == {"Grace", "Gracie", "Greta"}
    numbers = {"Grace": "900124471", "Gracie": "900124475", "Greta": "900214471"}
    first = numbers[next(iter(named))]
    for name, said in named.items():
        places = [str(i + 1) for i in range(9) if numbers[name][i] != first[i]]
        assert said.startswith(f"***-**-{numbers[name][-4:]}")
        assert (", ".join(places) + " of 9 differ" in said) is bool(places)
        assert "900" not in said


def test_each_pair_has_its_own_evidence(three: Workstation, hands: Hands) -> None:
    pane = three.compare.evidence
    hands.wait("weighed", pane.bars.isVisible)
    assert pane.pair.choice.options == ("AB", "AC", "BC")
    first = pane.bars.accessibleName()
    hands.key(pane.pair, Qt.Key.Key_2)
    assert pane.pair.choice.chosen == "AC"
    assert pane.bars.accessibleName() != first
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(pane.pair, left, pos=QPoint(8, pane.pair.height() // 2))
    assert pane.pair.choice.chosen == "AB"
    assert pane.bars.accessibleName() == first


def trail(station: Workstation) -> str:
    """What the first line of the comparison says."""
    line = station.compare.head.findChild(Line)
    assert line is not None
    return line.accessibleName()


def test_one_more_chart_is_added_by_its_number_and_a_wrong_number_changes_nothing(
    hospital: Hospital, look: Look, tasks: Tasks, hands: Hands
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    station.open_comparison(["0012-A", "0012-B"])
    field = hands.find(station.window, QLineEdit, "compare-add")
    hands.wait("compared", field.isEnabled)
    assert trail(station) == "Charts Compare"
    hands.type(field, "0012-X")
    hands.key(field, Qt.Key.Key_Return)
    hands.wait("refused", station.compare.message.isVisible)
    assert field.text() == "0012-X"
    assert station.comparing.mrns == ("0012-A", "0012-B")
    hands.type(field, "0012-C")
    hands.key(field, Qt.Key.Key_Return)
    hands.wait("three", lambda: len(station.comparing.mrns) == 3)
    assert cells(station, "given") == ["Grace", "Gracie", "Greta"]
    assert not station.compare.message.isVisible()


def test_all_charts_stand_on_one_axis_with_their_documents(three: Workstation) -> None:
    said = three.compare.timeline.accessibleDescription() or three.compare.timeline.accessibleName()
    for letter in "ABC":
        assert f"{letter} 0012-{letter}: 1 encounters, 1 documents" in said


def test_what_moves_is_counted_by_category(three: Workstation) -> None:
    labels = [w.text() for w in three.compare.counts.findChildren(QLabel)]
    at = labels.index("Allergies")
    assert sorted(labels[at + 1 : at + 4]) == ["0", "1", "2"]
    assert labels[at + 4] == "3"


def test_fields_that_are_the_same_are_left_out_and_named(three: Workstation, hands: Hands) -> None:
    same = button(three, hands, "compare-same")
    fields = three.compare.fields.fields
    few = fields.rowCount()
    assert "last name" in same.text()
    hands.click(same)
    assert fields.rowCount() > few
    hands.click(same)
    assert fields.rowCount() == few


def test_everything_of_the_comparison_has_a_name_and_is_reached_by_tab(
    three: Workstation, qtbot: QtBot
) -> None:
    reach.assert_reachable(qtbot, three.compare)


def open_first(queue: Hospital, hands: Hands, look: Look, tasks: Tasks) -> Workstation:
    """The first case of the work list, by Enter."""
    station = at_work(queue.desk("clerk"), look, tasks)
    station.window.activateWindow()
    table = station.worklist.panel.table
    hands.wait("listed", lambda: len(table.list.ids) == 2)
    hands.key(table, Qt.Key.Key_Return)
    hands.wait("compared", station.compare.fields.isVisible)
    assert station.worklist.presenter.opened == "pair-1"
    return station


def waiting(hospital: Hospital) -> dict[str, str]:
    """What is open, with what it waits for."""
    worklist = hospital.desk("clerk").worklist
    return {item.id: item.waiting_for or "" for item in worklist.rows(worklist.ids(Filter()))}


def test_skip_gives_the_case_back_and_opens_the_next(
    queue: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = open_first(queue, hands, look, tasks)
    assert trail(station) == "Worklist Compare 1 of 2 yours"
    hands.click(button(station, hands, "compare-skip"))
    hands.wait("the next", lambda: station.worklist.presenter.opened == "pair-2")
    assert trail(station) == "Worklist Compare 2 of 2 yours"
    assert "Skipped" in station.compare.message.accessibleName()
    (first,) = queue.desk("clerk").worklist.rows(["pair-1"])
    assert not first.owner
    assert "pair-1" in waiting(queue)


def test_information_is_asked_for_and_the_next_case_opens(
    queue: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = open_first(queue, hands, look, tasks)
    hands.click(button(station, hands, "compare-ask"))
    text = hands.find(station.window, QLineEdit, "ask-information-text")
    hands.type(text, "A copy of the ID card")
    hands.click(button(station, hands, "ask-information-go"))
    hands.wait("the next", lambda: station.worklist.presenter.opened == "pair-2")
    (first,) = queue.desk("clerk").worklist.rows(["pair-1"])
    assert first.waiting_for == "A copy of the ID card"


def test_not_the_same_person_is_remembered_and_the_next_case_opens(
    queue: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = open_first(queue, hands, look, tasks)
    hands.click(button(station, hands, "compare-distinct"))
    text = hands.find(station.window, QLineEdit, "ask-distinct-text")
    hands.type(text, "Two ID cards seen")
    hands.click(button(station, hands, "ask-distinct-go"))
    hands.wait("the next", lambda: station.worklist.presenter.opened == "pair-2")
    assert "pair-1" not in waiting(queue)


def test_what_somebody_else_has_is_only_read(
    queue: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    queue.desk("clerk2").casework.claim("pair-1")
    station = at_work(queue.desk("clerk"), look, tasks)
    station.window.activateWindow()
    table = station.worklist.panel.table
    hands.wait("listed", lambda: len(table.list.ids) == 2)
    hands.key(table, Qt.Key.Key_Return)
    hands.wait("compared", station.compare.fields.isVisible)
    for action in ("distinct", "ask", "skip"):
        found = station.compare.findChild(QAbstractButton, f"compare-{action}")
        assert not found.isVisible()
    assert not button(station, hands, "review-merge").isEnabled()
