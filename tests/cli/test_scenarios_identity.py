# SPDX-License-Identifier: Apache-2.0
"""S7 twins, S9 newborns, S10 names and dates, S17 restricted, and corrections of a person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from console import SYSTEM, a_patient, a_visit

if TYPE_CHECKING:
    from console import Console

VIP = {"meta": {"security": [{"code": "V"}]}}
"""The security label of a chart that is confidential."""


def named(name: str, number: str, given: str, born: str = "2015-02-03", **more: Any) -> Any:
    """A patient of the Anderson household."""
    made = a_patient(name, number, "Anderson", born, **more)
    made["name"] = [{"family": "Anderson", "given": [given]}]
    made["telecom"] = [{"system": "phone", "value": "555-123-4567"}]
    made["address"] = [{"line": ["12 Oak Street"], "city": "Kartown", "postalCode": "44100"}]
    return made


def codes(answer: dict[str, Any]) -> set[str]:
    return {warning["code"] for warning in answer["warnings"]}


def test_s7_twins_stop_a_merge_and_are_kept_apart(console: Console) -> None:
    console.bring(named("t1", "00701", "Mia", multipleBirthInteger=1), name="1.ndjson")
    console.bring(named("t2", "00702", "Mila", multipleBirthInteger=2), name="2.ndjson")
    refused = console.json("merge", "00701", "00702", "--reason", "same", status=1)
    assert "multiple-birth" in refused["error"]["where"]
    done = console.json("distinct", "00701", "00702", "--reason", "twins")
    assert done["outcome"] == "applied"
    assert console.json("match", user="supervisor")["clusters"] == 0


def test_s9_a_newborn_is_never_merged_with_its_mother_and_keeps_its_first_name(
    console: Console,
) -> None:
    console.bring(a_patient("m", "00901", "Nguyen", "1995-06-07"), name="m.ndjson")
    baby = a_patient("b", "00902", "Nguyen", "2026-02-01")
    mother = {
        "resourceType": "RelatedPerson",
        "id": "rel",
        "patient": {"reference": "Patient/b"},
        "relationship": [{"coding": [{"code": "MTH"}]}],
        "identifier": [{"type": {"coding": [{"code": "MR"}]}, "system": SYSTEM, "value": "00901"}],
    }
    born = {**baby, "name": [{"use": "temp", "family": "Nguyen", "given": ["Baby Boy"]}]}
    console.bring(born, mother, name="b.ndjson")
    refused = console.json("merge", "00901", "00902", "--reason", "same", status=1)
    assert "mother-newborn" in {refused["error"]["code"], refused["error"]["where"]}
    console.bring({**baby, "name": [{"family": "Nguyen", "given": ["Minh"]}]}, name="b2.ndjson")
    shown = console.json("show", "00902")["patient"]
    assert shown["name"] == "NGUYEN, Minh"
    assert {name["given"] for name in shown["names"]} == {"Baby Boy", "Minh"}
    assert console.json("search", "Baby Boy")["patients"][0]["mrn"] == "00902"


def test_s10_a_birth_date_that_differs_is_chosen_and_the_other_stays(console: Console) -> None:
    console.bring(a_patient("n1", "01001", "Smith-Jones", "1985-04-12"), name="1.ndjson")
    console.bring(a_patient("n2", "01002", "Jones", "1985-12-04"), name="2.ndjson")
    words = ("merge", "01001", "01002", "--reason", "ID card seen", "--keep", "birth_date=01002")
    assert console.json(*words)["outcome"] in {"applied", "proposed"}
    shown = console.json("show", "01001")["patient"]
    assert shown["birth_date"] == "1985-12-04"
    said = {s["value"] for s in shown["statements"] if s["about"] == "birth_date"}
    assert said == {"1985-04-12", "1985-12-04"}
    assert console.json("search", "Smith-Jones")["patients"][0]["mrn"] == "01001"


def test_s17_a_restricted_chart_is_masked_opened_for_a_reason_and_stays_restricted(
    console: Console,
) -> None:
    console.bring(
        a_patient("v", "01701", "Nightingale", "1960-01-01", **VIP),
        a_visit("e", "v", "2025-01-01"),
        name="v.ndjson",
    )
    console.bring(a_patient("w", "01702", "Nightingale", "1960-01-01"), name="w.ndjson")
    (hit,) = [h for h in console.json("search", "01701")["patients"] if h["mrn"] == "01701"]
    assert hit["restricted"]
    assert "NIGHTINGALE" not in str(hit)
    refused = console.json("show", "01701", status=1)
    assert refused["error"]["code"] == "restricted"
    assert "Nightingale" not in str(refused)
    opened = console.json("show", "01701", "--break-glass", "asked by the ward")
    assert opened["patient"]["name"].startswith("NIGHTINGALE")
    answer = console.json("merge", "01702", "01701", "--reason", "one person")
    if answer["outcome"] == "proposed":
        request = answer["request"]["id"]
        console.json("show", "01701", "--break-glass", "to approve", user="supervisor")
        console.json("approve", request, user="supervisor")
    assert console.json("show", "01702", user="roi", status=1)["error"]["code"] == "restricted"


def test_a_demographic_correction_applies_at_once_and_is_taken_back(console: Console) -> None:
    console.bring(a_patient("p", "02001", "Okonkwo", "1984-12-03"))
    before = console.json("show", "02001")
    words = ("amend", "02001", "--kind", "demographic", "--reason", "passport seen")
    day = ("--field", "birth_date=1984-03-12", "--evidence", "passport")
    shown = console.json(*words, *day, "--dry-run")
    assert (shown["outcome"], shown["needs_approval"]) == ("dry-run", False)
    assert console.json("show", "02001") == before
    done = console.json(*words, *day)
    assert (done["outcome"], done["change_set"]["kind"]) == ("applied", "amend")
    patient = console.json("show", "02001")["patient"]
    assert (patient["birth_date"], patient["name"]) == ("1984-03-12", "OKONKWO, Maria")
    (old,) = [s for s in patient["statements"] if s["value"] == "1984-12-03"]
    assert old["status"] == "entered-in-error"
    form = console.folder / "form.json"
    form.write_text(json.dumps({"given": "Grace", "suffix": "III"}), encoding="utf-8")
    update = console.json(*words, "--json-file", str(form), "--because", "update")
    assert console.json("show", "02001")["patient"]["name"] == "OKONKWO, Grace III"
    for each in (update, done):
        console.json("undo", each["change_set"]["id"], "--reason", "not so")
    patient = console.json("show", "02001")["patient"]
    assert (patient["birth_date"], patient["name"]) == ("1984-12-03", "OKONKWO, Maria")
    assert console.json("verify", user="auditor")["ok"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--kind", "demographic"), "wants --field"),
        (("--kind", "demographic", "--field", "colour=blue"), "no field colour"),
        (("--kind", "demographic", "--field", "sex=F"), "Sex is one of"),
        (("--kind", "demographic", "--field", "family=A", "--field", "sex=male"), "at a time"),
        (("--kind", "demographic", "--field", "family=A", "--author", "Dr. A"), "--author"),
        (("--kind", "demographic", "--json-file", "none.json"), "can't be read"),
        (("--kind", "addendum", "--field", "family=A"), "wants --text and --author"),
        (("--kind", "addendum", "--text", "t", "--author", "A", "--evidence", "x"), "--evidence"),
    ],
)
def test_an_amendment_of_two_minds_is_refused(
    console: Console, words: tuple[str, ...], says: str
) -> None:
    console.bring(a_patient("p", "02001", "Okonkwo", "1984-12-03"))
    error = console.json("amend", "02001", *words, "--reason", "x", status=2)["error"]
    assert says in error["message"]
