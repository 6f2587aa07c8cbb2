# SPDX-License-Identifier: Apache-2.0
"""A request for an accounting as the desk shows it, and its period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.disclosures import look_back
from himdesk.services.charts.sight import MASKED, NOT_SHOWN

if TYPE_CHECKING:
    from datetime import date

    from himdesk.domain.releases.account_request import AccountRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """A request as it stands, with the last day to act."""

    request: AccountRequest
    mrn: str
    due: date


def period_of(received: date, since: date | None, until: date | None) -> tuple[date, date]:
    """The period asked for, within the six years before the request.

    Raises:
        UsageError: it ends before it begins.
    """
    first = max(since or look_back(received), look_back(received))
    last = min(until or received, received)
    if last < first:
        raise UsageError("The period ends before it begins.", "since")
    return first, last


def masked(view: AccountView) -> AccountView:
    """A request without whom it is about and who asks."""
    notice = view.request.notice
    request = replace(
        view.request,
        requester=MASKED,
        ended_because=NOT_SHOWN if view.request.ended_because else "",
        notice=replace(notice, amount=Decimal(0)) if notice is not None else None,
        extension=None,
    )
    return replace(view, request=request)
