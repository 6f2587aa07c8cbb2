# SPDX-License-Identifier: Apache-2.0
"""What it does to a request that its letter went out: the patient was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.releases.account_request import AccountState
from himdesk.domain.releases.charges import money
from himdesk.printing.letters.release_notices import (
    AccessExtension,
    AccountingExtension,
    AccountingFee,
)
from himdesk.services.releases.accountings.desk import Accountings
from himdesk.services.releases.accountings.log import AccountLog
from himdesk.services.releases.requests.desk import Releases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from himdesk.printing.letters.notices import Notice
    from himdesk.services.context import Context
    from himdesk.store.desk.letters import Letter
    from himdesk.store.engine import Transaction


RIGHTS: Final = {
    AccessExtension.kind: "release",
    AccountingExtension.kind: "accounting",
    AccountingFee.kind: "accounting",
}
"""The right that it takes to note that such a letter went: it changes its request."""


def require(context: Context, kinds: Iterable[str]) -> None:
    """Check that a person may note letters of these kinds as sent; it is no part of a unit of work.

    Raises:
        NotPermitted: a request is not this person's to change.
    """
    for right in sorted({RIGHTS[kind] for kind in kinds if kind in RIGHTS}):
        context.require(right)


def note(context: Context, session: Transaction, letter: Letter, on: date) -> None:
    """Within a unit of work: an extension counts from now on, a fee is told.

    Raises:
        ReleaseShut: the letter of the extension went too late, or tells another day than its last.
    """
    if letter.kind == AccessExtension.kind:
        Releases(context).tell_extension(session, letter.for_id, issued_at=letter.at, sent_on=on)
    elif letter.kind == AccountingExtension.kind:
        Accountings(context).tell_extension(session, letter.for_id, issued_at=letter.at, sent_on=on)
    elif letter.kind == AccountingFee.kind:
        _tell_fee(context, session, letter, on)


def issued(context: Context, session: Transaction, letter: Letter, notice: Notice) -> None:
    """Within a unit of work: what a letter says of a fee counts once it is sent, and not before."""
    if isinstance(notice, AccountingFee):
        amount = money(notice.amount, "amount")
        Accountings(context).quote_fee(session, letter.for_id, letter=letter.id, amount=amount)


def _tell_fee(context: Context, session: Transaction, letter: Letter, on: date) -> None:
    """The patient was told the sum that this very letter says."""
    request = AccountLog(context).read(session, letter.for_id)
    amount = request.quotes.get(letter.id)
    if amount and request.state is AccountState.OPEN:
        Accountings(context).put_fee(session, request, amount=amount, told_on=on)
