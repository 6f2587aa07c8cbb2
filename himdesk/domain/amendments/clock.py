# SPDX-License-Identifier: Apache-2.0
"""The legal clock of an amendment request: calendar days in the site's zone (164.526(b)(2))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from himdesk.domain.amendments.law import Kind

if TYPE_CHECKING:
    from himdesk.domain.amendments.case import Case
    from himdesk.domain.amendments.law import Periods


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What the clock of a case shows on a day; `left` is negative when it is overdue.

    `stopped` is the day on which the last decision letter went: the law's "act".
    """

    due: date
    extended: bool
    stopped: date | None
    left: int
    overdue: bool


def first_due(received: date, periods: Periods) -> date:
    """The last day to act without an extension."""
    return received + timedelta(days=periods.act)


def latest_completion(received: date, periods: Periods) -> date:
    """The latest day that an extension may name."""
    return received + timedelta(days=periods.act + periods.extension)


def extended_to(case: Case, periods: Periods) -> date | None:
    """The day of the extension in force: one whose letter went within the first period.

    Where the day of receipt was changed since, it ends no later than the law allows from then on.
    """
    extension, first = case.extension, first_due(case.received, periods)
    if extension is None or extension.sent_on is None or extension.sent_on > first:
        return None
    return max(first, min(extension.until, latest_completion(case.received, periods)))


def acted_on(case: Case) -> date | None:
    """The day on which the patient had been told all that was decided.

    Of what another organisation told us, the day on which the case was closed.
    """
    if case.kind is Kind.INBOUND_NOTICE:
        return case.closed_on
    if case.cancelled is not None or not case.decided:
        return None
    return min((sent.on for sent in case.letters if sent.kind == case.telling), default=None)


def clock(case: Case, today: date, periods: Periods) -> Clock:
    """The clock of a case on a day of the site."""
    until = extended_to(case, periods)
    due = until or first_due(case.received, periods)
    stopped = acted_on(case)
    left = (due - (stopped or today)).days
    running = stopped is None and not case.over
    return Clock(
        due=due,
        extended=until is not None,
        stopped=stopped,
        left=left,
        overdue=running and left < 0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A clinician who was asked about an item so many days ago and has not answered.

    `step` is the last of the days of `Periods.reminders` that has come.
    """

    item: int
    clinician: str
    days: int
    step: int


def reminders(case: Case, today: date, periods: Periods) -> tuple[Reminder, ...]:
    """Whom to remind: asked some days ago, of an item that is still undecided."""
    found = []
    for item in case.items:
        waits = item.opinion is None and item.decision is None and not case.over
        if item.routed_on is None or item.clinician is None or not waits:
            continue
        days = (today - item.routed_on).days
        come = [step for step in periods.reminders if step <= days]
        if come:
            number = item.asked.number
            found.append(Reminder(item=number, clinician=item.clinician, days=days, step=max(come)))
    return tuple(found)
