# SPDX-License-Identifier: Apache-2.0
"""Deciding item by item, taking more time, correcting the chart, closing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from himdesk.domain.amendments.case import DENIAL, Decision, Extension
from himdesk.domain.amendments.clock import first_due, latest_completion
from himdesk.domain.amendments.law import Basis, Kind
from himdesk.domain.amendments.steps.dispute import REBUTTAL
from himdesk.domain.amendments.steps.step import (
    Moment,
    Step,
    check_accepted,
    check_asked_by_patient,
    check_open,
    item_of,
    needs,
    refuse,
    with_items,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from himdesk.domain.amendments.case import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Step):
    """An item was accepted, or denied on one of the four bases (164.526(a)(2)).

    `originator_gone` answers the question that a denial because others made the record must ask:
    whether there is a reasonable basis to believe that its originator is no longer available.
    """

    item: int
    accept: bool
    reason: str
    basis: Basis | None = None
    originator_gone: bool | None = None
    verb: ClassVar[str] = "decide"

    def check(self, case: Case, moment: Moment) -> None:
        """A reason; a basis for a denial and for nothing else; nothing told or done before."""
        check_open(case)
        item = item_of(case, self.item)
        if case.told:
            refuse(case, "told", "The decision has been sent to the patient.")
        if item.accepted and item.settled:
            refuse(case, "corrected", f"Item {self.item} has been corrected in the chart.")
        needs(case, "decision-reason", self.reason, "A decision gives its reason.")
        if self.accept and self.basis is not None:
            refuse(case, "basis", "Only a denial has a basis.")
        if not self.accept:
            self._check_denial(case)

    def _check_denial(self, case: Case) -> None:
        if case.kind is Kind.INBOUND_NOTICE:
            text = "An amendment that another organisation made is taken over (164.526(e))."
            refuse(case, "inbound", text)
        if self.basis is None:
            refuse(case, "basis", f"A denial has one of the bases: {', '.join(Basis)}.")
        if self.basis is not Basis.NOT_CREATED_HERE:
            return
        if self.originator_gone is None:
            text = "Say whether there is reason to believe that the originator is gone."
            refuse(case, "originator", text)
        if self.originator_gone:
            text = "Its originator is believed to be gone: that others made it is no basis then."
            refuse(case, "originator", text)

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The decision stands until the patient is told; then for good."""
        decision = Decision(accept=self.accept, reason=self.reason, on=on, by=by, basis=self.basis)
        return with_items(case, (self.item,), lambda i: replace(i, decision=decision))


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended(Step):
    """More time was taken (164.526(b)(2)(ii)); it counts once its letter went in time."""

    reason: str
    until: date
    verb: ClassVar[str] = "extend"

    def check(self, case: Case, moment: Moment) -> None:
        """Once, with reasons, within the first period, and no longer than the law allows."""
        check_open(case)
        check_asked_by_patient(case)
        periods = moment.periods
        due, last = first_due(case.received, periods), latest_completion(case.received, periods)
        text = "An extension gives the reasons for the delay."
        needs(case, "extension-reason", self.reason, text)
        if case.extension is not None:
            refuse(case, "extension-once", "The law allows one extension, and it was taken.")
        if case.told:
            refuse(case, "told", "A decision has been sent: there is nothing to extend.")
        if moment.today > due:
            text = f"An extension is given within {periods.act} days of receipt: by {due}."
            refuse(case, "extension-late", text)
        if not due < self.until <= last:
            text = f"An extension ends after {due} and not later than {last}."
            refuse(case, "extension-date", text)

    def apply(self, case: Case, on: date, by: str) -> Case:
        """Prepared, and not yet in force."""
        made = Extension(reason=self.reason, until=self.until, prepared_on=on)
        return replace(case, extension=made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(Step):
    """A correction of the chart was proposed (`request`) or applied (`change_set`) for an item."""

    item: int
    request: str | None = None
    change_set: str | None = None
    verb: ClassVar[str] = "correct"

    def check(self, case: Case, moment: Moment) -> None:
        """Only what was accepted is corrected."""
        check_open(case)
        check_accepted(case, self.item)
        needs(case, "correction", self.request or self.change_set, "Name the correction.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The item knows its correction."""
        return with_items(
            case,
            (self.item,),
            lambda i: replace(
                i,
                request=self.request or i.request,
                change_set=self.change_set or i.change_set,
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mooted(Step):
    """An accepted item needs no correction here any more: its record left the chart (S12)."""

    item: int
    why: str
    verb: ClassVar[str] = "moot"

    def check(self, case: Case, moment: Moment) -> None:
        """Accepted, and a reason."""
        check_open(case)
        check_accepted(case, self.item)
        needs(case, "why", self.why, "Say why no correction is needed.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The item is settled."""
        return with_items(case, (self.item,), lambda i: replace(i, moot=self.why))


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Step):
    """All that was owed is done."""

    verb: ClassVar[str] = "close"

    def check(self, case: Case, moment: Moment) -> None:
        """Nothing is owed to anyone."""
        check_open(case)
        owed = list(still_owed(case))
        if owed:
            refuse(case, "owed", f"The case can't be closed: {'; '.join(owed)}.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The case is completed."""
        return replace(case, closed_on=on)


def still_owed(case: Case) -> Iterator[str]:
    """What must be done before the case can be closed, in words."""
    for item in case.items:
        number = item.asked.number
        if item.decision is None:
            yield f"item {number} is undecided"
        elif not item.settled:
            yield f"item {number} is accepted and not yet corrected in the chart"
    if case.kind is Kind.REQUEST and case.sent(case.telling) is None:
        yield f"the {'denial' if case.telling == DENIAL else 'acceptance'} has not been sent"
    if case.rebuttal is not None and case.sent(REBUTTAL) is None:
        yield "the copy of the rebuttal has not been sent"
    if any(item.accepted for item in case.items):
        yield from (f"{n.recipient} has not been told" for n in case.notices if n.owed)
        yield from _uncorrected([task.system for task in case.tasks if task.done_on is None])


def _uncorrected(systems: list[str]) -> Iterator[str]:
    if len(systems) == 1:
        yield f"{systems[0]} has not been corrected"
    elif systems:
        yield f"{len(systems)} systems have not been corrected: {', '.join(systems)}"
