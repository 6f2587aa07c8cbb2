# SPDX-License-Identifier: Apache-2.0
"""A patient's request for an accounting of disclosures, and the time it leaves (164.528(c)).

It is acted on within 60 days; once, by a letter within them, 30 days more are taken. An accounting
that is not the first in twelve months may cost a fee, if the patient was told it in advance and
could withdraw or modify the request.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from himdesk.domain.releases.errors import ReleaseShut

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from himdesk.domain.releases.request import Extension

DAYS: Final = 60
"""Days to act on a request for an accounting (164.528(c)(1)(i))."""

MORE_DAYS: Final = 30
"""Days of its one extension (164.528(c)(1)(ii))."""


class AccountState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeNotice:
    """What the patient was told that it costs, and since when they agree to it, if they do."""

    amount: Decimal
    told_on: date
    agreed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRequest:
    """A request as it stands; `report` is the digest of the accounting that was given.

    `quotes` are the sums that letters, by their ids, say it costs.
    """

    id: str
    patient: str
    requester: str
    received: date
    since: date
    until: date
    extension: Extension | None = None
    notice: FeeNotice | None = None
    quotes: Mapping[str, Decimal] = field(default_factory=dict)
    state: AccountState = AccountState.OPEN
    ended_on: date | None = None
    ended_because: str = ""
    report: str = ""


def due(request: AccountRequest) -> date:
    """The last day to act."""
    if request.extension is not None and request.extension.sent_on is not None:
        return request.extension.until
    return request.received + timedelta(days=DAYS)


def check_extension(request: AccountRequest, extension: Extension, today: date) -> None:
    """Check that the law allows this extension.

    One that is only prepared, and whose letter was not sent, may be prepared anew.

    Raises:
        ReleaseShut: it does not; the error names the field of the extension, if it is about one.
    """
    first = request.received + timedelta(days=DAYS)
    last = first + timedelta(days=MORE_DAYS)
    if request.extension is not None and request.extension.sent_on is not None:
        raise ReleaseShut(request.id, ("The law allows one extension, and it was taken.",))
    if not extension.reason.strip():
        text = "An extension gives the reasons for the delay."
        raise ReleaseShut(request.id, (text,), "reason")
    if not request.received <= (extension.sent_on or today) <= min(first, today):
        text = f"The letter of an extension is sent after the request came and by {first}."
        raise ReleaseShut(request.id, (text,), "sent_on")
    if not first < extension.until <= last:
        text = f"An extension ends after {first} and not later than {last}."
        raise ReleaseShut(request.id, (text,), "until")


def withheld_because(request: AccountRequest | None, fee: Decimal) -> str:
    """Why an accounting that costs this may not be given yet; empty if it may."""
    if not fee:
        return ""
    notice = request.notice if request is not None else None
    if notice is None or notice.amount < fee:
        return f"Its fee of ${fee} has to be told in advance (164.528(c)(2)(ii))."
    if notice.agreed_on is None:
        return "The patient was told the fee and has not agreed to it (164.528(c)(2)(ii))."
    return ""
