# SPDX-License-Identifier: Apache-2.0
"""What an import makes of files: charts, numbers, links, reports."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from himdesk.domain.charts.items import Kind
from himdesk.domain.errors import NotPermitted, UsageError
from himdesk.services.intake import run
from himdesk.store.desk import settings, sources
from himdesk.store.reading import history, patients
from services.importing import (
    SYSTEM,
    Intake,
    a_patient,
    a_report,
    a_result,
    an_encounter,
    bundle,
    totals,
)

if TYPE_CHECKING:
    from pathlib import Path

    from services.hospital import Hospital


@pytest.fixture
def intake(hospital: Hospital, tmp_path: Path) -> Intake:
    folder = tmp_path / "files"
    folder.mkdir()
    return Intake(hospital, folder)


def test_a_bundle_becomes_a_chart(intake: Intake) -> None:
    visit = {"encounter": {"reference": "Encounter/e1"}}
    path = intake.file(
        "b.json", bundle("transaction", a_patient(), an_encounter(), a_result(**visit))
    )
    report = intake.take(path)
    assert report["files"] == [
        {
            "path": str(path),
            "read": 3,
            "new": 3,
            "changed": 0,
            "unchanged": 0,
            "rejected": [],
            "notices": [],
        }
    ]
    chart = intake.chart("1001")
    assert (chart.patient.authority, chart.patient.status) == (SYSTEM, "active")
    assert chart.name() == "QUILLFEATHER, Maud"
    assert chart.value("birth_date") == "1961-07-03"
    result = intake.item("1001", "Glucose")
    (visit_item,) = [i for i in chart.items if i.kind is Kind.ENCOUNTER]
    assert result.encounter_id == visit_item.id
    assert {i.home_patient_id for i in chart.items} == {chart.patient.id}
    assert intake.verified()


def test_change_sets_name_their_import(intake: Intake) -> None:
    report = intake.send(a_patient(), a_result())
    with intake.hospital.database.read() as session:
        found = history.of_import(session, report["import"])
        batch = sources.import_batch(session, report["import"])
    assert {entry.change_set.kind for entry in found} == {"import"}
    assert {entry.applied_by for entry in found} == {"admin"}
    assert (batch.state, batch.source, batch.by) == ("done", "main", "admin")
    assert json.loads(batch.report or "")["files"] == report["files"]


def test_the_same_files_again_change_nothing(intake: Intake) -> None:
    resources = [a_patient(), an_encounter(), a_result(), a_report("r1", "p1", "o1")]
    first = intake.send(*resources)
    head = intake.head()
    second = intake.send(*resources)
    assert (totals(first), totals(second)) == ((4, 0, 0, 0), (0, 0, 4, 0))
    assert intake.head() == head
    assert first["import"] != second["import"]


def test_files_may_come_in_any_order(intake: Intake) -> None:
    order = {"basedOn": [{"reference": "ServiceRequest/s1"}]}
    request = a_result("s1", resourceType="ServiceRequest", intent="order", code={"text": "Order"})
    visit = {"encounter": {"reference": "Encounter/e1"}}
    resources = [a_patient(), an_encounter(), request, a_result(**order, **visit)]
    for number, some in enumerate(permutations(resources)):
        names = [f"{number}-{place}.json" for place in range(len(some))]
        paths = [
            intake.file(name, json.loads(json.dumps(one).replace("p1", f"p{number}x")))
            for name, one in zip(names, some, strict=True)
        ]
        text = [json.loads(path.read_text()) for path in paths]
        for path, one in zip(paths, text, strict=True):
            if one["resourceType"] == "Patient":
                one["identifier"][0]["value"] = f"9{number:03d}"
            path.write_text(json.dumps(one))
        assert totals(intake.take(*paths, source=f"s{number}")) == (4, 0, 0, 0)
        result = intake.item(f"9{number:03d}", "Glucose")
        ordered = intake.item(f"9{number:03d}", "Order")
        assert result.parent_id == ordered.id
        assert result.encounter_id is not None


def test_a_folder_stands_for_its_files(intake: Intake) -> None:
    intake.file("z.json", a_patient())
    intake.file("a.json", a_result())
    intake.file(".hidden", a_result("o2"))
    report = intake.take(intake.folder)
    assert [file["path"].rsplit("/", 1)[-1] for file in report["files"]] == ["a.json", "z.json"]
    assert totals(report) == (2, 0, 0, 0)


def test_csv_brings_patients(intake: Intake) -> None:
    path = intake.folder / "people.csv"
    path.write_text("record_id,mrn,last,first,dob\n7,2002,Thistlewood,Ada,1950-02-01\n")
    assert totals(intake.take(path)) == (1, 0, 0, 0)
    assert intake.chart("2002").value("family") == "Thistlewood"
    path.write_text("record_id,mrn,last,first,dob\n7,2002,Thistlewood,Adah,1950-02-01\n")
    assert totals(intake.take(path)) == (0, 1, 0, 0)
    assert intake.chart("2002").value("given") == "Adah"


def test_a_number_without_a_system_is_one_of_the_source(intake: Intake) -> None:
    path = intake.folder / "people.csv"
    path.write_text("record_id,mrn,last\n7,2002,Thistlewood\n")
    intake.take(path, source="north")
    path.write_text("record_id,mrn,last\n7,2002,Applegarth\n")
    intake.take(path, source="south")
    with intake.hospital.database.read() as session:
        found = patients.find(session, None, "2002")
    assert [p.authority for p in found] == ["north", "south"]


def test_the_configured_system_gives_the_number(intake: Intake) -> None:
    with intake.hospital.database.write("admin") as session:
        settings.put(session, {"source.main.mrn-system": "urn:numbers"})
    identifier = [{"system": "urn:numbers", "value": "X77"}, {"system": "urn:else", "value": "1"}]
    intake.send(a_patient(mrn=None, identifier=identifier))
    assert intake.chart("X77").patient.authority == "urn:numbers"


def test_himdesk_assigns_numbers_where_a_source_has_none(intake: Intake) -> None:
    intake.send(a_patient("p1", None), a_patient("p2", None))
    intake.send(a_patient("p3", None))
    for number in ("00000001", "00000002", "00000003"):
        assert intake.chart(number).patient.authority == "MAIN"


def test_records_of_one_number_share_a_chart(intake: Intake) -> None:
    intake.send(a_patient("p1"), source="one")
    other = a_patient(
        "p9", telecom=[{"system": "phone", "value": "555-0107"}], birthDate="1961-07-04"
    )
    intake.send(other, a_result(patient="p9"), source="two")
    chart = intake.chart("1001")
    assert chart.value("birth_date") == "1961-07-03"
    assert chart.value("phone") == "555-0107"
    assert intake.item("1001", "Glucose").patient_id == chart.patient.id


def test_a_report_holds_what_it_lists(intake: Intake) -> None:
    intake.send(a_report("r1", "p1", "o1", "o2"), a_result("o1"), a_patient(), a_result("o2"))
    report = intake.item("1001", "Panel")
    results = [i for i in intake.chart("1001").items if i.display == "Glucose"]
    assert [i.parent_id for i in results] == [report.id, report.id]
    assert intake.verified()


def test_what_comes_later_is_linked(intake: Intake) -> None:
    late = {"encounter": {"reference": "Encounter/e1"}, "partOf": [{"reference": "Procedure/x"}]}
    first = intake.send(a_patient(), a_result(**late))
    reasons = {notice["reason"] for notice in first["files"][0]["notices"]}
    assert reasons == {
        "Encounter/e1 is not known; the link to it is left out.",
        "Procedure/x is not known; the link to it is left out.",
    }
    intake.send(an_encounter(), a_patient())
    assert totals(intake.send(a_patient(), a_result(**late))) == (0, 0, 2, 0)
    assert intake.item("1001", "Glucose").encounter_id is not None


def test_links_stay_within_a_chart(intake: Intake) -> None:
    report = intake.send(
        a_patient(), a_patient("p2", "1002"), an_encounter("e2", "p2"),
        a_result(encounter={"reference": "Encounter/e2"}),
    )  # fmt: skip
    assert totals(report) == (4, 0, 0, 0)
    assert "another patient's" in report["files"][0]["notices"][0]["reason"]
    assert intake.item("1001", "Glucose").encounter_id is None


def test_circles_are_opened(intake: Intake) -> None:
    part = "hasMember"
    intake.send(
        a_patient(),
        a_result("o1", **{part: [{"reference": "Observation/o2"}]}),
        a_result("o2", **{part: [{"reference": "Observation/o1"}]}),
    )
    parents = [i.parent_id for i in intake.chart("1001").items if i.display == "Glucose"]
    assert parents.count(None) == 1
    assert intake.verified()


def test_a_missing_patient_rejects_the_record(intake: Intake) -> None:
    report = intake.send(a_patient(), a_result(patient="nobody"))
    (rejected,) = report["files"][0]["rejected"]
    assert rejected["where"].endswith("f0.ndjson, line 2")
    assert "Patient/nobody is not known" in rejected["reason"]
    assert totals(report) == (1, 0, 0, 1)


def test_a_missing_patient_rejects_the_whole_bundle(intake: Intake) -> None:
    path = intake.file("b.json", bundle("transaction", a_patient(), a_result(patient="nobody")))
    report = intake.take(path)
    assert totals(report) == (0, 0, 0, 1)
    assert report["files"][0]["read"] == 2
    assert "Nothing of its bundle was taken." in report["files"][0]["rejected"][0]["reason"]
    assert intake.head()[0] == 0


def test_bundles_may_name_each_others_patients(intake: Intake) -> None:
    one = intake.file("a.json", bundle("transaction", a_result()))
    other = intake.file("b.json", bundle("transaction", a_patient()))
    assert totals(intake.take(one, other)) == (2, 0, 0, 0)


def test_a_patient_may_be_named_by_an_identifier(intake: Intake) -> None:
    named = {"subject": {"reference": f"Patient?identifier={SYSTEM}|1001"}}
    assert totals(intake.send(a_patient(), a_result(**named))) == (2, 0, 0, 0)
    assert intake.item("1001", "Glucose")


def test_an_id_twice_counts_once_or_is_refused(intake: Intake) -> None:
    same = intake.send(a_patient(), a_result(), a_result())
    assert totals(same) == (2, 0, 1, 0)
    other = intake.send(a_patient(), a_result(), a_result(valueString="9.9"))
    assert totals(other) == (0, 0, 2, 1)
    assert "twice" in other["files"][0]["rejected"][0]["reason"]


def test_the_same_record_written_in_another_way_counts_once(intake: Intake) -> None:
    patient, other = a_patient(), a_patient() | {"multipleBirthBoolean": True}
    plain = intake.file("a.json", patient)
    spaced, turned, differs = (intake.folder / name for name in ("b.json", "c.json", "d.json"))
    spaced.write_text(json.dumps(patient, indent=2), encoding="utf-8")
    turned.write_text(json.dumps(dict(reversed(patient.items()))), encoding="utf-8")
    differs.write_text(json.dumps(other, indent=2), encoding="utf-8")
    report = intake.take(plain, spaced, turned, differs)
    told = [(f["new"], f["unchanged"], len(f["rejected"])) for f in report["files"]]
    assert told == [(1, 0, 0), (0, 1, 0), (0, 1, 0), (0, 0, 1)]
    assert "twice with different contents" in report["files"][3]["rejected"][0]["reason"]


def test_also_where_the_first_one_was_already_written(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHUNK", 1)
    patient = a_patient()
    spaced = intake.folder / "b.json"
    spaced.write_text(json.dumps(patient, indent=2), encoding="utf-8")
    report = intake.take(intake.file("a.json", patient), spaced)
    assert [(f["new"], f["unchanged"]) for f in report["files"]] == [(1, 0), (0, 1)]


def test_unreadable_files_harm_nothing_else(intake: Intake) -> None:
    good = intake.file("good.json", a_patient())
    bad = {
        "nul.bin": b"\0\0\0",
        "wide.json": '{"resourceType": "Patient"}'.encode("utf-16"),
        "cut.json": b'{"resourceType": "Patient", "id": "x"',
        "empty.json": b"",
        "picture.png": b"\x89PNG\r\n",
    }
    for name, data in bad.items():
        (intake.folder / name).write_bytes(data)
    report = intake.take(good, intake.folder, intake.folder / "absent.json")
    unreadable = {f["path"].rsplit("/", 1)[-1] for f in report["files"] if f.get("unreadable")}
    assert unreadable == {*bad, "absent.json"}
    assert all(f["rejected"] for f in report["files"] if f.get("unreadable"))
    assert totals(report)[0] == 1


def test_a_byte_order_mark_is_no_fault(intake: Intake) -> None:
    path = intake.file("bom.json", a_patient())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert totals(intake.take(path)) == (1, 0, 0, 0)


def test_one_bad_line_is_rejected_alone(intake: Intake) -> None:
    path = intake.file("x.ndjson", a_patient(), a_result())
    path.write_bytes(path.read_bytes() + b'{"resourceType": "Observation", \n\x00\n[1]\n')
    report = intake.take(path)
    assert totals(report) == (2, 0, 0, 3)
    assert report["files"][0]["read"] == 5


def test_a_merge_at_the_source_opens_a_case(intake: Intake) -> None:
    link = [{"other": {"reference": "Patient/p1"}, "type": "replaced-by"}]
    moved = a_patient("p2", "1002", link=link)
    intake.send(a_patient(), moved)
    intake.send(a_patient(), moved | {"gender": "female"})
    assert intake.chart("1002").patient.status == "active"
    (case,) = intake.cases("source-merge")
    assert (case["record"], case["replaced_by"]) == ("Patient/p2", "Patient/p1")


def test_entries_of_the_directory_are_kept(intake: Intake) -> None:
    doctor = {"resourceType": "Practitioner", "id": "d1", "name": [{"family": "Foxglove"}]}
    assert totals(intake.send(doctor)) == (1, 0, 0, 0)
    assert totals(intake.send(doctor | {"gender": "other"})) == (0, 1, 0, 0)
    assert intake.head()[0] == 0


def test_only_an_administrator_imports(intake: Intake) -> None:
    desk = intake.hospital.desk("clerk")
    with pytest.raises(NotPermitted):
        desk.exchange.import_files([intake.file("p.json", a_patient())], "main")


def test_nothing_to_import_is_a_mistake(intake: Intake) -> None:
    with pytest.raises(UsageError):
        intake.take(intake.folder)
    with pytest.raises(UsageError):
        intake.take(intake.file("p.json", a_patient()), source=" ")


def test_progress_and_cancel(intake: Intake) -> None:
    seen: list[int] = []
    path = intake.file("p.ndjson", a_patient(), a_result())
    report = intake.take(path, progress=seen.append, cancelled=lambda: bool(seen))
    assert seen == [1]
    assert report["state"] == "cancelled"
    assert totals(intake.take(path)) == (1, 0, 1, 0)
