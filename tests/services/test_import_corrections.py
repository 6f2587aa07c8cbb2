# SPDX-License-Identifier: Apache-2.0
"""What a source repeats or changes never overwrites a correction; retired numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from himdesk.domain.changes import PATIENT, Change, ChangeKind, ChangeSet
from himdesk.domain.charts.items import Kind, Status
from himdesk.domain.plans import Created
from himdesk.store.writing import ledger
from services.importing import Intake, a_patient, a_result, an_encounter, totals

if TYPE_CHECKING:
    from pathlib import Path

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from services.hospital import Hospital

PHONE = "555-0107"
OTHER_PHONE = "555-0190"


@pytest.fixture
def intake(hospital: Hospital, tmp_path: Path) -> Intake:
    folder = tmp_path / "files"
    folder.mkdir()
    return Intake(hospital, folder)


def amend(intake: Intake, *changes: Change, kind: ChangeKind = ChangeKind.AMEND) -> None:
    """A correction by a person."""
    hospital = intake.hospital
    now = hospital.desk("clerk").context.now()
    with hospital.database.write("clerk") as session:
        ledger.write(
            session,
            ChangeSet(kind, "clerk", "found wrong", changes),
            Created(),
            id=hospital.new_id(),
            at=now,
            applied_by="clerk",
        )


def corrected(item: Item, field: str, before: str | None, after: str | None) -> Change:
    return Change(item.kind.value, item.id, field, before, after)


def phones(chart: Chart) -> dict[str, str | None]:
    """The phone numbers of a chart with their status."""
    return {
        str(i.display): i.status
        for i in chart.items
        if i.kind is Kind.TELECOM and i.status != Status.ENTERED_IN_ERROR
    }


def with_phone(number: str, id_: str = "p1", mrn: str = "1001") -> dict[str, object]:
    return a_patient(id_, mrn, telecom=[{"system": "phone", "value": number}])


def test_a_changed_value_changes_the_chart(intake: Intake) -> None:
    intake.send(a_patient(), a_result(status="preliminary"))
    item = intake.item("1001", "Glucose")
    report = intake.send(a_patient(), a_result(valueString="6.1"))
    assert totals(report) == (0, 1, 1, 0)
    now = intake.item("1001", "Glucose")
    assert (now.id, now.status, now.details.value) == (item.id, "final", "6.1")
    assert now.body != item.body
    assert intake.verified()


def test_a_repeated_value_leaves_a_correction_alone(intake: Intake) -> None:
    intake.send(a_patient(), a_result())
    item = intake.item("1001", "Glucose")
    amend(intake, corrected(item, "value", "5.4", "4.5"))
    intake.send(a_patient(), a_result(status="amended"))
    now = intake.item("1001", "Glucose")
    assert (now.details.value, now.status) == ("4.5", "amended")
    assert intake.cases() == []


def test_a_changed_value_that_was_corrected_opens_a_case(intake: Intake) -> None:
    intake.send(a_patient(), a_result())
    item = intake.item("1001", "Glucose")
    amend(intake, corrected(item, "value", "5.4", "4.5"))
    intake.send(a_patient(), a_result(valueString="7.7"))
    assert intake.item("1001", "Glucose").details.value == "4.5"
    (case,) = intake.cases()
    assert (case["old"], case["new"], case["chart"]) == ("5.4", "7.7", "4.5")
    assert (case["record"], case["field"]) == ("Observation/o1", "value")
    intake.send(a_patient(), a_result(valueString="7.7"))
    assert len(intake.cases()) == 1


def test_a_change_that_the_chart_has_already_is_no_conflict(intake: Intake) -> None:
    intake.send(a_patient(), a_result())
    amend(intake, corrected(intake.item("1001", "Glucose"), "value", "5.4", "4.5"))
    intake.send(a_patient(), a_result(valueString="4.5"))
    assert intake.item("1001", "Glucose").details.value == "4.5"
    assert intake.cases() == []


def test_an_update_follows_a_moved_item(intake: Intake) -> None:
    intake.send(a_patient(), a_result(), a_patient("p2", "1002"))
    item, here, there = intake.item("1001", "Glucose"), intake.chart("1001"), intake.chart("1002")
    moved = corrected(item, "patient_id", here.patient.id, there.patient.id)
    amend(intake, moved, kind=ChangeKind.MOVE)
    intake.send(a_patient(), a_result(valueString="6.1"))
    now = intake.item("1002", "Glucose")
    assert (now.id, now.details.value) == (item.id, "6.1")
    assert now.home_patient_id == here.patient.id
    assert intake.verified()


def test_a_source_that_names_another_patient_opens_a_case(intake: Intake) -> None:
    intake.send(a_patient(), a_patient("p2", "1002"), a_result())
    intake.send(a_patient(), a_patient("p2", "1002"), a_result(patient="p2"))
    assert intake.item("1001", "Glucose")
    (case,) = intake.cases()
    assert case["field"] == "patient_id"


def test_a_new_phone_number_takes_the_place_of_the_old(intake: Intake) -> None:
    intake.send(with_phone(PHONE))
    report = intake.send(with_phone(OTHER_PHONE))
    assert totals(report) == (0, 1, 0, 0)
    chart = intake.chart("1001")
    assert phones(chart) == {PHONE: "previous", OTHER_PHONE: "current"}
    assert chart.value("phone") == OTHER_PHONE
    assert chart.value("family") == "Quillfeather"
    assert intake.verified()


def test_a_dropped_phone_number_is_not_shown(intake: Intake) -> None:
    intake.send(with_phone(PHONE))
    intake.send(a_patient())
    assert phones(intake.chart("1001")) == {PHONE: "previous"}
    assert intake.chart("1001").value("phone") is None


def test_a_number_that_returns_is_shown_again(intake: Intake) -> None:
    for number in (PHONE, OTHER_PHONE, PHONE):
        intake.send(with_phone(number))
    assert intake.chart("1001").value("phone") == PHONE
    assert intake.verified()


def test_a_corrected_statement_stays(intake: Intake) -> None:
    intake.send(with_phone(PHONE))
    (item,) = [i for i in intake.chart("1001").items if i.kind is Kind.TELECOM]
    amend(intake, corrected(item, "value", PHONE, "555-0199"))
    intake.send(with_phone(PHONE) | {"gender": "female"})
    assert intake.chart("1001").value("phone") == "555-0199"
    assert intake.cases() == []
    intake.send(with_phone(OTHER_PHONE))
    chart = intake.chart("1001")
    assert chart.value("phone") == "555-0199"
    (case,) = intake.cases()
    assert case["new"] == OTHER_PHONE
    assert "555-0199" in case["chart"]


def test_a_persons_choice_stays(intake: Intake) -> None:
    intake.send(a_patient())
    intake.send(a_patient("x", "1001", birthDate="1961-07-30"), source="other")
    chart = intake.chart("1001")
    (other,) = [i for i in chart.items if i.display == "1961-07-30"]
    name = "choice_birth_date"
    before = chart.patient.choices["birth_date"]
    amend(intake, Change(PATIENT, chart.patient.id, name, before, other.id))
    intake.send(a_patient(birthDate="1961-07-13"))
    assert intake.chart("1001").value("birth_date") == "1961-07-30"
    (case,) = intake.cases()
    assert (case["old"], case["new"], case["chart"]) == ("1961-07-03", "1961-07-13", "1961-07-30")


def test_a_marriage_keeps_the_maiden_name(intake: Intake) -> None:
    intake.send(a_patient())
    names = [{"use": "official", "family": "Thistlewood", "given": ["Maud", "Ann"]}]
    intake.send(a_patient(name=names))
    chart = intake.chart("1001")
    assert chart.name() == "THISTLEWOOD, Maud Ann"
    assert [i.status for i in chart.items if i.kind is Kind.NAME].count("previous") == 1


def test_what_comes_for_a_retired_number_goes_to_the_survivor(intake: Intake) -> None:
    intake.send(a_patient(), a_patient("p2", "1002"))
    survivor, retired = intake.chart("1001").patient, intake.chart("1002").patient
    merge(intake)
    intake.send(with_phone(PHONE, "p2", "1002"), a_result(patient="p2"))
    item = intake.item("1001", "Glucose")
    assert (item.home_patient_id, item.patient_id) == (retired.id, survivor.id)
    assert phones(intake.chart("1001")) == {PHONE: "current"}
    assert intake.chart("1002").items == ()
    assert intake.verified()


def test_a_retired_number_from_another_source_finds_the_survivor(intake: Intake) -> None:
    intake.send(a_patient(), a_patient("p2", "1002"))
    merge(intake)
    intake.send(a_patient("z", "1002"), an_encounter("e9", "z"), source="other")
    encounters = [i for i in intake.chart("1001").items if i.kind is Kind.ENCOUNTER]
    assert [i.home_patient_id for i in encounters] == [intake.chart("1002").patient.id]


def test_updates_after_a_merge_reach_the_moved_item(intake: Intake) -> None:
    intake.send(a_patient(), a_patient("p2", "1002"), a_result(patient="p2"))
    merge(intake)
    intake.send(a_patient("p2", "1002"), a_result(patient="p2", valueString="8.8"))
    assert intake.item("1001", "Glucose").details.value == "8.8"


def merge(intake: Intake) -> None:
    done = intake.hospital.desk("clerk").corrections.merge("1001", ["1002"], reason="one person")
    assert done.mode == "applied"
