# SPDX-License-Identifier: Apache-2.0
"""The stream as a whole: the same for the same seed, complete, in order, and nobody real."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from himdesk.services.training import SMALLEST, directory, hospital, roster
from himdesk.services.training.people.errors import PLACEHOLDER_SSNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from himdesk.services.training import Roster

Resource = dict[str, Any]

# What FHIR R4 demands of each kind, beyond what the tests below look at.
REQUIRED = {
    "Patient": ("identifier", "name"),
    "RelatedPerson": ("patient",),
    "Coverage": ("status", "beneficiary", "payor"),
    "Account": ("status", "subject"),
    "Encounter": ("status", "class", "subject", "period", "identifier", "extension"),
    "Condition": ("subject", "code", "clinicalStatus"),
    "AllergyIntolerance": ("patient", "code", "clinicalStatus"),
    "ServiceRequest": ("status", "intent", "subject", "code"),
    "Observation": ("status", "code", "subject", "encounter"),
    "DiagnosticReport": ("status", "code", "subject"),
    "Procedure": ("status", "subject", "code"),
    "MedicationRequest": ("status", "intent", "medicationCodeableConcept", "subject"),
    "Immunization": ("status", "vaccineCode", "patient", "occurrenceDateTime"),
    "DocumentReference": ("status", "content", "subject", "type", "date", "author"),
    "Flag": ("status", "code", "subject"),
    "Consent": ("status", "scope", "category", "patient", "policyRule"),
}


def digest(resources: Iterable[Resource]) -> str:
    running = hashlib.sha256()
    for resource in resources:
        running.update(json.dumps(resource, ensure_ascii=False).encode())
    return running.hexdigest()


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "data":
                yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def key_of(resource: Resource) -> str:
    return f"{resource['resourceType']}/{resource['id']}"


def test_the_same_seed_gives_the_same_bytes(sample: list[Resource], day: date) -> None:
    assert digest(hospital(300, 11, day)) == digest(sample)


def test_no_hash_seed_of_python_shows_in_the_bytes(day: date) -> None:
    program = (
        "import hashlib, json, sys; from datetime import date\n"
        "from himdesk.services.training import hospital\n"
        "running = hashlib.sha256()\n"
        "for resource in hospital(80, 5, date.fromisoformat(sys.argv[1])):\n"
        "    running.update(json.dumps(resource, ensure_ascii=False).encode())\n"
        "print(running.hexdigest())\n"
    )
    results = {
        subprocess.run(
            [sys.executable, "-c", program, day.isoformat()],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert results == {digest(hospital(80, 5, day)) + "\n"}


def test_another_seed_gives_other_people(sample: list[Resource], day: date) -> None:
    assert digest(hospital(300, 12, day)) != digest(sample)


def test_a_larger_hospital_begins_like_a_smaller_one(truth: Roster, day: date) -> None:
    smaller = roster(150, 11, day)
    assert (
        truth.truths.items()
        >= {mrn: smaller.truths[mrn] for mrn in list(smaller.truths)[:-2]}.items()
    )


@pytest.mark.parametrize("patients", [SMALLEST, 61, 200])
@pytest.mark.parametrize("seed", [0, 7])
def test_the_number_of_patients_is_exact(patients: int, seed: int, day: date) -> None:
    numbers = [
        resource["identifier"][0]["value"]
        for resource in hospital(patients, seed, day)
        if resource["resourceType"] == "Patient"
    ]
    assert len(numbers) == len(set(numbers)) == patients
    assert set(numbers) == set(roster(patients, seed, day).truths)


def test_a_hospital_too_small_for_the_scenarios_is_refused(day: date) -> None:
    with pytest.raises(ValueError, match="at least 60"):
        list(hospital(59, 1, day))
    with pytest.raises(ValueError, match="at least 60"):
        roster(59, 1, day)


def test_the_stream_is_lazy(day: date) -> None:
    endless = hospital(10**9, 1, day)
    assert next(endless)["resourceType"] == "Patient"


def test_every_reference_points_backwards(sample: list[Resource]) -> None:
    seen = {key_of(resource) for resource in directory()}
    for resource in sample:
        missing = set(references(resource)) - seen
        assert not missing, key_of(resource)
        seen.add(key_of(resource))


def test_ids_are_unique_and_fit_fhir(sample: list[Resource]) -> None:
    keys = [key_of(resource) for resource in (*directory(), *sample)]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[A-Za-z0-9.\-]{1,64}", key.split("/")[1]) for key in keys)


def test_required_fields_are_there(sample: list[Resource]) -> None:
    kinds = {resource["resourceType"] for resource in sample}
    assert kinds == set(REQUIRED)
    for resource in sample:
        missing = [name for name in REQUIRED[resource["resourceType"]] if not resource.get(name)]
        assert not missing, key_of(resource)


def test_nothing_is_null_or_empty(sample: list[Resource]) -> None:
    def holes(value: Any) -> bool:
        if isinstance(value, dict):
            return not value or any(map(holes, value.values()))
        if isinstance(value, list):
            return not value or any(map(holes, value))
        return value is None or value == ""

    assert not [key_of(resource) for resource in sample if holes(resource)]


def test_items_of_a_chart_name_its_patient(charts: dict[str, list[Resource]]) -> None:
    for chart in charts.values():
        patient = key_of(chart[0])
        for item in chart[1:]:
            about = item.get("subject") or item.get("patient") or item.get("beneficiary")
            about = about[0] if isinstance(about, list) else about
            assert about["reference"] == patient


def test_visit_numbers_repeat_only_where_promised(sample: list[Resource]) -> None:
    numbers = Counter(
        resource["identifier"][0]["value"]
        for resource in sample
        if resource["resourceType"] == "Encounter"
    )
    assert {number for number, count in numbers.items() if count > 1} == {"V9000131"}


def test_no_number_could_be_somebodys(sample: list[Resource]) -> None:
    for resource in sample:
        for text in strings(resource):
            for ssn in re.findall(r"\b\d{3}-\d{2}-\d{4}\b", text):
                fiction = ssn[0] == "9" and 1 <= int(ssn[4:6]) < 50
                assert fiction or ssn in PLACEHOLDER_SSNS, ssn
            for phone in re.findall(r"\b\d{3}-\d{3}-\d{4}\b", text):
                assert re.fullmatch(r"\d{3}-555-01\d\d", phone), phone
            for mail in re.findall(r"\S+@\S+", text):
                assert mail.endswith("@example.org"), mail


def test_no_item_carries_the_number_of_its_chart(sample: list[Resource]) -> None:
    """What moves to another chart must not bring the first one's MRN along in its id."""
    mrn = ""
    for resource in sample:
        if resource["resourceType"] == "Patient":
            mrn = resource["identifier"][0]["value"]
        else:
            numbers = [entry["value"] for entry in resource.get("identifier", ())]
            if resource["resourceType"] != "RelatedPerson":
                assert not [text for text in (resource["id"], *numbers) if mrn in text]


def test_charts_are_of_a_believable_size(charts: dict[str, list[Resource]]) -> None:
    sizes = [len(chart) for chart in charts.values()]
    assert 15 <= sum(sizes) / len(sizes) <= 25
    assert all(
        any(item["resourceType"] == "Encounter" for item in chart) for chart in charts.values()
    )


def test_about_eight_percent_are_further_records(day: date) -> None:
    large = roster(4000, 3, day)
    people = {known.person for known in large.truths.values()}
    assert 0.06 < 1 - len(people) / 4000 < 0.105
    errors = Counter(error for known in large.truths.values() for error in known.errors)
    assert {
        "typo_last", "typo_first", "nickname", "dob_swap", "name_swap", "maiden", "hyphen",
        "moved", "ssn_missing", "ssn_placeholder", "phone_new", "middle_drop",
    } <= set(errors)  # fmt: skip


def test_further_records_say_what_is_wrong_with_them(truth: Roster) -> None:
    scenarios = {mrn for found in truth.scenarios.values() for mrn in found.mrns}
    seen: set[str] = set()
    for mrn, known in truth.truths.items():
        if mrn not in scenarios:
            assert bool(known.errors) == (known.person in seen)
        seen.add(known.person)


def test_nothing_happens_before_birth_or_after_today(
    charts: dict[str, list[Resource]], truth: Roster, day: date
) -> None:
    told_otherwise = {"dob_default", "dob_typo", "dob_year", "dob_swap"}
    for mrn, chart in charts.items():
        wrong = told_otherwise & set(truth.truths[mrn].errors)
        born = chart[0].get("birthDate", "")
        for item in chart:
            if item["resourceType"] == "Encounter" and item["status"] != "planned":
                start = item["period"]["start"][:10]
                assert wrong or born <= start
                assert start <= day.isoformat()


def test_the_dead_have_no_later_visits_unless_promised(
    charts: dict[str, list[Resource]], truth: Roster
) -> None:
    died = {
        truth.person(mrn): chart[0]["deceasedDateTime"]
        for mrn, chart in charts.items()
        if "deceasedDateTime" in chart[0]
    }
    late = {
        mrn
        for mrn, chart in charts.items()
        for item in chart
        if item["resourceType"] == "Encounter"
        and item["period"]["start"][:10] > died.get(truth.person(mrn), "9999")
    }
    assert len(died) > 2
    assert late == {"110082"}


def test_stays_of_one_person_never_overlap(
    charts: dict[str, list[Resource]], truth: Roster
) -> None:
    stays: dict[str, list[tuple[str, str]]] = {}
    for mrn, chart in charts.items():
        for item in chart:
            if item["resourceType"] == "Encounter" and item["class"]["code"] == "IMP":
                period = item["period"]
                span = (period["start"], period.get("end", "9999"))
                if mrn != "110071":
                    stays.setdefault(truth.person(mrn), []).append(span)
    for spans in stays.values():
        spans.sort()
        assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))


def test_stays_that_last_are_open(day: date) -> None:
    for resource in hospital(400, 2, day + timedelta(days=3)):
        if resource["resourceType"] == "Encounter":
            assert ("end" in resource["period"]) == (resource["status"] != "in-progress")


def test_households_share_what_families_share(charts: dict[str, list[Resource]]) -> None:
    homes = Counter(
        (chart[0]["name"][0].get("family"), chart[0]["address"][0]["line"][0])
        for chart in charts.values()
        if "address" in chart[0]
    )
    assert sum(count > 1 for count in homes.values()) > 30


def test_demographics_are_as_incomplete_as_real_ones(charts: dict[str, list[Resource]]) -> None:
    patients = [chart[0] for chart in charts.values()]

    def share(having: Iterable[bool]) -> float:
        return sum(having) / len(patients)

    assert 0.7 < share("us-ssn" in json.dumps(p["identifier"]) for p in patients) < 0.95
    assert 0.2 < share("@" in json.dumps(p.get("telecom", "")) for p in patients) < 0.7
    assert 0.15 < share(len(p.get("address", ())) > 1 for p in patients) < 0.5
    assert any(name["use"] == "maiden" for p in patients for name in p["name"])
    assert any("multipleBirthInteger" in p for p in patients)
    assert any("deceasedDateTime" in p for p in patients)
