# SPDX-License-Identifier: Apache-2.0
"""The audit screen: verify, anchor, look up who looked, review openings; by keys and mouse."""

from __future__ import annotations

import json
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit

import builders as b
from himdesk.services.audit import Audit
from himdesk.ui.audit.room import AuditRoom
from himdesk.ui.audit.values import verdict_of
from himdesk.ui.tasks import Tasks, Threads
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtCore import QObject

    from himdesk.domain.progress import Progress
    from himdesk.ui.look.theme import Look
    from himdesk.ui.running import Run


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    made.add(b.a_person("A", b.a_flag("A", "vip")))
    made.add(b.a_person("B"))
    made.desk("clerk").charts.break_glass("0012-A", reason="she stands at the counter")
    made.desk("clerk").charts.open("0012-A")
    made.desk("clerk2").charts.open("0012-B")
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def at_desk(hospital: Hospital, user: str, look: Look, tasks: Tasks) -> AuditRoom:
    def run_for(owner: QObject) -> Run:
        def run(work: object, then: object, otherwise: object) -> None:
            tasks.run_for(owner, work, then=then, otherwise=otherwise)  # type: ignore[arg-type]

        return run

    room = AuditRoom(look, hospital.desk(user), tasks, run_for)
    room.panel.resize(1280, 800)
    room.panel.show()
    room.presenter.open()
    return room


def said(room: AuditRoom) -> str:
    return room.panel.message.accessibleName()


def cells(room: AuditRoom, column: int) -> set[str]:
    rows = room.panel.lines.rows
    return {str(rows.data(rows.index(row, column))) for row in range(rows.rowCount())}


def test_an_auditor_verifies_and_anchors(
    hospital: Hospital,
    look: Look,
    tasks: Tasks,
    hands: Hands,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = at_desk(hospital, "auditor", look, tasks)
    hands.click(hands.find(room.panel, QAbstractButton, "audit-verify"))
    hands.wait("verified", lambda: said(room).startswith("Whole: "))
    file = tmp_path / "anchor.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    hands.click(hands.find(room.panel, QAbstractButton, "audit-anchor"))
    hands.wait("anchored", file.exists)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    hands.click(hands.find(room.panel, QAbstractButton, "audit-compare"))
    hands.wait("compared", lambda: said(room).startswith("Whole: "))

    document = json.loads(file.read_text(encoding="utf-8"))
    document["chains"]["change_set"]["digest"] = "0" * 64
    file.write_text(json.dumps(document), encoding="utf-8")
    hands.click(hands.find(room.panel, QAbstractButton, "audit-compare"))
    hands.wait("found", lambda: said(room).startswith("NOT whole"))


def test_one_looks_up_a_person_and_a_chart(
    hospital: Hospital, look: Look, tasks: Tasks, hands: Hands
) -> None:
    room = at_desk(hospital, "privacy", look, tasks)
    assert {"clerk", "clerk2"} <= cells(room, 1)
    who = hands.find(room.panel, QLineEdit, "audit-who")
    hands.type(who, "clerk2")
    hands.key(who, Qt.Key.Key_Return)
    hands.wait("narrowed", lambda: cells(room, 1) == {"clerk2"})
    assert cells(room, 3) == {"0012-B"}
    chart = hands.find(room.panel, QLineEdit, "audit-chart")
    hands.type(chart, "0012-Z")
    hands.key(chart, Qt.Key.Key_Return)
    hands.wait("unknown", lambda: "0012-Z" in said(room))
    assert cells(room, 1) == {"clerk2"}


def test_a_privacy_officer_reviews_an_opening(
    hospital: Hospital, look: Look, tasks: Tasks, hands: Hands
) -> None:
    room = at_desk(hospital, "privacy", look, tasks)
    assert not hands_see(room, "audit-verify")
    counts: list[int] = []
    room.panel.counted.connect(counts.append)
    finding = hands.find(room.panel, QLineEdit, "audit-finding")
    review = hands.find(room.panel, QAbstractButton, "audit-review")
    hands.click(review)
    assert "reason" in said(room)
    hands.type(finding, "rightly opened")
    hands.click(review)
    hands.wait("reviewed", lambda: room.panel.openings.rows.rowCount() == 0)
    assert not review.isEnabled()
    assert counts == [0]


def test_an_auditor_is_not_asked_to_review(hospital: Hospital, look: Look, tasks: Tasks) -> None:
    room = at_desk(hospital, "auditor", look, tasks)
    assert hands_see(room, "audit-verify")
    assert not hands_see(room, "audit-review")
    assert "0012-A" not in cells(room, 3)


def test_the_log_is_read_on_at_its_end(
    hospital: Hospital, look: Look, tasks: Tasks, hands: Hands
) -> None:
    for _ in range(260):
        hospital.desk("clerk").charts.open("0012-B")
    room = at_desk(hospital, "auditor", look, tasks)
    bar = room.panel.lines.verticalScrollBar()
    first = room.panel.lines.rows.rowCount()
    bar.setValue(bar.maximum())
    hands.wait("more lines", lambda: room.panel.lines.rows.rowCount() > first)


def test_what_is_broken_is_said_with_what_to_do() -> None:
    broken = {"seq": 7, "where": "patient.name", "expected": "a", "found": None}
    verdict = verdict_of({"ok": False, "change_sets": 9, "head": "f" * 64, "first_broken": broken})
    assert not verdict.whole
    assert "change set 7, patient.name: expected a, found nothing" in verdict.text


def hands_see(room: AuditRoom, name: str) -> bool:
    found = room.panel.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton)
    return found.isVisible()


def test_a_verification_tells_how_far_it_is_and_is_stopped(
    hospital: Hospital, look: Look, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = Tasks(Threads())
    room = at_desk(hospital, "auditor", look, tasks)
    go_on, told = Event(), []
    verified = Audit.verify

    def slowly(audit: Audit, *, anchor: Path | None, progress: Progress) -> dict[str, Any]:
        def heard(done: int, whole: int) -> None:
            progress(done, whole)
            told.append((done, whole))
            go_on.wait(20)

        return verified(audit, anchor=anchor, progress=heard)

    monkeypatch.setattr(Audit, "verify", slowly)
    strip = room.panel.progress
    hands.click(hands.find(room.panel, QAbstractButton, "audit-verify"))
    hands.wait("under way", lambda: told and f" of {told[0][1]:,}" in strip.accessibleName())
    who = hands.find(room.panel, QLineEdit, "audit-who")
    hands.type(who, "clerk2")
    hands.key(who, Qt.Key.Key_Return)
    hands.wait("answered meanwhile", lambda: cells(room, 1) == {"clerk2"})
    hands.click(hands.find(room.panel, QAbstractButton, "audit-progress-cancel"))
    go_on.set()
    assert said(room).startswith("Stopped: ")
    assert not strip.isVisible()
    hands.wait("ended", lambda: tasks.idle)
    assert len(told) == 1
    assert hospital.desk("auditor").audit.verified() is None
    tasks.wait()
