# SPDX-License-Identifier: Apache-2.0
"""What every step on a case begins and ends with: may one, whose is it, and the chained event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from himdesk.domain.changes import sha256
from himdesk.domain.errors import NotPermitted
from himdesk.domain.roles import VERBS as ROLES
from himdesk.domain.roles import permitted
from himdesk.domain.times import utc_text
from himdesk.services.clocks import clock_time
from himdesk.services.delegates import may_act_for
from himdesk.services.worklist.errors import CaseResolved, CaseTaken
from himdesk.services.worklist.values import VERBS
from himdesk.store.desk import casework, staff, work

if TYPE_CHECKING:
    from datetime import date

    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps on cases by a person; each is checked first, and kept as an event."""

    context: Context

    def _open(self, session: Transaction, case: str) -> work.Case:
        return self._still_open(session, work.case(session, case))

    def _still_open(self, session: Transaction, row: work.Case) -> work.Case:
        self._visible(row)
        if row.state != work.OPEN:
            by = staff.find(session, row.closed_by or "")
            name = by.display if by is not None else row.closed_by or "somebody"
            raise CaseResolved(row.id, name, clock_time(self.context, row.closed_at))
        return row

    def _visible(self, row: work.Case) -> None:
        """Check that the person's roles see this kind."""
        verb = VERBS.get(row.kind, "case")
        if not permitted(verb, self.context.staff.roles):
            raise NotPermitted(verb, tuple(sorted(ROLES[verb])))

    def _check_owner(self, session: Transaction, row: work.Case) -> None:
        lapsed = row.claimed_until is not None and row.claimed_until < self.context.now()
        if row.assigned_to is None or lapsed or row.assigned_to in self._act_for(session):
            return
        if not permitted("assign", self.context.staff.roles):
            raise self._taken(session, row)

    def _taken(self, session: Transaction, row: work.Case) -> CaseTaken:
        owner = staff.find(session, row.assigned_to or "")
        name = owner.display if owner is not None else row.assigned_to or "somebody"
        return CaseTaken(row.id, name, clock_time(self.context, row.claimed_at))

    def _act_for(self, session: Transaction) -> tuple[str, ...]:
        return may_act_for(session, self.context, self._today())

    def _record(
        self,
        session: Transaction,
        case: str,
        verb: str,
        *,
        comment: str = "",
        detail: str | None = None,
        evidence: bytes | None = None,
    ) -> None:
        event = casework.WorkEvent(
            case_id=case,
            at=self.context.now(),
            by=self.context.staff.name,
            verb=verb,
            comment=comment.strip() or None,
            detail=detail or None,
            evidence=sha256(evidence) if evidence is not None else None,
        )
        casework.record(session, event, evidence)

    def _today(self) -> date:
        return self.context.clock().astimezone(self.context.site.zone).date()

    def _start_of(self, day: date) -> str:
        """The moment at which a day of the site begins."""
        start = datetime.combine(day, time(), tzinfo=self.context.site.zone)
        return utc_text(start.astimezone(UTC))
