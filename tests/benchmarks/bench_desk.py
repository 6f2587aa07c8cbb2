# SPDX-License-Identifier: Apache-2.0
"""Figures of the whole program: `python tests/benchmarks/bench_desk.py [--items N]…`.

The whole verb is what a clerk waits for: planning, checks, approval policy and the write, through
the desks. Its baseline is a row-by-row program on bare sqlite3 that moves the same rows and
inserts as many rows of history, in the same run. The windows' figures are of a new process each.
"""

# ruff: noqa: E402  modules of the tests are found only after the path is set

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from bench_store import baseline, folder, fsync_latency, results, say

import builders as b
from services.hospital import Hospital

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


def whole_verbs(count: int) -> None:
    """Merge and undo of a chart with many items, as a clerk does them."""
    with folder() as place:
        hospital = Hospital.make(f"sqlite:///{place / 'desk.db'}")
        items = results("B", count)
        hospital.add(b.a_person("A"))
        hospital.add(b.a_person("B", *items))
        clerk = hospital.desk("clerk").corrections
        bare = baseline(items)
        begun = time.perf_counter()
        merged = clerk.merge("0012-A", ["0012-B"], reason="registered twice")
        took = time.perf_counter() - begun
        say(f"merge of {count} items, the whole verb", took, f"ratio {took / bare:.2f} (limit 8)")
        assert merged.applied is not None
        begun = time.perf_counter()
        clerk.undo(merged.applied.id, reason="wrong pair")
        took = time.perf_counter() - begun
        say(f"undo of {count} items, the whole verb", took, f"ratio {took / bare:.2f} (limit 8)")
        say("    bare sqlite3, row by row", bare)
        hospital.database.close()


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
    args = parser.parse_args()
    fsync_latency()
    for count in args.items or (1_000, 10_000, 100_000):
        whole_verbs(count)
    starts()


if __name__ == "__main__":
    main()
