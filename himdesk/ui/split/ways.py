# SPDX-License-Identifier: Apache-2.0
"""Dividing a chart and moving one item: from the screens to the review."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from himdesk.ui.review.ways import TO_COME
from himdesk.ui.split.both.presenter import BothPresenter
from himdesk.ui.split.drafts import SplitDrafts
from himdesk.ui.split.move import MoveDialog, MovePresenter
from himdesk.ui.split.panel import SplitPanel
from himdesk.ui.split.presenter import SplitPresenter

if TYPE_CHECKING:
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.ui.workstation import Workstation


class SplitWays(QObject):
    """Wires the split's panel to its presenter, and asks where a single item belongs."""

    def __init__(self, station: Workstation) -> None:
        super().__init__(station)
        self._station = station

    @property
    def panel(self) -> SplitPanel:
        """The chart and its two halves."""
        return self._screen[0]

    @property
    def presenter(self) -> SplitPresenter:
        """What the panel shows."""
        return self._screen[1]

    @cached_property
    def _screen(self) -> tuple[SplitPanel, SplitPresenter]:
        """Made when it is first wanted, and wired."""
        station, split = self._station, SplitPanel(self._station.look)
        splitting = SplitPresenter(
            split, station.desk, station.run_for(split), self._split_reviewed
        )
        split.chart_wanted.connect(lambda: station.show("search"))
        split.chosen.connect(splitting.choose)
        split.accepted.connect(splitting.accept)
        split.all_accepted.connect(splitting.accept_all)
        split.form.stated.connect(splitting.state)
        split.target.asked.connect(splitting.search)
        split.target.taken.connect(splitting.take)
        split.review_wanted.connect(lambda: splitting.review(TO_COME))
        split.left.connect(lambda: station.show("chart"))
        split.rested.connect(splitting.save)
        split.discarded.connect(splitting.discard)
        split.begun_wanted.connect(splitting.open)
        split.draft_kept.connect(self.count_begun)
        self._wire_both(split, splitting)
        return split, splitting

    def _wire_both(self, split: SplitPanel, splitting: SplitPresenter) -> None:
        """What is asked about rows for both persons is answered by a presenter of its own."""
        asking, self._both = split.both, BothPresenter(split.both, splitting)
        asking.divide_wanted.connect(self._both.ask_pages)
        asking.divided.connect(self._both.divide)
        asking.repeated.connect(self._both.repeat)
        asking.rewrite_wanted.connect(self._both.ask_texts)
        asking.rewritten.connect(self._both.rewrite)

    def count_begun(self) -> None:
        """Show in the rail how many splits were begun and not sent."""
        station = self._station
        station.tasks.run_for(
            station.window,
            lambda: len(SplitDrafts(station.desk).all()),
            then=partial(station.window.show_count, "split"),
            otherwise=station.window.show_error,
        )

    def open_move(self, mrn: str, item: str) -> None:
        """Ask where an item of a chart belongs."""
        dialog = MoveDialog(self._station.look, self._station.window)
        self.moving = MovePresenter(
            dialog, self._station.desk, self._station.run_for(dialog), self._move_reviewed
        )
        dialog.asked.connect(self.moving.find)
        dialog.review_wanted.connect(lambda: self.moving.review(dialog.choice(), TO_COME))
        self.moving.open(mrn, item)
        dialog.open()

    def _move_reviewed(self, outcome: Outcome) -> None:
        self._station.reviewing.start(outcome, "chart", partial(self.moving.move, dry_run=False))

    def _split_reviewed(self, outcome: Outcome) -> None:
        self._station.reviewing.start(
            outcome, "split", partial(self.presenter.split, dry_run=False)
        )
