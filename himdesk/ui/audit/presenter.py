# SPDX-License-Identifier: Apache-2.0
"""Decides what the audit screen shows and does; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from himdesk.domain.roles import permitted
from himdesk.services.accesses import PAGE
from himdesk.ui.audit.values import May, Verdict, verdict_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from himdesk.services.accesses import AccessLine, Opening
    from himdesk.services.desk import Desk
    from himdesk.ui.running import Run, Start


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_parts(self, may: May) -> None:
        """Show the parts that this person has."""

    def show_verifying(self) -> None:
        """Say that the ledger is being verified."""

    def show_unverified(self, error: Exception) -> None:
        """Say why the ledger could not be verified."""

    def show_verdict(self, verdict: Verdict) -> None:
        """Say what the verification came to."""

    def show_anchored(self, path: str, head: str) -> None:
        """Say where the anchor was written."""

    def show_lines(self, lines: Sequence[AccessLine], *, more: bool) -> None:
        """Show the log from its newest line, or add lines to what is shown."""

    def show_openings(self, openings: Sequence[Opening]) -> None:
        """Show confidential charts that were opened."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class AuditPresenter:
    """The ledger, the log, and what is to be reviewed."""

    panel: Panel
    desk: Desk
    run: Run
    start: Start
    staff: str = ""
    chart: str = ""
    _last: int | None = field(default=None)

    @property
    def may(self) -> May:
        """What this person's roles allow here."""
        roles = self.desk.context.staff.roles
        return May(
            verify=permitted("verify", roles),
            log=permitted("access-log", roles),
            review=permitted("break-glass-review", roles),
        )

    def open(self) -> None:
        """Show what there is."""
        self.panel.show_parts(self.may)
        self.look_up(self.staff, self.chart)
        if self.may.review:
            self.list_openings()

    def verify(self, anchor: Path | None = None) -> None:
        """Verify the ledger, also against a witness that was written out before."""
        self.panel.show_verifying()

        def shown(found: dict[str, Any]) -> None:
            self.panel.show_verdict(verdict_of(found))

        self.start(
            lambda progress: self.desk.audit.verify(anchor=anchor, progress=progress),
            shown,
            self.panel.show_unverified,
        )

    def anchor(self, path: Path) -> None:
        """Write the ledger's head out."""

        def written(found: dict[str, Any]) -> None:
            self.panel.show_anchored(str(path), str(found["head"]))

        self.run(lambda: self.desk.audit.anchor(path), written, self.panel.show_error)

    def look_up(self, staff: str, chart: str) -> None:
        """Show the log of a person, of a chart, or all of it."""
        self.staff, self.chart, self._last = staff, chart, None
        self._read(more=False)

    def read_on(self) -> None:
        """Add the next lines to those that are shown."""
        if self._last is not None:
            self._read(more=True)

    def _read(self, *, more: bool) -> None:
        before, self._last = self._last, None
        staff, chart = self.staff, self.chart

        def shown(lines: tuple[AccessLine, ...]) -> None:
            if (staff, chart) == (self.staff, self.chart):
                self._last = lines[-1].seq if len(lines) == PAGE else None
                self.panel.show_lines(lines, more=more)

        def read() -> tuple[AccessLine, ...]:
            return self.desk.accesses.lines(before=before, staff=staff, chart=chart)

        self.run(read, shown, self.panel.show_error)

    def list_openings(self, *, reviewed: bool = False) -> None:
        """Show the openings to review, or all."""

        def read() -> tuple[Opening, ...]:
            return self.desk.accesses.openings(reviewed=reviewed)

        self.run(read, self.panel.show_openings, self.panel.show_error)

    def review(self, opening: str, finding: str) -> None:
        """Keep what was found of an opening, and show what is left."""

        def done(_none: object) -> None:
            self.list_openings()

        def work() -> None:
            self.desk.accesses.review(opening, finding=finding)

        self.run(work, done, self.panel.show_error)
