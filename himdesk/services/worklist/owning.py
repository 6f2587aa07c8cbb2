# SPDX-License-Identifier: Apache-2.0
"""Who has a case or a request for approval: claimed, given back, handed over, asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from himdesk.domain.approval import check_four_eyes
from himdesk.domain.errors import NotFound, NotPermitted
from himdesk.domain.roles import VERBS as ROLES
from himdesk.domain.roles import Role, check_permitted, permitted
from himdesk.domain.times import utc_text
from himdesk.services.worklist.steps import Steps
from himdesk.services.worklist.values import APPROVAL, VERBS
from himdesk.store.desk import casework, claims, proposals, settings, staff, work

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
            NotPermitted, SelfApproval: the person may not approve this request.
        """
        context = self.context
        with context.writing() as session:
            row = self._own_step(session, case)
            self._check_able(session, context.staff.name, [row])
            at, me = context.now(), context.staff.name
            absent = self._act_for(session)[1:]
            until = utc_text(context.clock() + timedelta(minutes=self._minutes(session)))
            if not claims.take(session, row, by=me, at=at, until=until, absent=absent):
                raise self._taken(session, row)
            if row.assigned_to != me:
                verb = "claim" if row.assigned_to is None else "take over"
                self._note_claim(session, row, verb, detail=row.assigned_to)

    def give_back(self, case: str) -> None:
        """Let go of a case; a supervisor may free anybody's.

        Raises:
            CaseTaken: somebody else has it.
        """
        with self.context.writing() as session:
            row = self._own_step(session, case)
            self._check_owner(session, row)
            self._own(session, [case], None)
            self._note_claim(session, row, "give back")

    def hand_over(self, case: str, to: str, *, comment: str = "") -> None:
        """Give one's own case to a colleague, who keeps it; a supervisor may give anybody's.

        Raises:
            CaseTaken: somebody else has it.
            NotFound, NotPermitted: there is no such colleague, or they may not do this work.
            SelfApproval: they asked for the request themselves.
        """
        with self.context.writing() as session:
            row = self._own_step(session, case)
            self._check_owner(session, row)
            self._check_able(session, to, [row])
            self._own(session, [case], to)
            self._note_claim(session, row, "hand over", comment=comment, detail=to)

    def ask_for(self, case: str, *, comment: str = "") -> None:
        """Ask who has a case to hand it over; they see it beside the case."""
        with self.context.writing() as session:
            row = self._still_open(session, claims.case(session, case))
            self._note_claim(session, row, "ask for", comment=comment, detail=row.assigned_to)

    def _own_step(self, session: Transaction, case: str) -> work.Case:
        """What is open; a request is only in the hands of those who may approve."""
        row = self._still_open(session, claims.case(session, case))
        if row.kind == APPROVAL:
            check_permitted("approve", self.context.staff.roles)
        return row

    def _note_claim(
        self,
        session: Transaction,
        row: work.Case,
        verb: str,
        *,
        comment: str = "",
        detail: str | None = None,
    ) -> None:
        """Keep what was done, with the request where it is one."""
        if row.kind != APPROVAL:
            self._record(session, row.id, verb, comment=comment, detail=detail)
            return
        event = casework.WorkEvent(
            case_id=row.id,
            at=self.context.now(),
            by=self.context.staff.name,
            verb=verb,
            comment=comment.strip() or None,
            detail=detail or None,
        )
        claims.record(session, event)

    def _check_able(self, session: Transaction, name: str, rows: Sequence[work.Case]) -> None:
        account = staff.find(session, name)
        if account is None or account.disabled == staff.YES:
            raise NotFound("colleague", name)
        roles = frozenset(Role(role) for role in account.roles)
        requests = [row for row in rows if row.kind == APPROVAL]
        needed = {VERBS.get(row.kind, "case") for row in rows if row.kind != APPROVAL}
        for verb in needed | ({"approve"} if requests else set()):
            if not permitted(verb, roles):
                raise NotPermitted(verb, tuple(sorted(ROLES[verb])), account.display)
        for row in requests:
            check_four_eyes(row.id, account.person_id, _askers(session, row.id))

    def _own(self, session: Transaction, cases: Sequence[str], owner: str | None) -> None:
        at = self.context.now() if owner is not None else None
        for start in range(0, len(cases), 500):
            claims.give(session, cases[start : start + 500], owner, at)

    def _minutes(self, session: Transaction) -> int:
        return int(settings.read(session).get(MINUTES, "30"))


def _askers(session: Transaction, request: str) -> frozenset[str]:
    """The persons who asked for a request or edited it."""
    found = (staff.find(session, name) for name in proposals.requesters(session, request))
    return frozenset(account.person_id for account in found if account is not None)
