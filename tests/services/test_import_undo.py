# SPDX-License-Identifier: Apache-2.0
"""An import is undone as one, and the same files then bring its records again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from himdesk.domain.charts.items import Status
from himdesk.domain.errors import Restricted, StructureConflict, UndecidedItems, UsageError
from services.importing import Intake, a_patient, a_report, a_result, an_encounter, totals

if TYPE_CHECKING:
    from pathlib import Path

    from services.hospital import Hospital


@pytest.fixture
def intake(hospital: Hospital, tmp_path: Path) -> Intake:
    folder = tmp_path / "files"
    folder.mkdir()
    return Intake(hospital, folder)


def undo(intake: Intake, import_id: str, **more: object) -> list[object]:
    corrections = intake.hospital.desk("clerk").corrections
    return corrections.undo_import(import_id, reason="wrong file", **more)


def test_an_import_is_undone_as_one(intake: Intake) -> None:
    report = intake.send(
        a_patient(), an_encounter(), a_report("r1", "p1", "o1"), a_result("o1"), a_result("o2")
    )
    undo(intake, report["import"])
    chart = intake.chart("1001")
    assert chart.patient.status == "entered-in-error"
    assert {item.status for item in chart.items} == {Status.ENTERED_IN_ERROR}
    assert set(chart.patient.choices) == set()
    assert intake.verified()


def test_a_dry_run_shows_and_changes_nothing(intake: Intake) -> None:
    report = intake.send(a_patient(), a_result())
    head = intake.head()
    shown = undo(intake, report["import"], dry_run=True)
    assert {str(one.mode) for one in shown} == {"dry-run"}
    assert intake.head() == head


def test_the_same_files_bring_the_records_again(intake: Intake) -> None:
    resources = [a_patient(), an_encounter(), a_report("r1", "p1", "o1"), a_result("o1")]
    first = intake.send(*resources)
    was = {item.id for item in intake.chart("1001").items}
    undo(intake, first["import"])
    second = intake.send(*resources)
    assert totals(second) == (0, 4, 0, 0)
    chart = intake.chart("1001")
    assert chart.patient.status == "active"
    assert chart.name() == "QUILLFEATHER, Maud"
    live = {item.id for item in chart.items if not item.in_error}
    assert len(live) == len(was)
    assert live.isdisjoint(was)
    assert intake.item("1001", "Glucose").parent_id == intake.item("1001", "Panel").id
    assert totals(intake.send(*resources)) == (0, 0, 4, 0)
    assert intake.verified()


def test_what_came_again_can_be_undone_again(intake: Intake) -> None:
    for _ in range(3):
        report = intake.send(a_patient(), a_result())
        assert intake.chart("1001").patient.status == "active"
        undo(intake, report["import"])
        assert intake.chart("1001").patient.status == "entered-in-error"
    assert intake.verified()


def test_a_chart_that_came_again_outlives_other_undos(intake: Intake) -> None:
    first = intake.send(a_patient(), a_patient("p2", "1002"))
    undo(intake, first["import"])
    intake.send(a_patient(), a_patient("p2", "1002"))
    corrections = intake.hospital.desk("clerk").corrections
    merged = corrections.merge("1001", ["1002"], reason="one person")
    corrections.undo(merged.applied.id, reason="two persons")
    assert intake.chart("1001").patient.status == "active"
    assert intake.chart("1002").patient.status == "active"
    assert intake.verified()


def test_an_undone_update_comes_again(intake: Intake) -> None:
    intake.send(a_patient(), a_result())
    changed = [a_patient(birthDate="1961-07-13"), a_result(valueString="6.1")]
    second = intake.send(*changed)
    undo(intake, second["import"])
    assert intake.item("1001", "Glucose").details.value == "5.4"
    assert intake.chart("1001").value("birth_date") == "1961-07-03"
    assert totals(intake.send(*changed)) == (0, 2, 0, 0)
    assert intake.item("1001", "Glucose").details.value == "6.1"
    assert intake.chart("1001").value("birth_date") == "1961-07-13"
    assert intake.verified()


def test_an_undo_leaves_what_other_sources_brought(intake: Intake) -> None:
    intake.send(a_patient(), source="one")
    other = intake.send(a_patient("x", "1001"), a_result(patient="x"), source="two")
    undo(intake, other["import"])
    chart = intake.chart("1001")
    assert chart.patient.status == "active"
    assert chart.value("birth_date") == "1961-07-03"
    assert totals(intake.send(a_patient(), source="one")) == (0, 0, 1, 0)


def test_items_of_other_origin_are_decided_first(intake: Intake) -> None:
    first = intake.send(a_patient(), a_result("o1"), source="one")
    intake.send(a_patient("x", "1001"), a_result("o9", "x", code={"text": "Sodium"}), source="two")
    head = intake.head()
    with pytest.raises(UndecidedItems) as caught:
        undo(intake, first["import"])
    assert intake.item("1001", "Sodium").id in caught.value.items
    assert intake.head() == head


def test_a_merged_chart_keeps_its_import(intake: Intake) -> None:
    report = intake.send(a_patient(), a_patient("p2", "1002"))
    intake.hospital.desk("clerk").corrections.merge("1001", ["1002"], reason="one person")
    head = intake.head()
    with pytest.raises(StructureConflict):
        undo(intake, report["import"])
    assert intake.head() == head


def test_a_confidential_chart_is_told_before_anything_is_undone(intake: Intake) -> None:
    others = [a_patient(f"p{n}", f"200{n}") for n in range(5)]
    secret = a_patient("s", "1001", meta={"security": [{"code": "R"}]})
    report = intake.send(secret, *others, a_result("o1", "p1"))
    head = intake.head()
    with pytest.raises(Restricted):
        undo(intake, report["import"])
    assert intake.head() == head
    intake.hospital.desk("clerk").charts.break_glass("1001", reason="wrong file")
    undo(intake, report["import"])
    assert intake.chart("1001").patient.status == "entered-in-error"
    assert intake.verified()


def test_an_unknown_import_is_a_mistake(intake: Intake) -> None:
    with pytest.raises(UsageError):
        undo(intake, "nothing")
