# SPDX-License-Identifier: Apache-2.0
"""How work is shared out: assigned, taken over from a leaver, delegated in absence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.errors import NotPermitted, SelfApproval, UsageError
from himdesk.domain.roles import Role, permitted
from himdesk.services.worklist.owning import Owning
from himdesk.services.worklist.values import APPROVAL, Colleague
from himdesk.store.desk import casework, claims, staff, work

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Sharing(Owning):
    """Gives the work of one to another."""

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
        """A supervisor gives all cases of somebody who leaves to another, or frees them.

        Requests that the other may not approve are freed, so that they hold up nothing.
        """
        self.context.require("assign")
        with self.context.writing() as session:
            rows = self._rows(session, claims.held_by(session, leaver))
            barred = [row for row in rows if self._barred(session, row, to)]
            self._give(session, [row for row in rows if row not in barred], to)
            self._give(session, barred, None)
        return len(rows)

    def _barred(self, session: Transaction, row: work.Case, to: str | None) -> bool:
        if to is None or row.kind != APPROVAL:
            return False
        try:
            self._check_able(session, to, [row])
        except (NotPermitted, SelfApproval):
            return True
        return False

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
                approves=permitted("approve", frozenset(map(Role, account.roles))),
            )
            for account in found
            if account.disabled != staff.YES and account.roles & able
        )

    def _give(self, session: Transaction, rows: Sequence[work.Case], to: str | None) -> None:
        if to is not None:
            self._check_able(session, to, rows)
        self._own(session, [row.id for row in rows], to)
        for row in rows:
            self._note_claim(session, row, "assign" if to else "free", detail=to)

    def _rows(self, session: Transaction, cases: Sequence[str]) -> list[work.Case]:
        return [claims.case(session, case) for case in cases]

    def _self_or_assigned(self, person: str | None) -> str:
        if person is not None and person != self.context.staff.name:
            self.context.require("assign")
            return person
        return self.context.staff.name

    def _staff_event(
        self, session: Transaction, verb: str, subject: str, detail: dict[str, str]
    ) -> None:
        at, by = self.context.now(), self.context.staff.name
        text = json.dumps(detail, sort_keys=True)
        staff.record(session, at=at, by=by, verb=verb, subject=subject, detail=text)
