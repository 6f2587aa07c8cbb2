# SPDX-License-Identifier: Apache-2.0
"""A supervisor holds an entry back from release and lets it go, in the chart's window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit

import builders as b
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from ui.splitting import at_work, button, open_chart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation

WHAT, MARK = 1, 4


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    """A chart with a visit that may be another person's, and a note of it."""
    made = Hospital.open(made_sqlite)
    visit = b.an_encounter("A", id="visit", at="2026-02-01", display="Emergency visit")
    note = b.a_document("A", id="note", encounter_id="visit", title="Emergency note")
    number = b.an_identifier("A", "0012-A", type="MR")
    own = b.an_encounter("A", id="own", at="2025-12-01", display="Clinic visit")
    made.add(b.a_chart("A", b.a_name("A", "Okonkwo", "Grace"), number, visit, note, own))
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def answer(station: Workstation, hands: Hands, reason: str) -> None:
    """Give the reason that the dialog asks for."""
    hands.wait("asked", lambda: QApplication.activeModalWidget() is not None)
    dialog = station.window.findChild(QDialog, "hold-reason")
    assert isinstance(dialog, QDialog)
    assert not hands.find(dialog, QAbstractButton, "hold-reason-go").isEnabled()
    hands.type(hands.find(dialog, QLineEdit, "hold-reason-text"), reason)
    hands.click(hands.find(dialog, QAbstractButton, "hold-reason-go"))


def marks(station: Workstation) -> dict[str, str]:
    """What the rows are called and marked with."""
    rows = station.chart.entries.rows
    return {rows.index(n, WHAT).data(): rows.index(n, MARK).data() for n in range(rows.rowCount())}


def test_an_entry_is_held_with_what_hangs_on_it_and_let_go(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("supervisor"), look, tasks)
    open_chart(station, hands, "0012-A")
    chart = station.chart
    hands.click_row(chart.entries, "visit")
    hold = button(station, hands, "chart-hold")
    hands.wait("offered", hold.isVisible)
    hands.click(hold)
    answer(station, hands, "two people in this chart")
    held = {"Emergency visit": "held since 2026-03-02", "Clinic visit": ""}
    hands.wait("held", lambda: marks(station) == held)
    hands.click_row(chart.kinds, "document")
    hands.click_row(chart.entries, "note")
    hands.wait("the note too", lambda: "held since 2026-03-02" in marks(station).values())
    assert "Let go" in hold.text()
    hands.shoot(station.window, "held")
    hands.click(hold)
    answer(station, hands, "it is hers")
    hands.wait("let go", lambda: set(marks(station).values()) == {""})
    reasons = [e.applied.change_set.reason for e in station.desk.charts.history("0012-A")]
    assert reasons[:2] == ["it is hers", "two people in this chart"]


def test_a_clerk_sees_what_is_held_and_does_not_hold(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    hospital.desk("supervisor").corrections.hold(["visit"], reason="two people")
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    hands.click_row(station.chart.entries, "visit")
    hands.wait("marked", lambda: "held since 2026-03-02" in marks(station).values())
    assert station.chart.hold.isHidden()
