# SPDX-License-Identifier: Apache-2.0
"""An amendment case as it stands: what was asked, decided, sent, and is still owed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.amendments.law import Basis, Kind, Status

if TYPE_CHECKING:
    from datetime import date


ACCEPTANCE, DENIAL, EXTENSION = "amendment-acceptance", "amendment-denial", "amendment-extension"
"""The letters that the law counts: what was decided, and why it takes longer."""

SELF = "self"
"""The relation of a patient who asks in person."""

NOTICE = "amendment-notice"
"""The letter to those who have the earlier record (c)(3)."""

DECISION_LETTERS = frozenset({ACCEPTANCE, DENIAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """Who asks, by what authority, and how both were checked (never the number of an ID).

    `relation` is "self" for the patient; `address` is where somebody else is written to, line by
    line, if not at the patient's address.
    """

    name: str
    relation: str
    identity_check: str
    authority: str | None = None
    address: str | None = None

    @property
    def is_patient(self) -> bool:
        """Whether patients ask for themselves."""
        return self.relation == SELF


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing to be amended: which record, what is wrong there, what it should say.

    `item` is the record's id where it is one of ours.
    """

    number: int
    element: str
    wrong: str
    wanted: str
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided of one item; `basis` is given if it is denied."""

    accept: bool
    reason: str
    on: date
    by: str
    basis: Basis | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the author of the record said, with the evidence of it; recorded by the desk."""

    clinician: str
    accept: bool
    text: str
    evidence: str
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    """An item of the request with all that became of it.

    `request` is the proposed correction, `change_set` the one that was applied; `moot` says why
    an accepted item needs none (the record moved to its right chart: S12).
    """

    asked: Asked
    clinician: str | None = None
    routed_on: date | None = None
    opinion: Opinion | None = None
    decision: Decision | None = None
    request: str | None = None
    change_set: str | None = None
    moot: str | None = None

    @property
    def accepted(self) -> bool:
        """Whether it was decided and accepted."""
        return self.decision is not None and self.decision.accept

    @property
    def denied(self) -> bool:
        """Whether it was decided and denied."""
        return self.decision is not None and not self.decision.accept

    @property
    def settled(self) -> bool:
        """Whether nothing remains to be done in the chart."""
        return self.denied or (self.accepted and bool(self.change_set or self.moot))


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """The one extension: prepared with reasons and a day; in force once its letter went in time."""

    reason: str
    until: date
    prepared_on: date
    sent_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement of disagreement or a rebuttal, word for word, on the day it came or was made.

    `attachment` is the number of the file that shows it as it came.
    """

    text: str
    on: date
    attachment: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Someone to be told of the amendment: named by the patient, or known to rely on the record.

    Who was named is told only with the patient's agreement (164.526(c)(3)(i)); who may rely on
    it to the patient's detriment without (ii).
    """

    number: int
    recipient: str
    address: str
    named_by_patient: bool
    agreed: bool
    disclosure: str | None = None
    sent_on: date | None = None
    waived: str | None = None

    @property
    def owed(self) -> bool:
        """Whether it still has to be sent."""
        allowed = self.agreed or not self.named_by_patient
        return allowed and self.sent_on is None and self.waived is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A system that has to be corrected by hand, and the evidence that it was (DOMAIN 2.10)."""

    number: int
    system: str
    action: str
    evidence: str | None = None
    done_on: date | None = None
    done_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A letter of the case that went out; `letter` is the issued letter's id."""

    kind: str
    letter: str
    on: date
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of the case as it came: the patient's letter, a scan, a photo.

    `digest` is the SHA-256 of its bytes, `content_type` what these are; `about` says what it is.
    """

    number: int
    name: str
    content_type: str
    size: int
    digest: str
    about: str
    on: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The case as it stands after all its steps."""

    id: str
    kind: Kind
    patient: str
    received: date
    recorded: date
    how: str
    requester: Requester
    reason: str
    items: tuple[ItemState, ...]
    told_in_advance: bool = True
    originally_received: date | None = None
    waiting_for: str | None = None
    extension: Extension | None = None
    disagreement: Statement | None = None
    rebuttal: Statement | None = None
    attach_request: bool = False
    notices: tuple[Notice, ...] = ()
    tasks: tuple[Task, ...] = ()
    letters: tuple[Sent, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    cancelled: str | None = None
    closed_on: date | None = None

    @property
    def redated(self) -> bool:
        """Whether the day of receipt was changed after the fact: shown wherever the clock is."""
        return self.originally_received is not None

    @property
    def decided(self) -> bool:
        """Whether every item is decided."""
        return all(item.decision is not None for item in self.items)

    @property
    def telling(self) -> str:
        """The letter that tells all that was decided: a denial tells also what was accepted."""
        return DENIAL if any(item.denied for item in self.items) else ACCEPTANCE

    @property
    def status(self) -> Status:
        """The business status (DOMAIN 5.3)."""
        if self.cancelled is not None:
            return Status.CANCELLED
        if self.closed_on is not None:
            return Status.COMPLETED
        if self.decided:
            return self._status_decided()
        if self.waiting_for is not None:
            return Status.WAITING
        touched = any(i.routed_on or i.opinion or i.decision for i in self.items)
        return Status.IN_REVIEW if touched else Status.QUEUED

    def _status_decided(self) -> Status:
        accepted = [item for item in self.items if item.accepted]
        if self.disagreement is not None:
            return Status.DISAGREEMENT
        if not accepted:
            return Status.DENIED
        if all(item.settled for item in accepted):
            return Status.AMENDED
        return Status.ACCEPTED if len(accepted) == len(self.items) else Status.PARTIAL

    @property
    def over(self) -> bool:
        """Whether nothing can happen to it any more but a disagreement or its rebuttal."""
        return self.closed_on is not None or self.cancelled is not None

    def item(self, number: int) -> ItemState | None:
        """The item with this number."""
        return next((i for i in self.items if i.asked.number == number), None)

    def attachment(self, number: int) -> Attachment | None:
        """The file with this number."""
        return next((each for each in self.attachments if each.number == number), None)

    def sent(self, kind: str) -> Sent | None:
        """The first letter of a kind that went out."""
        return next((letter for letter in self.letters if letter.kind == kind), None)

    @property
    def told(self) -> bool:
        """Whether the patient has been told a decision."""
        return any(sent.kind in DECISION_LETTERS for sent in self.letters)

    @property
    def packet_due(self) -> bool:
        """Whether later releases of the disputed records carry the dispute packet (d)(5).

        They must with a disagreement on file; without one only if the patient asked for it.
        """
        denied = any(item.denied for item in self.items)
        return denied and (self.disagreement is not None or self.attach_request)
