# SPDX-License-Identifier: Apache-2.0
"""Plans that can't be carried out: one clear sentence, and nothing was changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cli import records as r

if TYPE_CHECKING:
    from console import Console

OWN = r.Person("81001", "Carter", "James", "1958-05-21")
OTHER = r.Person("82002", "Underhay", "Dorothea", "1986-11-02")
GONE = r.Person("83003", "Underhay", "Dora", "1986-11-02")


@pytest.fixture
def overlay(console: Console) -> Console:
    console.bring(
        OWN.patient("p"),
        OTHER.patient("o"),
        GONE.patient("g"),
        r.visit("v", "p", "2025-02-01", OTHER),
        r.note("n", "p", "v", title="Note"),
        r.allergy("al", "p", "Penicillin"),
    )
    console.json("merge", OTHER.number, GONE.number, "--reason", "registered twice")
    return console


def ids(console: Console) -> dict[str, str]:
    view = console.json("show", OWN.number)
    return {
        "VISIT": view["encounters"][0]["id"],
        "NOTE": view["documents"][0]["id"],
        "ALLERGY": view["clinical_items"][0]["id"],
    }


def split(console: Console, text: str | bytes, status: int) -> dict[str, Any]:
    file = console.folder / "plan.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    words = ("split", OWN.number, "--plan", str(file), "--reason", "two people")
    error: dict[str, Any] = console.json(*words, status=status)["error"]
    assert error["message"].endswith(".")
    assert error["message"].count("\n") == 0
    return error


MOVE = '{{"moves": [{{"item": "{0}", "to": "{1}"}}]}}'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ('{"moves": [', "line 1"),
        ("[" * 100_000, "plan"),
        (b"\xff\xfe{", "UTF-8"),
        ("null", "JSON object"),
        ('{"moves": [], "typo": 1}', "typo"),
        ('{"moves": [{"item": "V", "to": "82002"}, {"item": "V", "to": "82002"}]}', "twice"),
    ],
)
def test_what_is_no_plan_is_refused(console: Console, text: str | bytes, says: str) -> None:
    assert says in split(console, text, 2)["message"]


def test_plans_that_can_not_be_are_refused_and_change_nothing(overlay: Console) -> None:
    before = overlay.json("history", OWN.number)
    found = ids(overlay)
    for text, status, says in IMPOSSIBLE:
        plan = text
        for name, item in found.items():
            plan = plan.replace(name, item)
        assert says in split(overlay, plan, status)["message"]
    assert overlay.json("requests")["requests"] == []
    assert overlay.json("history", OWN.number) == before


IMPOSSIBLE = [
    ("{}", 2, "at least one item"),
    (MOVE.format("nothing", OTHER.number), 2, "not in chart"),
    (MOVE.format("VISIT", "99999"), 2, "99999"),
    (MOVE.format("VISIT", "new:who"), 2, "states nothing"),
    (MOVE.format("VISIT", OWN.number), 2, "change nothing"),
    (MOVE.format("VISIT", GONE.number), 1, "merged"),
    ('{"moves": [{"item": "VISIT", "to": "new:a"}], "new": {"a": {"shoe": "9"}}}', 2, "shoe"),
    (
        '{"moves": [{"item": "VISIT", "to": "82002"}], "new": {"a": {"family": "X"}}}',
        2,
        "gives it nothing",
    ),
    ('{"parts": [{"document": "NOTE", "to": "82002", "pages": [1]}]}', 2, "no pages"),
    ('{"parts": [{"document": "VISIT", "to": "82002", "text": "x"}]}', 2, "no pages"),
    ('{"again": [{"item": "NOTE", "to": "82002", "reason": "x"}]}', 2, "no clinical item"),
    ('{"again": [{"item": "ALLERGY", "to": "81001", "reason": "x"}]}', 2, "itself"),
]
"""Plans with the exit status and a word of the sentence that refuses each."""


def test_a_plan_of_100_megabytes_is_not_even_read(console: Console) -> None:
    file = console.folder / "plan.json"
    with file.open("wb") as out:
        out.truncate(100 << 20)
    words = ("split", OWN.number, "--plan", str(file), "--reason", "x")
    error = console.json(*words, status=2)["error"]
    assert "larger than 8 MB" in error["message"]


def test_a_folder_as_a_plan_is_named(console: Console) -> None:
    words = ("split", OWN.number, "--plan", str(console.folder), "--reason", "x")
    assert "can't be read" in console.json(*words, status=2)["error"]["message"]


def test_what_went_elsewhere_meanwhile_makes_the_request_stale(overlay: Console) -> None:
    visit = ids(overlay)["VISIT"]
    file = overlay.folder / "plan.json"
    stated = {"family": "Underhay", "given": "Dorothea"}
    plan = {"moves": [{"item": visit, "to": "new:d"}], "new": {"d": stated}}
    file.write_text(json.dumps(plan), encoding="utf-8")
    first = overlay.json("split", OWN.number, "--plan", str(file), "--reason", "two people")
    other = overlay.json("move", visit, "--to", OTHER.number, "--reason", "hers")
    overlay.json("approve", other["request"]["id"], user="supervisor")
    refused = overlay.json("approve", first["request"]["id"], user="supervisor", status=1)
    assert refused["error"]["code"] == "stale"
    assert overlay.json("verify", user="auditor")["ok"]


def test_help_explains_the_plan(console: Console, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        console.run("split", "--help")
    assert ended.value.code == 0
    out = capsys.readouterr().out
    for word in ('"moves"', '"new"', '"parts"', '"pages"', '"text"', '"again"', '"reason"'):
        assert word in out
