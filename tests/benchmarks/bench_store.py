# SPDX-License-Identifier: Apache-2.0
"""Figures of the store: `python tests/benchmarks/bench_store.py [--only NAME] [--patients N]`.

Each line names the work, its time, what it is measured against, and the peak memory so far. The
baseline of a write is a row-by-row program on bare sqlite3 that moves the same rows and inserts as
many rows of history; on PostgreSQL also the same program on the same server, which is a real one
out of the development extra, with fsync on.
"""

# ruff: noqa: E402  modules of the tests are found only after the path is set

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from search_town import Town

from himdesk.domain.changes import PATIENT, Change, ChangeKind, ChangeSet
from himdesk.domain.charts.items import Clinical, Item, Kind
from himdesk.domain.charts.normal import query_terms
from himdesk.domain.plans import Created
from himdesk.store import content, schema
from himdesk.store.engine import Database, connect
from himdesk.store.reading import charts, search
from himdesk.store.reading.asof import as_of
from himdesk.store.verify import verify
from himdesk.store.writing import ledger
from store_builders import Hospital, an_item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

try:
    import resource
except ImportError:  # Windows tells peak memory in another way
    resource = None  # type: ignore[assignment]


def say(text: str, seconds: float | None = None, more: str = "") -> None:
    took = "" if seconds is None else f"{seconds * 1000:12.1f} ms"
    print(f"{text:56}{took:>15}  {more:44} peak {peak():5.0f} MB", flush=True)


def peak() -> float:
    if resource is None:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="himdesk-bench-") as name:
        yield Path(name)


def fsync_latency() -> None:
    with folder() as place, (place / "probe").open("wb") as probe:
        times = []
        for _ in range(50):
            probe.write(b"x" * 4096)
            probe.flush()
            start = time.perf_counter()
            os.fsync(probe.fileno())
            times.append(time.perf_counter() - start)
    say("fsync of 4 KB, median", statistics.median(times))


def results(owner: str, count: int) -> list[Item]:
    return [
        an_item(
            f"{owner}{n:08d}-4bcd-89ab-0123456789ab",
            owner,
            Clinical(category="result", value=str(n)),
            at="2025-01-01T10:00:00Z",
            code="718-7",
            display="Hemoglobin [Mass/volume] in Blood",
        )
        for n in range(count)
    ]


def fill(hospital: Hospital, items: list[Item]) -> float:
    hospital.admit("A", "B", items=0)
    start = time.perf_counter()
    for n in range(0, len(items), 500):
        hospital.apply(ChangeKind.IMPORT, [], Created((), tuple(items[n : n + 500])))
    return time.perf_counter() - start


def merge(hospital: Hospital, survivor: str, retired: str) -> tuple[float, float]:
    """Seconds to read what must move, and to write the merge."""
    start = time.perf_counter()
    changes = [
        Change(PATIENT, retired, "status", "active", "retired"),
        Change(PATIENT, retired, "replaced_by", None, survivor),
        *hospital.moves(survivor, retired),
    ]
    planned = time.perf_counter()
    change_set = ChangeSet(ChangeKind.MERGE, "clerk", "bench", tuple(changes))
    with hospital.database.write("clerk") as connection:
        ledger.write(
            connection,
            change_set,
            Created(),
            id=hospital.next_id(),
            at=hospital.at(),
            applied_by="clerk",
        )
    return planned - start, time.perf_counter() - planned


def baseline(
    items: list[Item],
    *,
    made: int = 0,
    history: int = 0,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """The same merge, row by row, on bare sqlite3.

    `made` items are inserted beside those that move, each as three rows: itself, its details,
    its body; `history` is the number of its rows, if more than one for each item.
    """
    with folder() as place:
        raw = sqlite3.connect(place / "bare.db", isolation_level=None)
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("CREATE TABLE item (id TEXT PRIMARY KEY, patient_id TEXT, display TEXT)")
        raw.execute("CREATE INDEX by_patient ON item (patient_id)")
        raw.execute(
            "CREATE TABLE history (seq INTEGER, ordinal INTEGER, entity TEXT, id TEXT, field TEXT,"
            " before TEXT, after TEXT, PRIMARY KEY (seq, ordinal))"
        )
        raw.execute("CREATE TABLE detail (id TEXT PRIMARY KEY, title TEXT)")
        raw.execute("CREATE TABLE body (digest TEXT PRIMARY KEY, data TEXT)")
        rows = [(item.id, "B", item.display) for item in items]
        raw.execute("BEGIN")
        raw.executemany("INSERT INTO item VALUES (?, ?, ?)", rows)
        raw.execute("COMMIT")
        start = clock()
        raw.execute("BEGIN IMMEDIATE")
        for n, item in enumerate(items):
            raw.execute(
                "UPDATE item SET patient_id = ? WHERE id = ? AND patient_id = ?",
                ("A", item.id, "B"),
            )
            row = (1, n, "clinical_item", item.id, "patient_id", "B", "A")
            raw.execute("INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        for n in range(made):
            raw.execute("INSERT INTO item VALUES (?, ?, ?)", (f"made-{n}", "B", "Entry removed"))
            raw.execute("INSERT INTO detail VALUES (?, ?)", (f"made-{n}", "Entry removed"))
            raw.execute("INSERT INTO body VALUES (?, ?)", (f"{n:064x}", "{}" * 60))
        for n in range(len(items), max(history, len(items) + made)):
            row = (1, n, "document", f"made-{n}", "created", None, "0" * 64)
            raw.execute("INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        raw.execute("COMMIT")
        took = clock() - start
        raw.close()
    return took


def baseline_on_server(
    database: Database, items: list[Item], *, made: int = 0, history: int = 0
) -> float:
    """The same merge, row by row, with the bare driver on the same server; see `baseline`."""
    raw = database.engine.raw_connection()
    cursor = raw.cursor()
    cursor.execute("CREATE TEMP TABLE bare_item (id text PRIMARY KEY, owner text, display text)")
    cursor.execute("CREATE INDEX ON bare_item (owner)")
    cursor.execute(
        "CREATE TEMP TABLE history (seq int, ordinal int, entity text, id text, field text,"
        " before text, after text, PRIMARY KEY (seq, ordinal))"
    )
    cursor.execute("CREATE TEMP TABLE detail (id text PRIMARY KEY, title text)")
    cursor.execute("CREATE TEMP TABLE body (digest text PRIMARY KEY, data text)")
    rows = [(item.id, "B", item.display) for item in items]
    cursor.executemany("INSERT INTO bare_item VALUES (%s, %s, %s)", rows)
    raw.commit()
    start = time.perf_counter()
    for n, item in enumerate(items):
        moved = ("A", item.id, "B")
        cursor.execute("UPDATE bare_item SET owner = %s WHERE id = %s AND owner = %s", moved)
        row = (1, n, "clinical_item", item.id, "patient_id", "B", "A")
        cursor.execute("INSERT INTO history VALUES (%s, %s, %s, %s, %s, %s, %s)", row)
    for n in range(made):
        removed = (f"made-{n}", "B", "Entry removed")
        cursor.execute("INSERT INTO bare_item VALUES (%s, %s, %s)", removed)
        cursor.execute("INSERT INTO detail VALUES (%s, %s)", removed[::2])
        cursor.execute("INSERT INTO body VALUES (%s, %s)", (f"{n:064x}", "{}" * 60))
    for n in range(len(items), max(history, len(items) + made)):
        row = (1, n, "document", f"made-{n}", "created", None, "0" * 64)
        cursor.execute("INSERT INTO history VALUES (%s, %s, %s, %s, %s, %s, %s)", row)
    raw.commit()
    took = time.perf_counter() - start
    cursor.execute("DROP TABLE bare_item, history, detail, body")
    raw.commit()
    raw.close()
    return took


def bench_merge(name: str, new: Callable[[], Database]) -> None:
    for count in (10_000, 100_000):
        hospital = Hospital(new())
        schema.create(hospital.database)
        items = results("B", count)
        made = fill(hospital, items)
        say(f"{name}: create {count} items", made, f"{count / made:,.0f} items/s")
        planned, wrote = merge(hospital, "A", "B")
        bare = statistics.median(baseline(items) for _ in range(3))
        say(f"{name}: merge of {count} items, the write", wrote)
        say("    bare sqlite3, row by row", bare, f"ratio {wrote / bare:.2f} (limit 3)")
        if hospital.database.dialect == "postgresql":
            bare = baseline_on_server(hospital.database, items)
            say("    bare driver, row by row", bare, f"ratio {wrote / bare:.2f} (limit 3)")
        say("    reading what must move", planned)
        start = time.perf_counter()
        verdict = verify(hospital.database)
        took = time.perf_counter() - start
        assert verdict.ok, verdict
        changes = 2 * count
        say(f"{name}: verify", took, f"{changes / took:,.0f} changes/s (aim 100,000)")
        hospital.database.close()


def verify_at_best(database: Database) -> tuple[float, float]:
    """The shortest of three verifications: seconds, and seconds of the processor."""
    times = []
    for _ in range(3):
        start, worked = time.perf_counter(), time.process_time()
        assert verify(database).ok
        times.append((time.perf_counter() - start, time.process_time() - worked))
    return min(times)


def bench_verify_creations(name: str, new: Callable[[], Database]) -> None:
    """A ledger in which nearly every change creates something, as after imports."""
    hospital = Hospital(new())
    schema.create(hospital.database)
    fill(hospital, results("B", 100_000))
    took, worked = verify_at_best(hospital.database)
    note = f"{100_000 / took:,.0f} changes/s (aim 100,000), {100_000 / worked:,.0f} by processor"
    say(f"{name}: verify of 100,000 creations", took, note)
    hospital.database.close()


def bench_verify_moves(name: str, new: Callable[[], Database]) -> None:
    """A ledger in which items move to and fro: mostly changes, few creations."""
    hospital = Hospital(new())
    schema.create(hospital.database)
    fill(hospital, results("B", 2_000))
    owner = "B"
    for _ in range(50):
        target = "A" if owner == "B" else "B"
        hospital.apply(ChangeKind.MOVE, hospital.moves(target, owner))
        owner = target
    start = time.perf_counter()
    assert verify(hospital.database).ok
    took = time.perf_counter() - start
    say(f"{name}: verify of 100,000 moves", took, f"{104_000 / took:,.0f} changes/s (aim 100,000)")
    hospital.database.close()


def bench_as_of(name: str, new: Callable[[], Database]) -> None:
    hospital = Hospital(new())
    schema.create(hospital.database)
    fill(hospital, results("B", 10_000))
    names = [item.id for item in results("B", 10_000)]
    last = dict.fromkeys(names, "Hemoglobin [Mass/volume] in Blood")
    for n in range(1000):
        some = [names[(n * 70 + k * 3) % len(names)] for k in range(10)]
        changes = [Change("clinical_item", i, "display", last[i], f"note {n}") for i in some]
        last.update((change.id, f"note {n}") for change in changes)
        hospital.apply(ChangeKind.AMEND, changes)
    with hospital.database.read() as connection:
        start = time.perf_counter()
        chart = as_of(connection, "B", 25)
        took = time.perf_counter() - start
        assert len(chart.items) == 10_002
        say(f"{name}: as-of, 10,000 items, 1,000 change sets", took, "limit 1,000 ms")
        start = time.perf_counter()
        charts.chart(connection, "B")
        say("    the same chart as it is now", time.perf_counter() - start)
        start = time.perf_counter()
        charts.page(connection, "B", Kind.CLINICAL, limit=50)
        say("    its first page of 50 items", time.perf_counter() - start)
    hospital.database.close()


def bench_search(name: str, new: Callable[[], Database], patients: int) -> None:
    town = Town(patients, random.Random(1))
    database = new()
    start = time.perf_counter()
    town.settle(database)
    say(f"{name}: {patients:,} patients loaded", time.perf_counter() - start)
    times: dict[str, list[float]] = {}
    with database.read() as connection:
        search.find(connection, query_terms("warm"), limit=50)
        for kind, asked in town.questions(2000):
            terms = query_terms(asked)
            start = time.perf_counter()
            search.find(connection, terms, limit=50)
            times.setdefault(kind, []).append(time.perf_counter() - start)
    everything = sorted(t for kind in times.values() for t in kind)
    for kind, taken in (*times.items(), ("all", everything)):
        ordered = sorted(taken)
        p95 = ordered[int(len(ordered) * 0.95)]
        middle, most = statistics.median(ordered) * 1000, ordered[-1] * 1000
        note = f"median {middle:.1f}, most {most:.1f} ms ({len(ordered)} asked)"
        say(f"{name}: search as one types, {kind}, p95", p95, note)
    database.close()


def bench_content(name: str, new: Callable[[], Database]) -> None:
    database = new()
    schema.create(database)
    bodies = [f"document {n} ".encode() * 400 for n in range(5000)]
    with database.write("clerk") as connection:
        start = time.perf_counter()
        content.put(connection, bodies)
        say(f"{name}: 5,000 bodies of 5 KB kept", time.perf_counter() - start)
    database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="merge, creations, moves, as-of ...")
    parser.add_argument("--on", default="both", choices=["both", "sqlite", "postgres"])
    parser.add_argument("--patients", type=int, default=1_000_000)
    asked = parser.parse_args()
    benches: dict[str, Callable[[str, Callable[[], Database]], None]] = {
        "merge": bench_merge,
        "creations": bench_verify_creations,
        "moves": bench_verify_moves,
        "as-of": bench_as_of,
        "content": bench_content,
        "search": lambda name, new: bench_search(name, new, asked.patients),
    }
    fsync_latency()
    with folder() as place:
        kinds: dict[str, Callable[[], Database]] = {}
        if asked.on != "postgres":
            numbers = iter(range(1000))
            kinds["sqlite"] = lambda: connect(f"sqlite:///{place.as_posix()}/{next(numbers)}.db")
        server = None
        if asked.on != "sqlite":
            from postgres_server import start  # noqa: PLC0415  needs the dev extra

            server = start({})
            kinds["postgres"] = lambda: connect(server.url(server.create()))
        try:
            for bench, run in benches.items():
                if asked.only in {"", bench}:
                    for name, new in kinds.items():
                        run(name, new)
        finally:
            if server is not None:
                server.stop()


if __name__ == "__main__":
    main()
