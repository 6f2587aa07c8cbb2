# SPDX-License-Identifier: Apache-2.0
"""Two patients in a bundle: each has their own, and what may be either one's is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services import importing
from services.hospital import Hospital
from services.importing import Intake, Json, totals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALL = " Nothing of its bundle was taken."
EITHER = "expected one record of the bundle, and it names two of them." + ALL
ONE_NUMBER = (
    "Patient.identifier: another person of this import has the same number; expected each person's "
    "own, because a chart is of one person." + ALL
)
ONE_ID = "Patient.id: the file has this id twice with different contents; expected it once." + ALL


def person(name: str, number: str, born: str) -> Json:
    return {
        "resourceType": "Patient",
        "id": name,
        "identifier": [
            {"type": {"coding": [{"code": "MR"}]}, "system": "urn:h", "value": number},
            {"system": "urn:household", "value": "9"},
        ],
        "name": [{"family": "Twain", "given": [name]}],
        "birthDate": born,
    }


def result(subject: str) -> Json:
    return {
        "resourceType": "Observation",
        "id": f"of-{subject.rpartition('/')[2]}",
        "status": "final",
        "code": {"text": f"of {subject}"},
        "subject": {"reference": subject},
    }


def bundle(*resources: Json, url: str | None = None) -> Json:
    """A transaction; `url` is the address that its first two entries have."""
    made = importing.bundle("transaction", *resources)
    if url is not None:
        made["entry"][0]["fullUrl"] = made["entry"][1]["fullUrl"] = url
    return made


@pytest.fixture
def intake(made_sqlite: str, tmp_path: Path) -> Iterator[Intake]:
    hospital = Hospital.open(made_sqlite)
    yield Intake(hospital, tmp_path)
    hospital.database.close()


AL, BO = person("Al", "1", "1960-01-02"), person("Bo", "2", "1987-05-09")


def test_each_has_their_own(intake: Intake) -> None:
    both = bundle(AL, BO, result("Patient/Al"), result("Patient/Bo"))
    report = intake.take(intake.file("two.json", both))
    assert totals(report) == (4, 0, 0, 0)
    for number, name in (("1", "Al"), ("2", "Bo")):
        shown = [item.display for item in intake.chart(number).items]
        assert f"of Patient/{name}" in shown
        assert sum(str(each).startswith("of ") for each in shown) == 1


@pytest.mark.parametrize(
    ("both", "where", "why"),
    [
        (
            bundle(AL, BO, result("urn:uuid:7"), url="urn:uuid:7"),
            "entry[2]",
            f"Observation.subject.reference: {EITHER}",
        ),
        (
            bundle(AL, BO, result("Patient?identifier=urn:household|9")),
            "entry[2]",
            f"Observation.subject.reference: {EITHER}",
        ),
        (bundle(AL, person("Bo", "1", "1987-05-09")), "entry[1]", ONE_NUMBER),
        (bundle(AL, person("Al", "2", "1987-05-09")), "entry[1]", ONE_ID),
    ],
    ids=["one address", "one identifier", "one number", "one id"],
)
def test_what_may_be_either_ones_is_refused(
    intake: Intake, both: Json, where: str, why: str
) -> None:
    report = intake.take(intake.file("two.json", both))
    (file,) = report["files"]
    (found,) = file["rejected"]
    assert (file["new"], found["where"].rpartition(", ")[2]) == (0, where)
    assert found["reason"] == why


def test_another_person_is_not_filed_under_a_number_that_is_given_out(intake: Intake) -> None:
    """Also from another source, whose word stands against what the chart shows."""
    intake.take(intake.file("one.json", bundle(AL)))
    intruder = bundle(person("Bo", "1", "1987-05-09"), result("Patient/Bo"))
    report = intake.take(intake.file("lab.json", intruder), source="lab")
    (file,) = report["files"]
    assert totals(report)[0] == 0
    assert "of another person, as far as can be told" in file["rejected"][0]["reason"]
    names = [item.details.given for item in intake.chart("1").items if item.kind == "name"]
    assert names == ["Al"]
    married = person("Al", "1", "1960-01-02")
    married["name"][0]["family"] = "Clemens"
    report = intake.take(intake.file("clinic.json", bundle(married)), source="clinic")
    assert totals(report)[0] == 1
