# SPDX-License-Identifier: Apache-2.0
"""The ways between a chart, the reader of its documents, and the other screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from himdesk.domain.roles import permitted
from himdesk.ui.reader.panel import ReaderPanel
from himdesk.ui.reader.presenter import ReaderPresenter

if TYPE_CHECKING:
    from himdesk.ui.workstation import Workstation


class ChartWays(QObject):
    """Wires the chart's panel to its presenter, and opens its documents in the reader."""

    def __init__(self, station: Workstation) -> None:
        super().__init__(station)
        self._station = station
        self.reader = ReaderPanel(station.look)
        self.paper = ReaderPresenter(self.reader, station.desk, station.run_for(self.reader))
        station.window.add_screen("reader", "", "", self.reader)
        self._connect_chart()
        self._connect_reader()

    def _connect_chart(self) -> None:
        station, chart, reading = self._station, self._station.chart, self._station.reading
        chart.kind_chosen.connect(reading.choose_shelf)
        chart.sought.connect(reading.find)
        chart.pointed.connect(reading.point)
        chart.activated.connect(reading.activate)
        chart.more_wanted.connect(reading.more)
        chart.reason_given.connect(reading.break_glass)
        chart.document_wanted.connect(self.open_document)
        chart.history_wanted.connect(station.open_history)
        chart.left.connect(lambda: station.show("search"))
        chart.split_wanted.connect(station.open_split)
        chart.move_wanted.connect(station.dividing.open_move)

    def _connect_reader(self) -> None:
        station, reader = self._station, self.reader
        reader.chosen.connect(self.paper.choose)
        reader.amend_wanted.connect(station.open_amend)
        reader.left.connect(lambda: station.show("chart"))
        reader.amend.setVisible(permitted("amend", station.desk.context.staff.roles))

    def open_document(self, item: str) -> None:
        """Read a document of the chart that is open."""
        self._station.show("reader")
        self.paper.open(item)
