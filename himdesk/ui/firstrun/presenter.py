# SPDX-License-Identifier: Apache-2.0
"""Decides whether what was typed on the first-run page is enough; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.errors import HimdeskError

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.ui.firstrun.values import FirstRun
    from himdesk.ui.running import Run


class Panel(Protocol):
    """What the presenter asks of the page."""

    def show_busy(self) -> None:
        """The database is being made."""

    def show_refused(self, text: str) -> None:
        """Say what is missing or went wrong."""


@dataclass
class FirstRunPresenter:
    """Makes the database, then hands over to the sign-in page."""

    panel: Panel
    run: Run
    make: Callable[[FirstRun], None]
    made: Callable[[FirstRun], None]

    def submit(self, wanted: FirstRun) -> None:
        """Make the database if everything needed was typed."""
        lacking = _lacking(wanted)
        if lacking:
            self.panel.show_refused(lacking)
            return
        self.panel.show_busy()
        self.run(lambda: self.make(wanted), lambda _none: self.made(wanted), self._failed)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, HimdeskError):
            self.panel.show_refused(error.message())
        else:
            self.panel.show_refused(f"That did not work ({type(error).__name__}).")


def _lacking(wanted: FirstRun) -> str:
    if not wanted.site:
        return "Type the name of the hospital."
    if not wanted.admin:
        return "Type a name for the administrator's account."
    if wanted.password != wanted.again:
        return "The two passwords differ."
    return ""
