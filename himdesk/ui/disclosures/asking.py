# SPDX-License-Identifier: Apache-2.0
"""Requests for an accounting as rows, and the forms of their steps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from himdesk.domain.releases.account_request import DAYS, MORE_DAYS
from himdesk.ui.disclosures.values import LogPage
from himdesk.ui.release.values import Sheet
from himdesk.ui.requests.values import CHOICE, DAY, TEXT, Field
from himdesk.ui.widgets.tables.cell import Chip, Gap, Piece, Row, hint, line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from himdesk.domain.releases.account_request import AccountRequest
    from himdesk.services.releases.accountings.values import AccountView

SOON: Final = 5
"""Days within which a legal day is soon."""


def requests_page(found: Sequence[AccountView], today: date) -> LogPage:
    """The open requests, those due first."""
    late = sum(view.due < today for view in found)
    note = f"{len(found):,} open, those due first" if found else "none is open"
    note += f"; {late:,} overdue" if late else ""
    return LogPage(rows=tuple(_row(view, today) for view in found), note=note)


def _row(view: AccountView, today: date) -> Row:
    asked, left = view.request, (view.due - today).days
    tone = "stop" if left < 0 else "warn" if left <= SOON else "plain"
    words = f"overdue since {view.due}" if left < 0 else f"due {view.due}"
    marks: list[Piece] = [Chip(words, tone, "clock")]
    if asked.extension is not None:
        told = "extended once" if asked.extension.sent_on else "extension not told yet"
        marks += [Gap(), Chip(told, "outline")]
    return Row(
        asked.id,
        (
            line(asked.received.isoformat()),
            line(view.mrn),
            line(asked.requester, hint(f"for {asked.since} to {asked.until}")),
            line(hint(_fee(asked))),
            line(*marks),
        ),
    )


def _fee(asked: AccountRequest) -> str:
    notice = asked.notice
    if notice is None:
        return "no fee told"
    return f"${notice.amount} {'agreed' if notice.agreed_on else 'told'}"


def intake(mrn: str, today: date) -> Sheet:
    """Taking down a request."""
    fields = (
        Field("mrn", "Record number", value=mrn, hint="MRN of the patient"),
        Field("requester", "Who asks", hint="the patient, or who stands for them"),
        Field("received", "Received", DAY, value=today.isoformat()),
        Field("since", "From", DAY, hint="empty: six years back"),
        Field("until", "To", DAY, hint="empty: the day it came"),
    )
    return Sheet(
        name="accounting-intake",
        title="New request for an accounting",
        why=f"The {DAYS} days to act start with the day on which it was received "
        "(45 CFR 164.528(c)(1)).",
        button="Take it down",
        halves=(("Request", fields),),
    )


def telling(today: date) -> Sheet:
    """What the patient was told that it costs."""
    fields = (
        Field("amount", "Fee", hint="in dollars, 12.00"),
        Field("told_on", "Told on", DAY, value=today.isoformat()),
        Field("agrees", "Agrees", CHOICE, (("no", "Not yet"), ("yes", "Yes"))),
    )
    return Sheet(
        name="accounting-fee",
        title="Fee told in advance",
        why="The first in twelve months is free. For others the fee is told in advance, and the "
        "patient may withdraw or change the request (45 CFR 164.528(c)(2)).",
        button="Put it down",
        halves=(("Fee", fields),),
    )


def modifying(asked: AccountRequest) -> Sheet:
    """Another period than was asked for first."""
    fields = (
        Field("since", "From", DAY, value=asked.since.isoformat()),
        Field("until", "To", DAY, value=asked.until.isoformat()),
    )
    return Sheet(
        name="accounting-modify",
        title="Change the period",
        why="The patient asks for less, or more. The fee is told anew.",
        button="Change it",
        halves=(("Period", fields),),
    )


def extending(asked: AccountRequest) -> Sheet:
    """More time, once."""
    latest = asked.received + timedelta(days=DAYS + MORE_DAYS)
    fields = (
        Field("until", "Done by", DAY, value=latest.isoformat()),
        Field("sent_on", "Letter sent on", DAY, hint="empty: its letter follows"),
        Field("reason", "Reasons for the delay", TEXT),
    )
    return Sheet(
        name="accounting-extend",
        title="Take more time",
        why=f"Once, by a letter within the first {DAYS} days, until {latest} at the latest.",
        button="Note the extension",
        halves=(("Extension", fields),),
    )


def withdrawing() -> Sheet:
    """The patient took the request back."""
    fields = (Field("reason", "Reason", TEXT, hint="the fee, asked twice …"),)
    return Sheet(
        name="accounting-withdraw",
        title="Withdraw the request",
        why="The patient took it back. It stays in the log of requests.",
        button="Withdraw it",
        halves=(("Reason", fields),),
    )
