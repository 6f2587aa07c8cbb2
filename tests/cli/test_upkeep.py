# SPDX-License-Identifier: Apache-2.0
"""What nobody does by mistake: bringing a database up to date, and restoring over another one."""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from console import PASSWORD, Console, a_patient
from himdesk.services.passwords import hash_password
from himdesk.store import backup, schema
from himdesk.store.desk import staff
from himdesk.store.engine import connect

if TYPE_CHECKING:
    from himdesk.store.engine import Database

FIRST = Path(__file__).parents[1] / "data" / "first_version.db.gz"


@pytest.fixture
def old(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Console:
    """A database that the first version made, with a clerk and an administrator."""
    monkeypatch.setenv("HIMDESK_PASSWORD", PASSWORD)
    file = tmp_path / "desk.db"
    file.write_bytes(gzip.decompress(FIRST.read_bytes()))
    database = connect(f"sqlite:///{file.as_posix()}")
    with database.write("himdesk") as session:
        for name in ("clerk", "admin"):
            made = staff.Account(
                id=name, name=name, display=name, password_hash=hash_password(PASSWORD),
                person_id=name, created_at="2026-03-02T08:00:00Z", roles=frozenset({name}),
            )  # fmt: skip
            staff.put(session, made)
            detail = json.dumps({"account": staff.witness(made)})
            staff.record(
                session, at=made.created_at, by="himdesk", verb="add", subject=name, detail=detail
            )
    database.close()
    return Console(tmp_path, capsys)


def test_an_administrator_brings_an_older_database_up_to_date(
    old: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert old.json("staff", "list", user="admin", status=2)["error"]["code"] == "wrong-version"
    assert old.json("migrate", user="clerk", status=1)["error"]["code"] == "not-permitted"
    with monkeypatch.context() as patch:
        patch.setenv("HIMDESK_PASSWORD", "guessed")
        refused = old.json("migrate", user="admin", status=1)["error"]["code"]
    assert refused == "sign-in"
    assert old.json("migrate", user="", status=2)["error"]["message"].startswith("Say who you are")
    assert old.json("staff", "list", user="admin", status=2)["error"]["code"] == "wrong-version"
    done = old.json("migrate", user="admin")
    assert (done["from"], done["to"]) == ("0001", schema.HEAD)
    assert old.json("migrate", user="admin")["text"] == "Nothing to do."
    assert old.json("verify", user="admin")["ok"]


def test_a_restore_never_writes_over_a_database(console: Console) -> None:
    console.bring(a_patient("p", "00101", "Quimby", "1984-03-12"))
    copy = str(console.folder / "copy.himdesk")
    console.json("backup", copy, user="boss")
    console.bring(a_patient("q", "00102", "Later", "1990-01-01"), name="later.ndjson")
    before = (console.folder / "desk.db").read_bytes()
    for user in ("boss", "nobody"):
        assert console.json("restore", copy, user=user, status=2)["error"]["code"] == "not-empty"
    assert (console.folder / "desk.db").read_bytes() == before
    assert console.json("show", "00102")["patient"]["name"] == "LATER, Maria"


def test_a_database_that_is_made_while_a_restore_works_stays(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, target = str(console.folder / "copy.himdesk"), console.folder / "other.db"
    console.json("backup", copy, user="boss")
    check = backup._check_sound

    def meanwhile(copied: Database) -> object:
        database = connect(f"sqlite:///{target.as_posix()}")
        schema.create(database)
        database.close()
        return check(copied)

    monkeypatch.setattr(backup, "_check_sound", meanwhile)
    other = Console(console.folder, console.capture, str(target))
    assert other.json("restore", copy, status=2)["error"]["code"] == "not-empty"
    assert not list(console.folder.glob("*.partial"))
    assert other.json("verify", user="boss", status=1)["error"]["code"] == "sign-in"


def test_charts_that_were_edited_into_a_circle_are_told_of(console: Console) -> None:
    console.bring(a_patient("p", "00101", "Quimby", "1984-03-12"))
    with closing(sqlite3.connect(console.folder / "desk.db")) as raw:
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger'"
        ).fetchall():
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute("UPDATE patient SET status = 'retired', replaced_by = id")
        raw.commit()
    for words in (("show", "00101"), ("history", "00101")):
        assert console.json(*words, status=2)["error"]["code"] == "not-a-database"
    assert not console.json("verify", user="auditor", status=1)["ok"]
