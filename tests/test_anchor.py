# SPDX-License-Identifier: Apache-2.0
"""A cut-off end of a chained log is found by the console with an anchor."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from console import Console, a_patient, a_visit

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ("access_log", "letter", "staff_event", "request_event")


def work(console: Console) -> None:
    """A merge, its letter, and an undo that is asked for."""
    console.bring(
        a_patient("p1", "00123", "Quimby-Stone", "1984-03-12"),
        a_patient("p2", "00987", "Quimby", "1984-12-03"),
        a_visit("e1", "p1", "2025-01-01"),
        a_visit("e2", "p2", "2025-02-01"),
    )
    place = ("--address", "1 Harbour Road|Springfield", "--phone", "555-0100")
    console.json("site", *place, user="boss")
    merged = console.json("merge", "00123", "00987", "--reason", "x")["change_set"]["id"]
    printed = str(console.folder / "a.pdf")
    console.json("letter", "issue", "merge-notice", "--for", merged, "--out", printed)
    console.bring(a_visit("e3", "p1", "2026-01-01"), name="later.ndjson")
    item = console.json("undo", merged, "--reason", "x", "--dry-run")["undecided"][0]["item"]
    asked = console.json("undo", merged, "--reason", "x", "--assign", f"{item}=00123")
    assert asked["outcome"] == "proposed"
    console.json("withdraw", asked["request"]["id"])


def cut_off(file: Path, table: str, rows: int) -> None:
    """Take the last rows away, with the trigger dropped and made anew."""
    trigger = f"himdesk_no_delete_{table}"
    with closing(sqlite3.connect(file)) as raw:
        query = "SELECT sql FROM sqlite_master WHERE name = ?"
        (made,) = raw.execute(query, (trigger,)).fetchone()
        raw.execute(f"DROP TRIGGER {trigger}")
        raw.execute(f"DELETE FROM {table} WHERE seq > (SELECT max(seq) FROM {table}) - {rows}")
        raw.execute(made)
        raw.commit()


@pytest.mark.parametrize("table", TABLES)
def test_a_cut_off_tail_is_found_with_the_anchor(console: Console, table: str) -> None:
    work(console)
    anchor = str(console.folder / "anchor.json")
    console.json("anchor", "--out", anchor, user="auditor")
    assert console.json("verify", "--anchor", anchor, user="auditor")["ok"]
    # Verifying wrote a line of its own into the access log: more than that one must go.
    cut_off(console.folder / "desk.db", table, 3 if table == "access_log" else 1)
    if table in {"access_log", "letter"}:
        assert table not in str(console.json("verify", user="auditor")["first_broken"])
    found = console.json("verify", "--anchor", anchor, user="auditor", status=1)
    assert not found["ok"]
    assert found["first_broken"]["where"] == f"{table} (anchor)"
