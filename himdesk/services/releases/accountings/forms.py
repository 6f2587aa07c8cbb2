# SPDX-License-Identifier: Apache-2.0
"""A request for an accounting as JSON has it, in the log of its case and on the console."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from himdesk.domain.releases.account_request import AccountRequest, AccountState, FeeNotice
from himdesk.domain.releases.charges import money
from himdesk.domain.releases.request import Extension

if TYPE_CHECKING:
    from collections.abc import Mapping


def plain(request: AccountRequest) -> dict[str, Any]:
    """A request as JSON has it."""
    extension, notice = request.extension, request.notice
    return {
        "id": request.id,
        "patient": request.patient,
        "requester": request.requester,
        "received": request.received.isoformat(),
        "since": request.since.isoformat(),
        "until": request.until.isoformat(),
        "extension": None
        if extension is None
        else {
            "reason": extension.reason,
            "until": extension.until.isoformat(),
            "sent_on": extension.sent_on.isoformat() if extension.sent_on else None,
        },
        "notice": None
        if notice is None
        else {
            "amount": str(notice.amount),
            "told_on": notice.told_on.isoformat(),
            "agreed_on": notice.agreed_on.isoformat() if notice.agreed_on else None,
        },
        "quotes": {letter: str(amount) for letter, amount in request.quotes.items()},
        "state": request.state.value,
        "ended_on": request.ended_on.isoformat() if request.ended_on else None,
        "ended_because": request.ended_because,
        "report": request.report,
    }


def from_plain(values: Mapping[str, Any]) -> AccountRequest:
    """The request that `plain` made these values of."""
    extension, notice = values["extension"], values["notice"]
    return AccountRequest(
        id=values["id"],
        patient=values["patient"],
        requester=values["requester"],
        received=date.fromisoformat(values["received"]),
        since=date.fromisoformat(values["since"]),
        until=date.fromisoformat(values["until"]),
        extension=None
        if extension is None
        else Extension(
            reason=extension["reason"],
            until=date.fromisoformat(extension["until"]),
            sent_on=_day(extension["sent_on"]),
        ),
        notice=None
        if notice is None
        else FeeNotice(
            amount=money(notice["amount"], "amount"),
            told_on=date.fromisoformat(notice["told_on"]),
            agreed_on=_day(notice["agreed_on"]),
        ),
        quotes={
            letter: money(amount, "amount") for letter, amount in values.get("quotes", {}).items()
        },
        state=AccountState(values["state"]),
        ended_on=_day(values["ended_on"]),
        ended_because=values["ended_because"],
        report=values["report"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
