# SPDX-License-Identifier: Apache-2.0
"""What the law says in figures and closed lists; the periods are data, reviewed by counsel."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """Periods in calendar days of the site's zone, as they stand in a version of the law's data.

    `act` after receipt (164.526(b)(2)(i)), `extension` at most (b)(2)(ii); `recorded_late` is how
    long after its receipt a request may be recorded without saying why (the site's own rule),
    `reminders` the days after routing on which the clinician is reminded, `reviewed_on` when the
    site's counsel reviewed this version (None: nobody did yet).
    """

    version: str
    reviewed_on: date | None = None
    act: int = 60
    extension: int = 30
    recorded_late: int = 7
    reminders: tuple[int, ...] = (10, 20)


class Basis(StrEnum):
    """The only grounds on which an amendment may be denied: 164.526(a)(2)(i) to (iv)."""

    NOT_CREATED_HERE = "not-created-here"
    NOT_IN_RECORD_SET = "not-in-designated-record-set"
    NOT_INSPECTABLE = "not-available-for-inspection"
    ACCURATE = "accurate-and-complete"


class Status(StrEnum):
    """The business statuses of HL7's Patient Request for Corrections guide, word for word."""

    QUEUED = "queued"
    IN_REVIEW = "in-review"
    WAITING = "waiting-for-information"
    CANCELLED = "requester-cancelled"
    ACCEPTED = "accepted"
    PARTIAL = "partial-accept"
    AMENDED = "amendment-completed"
    DENIED = "denied"
    DISAGREEMENT = "disagreement-logged"
    COMPLETED = "completed"


class Kind(StrEnum):
    """Who asks: the patient or a representative, or another organisation (164.526(e))."""

    REQUEST = "request"
    INBOUND_NOTICE = "inbound-notice"
