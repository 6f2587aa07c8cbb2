# SPDX-License-Identifier: Apache-2.0
"""Figures of the whole program: `python tests/benchmarks/bench_desk.py [--only WHAT] [--items N]…`.

The whole verb is what a clerk waits for: planning, checks, approval policy and the write, through
the desks. Its baseline is a row-by-row program on bare sqlite3 that moves the same rows and
inserts as many rows of history, in the same run. The windows' figures are of a new process each.
"""

# ruff: noqa: E402  modules of the tests are found only after the path is set

from __future__ import annotations

import argparse
import gc
import os
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from bench_store import baseline, baseline_on_server, folder, fsync_latency, results, say

import builders as b
from himdesk.domain.times import utc_text
from himdesk.services.corrections.splitplan import SplitPlan
from himdesk.services.corrections.splitting import split_order
from himdesk.store.writing import ledger
from postgres_server import start
from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.domain.charts.items import Item
    from himdesk.services.corrections.orders import Order
    from himdesk.store.engine import Database

FIRST_PAINT = """
import time; begun = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from himdesk.config import load
from himdesk.ui.look import fonts, theme
from himdesk.ui.session import Session
from himdesk.ui.tasks import Tasks
import himdesk.app
app = QApplication([]); fonts.load(); look = theme.Look(); theme.apply(app, look)
session = Session(look, Tasks(), load("x.db", {}), lambda user, password: None)
session.start(); app.processEvents(); session.page.grab()
print(time.perf_counter() - begun)
"""


def whole_verbs(number: int) -> None:
    """Merge and undo of a chart with many items, as a clerk does them."""
    with folder() as place:
        hospital = Hospital.make(f"sqlite:///{place / 'desk.db'}")
        items = results("B", number)
        hospital.add(b.a_person("A"))
        hospital.add(b.a_person("B", *items))
        clerk = hospital.desk("clerk").corrections
        bare = baseline(items)
        begun = time.perf_counter()
        merged = clerk.merge("0012-A", ["0012-B"], reason="registered twice")
        took = time.perf_counter() - begun
        say(f"merge of {number} items, the whole verb", took, f"ratio {took / bare:.2f} (limit 8)")
        assert merged.applied is not None
        begun = time.perf_counter()
        clerk.undo(merged.applied.id, reason="wrong pair")
        took = time.perf_counter() - begun
        say(f"undo of {number} items, the whole verb", took, f"ratio {took / bare:.2f} (limit 8)")
        say("    bare sqlite3, row by row", bare)
        hospital.database.close()


def overlaid(url: str, items: list[Item], moving: list[Item]) -> tuple[Hospital, Order]:
    """A chart of two people in a new hospital, and the order that parts them.

    What the benchmark itself made is taken out of the collector's sight: a clerk has it not.
    """
    hospital = Hospital.make(url)
    hospital.add(b.a_person("A", *items))
    plan = SplitPlan(
        moves={item.id: "new:other" for item in moving},
        new={"other": {"family": "Underhay", "given": "Crispin"}},
    )
    context = hospital.desk("clerk").context
    with hospital.database.read() as session:
        order = split_order(context, session, "0012-A", plan, reason="two people in one chart")
    gc.collect()
    gc.freeze()
    return hospital, order


def a_split(what: str, items: list[Item], moving: list[Item], new: Callable[[], str]) -> None:
    """Half of a chart's items go to a chart that is made: as a clerk asks it, and as approved.

    The baseline moves the same rows and inserts the same stubs and as many rows of history, on
    the same database. `new` makes an empty database and answers its URL. On SQLite, where all is
    done by this process, the processor's time counts: others may be at work on the machine.
    """
    owned = {item.id for item in moving}
    going = [i for i in items if i.id in owned or i.encounter_id in owned]
    hospital, order = overlaid(new(), items, moving)
    with hospital.database.read() as session:
        plan = order.plan(session, "clerk").plan
    server = hospital.database.dialect == "postgresql"
    clock = time.perf_counter if server else time.process_time
    counts = {"made": len(plan.created.items), "history": len(plan.change_set.changes)}
    bare = statistics.median(_bare(hospital.database, going, counts) for _ in range(3))
    begun = clock()
    with hospital.database.write("clerk") as session:
        ledger.write(
            session, plan.change_set, plan.created,
            id="bench", at=utc_text(hospital.clock()), applied_by="clerk",
        )  # fmt: skip
    took = clock() - begun
    say(f"split of {what}, the write", took, f"ratio {took / bare:.2f} (limit 3)")
    hospital.database.close()
    hospital, order = overlaid(new(), items, moving)
    begun = clock()
    asked = hospital.desk("clerk").corrections.carry_out(order)
    took = clock() - begun
    say(f"split of {what}, proposing it", took, f"ratio {took / bare:.2f} (limit 8)")
    assert asked.request is not None
    supervisor = hospital.desk("supervisor").approvals
    begun = clock()
    supervisor.approve(asked.request.id)
    took = clock() - begun
    say(f"split of {what}, approving it", took, f"ratio {took / bare:.2f} (limit 8)")
    hospital.database.close()
    say("    bare driver, row by row", bare)


def _bare(database: Database, going: list[Item], counts: dict[str, int]) -> float:
    if database.dialect == "postgresql":
        return baseline_on_server(database, going, **counts)
    return baseline(going, **counts, clock=time.process_time)


def splits() -> None:
    """5,000 of 10,000 items: visits with all that hangs on them, and single results."""
    visits = [b.an_encounter("A", id=f"visit-{n}") for n in range(200)]
    hanging = [
        replace(item, encounter_id=visits[n % 200].id) for n, item in enumerate(results("A", 9_800))
    ]
    loose = results("A", 10_000)
    server, numbers = start({}), count()
    with folder() as place:
        kinds: dict[str, Callable[[], str]] = {
            "sqlite": lambda: f"sqlite:///{place / f'{next(numbers)}.db'}",
            "postgres": lambda: server.url(server.create()),
        }
        try:
            for name, new in kinds.items():
                half = f"5,000 of 10,000 items on {name},"
                a_split(f"{half} in visits", [*visits, *hanging], visits[::2], new)
                a_split(f"{half} single ones", loose, loose[::2], new)
        finally:
            server.stop()


def starts() -> None:
    """A new process to the first picture of the desktop, and to the console's help."""
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    paints = [
        float(
            subprocess.run(
                [sys.executable, "-c", FIRST_PAINT],
                env=offscreen,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for _ in range(5)
    ]
    say("desktop to first paint, median of 5", statistics.median(paints), "limit 2 s")
    helps = []
    for _ in range(9):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "himdesk.cli", "--help"], capture_output=True, check=True
        )
        helps.append(time.perf_counter() - begun)
    say("himdesk-admin --help, median of 9", statistics.median(helps), "limit 0.3 s")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, action="append")
    parser.add_argument("--only", choices=("verbs", "split", "starts"))
    args = parser.parse_args()
    fsync_latency()
    if args.only in {None, "verbs"}:
        for number in args.items or (1_000, 10_000, 100_000):
            whole_verbs(number)
    if args.only in {None, "split"}:
        splits()
    if args.only in {None, "starts"}:
        starts()


if __name__ == "__main__":
    main()
