# SPDX-License-Identifier: Apache-2.0
"""The console's contract: outputs, exit statuses, rights, and scenarios from end to end."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from console import PASSWORD, SYSTEM, Console, a_patient, a_visit
from himdesk.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pair(console: Console) -> Console:
    console.bring(
        a_patient("p1", "00123", "Quimby-Stone", "1984-03-12"),
        a_patient("p2", "00987", "Quimby", "1984-12-03"),
        a_visit("e1", "p1", "2025-01-01"),
        a_visit("e2", "p2", "2025-02-01"),
    )
    return console


def test_s1_a_merge_answers_with_the_change_set(pair: Console) -> None:
    done = pair.json("merge", "00123", "00987", "--reason", "registered twice")
    assert done["outcome"] == "applied"
    assert {
        "id",
        "seq",
        "kind",
        "requester",
        "applied_by",
        "approved_by",
        "reason",
        "at",
        "reverses",
        "content",
        "digest",
        "previous",
        "changes",
    } <= done["change_set"].keys()
    assert done["undecided"] == []
    assert {w["code"] for w in done["warnings"]} == {"birth-date"}
    shown, asked = pair.json("show", "00123"), pair.json("show", "00987")
    assert asked.pop("asked_for") == "00987"
    assert shown.pop("asked_for") == "00123"
    assert shown == asked
    assert shown["patient"]["mrn"] == "00123"
    homes = {e["home_mrn"] for e in shown["encounters"]}
    assert homes == {"00123", "00987"}
    assert {e["mrn"] for e in shown["encounters"]} == {"00123"}


def test_a_dry_run_answers_like_the_verb_and_changes_nothing(pair: Console) -> None:
    before = pair.json("show", "00123")
    shown = pair.json("merge", "00123", "00987", "--reason", "x", "--dry-run")
    assert (shown["outcome"], shown["needs_approval"]) == ("dry-run", False)
    assert shown["change_set"]["id"] is None
    assert pair.json("show", "00123") == before


def test_keep_chooses_whose_value_is_shown(pair: Console) -> None:
    pair.json("merge", "00123", "00987", "--reason", "x", "--keep", "birth_date=00987")
    assert pair.json("show", "00123")["patient"]["birth_date"] == "1984-12-03"


def test_s5_undo_later_asks_and_is_approved_by_another_person(pair: Console) -> None:
    before = pair.json("show", "00987")
    merged = pair.json("merge", "00123", "00987", "--reason", "x")["change_set"]["id"]
    pair.bring(a_visit("e3", "p1", "2026-01-01"), name="later.ndjson")
    shown = pair.json("undo", merged, "--reason", "two people", "--dry-run")
    item = shown["undecided"][0]["item"]
    assert shown["undecided"][0]["suggest"] in {"00123", "00987"}
    refused = pair.json("undo", merged, "--reason", "two people", status=1)
    assert refused["error"]["code"] == "undecided"
    asked = pair.json("undo", merged, "--reason", "two people", "--assign", f"{item}=00123")
    assert asked["outcome"] == "proposed"
    request = asked["request"]["id"]
    assert [r["id"] for r in pair.json("requests")["requests"]] == [request]
    done = pair.json("approve", request, user="supervisor")
    assert done["outcome"] == "applied"
    assert done["change_set"]["approved_by"] == "supervisor"
    assert done["change_set"]["reverses"] == merged
    assert pair.json("show", "00987") == before


def test_s2_a_supervisor_can_not_approve_an_own_request(pair: Console) -> None:
    pair.bring(
        a_patient("p3", "00555", "Quimby", "1984-03-12", deceasedDateTime="2020-01-01"),
        name="dead.ndjson",
    )
    words = ("merge", "00123", "00555", "--reason", "same person")
    refused = pair.json(*words, user="supervisor", status=1)
    assert refused["error"]["code"] == "acknowledgement-missing"
    codes = refused["error"]["where"].split()
    explained = [w for code in codes for w in ("--acknowledge", f"{code}=checked")]
    asked = pair.json(*words, *explained, user="supervisor")
    request = asked["request"]["id"]
    assert pair.json("approve", request, user="supervisor", status=1)["error"]["code"] == (
        "self-approval"
    )
    assert pair.json("approve", request, user="supervisor2")["outcome"] == "applied"


def test_s20_a_rejected_request_is_over_and_a_replayed_import_changes_nothing(
    pair: Console,
) -> None:
    again = pair.bring(a_patient("p1", "00123", "Quimby-Stone", "1984-03-12"), name="again.ndjson")
    assert again["files"][0] | {"notices": []} == {
        "path": again["files"][0]["path"],
        "read": 1,
        "new": 0,
        "changed": 0,
        "unchanged": 1,
        "rejected": [],
        "notices": [],
    }


def test_as_of_shows_what_was(pair: Console) -> None:
    merged = pair.json("merge", "00123", "00987", "--reason", "x")["change_set"]
    first = pair.json("history", "00987")["change_sets"][1]
    then = pair.json("show", "00987", "--as-of", first["id"])
    assert then["patient"]["mrn"] == "00987"
    assert then["as_of"] == first["id"]
    assert pair.json("show", "00987", "--as-of", merged["id"])["patient"]["mrn"] == "00123"


def test_an_import_is_undone_as_one(pair: Console) -> None:
    brought = pair.bring(a_patient("p9", "00900", "Later", "1990-01-01"), name="more.ndjson")
    done = pair.json("undo", "--import", brought["import"], "--reason", "wrong file")
    assert done["outcome"] == "applied"
    assert pair.json("show", "00900")["patient"]["status"] == "entered-in-error"
    again = pair.json("undo", "--import", brought["import"], "--reason", "wrong file", status=1)
    assert again["error"]["code"] == "already-undone"


def test_an_overlay_is_split_and_an_amendment_approved(pair: Console) -> None:
    visit = pair.json("show", "00123")["encounters"][0]["id"]
    plan = pair.folder / "plan.json"
    stated = {"family": "Stone", "given": "Marie", "birth_date": "1991-07-08"}
    moves = [{"item": visit, "to": "new:other"}]
    plan.write_text(json.dumps({"moves": moves, "new": {"other": stated}}), encoding="utf-8")
    asked = pair.json("split", "00123", "--plan", str(plan), "--reason", "two people")
    pair.json("approve", asked["request"]["id"], user="supervisor")
    found = pair.json("search", "1991-07-08")["patients"]
    assert [p["name"] for p in found] == ["STONE, Marie"]
    assert pair.json("show", found[0]["mrn"])["encounters"][0]["id"] == visit
    assert pair.json("verify", user="auditor")["ok"]


def test_judgements_are_made_and_taken_back(pair: Console) -> None:
    assert pair.json("link", "00123", "00987")["outcome"] == "applied"
    assert pair.json("unlink", "00123", "00987")["outcome"] == "applied"
    done = pair.json("distinct", "00123", "00987", "--reason", "twins")
    assert done["change_set"]["kind"] == "distinct"


def test_verify_anchor_backup_and_restore(pair: Console, tmp_path: Path) -> None:
    verdict = pair.json("verify", user="auditor")
    assert (verdict["ok"], verdict["first_broken"]) == (True, None)
    assert verdict["change_sets"] == 4
    assert len(verdict["head"]) == 64
    anchor, copy = tmp_path / "anchor.json", tmp_path / "copy.himdesk"
    pair.json("anchor", "--out", str(anchor), user="auditor")
    assert pair.json("verify", "--anchor", str(anchor), user="auditor")["ok"]
    pair.json("backup", str(copy), user="boss")
    status = main(
        ["--db", str(tmp_path / "other.db"), "--user", "boss", "restore", str(copy), "--json"]
    )
    assert status == 0


def test_a_letter_is_issued_once_and_printed_again_byte_for_byte(
    pair: Console, tmp_path: Path
) -> None:
    pair.json("site", "--address", "1 Harbour Road|Springfield", "--phone", "555-0100", user="boss")
    merged = pair.json("merge", "00123", "00987", "--reason", "x")["change_set"]["id"]
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    made = pair.json("letter", "issue", "merge-notice", "--for", merged, "--out", str(first))
    pair.json("letter", "reprint", made["letter"]["id"], "--out", str(second))
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().startswith(b"%PDF")


def test_letters_go_and_have_labels(pair: Console, tmp_path: Path) -> None:
    pair.json("site", "--address", "1 Harbour Road|Springfield", "--phone", "555-0100", user="boss")
    merged = pair.json("merge", "00123", "00987", "--reason", "x")["change_set"]["id"]
    out, labels = str(tmp_path / "a.pdf"), tmp_path / "labels.pdf"
    recipient = ("--set", "recipient=Laboratory|1 Lab Road|Springfield")
    issued = [
        pair.json("letter", "issue", "merge-notice", "--for", merged, "--out", out, *recipient)
        for _ in range(2)
    ]
    letters = [x["letter"]["id"] for x in issued]
    today = issued[0]["letter"]["at"][:10]
    words = ("--sent", today, "--how", "courier", "--tracking", "T 1")
    pair.json("letter", "sent", *letters, *words)
    assert [x["sent"][0]["tracking"] for x in pair.json("letter", "list")["letters"]] == ["T 1"] * 2
    pair.json("letter", "labels", *letters, "--sheet", "a4-3x8", "--out", str(labels))
    assert labels.read_bytes().startswith(b"%PDF")
    pair.json("letter", "sent", *letters, *words, status=2)


def test_a_file_is_matched_without_a_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "people.csv", tmp_path / "pairs.csv"
    rows = ["record_id,last,first,dob,phone"]
    rows += [
        f"{i},Fam{i % 40},Given{i % 40},19{50 + i % 40}-01-02,555010{i % 40:02d}" for i in range(80)
    ]
    file.write_text("\n".join(rows), encoding="utf-8")
    assert main(["match", "--csv", str(file), "--out", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {
        "records",
        "pairs",
        "clusters",
        "threshold",
        "seconds",
        "peak_mb",
        "expected_precision",
        "expected_recall",
    } <= found.keys()
    assert {"load", "block", "compare", "model", "total"} <= found["seconds"].keys()
    assert out.read_text(encoding="utf-8").startswith("id_a,id_b,probability,weight")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("merge", "00123", "99999", "--reason", "x"), "not-found"),
        (("merge", "00123", "--reason", "x"), "usage"),
        (("merge", "00123", "00987", "--reason", " "), "reason-missing"),
        (("merge", "00123", "00987", "--reason", "x", "--keep", "shoe=00123"), "usage"),
        (("merge", "00123", "00987", "--reason", "x", "--keep", "birth_date"), "usage"),
        (("undo", "nothing", "--reason", "x"), "not-found"),
        (("show", "00123", "--as-of", "yesterday"), "not-found"),
        (("show", "00123", "--as-of", "0001-01-01T00:00:00+14:00"), "usage"),
        (("undo", "--import", "any", "--field", "sex=now", "--reason", "x"), "usage"),
        (("split", "00123", "--plan", "missing.json", "--reason", "x"), "usage"),
        (("release", "open", "--whatever"), "usage"),
        (("frobnicate",), "usage"),
    ],
)
def test_wrong_usage_ends_with_2_and_one_document(
    pair: Console, words: tuple[str, ...], code: str
) -> None:
    error = pair.json(*words, status=2)["error"]
    assert error["code"] == code
    assert error["message"].endswith(".")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("merge", "00123", "00123", "--reason", "x"), "never"),
        (("verify",), "not-permitted"),
        (("import", "in.ndjson"), "not-permitted"),
        (("approve", "none"), "not-permitted"),
    ],
)
def test_what_a_rule_refuses_ends_with_1(pair: Console, words: tuple[str, ...], code: str) -> None:
    assert pair.json(*words, status=1)["error"]["code"] == code


def test_a_wrong_password_is_refused(pair: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIMDESK_PASSWORD", "something else")
    assert pair.json("search", "quimby", status=1)["error"]["code"] == "sign-in"


def test_an_ambiguous_number_names_the_candidates(pair: Console) -> None:
    other = a_patient("p8", "00123", "Otherwise", "1970-01-01")
    other["identifier"][0]["system"] = "http://clinic.example/mrn"
    pair.bring(other, name="other.ndjson")
    error = pair.json("show", "00123", status=2)["error"]
    assert error["code"] == "ambiguous"
    assert f"{SYSTEM}:00123" in error["message"]
    shown = pair.json("show", "http://clinic.example/mrn:00123")
    assert shown["patient"]["name"] == "OTHERWISE, Maria"


def test_the_clock_can_be_set_on_a_training_database(
    pair: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIMDESK_NOW", "2031-05-06T07:08:09+00:00")
    done = pair.json("merge", "00123", "00987", "--reason", "x")
    assert done["change_set"]["at"] == "2031-05-06T07:08:09Z"


def test_the_clock_of_a_real_database_can_not_be_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    console = Console(tmp_path, capsys)
    for name in ("HIMDESK_PASSWORD", "HIMDESK_NEW_PASSWORD"):
        monkeypatch.setenv(name, PASSWORD)
    monkeypatch.setenv("HIMDESK_NOW", "2031-05-06T07:08:09+00:00")
    assert console.run("init", "--admin", "boss", user="boss")[0] == 0
    assert console.run("staff", "add", "clerk", "--role", "clerk", user="boss")[0] == 0
    console.bring(a_patient("p1", "00123", "Quimby", "1984-03-12"))
    (filed,) = console.json("history", "00123")["change_sets"]
    assert not filed["at"].startswith("2031")
    with closing(sqlite3.connect(tmp_path / "desk.db")) as raw:
        for table in ("change_set", "access_log", "staff_event"):
            query = f"SELECT count(*), max(at) FROM {table}"
            rows, newest = raw.execute(query).fetchone()
            assert rows
            assert newest < "2031"


def test_a_rejected_record_names_the_line_and_the_rest_goes_on(console: Console) -> None:
    report = console.bring(
        a_patient("p1", "00123", "Quimby", "1984-03-12"),
        a_visit("e1", "nobody", "2025-01-01"),
        status=1,
    )
    assert report["files"][0]["new"] == 1
    assert "line 2" in report["files"][0]["rejected"][0]["where"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"{", b"[" * 5000, b"\xff\xfe{}"])
def test_rubbish_is_unreadable_and_changes_nothing(console: Console, content: bytes) -> None:
    file = console.folder / "rubbish.json"
    file.write_bytes(content)
    status, out, err = console.run("import", str(file), "--json", user="boss")
    assert status == 2
    assert "Traceback" not in out + err
    assert len(json.loads(out)["files"][0]["rejected"]) == 1
    assert console.json("verify", user="auditor")["change_sets"] == 0


def test_a_file_that_is_no_database_is_named(tmp_path: Path, console: Console) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam", encoding="utf-8")
    status = main(["--db", str(tmp_path / "letter.txt"), "--user", "x", "verify"])
    assert status in {1, 2}


def test_help_loads_none_of_the_heavy_rooms() -> None:
    code = (
        "import sys\nfrom himdesk.cli import main\n"
        "try:\n main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'PySide6', 'sqlalchemy', 'numpy', 'reportlab', 'polars', 'argon2'}\n"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("send", "--to", "mllp://host:1"),
        ("listen", "--port", "1"),
        ("outbox",),
    ],
)
def test_a_verb_of_a_later_version_says_so_whatever_follows(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--json"]) == 2
    assert "not in this version" in json.loads(capsys.readouterr().out)["error"]["message"]


def test_refusals_name_numbers_and_never_inner_ids(pair: Console) -> None:
    early = pair.json("show", "00123", "--as-of", "1999-01-01", status=2)["error"]
    assert early["where"] == "00123"
    inner = pair.json("show", "00123")["patient"]["id"]
    pair.json("merge", "00123", "00987", "--reason", "x")
    again = pair.json("merge", "00123", "00987", "--reason", "x", status=1)["error"]
    assert again["code"] == "already-retired"
    assert inner not in again["message"]


def test_a_merge_names_every_number_that_is_missing(pair: Console) -> None:
    error = pair.json("merge", "nobody", "none", "--reason", "x", status=2)["error"]
    assert error["where"] == "nobody or none"


def test_an_anchor_that_witnesses_nothing_is_refused(pair: Console) -> None:
    anchor = pair.folder / "anchor.json"
    anchor.write_text('{"chains": {}}', encoding="utf-8")
    error = pair.json("verify", "--anchor", str(anchor), user="auditor", status=2)["error"]
    assert "no anchor" in error["message"]


def test_an_abbreviated_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--js"]) == 2
    assert "Unrecognized arguments: --js" in capsys.readouterr().err


def test_bytes_that_are_no_text_are_wrong_usage(console: Console) -> None:
    assert console.json("show", "x\udcff", status=2)["error"]["code"] == "usage"


@pytest.mark.parametrize("as_json", [True, False])
def test_a_terminal_without_the_letters_still_gets_an_answer(
    console: Console, monkeypatch: pytest.MonkeyPatch, *, as_json: bool
) -> None:
    console.bring(a_patient("p1", "00123", "Łukasz", "1984-03-12"))
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    words = ["--db", str(console.folder / "desk.db"), "--user", "clerk", "show", "00123"]
    done = subprocess.run(
        [sys.executable, "-m", "himdesk.cli", *words, *(["--json"] if as_json else [])],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    if as_json:
        assert json.loads(done.stdout.decode("utf-8"))["patient"]["name"] == "ŁUKASZ, Maria"


def test_init_takes_the_site_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (
        ("HIMDESK_NEW_PASSWORD", PASSWORD),
        ("HIMDESK_PASSWORD", PASSWORD),
        ("HIMDESK_SITE", "Harbour Hospital"),
        ("HIMDESK_SITE_ADDRESS", "1 Harbour Road|Springfield"),
        ("HIMDESK_SITE_PHONE", "555-0100"),
        ("HIMDESK_TIME_ZONE", "America/Chicago"),
    ):
        monkeypatch.setenv(name, value)
    common = ["--db", str(tmp_path / "new.db"), "--user", "boss"]
    assert main([*common, "init", "--admin", "boss"]) == 0
    capsys.readouterr()
    assert main([*common, "site", "--authority", "urn:oid:1.2.3", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["site"] == {
        "name": "Harbour Hospital",
        "address": "1 Harbour Road\nSpringfield",
        "phone": "555-0100",
        "zone": "America/Chicago",
        "authority": "urn:oid:1.2.3",
    }
