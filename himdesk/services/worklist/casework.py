# SPDX-License-Identifier: Apache-2.0
"""Who has a case, what it waits for, and what is said of it; each step is chained."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import sha256
from himdesk.domain.errors import NotFound, NotPermitted, ReasonMissing, UsageError
from himdesk.domain.roles import VERBS as ROLES
from himdesk.domain.roles import Role, permitted
from himdesk.domain.times import utc_text
from himdesk.services.charts.sight import NOT_SHOWN, Sight
from himdesk.services.worklist.errors import CaseResolved, CaseStillOpen, CaseTaken
from himdesk.services.worklist.owners import may_act_for
from himdesk.services.worklist.rows import charts_of, clock_time
from himdesk.services.worklist.values import AMENDMENT, DUPLICATE, RELEASE, VERBS, Colleague, Said
from himdesk.store import content
from himdesk.store.desk import casework, settings, staff, work
from himdesk.store.reading import patients

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

MINUTES: Final = "worklist.claim-minutes"
"""The setting of how long a claim lasts that nobody renews."""

MOST_EVIDENCE: Final = 32 << 20


@dataclass(frozen=True, slots=True)
class Casework:
    """What a person does with cases of the work list, short of deciding them."""

    context: Context

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

    def assign(self, cases: Sequence[str], to: str | None) -> int:
        """A supervisor gives cases to somebody, or frees them; answers how many there were.

        What was resolved meanwhile is left out.

        Raises:
            NotFound, NotPermitted: there is no such colleague, or they may not do this work.
        """
        self.context.require("assign")
        with self.context.writing() as session:
            rows = [row for row in self._rows(session, cases) if row.state == work.OPEN]
            self._give(session, rows, to)
        return len(rows)

    def reassign_all(self, leaver: str, to: str | None) -> int:
        """A supervisor gives all cases of somebody who leaves to another, or frees them."""
        self.context.require("assign")
        with self.context.writing() as session:
            rows = self._rows(session, casework.held_by(session, leaver))
            self._give(session, rows, to)
        return len(rows)

    def be_away(self, until: date, delegate: str, *, person: str | None = None) -> None:
        """Say until when one is away and who has the work; a supervisor may say it of others.

        Raises:
            NotFound: there is no such colleague.
            UsageError: the day is past, or one names oneself.
        """
        name = self._self_or_assigned(person)
        if delegate == name or until < self._today():
            raise UsageError("Name a colleague, and a day that is not past.")
        with self.context.writing() as session:
            self._check_able(session, delegate, [])
            absence = casework.Absence(staff=name, delegate=delegate, until=until.isoformat())
            casework.be_away(session, absence)
            detail = {"delegate": delegate, "until": until.isoformat()}
            self._staff_event(session, "away", name, detail)

    def come_back(self, *, person: str | None = None) -> None:
        """End an absence."""
        name = self._self_or_assigned(person)
        with self.context.writing() as session:
            casework.come_back(session, name)
            self._staff_event(session, "back", name, {})

    def ask_information(self, case: str, what: str, *, remind_on: date | None = None) -> None:
        """Say what is waited for; on the day it comes forward again.

        Raises:
            ReasonMissing: it is not said what is asked.
            CaseTaken: somebody else has it.
        """
        self._note(case, "ask information", what, remind_on, waiting_for=what.strip())

    def information_came(self, case: str, what: str) -> None:
        """Say what was answered; nothing is waited for any more."""
        self._note(case, "information came", what, None, waiting_for=None)

    def snooze(self, case: str, until: date, *, comment: str = "") -> None:
        """Put a case out of sight until a day; its legal clock runs on.

        Raises:
            UsageError: the day is not after today, or after the legal one.
            CaseTaken: somebody else has it.
        """
        if until <= self._today():
            raise UsageError("Snooze until a day after today.")
        with self.context.writing() as session:
            row = self._open(session, case)
            self._check_owner(session, row)
            if row.due_at is not None and until.isoformat() > row.due_at[:10]:
                raise UsageError(f"This is due on {row.due_at[:10]}: snooze until then at most.")
            start = self._start_of(until)
            casework.change(session, [case], snoozed_until=start)
            self._record(session, case, "snooze", comment=comment, detail=until.isoformat())

    def wake(self, case: str) -> None:
        """Bring a snoozed case back into sight."""
        with self.context.writing() as session:
            self._open(session, case)
            casework.change(session, [case], snoozed_until=None)
            self._record(session, case, "wake")

    def comment(self, case: str, text: str) -> None:
        """Say something about a case; whoever sees the case may.

        Raises:
            ReasonMissing: nothing is said.
        """
        self.attach(case, text, "", None)

    def attach(self, case: str, text: str, name: str, evidence: bytes | None) -> None:
        """Say something and keep the file that proves it.

        Raises:
            ReasonMissing: nothing is said.
            UsageError: the file is too large.
        """
        if not text.strip():
            raise ReasonMissing
        if evidence is not None and len(evidence) > MOST_EVIDENCE:
            raise UsageError("A file of evidence is at most 32 MB. Nothing was kept.")
        with self.context.writing() as session:
            self._visible(work.case(session, case))
            verb = "comment" if evidence is None else "attach"
            self._record(session, case, verb, comment=text, detail=name, evidence=evidence)

    def evidence(self, case: str, digest: str) -> bytes:
        """A file that was attached to a case; the look is logged.

        Raises:
            NotFound: there is no such file.
            Restricted: a chart of the case is confidential.
        """
        with self.context.writing() as session:
            row = work.case(session, case)
            self._visible(row)
            named = patients.patients(session, charts_of(row)).values()
            Sight(self.context, session).check(*named)
            if digest not in {e.evidence for e in casework.events(session, [case])[case]}:
                raise NotFound("file", digest[:12])
            self.context.log(session, "evidence", row.patient_id, case)
            return content.get(session, digest)

    def said(self, case: str) -> tuple[Said, ...]:
        """All that was done with a case, in order; of a chart that one may not open, no words."""
        with self.context.database.read() as session:
            row = work.case(session, case)
            self._visible(row)
            (hide,) = Sight(self.context, session).silent([charts_of(row)])
            found = casework.events(session, [case])[case]
        return tuple(
            Said(
                by=event.by,
                at=clock_time(self.context, event.at),
                verb=event.verb,
                comment=NOT_SHOWN if hide and event.comment else event.comment or "",
                detail=NOT_SHOWN if hide and event.detail else event.detail or "",
                evidence=event.evidence,
            )
            for event in found
        )

    def reopen(self, case: str, *, reason: str) -> None:
        """Let a resolved case wait again; what was decided stays in force until it is undone.

        Raises:
            ReasonMissing: no reason was given.
            CaseStillOpen: it is open, or its own steps or judgements say when it opens again.
        """
        if not reason.strip():
            raise ReasonMissing
        with self.context.writing() as session:
            row = work.case(session, case)
            self._visible(row)
            if row.state == work.OPEN:
                raise CaseStillOpen(case, "This is open already.")
            if row.kind in {AMENDMENT, RELEASE}:
                raise CaseStillOpen(case, "A request that ended is asked anew by a new one.")
            if row.kind == DUPLICATE:
                text = "A judged pair opens again when its merge or its judgement is undone."
                raise CaseStillOpen(case, text)
            opened = replace(row, state=work.OPEN, closed_at=None, closed_by=None)
            work.put_case(session, opened)
            self._record(session, case, "reopen", comment=reason)

    def colleagues(self) -> tuple[Colleague, ...]:
        """Who can be given work: all who hold a role of the desk, with their absences."""
        with self.context.database.read() as session:
            away = {a.staff: a for a in casework.absences(session, self._today().isoformat())}
            found = staff.everyone(session)
        able = {role.value for role in (Role.CLERK, Role.SUPERVISOR, Role.ROI, Role.PRIVACY)}
        return tuple(
            Colleague(
                name=account.name,
                display=account.display,
                away=f"away until {away[account.name].until}" if account.name in away else "",
            )
            for account in found
            if account.disabled != staff.YES and account.roles & able
        )

    def _note(
        self, case: str, verb: str, what: str, remind_on: date | None, *, waiting_for: str | None
    ) -> None:
        if not what.strip():
            raise ReasonMissing
        remind = self._start_of(remind_on) if remind_on is not None else None
        with self.context.writing() as session:
            row = self._open(session, case)
            self._check_owner(session, row)
            casework.change(
                session, [case], waiting_for=waiting_for, remind_at=remind, snoozed_until=remind
            )
            day = remind_on.isoformat() if remind_on is not None else None
            self._record(session, case, verb, comment=what, detail=day)

    def _give(self, session: Transaction, rows: Sequence[work.Case], to: str | None) -> None:
        if to is not None:
            self._check_able(session, to, rows)
        self._own(session, [row.id for row in rows], to)
        for row in rows:
            self._record(session, row.id, "assign" if to else "free", detail=to)

    def _own(self, session: Transaction, cases: Sequence[str], owner: str | None) -> None:
        at = self.context.now() if owner is not None else None
        for start in range(0, len(cases), 500):
            part = cases[start : start + 500]
            casework.change(session, part, assigned_to=owner, claimed_at=at, claimed_until=None)

    def _rows(self, session: Transaction, cases: Sequence[str]) -> list[work.Case]:
        return [work.case(session, case) for case in cases]

    def _open(self, session: Transaction, case: str) -> work.Case:
        row = work.case(session, case)
        self._visible(row)
        if row.state != work.OPEN:
            by = staff.find(session, row.closed_by or "")
            name = by.display if by is not None else row.closed_by or "somebody"
            raise CaseResolved(case, name, clock_time(self.context, row.closed_at))
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

    def _check_able(self, session: Transaction, name: str, rows: Sequence[work.Case]) -> None:
        account = staff.find(session, name)
        if account is None or account.disabled == staff.YES:
            raise NotFound("colleague", name)
        roles = frozenset(Role(role) for role in account.roles)
        for verb in {VERBS.get(row.kind, "case") for row in rows}:
            if not permitted(verb, roles):
                raise NotPermitted(verb, tuple(sorted(ROLES[verb])), account.display)

    def _act_for(self, session: Transaction) -> tuple[str, ...]:
        return may_act_for(session, self.context, self._today())

    def _self_or_assigned(self, person: str | None) -> str:
        if person is not None and person != self.context.staff.name:
            self.context.require("assign")
            return person
        return self.context.staff.name

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

    def _staff_event(
        self, session: Transaction, verb: str, subject: str, detail: dict[str, str]
    ) -> None:
        at, by = self.context.now(), self.context.staff.name
        text = json.dumps(detail, sort_keys=True)
        staff.record(session, at=at, by=by, verb=verb, subject=subject, detail=text)

    def _minutes(self, session: Transaction) -> int:
        return int(settings.read(session).get(MINUTES, "30"))

    def _today(self) -> date:
        return self.context.clock().astimezone(self.context.site.zone).date()

    def _start_of(self, day: date) -> str:
        """The moment at which a day of the site begins."""
        start = datetime.combine(day, time(), tzinfo=self.context.site.zone)
        return utc_text(start.astimezone(UTC))
