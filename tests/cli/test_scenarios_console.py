# SPDX-License-Identifier: Apache-2.0
"""Expert scenarios at the console: S4, S6, S16, S20, and what becomes of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from console import a_patient, a_visit

if TYPE_CHECKING:
    from console import Console


@pytest.fixture
def three(console: Console) -> Console:
    """Three charts of one person, with a visit each."""
    for number, family in (("1", "Quimby"), ("2", "Quimby-Stone"), ("3", "Quimby")):
        console.bring(
            a_patient(f"p{number}", f"0010{number}", family, "1984-03-12"),
            a_visit(f"e{number}", f"p{number}", f"2025-0{number}-01"),
            name=f"{number}.ndjson",
        )
    return console


def explained(console: Console, *words: str) -> list[str]:
    """An explanation for everything that stops."""
    refused = console.json(*words, status=1)
    codes = refused["error"]["where"].split()
    return [word for code in codes for word in ("--acknowledge", f"{code}=checked")]


def proposed(console: Console) -> dict[str, Any]:
    """S16: a merge with a chart of somebody who died waits for a second person."""
    console.bring(
        a_patient("dead", "00555", "Quimby", "1984-03-12", deceasedDateTime="2024-05-01"),
        name="dead.ndjson",
    )
    words = ("merge", "00101", "00555", "--reason", "same person")
    return console.json(*words, *explained(console, *words))


def test_s4_three_charts_become_one_in_one_change_set(three: Console) -> None:
    assert three.json("match")["clusters"] == 1, "one case of three charts"
    keep = ("--keep", "family=00102", "--keep", "birth_date=00103")
    done = three.json("merge", "00101", "00102", "00103", "--reason", "one person", *keep)
    assert done["outcome"] == "applied"
    assert three.json("show", "00102")["patient"]["name"] == "QUIMBY-STONE, Maria"
    found = three.json("match")
    assert (found["pairs"], found["clusters"]) == (0, 0), "all rows of the queue are closed"
    for number in ("00101", "00102", "00103"):
        shown = three.json("show", number)
        assert shown["patient"]["mrn"] == "00101"
        assert len(shown["encounters"]) == 3
    cycle = three.json("merge", "00103", "00101", "--reason", "back", status=1)
    assert cycle["error"]["code"] in {"already-retired", "structure"}


def test_s6_an_undo_after_life_went_on_decides_each_later_item(three: Console) -> None:
    merged = three.json("merge", "00101", "00102", "--reason", "wrong")["change_set"]["id"]
    three.bring(a_visit("later", "p1", "2026-01-01"), name="later.ndjson")
    three.bring(a_visit("home", "p2", "2026-01-02"), name="home.ndjson")
    shown = three.json("undo", merged, "--reason", "two people", "--dry-run")
    (later,) = (open_["item"] for open_ in shown["undecided"])  # what came to 00102 goes home
    asked = three.json("undo", merged, "--reason", "two people", "--assign", f"{later}=00102")
    done = three.json("approve", asked["request"]["id"], user="supervisor")
    assert done["change_set"]["reverses"] == merged
    assert len(three.json("show", "00101")["encounters"]) == 1
    assert len(three.json("show", "00102")["encounters"]) == 3


def test_s16_activity_after_death_stops_until_it_is_explained_and_approved(
    three: Console,
) -> None:
    asked = proposed(three)
    assert asked["outcome"] == "proposed"
    assert "activity-after-death" in {w["code"] for w in asked["warnings"]}
    done = three.json("approve", asked["request"]["id"], user="supervisor")
    assert done["change_set"]["approved_by"] == "supervisor"


def test_s20_a_rejected_request_is_over_and_is_asked_for_anew(three: Console) -> None:
    first = proposed(three)["request"]["id"]
    words = ("reject", first, "--comment", "see the ID card")
    assert three.json(*words, user="supervisor")["request"]["state"] == "rejected"
    assert three.json("approve", first, user="supervisor", status=1)["error"]["code"] == (
        "wrong-state"
    )
    words = ("merge", "00101", "00555", "--reason", "ID card seen")
    again = three.json(*words, *explained(three, *words))
    assert again["request"]["id"] != first
    assert three.json("approve", again["request"]["id"], user="supervisor")["outcome"] == "applied"


def test_s20_a_judgement_is_turned_with_a_reason(three: Console) -> None:
    three.json("distinct", "00101", "00102", "--reason", "two people")
    refused = three.json("link", "00101", "00102", status=2)
    assert refused["error"]["code"] == "reason-missing"
    done = three.json("link", "00101", "00102", "--reason", "new evidence")
    assert done["outcome"] == "applied"


def test_s20_yesterdays_backup_and_the_import_again_come_to_the_same(three: Console) -> None:
    backup = three.folder / "yesterday.himdesk"
    three.json("backup", str(backup), user="boss")
    today = a_patient("p9", "00109", "Later", "1990-01-01")
    three.bring(today, name="today.ndjson")
    after = three.json("show", "00109")
    (three.folder / "desk.db").unlink()
    for left in three.folder.glob("desk.db-*"):
        left.unlink()
    three.json("restore", str(backup), user="boss")
    again = three.bring(today, name="today.ndjson")
    assert again["files"][0]["new"] == 1
    assert three.json("show", "00109")["patient"]["name"] == after["patient"]["name"]
    assert three.json("verify", user="auditor")["ok"]


@pytest.mark.parametrize(
    ("words", "user", "state"),
    [
        (("return", "--comment", "which card?"), "supervisor", "returned"),
        (("reject", "--comment", "no"), "supervisor", "rejected"),
        (("withdraw",), "clerk", "withdrawn"),
    ],
)
def test_what_becomes_of_a_request(
    three: Console, words: tuple[str, ...], user: str, state: str
) -> None:
    request = proposed(three)["request"]["id"]
    verb, *options = words
    answer = three.json(verb, request, *options, user=user)
    assert answer["request"]["state"] == state
    assert three.json("show", "00555")["patient"]["status"] == "active"


def test_an_undo_chooses_what_a_field_shows(three: Console) -> None:
    merged = three.json("merge", "00101", "00102", "--reason", "x", "--keep", "family=00102")[
        "change_set"
    ]["id"]
    assert "QUIMBY-STONE" in three.json("show", "00101")["patient"]["name"]
    undone = three.json("undo", merged, "--reason", "two", "--field", "family=before")
    assert undone["outcome"] == "applied"
    assert three.json("show", "00101")["patient"]["name"].startswith("QUIMBY,")
    bad = three.json("undo", merged, "--reason", "two", "--field", "family=later", status=2)
    assert bad["error"]["code"] in {"usage", "bad-decision"}


def test_both_values_are_kept_where_a_field_may_show_both(three: Console) -> None:
    one = three.json("merge", "00101", "00102", "--reason", "x", "--keep", "family=both", status=2)
    assert one["error"]["where"] == "family"
    assert three.json("show", "00102")["patient"]["status"] == "active"


def test_the_chart_as_of_a_day_and_a_time(three: Console) -> None:
    before = three.json("history", "00101")["change_sets"][0]["at"]
    three.json("merge", "00101", "00102", "--reason", "x")
    then = three.json("show", "00101", "--as-of", before)
    assert len(then["encounters"]) == 1
    assert len(three.json("show", "00101", "--as-of", "2999-01-01")["encounters"]) == 2
    assert three.json("show", "00101", "--as-of", "1999-01-01", status=2)["error"]


def test_the_vocabulary_names_all_that_the_outside_relies_on(console: Console) -> None:
    found = console.json("vocabulary")
    assert {"fields", "keep", "kinds", "warnings", "roles", "protected"} <= found.keys()
    assert found["keep"]["phone"] == {"both": True}
    assert "merge" in found["roles"]["clerk"]
    assert "merge" not in found["roles"]["admin"]
