# SPDX-License-Identifier: Apache-2.0
"""The ways between a chart, the reader of its documents, and the other screens."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from himdesk.domain.roles import permitted
from himdesk.ui.reader.panel import ReaderPanel
from himdesk.ui.reader.presenter import ReaderPresenter
from himdesk.ui.split.both.dialogs import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from himdesk.ui.workstation import Workstation


HOLD: Final = (
    "It may be another person's. It stays out of every release, with what hangs on it, until it "
    "is let go or the chart is split. Why do you suspect it?"
)
LET_GO: Final = "It may go out again, with what hangs on it. How was it settled whose it is?"


class ChartWays(QObject):
    """Wires the chart's panel to its presenter, and opens its documents in the reader."""

    def __init__(self, station: Workstation) -> None:
        super().__init__(station)
        self._station = station
        self._back = "chart"
        station.window.add_screen("reader", "", "", lambda: self.reader)
        self._connect_chart()

    @property
    def reader(self) -> ReaderPanel:
        """The pages of a document."""
        return self._screen[0]

    @property
    def paper(self) -> ReaderPresenter:
        """What the reader shows."""
        return self._screen[1]

    @cached_property
    def _screen(self) -> tuple[ReaderPanel, ReaderPresenter]:
        """Made when it is first wanted, and wired."""
        station, reader = self._station, ReaderPanel(self._station.look)
        paper = ReaderPresenter(reader, station.desk, station.run_for(reader))
        reader.chosen.connect(paper.choose)
        reader.left.connect(lambda: station.show(self._back))
        reader.amend_wanted.connect(station.open_amend)
        reader.amend.setVisible(permitted("amend", station.desk.context.staff.roles))
        return reader, paper

    def _connect_chart(self) -> None:
        station, chart, reading = self._station, self._station.chart, self._station.reading
        chart.kind_chosen.connect(reading.choose_shelf)
        chart.sought.connect(reading.find)
        chart.pointed.connect(reading.point)
        chart.activated.connect(reading.activate)
        chart.more_wanted.connect(reading.more)
        chart.reason_given.connect(reading.break_glass)
        chart.hold_wanted.connect(self._ask_hold)
        chart.may_hold = permitted("hold", station.desk.context.staff.roles)
        chart.document_wanted.connect(self.open_document)
        station.requests.file_wanted.connect(self.open_attachment)
        chart.history_wanted.connect(station.open_history)
        chart.left.connect(lambda: station.show("search"))
        chart.split_wanted.connect(station.open_split)
        chart.move_wanted.connect(station.dividing.open_move)
        chart.message.linked.connect(station.reviewing.undo_last)

    def _ask_hold(self, item: str, lift: bool) -> None:  # noqa: FBT001  a signal's argument
        """Ask why an item, with what hangs on it, is held back from release, or let go."""
        ask = Question(
            self._station.look,
            name="hold-reason",
            title="Let go for release" if lift else "Hold back from release",
            words=LET_GO if lift else HOLD,
            verb="Let go" if lift else "Hold back",
            parent=self._station.window,
        )
        ask.answered.connect(lambda reason: self._hold(item, reason, lift=lift))
        ask.open()

    def _hold(self, item: str, reason: str, *, lift: bool) -> None:
        station = self._station

        def done(_outcome: object) -> None:
            station.reading.reopen(station.chart.entries.current(), lambda: None)

        station.tasks.run_for(
            station.chart,
            lambda: station.desk.corrections.hold([item], reason=reason, lift=lift),
            then=done,
            otherwise=station.chart.show_error,
        )

    def come_back(self, charts: Collection[str], told: Callable[[], None]) -> bool:
        """Go back to the chart that is open, if it is one of those corrected.

        It is read anew, and shown where one stood; `told` says above it what was done.
        """
        station = self._station
        overview = station.reading.overview
        if overview is None or overview.chart.patient.id not in charts:
            return False
        station.show("chart")
        station.reading.reopen(station.chart.entries.current(), told)
        return True

    def open_document(self, item: str) -> None:
        """Read a document of the chart that is open."""
        self._back = "chart"
        self._station.show("reader")
        self.paper.open(item)

    def open_attachment(self, case: str, number: int) -> None:
        """Read a file of an amendment request."""
        self._back = "requests"
        self._station.window.show_screen("reader", "requests")
        self.paper.open_attachment(case, number)

    def open_evidence(self, case: str, digest: str) -> None:
        """Read a file that proves something about a case of the work list."""
        self._back = "worklist"
        self._station.window.show_screen("reader", "worklist")
        self.paper.open_evidence(case, digest)

    def open_release_file(self, release: str, number: int) -> None:
        """Read a file of a request for release."""
        self._back = "release"
        self._station.window.show_screen("reader", "release")
        self.paper.open_release_file(release, number)
