# SPDX-License-Identifier: Apache-2.0
"""What the demonstration does beside merging: an overlay, a note, and what other systems need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QRadioButton

from himdesk.domain.charts.items import Kind
from himdesk.services.worklist.values import DOWNSTREAM
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from himdesk.ui.tour.hands import Hands
    from himdesk.ui.workstation import Workstation

OVERLAY: Final = "110071"
"""The chart of the training hospital that holds two strangers of one name."""

AMENDED: Final = "110002"
"""The chart of the training hospital in which a note is corrected."""

MOST: Final = 200
"""More rows than a split of the training hospital can leave open."""


def prepare_split(station: Workstation, hands: Hands) -> None:
    """Divide the open chart: take the proposals, decide the rest by key, go to the review."""
    window = station.window
    hands.click(hands.find(window, QAbstractButton, "chart-split"))
    hands.wait("the chart is read", lambda: station.splitting.preview is not None)
    hands.shoot(window, "split-open")
    hands.click(hands.find(window, QAbstractButton, "split-all"))
    for _ in range(MOST):
        if not station.split.next.isEnabled():
            break
        hands.click(hands.find(window, QAbstractButton, "split-next"))
        hands.key(station.split.rows, Qt.Key.Key_1)
    hands.shoot(window, "split-decided")
    hands.click(hands.find(window, QAbstractButton, "split-review"))


def prepare_correction(station: Workstation, hands: Hands) -> None:
    """Correct the newest note of the open chart: change its text, go to the review."""
    window, chart = station.window, station.chart
    visit = chart.entries.rows.key(0)
    hands.click_row(chart.kinds, Kind.DOCUMENT.value)
    hands.wait("the documents are listed", lambda: chart.entries.rows.row_of(visit) < 0)
    hands.click_cell(chart.entries, 0, 1)
    hands.click(hands.find(window, QAbstractButton, "chart-amend"))
    hands.wait("the note is read", lambda: station.amending.document is not None)
    hands.click(hands.find(window, QRadioButton, "amend-correction"))
    text = hands.find(window, QPlainTextEdit, "amend-text")
    text.setFocus()
    hands.key(text, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    hands.add(text, " Reviewed with the patient; the left side is meant.")
    hands.shoot(window, "amend")
    hands.click(hands.find(window, QAbstractButton, "amend-review"))


def tick_systems(station: Workstation, hands: Hands) -> None:
    """Open the systems that follow a correction, tick two, and say how that is known."""
    window, panel = station.window, station.worklist.panel
    hands.click(hands.find(window, QAbstractButton, "rail-worklist"))
    queue = panel.queues.rows.row_of(f"queue:kind:{DOWNSTREAM}")
    hands.click_cell(panel.queues, queue, 0)
    hands.wait("the queue is chosen", lambda: station.worklist.presenter.queue.endswith(DOWNSTREAM))
    hands.wait("it is listed", lambda: station.tasks.idle)
    hands.click_cell(panel.table, 0, 3)
    hands.key(panel.table, Qt.Key.Key_Return)
    tasks = hands.find(window, CellTable, "downstream-tasks")
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return):
        hands.key(tasks, key)
    evidence = hands.find(window, QLineEdit, "downstream-evidence")
    hands.add(evidence, "Both lists printed and compared.")
    hands.shoot(tasks.window(), "downstream")
    hands.key(evidence, Qt.Key.Key_Return)
    hands.wait("it is recorded", lambda: not evidence.text())
    hands.click(hands.find(window, QAbstractButton, "downstream-close"))
