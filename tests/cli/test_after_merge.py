# SPDX-License-Identifier: Apache-2.0
"""S6 in full at the console: twins are merged by error, life goes on, and the merge is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli import records as r
from cli.requests import MARIA, Requests, read

if TYPE_CHECKING:
    from console import Console

MILA = r.Person("71002", "Santos", "Mila", "1949-06-30")
WHY = ("--reason", "twins, cards seen")


def ids(view: dict[str, Any]) -> set[str]:
    return {i["id"] for kind in ("encounters", "documents", "clinical_items") for i in view[kind]}


def live_on(desk: Requests, note: str) -> tuple[str, str]:
    """Three visits, a result, an addendum on the twin's old note, a request and a disclosure."""
    console = desk.console
    desk.on("2026-01-10")
    console.bring(
        r.visit("later1", "p", "2026-01-05", MARIA),
        r.visit("later2", "p", "2026-01-06", MILA),
        r.visit("later3", "p", "2026-01-07", MARIA),
        r.result("glucose", "p", None, "Glucose"),
        name="later.ndjson",
    )
    words = ("--kind", "addendum", "--text", desk.text("Still well."), "--author", "Dr. Abara")
    added = console.json("amend", note, *words, "--reason", "author's order")
    assert added["outcome"] == "applied"
    (addendum,) = (c["id"] for c in added["change_set"]["changes"] if c["field"] == "created")
    case = desk.open([note], "2026-01-08")["id"]
    desk.letter("amendment-acknowledgement", case)
    desk.released(note, "2026-01-08")
    return addendum, case


def decisions(console: Console, undecided: list[dict[str, Any]]) -> list[str]:
    """Whose each later entry is, by the registration of its visit; the result is Maria's."""
    visits = {v["id"]: v["at"][:10] for v in console.json("show", MARIA.number)["encounters"]}
    mila = {item for item, day in visits.items() if day == "2026-01-06"}
    return [
        word
        for open_ in undecided
        for word in (
            "--assign",
            f"{open_['item']}={MILA.number if open_['item'] in mila else MARIA.number}",
        )
    ]


def test_s6_twins_are_separated_again_after_life_went_on(desk: Requests) -> None:
    console = desk.console
    desk.bring()
    console.bring(
        MILA.patient("q"),
        r.visit("w", "q", "2025-03-01", MILA),
        r.note("old", "q", "w", "Well.", title="Old note"),
        name="twin.ndjson",
    )
    before = {who.number: console.json("show", who.number) for who in (MARIA, MILA)}
    (note,) = (d["id"] for d in before[MILA.number]["documents"])
    merged = console.json("merge", MARIA.number, MILA.number, "--reason", "one person")
    assert merged["outcome"] == "applied"
    about = merged["change_set"]["id"]
    addendum, case = live_on(desk, note)
    due = desk.case("show", case)["due"]

    shown = console.json("undo", about, *WHY, "--dry-run")
    asked = {open_["item"]: open_ for open_ in shown["undecided"]}
    assert len(asked) == 4, "three visits and a result; each is a decision"
    assert not asked.keys() & ids(before[MARIA.number]) | asked.keys() & ids(before[MILA.number])
    assert addendum not in asked, "an addendum follows its note"
    assert all(open_["because"] for open_ in asked.values())
    suggested = sorted(o["suggest"] or "" for o in asked.values() if o["kind"] == "encounter")
    assert suggested == [MARIA.number, MARIA.number, MILA.number], "by the visit's registration"
    (told,) = shown["misdirected"]
    assert told["recipient"] == "Zenith Insurance"

    assign = decisions(console, shown["undecided"])
    for given in ([], assign[2:]):
        refused = console.json("undo", about, *WHY, *given, status=1)["error"]
        assert refused["code"] == "undecided"
    proposed = console.json("undo", about, *WHY, *assign)
    assert proposed["outcome"] == "proposed"
    done = console.json("approve", proposed["request"]["id"], user="supervisor")
    undone = done["change_set"]["id"]

    after = {who.number: console.json("show", who.number) for who in (MARIA, MILA)}
    assert ids(before[MARIA.number]) < ids(after[MARIA.number])
    assert ids(after[MILA.number]) - ids(before[MILA.number]) == {
        addendum,
        *(i for i, o in asked.items() if o["suggest"] == MILA.number),
    }
    (parent,) = (d["parent"] for d in after[MILA.number]["documents"] if d["id"] == addendum)
    assert parent == note
    view = desk.case("show", case)
    assert view["due"] == due, "the clock runs on"
    file = console.folder / "handoff.pdf"
    words = ("letter", "issue", "privacy-handoff", "--for", undone, "--out", str(file))
    console.json(*words)
    assert "Zenith Insurance" in read(file)
    assert console.json("history", MILA.number)["change_sets"][0]["id"] == undone
    assert console.json("verify", user="auditor")["ok"]
