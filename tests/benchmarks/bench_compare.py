# SPDX-License-Identifier: Apache-2.0
"""A pair with many items each in a real window: `python tests/benchmarks/bench_compare.py`.

From the call that a click makes to the first picture of the screen, and to the last change of it:
fields, contradictions, counts, timeline, evidence. The longest stop of the window's thread is
told, since nothing else can be done in it. The same for a chart, and for words found in it.
"""

# ruff: noqa: E402  modules of the tests are found only after the path is set

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from bench_store import folder, say
from PySide6.QtWidgets import QApplication

import builders as b
from himdesk.ui.look import fonts, theme
from himdesk.ui.look.theme import Look
from himdesk.ui.tasks import Tasks
from himdesk.ui.workstation import Workstation
from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.domain.charts.charts import Chart


def a_large_chart(name: str, count: int) -> Chart:
    """A person with visits, documents and results, `count` items in all."""
    visits = [
        b.an_encounter(name, id=f"{name}-visit-{n}", at=_day(n), number=f"{name}{n}")
        for n in range(count // 10)
    ]
    papers = [b.a_document(name, at=_day(n), id=f"{name}-paper-{n}") for n in range(count // 5)]
    rest = count - len(visits) - len(papers)
    labs = [b.a_clinical(name, at=_day(n), display=f"Sodium {n}") for n in range(rest)]
    given = "Grace" if name == "A" else "Gracie"
    return b.a_chart(
        name, b.a_name(name, "Okonkwo", given), b.a_birth_date(name),
        b.an_identifier(name, f"0012-{name}", type="MR"), *visits, *papers, *labs,
    )  # fmt: skip


def _day(number: int) -> str:
    return f"{2006 + number % 20}-{number % 12 + 1:02d}-{number % 28 + 1:02d}T10:00:00Z"


class Watch:
    """Lets events pass until something holds, and keeps the longest stop."""

    def __init__(self, app: QApplication) -> None:
        self.app, self.longest = app, 0.0

    def until(self, holds: Callable[[], object]) -> None:
        """Wait as a window does."""
        while not holds():
            begun = time.perf_counter()
            self.app.processEvents()
            self.longest = max(self.longest, time.perf_counter() - begun)


def measure(
    app: QApplication, station: Workstation, act: Callable[[], object],
    holds: Callable[[], object], what: str, limits: tuple[str, str],
) -> None:  # fmt: skip
    """Do something, and say when its screen was first drawn and when all stood there."""
    watch = Watch(app)
    begun = time.perf_counter()
    act()
    station.window.grab()
    watch.longest = time.perf_counter() - begun
    say(f"{what}: first picture", time.perf_counter() - begun, limits[0])
    watch.until(holds)
    station.window.grab()
    say(f"{what}: everything", time.perf_counter() - begun, limits[1])
    say(f"{what}: longest stop of the window", watch.longest, "limit 0.25 s")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    count = parser.parse_args().items
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    fonts.load()
    look = Look()
    theme.apply(app, look)
    limits = ("limit 0.3 s", "limit 1 s")
    with folder() as place:
        hospital = Hospital.make(f"sqlite:///{place / 'desk.db'}")
        for name in "AB":
            hospital.add(a_large_chart(name, count))
        tasks = Tasks()
        station = Workstation(hospital.desk("clerk"), look, tasks)
        station.window.resize(1440, 900)
        station.window.show()
        Watch(app).until(lambda: station.worklist.presenter.overview is not None)
        evidence = station.compare.evidence.bars
        for turn in ("first", "again"):
            measure(
                app, station, lambda: station.open_comparison(["0012-A", "0012-B"]),
                lambda: station.compare.fields.isVisible() and evidence.isVisible(),
                f"pair with {count:,} items each, {turn}", limits,
            )  # fmt: skip
            station.show("search")
        entries = station.chart.entries.rows
        measure(
            app, station, lambda: station.open_chart("0012-A"),
            lambda: entries.rowCount() > 0, f"chart with {count:,} items", limits,
        )  # fmt: skip
        measure(
            app, station, lambda: station.reading.find("sodium 77"),
            lambda: station.reading.listed and "Sodium" in str(entries.index(0, 1).data()),
            f"words in a chart with {count:,} items", limits,
        )  # fmt: skip
        tasks.wait()
        hospital.database.close()


if __name__ == "__main__":
    main()
