# SPDX-License-Identifier: Apache-2.0
"""Duplicates on the console: check-duplicates, match and model, their rights and outputs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from console import Console

HEADER = "record_id,mrn,last,first,sex,dob,ssn,phone,street,city,zip"
HELEN = "Brandale,Helen,F,1985-04-12,412-33-8765,555-123-4567,12 Oak Street,Kartown,44100"
MOVED = "Brandale,Helen,F,1985-04-12,412-33-8765,,7 Elm Avenue,Norby,49999"
OLGA = "Quistgard,Olga,F,1951-12-30,501-22-7346,555-987-6501,9 Mill Lane,Esterby,20733"


@pytest.fixture
def desk(console: Console) -> Console:
    """Two charts that may be one person, and a stranger."""
    people = [f"A1,A1,{HELEN}", f"A2,A2,{MOVED}", f"O1,O1,{OLGA}"]
    file = rows(console.folder, "people", *people)
    console.json("import", str(file), "--source", "main", user="boss")
    return console


def rows(folder: Path, name: str, *lines: str) -> Path:
    file = folder / f"{name}.csv"
    file.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    return file


def test_each_row_is_checked_against_the_database(desk: Console) -> None:
    file = rows(desk.folder, "new", f"r1,,{MOVED}", "r2,,Nobody,Zed,M,1901-02-03,,,,,")
    first, second = as_list(desk, "check-duplicates", "--csv", str(file))
    assert first["record_id"] == "r1"
    assert {c["mrn"] for c in first["candidates"]} == {"A1", "A2"}
    assert first["candidates"][0]["probability"] > 0.9
    assert any("same SSN" in words for words in first["candidates"][0]["evidence"])
    assert second == {"record_id": "r2", "candidates": []}


def as_list(console: Console, *words: str) -> list[dict[str, Any]]:
    status, out, err = console.run(*words, "--json")
    assert status == 0, err
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_a_number_finds_its_chart_also_when_it_was_retired(desk: Console) -> None:
    desk.json("merge", "A1", "A2", "--reason", "registered twice")
    file = rows(desk.folder, "new", "r1,A2,Brandale,Helen,F,1985-04-12,,,,,")
    (found,) = as_list(desk, "check-duplicates", "--csv", str(file))
    assert [c["mrn"] for c in found["candidates"]] == ["A1"]
    assert found["candidates"][0]["probability"] > 0.99


def test_only_the_desk_checks(desk: Console) -> None:
    file = rows(desk.folder, "new", f"r1,,{MOVED}")
    for user in ("roi", "auditor", "boss"):
        refused = desk.json("check-duplicates", "--csv", str(file), user=user, status=1)
        assert refused["error"]["code"] == "not-permitted"
    nowhere = str(desk.folder / "nowhere.csv")
    assert desk.json("check-duplicates", "--csv", nowhere, status=2)["error"]["where"] == nowhere


def test_the_database_is_searched_and_the_model_kept(desk: Console) -> None:
    saved = desk.folder / "model.json"
    found = desk.json("match", "--save-model", str(saved), user="boss")
    assert (found["records"], found["pairs"], found["clusters"], found["model"]) == (3, 1, 1, 1)
    assert {"load", "block", "compare", "model", "total"} <= found["seconds"].keys()
    assert json.loads(saved.read_text(encoding="utf-8"))["format"] == 1
    again = desk.json("match", "--model", str(saved), "--threshold", "0.9", user="supervisor")
    assert (again["model"], again["threshold"]) == (2, 0.9)
    listed = desk.json("model", "list")
    assert (listed["in_use"], [v["version"] for v in listed["versions"]]) == (2, [2, 1])
    back = desk.json("model", "use", "1", "--reason", "too strict", user="supervisor")
    assert back["in_use"] == 1
    assert desk.json("verify", user="auditor")["ok"]


def test_one_is_not_called_several(console: Console) -> None:
    file = rows(console.folder, "one", f"A1,A1,{HELEN}", f"A1,A1,{MOVED}")
    status, out, err = console.run("match", "--csv", str(file))
    assert (status, out.partition(" at ")[0]) == (0, "1 record, 0 pairs, 0 clusters")
    assert "1 record has an earlier record's id" in err
    console.run("import", str(rows(console.folder, "two", f"A1,A1,{HELEN}")), user="boss")
    assert console.run("match")[1].partition(" at ")[0] == "1 record, 0 pairs in 0 open cases"


def test_a_model_is_policy(desk: Console) -> None:
    assert desk.json("model", "use", "0", "--reason", "x", status=1)["error"]["code"] == (
        "not-permitted"
    )
    refused = desk.json("match", "--threshold", "0.7", status=1)
    assert refused["error"]["code"] == "not-permitted"
    lesson = desk.json("model", "learn", "--reason", "x", user="supervisor", status=2)
    assert "no lesson" in lesson["error"]["message"]
    desk.json("match", user="boss")
    desk.json("merge", "A1", "A2", "--reason", "registered twice")
    desk.json("model", "learn", "--reason", "the first one", user="supervisor")
    report = desk.json("model", "report")
    assert report["figures"][0] == {"class": "all", "judged": 1, "precision": 1.0, "recall": 1.0}


def test_what_goes_with_a_file_is_said(desk: Console) -> None:
    refused = desk.json("match", "--out", "x.csv", status=2)
    assert "--csv" in refused["error"]["message"]
    bad = rows(desk.folder, "bad")
    assert desk.json("match", "--model", str(bad), status=1)["error"]["code"] == "not-permitted"
    said = desk.json("match", "--model", str(bad), user="boss", status=2)
    assert said["error"]["code"] == "bad-model"
