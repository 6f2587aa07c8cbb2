# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: TC001, TC003 - the types of the fields are read at run time
"""The kinds of letters: each a frozen value of what that letter is about, filled by services.

An attribute's name is the field's name in the template. `withheld` is never printed: it is what
the issued pages are searched for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from himdesk.printing.letters.values import (
    Amended,
    Census,
    Entry,
    FieldChange,
    Option,
    Person,
    Signer,
    Task,
    Withheld,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What all kinds have in common: a kind."""

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeNotice(Notice):
    """Departments are told that charts became one: what to relabel and by when."""

    kind: ClassVar[str] = "merge-notice"
    survivor: Person
    retired: tuple[Person, ...]
    reason: str
    at: datetime
    requested_by: str
    approved_by: str = ""
    change_set: str
    tasks: tuple[Task, ...]
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmergeNotice(Notice):
    """Departments are told that a merge was undone: which numbers live again, what goes back."""

    kind: ClassVar[str] = "unmerge-notice"
    survivor: Person
    restored: tuple[Person, ...]
    reason: str
    at: datetime
    merged_at: datetime
    requested_by: str
    approved_by: str = ""
    change_set: str
    undone_change_set: str
    tasks: tuple[Task, ...]
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayClinicianNotice(Notice):
    """Clinicians are told that two persons' entries were in one chart; never whose.

    `held_others`: the patient's chart held another person's entries; if not, entries of this
    patient were in the chart of another.
    """

    kind: ClassVar[str] = "overlay-clinicians"
    patient: Person
    held_others: bool = True
    entries: tuple[Entry, ...]
    found_on: date
    corrected_at: datetime
    to_sign: tuple[Entry, ...] = ()
    sign_by: date | None = None
    change_set: str
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayPatientNotice(Notice):
    """A patient is told that another person's information was in the record; never whose."""

    kind: ClassVar[str] = "overlay-patient"
    patient: Person
    information: tuple[str, ...]
    found_on: date
    corrected_on: date
    to_check: tuple[str, ...]
    contact: Signer
    separate_letter: bool = False
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionNotice(Notice):
    """Those who rely on a document are told that it was corrected."""

    kind: ClassVar[str] = "correction-notice"
    patient: Person
    document: str
    document_on: date
    author: str
    was: str
    now: str
    reason: str
    corrected_at: datetime
    received_on: date | None = None
    pages: str = ""
    confirm_by: date
    change_set: str
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentNotice(Notice):
    """Earlier recipients are told of accepted amendments (45 CFR 164.526(c)(3) and (e)).

    All that one of them has to be told of a request stands in one notice.
    """

    kind: ClassVar[str] = "amendment-notice"
    patient: Person
    records: tuple[Amended, ...]
    confirm_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyHandoff(Notice):
    """The privacy officer gets the facts of a possible misdirected disclosure, no conclusion."""

    kind: ClassVar[str] = "privacy-handoff"
    subject: Person
    disclosed_to: str
    disclosed_on: date | str
    information: tuple[str, ...]
    method: str
    from_chart: str
    discovered_on: date
    discovered_by: str
    notify_by: date
    viewed: str
    recovered: str
    identifiers: str
    likelihood: str
    mitigation: str
    change_set: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureRequest(Notice):
    """An author is asked to sign a note again that was moved to another chart."""

    kind: ClassVar[str] = "signature-request"
    clinician: str
    patient: Person
    entries: tuple[Entry, ...]
    why: str
    due: date
    options: tuple[Option, ...]
    change_set: str
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicianQuery(Notice):
    """An author is asked to judge a request for amendment."""

    kind: ClassVar[str] = "clinician-query"
    clinician: str
    patient: Person
    case: str
    received_on: date
    document: str
    document_on: date | str
    says: str
    wanted: str
    reason: str
    due: date
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate(Notice):
    """The legal record's proof of a change set: people, census, hashes."""

    reason: str
    at: datetime
    requested_by: str
    approved_by: str = ""
    approved_at: datetime | None = None
    change_set: str
    seq: int
    content: str
    digest: str
    previous: str
    census: tuple[Census, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeCertificate(Certificate):
    """The proof of a merge, with the values before and after."""

    kind: ClassVar[str] = "merge-certificate"
    survivor: Person
    others: tuple[Person, ...]
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmergeCertificate(Certificate):
    """The proof that a merge was undone, with the values before and after."""

    kind: ClassVar[str] = "unmerge-certificate"
    survivor: Person
    others: tuple[Person, ...]
    changes: tuple[FieldChange, ...]
    undone_change_set: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitCertificate(Certificate):
    """The proof of what a split or a move did to one chart; it names no other."""

    kind: ClassVar[str] = "split-certificate"
    patient: Person
    held_others: bool
    withheld: tuple[Withheld, ...] = ()
