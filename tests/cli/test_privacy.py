# SPDX-License-Identifier: Apache-2.0
"""A chart never says whose the entries were that came to it: every output is searched."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from pypdfium2 import PdfDocument as pdfium  # noqa: N813 - a function to its caller

from cli import records as r

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from console import Console

A = r.Person("71001", "Thistlewood", "Barnaby", "1949-06-30")
B = r.Person("72002", "Thistlewood", "Crispin", "1976-02-11")
C = r.Person("73003", "Underhay", "Dorothea", "1991-09-17")


LETTERS = {
    "overlay-clinicians": (),
    "overlay-patient": (),
    "signature-request": ("--set", "clinician=Dr. Abara"),
    "split-certificate": (),
}
"""The letters about a move that go to others than the privacy officer, and what they ask."""


def traces(who: r.Person, among: r.Person) -> Iterator[str]:
    """All that tells of a person and not of the one whose chart it is."""
    year, month, day = who.born.split("-")
    yield from (who.number, who.given, who.born, f"{month}/{day}/{year}", f"{year}{month}{day}")
    if who == A:
        yield from ("9 Fennel Row", "555 0142")  # as whom the visits were registered
    if who.family != among.family:
        yield who.family


@pytest.fixture
def family(console: Console) -> Console:
    """Junior's visit was registered on Senior's chart, as Senior."""
    console.bring(
        A.patient("a"),
        B.patient("b"),
        r.visit("e1", "a", "2025-01-01", A),
        r.visit("e2", "a", "2025-02-01", A),
        r.note("n2", "a", "e2"),
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


def check(console: Console, whose: r.Person, other: r.Person) -> None:
    for words, out in outputs(console, whose.number):
        for trace in traces(other, whose):
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
    new = r.Person(number, C.family, C.given, C.born)
    check(family, new, A)
    check(family, A, new)
    assert found_by(family, A.born) == [A.number]
    assert found_by(family, C.family) == [number]


def pdf_text(file: Path) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pdfium(file))


def papers(console: Console, who: r.Person, done: str) -> Iterator[tuple[str, str]]:
    """All that can be printed and saved about a chart once a change set is done."""
    folder, roi = console.folder, "roi"
    for kind, facts in LETTERS.items():
        file = folder / f"{kind}-{who.number}.pdf"
        words = ("letter", "issue", kind, "--for", done, "--patient", who.number, *facts)
        status, out, err = console.run(*words, "--out", str(file), "--json")
        assert status in {0, 2}, err  # no letter of this kind is for this chart
        yield kind, out + err + (pdf_text(file) if file.exists() else "")
    form = folder / "asked.json"
    asked = {
        "basis": "patient-access", "requester": "The patient", "address": "3 Elm",
        "purpose": "own", "identity_check": "licence",
    }  # fmt: skip
    form.write_text(json.dumps(asked), encoding="utf-8")
    words = ("--mrn", who.number, "--received", "2026-03-01", "--json-file", str(form))
    opened = console.json("release", "open", *words, user=roi)
    file, release = folder / f"packet-{who.number}.pdf", opened["release"]["id"]
    built = console.json("release", "build", release, "--out", str(file), user=roi)
    yield "release", json.dumps([opened, built])
    yield "packet", pdf_text(file)
    yield "log", console.run("release", "log", "--mrn", who.number, "--json", user=roi)[1]
    for end in ("pdf", "csv"):
        file = folder / f"accounting-{who.number}.{end}"
        period = ("--from", "2025-01-01", "--to", "2026-12-31", "--out", str(file))
        yield (
            "accounting",
            json.dumps(console.json("accounting", who.number, *period, user=roi))
            + (pdf_text(file) if end == "pdf" else file.read_text(encoding="utf-8")),
        )


def test_on_paper_and_in_files_a_moved_visit_names_nobody(
    family: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIMDESK_NOW", "2026-03-02T15:00:00+00:00")
    family.json("site", "--address", "1 Quay", "--phone", "555 0100", user="boss")
    done = carried_out(family, "move", visit_of(family, A.number), "--to", B.number)
    written = []
    for whose, other in ((B, A), (A, B)):
        for name, said in papers(family, whose, done):
            written.append(name)
            for trace in traces(other, whose):
                assert not re.search(rf"(?<!\w){re.escape(trace)}(?!\w)", said), (name, trace)
            if name == "packet":
                assert whose.given in said
    assert len(written) == 2 * (len(LETTERS) + 5)


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
