# SPDX-License-Identifier: Apache-2.0
"""Intake and routing: the request, its day of receipt, questions to patient and author."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from himdesk.domain.amendments.case import Asked, Case, ItemState, Opinion, Requester
from himdesk.domain.amendments.errors import CaseRefused
from himdesk.domain.amendments.steps.step import (
    Moment,
    Step,
    check_open,
    item_of,
    needs,
    refuse,
    with_items,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from himdesk.domain.amendments.law import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Step):
    """A request came in, or another organisation told of an amendment.

    `told_in_advance`: patients had been told to ask in writing and with a reason (164.526(b)(1)).
    `recorded_late` says why it is recorded so long after its receipt.
    """

    patient: str
    kind: Kind
    received: date
    how: str
    requester: Requester
    reason: str
    items: tuple[Asked, ...]
    told_in_advance: bool = True
    recorded_late: str | None = None
    verb: ClassVar[str] = "open"

    def check(self, case: Case, moment: Moment) -> None:
        """Check what `open` can't: a case is opened once."""
        refuse(case, "opened", "The case is open already.")

    def open(self, case_id: str, moment: Moment) -> Case:
        """The case that the step opens.

        Raises:
            CaseRefused: the request lacks something, or its day of receipt can't be.
        """
        for rule, sentence in self._missing(moment):
            raise CaseRefused("", rule, sentence)
        return self.begin(case_id, moment.today)

    def _missing(self, moment: Moment) -> Iterator[tuple[str, str]]:
        late = (moment.today - self.received).days
        if late < 0:
            yield "received", f"A request can't be received after today ({moment.today})."
        if late > moment.periods.recorded_late and not (self.recorded_late or "").strip():
            text = f"The request was received {late} days before it is recorded: say why so late."
            yield "recorded-late", text
        if not self.items:
            yield "items", "A request names at least one thing to be amended."
        for asked in self.items:
            if not (asked.element.strip() and asked.wrong.strip() and asked.wanted.strip()):
                text = "says which record it is about, what is wrong there, what it should say."
                yield "items", f"Item {asked.number} {text}"
        if self.told_in_advance and not self.reason.strip():
            text = "The request gives no reason, which patients were told in advance to give."
            yield "reason", text
        if not (self.requester.name.strip() and self.requester.identity_check.strip()):
            text = "A request names the requester and how the identity was checked."
            yield "identity", text
        if not self.requester.is_patient and not (self.requester.authority or "").strip():
            yield "authority", "Who asks for somebody else shows by what authority."

    def begin(self, case_id: str, on: date) -> Case:
        """The case at its beginning."""
        return Case(
            id=case_id,
            kind=self.kind,
            patient=self.patient,
            received=self.received,
            recorded=on,
            how=self.how,
            requester=self.requester,
            reason=self.reason,
            items=tuple(ItemState(asked=asked) for asked in self.items),
            told_in_advance=self.told_in_advance,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Redated(Step):
    """The day of receipt was wrong: the clock is reckoned anew and says so for ever."""

    received: date
    reason: str
    verb: ClassVar[str] = "redate"

    def check(self, case: Case, moment: Moment) -> None:
        """A reason, and another day, on which nothing of the case had happened yet."""
        check_open(case)
        needs(case, "redate-reason", self.reason, "Say why the day of receipt is changed.")
        first = min((case.recorded, *(sent.on for sent in case.letters)))
        if self.received > first:
            text = f"The request was here on {first}: it can't have been received later."
            refuse(case, "received", text)
        if self.received == case.received:
            refuse(case, "received", f"The day of receipt is {case.received} already.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The first day is kept beside the new one."""
        first = case.originally_received or case.received
        return replace(case, received=self.received, originally_received=first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed(Step):
    """Items went to the author of the record, or whoever stands in."""

    items: tuple[int, ...]
    clinician: str
    verb: ClassVar[str] = "route"

    def check(self, case: Case, moment: Moment) -> None:
        """Items that are undecided, and someone to ask."""
        check_open(case)
        needs(case, "clinician", self.clinician, "Say who is asked.")
        for number in self.items:
            check_undecided(case, number)

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The items wait for an answer from that day on."""
        return with_items(
            case, self.items, lambda i: replace(i, clinician=self.clinician, routed_on=on)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Step):
    """The author of the record said what to do with an item; the desk has the evidence."""

    item: int
    clinician: str
    accept: bool
    text: str
    evidence: str
    verb: ClassVar[str] = "answer"

    def check(self, case: Case, moment: Moment) -> None:
        """Whose answer it is, and how that is known."""
        check_open(case)
        check_undecided(case, self.item)
        needs(case, "clinician", self.clinician, "Say who answered.")
        needs(case, "evidence", self.evidence, "Say how the answer is known.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The opinion stands beside the item."""
        opinion = Opinion(
            clinician=self.clinician,
            accept=self.accept,
            text=self.text,
            evidence=self.evidence,
            recorded_by=by,
        )
        return with_items(case, (self.item,), lambda i: replace(i, opinion=opinion))


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationAsked(Step):
    """The patient was asked for something; the clock goes on."""

    what: str
    verb: ClassVar[str] = "ask"

    def check(self, case: Case, moment: Moment) -> None:
        """Something that is asked for."""
        check_open(case)
        needs(case, "what", self.what, "Say what is asked for.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The case waits."""
        return replace(case, waiting_for=self.what)


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationCame(Step):
    """What was asked for has come."""

    what: str
    verb: ClassVar[str] = "came"

    def check(self, case: Case, moment: Moment) -> None:
        """Something was asked for."""
        check_open(case)
        if case.waiting_for is None:
            refuse(case, "what", "Nothing was asked for.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The case waits no more."""
        return replace(case, waiting_for=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled(Step):
    """The requester took the request back."""

    reason: str
    verb: ClassVar[str] = "cancel"

    def check(self, case: Case, moment: Moment) -> None:
        """Only before a decision was told."""
        check_open(case)
        needs(case, "cancel-reason", self.reason, "Say how the request was taken back.")
        if case.told:
            refuse(case, "cancel", "A decision has been sent: the case can't be cancelled.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The case is over."""
        return replace(case, cancelled=self.reason)


def check_undecided(case: Case, number: int) -> None:
    """Check that an item is not decided yet."""
    if item_of(case, number).decision is not None:
        refuse(case, "decided", f"Item {number} is decided.")
