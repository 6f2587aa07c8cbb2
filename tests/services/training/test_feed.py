# SPDX-License-Identifier: Apache-2.0
"""What the sources send later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from himdesk.services.training import directory, feed_updates

if TYPE_CHECKING:
    from himdesk.services.training import Case, Roster

Resource = dict[str, Any]


def key_of(resource: Resource) -> str:
    return f"{resource['resourceType']}/{resource['id']}"


@pytest.fixture(scope="module")
def later(truth: Roster, day: date) -> list[Resource]:
    return list(feed_updates(truth, 3, on=day + timedelta(days=2)))


@pytest.fixture(scope="module")
def before(sample: list[Resource]) -> dict[str, Resource]:
    return {key_of(resource): resource for resource in sample}


def of(resources: list[Resource], kind: str, mrn: str) -> list[Resource]:
    subject = {"reference": f"Patient/pat-{mrn}"}
    return [r for r in resources if r["resourceType"] == kind and r.get("subject") == subject]


def test_it_is_the_same_for_the_same_seed(truth: Roster, day: date, later: list[Resource]) -> None:
    assert list(feed_updates(truth, 3, on=day + timedelta(days=2))) == later
    assert list(feed_updates(truth, 4, on=day + timedelta(days=2))) != later


def test_it_is_dated_today_unless_told(truth: Roster) -> None:
    encounter = next(r for r in feed_updates(truth, 1) if r["resourceType"] == "Encounter")
    assert encounter["period"]["start"].startswith(truth.today.isoformat())


def test_patients_come_first_and_are_known(
    later: list[Resource], before: dict[str, Resource]
) -> None:
    kinds = [resource["resourceType"] for resource in later]
    count = kinds.count("Patient")
    assert count > 8
    assert set(kinds[:count]) == {"Patient"}
    assert all(key_of(resource) in before for resource in later[:count])


def test_telephones_and_addresses_change(
    later: list[Resource], before: dict[str, Resource]
) -> None:
    changed = {"telecom": 0, "address": 0, "birthDate": 0}
    same = []
    for resource in later:
        if resource["resourceType"] == "Patient":
            old = before[key_of(resource)]
            different = [name for name in changed if resource.get(name) != old.get(name)]
            for name in different:
                changed[name] += 1
            if not different:
                same.append(resource["id"])
    assert changed["telecom"] >= 2
    assert changed["address"] >= 1
    assert changed["birthDate"] == 1
    assert {"pat-110002", "pat-110062"} <= set(same)


def test_references_resolve(later: list[Resource], before: dict[str, Resource]) -> None:
    known = {key_of(resource) for resource in directory()} | set(before)

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["reference"]] if isinstance(value.get("reference"), str) else []
            return own + [found for inner in value.values() for found in references(inner)]
        if isinstance(value, list):
            return [found for inner in value for found in references(inner)]
        return []

    for resource in later:
        assert set(references(resource)) <= known
        known.add(key_of(resource))


def test_only_the_order_repeats_an_item(later: list[Resource], before: dict[str, Resource]) -> None:
    repeated = [r for r in later if r["resourceType"] != "Patient" and key_of(r) in before]
    assert [r["resourceType"] for r in repeated] == ["ServiceRequest"]
    order = repeated[0]
    assert before[key_of(order)]["status"] == "active"
    assert order == before[key_of(order)] | {"status": "completed"}
    report = of(later, "DiagnosticReport", "110171")[0]
    assert report["basedOn"] == [{"reference": key_of(order)}]


def test_a_visit_arrives_under_a_number_to_be_retired(later: list[Resource]) -> None:
    assert len(of(later, "Encounter", "110002")) == 1
    assert len(of(later, "DocumentReference", "110023")) == 1


def test_life_goes_on_after_a_wrong_merge(later: list[Resource], told: dict[str, Case]) -> None:
    visits = of(later, "Encounter", "110221")
    births = [visit["extension"][0]["extension"][1]["valueDate"] for visit in visits]
    assert births == ["1957-03-23", "1957-03-23", "1957-03-28"]
    assert of(later, "DiagnosticReport", "110221")
    addendum = next(r for r in of(later, "DocumentReference", "110221") if "relatesTo" in r)
    old = addendum["relatesTo"][0]["target"]["reference"]
    case = told["merged-by-error"]
    original = next(r for r in case.resources if key_of(r) == old)
    assert original["subject"] == {"reference": "Patient/pat-110222"}
    assert addendum["context"]["encounter"] == original["context"]["encounter"]
    assert addendum["author"] == original["author"]
