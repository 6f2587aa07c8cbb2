# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: TC001, TC003 - the types of the fields are read at run time
"""The letters of a request for release to whoever asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from himdesk.printing.letters.notices import Notice
from himdesk.printing.letters.values import Person, Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One failing element of a form: its paragraph, and what is wrong with it."""

    element: str
    paragraph: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseNotice(Notice):
    """What letters to whoever asked for records have in common."""

    patient: Person
    request: str
    received_on: date
    requester: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationReturn(ReleaseNotice):
    """A form that is no valid authorization goes back with exactly its defects (164.508(b)(2))."""

    kind: ClassVar[str] = "authorization-return"
    defects: tuple[Defect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessExtension(ReleaseNotice):
    """It takes longer: why, and by which day the request is acted on (164.524(b)(2)(iii))."""

    kind: ClassVar[str] = "access-extension"
    reason: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRequest(ReleaseNotice):
    """Identity or authority was not shown yet: what to send (164.514(h)).

    It goes to a person who is not verified, so it says of the chart no more than was asked for:
    `deceased` asks for the authority of an executor or administrator (164.502(g)(4)).
    """

    kind: ClassVar[str] = "proof-request"
    identity: bool
    authority: bool
    deceased: bool
    send_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsElsewhere(ReleaseNotice):
    """What we do not hold of what was asked for, and who does if we know (164.524(d)(3)).

    `given` is the part that we hold and send; without it we hold none.
    """

    kind: ClassVar[str] = "records-elsewhere"
    lacking: str
    given: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """One part of what a copy costs."""

    text: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessAcceptance(ReleaseNotice):
    """Access is given: in which form, at which fee, by which day (164.524(b)(2)(i)(A), (c))."""

    kind: ClassVar[str] = "access-acceptance"
    records: str
    form: str
    address: str
    due: date
    fees: tuple[Fee, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialGround:
    """One basis of a denial of access in words, with its paragraph."""

    text: str
    paragraph: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessDenial(ReleaseNotice):
    """Access is denied, in whole or part: basis, review, complaint (164.524(d)(2)).

    `reviewable` says whether the patient may have another professional review it ((a)(4)).
    """

    kind: ClassVar[str] = "access-denial"
    grounds: tuple[DenialGround, ...]
    reason: str
    given: str
    reviewable: bool
    review_at: str
    complaint: Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessReview(ReleaseNotice):
    """What another professional determined of a denial (164.524(d)(4))."""

    kind: ClassVar[str] = "access-review"
    denied_on: date
    reviewer: str
    reviewed_on: date
    upheld: bool
    determination: str
    complaint: Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountingExtension(ReleaseNotice):
    """An accounting takes longer: why, and by which day it is given (164.528(c)(1)(ii))."""

    kind: ClassVar[str] = "accounting-extension"
    reason: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountingFee(ReleaseNotice):
    """What an accounting costs, before it is made (164.528(c)(2)(ii))."""

    kind: ClassVar[str] = "accounting-fee"
    since: date
    to: date
    amount: str
    write_to: str


RELEASE_KINDS: tuple[type[Notice], ...] = (
    AuthorizationReturn,
    ProofRequest,
    AccessAcceptance,
    AccessExtension,
    AccessDenial,
    AccessReview,
    RecordsElsewhere,
    AccountingExtension,
    AccountingFee,
)
"""The letters of a request for release or for an accounting."""
