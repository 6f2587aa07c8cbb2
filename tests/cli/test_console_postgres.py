# SPDX-License-Identifier: Apache-2.0
"""The console on a real PostgreSQL server, verb after verb, as someone from outside types them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cli import records as r
from console import PASSWORD, Console, make_database

if TYPE_CHECKING:
    from pathlib import Path

    from postgres_server import Server

pytestmark = pytest.mark.postgres

SENIOR = r.Person("71001", "Thistlewood", "Barnaby", "1949-06-30")
TWICE = r.Person("71009", "Thistlewood", "Barnaby", "1949-06-30")
JUNIOR = r.Person("72002", "Thistlewood", "Crispin", "1976-02-11")
WHY = ("--reason", "seen on the licence")


@pytest.fixture
def server_console(
    postgres_database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Console:
    """A console on a server, with a father in two charts, and his son's visit in one of them."""
    monkeypatch.setenv("HIMDESK_NEW_PASSWORD", PASSWORD)
    monkeypatch.setenv("HIMDESK_PASSWORD", PASSWORD)
    monkeypatch.setenv("HIMDESK_NOW", "2026-03-02T15:00:00+00:00")
    make_database(postgres_database)
    made = Console(tmp_path, capsys, postgres_database)
    made.json("site", "--address", "1 Quay", "--phone", "555 0100", user="boss")
    made.bring(
        SENIOR.patient("a"),
        TWICE.patient("d"),
        JUNIOR.patient("b"),
        r.visit("e1", "a", "2025-01-01", SENIOR),
        r.visit("e2", "a", "2025-02-01", SENIOR),
        r.visit("e3", "a", "2025-03-01", SENIOR),
        r.note("n1", "a", "e1", "The first note, of Zo\u00eb \u540d."),
        r.note("n2", "a", "e2"),
    )
    return made


def approved(console: Console, *words: str) -> str:
    """The change set that a verb proposes and a supervisor approves."""
    asked = console.json(*words, *WHY)
    assert asked["outcome"] == "proposed", asked
    listed = console.json("requests")["requests"]
    assert [(x["id"], x["own"]) for x in listed] == [(asked["request"]["id"], True)]
    assert console.json("approve", asked["request"]["id"], status=1)["error"]
    done = console.json("approve", asked["request"]["id"], user="supervisor")
    return str(done["change_set"]["id"])


def test_corrections_and_their_undo(server_console: Console) -> None:
    console, number = server_console, SENIOR.number
    before = console.json("show", number)
    merged = console.json("merge", number, TWICE.number, *WHY)
    assert merged["outcome"] == "applied"
    assert console.json("search", TWICE.number)["patients"][0]["mrn"] == number
    console.json("undo", merged["change_set"]["id"], *WHY)
    assert console.json("show", number) == before
    visits = [v["id"] for v in before["encounters"]]
    moved = approved(console, "move", visits[2], "--to", JUNIOR.number)
    assert len(console.json("show", JUNIOR.number)["encounters"]) == 1
    plan = {
        "moves": [{"item": visits[1], "to": "new:other"}],
        "new": {"other": {"family": "Underhay", "given": "Dora", "birth_date": "1991-09-17"}},
    }
    file = console.folder / "plan.json"
    file.write_text(json.dumps(plan), encoding="utf-8")
    approved(console, "split", number, "--plan", str(file))
    assert console.json("search", "underhay")["patients"]
    console.json("distinct", number, JUNIOR.number, *WHY)
    then = console.json("show", number, "--as-of", merged["change_set"]["id"])
    assert {v["id"] for v in then["encounters"]} == set(visits)
    hidden = console.json("history", number, user="auditor")["change_sets"]
    assert {c["reason"] for c in hidden} == {"(not shown)"}
    out = str(console.folder / "letter.pdf")
    console.json("letter", "issue", "overlay-clinicians", "--for", moved, "--out", out)
    assert console.json("verify", user="auditor")["ok"]


def test_a_document_is_amended_on_request_released_and_accounted_for(
    server_console: Console,
) -> None:
    console, folder = server_console, server_console.folder
    note = console.json("show", SENIOR.number)["documents"][0]["id"]
    text, form, told = folder / "text.txt", folder / "form.json", folder / "told.json"
    text.write_text("Corrected.", encoding="utf-8")
    kinds = ("--text", str(text), "--author", "Dr. Abara")
    console.json("amend", note, "--kind", "addendum", *kinds, *WHY)
    done = approved(console, "amend", note, "--kind", "correction", *kinds)
    out = str(folder / "letter.pdf")
    console.json("letter", "issue", "correction-notice", "--for", done, "--out", out)
    asked = {
        "how": "letter", "reason": "wrong",
        "requester": {"name": "Barnaby", "identity_check": "licence"},
        "items": [{"item": note, "element": "note", "wrong": "a", "wanted": "b"}],
    }  # fmt: skip
    form.write_text(json.dumps(asked), encoding="utf-8")
    words = ("--mrn", SENIOR.number, "--received", "2026-03-01", "--json-file", str(form))
    case = console.json("case", "open", *words)["case"]["id"]
    console.json("case", "decide", case, "--item", "1", "--deny", "accurate-and-complete", *WHY)
    assert console.json("case", "show", case)["case"]["status"] == "denied"
    wanted = {
        "basis": "patient-access", "requester": "Barnaby", "address": "3 Elm", "purpose": "own",
        "identity_check": "licence",
    }  # fmt: skip
    form.write_text(json.dumps(wanted), encoding="utf-8")
    release = console.json("release", "open", *words, user="roi")["release"]["id"]
    console.json("release", "build", release, "--out", str(folder / "p.pdf"), user="roi")
    sent = {
        "on": "2026-03-01", "recipient": "County", "description": "x", "purpose": "y",
        "basis": "public-health", "how": "fax",
    }  # fmt: skip
    told.write_text(json.dumps(sent), encoding="utf-8")
    given = ("--mrn", SENIOR.number, "--json-file", str(told))
    console.json("release", "record", *given, user="roi")
    asked_for = ("--from", "2026-01-01", "--to", "2026-12-31", "--out", str(folder / "acc.pdf"))
    rows = console.json("accounting", SENIOR.number, *asked_for, user="roi")["entries"]
    assert [row["recipient"] for row in rows] == ["County"]
    assert console.json("verify", user="auditor")["ok"]


def test_a_backup_of_a_server_is_restored_on_a_server_and_into_a_file(
    server_console: Console, postgres_server: Server
) -> None:
    console, folder = server_console, server_console.folder
    console.json("merge", SENIOR.number, TWICE.number, *WHY)
    console.json("anchor", "--out", str(folder / "anchor.json"), user="auditor")
    console.json("backup", str(folder / "copy.himdesk"), user="boss")
    shown = console.json("show", SENIOR.number)
    name = postgres_server.create()
    try:
        for url in (postgres_server.url(name), str(folder / "copy.db")):
            other = Console(folder, console.capture, url)
            other.json("restore", str(folder / "copy.himdesk"), user="boss")
            assert other.json("show", SENIOR.number) == shown
            anchor = ("--anchor", str(folder / "anchor.json"))
            assert other.json("verify", *anchor, user="auditor")["ok"]
            other.json("migrate", user="boss")
    finally:
        postgres_server.drop(name)
