# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from himdesk.domain.charts.items import Kind
from himdesk.exchange.fhir.types.every import DIRECTORY, SHAPES, TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.domain.charts.records import Record

    Json = dict[str, Any]
    One = Callable[[Json], Record]
    Why = Callable[[Json], str]


def placed(path: str, value: Any) -> Json:
    """An object with a value at the end of a path, each step of which is a list of one."""
    *holders, last = path.split(".")
    result: Json = {last: value}
    for key in reversed(holders):
        result = {key: [result]}
    return result


def test_fhir_r4_has_146_types_of_which_each_is_in_one_table() -> None:
    assert len(TYPES) == 146
    assert not set(SHAPES) & DIRECTORY


@pytest.mark.parametrize(
    ("kind", "path"),
    [(s.type, path) for s in SHAPES.values() for path in s.patient.split()],
)
def test_every_type_finds_its_patient(one: One, kind: str, path: str) -> None:
    record = one({"resourceType": kind, "id": "r", **placed(path, {"reference": "Patient/p1"})})
    assert record.subject == "Patient/p1"
    (draft,) = record.drafts
    assert draft.display
    assert draft.type == kind


@pytest.mark.parametrize("kind", sorted(DIRECTORY - {"Bundle"}))
def test_a_directory_entry_has_no_patient_and_no_items(one: One, kind: str) -> None:
    record = one({"resourceType": kind, "id": "r", "subject": {"reference": "Patient/p1"}})
    assert (record.subject, record.drafts, record.key) == (None, (), f"{kind}/r")


@pytest.mark.parametrize("kind", sorted(k for k, s in SHAPES.items() if s.must))
def test_what_must_have_a_patient_is_refused_without(why: Why, kind: str) -> None:
    assert why({"resourceType": kind, "id": "r"}) == (
        f"{kind}.{SHAPES[kind].patient.split()[0]} names no patient; "
        "expected a reference to a Patient."
    )


@pytest.mark.parametrize("kind", sorted(k for k, s in SHAPES.items() if not s.must))
def test_what_may_be_nobodys_is_kept_in_the_directory(one: One, kind: str) -> None:
    record = one({"resourceType": kind, "id": "r"})
    assert (record.subject, record.drafts) == (None, ())


class TestReferences:
    def seen(self, **reference: Any) -> Json:
        return {"resourceType": "Observation", "id": "o", "subject": reference}

    @pytest.mark.parametrize(
        ("reference", "key"),
        [
            ("Patient/p1", "Patient/p1"),
            ("Patient/p1/_history/3", "Patient/p1"),
            ("https://ehr.example/fhir/Patient/p1", "Patient/p1"),
            ("https://ehr.example/fhir/Patient/p1/_history/3", "Patient/p1"),
            ("urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a",) * 2,
            ("urn:oid:1.2.3",) * 2,
            ("https://ehr.example/people/17",) * 2,
            (
                "Patient?identifier=http://example.org/mrn|0042",
                "Patient?identifier=http://example.org/mrn|0042",
            ),
            (
                "https://ehr.example/Patient?_sort=x&identifier=http%3A%2F%2Fexample.org%7C0042",
                "Patient?identifier=http://example.org|0042",
            ),
        ],
    )
    def test_every_form_has_a_key(self, one: One, reference: str, key: str) -> None:
        expected = key if key.startswith("Patient") else f"Patient/{key}"
        assert one(self.seen(reference=reference)).subject == expected

    def test_a_logical_reference_is_a_key_by_identifier(self, one: One) -> None:
        identifier = {"system": "http://example.org/mrn", "value": "0042"}
        assert one(self.seen(identifier=identifier)).subject == (
            "Patient?identifier=http://example.org/mrn|0042"
        )

    def test_a_contained_patient_is_known_by_its_identifier(self, one: One, why: Why) -> None:
        inner: Json = {"resourceType": "Patient", "id": "in", "identifier": [{"value": "0042"}]}
        seen = self.seen(reference="#in") | {"contained": [inner]}
        assert one(seen).subject == "Patient?identifier=|0042"
        del inner["identifier"]
        assert why(seen) == (
            "Observation.subject.reference: "
            "expected a patient with an identifier, not a contained one."
        )

    def test_a_display_alone_names_no_patient(self, why: Why) -> None:
        assert "names no patient" in why(self.seen(display="Ann Smith"))

    @pytest.mark.parametrize("other", ["Group/herd", "Device/d", "Location/l", "Group?name=x"])
    def test_another_subject_is_refused(self, why: Why, other: str) -> None:
        kind = other.split("/", maxsplit=1)[0].split("?", maxsplit=1)[0]
        assert why(self.seen(reference=other)) == (
            f"Observation.subject is a {kind}; expected a Patient."
        )

    @pytest.mark.parametrize(
        ("subject", "path"),
        [
            ("Patient/p1", "Observation.subject: expected an object"),
            ({"reference": 5}, "Observation.subject.reference: expected text"),
            ({"identifier": "x"}, "Observation.subject.identifier: expected an object"),
            ([["Patient/p1"]], "Observation.subject[0]: expected an object"),
        ],
    )
    def test_a_wrong_type_is_told_with_its_path(self, why: Why, subject: Any, path: str) -> None:
        seen = {"resourceType": "Observation", "id": "o", "subject": subject}
        assert why(seen).startswith(path)


def test_an_appointment_is_the_patients_among_its_participants(one: One) -> None:
    actors = ["Practitioner/d", "Patient/p1", "Location/l", "Patient/p1"]
    participants = [{"actor": {"reference": actor}} for actor in actors]
    made = one({"resourceType": "Appointment", "id": "a", "participant": participants})
    assert made.subject == "Patient/p1"


def test_an_item_of_two_patients_is_refused(why: Why) -> None:
    subjects = [{"reference": "Patient/p1"}, {"reference": "Patient/p2"}]
    assert why({"resourceType": "Account", "id": "a", "subject": subjects}) == (
        "Account.subject names 2 patients; expected one, because an item belongs to one chart."
    )


def test_a_group_of_patients_is_nobodys_own(one: One) -> None:
    members = [{"entity": {"reference": f"Patient/p{n}"}} for n in range(3)]
    made = one({"resourceType": "Group", "id": "g", "member": members})
    assert (made.subject, made.drafts) == (None, ())


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("Foo", "resourceType: Foo is no resource type of FHIR R4."),
        ("MedicationUsage", "resourceType: MedicationUsage is no resource type of FHIR R4."),
        ("Ann <Smith>", "resourceType: the given type is no resource type of FHIR R4."),
        (None, "the object has no resourceType; expected a FHIR resource."),
        (7, "resource.resourceType: expected text."),
    ],
)
def test_an_unknown_type_is_refused(why: Why, kind: Any, words: str) -> None:
    assert why({"resourceType": kind, "id": "x"}).endswith(words.removeprefix("resource"))


def test_a_care_item_is_of_the_kind_of_its_type(one: One) -> None:
    kinds = {
        "Encounter": Kind.ENCOUNTER,
        "Coverage": Kind.COVERAGE,
        "DocumentReference": Kind.DOCUMENT,
        "Media": Kind.DOCUMENT,
        "Flag": Kind.FLAG,
        "Task": Kind.CLINICAL,
        "CarePlan": Kind.CLINICAL,
    }
    for kind, expected in kinds.items():
        owner = SHAPES[kind].patient.split()[0]
        made = one({"resourceType": kind, "id": "r", owner: {"reference": "Patient/p1"}})
        assert made.drafts[0].kind is expected
