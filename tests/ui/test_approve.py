# SPDX-License-Identifier: Apache-2.0
"""The second person's desk in real windows: who it is about, what changed, signing, giving back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit

import builders as b
from himdesk.domain.approval import State
from himdesk.domain.errors import SignInFailed
from himdesk.ui.tour.hands import CONTROL, Hands
from himdesk.ui.widgets.banners.banner import IdentityBanner
from himdesk.ui.workstation import Workstation
from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from himdesk.services.corrections.outcomes import Request
    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks

RIGHT = "quiet-harbour-7"


@pytest.fixture
def hospital(made_database: str) -> Iterator[Hospital]:
    made = Hospital.open(made_database)
    for name, family in (
        ("A", "Quillfeather"),
        ("B", "Quillfeather"),
        ("C", "Pike"),
        ("D", "Pike"),
    ):
        made.add(
            b.a_chart(
                name,
                b.a_name(name, family, "Maria"),
                b.a_birth_date(name, "1984-03-12"),
                b.a_sex(name),
                b.an_identifier(name, f"0012-{name}", type="MR"),
                b.a_flag(name, "part2"),
            )
        )
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def check(password: str) -> None:
    if password != RIGHT:
        raise SignInFailed


def at_work(desk: Desk, look: Look, tasks: Tasks) -> Workstation:
    station = Workstation(desk, look, tasks, check=check)
    station.window.resize(1280, 800)
    station.window.show()
    return station


def ask(hospital: Hospital, survivor: str, retired: str) -> Request:
    outcome = hospital.desk("clerk").corrections.merge(
        f"0012-{survivor}", [f"0012-{retired}"], reason="Registered twice; ID card seen."
    )
    assert outcome.request is not None
    return outcome.request


def open_request(station: Workstation, hands: Hands, request: Request) -> None:
    hands.click(button(station, hands, "rail-approve"))
    hands.click_row(station.approve.requests, request.id)


def button(station: Workstation, hands: Hands, name: str) -> QAbstractButton:
    return hands.find(station.window, QAbstractButton, name)


def banners(panel: QWidget) -> list[str]:
    return [w.accessibleName() for w in panel.findChildren(IdentityBanner) if w.isVisible()]


def texts(panel: QWidget) -> str:
    return " | ".join(w.text() for w in panel.findChildren(QLabel) if w.isVisible())


def sign(station: Workstation, hands: Hands, password: str) -> None:
    hands.type(hands.find(station.window, QLineEdit, "approve-password"), password)


def test_the_sheet_says_whose_charts_who_asked_and_why(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    request = ask(hospital, "A", "B")
    station = at_work(hospital.desk("supervisor"), look, tasks)
    open_request(station, hands, request)
    stays, goes = banners(station.approve)
    for part in ("A", "QUILLFEATHER, Maria", "0012-A", "1984-03-12 (41)", "goes on", "Part 2"):
        assert part in stays
    for part in ("B", "0012-B", "retired"):
        assert part in goes
    assert "Registered twice; ID card seen." in texts(station.approve)
    assert "Asked by Clerk, 2026-03-02 03:" in texts(station.approve)
    assert "nothing changed since" in station.approve._title.accessibleName()


def test_another_request_takes_the_one_before_off_the_screen_at_once(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    first, second = ask(hospital, "A", "B"), ask(hospital, "C", "D")
    station = at_work(hospital.desk("supervisor"), look, tasks)
    open_request(station, hands, first)
    sign(station, hands, RIGHT)
    station.approve.chosen.disconnect()  # the answer is on its way
    hands.click_row(station.approve.requests, second.id)
    assert not banners(station.approve)
    assert not button(station, hands, "approve-request").isEnabled()


def test_the_clerk_sees_the_same_banners_in_the_review(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    station.open_comparison(["0012-B", "0012-A"])
    hands.click(button(station, hands, "swap-survivor"))
    hands.click(button(station, hands, "review-merge"))
    hands.find(station.window, QPlainTextEdit, "review-reason")
    first, second = banners(station.reviewing.panel)
    assert first.startswith("A, ")
    assert "0012-B" in first
    assert "retired" in first
    assert "0012-A" in second
    assert "goes on" in second


def test_what_arrived_since_is_shown_and_approved_with_it(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    request = ask(hospital, "A", "B")
    hospital.arrive(b.a_clinical("A", display="Potassium"))
    station = at_work(hospital.desk("supervisor"), look, tasks)
    open_request(station, hands, request)
    assert "1 changed since" in station.approve._title.accessibleName()
    assert "Clinical items: Potassium" in texts(station.approve.sheet)


def test_a_request_that_means_something_else_by_now_is_not_approved(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    request = ask(hospital, "A", "B")
    hospital.arrive(b.a_clinical("B", display="Sodium"))
    station = at_work(hospital.desk("supervisor"), look, tasks)
    open_request(station, hands, request)
    sign(station, hands, RIGHT)
    approve = button(station, hands, "approve-request")
    assert not approve.isEnabled()
    assert "No longer as asked" in approve.accessibleName()
    assert "would now change too" in texts(station.approve.sheet)
    hands.type(hands.find(station.window, QLineEdit, "approve-comment"), "Please ask again.")
    hands.click(button(station, hands, "return-request"))
    assert hospital.desk("clerk").approvals.request(request.id).state is State.RETURNED


def test_an_approval_is_signed_with_the_right_password(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    request = ask(hospital, "A", "B")
    station = at_work(hospital.desk("supervisor"), look, tasks)
    open_request(station, hands, request)
    assert not button(station, hands, "approve-request").isEnabled()
    sign(station, hands, "wrong")
    hands.click(button(station, hands, "approve-request"))
    assert hospital.desk("clerk").approvals.request(request.id).state is State.PROPOSED
    sign(station, hands, RIGHT)
    hands.key(station.approve.sign.password, Qt.Key.Key_Return)
    hands.wait("approved", lambda: bool(station.approve.change_set))
    assert station.approve.requests.rows.row_of(request.id) < 0  # it can't be approved again
    assert hospital.chart("B").patient.replaced_by == "A"
    assert station.approve.sign.password.text() == ""


def test_the_letter_offered_after_an_approval_is_of_its_kind(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    request = ask(hospital, "A", "B")
    supervisor = hospital.desk("supervisor")
    merged = supervisor.approvals.approve(request.id)
    assert merged.applied is not None
    late = b.an_encounter("A", at="2026-02-01", registered_mrn="0012-B")
    hospital.arrive(late)
    undone = hospital.desk("clerk").corrections.undo(
        merged.applied.id, reason="two people", assign={late.id: "0012-B"}
    )
    assert undone.request is not None
    station = at_work(supervisor, look, tasks)
    open_request(station, hands, undone.request)
    sign(station, hands, RIGHT)
    hands.click(button(station, hands, "approve-request"))
    hands.click(button(station, hands, "approve-message-further"))
    assert station.writing.wanted is not None
    assert station.writing.wanted.kind == "unmerge-notice"


def test_plain_requests_are_approved_together_and_others_stay(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    plain, moved_on = ask(hospital, "A", "B"), ask(hospital, "C", "D")
    hospital.arrive(b.a_clinical("C", display="Potassium"))
    station = at_work(hospital.desk("supervisor"), look, tasks)
    open_request(station, hands, plain)
    hands.click_row(station.approve.requests, moved_on.id, CONTROL)
    sign(station, hands, RIGHT)
    hands.click(button(station, hands, "approve-marked"))
    desk = hospital.desk("clerk")
    hands.wait("done", lambda: "1 of 2" in station.approve.message.accessibleName())
    assert desk.approvals.request(plain.id).state is State.APPROVED
    assert desk.approvals.request(moved_on.id).state is State.PROPOSED


def test_the_undo_says_who_made_what_it_takes_back(
    hospital: Hospital, look: Look, tasks: Tasks
) -> None:
    request = ask(hospital, "A", "B")
    merged = hospital.desk("supervisor").approvals.approve(request.id)
    assert merged.applied is not None
    station = at_work(hospital.desk("clerk"), look, tasks)
    station.open_undo(merged.applied.id)
    said = station.undo.header._line.accessibleName()
    assert "merge by Clerk, approved by Supervisor, 2026-03-02" in said


def test_ones_own_request_is_visible_and_not_approvable(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    outcome = hospital.desk("supervisor").corrections.merge(
        "0012-A", ["0012-B"], reason="Registered twice."
    )
    assert outcome.request is not None
    station = at_work(hospital.desk("supervisor"), look, tasks)
    open_request(station, hands, outcome.request)
    hands.wait("shown", lambda: len(banners(station.approve)) == 2)
    row = station.approve.requests.rows.index(0, 0)
    assert "(you)" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    sign(station, hands, RIGHT)
    approve = button(station, hands, "approve-request")
    assert not approve.isEnabled()
    assert "Own request" in approve.accessibleName()
    (asked,) = station.desk.approvals.requests()
    assert (asked.own, asked.state) == (True, "proposed")
    (seen,) = hospital.desk("supervisor2").approvals.requests()
    assert not seen.own


def test_an_administrator_sees_how_much_waits_and_of_whom_nothing(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    request = ask(hospital, "A", "B")
    station = at_work(hospital.desk("admin"), look, tasks)
    open_request(station, hands, request)
    hands.wait("refused", station.approve.message.isVisible)
    assert "clerk" in texts(station.approve.message)
    assert not banners(station.approve)
    assert not button(station, hands, "approve-request").isEnabled()
    for trace in ("Quillfeather", "Maria", "0012-A", "Registered twice"):
        assert trace.casefold() not in texts(station.window).casefold()
