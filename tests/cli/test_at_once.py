# SPDX-License-Identifier: Apache-2.0
"""Two processes at one chart, and a process that is killed: all or nothing, and nothing lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from cli import records as r

if TYPE_CHECKING:
    from console import Console

OWN = r.Person("81001", "Carter", "James", "1958-05-21")
RESULTS = 400


def started(console: Console, *words: str, user: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "himdesk.cli", "--db", str(console.folder / "desk.db")]
    return subprocess.Popen(
        [*command, "--user", user, *words, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ,
    )


def answer(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    out, err = process.communicate(timeout=120)
    assert process.returncode in {0, 1}, err
    document: dict[str, Any] = json.loads(out)
    return document


def at_once(console: Console, *verbs: tuple[str, ...]) -> list[dict[str, Any]]:
    """The answers of processes that run side by side, one an account."""
    users = ("supervisor", "supervisor2")
    running = [started(console, *v, user=u) for v, u in zip(verbs, users, strict=True)]
    with ThreadPoolExecutor() as pool:
        return list(pool.map(answer, running))


@pytest.fixture
def note(console: Console) -> str:
    console.bring(
        OWN.patient("p"),
        r.visit("v", "p", "2025-02-01", OWN),
        r.note("n", "p", "v", "Smokes a pack a day.", title="Clinic note"),
    )
    return str(console.json("show", OWN.number)["documents"][0]["id"])


def amend(console: Console, note: str, kind: str, text: str) -> tuple[str, ...]:
    file = console.folder / f"{text[:5]}.txt"
    file.write_text(text, encoding="utf-8")
    said = ("--text", str(file), "--author", "Dr. Abara", "--reason", "asked by the author")
    return ("amend", note, "--kind", kind, *said)


def test_of_two_corrections_approved_at_once_one_holds_and_one_is_refused(
    console: Console, note: str
) -> None:
    asked = [
        console.json(*amend(console, note, "correction", text))["request"]["id"]
        for text in ("Never smoked.", "Quit in 2010.")
    ]
    answers = at_once(console, *(("approve", request) for request in asked))
    assert sorted("outcome" in found for found in answers) == [False, True]
    refused = next(found for found in answers if "error" in found)
    assert refused["error"]["code"] in {"stale", "record-moved-on"}
    documents = console.json("show", OWN.number)["documents"]
    assert len([d for d in documents if d["revision"] == "correction"]) == 1
    assert console.json("verify", user="auditor")["ok"]


def test_of_two_addenda_at_once_both_are_kept(console: Console, note: str) -> None:
    texts = ("Called the family.", "Sent the letter.")
    answers = at_once(console, *(amend(console, note, "addendum", text) for text in texts))
    assert [found.get("outcome") for found in answers] == ["applied", "applied"]
    documents = console.json("show", OWN.number)["documents"]
    assert len([d for d in documents if d["parent"] == note]) == 2
    assert console.json("verify", user="auditor")["ok"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_split_that_is_killed_is_whole_or_never_was(console: Console) -> None:
    console.bring(
        OWN.patient("p"),
        *(r.result(f"x{n}", "p", None, f"Result {n}") for n in range(RESULTS)),
    )
    before = console.json("show", OWN.number)
    moves = [{"item": i["id"], "to": "new:o"} for i in before["clinical_items"][::2]]
    plan = console.folder / "plan.json"
    plan.write_text(json.dumps({"moves": moves, "new": {"o": {"family": "X"}}}), encoding="utf-8")
    words = ("split", OWN.number, "--plan", str(plan), "--reason", "two people")
    request = console.json(*words)["request"]["id"]
    seed = random.Random(20261123)
    for _ in range(8):
        process = started(console, "approve", request, user="supervisor")
        try:
            process.communicate(timeout=seed.uniform(0.3, 1.6))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
        assert console.json("verify", user="auditor")["ok"]
        left = len(console.json("show", OWN.number)["clinical_items"])
        assert left in {RESULTS, RESULTS // 2}, "all or nothing"
        if left == RESULTS // 2:
            break
    else:
        console.json("approve", request, user="supervisor")
    assert len(console.json("show", OWN.number)["clinical_items"]) == RESULTS // 2
