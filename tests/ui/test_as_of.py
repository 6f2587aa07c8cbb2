# SPDX-License-Identifier: Apache-2.0
"""A chart as it stood on a day marks what has changed since, in a real window."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

import builders as b
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from ui.splitting import at_work, button, open_chart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    """Two charts made on 2 March 2026; four days later one visit went over, and a name came."""
    made = Hospital.open(made_sqlite)
    for name, family in (("A", "Okonkwo"), ("B", "Hale")):
        made.add(
            b.a_chart(
                name,
                b.a_name(name, family, "Grace"),
                b.an_identifier(name, f"0012-{name}", type="MR"),
                b.a_birth_date(name, "1984-03-12" if name == "A" else "1984-12-03"),
                b.an_encounter(name, id=f"stays-{name}", at="2026-01-01"),
                b.an_encounter(name, id=f"goes-{name}", at="2026-02-01"),
            )
        )
    made.time += timedelta(days=4)
    clerk = made.desk("clerk")
    moved = clerk.corrections.move("goes-A", to="0012-B", reason="wrong chart")
    if moved.request is not None:
        made.desk("supervisor").approvals.approve(moved.request.id)
    made.arrive(b.an_encounter("A", id="later", at="2026-03-05"))
    yield made
    made.database.close()


def test_what_left_and_what_came_since_is_marked_and_counted(
    hospital: Hospital, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    hands = Hands(tmp_path)
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    hands.click(button(station, hands, "chart-history"))
    hands.type(hands.find(station.window, QLineEdit, "history-day"), "2026-03-03")
    hands.click(button(station, hands, "history-open"))
    hands.wait("as it stood", lambda: station.reading.as_of == "2026-03-03")
    rows = station.chart.entries.rows
    marks = {rows.key(row): str(rows.index(row, 4).data()) for row in range(rows.rowCount())}
    assert marks == {"stays-A": "", "goes-A": "left since"}
    told = station.chart.message.accessibleName()
    assert "to be read only" in told
    assert "1 left" in told
    assert "came" in told  # the visit of March, and what stands in place of the one that left


def test_a_field_that_shows_something_else_today_says_so(
    hospital: Hospital, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    outcome = hospital.desk("clerk").corrections.merge(
        "0012-A", ["0012-B"], reason="one person", keep={"birth_date": "0012-B"}
    )
    if outcome.request is not None:
        hospital.desk("supervisor").approvals.approve(outcome.request.id)
    hands = Hands(tmp_path)
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    hands.click(button(station, hands, "chart-history"))
    hands.type(hands.find(station.window, QLineEdit, "history-day"), "2026-03-03")
    hands.click(button(station, hands, "history-open"))
    hands.wait("as it stood", lambda: station.reading.as_of == "2026-03-03")
    said = [label.text() for label in station.chart.facts.findChildren(QLabel)]
    assert "1984-03-12" in said
    assert "~ now 1984-12-03" in said
