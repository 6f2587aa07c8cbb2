# SPDX-License-Identifier: Apache-2.0
"""What is wrong with the disk, the file or the server is one sentence, from a real process."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import console as consoles
from himdesk.store.engine import connect
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
from himdesk.cli import main
sys.exit(main())
"""


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    """A database at rest: nothing beside the file."""
    file = tmp_path / "desk.db"
    with closing(sqlite3.connect(made)) as source, closing(sqlite3.connect(file)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return file


def as_anyone() -> None:
    """Root obeys permissions too, in a program it starts without the rights to override them."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        if prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "root can't give up its rights here")


def run(db: object, *words: str, limit: int | None = None) -> tuple[int, dict[str, str]]:
    """A verb in a process of its own: its exit status and the error that its JSON tells."""
    start = ["-m", "himdesk.cli"] if limit is None else ["-c", LIMITED.format(limit=limit)]
    command = [sys.executable, *start, "--db", str(db), "--user", "boss", "--json", *words]
    environment = {**os.environ, "HIMDESK_PASSWORD": consoles.PASSWORD}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False,
        preexec_fn=as_anyone if sys.platform == "linux" and os.geteuid() == 0 else None,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    error: dict[str, str] = json.loads(done.stdout)["error"]
    assert set(error) == {"code", "message", "where"}
    assert error["message"].endswith(".")
    return done.returncode, error


def patients(folder: Path) -> str:
    lines = [json.dumps(consoles.a_patient(f"p{n}", f"{n}", "Doe", "1980")) for n in range(400)]
    file = folder / "in.ndjson"
    file.write_text("\n".join(lines), encoding="utf-8")
    return str(file)


def content(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as raw:
        return [line for line in raw.iterdump() if '"access_log"' not in line]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit on Windows")
@pytest.mark.parametrize("verb", ["import", "backup", "restore"])
def test_a_full_disk(desk: Path, tmp_path: Path, verb: str) -> None:
    before, target, limit = content(desk), tmp_path / "target", 20_000
    words, db = ["backup", str(target)], desk
    if verb == "import":
        words, limit = ["import", patients(tmp_path), "--source", "ehr"], desk.stat().st_size
    elif verb == "restore":
        words, db = ["restore", str(desk)], target
    status, error = run(db, *words, limit=limit)
    assert (status, error["code"]) == (1, "disk-full")
    if verb == "import":  # what it had filed before is whole
        with closing(connect(f"sqlite:///{desk.as_posix()}")) as left:
            assert verify(left).ok
    else:
        assert content(desk) == before
    assert [file.name for file in tmp_path.iterdir() if "target" in file.name] == []


@pytest.mark.parametrize("damage", ["truncated", "random", "other"])
@pytest.mark.parametrize("verb", ["verify", "restore"])
def test_a_damaged_file(desk: Path, tmp_path: Path, damage: str, verb: str) -> None:
    whole = desk.read_bytes()
    noise = bytes(n * n * 31 % 251 for n in range(4096))
    bad = {
        "truncated": whole[:30_000],
        "random": whole[:8192] + noise * 20 + whole[8192 + 20 * 4096 :],
        "other": noise * 20,
    }[damage]
    desk.write_bytes(bad)
    words = {"verify": ["verify"], "restore": ["restore", str(desk)]}
    status, error = run(tmp_path / "target" if verb == "restore" else desk, *words[verb])
    assert status == 2, error
    assert error["code"] == ("backup-unusable" if verb == "restore" else "not-a-database")
    assert desk.read_bytes()[100:] == bad[100:]  # reading may note the journal's kind before
    assert not (tmp_path / "target").exists()


def test_a_locked_database(desk: Path, tmp_path: Path) -> None:
    before = content(desk)
    with closing(sqlite3.connect(desk, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        status, error = run(desk, "import", patients(tmp_path), "--source", "ehr")
        other.execute("ROLLBACK")
    assert (status, error["code"]) == (1, "database-busy")
    assert content(desk) == before


@pytest.mark.skipif(
    sys.platform == "win32" or (os.geteuid() == 0 and sys.platform != "linux"),
    reason="nothing is read-only to root",
)
@pytest.mark.parametrize("which", ["file", "folder"])
def test_what_is_read_only(desk: Path, tmp_path: Path, which: str) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    file = folder / "desk.db"
    shutil.copy(desk, file)
    place, mode = (file, 0o400) if which == "file" else (folder, 0o500)
    place.chmod(mode)
    status, error = run(file, "import", patients(tmp_path), "--source", "ehr")
    place.chmod(0o700)
    assert status in {1, 2}
    assert error["code"] in {"read-only", "database-unreachable"}
    assert content(file) == content(desk)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    status, error = run(f"postgresql://nobody@/none?host={tmp_path}", "verify")
    assert (status, error["code"]) == (2, "database-unreachable")
