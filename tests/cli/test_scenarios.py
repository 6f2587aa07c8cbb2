# SPDX-License-Identifier: Apache-2.0
"""S8, S11 and S12 as people work through them at the console."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from cli import records as r
from himdesk.services.training.records.pdf import pdf

if TYPE_CHECKING:
    from pathlib import Path

    from console import Console

SENIOR = r.Person("71001", "Smithers", "John", "1949-06-30", "Sr")
JUNIOR = r.Person("72002", "Smithers", "John", "1976-02-11", "Jr")
ELDER = r.Person("81001", "Carter", "James", "1958-05-21")
YOUNGER = r.Person("", "Carter", "James", "1986-11-02")
SCAN = pdf([[f"{who} page {page}"] for who in ("Elder", "Younger") for page in (1, 2, 3)])


TOLD = {
    "on": "2026-03-02", "recipient": "Zenith Insurance", "address": "PO Box 77",
    "description": "told by telephone", "purpose": "claim 4711", "basis": "payment",
    "how": "telephone",
}  # fmt: skip


def by_display(view: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {item["display"]: item for item in view[kind]}


def approve(console: Console, asked: dict[str, Any]) -> str:
    assert asked["outcome"] == "proposed"
    done = console.json("approve", asked["request"]["id"], user="supervisor")
    return str(done["change_set"]["id"])


def read(file: Path) -> str:
    pages = pypdfium2.PdfDocument(file)
    return " ".join(" ".join(p.get_textpage().get_text_range() for p in pages).split())


def letter(console: Console, kind: str, about: str, *more: str) -> str:
    file = console.folder / f"{kind}.pdf"
    console.json("letter", "issue", kind, "--for", about, "--out", str(file), *more)
    return read(file)


@pytest.fixture
def desk(console: Console) -> Console:
    console.json(
        "site", "--name", "Main Hospital", "--address", "1 Harbour Road|Springfield",
        "--phone", "555-0100", user="boss",
    )  # fmt: skip
    return console


def test_s8_juniors_visit_leaves_seniors_chart(desk: Console) -> None:
    desk.bring(
        SENIOR.patient("sr"),
        JUNIOR.patient("jr"),
        r.visit("own", "sr", "2025-01-05", SENIOR),
        r.visit("ed", "sr", "2025-02-01", JUNIOR),
        r.note("n", "sr", "ed", "Fell off a ladder.", title="ED note"),
        r.result("na", "sr", "ed", "Sodium"),
    )
    before = desk.json("show", SENIOR.number)
    visit = next(v["id"] for v in before["encounters"] if v["at"].startswith("2025-02-01"))
    about = approve(desk, desk.json("move", visit, "--to", JUNIOR.number, "--reason", "his son's"))

    theirs = desk.json("show", JUNIOR.number)
    assert [v["id"] for v in theirs["encounters"]] == [visit]
    assert set(by_display(theirs, "clinical_items")) == {"Sodium"}
    (moved,) = theirs["documents"]
    assert moved["home_mrn"] == "another chart"

    left = desk.json("show", SENIOR.number)
    (stub,) = left["documents"]
    assert stub["display"] == "Entry removed: it belonged to another patient"
    assert "Jr" not in json.dumps(left)
    assert JUNIOR.number not in json.dumps(left)

    told = letter(desk, "overlay-clinicians", about)
    assert "ED note" in told
    assert "Jr" not in told.split()
    assert "1976" not in told
    assert "SMITHERS, John Jr" in letter(desk, "privacy-handoff", about)
    query = letter(desk, "signature-request", about, "--patient", JUNIOR.number)
    assert all(words in query for words in ("Dr. Abara", "ED note", "SMITHERS, John Jr"))
    proofs = [
        letter(desk, "split-certificate", about, "--patient", who.number)
        for who in (SENIOR, JUNIOR)
    ]
    assert not {"Jr", JUNIOR.number, "1976"} & set(proofs[0].split())
    assert not {"Sr", SENIOR.number, "1949"} & set(proofs[1].split())
    assert desk.json("verify", user="auditor")["ok"]


@pytest.fixture
def overlay(desk: Console) -> Console:
    """Two strangers of one name, their visits in turns, a scan of both, an allergy of both."""
    own = [r.visit(f"a{n}", "p", f"2023-0{n}-05", ELDER) for n in range(1, 6)]
    strange = [r.visit(f"b{n}", "p", f"2024-0{n}-09", YOUNGER, "Dr. Two") for n in range(1, 6)]
    hanging = [
        made
        for kind in "ab"
        for n in range(1, 6)
        for made in (
            r.note(f"{kind}{n}-note", "p", f"{kind}{n}", title=f"Note {kind}{n}"),
            r.result(f"{kind}{n}-lab", "p", f"{kind}{n}", f"Result {kind}{n}"),
        )
    ]
    scan = r.note("scan", "p", "a1", SCAN, title="Consents")
    desk.bring(
        ELDER.patient("p"), *own, *strange, *hanging, scan, r.allergy("al", "p", "Penicillin")
    )
    return desk


def plan_of(console: Console, view: dict[str, Any], **changes: Any) -> Path:
    visits = [v["id"] for v in view["encounters"] if v["at"].startswith("2024")]
    scan = by_display(view, "documents")["Consents"]["id"]
    allergy = by_display(view, "clinical_items")["Penicillin"]["id"]
    plan = {
        "moves": [{"item": visit, "to": "new:younger"} for visit in visits],
        "new": {"younger": {"family": "Carter", "given": "James", "birth_date": YOUNGER.born}},
        "parts": [
            {"document": scan, "to": ELDER.number, "pages": [1, 2, 3]},
            {"document": scan, "to": "new:younger", "pages": [4, 5, 6]},
        ],
        "again": [{"item": allergy, "to": "new:younger", "reason": "both told it at intake"}],
        **changes,
    }
    file = console.folder / "plan.json"
    file.write_text(json.dumps(plan), encoding="utf-8")
    return file


def test_s11_an_overlay_is_held_divided_told_and_let_go(overlay: Console) -> None:
    before = overlay.json("show", ELDER.number)
    suspect = [v["id"] for v in before["encounters"] if v["at"].startswith("2024")]
    words = ("hold", *suspect, "--reason", "two persons in one chart")
    assert overlay.json(*words, status=1)["error"]["code"] == "not-permitted"
    assert overlay.json(*words, user="supervisor")["outcome"] == "applied"
    held = {
        i["id"]
        for kind in ("encounters", "documents", "clinical_items")
        for i in overlay.json("show", ELDER.number)[kind]
        if i["held_since"]
    }
    assert len(held) == 15, "five visits, each with a note and a result, and nothing else"

    told_of = by_display(before, "documents")["Note b1"]["id"]
    told = overlay.folder / "told.json"
    told.write_text(json.dumps({**TOLD, "items": [told_of]}), encoding="utf-8")
    record = ("release", "record", "--mrn", ELDER.number, "--json-file", str(told))
    assert overlay.json(*record, user="roi")["disclosure"]["id"], "before anybody knew"
    file = plan_of(overlay, before)
    split = ("split", ELDER.number, "--plan", str(file), "--reason", "two strangers of one name")
    shown = overlay.json(*split, "--dry-run")
    assert (shown["outcome"], shown["needs_approval"], shown["undecided"]) == ("dry-run", True, [])
    asked = overlay.json(*split)
    assert asked["request"]["content"] == shown["change_set"]["content"], "what is shown is asked"
    about = approve(overlay, asked)

    (number,) = [p["mrn"] for p in overlay.json("search", YOUNGER.born)["patients"]]
    theirs = overlay.json("show", number)
    assert len(theirs["encounters"]) == 5
    assert {f"Note b{n}" for n in range(1, 6)} <= set(by_display(theirs, "documents"))
    assert "Consents, pages 4-6" in by_display(theirs, "documents")
    copy = by_display(theirs, "clinical_items")["Penicillin"]
    assert copy["derived_from"] == by_display(before, "clinical_items")["Penicillin"]["id"]
    own = overlay.json("show", ELDER.number)
    original = by_display(own, "documents")["Consents"]
    assert (original["status"], original["sensitivity"]) == ("superseded", "sealed")
    assert "Consents, pages 1-3" in by_display(own, "documents")
    assert number not in json.dumps(own)

    assert "Page" in letter(overlay, "overlay-clinicians", about)
    assert "another person had been filed" in letter(overlay, "overlay-patient", about)
    handed = letter(overlay, "privacy-handoff", about)
    assert "Zenith Insurance" in handed
    assert "Not established yet" in handed
    for whose, counted in ((ELDER.number, "Visits or stays 10 5"), (number, "Visits or stays 0 5")):
        proof = letter(overlay, "split-certificate", about, "--patient", whose)
        for words in (counted, "Requested by clerk", "Approved by supervisor", whose):
            assert words in proof

    let_go = ("hold", *suspect, "--lift", "--reason", "separated", "--json")
    assert overlay.run(*let_go, user="supervisor")[0] == 2, "the split has let them go"
    flags = overlay.json("show", number)["flags"]
    assert len(flags) == 5
    assert all(flag["until"] for flag in flags)
    assert overlay.json("verify", user="auditor")["ok"]


def test_s11_undone_the_chart_is_as_before(overlay: Console) -> None:
    before = overlay.json("show", ELDER.number)
    file = plan_of(overlay, before)
    words = ("split", ELDER.number, "--plan", str(file), "--reason", "two strangers")
    about = approve(overlay, overlay.json(*words))
    (number,) = [p["mrn"] for p in overlay.json("search", YOUNGER.born)["patients"]]
    approve(overlay, overlay.json("undo", about, "--reason", "one person after all"))
    after = overlay.json("show", ELDER.number)
    assert overlay.json("show", number)["patient"]["status"] == "entered-in-error"
    made = {i["id"] for i in after["documents"]} - {i["id"] for i in before["documents"]}
    assert all(i["status"] == "entered-in-error" for i in after["documents"] if i["id"] in made)
    after["documents"] = [i for i in after["documents"] if i["id"] not in made]
    assert after == before
    assert overlay.json("verify", user="auditor")["ok"]


def test_s11_an_undo_names_who_was_told_from_the_new_chart_meanwhile(overlay: Console) -> None:
    file = plan_of(overlay, overlay.json("show", ELDER.number))
    words = ("split", ELDER.number, "--plan", str(file), "--reason", "two strangers")
    about = approve(overlay, overlay.json(*words))
    (number,) = [p["mrn"] for p in overlay.json("search", YOUNGER.born)["patients"]]
    told = overlay.folder / "told.json"
    told.write_text(json.dumps(TOLD), encoding="utf-8")
    undo = ("undo", about, "--reason", "one person after all", "--dry-run")
    assert overlay.json(*undo)["misdirected"] == []
    record = ("release", "record", "--mrn", number, "--json-file", str(told))
    made = overlay.json(*record, user="roi")["disclosure"]
    assert [each["id"] for each in overlay.json(*undo)["misdirected"]] == [made["id"]]


def test_s12_what_was_amended_for_one_moves_to_the_other_and_tells_nothing(desk: Console) -> None:
    desk.bring(
        SENIOR.patient("sr"),
        JUNIOR.patient("jr"),
        r.visit("v", "sr", "2025-02-01", SENIOR),
        r.note("n", "sr", "v", "Smokes a pack a day.", title="Clinic note"),
    )
    (note,) = desk.json("show", SENIOR.number)["documents"]
    text = desk.folder / "text.txt"
    text.write_text("Has never smoked.", encoding="utf-8")
    amended = approve(
        desk,
        desk.json(
            "amend", note["id"], "--kind", "correction", "--text", str(text),
            "--author", "Dr. Abara", "--reason", "asked by the patient",
        ),
    )  # fmt: skip
    assert "Has never smoked." in letter(desk, "correction-notice", amended)
    words = ("move", note["id"], "--to", JUNIOR.number, "--reason", "the son's note")
    approve(desk, desk.json(*words))

    theirs = desk.json("show", JUNIOR.number)
    revision = next(d for d in theirs["documents"] if d["revision"] == "correction")
    assert revision["parent"] == note["id"], "the amendment travels along"
    assert {d["home_mrn"] for d in theirs["documents"]} == {"another chart"}
    history = desk.json("history", JUNIOR.number)
    for out in (json.dumps(theirs), json.dumps(history)):
        assert SENIOR.number not in out
        assert SENIOR.born not in out
        assert "Sr" not in out
    file = desk.folder / "again.pdf"
    refused = desk.json(
        "letter", "issue", "correction-notice", "--for", amended, "--out", str(file), status=2
    )
    assert "another patient's" in refused["error"]["message"]
    assert desk.json("verify", user="auditor")["ok"]
