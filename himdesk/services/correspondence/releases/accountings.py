# SPDX-License-Identifier: Apache-2.0
"""The letters of a request for an accounting of disclosures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import UsageError
from himdesk.printing.letters.release_notices import AccountingExtension, AccountingFee
from himdesk.services.correspondence.errand import mail_lines
from himdesk.services.releases.accountings.desk import Accountings

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.domain.releases.account_request import AccountRequest
    from himdesk.printing.letters.notices import Notice
    from himdesk.printing.letters.values import Recipient
    from himdesk.services.correspondence.releases.errand import ReleaseErrand


def extended(errand: ReleaseErrand) -> tuple[Notice, Recipient]:
    """Whoever asked is told why it takes longer, and until when.

    Raises:
        UsageError: the request was not extended.
    """
    asked = errand.accounting()
    if asked.extension is None:
        text = "The request was not extended: note the extension first."
        raise UsageError(text, errand.about)
    notice = AccountingExtension(
        **errand.head(asked), reason=asked.extension.reason, until=asked.extension.until
    )
    return errand.stated(notice), _asker(errand, asked)


def costs(errand: ReleaseErrand) -> tuple[Notice, Recipient]:
    """Whoever asked is told what the accounting costs, and how not to pay it.

    Raises:
        UsageError: it is free.
    """
    asked = errand.accounting()
    fee = Accountings(errand.context).fee(errand.session, asked)
    errand.needs(fee, "The accounting costs nothing: there is no fee to tell.")
    notice = AccountingFee(
        **errand.head(asked),
        since=asked.since,
        to=asked.until,
        amount=f"${fee:.2f}",
        write_to=errand.ours,
    )
    return errand.stated(notice), _asker(errand, asked)


def _asker(errand: ReleaseErrand, asked: AccountRequest) -> Recipient:
    """Whoever asked, at the address that letters to the patient go to."""
    return errand.recipient(asked.requester, mail_lines(errand.chart(asked.patient)))


WRITERS: Final[dict[str, Callable[[ReleaseErrand], tuple[Notice, Recipient]]]] = {
    AccountingExtension.kind: extended,
    AccountingFee.kind: costs,
}
"""The letters about a request for an accounting."""
