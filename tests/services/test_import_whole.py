# SPDX-License-Identifier: Apache-2.0
"""Imports of whole files: of other origin, of the training hospital, killed, very large."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tracemalloc
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from himdesk.services.training import directory
from himdesk.services.training import hospital as training
from himdesk.store.reading import charts
from services.hospital import Hospital
from services.importing import Intake, a_patient, a_result, totals

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).resolve().parents[1]
INTEROP = TESTS.parents[1] / "shared" / "interop" / "fhir"
needs_interop = pytest.mark.skipif(not INTEROP.is_dir(), reason="the interop material is absent")

WORKER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from himdesk.store.engine import connect
from services.hospital import Hospital
from services.importing import Intake
import secrets
hospital = Hospital(connect(sys.argv[2]))
hospital.new_id = lambda: secrets.token_hex(8)
Intake(hospital, Path()).take(Path(sys.argv[3]), progress=lambda done: print(done, flush=True))
"""


@pytest.fixture
def intake(hospital: Hospital, tmp_path: Path) -> Intake:
    folder = tmp_path / "files"
    folder.mkdir()
    return Intake(hospital, folder)


@needs_interop
def test_whole_life_bundles(intake: Intake) -> None:
    report = intake.take(INTEROP / "carebundle")
    new, _, _, rejected = totals(report)
    assert (new, rejected) == (245, 0)
    assert totals(intake.take(INTEROP / "carebundle")) == (0, 0, 245, 0)
    assert intake.verified()


@needs_interop
def test_every_file_comes_in_or_is_refused_with_a_reason(intake: Intake) -> None:
    report = intake.take(INTEROP)
    for file in report["files"]:
        counted = file["new"] + file["changed"] + file["unchanged"]
        assert counted or file["rejected"] or file["notices"], file["path"]
        assert all(r["where"] and r["reason"].endswith(".") for r in file["rejected"])
    assert intake.verified()


def test_bundles_in_the_ways_of_several_makers(intake: Intake) -> None:
    """Provenance, contained resources, no ids, references by urn, by address and by condition."""
    for path in sorted((TESTS / "data" / "fhir").glob("*.json")):
        (file,) = intake.take(path, source=path.stem)["files"]
        assert (file["rejected"], file["new"] > 0) == ([], True), path
    chart = intake.chart("H 1&2")
    assert {"y", "z"} <= {item.display for item in chart.items}
    assert intake.verified()


def hospital_file(folder: Path, patients: int = 60) -> tuple[Path, int]:
    """The training hospital, as one file of all types."""
    path = folder / "hospital.ndjson"
    resources = [*directory(), *training(patients, 11, date(2026, 1, 5))]
    lines = (json.dumps(resource, ensure_ascii=False) for resource in resources)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path, len(resources)


def test_the_training_hospital_comes_in_whole(intake: Intake) -> None:
    path, count = hospital_file(intake.folder)
    report = intake.take(path)
    assert totals(report) == (count, 0, 0, 0)
    assert report["files"][0]["notices"] == []
    head = intake.head()
    assert totals(intake.take(path)) == (0, 0, count, 0)
    assert intake.head() == head
    assert intake.verified()


def test_a_killed_import_is_repeated_and_goes_on(made_sqlite: str, tmp_path: Path) -> None:
    hospital = Hospital.open(made_sqlite)
    hospital.desk("admin")
    path, count = hospital_file(tmp_path)
    for chunks in (1, 2, 4):
        command = [sys.executable, "-c", WORKER, str(TESTS), made_sqlite, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout is not None
            for _ in range(chunks):
                assert worker.stdout.readline()
            os.kill(worker.pid, signal.SIGKILL)
    intake = Intake(hospital, tmp_path)
    new, changed, unchanged, rejected = totals(intake.take(path))
    assert (new + unchanged, changed, rejected) == (count, 0, 0)
    assert totals(intake.take(path)) == (0, 0, count, 0)
    assert intake.verified()
    hospital.database.close()


class Broken(Exception):
    """The fault that a test injects."""


@pytest.fixture
def sqlite_intake(made_sqlite: str, tmp_path: Path) -> Iterator[Intake]:
    hospital = Hospital.open(made_sqlite)
    yield Intake(hospital, tmp_path)
    hospital.database.close()


def test_a_fault_at_any_statement_leaves_all_or_nothing(sqlite_intake: Intake) -> None:
    intake = sqlite_intake
    intake.hospital.desk("admin")
    path = intake.file("p.ndjson", a_patient(), a_result(), a_result("o2"))
    calls, at = [0], 1

    def trip(*_: Any) -> None:
        calls[0] += 1
        if calls[0] == at:
            raise Broken

    engine = intake.hospital.database.engine
    event.listen(engine, "before_cursor_execute", trip)
    try:
        while True:
            calls[0] = 0
            try:
                intake.take(path)
            except Broken:
                at += 1
                continue
            break
    finally:
        event.remove(engine, "before_cursor_execute", trip)
    assert at > 30
    assert len([i for i in intake.chart("1001").items if i.display == "Glucose"]) == 2
    assert intake.verified()


@pytest.mark.slow
def test_a_large_file_needs_little_memory(sqlite_intake: Intake) -> None:
    path = sqlite_intake.folder / "large.ndjson"
    note = "x" * 800
    with path.open("w", encoding="utf-8") as file:
        for number in range(1000):
            file.write(json.dumps(a_patient(f"p{number}", f"{number:05d}")) + "\n")
        for number in range(100_000):
            result = a_result(f"o{number}", f"p{number % 1000}", note=[{"text": note}])
            file.write(json.dumps(result) + "\n")
    assert path.stat().st_size > 100_000_000
    tracemalloc.start()
    report = sqlite_intake.take(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert totals(report) == (101_000, 0, 0, 0)
    assert peak < 100_000_000
    with sqlite_intake.hospital.database.read() as session:
        assert charts.counts(session, sqlite_intake.chart("00007").patient.id)
