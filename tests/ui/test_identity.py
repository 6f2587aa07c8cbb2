# SPDX-License-Identifier: Apache-2.0
"""A chart's person is corrected and judged in real windows on real databases, by keys and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QMenu, QPlainTextEdit

import builders as b
from himdesk.store.reading import pairs
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from ui import reach
from ui.splitting import at_work, button, open_chart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    for name, given in (("A", "Grace"), ("B", "Grace"), ("C", "Gracie")):
        made.add(
            b.a_chart(
                name,
                b.a_name(name, "Okonkwo", given, id=f"name-{name}"),
                b.an_identifier(name, f"0012-{name}", type="MR"),
                b.a_birth_date(name, "1984-12-03", id=f"birth-{name}", at="2025-01-01"),
                b.a_birth_date(name, "1984-03-12", id=f"other-{name}", at="2020-01-01"),
            )
        )
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def confirm(station: Workstation, hands: Hands, reason: str) -> None:
    """Give the reason on the review sheet and carry it out."""
    before = station.reviewing.carried
    hands.type(hands.find(station.window, QPlainTextEdit, "review-reason"), reason)
    hands.click(button(station, hands, "review-confirm"))
    hands.wait("done", lambda: station.reviewing.carried > before)


def open_correction(station: Workstation, hands: Hands, field: str) -> QComboBox:
    """From the open chart to a field of the dialog, by keys."""
    hands.click(button(station, hands, "chart-correct"))
    fields = hands.find(station.window, QComboBox, "correct-field")
    hands.wait("read", lambda: fields.count() > 1)
    fields.setFocus()
    for _ in range(fields.findData(field)):
        QTest.keyClick(fields, Qt.Key.Key_Down)
    assert fields.currentData() == field
    return fields


def open_judging(station: Workstation, hands: Hands, other: str) -> None:
    """From the open chart to the judgement of it and another one."""
    hands.click(button(station, hands, "chart-judge"))
    text = hands.find(station.window, QLineEdit, "judge-target")
    hands.type(text, other)
    hands.key(text, Qt.Key.Key_Return)
    dialog = hands.find(station.window, QDialog, "judge")
    hands.wait("found", dialog.beside.isVisible)  # type: ignore[attr-defined]


def words(station: Workstation) -> str:
    shown = station.reviewing.panel.findChildren(QLabel)
    return " ".join(each.accessibleName() or each.text() for each in shown)


def judged(hospital: Hospital) -> set[str]:
    with hospital.database.read() as session:
        return set(pairs.of_charts(session, ["A"]).values())


def test_a_wrong_birth_date_is_struck_and_the_right_one_shown_and_taken_back(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    open_correction(station, hands, "birth_date")
    value = hands.find(station.window, QLineEdit, "correct-value")
    assert value.text() == "1984-12-03"
    hands.type(value, "3/21/1984")
    hands.type(hands.find(station.window, QLineEdit, "correct-evidence"), "passport")
    hands.shoot(station.window, "correct")
    hands.click(button(station, hands, "correct-go"))
    assert button(station, hands, "review-confirm").text() == "Correct birth date of 0012-A"
    assert "1984-03-21" in words(station)
    confirm(station, hands, "misread at the desk")
    chart = hospital.chart("A")
    assert chart.value("birth_date") == "1984-03-21"
    assert next(i for i in chart.items if i.id == "birth-A").in_error
    hands.click(button(station, hands, "chart-message-link"))
    hands.click(button(station, hands, "undo-review"))
    confirm(station, hands, "it was right")
    assert hospital.chart("A").value("birth_date") == "1984-12-03"


def test_another_statement_of_the_chart_is_chosen_by_keys(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    fields = open_correction(station, hands, "birth_date")
    QTest.keyClick(fields, Qt.Key.Key_Tab)
    dialog = hands.find(station.window, QDialog, "correct")
    table = dialog.statements  # type: ignore[attr-defined]
    while table.current() != "other-A":
        QTest.keyClick(table, Qt.Key.Key_Down)
    hands.click(button(station, hands, "correct-go"))
    confirm(station, hands, "as the mother told")
    assert hospital.chart("A").value("birth_date") == "1984-03-12"
    assert not any(item.in_error for item in hospital.chart("A").items)


def test_a_name_is_corrected_whole(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    open_correction(station, hands, "family")
    assert hands.find(station.window, QLineEdit, "correct-family").text() == "Okonkwo"
    hands.type(hands.find(station.window, QLineEdit, "correct-middle"), "Ada")
    hands.click(button(station, hands, "correct-go"))
    assert button(station, hands, "review-confirm").text() == "Correct name of 0012-A"
    confirm(station, hands, "passport")
    assert hospital.chart("A").name() == "OKONKWO, Grace Ada"


def test_what_is_no_day_is_refused_in_the_dialog_and_what_was_written_stays(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    open_correction(station, hands, "birth_date")
    value = hands.find(station.window, QLineEdit, "correct-value")
    hands.type(value, "soon")
    hands.click(button(station, hands, "correct-go"))
    dialog = hands.find(station.window, QDialog, "correct")
    assert "1984-03-12" in dialog.message.accessibleName()  # type: ignore[attr-defined]
    assert value.text() == "soon"


def test_two_charts_are_linked_and_unlinked(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    open_judging(station, hands, "0012-B")
    hands.shoot(station.window, "judge")
    hands.click(button(station, hands, "judge-link"))
    confirm_button = button(station, hands, "review-confirm")
    assert confirm_button.text() == "Link 0012-A and 0012-B as one person"
    assert "one person at two places" in words(station)
    confirm(station, hands, "same passport")
    assert judged(hospital) == {"linked"}
    open_chart(station, hands, "0012-A")
    open_judging(station, hands, "0012-B")
    assert not button(station, hands, "judge-link").isEnabled()
    hands.click(button(station, hands, "judge-back"))
    assert confirm_button.text() == "Unlink 0012-A and 0012-B"
    confirm(station, hands, "another passport")
    assert judged(hospital) == set()


def test_not_the_same_person_is_said_and_taken_back_from_the_list(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    open_judging(station, hands, "0012-C")
    hands.click(button(station, hands, "judge-distinct"))
    confirm(station, hands, "twins")
    assert judged(hospital) == {"distinct"}
    open_chart(station, hands, "0012-A")
    hands.click(button(station, hands, "chart-judge"))
    dialog = hands.find(station.window, QDialog, "judge")
    hands.click_row(dialog.known, "0012-C")  # type: ignore[attr-defined]
    hands.shoot(station.window, "judge-back")
    hands.click(button(station, hands, "judge-back"))
    assert button(station, hands, "review-confirm").text().startswith("Take back what was said")
    confirm(station, hands, "new evidence")
    assert judged(hospital) == set()
    open_chart(station, hands, "0012-A")
    hands.click(button(station, hands, "chart-history"))
    hands.click_cell(station.history.sets, 1, 1)
    hands.wait("shown", lambda: "two persons" in _sheet(station))


def _sheet(station: Workstation) -> str:
    return " ".join(each.text() for each in station.history.sheet.findChildren(QLabel))


def test_the_menu_opens_both_with_their_keys(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    menu = station.window.menu.findChildren(QMenu)
    entry = next(a for m in menu for a in m.actions() if a.text().startswith("Link the open"))
    assert entry.shortcut().toString() == "Ctrl+Shift+L"
    entry.trigger()
    assert "Open the chart first" in station.search.message.accessibleName()
    open_chart(station, hands, "0012-A")
    entry.trigger()
    assert hands.find(station.window, QDialog, "judge").isVisible()


def test_who_may_not_correct_sees_no_way_to_it(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("roi"), look, tasks)
    open_chart(station, hands, "0012-A")
    assert not station.chart.correct.isVisible()
    assert not station.chart.judge.isVisible()
    assert "person-correct" not in station.window.actions_by_id


@pytest.mark.parametrize("which", ["correct", "judge"])
def test_everything_in_the_dialogs_is_named_and_reached(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, qtbot: QtBot, which: str
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    hands.click(button(station, hands, f"chart-{which}"))
    reach.assert_reachable(qtbot, hands.find(station.window, QDialog, which))
