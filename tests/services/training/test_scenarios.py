# SPDX-License-Identifier: Apache-2.0
"""Every named scenario is there, with the truth and the contradictions that it promises."""

from __future__ import annotations

import base64
from collections import Counter
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import pytest

from himdesk.services.training import cases, roster
from himdesk.services.training.hospital import SCENARIO_CHARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.services.training import Case, Roster

Resource = dict[str, Any]

NUMBERS = {
    "plain-duplicate": ("110001", "110002"),
    "three-way-duplicate": ("110011", "110012", "110013"),
    "chain": ("110021", "110022", "110023", "110024"),
    "changed-name": ("110061", "110062", "110063"),
    "unknown-patient": ("110231", "110232"),
    "overlap": ("110241", "240117"),
    "twins": ("110031", "110032"),
    "father-and-son": ("110041", "110042"),
    "newborns": ("110051", "110052", "110053", "110054"),
    "multiple-birth": ("110181", "110182"),
    "minor": ("110121", "110122"),
    "overlay": ("110071",),
    "deceased": ("110081", "110082"),
    "visit-number": ("110131", "110132"),
    "blood-group": ("110141", "110142"),
    "allergy": ("110151", "110152"),
    "overlapping-stays": ("110161", "110162"),
    "active-orders": ("110171", "110172"),
    "sex": ("110191", "110192"),
    "vip": ("110091", "110092"),
    "employee": ("110095",),
    "part2": ("110101", "110102"),
    "legal-hold": ("110111", "110112"),
    "names": ("110201", "110202", "110203", "110204"),
    "disputed-notes": ("110211",),
    "merged-by-error": ("110221", "110222"),
}


def chart(case: Case, number: int) -> list[Resource]:
    """The resources of one chart of a case."""
    reference = f"Patient/pat-{case.scenario.mrns[number]}"
    return [found for found in case.resources if about(found) == reference]


def about(resource: Resource) -> str:
    if resource["resourceType"] == "Patient":
        return f"Patient/{resource['id']}"
    found = resource.get("subject") or resource.get("patient") or resource.get("beneficiary")
    return str((found[0] if isinstance(found, list) else found)["reference"])


def kind(resources: list[Resource], name: str) -> list[Resource]:
    return [found for found in resources if found["resourceType"] == name]


def marked(case: Case, name: str) -> Resource:
    reference = case.scenario.marks[name]
    return next(r for r in case.resources if f"{r['resourceType']}/{r['id']}" == reference)


def registered(encounter: Resource) -> dict[str, str]:
    parts = encounter["extension"][0]["extension"]
    return {part["url"]: next(v for k, v in part.items() if k != "url") for part in parts}


def codes(resources: list[Resource], name: str) -> set[str]:
    return {found["code"]["coding"][0]["code"] for found in kind(resources, name)}


def labels(resource: Resource) -> set[str]:
    return {label["code"] for label in resource.get("meta", {}).get("security", ())}


def people(case: Case) -> list[str]:
    return [truth.person for truth in case.truths]


def birth_date(resources: list[Resource]) -> str:
    return str(resources[0]["birthDate"])


def text(document: Resource) -> str:
    return base64.b64decode(document["content"][0]["attachment"]["data"]).decode()


def test_the_numbers_are_these(told: dict[str, Case]) -> None:
    assert {key: case.scenario.mrns for key, case in told.items()} == NUMBERS
    assert sum(map(len, NUMBERS.values())) == SCENARIO_CHARTS


@pytest.mark.parametrize("seed", [0, 1, 999])
def test_they_are_in_every_hospital(seed: int, day: date) -> None:
    smallest = roster(60, seed, day)
    assert {key: found.mrns for key, found in smallest.scenarios.items()} == NUMBERS
    assert set(smallest.truths) >= {mrn for mrns in NUMBERS.values() for mrn in mrns}


def test_identities_do_not_depend_on_the_seed(told: dict[str, Case], day: date) -> None:
    for other in cases(4711, day):
        same = told[other.scenario.key]
        patients = kind(list(other.resources), "Patient")
        assert patients == kind(list(same.resources), "Patient")
        assert other.truths == same.truths
        assert other.scenario.marks.keys() == same.scenario.marks.keys()


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 1, 1), date(2030, 12, 31)])
def test_they_stand_on_any_day(today: date) -> None:
    for case in cases(1, today):
        starts = [e["period"]["start"] for e in kind(list(case.resources), "Encounter")]
        assert max(starts, default="") <= (today + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    "key",
    [
        "plain-duplicate", "three-way-duplicate", "chain", "changed-name", "unknown-patient",
        "overlap", "deceased", "visit-number", "allergy", "active-orders", "sex", "vip", "part2",
        "legal-hold",
    ],
)  # fmt: skip
def test_these_are_one_person(told: dict[str, Case], key: str) -> None:
    assert len(set(people(told[key]))) == 1
    assert any(truth.errors for truth in told[key].truths)


@pytest.mark.parametrize(
    "key",
    ["twins", "father-and-son", "multiple-birth", "minor", "blood-group", "overlapping-stays",
     "merged-by-error", "names"],
)  # fmt: skip
def test_these_are_as_many_people_as_charts(told: dict[str, Case], key: str) -> None:
    assert len(set(people(told[key]))) == len(told[key].truths)


def test_a_plain_duplicate_moves_what_the_scenario_says(told: dict[str, Case]) -> None:
    counts = Counter(found["resourceType"] for found in chart(told["plain-duplicate"], 1))
    assert (counts["Encounter"], counts["DocumentReference"]) == (12, 31)
    assert (counts["AllergyIntolerance"], counts["Coverage"]) == (2, 1)
    left, right = (chart(told["plain-duplicate"], number)[0] for number in (0, 1))
    assert left["birthDate"] == right["birthDate"]
    assert left["telecom"][0] == right["telecom"][0]
    assert left["address"] == right["address"]


def test_names_changed_in_every_way(told: dict[str, Case]) -> None:
    names = [chart(told["changed-name"], number)[0] for number in range(3)]
    assert names[0]["name"][0]["family"] == "Smith-Jones"
    assert {name["use"] for name in names[0]["name"]} == {"official", "maiden"}
    assert names[1]["name"][0]["family"] == "Jones"
    assert names[2]["name"][0] == {"use": "official", "family": "Anne", "given": ["Jones"]}
    assert [found["birthDate"] for found in names] == ["1985-04-12", "1985-12-04", "1985-04-12"]


def test_twins_share_a_day_and_a_home(told: dict[str, Case]) -> None:
    for key in ("twins", "multiple-birth"):
        left, right = (chart(told[key], number)[0] for number in (0, 1))
        assert left["birthDate"] == right["birthDate"]
        assert left["name"] != right["name"]
        assert left["address"] == right["address"]
    numbers = [chart(told["twins"], n)[0]["identifier"][1]["value"] for n in (0, 1)]
    assert int(numbers[1][-4:]) - int(numbers[0][-4:]) == 1
    orders = [chart(told["multiple-birth"], n)[0].get("multipleBirthInteger") for n in (0, 1)]
    assert orders == [2, None]


def test_the_sons_emergency_stands_on_the_fathers_chart(told: dict[str, Case]) -> None:
    case = told["father-and-son"]
    visit = marked(case, "wrong-visit")
    assert about(visit) == "Patient/pat-110041"
    assert registered(visit)["birthDate"] == "1976-08-30"
    assert registered(visit)["name"] == "SMITH, JOHN R"
    assert registered(visit)["mrn"] == "110041"
    owned = [key for key, owner in case.scenario.owners.items() if owner == "john-smith-jr"]
    kinds = {key.split("/")[0] for key in owned}
    assert {"Encounter", "Account", "ServiceRequest", "DiagnosticReport"} <= kinds
    assert {"DocumentReference", "Observation"} <= kinds
    written = [r for r in chart(case, 0) if f"{r['resourceType']}/{r['id']}" in owned]
    assert len(written) == len(owned)
    assert not [n for n in kind(written, "DocumentReference") if "110041" in text(n)]


def test_newborns_and_their_mother(told: dict[str, Case]) -> None:
    case = told["newborns"]
    mother, first, second, named = people(case)
    assert named == first
    assert len({mother, first, second}) == 3
    for number in (1, 2):
        related = kind(chart(case, number), "RelatedPerson")[0]
        assert related["identifier"][0]["value"] == "110051"
        assert related["relationship"][0]["coding"][0]["code"] == "MTH"
        baby = chart(case, number)[0]
        assert baby["name"][0]["given"][:2] == ["Baby", "Boy"]
        assert baby["multipleBirthInteger"] == number
        assert "valueDateTime" in baby["_birthDate"]["extension"][0]


def test_the_minor_consented_alone(told: dict[str, Case], day: date) -> None:
    case = told["minor"]
    born = date.fromisoformat(birth_date(chart(case, 0)))
    assert 15 <= (day - born).days / 365.25 < 16
    visit, written = marked(case, "self-consented"), marked(case, "note")
    assert labels(visit) == labels(written) == {"SEX", "ADOL", "R"}
    assert "parents" in text(written)


def test_the_overlay_mixes_forty_items(told: dict[str, Case]) -> None:
    case = told["overlay"]
    items = [found for found in case.resources if found["resourceType"] != "Patient"]
    assert len(items) == 40
    owners = Counter(case.scenario.owners.values())
    assert owners == {"james-harper-1958": 23, "james-harper-1986": 16, "both": 1}
    assert set(case.scenario.owners) == {f"{r['resourceType']}/{r['id']}" for r in items}
    days = [encounter["period"]["start"] for encounter in kind(items, "Encounter")]
    assert (
        date.fromisoformat(max(days)[:10]) - date.fromisoformat(min(days)[:10])
    ).days / 365 > 2.8
    births = {registered(encounter)["birthDate"] for encounter in kind(items, "Encounter")}
    assert births == {"1958-05-21", "1986-11-02"}


def test_the_overlay_interleaves_and_leaves_doubt(told: dict[str, Case]) -> None:
    case = told["overlay"]
    visits = sorted(
        kind(list(case.resources), "Encounter"), key=lambda e: str(e["period"]["start"])
    )
    births = [registered(visit)["birthDate"] for visit in visits]
    assert sum(a != b for a, b in pairwise(births)) >= 4
    mixed = registered(marked(case, "mixed-visit"))
    assert (mixed["birthDate"], mixed["phone"]) == ("1958-05-21", "312-555-0164")
    assert "encounter" not in marked(case, "allergy")
    assert "encounter" not in marked(case, "ibuprofen")
    assert "current smoker" in text(marked(case, "smoker-note"))
    groups = [
        found["valueCodeableConcept"]["text"]
        for found in kind(list(case.resources), "Observation")
        if found["code"]["coding"][0]["code"] == "883-9"
    ]
    assert sorted(groups) == ["Blood group A", "Blood group O"]


def test_the_overlays_scan_holds_both(told: dict[str, Case]) -> None:
    attachment = marked(told["overlay"], "scan")["content"][0]["attachment"]
    assert attachment["contentType"] == "application/pdf"
    pages = base64.b64decode(attachment["data"]).split(b"endstream")
    assert [b"1958-05-21" in page for page in pages[:6]] == [True] * 3 + [False] * 3
    assert [b"1986-11-02" in page for page in pages[:6]] == [False] * 3 + [True] * 3


def test_the_dead_mans_duplicate_lives_on(told: dict[str, Case], day: date) -> None:
    case = told["deceased"]
    died = chart(case, 0)[0]["deceasedDateTime"]
    assert died == f"{day.year - 2}-05-01"
    assert "deceasedDateTime" not in chart(case, 1)[0]
    assert marked(case, "late-visit")["period"]["start"] > died
    assert about(marked(case, "late-visit")) == "Patient/pat-110082"


def test_one_visit_number_twice(told: dict[str, Case]) -> None:
    numbers = [
        {e["identifier"][0]["value"] for e in kind(chart(told["visit-number"], n), "Encounter")}
        for n in (0, 1)
    ]
    assert numbers[0] & numbers[1] == {told["visit-number"].scenario.marks["number"]}


def test_blood_groups_contradict(told: dict[str, Case]) -> None:
    groups = [
        {
            found["valueCodeableConcept"]["coding"][0]["code"]
            for found in kind(chart(told["blood-group"], n), "Observation")
            if found["code"]["coding"][0]["code"] == "883-9"
        }
        for n in (0, 1)
    ]
    assert groups == [{"58460004"}, {"112144000"}]


def test_an_allergy_against_none_known(told: dict[str, Case]) -> None:
    left, right = (codes(chart(told["allergy"], n), "AllergyIntolerance") for n in (0, 1))
    assert left == {"91936005"}
    assert right == {"716186003"}


def test_stays_overlap_only_where_promised(told: dict[str, Case]) -> None:
    def spans(case: Case, number: int) -> Iterator[tuple[str, str]]:
        for encounter in kind(chart(case, number), "Encounter"):
            if encounter["class"]["code"] == "IMP":
                yield encounter["period"]["start"], encounter["period"].get("end", "9999")

    overlapping = {
        case.scenario.key
        for case in told.values()
        for a, b in combinations(range(len(case.truths)), 2)
        for x in spans(case, a)
        for y in spans(case, b)
        if x[0] < y[1] and y[0] < x[1]
    }
    assert overlapping == {"overlapping-stays", "newborns"}


def test_orders_and_beds_on_both(told: dict[str, Case]) -> None:
    case = told["active-orders"]
    for number, name in enumerate(("boarding", "admitted")):
        active = [o for o in kind(chart(case, number), "ServiceRequest") if o["status"] == "active"]
        assert active
        visit = marked(case, name)
        assert visit["status"] == "in-progress"
        assert "end" not in visit["period"]
        place = visit["location"][1]
        assert place["physicalType"]["coding"][0]["code"] == "bd"
        assert place["status"] == "active"
        assert about(visit) == about(chart(case, number)[0])


def test_sexes_differ(told: dict[str, Case]) -> None:
    assert [chart(told["sex"], n)[0]["gender"] for n in (0, 1)] == ["female", "male"]


def test_restricted_charts_say_so(told: dict[str, Case]) -> None:
    assert labels(chart(told["vip"], 0)[0]) == {"CEL", "V"}
    assert not labels(chart(told["vip"], 1)[0])
    assert labels(chart(told["employee"], 0)[0]) == {"EMP", "R"}
    for key, code in (("vip", "vip"), ("part2", "part2"), ("legal-hold", "legal-hold")):
        assert codes(chart(told[key], 0), "Flag") == {code}
        assert not kind(chart(told[key], 1), "Flag")


def test_sensitive_visits_label_all_they_leave(told: dict[str, Case]) -> None:
    resources = chart(told["part2"], 0)
    visits = {f"Encounter/{e['id']}": labels(e) for e in kind(resources, "Encounter")}
    assert {"ETH", "R"} in visits.values()
    assert {"PSYTHPN", "PSY", "V"} in visits.values()
    for found in resources:
        context = found.get("encounter") or found.get("context", {}).get("encounter", [None])[0]
        if context:
            assert labels(found) == visits[context["reference"]]
    assert kind(resources, "Consent")


def test_names_that_print_badly(told: dict[str, Case]) -> None:
    case = told["names"]
    long = chart(case, 0)[0]["name"][0]
    assert len(f"{long['family']}, {' '.join(long['given'])}") >= 58
    shown = [chart(case, n)[0]["name"][-1].get("text", "") for n in (1, 2)]
    assert shown == ["Ελένη Παπαδοπούλου", "Олександр Шевченко"]
    assert chart(case, 3)[0]["name"][0]["given"][0] == "Phượng"


def test_disputed_notes_say_what_is_disputed(told: dict[str, Case]) -> None:
    case = told["disputed-notes"]
    assert "current smoker" in text(marked(case, "smoker-note"))
    added = marked(case, "addendum")
    assert added["relatesTo"][0]["target"]["reference"] == case.scenario.marks["dose-note"]
    assert added["relatesTo"][0]["code"] == "appends"


def test_the_overlap_has_two_authorities(told: dict[str, Case]) -> None:
    systems = {chart(told["overlap"], n)[0]["identifier"][0]["system"] for n in (0, 1)}
    assert len(systems) == 2


def test_the_roster_tells_the_truth(truth: Roster, told: dict[str, Case]) -> None:
    assert truth.person("110001") == truth.person("110002") == "maria-garcia"
    assert truth.person("110031") != truth.person("110032")
    assert truth.scenarios["twins"] == told["twins"].scenario
    assert (truth.patients, truth.seed) == (300, 11)
