# SPDX-License-Identifier: Apache-2.0
"""The ways from a chart to the dialogs about its person, and on to the review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from himdesk.domain.roles import permitted
from himdesk.ui.identity.correcting import CorrectDialog
from himdesk.ui.identity.judging import JudgeDialog
from himdesk.ui.identity.presenter import CorrectPresenter, JudgePresenter

if TYPE_CHECKING:
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.ui.workstation import Workstation

ACTION: Final = "person-"
"""What the ids of the actions that open these dialogs begin with."""


class PersonWays(QObject):
    """Opens the dialogs over the chart that is open."""

    def __init__(self, station: Workstation) -> None:
        super().__init__(station)
        self._station = station
        chart, roles = station.chart, station.desk.context.staff.roles
        chart.correct_wanted.connect(self.correct)
        chart.judge_wanted.connect(self.judge)
        chart.correct.setVisible(permitted("amend", roles))
        chart.judge.setVisible(permitted("link", roles))

    def act(self, action: str) -> None:
        """Do what a menu offers everywhere, with the chart that is open."""
        overview = self._station.reading.overview
        if overview is None:
            self._station.show("search")
            self._station.search.message.show_notice("Open the chart first.")
            return
        patient = overview.chart.patient
        open_dialog = {"correct": self.correct, "judge": self.judge}[action.removeprefix(ACTION)]
        open_dialog(f"{patient.authority}:{patient.number}")

    def correct(self, mrn: str) -> None:
        """Ask what a chart shall show of its person."""
        station = self._station
        dialog = CorrectDialog(station.look, station.window)
        run = station.run_for(dialog)
        presenter = CorrectPresenter(dialog, station.desk, run, self._review_correction)
        dialog.chosen.connect(presenter.choose)
        dialog.review_wanted.connect(presenter.review)
        self._correcting = presenter
        presenter.open(mrn)
        dialog.open()

    def judge(self, mrn: str, other: str = "") -> None:
        """Ask what is said of a chart and another one, which may be known already."""
        station = self._station
        dialog = JudgeDialog(station.look, station.window)
        run = station.run_for(dialog)
        presenter = JudgePresenter(dialog, station.desk, run, self._review_judgement)
        dialog.asked.connect(presenter.search)
        dialog.taken.connect(presenter.take)
        dialog.judged.connect(presenter.judge)
        dialog.taken_back.connect(presenter.take_back)
        self._judging = presenter
        presenter.open(mrn)
        if other:
            presenter.take(other)
        dialog.open()

    def _review_correction(self, outcome: Outcome) -> None:
        correct = self._correcting.correct
        self._station.reviewing.start(outcome, "chart", lambda why: correct(why, dry_run=False))

    def _review_judgement(self, outcome: Outcome) -> None:
        self._station.reviewing.start(outcome, "chart", self._judging.carry_out)
