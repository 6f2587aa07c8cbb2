# SPDX-License-Identifier: Apache-2.0
"""The accounting of a patient with 500 of a million disclosures.

`python tests/benchmarks/bench_accounting.py URL` on an empty database (SQLite or PostgreSQL).
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import insert

import builders as b
from himdesk.domain.changes import GENESIS
from himdesk.store.tables import DISCLOSURES
from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Iterator

DISCLOSURES_KEPT = 1_000_000
CHARTS = 2000
EACH = DISCLOSURES_KEPT // CHARTS
ROUNDS = 20
SINCE, UNTIL = date(2000, 1, 1), date(2026, 12, 31)


def rows(first: date) -> Iterator[dict[str, str | int | None]]:
    """Reports to a hundred agencies, of every chart in turn, over five years."""
    for n in range(DISCLOSURES_KEPT):
        day = (first + timedelta(days=n % 1800)).isoformat()
        yield {
            "seq": n + 1, "id": f"d{n}", "at": f"{day}T10:00:00Z", "day": day, "by": "roi",
            "patient_id": f"P{n % CHARTS}", "recipient": f"County {n // CHARTS % 100}",
            "address": "1 Court Square", "description": "laboratory report",
            "purpose": "reporting", "basis": "public-health", "how": "report", "items": "",
            "packet": None, "case_id": None, "digest": f"p{n + 1}",
            "previous": f"p{n}" if n else GENESIS,
        }  # fmt: skip


def main(url: str) -> None:
    """Fill, then account for charts at random places, each as the desk does."""
    hospital = Hospital.make(url)
    for n in range(CHARTS):
        hospital.add(b.a_chart(f"P{n}"))
    every = rows(date(2021, 6, 1))
    while part := list(islice(every, 20_000)):
        with hospital.database.write("roi") as session:
            session.execute(insert(DISCLOSURES), part)
    desk = hospital.desk("roi").disclosures
    spent = []
    for n in range(ROUNDS):
        begun = time.perf_counter()
        found = desk.accounting(f"0012-P{n * 97 % CHARTS}", SINCE, UNTIL)
        spent.append(time.perf_counter() - begun)
        assert sum(entry.count for entry in found.entries) == EACH
    print(
        f"accounting of {EACH} among {DISCLOSURES_KEPT:,}: "
        f"median {1000 * statistics.median(spent):.1f} ms, worst {1000 * max(spent):.1f} ms"
    )
    hospital.database.close()


if __name__ == "__main__":
    main(sys.argv[1])
