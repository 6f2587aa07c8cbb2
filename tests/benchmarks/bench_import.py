# SPDX-License-Identifier: Apache-2.0
"""How fast an import writes charts, in how much memory, and how long a clerk's merge waits.

Run it from the checkout: python tests/benchmarks/bench_import.py [PATIENTS [DATABASE-URL]]
The baseline is a bare sqlite3 executemany of the same bodies, with the same fsync at each commit.
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from himdesk.domain.errors import HimdeskError
from himdesk.domain.roles import Role
from himdesk.services.context import Context, Site, StaffMember
from himdesk.services.corrections.corrections import Corrections
from himdesk.services.ids import new_id
from himdesk.services.intake import Exchange
from himdesk.services.training import directory, hospital
from himdesk.store.engine import Database, connect
from himdesk.store.schema import create
from himdesk.store.tables import CHANGES
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterable

SITE = Site(
    name="Bench",
    address=(),
    phone="",
    zone=ZoneInfo("UTC"),
    authority="BENCH",
    training=True,
)
COMMIT = 500


def context(database: Database, name: str, role: Role) -> Context:
    member = StaffMember(id=name, name=name, display=name, person=name, roles=frozenset({role}))
    return Context(
        database=database,
        staff=member,
        site=SITE,
        clock=lambda: datetime.now(UTC),
        new_id=new_id,
    )


def fsync_ms(folder: Path) -> float:
    """The median time of one fsync after a small write."""
    times = []
    with (folder / "fsync").open("wb") as file:
        for _ in range(50):
            file.write(b"x" * 4096)
            file.flush()
            start = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def write_files(folder: Path, patients: int) -> int:
    """The training hospital as bulk export files, one a type; answers how many resources."""
    folder.mkdir()
    files: dict[str, Any] = {}
    count = 0
    for found in (*directory(), *hospital(patients, 7, date(2026, 1, 1))):
        kind = found["resourceType"]
        if kind not in files:
            files[kind] = (folder / f"{kind}.ndjson").open("w", encoding="utf-8")
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        files[kind].write(text + "\n")
        count += 1
    for file in files.values():
        file.close()
    return count


def baseline(folder: Path, files: Iterable[Path]) -> float:
    """Seconds that bare sqlite3 takes to keep the same bodies under their digests."""
    raw = sqlite3.connect(folder / "bare.db", isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("CREATE TABLE body (digest TEXT PRIMARY KEY, data BLOB)")
    start = time.perf_counter()
    for path in files:
        lines = path.read_bytes().splitlines()
        for at in range(0, len(lines), COMMIT):
            rows = [(sha256(line).hexdigest(), line) for line in lines[at : at + COMMIT]]
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany("INSERT OR IGNORE INTO body VALUES (?, ?)", rows)
            raw.execute("COMMIT")
    taken = time.perf_counter() - start
    raw.close()
    return taken


class Clerk(threading.Thread):
    """Merges pairs of charts of an earlier import, again and again, while another one runs."""

    def __init__(self, database: Database, numbers: list[str]) -> None:
        super().__init__(daemon=True)
        self.corrections = Corrections(context(database, "clerk", Role.SUPERVISOR))
        self.numbers = numbers
        self.times: list[float] = []
        self.over = threading.Event()

    def run(self) -> None:
        """One merge every tenth of a second; each is two plain charts."""
        for survivor, retired in zip(self.numbers[::2], self.numbers[1::2], strict=False):
            if self.over.wait(0.1):
                return
            start = time.perf_counter()
            try:
                self.corrections.merge(survivor, [retired], reason="bench")
            except HimdeskError as refusal:
                print("  merge refused:", refusal.code)
                continue
            self.times.append(time.perf_counter() - start)


def pairs(folder: Path) -> list[str]:
    """Patients for the clerk, alike in all that a merge looks at."""
    numbers = [f"9{number:06d}" for number in range(2000)]
    with (folder / "pairs.ndjson").open("w", encoding="utf-8") as file:
        for number in numbers:
            kind = {"coding": [{"code": "MR"}]}
            patient = {
                "resourceType": "Patient",
                "id": number,
                "identifier": [{"type": kind, "system": "urn:bench", "value": number}],
                "name": [{"family": "Bench", "given": ["Ann"]}],
                "birthDate": "1970-01-01",
            }
            file.write(json.dumps(patient) + "\n")
    return numbers


def print_verify(database: Database) -> None:
    """The best of three verifications of what was imported, alone and with a second process."""
    with database.read() as connection:
        changes = connection.execute(select(func.count()).select_from(CHANGES)).scalar_one()
    for name, apart_from in (("alone", changes + 1), ("two processes", 0)):
        times = []
        for _ in range(3):
            start, cpu = time.perf_counter(), time.process_time()
            if not verify(database, apart_from=apart_from).ok:
                raise SystemExit("the imported database does not verify")
            times.append((time.perf_counter() - start, time.process_time() - cpu))
        taken, cpu = min(times)
        print(f"verify, {name:14} {taken:6.2f} s  {changes / taken:8.0f}/s of {changes} changes")
        print(f"  of it CPU here {cpu:11.2f} s  {changes / cpu:8.0f}/s")


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder / 'bench.db'}"
        database = connect(url)
        create(database)
        measure(folder, database, patients)
        database.close()


def measure(folder: Path, database: Database, patients: int) -> None:
    files = folder / "files"
    count = write_files(files, patients)
    desk = Exchange(context(database, "admin", Role.ADMIN))
    before = memory_mb()
    bare = baseline(folder, sorted(files.iterdir()))
    start, cpu = time.perf_counter(), time.process_time()
    desk.import_files([files], "bench")
    taken, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(f"{count} resources of {patients} patients, {database.dialect}")
    print(f"fsync          {fsync_ms(folder):8.2f} ms")
    print(f"bare sqlite3   {bare:8.2f} s")
    print(f"import         {taken:8.2f} s  {count / taken:8.0f}/s  {taken / bare:6.1f} x bare")
    print(f"  of it CPU    {cpu:8.2f} s  {count / cpu:8.0f}/s")
    print(f"memory         {memory_mb():8.0f} MB, {memory_mb() - before:.0f} MB more than before")
    start = time.perf_counter()
    desk.import_files([files], "bench")
    taken = time.perf_counter() - start
    print(f"the same again {taken:8.2f} s  {count / taken:8.0f}/s")
    print_verify(database)
    numbers = pairs(folder)
    desk.import_files([folder / "pairs.ndjson"], "pairs")
    clerk = Clerk(database, numbers)
    clerk.start()
    desk.import_files([files], "bench2")
    clerk.over.set()
    clerk.join()
    times = sorted(clerk.times)
    if times:
        p95 = times[int(len(times) * 0.95)] * 1000
        p50 = times[len(times) // 2] * 1000
        print(f"merge meanwhile: p50 {p50:.0f} ms, p95 {p95:.0f} ms of {len(times)} merges")


if __name__ == "__main__":
    main()
