# SPDX-License-Identifier: Apache-2.0
"""What a case waits for: information with a reminder, or a day until which it is out of sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.errors import ReasonMissing, UsageError
from himdesk.services.worklist.steps import Steps
from himdesk.store.desk import casework

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Waiting(Steps):
    """Puts a case aside until something comes."""

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
