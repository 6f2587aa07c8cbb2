# SPDX-License-Identifier: Apache-2.0
"""Who has a case: claimed, given back, handed over, asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import NotFound, NotPermitted
from himdesk.domain.roles import VERBS as ROLES
from himdesk.domain.roles import Role, permitted
from himdesk.domain.times import utc_text
from himdesk.services.worklist.steps import Steps
from himdesk.services.worklist.values import VERBS
from himdesk.store.desk import casework, settings, staff, work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.store.engine import Transaction

MINUTES: Final = "worklist.claim-minutes"
"""The setting of how long a claim lasts that nobody renews."""


@dataclass(frozen=True, slots=True)
class Owning(Steps):
    """Takes a case, and lets go of it."""

    def claim(self, case: str) -> None:
        """Take a case that nobody holds, or renew one's claim of it.

        A claim that ran out, and the case of an absent colleague whose delegate one is, may be
        taken.

        Raises:
            CaseTaken: somebody else has it.
            CaseResolved: it is over.
        """
        context = self.context
        with context.writing() as session:
            row = self._open(session, case)
            at, me = context.now(), context.staff.name
            absent = self._act_for(session)[1:]
            until = utc_text(context.clock() + timedelta(minutes=self._minutes(session)))
            if not casework.take(session, case, by=me, at=at, until=until, absent=absent):
                raise self._taken(session, row)
            if row.assigned_to != me:
                verb = "claim" if row.assigned_to is None else "take over"
                self._record(session, case, verb, detail=row.assigned_to)

    def give_back(self, case: str) -> None:
        """Let go of a case; a supervisor may free anybody's.

        Raises:
            CaseTaken: somebody else has it.
        """
        with self.context.writing() as session:
            row = self._open(session, case)
            self._check_owner(session, row)
            self._own(session, [case], None)
            self._record(session, case, "give back")

    def hand_over(self, case: str, to: str, *, comment: str = "") -> None:
        """Give one's own case to a colleague, who keeps it; a supervisor may give anybody's.

        Raises:
            CaseTaken: somebody else has it.
            NotFound, NotPermitted: there is no such colleague, or they may not do this work.
        """
        with self.context.writing() as session:
            row = self._open(session, case)
            self._check_owner(session, row)
            self._check_able(session, to, [row])
            self._own(session, [case], to)
            self._record(session, case, "hand over", comment=comment, detail=to)

    def ask_for(self, case: str, *, comment: str = "") -> None:
        """Ask who has a case to hand it over; they see it beside the case."""
        with self.context.writing() as session:
            row = self._open(session, case)
            self._record(session, case, "ask for", comment=comment, detail=row.assigned_to)

    def _check_able(self, session: Transaction, name: str, rows: Sequence[work.Case]) -> None:
        account = staff.find(session, name)
        if account is None or account.disabled == staff.YES:
            raise NotFound("colleague", name)
        roles = frozenset(Role(role) for role in account.roles)
        for verb in {VERBS.get(row.kind, "case") for row in rows}:
            if not permitted(verb, roles):
                raise NotPermitted(verb, tuple(sorted(ROLES[verb])), account.display)

    def _own(self, session: Transaction, cases: Sequence[str], owner: str | None) -> None:
        at = self.context.now() if owner is not None else None
        for start in range(0, len(cases), 500):
            part = cases[start : start + 500]
            casework.change(session, part, assigned_to=owner, claimed_at=at, claimed_until=None)

    def _minutes(self, session: Transaction) -> int:
        return int(settings.read(session).get(MINUTES, "30"))
