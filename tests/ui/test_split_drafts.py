# SPDX-License-Identifier: Apache-2.0
"""A half-made split is kept as one decides, and offered again; by keys and mouse only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

import builders as b
from himdesk.ui.split.decisions import Decisions, Divided, Repeated, Rewritten
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from ui.overlays import two_strangers
from ui.splitting import (
    approve,
    at_work,
    button,
    decide_rest,
    drag,
    open_split,
    send,
    stand_on,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.services.corrections.drafts import Kept
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    made.add(two_strangers())
    made.add(b.a_person("C", b.an_identifier("C", "0012-C", type="MR")))
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def drafts(hospital: Hospital) -> tuple[Kept, ...]:
    return hospital.desk("clerk").drafts.all()


def begin(station: Workstation, hands: Hands, hospital: Hospital) -> None:
    """By key, by mouse, for both persons and by typing; until all of it is kept."""
    target = hands.find(station.window, QLineEdit, "split-target")
    hands.type(target, "0012-C")
    hands.key(target, Qt.Key.Key_Return)
    hands.wait("taken", station.split.target.hits.isHidden)
    stand_on(station, hands, "v01")
    hands.key(station.split.rows, Qt.Key.Key_2)
    drag(station, "v04", "C")
    stand_on(station, hands, "allergy")
    hands.click(button(station, hands, "split-both"))
    why = hands.find(station.window, QLineEdit, "split-again-text")
    hands.type(why, "both say so")
    hands.key(why, Qt.Key.Key_Return)
    hands.type(hands.find(station.window, QLineEdit, "split-new-suffix"), "III")
    hands.wait("kept", lambda: [d for d in drafts(hospital) if d.values["typed"]])


def begun(station: Workstation) -> tuple[object, ...]:
    decided, form = station.splitting.decisions, station.split.form
    return decided.chosen, decided.repeated, form.fields["suffix"].text()


DECIDED = (
    {"v01": "B", "v04": "C", "allergy": "A"},
    {"allergy": Repeated("B", "both say so")},
    "III",
)


def test_a_split_that_a_crash_cut_off_is_offered_gone_on_with_and_sent(
    hospital: Hospital, made_sqlite: str, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands)
    begin(station, hands, hospital)
    assert begun(station) == DECIDED

    after = Hospital.open(made_sqlite)  # the first window never closes: its program is gone
    after.time = hospital.time
    again = at_work(after.desk("clerk"), look, tasks)
    rail = button(again, hands, "rail-split")
    hands.wait("told in the rail", lambda: "1" in rail.accessibleName())
    hands.click(rail)
    offer = button(again, hands, "split-empty-action")
    assert offer.text() == "Go on with it"
    hands.shoot(again.window, "split-begun")
    hands.click(offer)
    hands.wait("gone on", lambda: again.splitting.preview is not None)
    assert begun(again) == DECIDED
    chart, because = again.splitting.proposed["v01"]
    assert (chart, because) == ("new", "registered with birth date 1986-11-02")
    hands.click(button(again, hands, "split-all"))
    decide_rest(again, hands, Qt.Key.Key_1)
    hands.click(button(again, hands, "split-review"))
    send(again, hands)
    assert drafts(after) == ()
    hands.wait("told in the rail", lambda: "1" not in rail.accessibleName())
    again.window.close()
    approve(after, hands, look, tasks)
    assert "v04" in {item.id for item in after.chart("C").items}
    found = {hit.name: hit.patient.id for hit in after.desk("clerk").charts.search("HARPER").hits}
    assert "v01" in {item.id for item in after.chart(found["HARPER, James T III"]).items}
    after.database.close()


def test_a_draft_is_here_again_from_the_chart_and_is_begun_anew(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands)
    stand_on(station, hands, "v01")
    hands.key(station.split.rows, Qt.Key.Key_2)
    station.window.close()  # at once: what was decided last is kept all the same
    assert [json.loads(json.dumps(d.values))["decisions"]["chosen"] for d in drafts(hospital)] == [
        {"v01": "B"}
    ]

    again = at_work(hospital.desk("clerk"), look, tasks)
    open_split(again, hands)
    assert "is here again" in again.split.message.accessibleName()
    assert again.splitting.decisions.chosen == {"v01": "B"}
    hands.click(button(again, hands, "split-message-link"))
    hands.wait("gone", lambda: not drafts(hospital))
    assert again.splitting.decisions == Decisions()
    assert not again.split.message.isVisible()
    other = at_work(hospital.desk("clerk2"), look, tasks)
    open_split(other, hands)
    assert not other.split.message.isVisible()


def test_of_a_draft_holds_what_is_still_there() -> None:
    kept = Decisions()
    kept.choose(["a", "b", "gone"], "B")
    kept.choose(["c"], "C")
    kept.divide("scan", Divided("C", (4, 5), (1,)))
    kept.divide("other", Divided("B", (2,), (1,)))
    kept.repeat("allergy", Repeated("C", "both"))
    kept.rewrite("note", Rewritten("B", "one", "other"))
    values = json.loads(json.dumps(kept.values()))
    keys = ["a", "b", "c", "scan", "other", "allergy", "note"]
    found = Decisions.read(values, keys, "AB")
    assert found.chosen == {"a": "B", "b": "B", "other": "A", "note": "A"}
    assert found.divided == {"other": Divided("B", (2,), (1,))}
    assert (found.repeated, found.rewritten) == ({}, kept.rewritten)
    whole = Decisions.read(values, [*keys, "gone"], "ABC")
    assert whole == kept
