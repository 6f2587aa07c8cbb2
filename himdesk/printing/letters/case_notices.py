# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: TC001, TC003 - the types of the fields are read at run time
"""The letters of an amendment request (45 CFR 164.526), to the patient who asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from himdesk.printing.letters.notices import Notice
from himdesk.printing.letters.values import Person, Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One thing that the patient asked to amend."""

    number: int
    element: str
    wrong: str
    wanted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One thing that is amended, and how: by appending or by a link."""

    number: int
    element: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """One thing that is not amended: on which basis, in plain words, and why."""

    number: int
    element: str
    basis: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNotice(Notice):
    """What all letters of a case name: the patient, the case, when the request was received.

    `asked_by` is who asked in the patient's stead and gets the letter; empty if nobody did.
    """

    kind: ClassVar[str]
    patient: Person
    case: str
    received_on: date
    asked_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement(CaseNotice):
    """The request was received: what we understood, and by when we answer."""

    kind: ClassVar[str] = "amendment-acknowledgement"
    items: tuple[Wish, ...]
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionNotice(CaseNotice):
    """It takes longer: why, and by which day it will be answered ((b)(2)(ii))."""

    kind: ClassVar[str] = "amendment-extension"
    reason: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance(CaseNotice):
    """What is amended and how, and whom to tell of it ((c)(2), (3)).

    `amended_on` is the day on which all of it had been done; None while some is being done.
    """

    kind: ClassVar[str] = "amendment-acceptance"
    accepted: tuple[Accepted, ...]
    amended_on: date | None
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial(CaseNotice):
    """What was denied, on which basis, and what the patient may do about it ((d)(1)).

    Where the rest was accepted, it says all that an acceptance says too: one letter tells both.
    """

    kind: ClassVar[str] = "amendment-denial"
    denied: tuple[Denied, ...]
    accepted: tuple[Accepted, ...]
    amended_on: date | None
    told: tuple[str, ...]
    file_at: str
    longest: str
    complaint: Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementReceipt(CaseNotice):
    """The statement of disagreement was received and goes with the record ((d)(2), (4))."""

    kind: ClassVar[str] = "disagreement-receipt"
    disagreed_on: date
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuttalCopy(CaseNotice):
    """A copy of the rebuttal of a statement of disagreement ((d)(3))."""

    kind: ClassVar[str] = "amendment-rebuttal"
    disagreed_on: date
    rebuttal: str


CASE_KINDS: tuple[type[Notice], ...] = (
    Acknowledgement,
    ExtensionNotice,
    Acceptance,
    Denial,
    DisagreementReceipt,
    RebuttalCopy,
)
"""The letters of a case."""
