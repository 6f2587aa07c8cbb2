# SPDX-License-Identifier: Apache-2.0
"""The foot of the window: who works where, when the ledger was verified, when the window locks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from himdesk.ui import saying
from himdesk.ui.frame.values import StatusView

if TYPE_CHECKING:
    from himdesk.services.audit import Verified
    from himdesk.services.desk import Desk
    from himdesk.ui.frame.window import MainWindow
    from himdesk.ui.running import Run


@dataclass
class Standing:
    """Tells the window what stands at its foot; `minutes` is 0 where nothing locks it."""

    window: MainWindow
    desk: Desk
    run: Run
    minutes: int = 0
    found: Verified | None = None

    def refresh(self) -> None:
        """Show what is known, and ask when the ledger was last verified."""
        self._show()
        self.run(self.desk.audit.verified, self._verified, lambda _error: None)

    def locks_after(self, minutes: int) -> None:
        """The window locks after so many idle minutes."""
        self.minutes = minutes
        self._show()

    def _verified(self, found: Verified | None) -> None:
        self.found = found
        self._show()

    def _show(self) -> None:
        context = self.desk.context
        self.window.show_status(
            StatusView(
                person=context.staff.display,
                role=saying.roles(context.staff.roles),
                site=context.site.name,
                ledger=self._ledger(),
                ledger_ok=None if self.found is None else self.found.whole,
                note=f"Locks after {self.minutes} min idle" if self.minutes else "",
            )
        )

    def _ledger(self) -> str:
        if self.found is None:
            return "Ledger not verified lately"
        context = self.desk.context
        at = datetime.fromisoformat(self.found.at).astimezone(context.site.zone)
        today = context.clock().astimezone(context.site.zone).date()
        when = f"{at:%H:%M}" if at.date() == today else f"{at:%Y-%m-%d}"
        return f"Ledger verified {when}" if self.found.whole else f"Ledger NOT whole, {when}"
