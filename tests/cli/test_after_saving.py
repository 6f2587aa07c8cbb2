# SPDX-License-Identifier: Apache-2.0
"""The console tells of a correction that was saved, although the database is gone right after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli import records as r
from console import PASSWORD, Console, make_database
from services.gone import gone_after_saving

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ONE = r.Person("71001", "Thistlewood", "Barnaby", "1949-06-30")
TWICE = r.Person("71009", "Thistlewood", "Barnaby", "1949-06-30")
NOT_DONE = (
    "The charts could not be looked up for duplicates; the next correction does it.",
    "The charts' numbers could not be read; their ids stand in their place.",
)


def test_a_merge_is_told_with_its_change_set_and_what_was_not_done(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("HIMDESK_PASSWORD", PASSWORD)
    make_database(database)
    console = Console(tmp_path, capsys, database)
    console.bring(ONE.patient("a"), TWICE.patient("b"))
    with gone_after_saving(database):
        told = console.json("merge", "71001", "71009", "--reason", "one person")
        assert console.json("show", "71001", status=2)["error"]["code"] == "database-unreachable"
    assert told["outcome"] == "applied"
    assert told["not_done"] == list(NOT_DONE)
    (latest, *_) = console.json("history", "71001")["change_sets"]
    assert latest["id"] == told["change_set"]["id"]
    with gone_after_saving(database):
        status, out, err = console.run("undo", latest["id"], "--reason", "two people")
    assert (status, err) == (0, "")
    assert [line.strip() for line in out.splitlines()[1:3]] == [f"not done: {t}" for t in NOT_DONE]
    assert "Applied as change set" in out
    assert console.json("verify", user="auditor")["ok"]
