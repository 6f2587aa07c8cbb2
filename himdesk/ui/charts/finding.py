# SPDX-License-Identifier: Apache-2.0
"""Decides what the search screen shows; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from himdesk.ui.charts.values import HitRow
from himdesk.ui.compare.banners import SEXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.services.charts.charts import Found, Hit
    from himdesk.services.desk import Desk
    from himdesk.ui.running import Run


class SearchView(Protocol):
    """What the presenter asks of the search screen."""

    def show_hits(self, hits: Sequence[HitRow], *, more: bool) -> None:
        """Show who was found."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class SearchPresenter:
    """Searching as one types: only the answer to the last question is shown."""

    view: SearchView
    desk: Desk
    run: Run
    asked: str = ""

    def search(self, text: str) -> None:
        """Look for patients; an empty question clears the list."""
        self.asked = text.strip()
        if not self.asked:
            self.view.show_hits((), more=False)
            return
        question = self.asked
        self.run(
            lambda: self.desk.charts.search(question),
            lambda found: self._found(question, found),
            self.view.show_error,
        )

    def again(self) -> None:
        """Ask the last question anew, for what it found was changed."""
        self.search(self.asked)

    def _found(self, question: str, found: Found) -> None:
        if question == self.asked:
            self.view.show_hits([hit_row(hit) for hit in found.hits], more=found.more)


def hit_row(hit: Hit) -> HitRow:
    """A patient found, as a row of a list."""
    return HitRow(
        mrn=hit.patient.number,
        name=hit.name,
        born=hit.birth_date or "",
        sex=SEXES.get(hit.sex or "", ""),
        restricted=hit.restricted,
        former=hit.found_by or "",
    )
