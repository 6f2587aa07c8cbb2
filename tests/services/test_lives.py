# SPDX-License-Identifier: Apache-2.0
"""Random lives of charts on real databases, and the published ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from services.hospital import Hospital
from services.lives import Life

if TYPE_CHECKING:
    from postgres_server import Server

TESTS = Path(__file__).parents[1]
VECTORS = TESTS.parents[1] / "shared" / "fold" / "vectors.json"
LIVES = 50
MANY, IN_ONE = int(os.environ.get("HIMDESK_LIVES", "5000")), 100
"""Lives of the long run on each database, and how many of them a hospital has."""


def elsewhere(url: str, numbers: range) -> str:
    """Lives in a process of their own."""
    command = [sys.executable, "-m", "services.lives", url, str(numbers.start), str(numbers.stop)]
    done = subprocess.run(
        command, cwd=TESTS, env=os.environ | {"PYTHONPATH": f"{TESTS.parent}"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.postgres
def test_lives_follow_the_oracle_and_both_databases_give_the_same_digests(
    sqlite_database: str, postgres_database: str
) -> None:
    numbers = range(LIVES)
    with ThreadPoolExecutor() as pool:
        beside = pool.submit(elsewhere, sqlite_database, numbers)
        assert elsewhere(postgres_database, numbers) == beside.result()


@pytest.mark.slow
@pytest.mark.postgres
def test_thousands_of_lives_follow_the_oracle_on_both_databases(
    tmp_path: Path, postgres_server: Server
) -> None:
    def on_both(first: int) -> None:
        numbers = range(first, min(first + IN_ONE, MANY))
        file, name = tmp_path / f"{first}.db", postgres_server.create()
        heads = [elsewhere(u, numbers) for u in (f"sqlite:///{file}", postgres_server.url(name))]
        assert heads[0] == heads[1], numbers
        file.unlink()
        postgres_server.drop(name)
        print(f"{numbers} of {MANY} lives on each database")

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(on_both, range(0, MANY, IN_ONE)))


@pytest.mark.skipif(not VECTORS.exists(), reason="the published vectors are not beside the project")
def test_published_vectors_hold_from_the_desk_to_the_database(sqlite_database: str) -> None:
    hospital = Hospital.make(sqlite_database)
    for number, vector in enumerate(json.loads(VECTORS.read_text(encoding="utf-8"))[:40]):
        life = Life(hospital, f"V{number}-")
        life.admit(vector["charts"], vector["items"])
        asked = {}
        for op in vector["ops"]:
            match op["op"]:
                case "merge":
                    life.merge(op["id"], op["survivor"], op["retired"])
                case "arrive":
                    life.arrive(op["item"], op["number"])
                case "move":
                    life.move(op["id"], op["item"], op["to"])
                case "undo":
                    asked[op["id"]] = life.undo(op["id"], op["of"], op["assign"])
        assert asked == vector["expect"]["undecided"]
        for chart, status in vector["expect"]["status"].items():
            now = hospital.chart(life.name(chart))
            assert now.patient.status == status
            owned = {i for i, owner in vector["expect"]["owner"].items() if owner == chart}
            clinical = {i.id for i in now.items if i.kind == "clinical_item"}
            assert clinical == {life.name(i) for i in owned}
    hospital.database.close()
