# SPDX-License-Identifier: Apache-2.0
"""Every verb of the console, typed by who reads no charts, and about a confidential chart."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from cli import records as r

if TYPE_CHECKING:
    from pathlib import Path

    from console import Console

MARIGOLD = r.Person("71001", "Quillfeather", "Marigold", "1949-06-30")
OCTAVIA = r.Person("72002", "Vandermeer", "Octavia", "1951-11-23")
NOTES = {MARIGOLD: "Fears Marrow Point", OCTAVIA: "Slept at the regatta"}
PASSPHRASE = "quiet harbour at dawn"
VIP = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "V"}


def resources(who: r.Person) -> list[r.Json]:
    name = who.family[0].lower()
    patient = who.patient(name)
    if who is OCTAVIA:
        patient["meta"] = {"security": [VIP]}
    note = r.note(f"n{name}", name, f"v{name}", NOTES[who], title=f"About {who.given}")
    return [patient, r.visit(f"v{name}", name, "2025-02-01", who), note]


def written(folder: Path, name: str, document: object) -> str:
    file = folder / name
    file.write_text(json.dumps(document), encoding="utf-8")
    return str(file)


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes in is recorded the day after."""
    monkeypatch.setenv("HIMDESK_NOW", "2026-03-02T15:00:00+00:00")


class Hospital:
    """A console with two charts, and all that the desks have about the one that is asked for."""

    def __init__(self, console: Console, who: r.Person) -> None:
        self.console, self.who, folder = console, who, console.folder
        self.other = MARIGOLD if who is OCTAVIA else OCTAVIA
        console.bring(*resources(MARIGOLD), *resources(OCTAVIA))
        console.json("site", "--address", "1 Quay", "--phone", "555 0100", user="boss")
        for user in ("clerk", "supervisor", "supervisor2", "roi"):
            for each in (MARIGOLD, OCTAVIA):
                console.json("show", each.number, "--break-glass", f"{each.given}", user=user)
        shown = console.json("show", who.number)
        self.note, visit = shown["documents"][0]["id"], shown["encounters"][0]["id"]
        why = f"{who.given} {who.family}, born {who.born}, {who.number}"
        words = ("move", visit, "--to", self.other.number, "--reason", why)
        moved = console.json(*words)["request"]["id"]
        self.done = console.json("approve", moved, user="supervisor")["change_set"]["id"]
        words = ("downstream", "done", self.done, "--task", "1", "--evidence", why)
        assert console.json(*words)["downstream"]["tasks"][0]["evidence"] == why
        back = console.json("undo", self.done, "--reason", why)["request"]["id"]
        self.undone = console.json("approve", back, user="supervisor")["change_set"]["id"]
        words = ("move", visit, "--to", self.other.number, "--reason", why)
        self.request = console.json(*words)["request"]["id"]
        form = {
            "how": "letter",
            "reason": why,
            "requester": {"name": who.given, "identity_check": f"licence of {who.given}"},
            "items": [{"item": self.note, "element": "note", "wrong": why, "wanted": who.given}],
        }
        self.form = written(folder, "case.json", form)
        words = ("case", "open", "--mrn", who.number, "--received", "2026-03-01")
        letter = folder / f"{who.family}.txt"
        letter.write_text(f"I am {who.given}, and I never smoked.", encoding="utf-8")
        words = (*words, "--json-file", self.form, "--file", str(letter))
        self.case = console.json(*words)["case"]["id"]
        asked = {
            "basis": "patient-access", "requester": who.given, "address": f"{who.family} House",
            "purpose": f"for {who.given}", "identity_check": "licence",
        }  # fmt: skip
        self.asked = written(folder, "release.json", asked)
        words = ("accounting-request", "open", "--mrn", who.number, "--requester", who.given)
        made = console.json(*words, "--received", "2026-03-01", user="roi")
        self.wish = made["accounting_request"]["id"]
        words = ("release", "open", "--mrn", who.number, "--received", "2026-03-01")
        made = console.json(*words, "--json-file", self.asked, user="roi")
        self.release = made["release"]["id"]
        told = {
            "on": "2026-03-01", "recipient": who.given, "description": f"all of {who.given}",
            "purpose": "asked", "basis": "public-health", "how": f"told {who.given}",
        }  # fmt: skip
        self.told = written(folder, "told.json", told)
        words = ("release", "record", "--mrn", who.number, "--json-file", self.told)
        self.disclosure = console.json(*words, user="roi")["disclosure"]["id"]
        words = ("letter", "issue", "overlay-patient", "--for", self.done, "--patient")
        issued = console.json(*words, who.number, "--out", str(folder / "letter.pdf"))
        self.letter = issued["letter"]["id"]

    def verbs(self) -> list[tuple[str, ...]]:
        """What a person may type; what changes something comes later."""
        who, folder = self.who, self.console.folder
        plan = {"moves": [{"item": self.note, "to": self.other.number}]}
        table = folder / "one.csv"
        table.write_text(f"record_id,last,first\n1,{who.family},{who.given}\n", encoding="utf-8")
        anchor, text = str(folder / "anchor.json"), written(folder, "text.json", "more")
        why = ("--reason", "so it was asked")
        mrns = (who.number, self.other.number)
        return [
            ("search", who.number),
            ("show", who.number),
            ("show", who.number, "--as-of", self.done),
            ("show", who.number, "--as-of", "2100-01-01"),
            ("history", who.number),
            ("requests",),
            ("downstream", "list"),
            ("downstream", "list", "--closed"),
            ("downstream", "list", "--mrn", who.number),
            ("downstream", "show", self.done),
            ("case", "list"),
            ("case", "list", "--closed"),
            ("case", "show", self.case),
            ("case", "save-file", self.case, "--number", "1", "--out", str(folder / "copy.txt")),
            ("release", "list"),
            ("release", "check", self.release),
            ("release", "log"),
            ("release", "log", "--mrn", who.number),
            ("release", "recipients"),
            ("release", "reprint", self.disclosure, "--out", str(folder / "copy.pdf")),
            ("accounting", who.number, "--from", "2026-01-01", "--to", "2026-12-31"),
            ("accounting-request", "list"),
            ("accounting-request", "list", "--ended"),
            ("accounting-request", "give", self.wish, "--out", str(folder / "copy.pdf")),
            ("letter", "list"),
            ("letter", "reprint", self.letter, "--out", str(folder / "copy.pdf")),
            ("check-duplicates", "--csv", str(table)),
            ("model", "list"),
            ("model", "report"),
            ("site",),
            ("settings", "list"),
            ("staff", "list"),
            ("vocabulary",),
            ("anchor", "--out", anchor),
            ("verify", "--anchor", anchor),
            ("merge", *mrns, *why, "--dry-run"),
            ("undo", self.done, *why, "--dry-run"),
            ("split", who.number, "--plan", written(folder, "plan.json", plan), *why),
            ("move", self.note, "--to", self.other.number, *why),
            ("link", *mrns, *why),
            ("unlink", *mrns, *why),
            ("distinct", *mrns, *why),
            ("amend", self.note, "--kind", "addendum", "--text", text, "--author", "Dr. Lee", *why),
            ("hold", self.note, *why),
            ("downstream", "done", self.undone, "--task", "1", "--evidence", "seen"),
            ("downstream", "reopen", self.done, "--task", "1", *why),
            ("case", "decide", self.case, "--item", "1", "--accept", *why),
            ("case", "add-file", self.case, "--file", text),
            ("release", "end", self.release, "--state", "denied", *why),
            ("approve", self.request),
            ("return", self.request, "--comment", "not so"),
            ("reject", self.request, "--comment", "not so"),
            ("withdraw", self.request),
            ("match",),
            ("import", str(table), "--source", "other"),
            ("backup", str(folder / "copy.himdesk")),
            ("restore", str(folder / "copy.himdesk")),
            ("migrate",),
            ("init", "--admin", "another"),
            ("outbox",),
            ("send", "--to", "dir:x"),
            ("listen", "--port", "1"),
        ]

    def leaks(self, user: str, *people: r.Person) -> dict[str, list[str]]:
        """What each verb tells of these people that it must not."""
        found: dict[str, list[str]] = {}
        for words in self.verbs():
            for option in ((), ("--json",)):
                _, out, err = self.console.run(*words, *option, user=user)
                told = [t for who in people for t in self.traces(who) if has(out + err, t)]
                if told:
                    found[" ".join((*words, *option))] = told
        assert not (self.console.folder / "copy.pdf").exists(), "nothing was printed"
        return found

    def traces(self, who: r.Person) -> tuple[str, ...]:
        return (who.family, who.given, who.born, NOTES[who])


def has(text: str, trace: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(trace)}(?!\w)", text, re.IGNORECASE) is not None


@pytest.mark.parametrize(
    ("user", "who"), [("auditor", MARIGOLD), ("auditor", OCTAVIA), ("boss", MARIGOLD)]
)
def test_who_reads_no_charts_is_told_of_nobody(console: Console, user: str, who: r.Person) -> None:
    assert Hospital(console, who).leaks(user, MARIGOLD, OCTAVIA) == {}


@pytest.mark.parametrize("user", ["supervisor3", "roi2"])
def test_a_confidential_chart_tells_nothing_before_the_glass_is_broken(
    console: Console, user: str
) -> None:
    hospital = Hospital(console, OCTAVIA)
    role = user.rstrip("0123456789")
    console.json("staff", "add", user, "--role", role, user="boss")
    assert hospital.leaks(user, OCTAVIA) == {}


def test_every_verb_is_typed_here(console: Console) -> None:
    with pytest.raises(SystemExit):
        console.run("--help")
    verbs = set(re.findall(r"(?m)^    ([a-z-]+)\b", console.capture.readouterr().out))
    assert verbs == {words[0] for words in Hospital(console, MARIGOLD).verbs()}


def test_an_auditor_reads_what_was_changed_by_whom_and_when(console: Console) -> None:
    hospital = Hospital(console, OCTAVIA)
    seen = console.json("history", OCTAVIA.number, user="auditor")["change_sets"]
    told = console.json("history", OCTAVIA.number)["change_sets"]
    same = ("id", "seq", "kind", "requester", "applied_by", "approved_by", "at", "content",
            "digest", "previous", "reverses")  # fmt: skip
    assert [[c[k] for k in same] for c in seen] == [[c[k] for k in same] for c in told]
    places = [[(c["entity"], c["id"], c["field"]) for c in s["changes"]] for s in seen]
    assert places == [[(c["entity"], c["id"], c["field"]) for c in s["changes"]] for s in told]
    assert {c["reason"] for c in seen} == {"(not shown)"}
    moved = next(c for c in seen if c["id"] == hospital.done)["changes"]
    assert any(c["field"] == "patient_id" and c["before"] and c["after"] for c in moved)
