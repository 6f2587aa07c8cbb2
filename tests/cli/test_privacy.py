# SPDX-License-Identifier: Apache-2.0
"""A chart never says whose the entries were that came to it: every output is searched."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from console import a_patient, a_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console import Console

SENIOR = ("71001", "Thistlewood", "Barnaby", "1949-06-30")
JUNIOR = ("72002", "Thistlewood", "Crispin", "1976-02-11")
STRANGER = ("73003", "Underhay", "Dorothea", "1991-09-17")


@dataclass(frozen=True)
class Person:
    """Whom nobody may recognise."""

    number: str
    family: str
    given: str
    born: str

    def traces(self, among: Person) -> Iterator[str]:
        """All that tells of this person and not of the one whose chart it is."""
        year, month, day = self.born.split("-")
        yield from (self.number, self.given, self.born, f"{month}/{day}/{year}")
        yield f"{year}{month}{day}"
        if self.family != among.family:
            yield self.family


A, B, C = Person(*SENIOR), Person(*JUNIOR), Person(*STRANGER)


REGISTERED_AS = "http://himdesk.org/fhir/StructureDefinition/registered-as"


def registered(who: Person) -> dict[str, Any]:
    """What a visit says of whom it was registered for, as the feed writes it."""
    parts = [
        {"url": "name", "valueHumanName": {"family": who.family, "given": [who.given]}},
        {"url": "birthDate", "valueDate": who.born},
        {"url": "mrn", "valueIdentifier": {"value": who.number}},
        {"url": "address", "valueString": "9 Fennel Row"},
        {"url": "phone", "valueContactPoint": {"value": "555 0142"}},
    ]
    return {"extension": [{"url": REGISTERED_AS, "extension": parts}]}


def a_person(name: str, who: Person) -> dict[str, Any]:
    person = a_patient(name, who.number, who.family, who.born)
    person["name"] = [{"family": who.family, "given": [who.given]}]
    return person


def a_note(name: str, patient: str, visit: str) -> dict[str, Any]:
    return {
        "resourceType": "DocumentReference",
        "id": name,
        "status": "current",
        "docStatus": "final",
        "type": {"text": "Progress note"},
        "date": "2025-02-01T10:00:00Z",
        "subject": {"reference": f"Patient/{patient}"},
        "author": [{"display": "Dr. Abara"}],
        "context": {"encounter": [{"reference": f"Encounter/{visit}"}]},
        "content": [{"attachment": {"contentType": "text/plain", "data": "U2Vlbi4="}}],
    }


@pytest.fixture
def family(console: Console) -> Console:
    """Junior's visit was registered on Senior's chart, as Senior."""
    console.bring(
        a_person("a", A),
        a_person("b", B),
        a_visit("e1", "a", "2025-01-01", **registered(A)),
        a_visit("e2", "a", "2025-02-01", **registered(A)),
        a_note("n2", "a", "e2"),
    )
    return console


def outputs(console: Console, number: str) -> Iterator[tuple[str, str]]:
    """All that the desk says of a chart, with the words that were typed."""
    history = console.json("history", number)["change_sets"]
    asked = [
        ("show", number),
        ("history", number),
        *(("show", number, "--as-of", c["id"]) for c in history[:1]),
    ]
    for words in asked:
        for option in ((), ("--json",)):
            status, out, err = console.run(*words, *option)
            assert status == 0, err
            yield " ".join(words), out
    _, out, _ = console.run("history", number, "--json", user="auditor")
    yield "history by the auditor", out
    _, out, _ = console.run("show", number, "--json", user="roi")
    yield "show by roi", out


def check(console: Console, whose: Person, other: Person) -> None:
    for words, out in outputs(console, whose.number):
        for trace in other.traces(whose):
            assert not re.search(rf"(?<!\w){re.escape(trace)}(?!\w)", out), (words, trace)


def found_by(console: Console, text: str) -> list[str]:
    return [p["mrn"] for p in console.json("search", text)["patients"]]


def visit_of(console: Console, number: str) -> str:
    visits = console.json("show", number)["encounters"]
    return str(next(v["id"] for v in visits if v["at"].startswith("2025-02-01")))


REASON = "Barnaby Thistlewood's chart 71001 (born 06/30/1949) had Crispin's visit, 72002"


def carried_out(console: Console, *words: str) -> str:
    asked = console.json(*words, "--reason", REASON)
    done = console.json("approve", asked["request"]["id"], user="supervisor")
    return str(done["change_set"]["id"])


def test_a_moved_visit_names_nobody(family: Console) -> None:
    visit = visit_of(family, A.number)
    shown = family.json("show", A.number)["encounters"]
    assert {v["registered_mrn"] for v in shown} == {A.number}, "as it came"
    carried_out(family, "move", visit, "--to", B.number)
    check(family, B, A)
    check(family, A, B)
    moved = family.json("show", B.number)["encounters"][0]
    assert moved["home_mrn"] == moved["registered_mrn"] == moved["registered_name"]
    assert moved["home_mrn"] == "another chart"
    assert found_by(family, "Crispin") == [B.number]
    assert found_by(family, "Barnaby") == [A.number]


def test_a_split_into_a_new_chart_names_nobody(family: Console) -> None:
    plan = family.folder / "plan.json"
    moves = [{"item": visit_of(family, A.number), "to": "new:other"}]
    stated = {"family": C.family, "given": C.given, "birth_date": C.born}
    plan.write_text(json.dumps({"moves": moves, "new": {"other": stated}}), encoding="utf-8")
    carried_out(family, "split", A.number, "--plan", str(plan))
    (number,) = found_by(family, C.born)
    new = Person(number, C.family, C.given, C.born)
    check(family, new, A)
    check(family, A, new)
    assert found_by(family, A.born) == [A.number]
    assert found_by(family, C.family) == [number]


def test_undone_the_visit_says_again_what_it_said(family: Console) -> None:
    visit = visit_of(family, A.number)
    before = family.json("show", A.number)
    moved = carried_out(family, "move", visit, "--to", B.number)
    asked = family.json("undo", moved, "--reason", "his after all")
    family.json("approve", asked["request"]["id"], user="supervisor")
    after = family.json("show", A.number)
    assert after["encounters"] == before["encounters"]
    check(family, B, A)


def test_as_it_stood_with_anothers_entries_a_chart_is_for_him_only(family: Console) -> None:
    first = family.json("history", A.number)["change_sets"][0]["id"]
    assert family.json("show", A.number, "--as-of", first, user="roi")
    carried_out(family, "move", visit_of(family, A.number), "--to", B.number)
    refused = family.json("show", A.number, "--as-of", first, user="roi", status=1)
    assert refused["error"]["code"] == "held-anothers"
    assert family.json("show", A.number, "--as-of", first)["encounters"]
    assert family.json("show", A.number, user="roi")["patient"]["mrn"] == A.number


def test_what_was_merged_is_the_same_person_and_is_named(family: Console) -> None:
    explained = ("--acknowledge", "birth-date=mistyped")
    words = ("merge", B.number, A.number, "--reason", f"twice: {A.number}", *explained)
    family.json("approve", family.json(*words)["request"]["id"], user="supervisor")
    shown = family.json("show", B.number)
    assert {v["home_mrn"] for v in shown["encounters"]} == {A.number}
    assert {v["registered_mrn"] for v in shown["encounters"]} == {A.number}
    assert family.json("history", B.number)["change_sets"][0]["reason"] == f"twice: {A.number}"
