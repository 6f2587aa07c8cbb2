# SPDX-License-Identifier: Apache-2.0
"""Matching files: good ones, odd ones, hopeless ones."""

from __future__ import annotations

import csv
import gzip
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from himdesk.matching.errors import BadModel, Cancelled, UnusableFile
from himdesk.matching.job import MatchReport, run
from matching.town import a_town, slipped, write_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.town import Town

SHARED = Path(__file__).resolve().parents[3] / "shared" / "linkage"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def codes(report: MatchReport) -> set[str]:
    return {notice.code for notice in report.notices}


def f1(found: set[frozenset[str]], true: set[frozenset[str]]) -> float:
    return 2 * len(found & true) / (len(found) + len(true))


def proposed(path: Path, report: MatchReport) -> set[frozenset[str]]:
    at = report.zones.threshold.threshold
    return {
        frozenset((row["id_a"], row["id_b"]))
        for row in read(path)
        if float(row["probability"]) >= at
    }


def test_a_town_is_matched(town: Town, tmp_path: Path) -> None:
    out, clusters, model = (
        tmp_path / "pairs.csv",
        tmp_path / "clusters.csv",
        tmp_path / "model.json",
    )
    source = town.save(tmp_path / "town.csv")
    report = run(source, out=out, clusters=clusters, save_model=model)
    rows = read(out)
    assert list(rows[0]) == ["id_a", "id_b", "probability", "weight"]
    assert (
        len({frozenset((row["id_a"], row["id_b"])) for row in rows}) == len(rows) == report.written
    )
    assert all(float(row["probability"]) >= 0.01 for row in rows)
    assert f1(proposed(out, report), town.true_pairs()) > 0.97
    assert {row["record_id"] for row in read(clusters)} == {r["record_id"] for r in town.records}
    summary = report.summary()
    assert {"records", "pairs", "clusters", "threshold", "seconds", "peak_mb", "expected_precision",
            "expected_recall"} <= set(summary)  # fmt: skip
    assert set(report.summary()["seconds"]) == {"load", "block", "compare", "model", "total"}  # type: ignore[call-overload]
    assert json.loads(model.read_text(encoding="utf-8"))["format"] == 1


def test_expected_errors_are_near_the_true_ones(town: Town, tmp_path: Path) -> None:
    out = tmp_path / "pairs.csv"
    report = run(town.save(tmp_path / "town.csv"), out=out)
    found, true = proposed(out, report), town.true_pairs()
    assert abs(report.zones.threshold.precision - len(found & true) / len(found)) < 0.04
    assert abs(report.zones.threshold.recall - len(found & true) / len(true)) < 0.04


@pytest.mark.parametrize(
    ("without", "least"),
    [
        (("ssn",), 0.95),
        (("ssn", "phone", "street", "city", "state", "zip", "email"), 0.9),
        (("dob", "ssn", "phone"), 0.7),
        (("sex", "middle", "suffix"), 0.95),
    ],
)
def test_missing_columns(
    town: Town, tmp_path: Path, without: tuple[str, ...], least: float
) -> None:
    out = tmp_path / "pairs.csv"
    report = run(town.save(tmp_path / "town.csv", without=without), out=out)
    assert f1(proposed(out, report), town.true_pairs()) > least


def test_the_same_file_gives_the_same_bytes(town: Town, tmp_path: Path) -> None:
    source, one, other = town.save(tmp_path / "t.csv"), tmp_path / "1.csv", tmp_path / "2.csv"
    run(source, out=one)
    run(source, out=other)
    assert one.read_bytes() == other.read_bytes()


def test_a_saved_model_gives_the_same_probabilities(town: Town, tmp_path: Path) -> None:
    source, model = town.save(tmp_path / "town.csv"), tmp_path / "model.json"
    one, other = tmp_path / "1.csv", tmp_path / "2.csv"
    first = run(source, out=one, save_model=model)
    second = run(source, out=other, model=model)
    assert abs(first.pairs - second.pairs) <= 1
    chances = [
        {(r["id_a"], r["id_b"]): float(r["probability"]) for r in read(p)} for p in (one, other)
    ]
    shared = set(chances[0]) & set(chances[1])
    assert len(shared) > 0.98 * len(chances[0])
    assert max(abs(chances[0][pair] - chances[1][pair]) for pair in shared) < 0.01


def test_a_threshold_may_be_given(town: Town, tmp_path: Path) -> None:
    source = town.save(tmp_path / "town.csv")
    assert run(source, threshold=0.99).pairs < run(source, threshold=0.05).pairs


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="no such file"):
        run(tmp_path / "absent.csv")


@pytest.mark.parametrize("content", ["", "last,first\nA,B\n", "\x00\x01\x02", "{}", "record_id\n"])
def test_files_that_are_no_tables_of_records(tmp_path: Path, content: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(content, encoding="utf-8")
    if content == "record_id\n":
        assert run(path).pairs == 0
    else:
        with pytest.raises(UnusableFile):
            run(path)


def test_errors_are_sentences(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("last\nA\n", encoding="utf-8")
    with pytest.raises(UnusableFile) as caught:
        run(path)
    assert "record_id" in caught.value.message()
    assert caught.value.where() == str(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 99}', "no json"])
def test_a_document_that_is_no_model(town: Town, tmp_path: Path, text: str) -> None:
    model = tmp_path / "model.json"
    model.write_text(text, encoding="utf-8")
    with pytest.raises(BadModel):
        run(town.save(tmp_path / "town.csv"), model=model)


def test_an_output_that_can_not_be_written(town: Town, tmp_path: Path) -> None:
    with pytest.raises(UnusableFile):
        run(town.save(tmp_path / "town.csv"), out=tmp_path / "absent" / "pairs.csv")


def test_duplicate_and_missing_ids_are_told(tmp_path: Path) -> None:
    path = tmp_path / "ids.csv"
    write_csv(path, [{"record_id": name, "last": "A"} for name in ("1", "1", "2", "", "1")])
    report = run(path)
    assert report.records == 2
    assert {"duplicate-id", "no-id"} <= codes(report)


def test_unreadable_values_are_told(tmp_path: Path) -> None:
    dice, town = random.Random(5), a_town(60)
    for record in town.records:
        record["dob"] = dice.choice(["not known", "31.31.31", "??", record["dob"]])
        record["sex"] = dice.choice([f"kind {at}" for at in range(50)])
    report = run(town.save(tmp_path / "odd.csv"))
    assert {"unreadable-date", "unknown-sex"} <= codes(report)
    assert all(
        str(notice.count) in notice.text
        for notice in report.notices
        if notice.code == "unreadable-date"
    )


def test_fifty_spellings_of_sex(tmp_path: Path, town: Town) -> None:
    spelled = {
        "F": ["f", "Female", "WOMAN", "w", "2", " F "],
        "M": ["m", "Male", "man", "1", "MASC"],
    }
    records = [dict(r, sex=spelled[r["sex"]][at % 5]) for at, r in enumerate(town.records)]
    path = tmp_path / "spelled.csv"
    write_csv(path, records)
    assert "unknown-sex" not in codes(run(path))


def test_columns_that_tell_nothing(tmp_path: Path, town: Town) -> None:
    path = tmp_path / "dull.csv"
    write_csv(path, [dict(record, sex="F", mrn="") for record in town.records],
              ("record_id", "last", "first", "sex", "dob", "mrn", "person"))  # fmt: skip
    report = run(path)
    assert {"one-value", "empty-column", "unknown-columns"} <= codes(report)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_tiny_files(tmp_path: Path, count: int) -> None:
    person = {
        "last": "BRANDALE",
        "first": "HELEN",
        "dob": "1980-03-07",
        "street": "1 OAK ST",
        "zip": "4",
    }
    path = tmp_path / "tiny.csv"
    write_csv(path, [dict(person, record_id=str(at)) for at in range(count)])
    report = run(path, clusters=tmp_path / "c.csv")
    assert report.pairs == count * (count - 1) // 2
    assert report.clusters == (1 if count > 1 else 0)


def test_no_duplicates_at_all(tmp_path: Path) -> None:
    town = a_town(500, duplicates=0.0)
    report = run(town.save(tmp_path / "clean.csv"))
    assert report.pairs <= 4


def test_only_duplicates(tmp_path: Path) -> None:
    town, dice = a_town(150, duplicates=0.0), random.Random(3)
    again = [
        dict(slipped(record, dice), record_id=f"X{record['record_id']}") for record in town.records
    ]
    path, out = tmp_path / "double.csv", tmp_path / "pairs.csv"
    write_csv(path, town.records + again)
    report = run(path, out=out)
    true = {frozenset((r["record_id"], f"X{r['record_id']}")) for r in town.records}
    assert f1(proposed(out, report), true) > 0.95


def test_one_record_five_hundred_times(tmp_path: Path) -> None:
    """Every block is over its cap: nothing is proposed, nothing grows with the square."""
    person = {"last": "BRANDALE", "first": "HELEN", "dob": "1980-03-07", "phone": "5551234567"}
    path = tmp_path / "same.csv"
    write_csv(path, [dict(person, record_id=str(at)) for at in range(500)])
    assert run(path).records == 500


def test_five_thousand_records_share_a_phone(tmp_path: Path) -> None:
    town = a_town(2000)
    records = [dict(record, phone="5550000000") for record in town.records[:5000]]
    path, out = tmp_path / "shared.csv", tmp_path / "pairs.csv"
    write_csv(path, records)
    report = run(path, out=out)
    ids = {record["record_id"] for record in records}
    true = {pair for pair in town.true_pairs() if pair <= ids}
    assert report.model.facts["candidates"] < 20 * len(records)
    assert f1(proposed(out, report), true) > 0.9


def test_a_job_can_be_stopped(town: Town, tmp_path: Path) -> None:
    out = tmp_path / "pairs.csv"

    def stop(stage: str, share: float) -> None:
        if stage == "model":
            raise Cancelled

    with pytest.raises(Cancelled):
        run(town.save(tmp_path / "town.csv"), out=out, progress=stop)
    assert not out.exists()


def test_progress_names_the_stages(town: Town, tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    run(
        town.save(tmp_path / "town.csv"), progress=lambda stage, share: heard.append((stage, share))
    )
    assert {stage for stage, _ in heard} == {"load", "block", "model", "compare", "write"}
    assert all(0 <= share <= 1 for _, share in heard)


def test_a_single_look_up_needs_no_polars() -> None:
    """The desktop's start and a look-up don't pay for the bulk path."""
    code = (
        "import sys, himdesk.matching.lookup, himdesk.matching.tripwire, himdesk.matching.job\n"
        "sys.exit('polars' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(("number", "least"), [(1, 0.998), (2, 0.996), (3, 0.995), (4, 0.998)])
def test_febrl(tmp_path: Path, number: int, least: float) -> None:
    source = SHARED / f"febrl{number}.csv.gz"
    if not source.is_file():
        pytest.skip("the FEBRL files are not beside this checkout")
    path, out = tmp_path / "febrl.csv", tmp_path / "pairs.csv"
    path.write_bytes(gzip.decompress(source.read_bytes()))
    report, rows = run(path, out=out), read(path)
    across = {row["record_id"]: row.get("source", row["record_id"]) for row in rows}
    found = {pair for pair in proposed(out, report) if len({across[name] for name in pair}) == 2}
    assert f1(found, _true(rows, across)) >= least


def _true(rows: Sequence[dict[str, str]], across: dict[str, str]) -> set[frozenset[str]]:
    people: dict[str, list[str]] = {}
    for row in rows:
        people.setdefault(row["person_id"], []).append(row["record_id"])
    return {
        frozenset((one, other))
        for names in people.values()
        for one in names
        for other in names
        if across[one] < across[other]
    }
