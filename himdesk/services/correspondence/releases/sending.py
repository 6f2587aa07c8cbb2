# SPDX-License-Identifier: Apache-2.0
"""What it does to a request that its letter went out: the patient was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.domain.releases.account_request import AccountState
from himdesk.printing.letters.release_notices import (
    AccessExtension,
    AccountingExtension,
    AccountingFee,
)
from himdesk.services.releases.accountings.desk import Accountings
from himdesk.services.releases.desk import Releases

if TYPE_CHECKING:
    from datetime import date

    from himdesk.services.context import Context
    from himdesk.store.desk.letters import Letter
    from himdesk.store.engine import Transaction


def note(context: Context, session: Transaction, letter: Letter, on: date) -> None:
    """Within a unit of work: an extension counts from now on, a fee is told.

    Raises:
        NotPermitted: the request is not this person's to change.
        ReleaseShut: the letter of the extension went too late to count.
    """
    if letter.kind == AccessExtension.kind:
        context.require("release")
        Releases(context).tell_extension(session, letter.for_id, on)
    elif letter.kind == AccountingExtension.kind:
        context.require("accounting")
        Accountings(context).tell_extension(session, letter.for_id, on)
    elif letter.kind == AccountingFee.kind:
        context.require("accounting")
        _tell_fee(context, session, letter.for_id, on)


def _tell_fee(context: Context, session: Transaction, request_id: str, on: date) -> None:
    desk = Accountings(context)
    request = desk.read(session, request_id)
    fee = desk.fee(session, request)
    if fee and request.state is AccountState.OPEN:
        desk.put_fee(session, request, amount=fee, told_on=on)
