# SPDX-License-Identifier: Apache-2.0
"""One record against an index of many in the database, and what the check adds to an import.

    python tests/benchmarks/bench_check.py [RECORDS [DATABASE-URL]] [--data DIR] [--imported N]

DIR holds the generator of hospital indexes (default: `shared/linkage` beside the checkout). The
index is written straight into the tables, in the order of its keys, without a ledger; then single
records are looked up, and a file of new patients is imported with the check and without it.
"""

# ruff: noqa: E402  modules of the tests are found only after the path is set

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

import numpy as np

from himdesk.domain.changes import GENESIS
from himdesk.domain.roles import Role
from himdesk.matching.batch import Batch, untrained
from himdesk.matching.match import match
from himdesk.matching.model.document import to_json
from himdesk.matching.records.reference import load_reference
from himdesk.matching.records.table import FIELDS, table_of
from himdesk.services.context import Context, Site, StaffMember
from himdesk.services.ids import new_id
from himdesk.services.intake import Exchange, exchange
from himdesk.services.matching.facts import Facts, to_text
from himdesk.services.matching.files import Lookup, records_of
from himdesk.services.matching.models import Shelf
from himdesk.store import schema, triggers
from himdesk.store.engine import Database, connect
from himdesk.store.matching import models
from himdesk.store.tables import CHANGE_SETS, MATCH_CROWDED, MATCH_KEYS, MATCH_RECORDS, PATIENTS
from himdesk.store.writing.bulk import insert_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARED = Path(__file__).resolve().parents[3] / "shared" / "linkage"
SITE = Site(name="Bench", address=(), phone="", zone=ZoneInfo("UTC"), authority="GH", training=True)
SLICE = 20_000
TRAINED = 50_000


def context(database: Database) -> Context:
    roles = frozenset({Role.ADMIN, Role.CLERK})
    member = StaffMember(id="b", name="b", display="b", person="b", roles=roles)
    return Context(
        database=database,
        staff=member,
        site=SITE,
        clock=lambda: datetime.now(UTC),
        new_id=new_id,
    )


def generated(data: Path, count: int, seed: int, file: Path) -> list[dict[str, str]]:
    """People of the generator, without the truth; the file is left as it can be imported."""
    whole = file.with_suffix(".all")
    words = [str(data / "gen_mpi.py"), str(count), "--seed", str(seed), "-o", str(whole)]
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    with whole.open(encoding="utf-8", newline="") as rows:
        people = [{name: row.get(name, "") for name in ("record_id", *FIELDS)} for row in
                  csv.DictReader(rows)]  # fmt: skip
    for person in people:
        person["mrn"] = ""
    write(file, people)
    return people


def write(file: Path, people: Sequence[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ["record_id", *FIELDS])
        writer.writeheader()
        writer.writerows(people)


def fill(database: Database, people: Sequence[dict[str, str]]) -> None:
    """Write charts and their index straight into the tables."""
    with database.write("bench") as connection:
        schema.make(connection)
        columns = ("seq", "id", "kind", "requester", "reason", "content", "at", "applied_by")
        first = (1, "cs", "import", "b", "b", "c", "2026", "b", GENESIS, "d")
        insert_rows(connection, CHANGE_SETS, (*columns, "previous", "digest"), [first])
    ref, keys, caps, owners = load_reference(), [], [], []
    for start in range(0, len(people), SLICE):
        part = people[start : start + SLICE]
        batch = Batch.of(part, untrained(), ref, size=1)
        charts, records = [], []
        for row, person in enumerate(part):
            number, own = start + row + 1, batch.keys(row)
            name = f"p{number:08d}"
            charts.append((name, "GH", f"{number:08d}", "active", 1))
            packed = np.array(sorted(own), dtype=np.int64).tobytes()
            records.append((number, name, to_text(Facts(person)), packed))
            keys.append(np.fromiter(own.keys(), np.int64, len(own)))
            caps.append(np.fromiter(own.values(), np.int32, len(own)))
            owners.append(np.full(len(own), number, dtype=np.int32))
        with database.write("bench") as connection:
            names = ("id", "authority", "number", "status", "created_seq")
            insert_rows(connection, PATIENTS, names, charts)
            columns = ("number", "patient_id", "facts", "keys")
            insert_rows(connection, MATCH_RECORDS, columns, records)
    post(database, np.concatenate(keys), np.concatenate(caps), np.concatenate(owners))


def post(database: Database, keys: Any, caps: Any, owners: Any) -> None:
    """Write the postings in the order of their keys, crowded keys apart."""
    order = np.lexsort((owners, keys))
    keys, caps, owners = keys[order], caps[order], owners[order]
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    counts = np.diff(np.r_[first, len(keys)])
    crowded = counts > caps[first]
    kept = ~np.repeat(crowded, counts)
    rows = list(zip(keys[kept].tolist(), owners[kept].tolist(), strict=True))
    with database.write("bench") as connection:
        shut = [(key,) for key in keys[first][crowded].tolist()]
        insert_rows(connection, MATCH_CROWDED, ("key",), shut)
    for start in range(0, len(rows), 500_000):
        with database.write("bench") as connection:
            insert_rows(connection, MATCH_KEYS, ("key", "record"), rows[start : start + 500_000])
    with database.write("bench") as connection:
        triggers.install(connection)
    if database.dialect == "postgresql":
        with database.engine.connect() as plain:
            auto = plain.execution_options(isolation_level="AUTOCOMMIT")
            auto.exec_driver_sql("VACUUM (ANALYZE)")
    print(f"  {len(rows):,} postings, {int(crowded.sum()):,} crowded keys")


def told(name: str, seconds: list[float]) -> None:
    made = np.array(seconds) * 1000
    p50, p95, p99 = np.percentile(made, [50, 95, 99])
    print(f"{name:46} median {p50:7.2f} ms   p95 {p95:7.2f} ms   p99 {p99:7.2f} ms")


def look_up(database: Database, file: Path, who: str) -> None:
    """New records, one at a time, with the evidence in words."""
    seconds, candidates = [], 0
    desk, shelf = context(database), Shelf()
    for number, (name, record) in enumerate(records_of(file)):
        begun = time.perf_counter()
        with database.read() as session:
            found = Lookup(session, desk, shelf).check(name, record)
        if number >= 20:
            seconds.append(time.perf_counter() - begun)
            candidates += len(found.candidates)
    told(f"{who}, one of {len(seconds)}", seconds)
    print(f"  {candidates / len(seconds):.2f} candidates a record")


def import_both(database: Database, files: Sequence[Path], count: int) -> None:
    """The same number of new patients with the check and without it, in turns."""
    spent: dict[str, list[float]] = {"with the check": [], "without it": []}
    real = exchange.checker
    for number, file in enumerate(files):
        name = "without it" if number % 2 else "with the check"
        exchange.checker = real if name == "with the check" else Unchecked
        begun = time.perf_counter()
        Exchange(context(database)).import_files([file], new_id())
        spent[name].append((time.perf_counter() - begun) / count)
        real(context(database)).settle()
    exchange.checker = real
    medians = {name: float(np.median(each)) * 1000 for name, each in spent.items()}
    for name, value in medians.items():
        print(f"import {name:39} {value:7.2f} ms a patient (median of {len(spent[name])})")
    more = medians["with the check"] - medians["without it"]
    print(f"{'check on write':46} {more:7.2f} ms more a patient")
    worst = float(np.max(spent["with the check"]) - np.min(spent["without it"])) * 1000
    print(f"{'the same, slowest file against fastest':46} {worst:7.2f} ms")


class Unchecked:
    """An import that looks for no duplicates."""

    def __init__(self, *_: object, **__: object) -> None: ...

    def settle(self, *, most: int) -> int:
        return 0 * most

    def rank_since(self, _: int) -> None: ...


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("records", nargs="?", type=int, default=100_000)
    parser.add_argument("url", nargs="?")
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--imported", type=int, default=1000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        database = connect(args.url or f"sqlite:///{(root / 'bench.db').as_posix()}")
        begun = time.perf_counter()
        people = generated(args.data, args.records, 11, root / "people.csv")
        fill(database, people)
        ref = load_reference()
        trained = match(table_of(people[:TRAINED], ref), ref, lambda _stage, _share: None).model
        with database.write("b") as session:
            models.add(session, to_json(trained), at="2026", by="b", reason="bench")
        print(
            f"{len(people):,} records in {database.dialect} ({time.perf_counter() - begun:.0f} s)"
        )
        generated(args.data, 1000, 12, root / "new.csv")
        look_up(database, root / "new.csv", "a stranger")
        write(root / "known.csv", people[:: max(1, len(people) // 1000)])
        look_up(database, root / "known.csv", "somebody who is there")
        files = [root / f"more{number}.csv" for number in range(6)]
        for number, file in enumerate(files):
            generated(args.data, args.imported, 20 + number, file)
        import_both(database, files, args.imported)
        database.close()


if __name__ == "__main__":
    main()
