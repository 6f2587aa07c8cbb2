# SPDX-License-Identifier: Apache-2.0
"""An amendment request in the window, from its intake to its letters, by keys and mouse only."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

import builders as b
from himdesk.domain.amendments.law import Basis, Status
from himdesk.domain.amendments.steps.deciding import Decided
from himdesk.ui.requests.dialog import FormDialog
from himdesk.ui.requests.intake import IntakeDialog
from himdesk.ui.requests.presenter import letters_of
from himdesk.ui.tour.hands import Hands
from himdesk.ui.widgets.remark import Remark
from himdesk.ui.workstation import Workstation
from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from himdesk.services.amendments import CaseView
    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks

NOTE = b.a_document("A", author="Dr. Lee", at="2025-05-01T10:00:00Z", display="Clinic note")


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    made.add(
        b.a_chart(
            "A",
            b.a_name("A", "Quillfeather", "Maria"),
            b.a_birth_date("A", "1984-03-12"),
            NOTE,
        )
    )
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def at_work(desk: Desk, look: Look, tasks: Tasks) -> Workstation:
    station = Workstation(desk, look, tasks)
    station.window.resize(1280, 800)
    station.window.show()
    return station


def a_case(hospital: Hospital, *decided: Decided) -> str:
    cases = hospital.desk("clerk").cases
    form = {
        "how": "letter",
        "reason": "I never smoked",
        "requester": {"name": "Maria Quillfeather", "identity_check": "licence seen"},
        "items": [
            {"item": NOTE.id, "element": "Clinic note", "wrong": "smoker", "wanted": "none"},
            {"element": "Problem list", "wrong": "COPD", "wanted": "none"},
        ],
    }
    case = cases.open("0012-A", cases.today(), form).case.id
    if decided:
        cases.take(case, *decided)
    return case


def view(hospital: Hospital, case: str) -> CaseView:
    return hospital.desk("clerk").cases.show(case)


def press(hands: Hands, window: QWidget, name: str) -> None:
    hands.click(hands.find(window, QAbstractButton, name))


def go_to(station: Workstation, hands: Hands, screen: str) -> None:
    press(hands, station.window, f"rail-{screen}")


def step(station: Workstation, hands: Hands, verb: str) -> FormDialog:
    hands.click_cell(station.requests.panel.steps, row_of(station, hands, verb), 0)
    hands.key(station.requests.panel.steps, Qt.Key.Key_Return)
    return hands.find(station.window, FormDialog, f"case-{verb}")


def row_of(station: Workstation, hands: Hands, verb: str) -> int:
    steps = station.requests.panel.steps
    hands.wait(f"{verb} is offered", lambda: steps.rows.row_of(verb) >= 0)
    return steps.rows.row_of(verb)


def choose(box: QComboBox, hands: Hands, value: str) -> None:
    """Move through a choice with the arrow keys."""
    box.setFocus()
    hands.key(box, Qt.Key.Key_Home)
    for _ in range(box.findData(value)):
        hands.key(box, Qt.Key.Key_Down)
    assert box.currentData() == value


def fill(dialog: QWidget, hands: Hands, name: str, text: str) -> None:
    found = dialog.findChild(QLineEdit, name) or dialog.findChild(QPlainTextEdit, name)
    assert found is not None
    hands.type(found, text)


def test_a_request_is_taken_down_and_a_refusal_loses_nothing(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    go_to(station, hands, "requests")
    press(hands, station.window, "case-new")
    form = hands.find(station.window, IntakeDialog, "intake")
    for name, text in (("mrn", "0012-A"), ("how", "letter"), ("name", "Maria Quillfeather"),
                       ("reason", "I never smoked")):  # fmt: skip
        fill(form, hands, f"intake-{name}", text)
    records = form.findChild(QComboBox, "intake-item-item")
    assert records is not None
    hands.wait("the documents are offered", lambda: records.count() > 1)
    choose(records, hands, NOTE.id)
    for name, text in (("element", "Note of May"), ("wrong", "smoker"), ("wanted", "never smoked")):
        fill(form, hands, f"intake-item-{name}", text)
    press(hands, form, "intake-go")
    hands.find(form, Remark, "intake-identity_check-why")
    assert hospital.desk("clerk").cases.find() == ()
    fill(form, hands, "intake-identity_check", "licence seen")
    press(hands, form, "intake-go")
    hands.wait("the case is listed", lambda: station.requests.panel.cases.rows.rowCount() == 1)
    (case,) = hospital.desk("clerk").cases.find()
    assert [(i.asked.item, i.asked.wanted) for i in case.case.items] == [(NOTE.id, "never smoked")]
    assert case.clock.due == case.case.received + timedelta(days=60)


def test_items_are_routed_answered_and_decided_one_by_one(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    case = a_case(hospital)
    station = at_work(hospital.desk("clerk"), look, tasks)
    go_to(station, hands, "requests")
    dialog = step(station, hands, "route")
    which = dialog.findChild(QComboBox, "case-route-item")
    assert which is not None
    choose(which, hands, "all")
    fill(dialog, hands, "case-route-clinician", "Dr. Lee")
    press(hands, dialog, "case-route-go")
    hands.wait("routed", lambda: view(hospital, case).case.items[1].clinician == "Dr. Lee")
    dialog = step(station, hands, "answer")
    fill(dialog, hands, "case-answer-text", "The patient is right.")
    fill(dialog, hands, "case-answer-evidence", "e-mail")
    press(hands, dialog, "case-answer-go")
    hands.wait("answered", lambda: view(hospital, case).case.items[0].opinion is not None)
    dialog = step(station, hands, "decide")
    press(hands, dialog, "case-decide-go")
    hands.find(dialog, Remark, "case-decide-reason-why")
    fill(dialog, hands, "case-decide-reason", "Dr. Lee agrees")
    press(hands, dialog, "case-decide-go")
    hands.wait("accepted", lambda: view(hospital, case).case.items[0].accepted)
    dialog = step(station, hands, "decide")
    which = dialog.findChild(QComboBox, "case-decide-item")
    assert which is not None
    choose(which, hands, "2")
    decision = dialog.findChild(QComboBox, "case-decide-decision")
    assert decision is not None
    choose(decision, hands, Basis.ACCURATE.value)
    fill(dialog, hands, "case-decide-reason", "It is what was measured")
    press(hands, dialog, "case-decide-go")
    hands.wait("decided", lambda: view(hospital, case).case.decided)
    assert view(hospital, case).case.status is Status.PARTIAL
    assert letters_of(view(hospital, case))[0] == "amendment-denial", "S14: one letter tells both"
    words = [row.cells[0].words for row in station.requests.panel.rows.rows.rows]
    assert any("Laboratory" in each for each in words)


def test_a_letter_is_previewed_issued_noted_and_reprinted_byte_for_byte(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    deny = Decided(item=1, accept=False, reason="it is right", basis=Basis.ACCURATE)
    case = a_case(hospital, deny, Decided(item=2, accept=False, reason="right", basis=deny.basis))
    station = at_work(hospital.desk("clerk"), look, tasks)
    go_to(station, hands, "requests")
    hands.wait("the case is shown", lambda: station.requests.presenter.current == case)
    press(hands, station.window, "case-letter")
    letter = station.letter
    hands.wait("the letter is shown", lambda: letter.pages > 0)
    assert letter.kinds.current() == "amendment-denial"
    hands.type(letter.path, str(tmp_path / "first.pdf"))
    hands.type(letter.sent, hospital.desk("clerk").cases.today().isoformat())
    hands.type(letter.how, "post")
    press(hands, station.window, "issue-letter")
    hands.wait("it is noted", lambda: view(hospital, case).case.told)
    hands.wait("it is listed", lambda: letter.letters.rows.rowCount() == 1)
    hands.click_cell(letter.letters, 0, 1)
    hands.key(letter.letters, Qt.Key.Key_Return)
    hands.wait("it is shown", lambda: "copy" in letter.findChild(
        QAbstractButton, "issue-letter").accessibleName())  # fmt: skip
    hands.type(letter.path, str(tmp_path / "second.pdf"))
    press(hands, station.window, "issue-letter")
    hands.wait("it is saved", (tmp_path / "second.pdf").exists)
    assert (tmp_path / "first.pdf").read_bytes() == (tmp_path / "second.pdf").read_bytes()
    press(hands, station.window, "letter-back")
    hands.wait("back", station.requests.panel.isVisible)


def test_a_day_that_is_none_is_refused_and_the_letter_stays(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    a_case(hospital)
    station = at_work(hospital.desk("clerk"), look, tasks)
    go_to(station, hands, "requests")
    press(hands, station.window, "case-letter")
    hands.wait("the letter is shown", lambda: station.letter.pages > 0)
    hands.type(station.letter.path, str(tmp_path / "letter.pdf"))
    hands.type(station.letter.sent, "yesterday")
    press(hands, station.window, "issue-letter")
    hands.wait("refused", station.letter.message.isVisible)
    assert not (tmp_path / "letter.pdf").exists()
    assert hospital.desk("clerk").letters.issued() == ()


def test_an_overdue_case_says_so_and_is_first(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    late = a_case(hospital)
    hospital.time += timedelta(days=61)
    fresh = a_case(hospital)
    station = at_work(hospital.desk("clerk"), look, tasks)
    go_to(station, hands, "requests")
    cases = station.requests.panel.cases
    hands.wait("both are listed", lambda: cases.rows.rowCount() == 2)
    assert [cases.rows.key(n) for n in (0, 1)] == [late, fresh]
    assert "1 day overdue" in cases.rows.index(0, 0).data()
    assert "overdue" in station.requests.panel.head.accessibleName()


def test_the_document_opens_from_the_case_and_the_case_from_the_document(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    case = a_case(hospital)
    station = at_work(hospital.desk("clerk"), look, tasks)
    go_to(station, hands, "requests")
    rows = station.requests.panel.rows
    hands.wait("the case is shown", lambda: rows.rows.row_of("item:1") >= 0)
    hands.click_cell(rows, rows.rows.row_of("item:1"), 0)
    press(hands, station.window, "case-document")
    hands.wait("the document is open", station.amend.isVisible)
    press(hands, station.window, "amend-case")
    hands.wait("the case is in front", station.requests.panel.isVisible)
    assert station.requests.presenter.current == case
    press(hands, station.window, "case-document")
    hands.type(hands.find(station.window, QPlainTextEdit, "amend-text"), "Copy asked for.")
    press(hands, station.window, "amend-review")
    hands.type(hands.find(station.window, QPlainTextEdit, "review-reason"), "as asked")
    press(hands, station.window, "review-confirm")
    hands.wait("the case again", station.requests.panel.isVisible)
    assert station.requests.presenter.current == case
    assert "Filed" in station.requests.panel.message.accessibleName()


def test_whoever_may_not_does_not_see_requests(
    hospital: Hospital, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("roi"), look, tasks)
    assert station.window.findChild(QAbstractButton, "rail-requests") is None
