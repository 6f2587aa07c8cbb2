# SPDX-License-Identifier: Apache-2.0
"""What the split screen says in its first line, and what it leaves out in a low window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from himdesk.domain.charts.items import Kind
from himdesk.ui.tour.hands import Hands
from himdesk.ui.widgets.tables.line import Line
from services.hospital import Hospital
from ui.overlays import two_strangers
from ui.splitting import at_work, open_split, stand_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    made.add(two_strangers())
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def test_what_is_held_from_release_is_said_and_a_kept_draft_with_the_sites_time(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands, "0012-A")
    assert "do not release" not in header_of(station)
    (visit, *_) = (i.id for i in hospital.chart("A").items if i.kind is Kind.ENCOUNTER)
    stand_on(station, hands, visit)
    hands.key(station.split.rows, Qt.Key.Key_2)
    hands.wait("kept", lambda: "draft saved" in header_of(station))
    context = hospital.desk("clerk").context
    hour = context.site.time_shown(context.now())[11:13]
    assert f"draft saved {hour}" in header_of(station)
    hospital.desk("supervisor").corrections.hold([visit], reason="two people")
    station.open_split("0012-A")
    hands.wait("held", lambda: "do not release: 1 entry held since" in header_of(station))
    hands.shoot(station.window, "split-held")


def header_of(station: Workstation) -> str:
    """What the first line of the screen says."""
    return " ".join(line.accessibleName() for line in station.split.header.findChildren(Line))


def test_in_a_low_window_the_rows_have_the_timelines_room(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands)
    assert station.split.lanes.isVisible()
    station.window.setMinimumSize(0, 0)
    station.window.resize(1280, 480)
    hands.wait("given up", station.split.lanes.isHidden)
    station.window.resize(1280, 800)
    hands.wait("back", station.split.lanes.isVisible)
