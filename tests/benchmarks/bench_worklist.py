# SPDX-License-Identifier: Apache-2.0
"""A work list of a hundred thousand cases: until it stands on screen, and read to its end.

`python tests/benchmarks/bench_worklist.py URL` on an empty database (SQLite or PostgreSQL).
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import insert

from himdesk.services.worklist.values import Filter
from himdesk.store.tables import MATCH_CASES, WORK_CASES
from himdesk.ui.look import fonts, theme
from himdesk.ui.look.theme import Look
from himdesk.ui.tasks import Tasks
from himdesk.ui.workstation import Workstation
from services.hospital import Hospital
from services.worklists import two_pairs

CASES = 100_000
ROUNDS = 5


def fill(hospital: Hospital) -> None:
    """Cases of two charts, ranked as the search ranks them."""
    two_pairs(hospital)
    detail = json.dumps({"charts": ["A", "B"], "cut": False})
    cases = [
        {
            "id": f"c{n:06d}", "kind": "potential-duplicate", "state": "open", "patient_id": "A",
            "opened_at": f"2026-01-{n % 28 + 1:02d}T10:00:00Z", "opened_by": "himdesk",
            "detail": detail,
        }
        for n in range(CASES)
    ]  # fmt: skip
    ranks = [
        {"case_id": f"c{n:06d}", "priority": n % 3000, "probability": 0.5, "charts": 2}
        for n in range(CASES)
    ]
    with hospital.database.write("himdesk") as session:
        session.execute(insert(WORK_CASES), cases)
        session.execute(insert(MATCH_CASES), ranks)


def pass_events(app: QApplication) -> None:
    """Let what happened be handled; the tick keeps the wait from lasting."""
    app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def main(url: str) -> None:
    """Fill, open in a window some times, and scroll through to the end."""
    app = QApplication([])
    tick = QTimer()
    tick.start(5)
    fonts.load()
    theme.apply(app, Look())
    hospital = Hospital.make(url)
    fill(hospital)
    desk, tasks = hospital.desk("clerk"), Tasks()
    station = Workstation(desk, Look(), tasks)
    station.window.resize(1280, 800)
    station.window.show()
    panel, presenter = station.worklist.panel, station.worklist.presenter
    while len(panel.table.list.ids) < CASES:
        pass_events(app)
    seen, whole = [], []
    for _ in range(ROUNDS):
        panel.table.list.show_ids(())
        presenter.ids = ()
        begun = time.perf_counter()
        presenter.refresh()
        while not panel.table.list.ids:
            pass_events(app)
        panel.table.repaint()
        seen.append(time.perf_counter() - begun)
        while len(panel.table.list.ids) < CASES:
            pass_events(app)
        whole.append(time.perf_counter() - begun)
    print(f"first rows on screen  {1000 * statistics.median(seen):6.0f} ms (median of {ROUNDS})")
    print(f"all {CASES:,} listed   {1000 * statistics.median(whole):6.0f} ms")
    frames, busy = [], []
    bar = panel.table.verticalScrollBar()
    for step in range(300):
        begun, spent = time.perf_counter(), time.thread_time()
        bar.setValue(bar.maximum() * step // 300)
        panel.table.repaint()
        frames.append(time.perf_counter() - begun)
        busy.append(time.thread_time() - spent)
        app.processEvents()
    for said, found in (("p99 frame", sorted(frames)), ("of it busy", sorted(busy))):
        print(f"scrolling, {said:10} {1000 * found[296]:6.1f} ms, worst {1000 * found[-1]:.1f} ms")
    begun = time.perf_counter()
    desk.worklist.overview()
    print(f"counts of all queues  {1000 * (time.perf_counter() - begun):6.0f} ms")
    assert len(desk.worklist.ids(Filter())) > CASES
    station.window.close()
    tasks.wait()
    hospital.database.close()


if __name__ == "__main__":
    main(sys.argv[1])
