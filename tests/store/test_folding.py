# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.domain.changes import DECISION, PATIENT, Change, ChangeKind
from himdesk.domain.fold import Event, Moved
from himdesk.domain.plans import Created
from himdesk.store.reading import charts, folding
from himdesk.store.verify import verify
from store_builders import a_patient

if TYPE_CHECKING:
    from store_builders import Hospital


def undo(hospital: Hospital, target: str, *changes: Change) -> str:
    return hospital.apply(ChangeKind.UNDO, changes, reverses=target).id


def unretire(chart: str, survivor: str) -> list[Change]:
    return [
        Change(PATIENT, chart, "status", "retired", "active"),
        Change(PATIENT, chart, "replaced_by", survivor, None),
    ]


def test_merges_moves_and_undos_are_events(hospital: Hospital) -> None:
    hospital.admit("A", "B", "C", "D", items=1)
    first = hospital.merge("B", "A")
    second = hospital.move("C1", "C", "B")
    third = hospital.apply(
        ChangeKind.UNDO,
        [
            *unretire("A", "B"),
            Change("clinical_item", "A1", "patient_id", "B", "A"),
            Change("name", "A-name", "patient_id", "B", "A"),
            Change("statement", "A-born", "patient_id", "B", "A"),
            Change("clinical_item", "C1", "patient_id", "B", "A"),
            Change("clinical_item", "C1", DECISION, "B", "A"),
        ],
        reverses=first.id,
    )
    expected = (
        Event(seq=2, id=first.id, survivor="B", retired=("A",)),
        Event(seq=3, id=second.id, moves=(Moved("C1", "C", "B"),)),
        Event(seq=4, id=third.id, moves=(Moved("C1", "B", "A"),), reverses=first.id),
    )
    with hospital.database.read() as connection:
        for chart in ("A", "B", "C"):
            assert folding.events(connection, [chart]) == expected
            assert folding.component(connection, [chart]) == {"A", "B", "C"}
        assert folding.events(connection, ["D"]) == ()
        assert folding.component(connection, ["D"]) == {"D"}
    assert verify(hospital.database).first_broken is None


def test_the_survivor_of_an_empty_chart_is_found(hospital: Hospital) -> None:
    hospital.admit("A")
    hospital.apply(ChangeKind.IMPORT, [], Created((a_patient("E"),)))
    hospital.merge("A", "E")
    with hospital.database.read() as connection:
        assert folding.component(connection, ["A"]) == {"A", "E"}


def test_items_are_placed_by_home_and_by_owner(hospital: Hospital) -> None:
    hospital.admit("A", "B", items=1)
    hospital.merge("A", "B")
    hospital.arrive("late", "B")
    with hospital.database.read() as connection:
        by_home = {p.id: (p.home, p.owner, p.created) for p in charts.placed(connection, ["B"])}
        owned = {p.id for p in charts.owned(connection, ["B"])}
        everything = {p.id for p in charts.placed(connection, ["A"])}
    assert by_home["late"] == ("B", "A", 3)
    assert by_home["B1"] == ("B", "A", 1)
    assert owned == set()
    assert everything == {*by_home, "A1", "A-name", "A-born"}
