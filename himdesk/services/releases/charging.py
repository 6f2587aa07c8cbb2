# SPDX-License-Identifier: Apache-2.0
"""The fees of the site, as its settings say them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.charges import SiteFees, money, read_schedules
from himdesk.store.desk import settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from himdesk.domain.releases.charges import Charge
    from himdesk.domain.releases.request import Release
    from himdesk.store.engine import Transaction

LABOUR: Final = "fees.patient-labour"
PAGE: Final = "fees.patient-page"
MEDIUM: Final = "fees.patient-medium"
FLAT: Final = "fees.patient-flat"
OTHERS: Final = "fees.schedules"
ACCOUNTING: Final = "fees.accounting"
"""The settings of the fees, in dollars; `OTHERS` is lines, see `read_schedules`."""


def charge_of(session: Transaction, release: Release) -> Charge | None:
    """What a release is charged by, None if nothing.

    Raises:
        UsageError: the request names a schedule that there is not, or that may not be charged.
    """
    fees = _fees(settings.read(session))
    return fees.charge(release.basis, release.delivery, fee=release.fee, postage=release.postage)


def charge_if_any(session: Transaction, release: Release) -> Charge | None:
    """What a release is charged by; nothing if its schedule is not there any more.

    A schedule that was taken out of the settings since keeps no release back: see `stale_fee`.
    """
    return None if stale_fee(session, release) else charge_of(session, release)


def stale_fee(session: Transaction, release: Release) -> str:
    """Why a release can't be charged by the schedule it names; empty if it can."""
    try:
        charge_of(session, release)
    except UsageError as error:
        return error.message()
    return ""


def accounting_fee(session: Transaction) -> Decimal:
    """What an accounting costs that is not free."""
    return money(settings.read(session).get(ACCOUNTING, ""), ACCOUNTING)


def _fees(known: Mapping[str, str]) -> SiteFees:
    def amount(key: str) -> Decimal:
        return money(known.get(key, ""), key)

    return SiteFees(
        labour=amount(LABOUR),
        page=amount(PAGE),
        medium=amount(MEDIUM),
        flat=amount(FLAT),
        others=read_schedules(known.get(OTHERS, "").splitlines()),
    )
