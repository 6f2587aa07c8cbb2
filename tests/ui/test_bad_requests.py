# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a request is said beside the field, and nothing that was typed is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.amendments.law import Basis
from himdesk.domain.amendments.steps.deciding import Extended
from himdesk.ui.requests.forms import ACCEPT
from himdesk.ui.requests.intake import IntakeDialog
from himdesk.ui.tour.hands import Hands
from himdesk.ui.widgets.remark import Remark
from services.hospital import Hospital
from ui.splitting import at_work
from ui.test_requests import NOTE, a_case, choose, fill, press, step, view

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks

TODAY = date(2026, 3, 2)
TOMORROW = TODAY + timedelta(days=1)
TYPED = {
    "mrn": "0012-A", "how": "letter", "name": "Maria", "identity_check": "licence seen",
    "item-element": "note", "item-wrong": "smoker",
}  # fmt: skip


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    made.add(b.a_chart("A", b.a_name("A", "Quillfeather", "Maria"), NOTE))
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def beside(dialog: QWidget, hands: Hands, field: str) -> str:
    """The sentence beside a field; no other field has one."""

    def shown() -> list[Remark]:
        return [each for each in dialog.findChildren(Remark) if each.isVisible()]

    wanted = f"{dialog.objectName()}-{field}-why"
    hands.wait(f"{field} is refused", lambda: [r.objectName() for r in shown()] == [wanted])
    return shown()[0].words


def test_what_is_wrong_with_a_new_request_is_said_beside_the_field(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    press(hands, station.window, "rail-requests")
    press(hands, station.window, "case-new")
    form = hands.find(station.window, IntakeDialog, "intake")
    for name, text in TYPED.items():
        fill(form, hands, f"intake-{name}", text)
    for field, text, where, says in (
        ("received", "2 March", "received", "written like 2026-03-01"),
        ("received", TOMORROW.isoformat(), "received", "can't be received after today"),
        ("received", "2026-02-10", "recorded_late", "say why so late"),
        ("recorded_late", "in the wrong tray", "item-wanted", "what it should say"),
        ("item-wanted", "never smoked", "reason", "gives no reason"),
        ("mrn", "0012-Z", "mrn", "0012-Z"),
    ):
        fill(form, hands, f"intake-{field}", text)
        press(hands, form, "intake-go")
        assert says in beside(form, hands, where)
    assert hospital.desk("clerk").cases.find() == ()
    fill(form, hands, "intake-mrn", "0012-A")
    fill(form, hands, "intake-reason", "I never smoked")
    press(hands, form, "intake-go")
    hands.wait("it is open", hospital.desk("clerk").cases.find)
    (opened,) = hospital.desk("clerk").cases.find()
    assert (opened.case.received, opened.case.how) == (date(2026, 2, 10), "letter")
    assert [i.asked.wanted for i in opened.case.items] == ["never smoked"]


def test_what_is_wrong_with_a_step_is_said_beside_the_field(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    case = a_case(hospital)
    station = at_work(hospital.desk("clerk"), look, tasks)
    press(hands, station.window, "rail-requests")

    decide = step(station, hands, "decide")
    offered = decide.fields.box("decision")
    bases = [offered.itemData(n) for n in range(offered.count())]
    assert bases == [ACCEPT, *(basis.value for basis in (
        Basis.ACCURATE, Basis.NOT_CREATED_HERE, Basis.NOT_IN_RECORD_SET, Basis.NOT_INSPECTABLE
    ))]  # fmt: skip
    choose(offered, hands, Basis.NOT_CREATED_HERE.value)
    press(hands, decide, "case-decide-go")
    assert beside(decide, hands, "reason") == "A decision gives its reason. Nothing was changed."
    fill(decide, hands, "case-decide-reason", "of Harbour Clinic")
    press(hands, decide, "case-decide-go")
    assert "originator is gone" in beside(decide, hands, "gone")
    press(hands, decide, "case-decide-cancel")

    redate = step(station, hands, "redate")
    fill(redate, hands, "case-redate-received", "2026-02-20")
    press(hands, redate, "case-redate-go")
    assert "why the day of receipt is changed" in beside(redate, hands, "reason")
    press(hands, redate, "case-redate-cancel")

    extend = step(station, hands, "extend")
    fill(extend, hands, "case-extend-until", "2026-05-30")
    press(hands, extend, "case-extend-go")
    assert "gives the reasons" in beside(extend, hands, "reason")
    fill(extend, hands, "case-extend-reason", "the author is on leave")
    fill(extend, hands, "case-extend-until", "2026-03-20")
    press(hands, extend, "case-extend-go")
    assert "ends after 2026-05-01" in beside(extend, hands, "until")
    other = Extended(reason="a colleague was first", until=date(2026, 5, 30))
    hospital.desk("clerk2").cases.take(case, other)
    press(hands, extend, "case-extend-go")
    hands.wait("it is refused", extend.message.isVisible)
    assert "one extension" in extend.message.accessibleName()
    assert extend.fields.values()["reason"] == "the author is on leave"
    assert [t.step.verb for t in view(hospital, case).log] == ["open", "extend"]
