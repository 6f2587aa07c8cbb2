# SPDX-License-Identifier: Apache-2.0
"""Who looked at what: the access log, and confidential charts that were opened for a reason.

A log of who read which chart, and its regular review, is asked for by 45 CFR 164.312(b) and
164.308(a)(1)(ii)(D).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.errors import NeverAllowed, ReasonMissing
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.sight import NOT_SHOWN, Sight
from himdesk.store.desk import access
from himdesk.store.reading import patients

if TYPE_CHECKING:
    from collections.abc import Iterable

    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

PAGE = 200
"""Lines of the log that are read at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLine:
    """One line of the log; `chart` is its number, for who reads no charts its id."""

    seq: int
    at: str
    staff: str
    verb: str
    chart: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A confidential chart that was opened for a reason, from `at` to `until`, and its review."""

    id: str
    staff: str
    chart: str
    reason: str
    at: str
    until: str
    reviewed_by: str | None
    reviewed_at: str | None
    finding: str | None


@dataclass(frozen=True, slots=True)
class Accesses:
    """The desk of whoever looks after the looking: auditor, privacy officer, administrator."""

    context: Context

    def lines(
        self, *, before: int | None = None, staff: str = "", chart: str = "", limit: int = PAGE
    ) -> tuple[AccessLine, ...]:
        """Lines of the log, newest first; `before` is the seq of the last one seen.

        Looking is itself a line of the log, when it begins.

        Raises:
            NotFound, Ambiguous: `chart` is no number of one chart.
        """
        context = self.context
        context.require("access-log")
        with context.database.read() as session:
            wanted = self._chart(session, chart)
            found = access.entries(
                session, limit=limit, before=before, patient_id=wanted, staff=staff.strip() or None
            )
            named = _Named(context, session, (e.patient_id for e in found if e.patient_id))
            lines = tuple(
                AccessLine(
                    seq=e.seq,
                    at=e.at,
                    staff=e.staff,
                    verb=e.verb,
                    chart=named.chart(e.patient_id),
                    reason=named.reason(e.patient_id, e.reason),
                )
                for e in found
            )
        if before is None:
            with context.writing() as session:
                context.log(session, "access-log", wanted)
        return lines

    def _chart(self, session: Transaction, number: str) -> str | None:
        if not number.strip():
            return None
        return Addressing(self.context, session).exactly(number.strip()).id

    def openings(self, *, reviewed: bool = False) -> tuple[Opening, ...]:
        """Confidential charts that were opened, newest first: those to review, or all."""
        context = self.context
        context.require("break-glass-review")
        with context.database.read() as session:
            found = access.broken_glass(session, unreviewed=not reviewed)
            named = _Named(context, session, (each.patient_id for each in found))
            return tuple(
                Opening(
                    id=each.id,
                    staff=each.staff,
                    chart=named.chart(each.patient_id),
                    reason=each.reason,
                    at=each.at,
                    until=each.until,
                    reviewed_by=each.reviewed_by,
                    reviewed_at=each.reviewed_at,
                    finding=each.finding,
                )
                for each in found
            )

    def review(self, opening: str, *, finding: str) -> None:
        """Keep what was found of an opening.

        Raises:
            NeverAllowed: it is one's own.
            NotFound: there is none without a review.
            ReasonMissing: nothing is said.
        """
        context = self.context
        context.require("break-glass-review")
        if not finding.strip():
            raise ReasonMissing
        with context.writing() as session:
            own = {
                each.id
                for each in access.broken_glass(session, unreviewed=True)
                if each.staff == context.staff.name
            }
            if opening in own:
                raise NeverAllowed("own-opening", "Somebody else must review what you opened.")
            access.review(
                session,
                opening,
                reviewed_by=context.staff.name,
                reviewed_at=context.now(),
                finding=finding.strip(),
            )
            context.log(session, "break-glass-review", reason=opening)


class _Named:
    """Charts by number for readers of charts, by id for others; what people wrote, as they may."""

    def __init__(self, context: Context, session: Transaction, ids: Iterable[str]) -> None:
        sight, named = Sight(context, session), set(ids)
        self._reads, self._hidden = sight.reads, sight.hidden(named)
        self._charts = patients.patients(session, named) if self._reads else {}

    def chart(self, chart: str | None) -> str:
        found = self._charts.get(chart or "")
        return found.number if found is not None else chart or ""

    def reason(self, chart: str | None, reason: str | None) -> str:
        told = self._reads and chart not in self._hidden
        return reason or "" if told else NOT_SHOWN if reason else ""
