# SPDX-License-Identifier: Apache-2.0
"""Beside two charts stands why they may be one person, in a real window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

import builders as b
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from ui.splitting import at_work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.domain.charts.charts import Chart
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks


def person(chart: str, given: str) -> Chart:
    number = b.an_identifier(chart, f"0012-{chart}", type="MR")
    born = b.a_birth_date(chart, "1984-03-12")
    return b.a_chart(chart, b.a_name(chart, "Okonkwo", given), number, born)


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    made.add(person("A", "Grace"))
    made.add(person("B", "Gracie"))
    yield made
    made.database.close()


def test_the_evidence_stands_beside_the_charts(
    hospital: Hospital, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    hands = Hands(tmp_path)
    station = at_work(hospital.desk("clerk"), look, tasks)
    hands.key(station.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    station.show("search")
    hands.type(hands.find(station.window, QLineEdit, "search-text"), "okonkwo")
    hands.click_row(station.search.hits, "0012-A")
    hands.click_row(station.search.hits, "0012-B", Qt.KeyboardModifier.ControlModifier)
    hands.click(hands.find(station.window, QAbstractButton, "compare-selected"))
    bars = station.compare.evidence.bars
    hands.wait("the evidence is shown", lambda: "Birth date" in bars.accessibleName())
    hands.shoot(station.window, "evidence")
