# SPDX-License-Identifier: Apache-2.0
"""Splits, moves and amendments are taken back from the history, by keys and mouse only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

import builders as b
from himdesk.domain.charts.items import STUB, Document
from himdesk.services.corrections.outcomes import Mode
from himdesk.store.reading import history
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from ui.overlays import two_strangers
from ui.splitting import approve, at_work, button, open_chart, send

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    made.add(two_strangers())
    number = b.an_identifier("B", "0012-B", type="MR")
    made.add(b.a_chart("B", b.a_name("B", "Lakewood", "Bea"), number, b.a_birth_date("B", "1990")))
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def approved(hospital: Hospital, asked: Outcome) -> str:
    """What a second person approved before the story begins; answers the change set."""
    assert asked.mode is Mode.PROPOSED
    assert asked.request is not None
    done = hospital.desk("supervisor").approvals.approve(asked.request.id)
    assert done.applied is not None
    return done.applied.id


def open_undo(station: Workstation, hands: Hands, change_set: str) -> None:
    """From the chart's history to the undo of one change set."""
    open_chart(station, hands, "0012-A")
    hands.click(button(station, hands, "chart-history"))
    hands.click_row(station.history.sets, change_set)
    hands.click(button(station, hands, "undo-change-set"))
    hands.wait("planned", lambda: station.undoing.preview is not None)
    button(station, hands, "undo-review")


def sides(station: Workstation) -> list[str]:
    assert station.undo._view is not None
    return [who.words for who in station.undo._view.sides]


def test_a_move_is_taken_back(hospital: Hospital, hands: Hands, look: Look, tasks: Tasks) -> None:
    asked = hospital.desk("clerk").corrections.move("v01-n", to="0012-B", reason="hers")
    moved = approved(hospital, asked)
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_undo(station, hands, moved)
    a, other = sides(station)
    assert ("0012-A" in a, "stays" in a) == (True, True)
    assert ("0012-B" in other, "stays" in other) == (True, True)
    review = button(station, hands, "undo-review")
    assert review.text() == "Review undo of this move…"
    hands.shoot(station.window, "undo-move")
    hands.click(review)
    send(station, hands)
    station.window.close()
    assert not any(item.id == "v01-n" for item in hospital.chart("A").items)
    approve(hospital, hands, look, tasks).window.close()
    chart = hospital.chart("A")
    assert any(item.id == "v01-n" for item in chart.items)
    assert all(item.in_error for item in chart.items if item.type == STUB)


def test_a_move_within_the_chart_is_taken_back_at_once(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    refiled = hospital.desk("clerk").corrections.move(
        "v00-n", to="0012-A", encounter="v02", reason="of that visit"
    )
    assert refiled.applied is not None
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_undo(station, hands, refiled.applied.id)
    assert len(sides(station)) == 1
    hands.click(button(station, hands, "undo-review"))
    send(station, hands)
    note = next(item for item in hospital.chart("A").items if item.id == "v00-n")
    assert note.encounter_id == "v00"


def test_an_amendment_is_taken_back(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    asked = hospital.desk("clerk").corrections.amend(
        "v00-n", kind="correction", text="Never smoked.", author="Dr. Osei", reason="told"
    )
    corrected = approved(hospital, asked)
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_undo(station, hands, corrected)
    assert ["0012-A" in words for words in sides(station)] == [True]
    hands.click(button(station, hands, "undo-review"))
    send(station, hands)
    station.window.close()
    approve(hospital, hands, look, tasks).window.close()
    items = hospital.chart("A").items
    (revision,) = (item for item in items if item.parent_id == "v00-n")
    assert revision.in_error
    note = next(item for item in items if item.id == "v00-n").details
    assert isinstance(note, Document)
    assert note.doc_status != "amended"


def test_what_came_into_a_chart_that_a_split_made_is_decided(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    asked = hospital.desk("clerk").corrections.split(
        "0012-A",
        moves={"v01": "new:other"},
        new={"other": {"family": "Harper", "given": "James", "birth_date": "1986-11-02"}},
        reason="two people",
    )
    done = approved(hospital, asked)
    with hospital.database.read() as session:
        made = history.change_set(session, done).change_set
    new = next(c.after or "" for c in made.changes if c.id == "v01")
    hospital.arrive(b.a_clinical(new, id="later", at="2026-02-20", display="Potassium"))
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_undo(station, hands, done)
    assert "entered in error" in sides(station)[1]
    review = button(station, hands, "undo-review")
    assert not review.isEnabled()
    hands.click(button(station, hands, "undo-next"))
    assert station.undo.decisions.current_key() == "later"
    hands.shoot(station.window, "undo-split")
    hands.key(station.undo.decisions, Qt.Key.Key_1)
    hands.click(review)
    send(station, hands)
    station.window.close()
    approve(hospital, hands, look, tasks).window.close()
    assert {"v01", "later"} <= {item.id for item in hospital.chart("A").items}
    assert hospital.chart(new).patient.status == "entered-in-error"
