# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from himdesk.domain.changes import PATIENT, Change, ChangeKind
from himdesk.domain.charts.items import Clinical, Coverage, Encounter, Kind, Name
from himdesk.domain.errors import NotFound
from himdesk.domain.plans import Created
from himdesk.store.reading import charts, history, patients
from himdesk.store.reading.asof import as_of
from store_builders import a_patient, an_item

if TYPE_CHECKING:
    from himdesk.domain.charts.charts import Chart
    from store_builders import Hospital


def chart(hospital: Hospital, name: str) -> Chart:
    with hospital.database.read() as connection:
        return charts.chart(connection, name)


def chart_then(hospital: Hospital, name: str, seq: int) -> Chart:
    with hospital.database.read() as connection:
        return as_of(connection, name, seq)


def test_a_number_finds_charts_of_every_authority(hospital: Hospital) -> None:
    both = (a_patient("A"), replace(a_patient("B"), number="MRNA", authority="OTHER"))
    hospital.apply(ChangeKind.IMPORT, [], Created(both))
    with hospital.database.read() as connection:
        assert [p.id for p in patients.find(connection, None, "MRNA")] == ["A", "B"]
        assert [p.id for p in patients.find(connection, "OTHER", "MRNA")] == ["B"]
        assert patients.find(connection, None, "nothing") == ()
        assert set(patients.find_many(connection, [("GH", "MRNA"), ("GH", "x")])) == {
            ("GH", "MRNA")
        }


def test_items_come_back_whole_whatever_their_fellows_leave_out(hospital: Hospital) -> None:
    hospital.admit("A")
    bare = an_item("bare", "A", Coverage())
    full = an_item("full", "A", Coverage(payor="Meridian", member="7"))
    late = an_item("late", "A", Coverage(plan="Silver"))
    for items in ((bare,), (full, late)):
        hospital.apply(ChangeKind.IMPORT, [], Created(items=items))
    found = {item.id: item for item in chart(hospital, "A").items}
    assert [found[each.id] for each in (bare, full, late)] == [bare, full, late]


def test_as_of_is_what_was(hospital: Hospital) -> None:
    hospital.admit("A", "B")
    seen: dict[int, dict[str, Chart]] = {}

    def look(seq: int) -> None:
        seen[seq] = {name: chart(hospital, name) for name in ("A", "B")}

    look(1)
    hospital.merge("A", "B")
    look(2)
    hospital.arrive("late", "B")
    look(3)
    hospital.apply(
        ChangeKind.AMEND,
        [
            Change("name", "B-name", "family", "FamilyB", "Changed"),
            Change("name", "B-name", "status", None, "previous"),
            Change(PATIENT, "A", "choice_family", "A-name", "B-name"),
        ],
    )
    look(4)
    hospital.apply(
        ChangeKind.AMEND, [Change("name", "B-name", "family", "Changed", "Changed again")]
    )
    look(5)
    for seq, then in seen.items():
        for name, expected in then.items():
            assert chart_then(hospital, name, seq) == expected


def test_there_is_no_chart_before_its_creation(hospital: Hospital) -> None:
    hospital.admit("A")
    hospital.admit("B")
    with pytest.raises(NotFound):
        chart_then(hospital, "B", 1)


def test_the_history_of_a_chart_names_what_left_it_too(hospital: Hospital) -> None:
    hospital.admit("A", "B")
    hospital.admit("C")
    merged = hospital.merge("A", "B")
    moved = hospital.move("B1", "A", "C")
    changed = hospital.apply(
        ChangeKind.AMEND, [Change("clinical_item", "A1", "display", None, "other")]
    )
    with hospital.database.read() as connection:
        seqs = {
            name: [entry.seq for entry in history.history(connection, name, limit=9)]
            for name in "ABC"
        }
        assert seqs == {"A": [5, 4, 3, 1], "B": [3, 1], "C": [4, 2]}
        page = history.history(connection, "A", limit=2, before=5)
        assert page == (moved, merged)
        assert history.since(connection, ["A", "C"], 3) == (moved, changed)
        assert history.charts_of_each(connection, [4]) == {4: ("A", "C")}


def test_places_in_time(hospital: Hospital) -> None:
    hospital.admit("A")
    second = hospital.admit("B")
    with hospital.database.read() as connection:
        assert history.seq_at(connection, "2025-12-31T23:59:59Z") == 0
        assert history.seq_at(connection, second.at) == 2
        assert history.seq_at(connection, second.at.replace("Z", ".000001Z")) == 2
        assert history.seq_at(connection, "2026-01-01T00:00:01.5Z") == 1
        assert history.seq_of(connection, second.id) == 2
        assert history.seq_of(connection, "nothing") is None


def test_the_last_change_of_a_field_and_who_made_it(hospital: Hospital) -> None:
    hospital.admit("A", "B", "C")
    hospital.move("A1", "A", "B")
    hospital.move("A1", "B", "C")
    with hospital.database.read() as connection:
        last = history.last_changes(connection, [("A1", "patient_id"), ("A2", "patient_id")])
        whole = history.field_history(connection, ["A1"], ["patient_id"])
    assert [(e.before, e.after, e.seq) for e in last.values()] == [("B", "C", 3)]
    assert [e.after for e in whole["A1", "patient_id"]] == ["B", "C"]


def test_pages_come_newest_first(hospital: Hospital) -> None:
    hospital.admit("A", items=5)
    hospital.apply(ChangeKind.IMPORT, [], Created((), (an_item("undated", "A"),)))
    with hospital.database.read() as connection:
        first = charts.page(connection, "A", Kind.CLINICAL, limit=4)
        assert first.following is not None
        second = charts.page(connection, "A", Kind.CLINICAL, limit=4, after=first.following)
    assert [i.id for i in first.items] == ["A5", "A4", "A3", "A2"]
    assert [i.id for i in second.items] == ["A1", "undated"]
    assert second.following is None


def test_parts_of_charts(hospital: Hospital) -> None:
    hospital.admit("A", "B", items=1)
    allergy = an_item("al", "A", Clinical(category="allergy"))
    visit = an_item("v", "A", Encounter(number="1"))
    old = an_item("old", "A", Name(family="Before"))
    hospital.apply(ChangeKind.IMPORT, [], Created((), (allergy, visit, old)))
    with hospital.database.read() as connection:
        facts = charts.facts(connection, ["A", "B"])
        assertions = charts.assertions(connection, ["A", "nobody"])
        headers = charts.headers(connection, ["A"])
    assert {i.id for i in facts["A"].items} == {"A-name", "A-born", "al", "v", "old"}
    assert {i.id for i in assertions["A"].items} == {"A-name", "A-born", "old"}
    assert set(assertions) == {"A"}
    assert {i.id for i in headers["A"].items} == {"A-name", "A-born"}
    assert headers["A"].value("family") == "FamilyA"


def test_descendants_of_an_encounter(hospital: Hospital) -> None:
    items = (
        an_item("e", "A"),
        an_item("order", "A", encounter_id="e"),
        an_item("result", "A", parent_id="order"),
        an_item("other", "A"),
    )
    hospital.apply(ChangeKind.IMPORT, [], Created((a_patient("A"),), items))
    with hospital.database.read() as connection:
        assert [p.id for p in charts.descendants(connection, ["e"])] == ["order", "result"]
