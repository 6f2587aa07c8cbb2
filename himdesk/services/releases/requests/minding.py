# SPDX-License-Identifier: Apache-2.0
"""What to mind before a release goes, from its chart and the directory."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from himdesk.domain.releases.request import Delivery
from himdesk.domain.releases.warnings import warnings
from himdesk.services.releases.charging import stale_fee
from himdesk.store.desk import releases as kept
from himdesk.store.reading import charts, patients

if TYPE_CHECKING:
    from himdesk.domain.releases.request import Release
    from himdesk.store.engine import Transaction


def minded(session: Transaction, release: Release, today: date) -> tuple[str, ...]:
    """The warnings of a request about a chart that may be opened."""
    patient = patients.chain(session, release.patient)[-1]
    header = charts.headers(session, [patient.id])[patient.id]
    stale = stale_fee(session, release)
    unpaid = (f"{stale} Nothing is charged.",) if stale else ()
    return unpaid + warnings(
        release,
        verified=_verified(session, release),
        born=_day(header.value("birth_date")),
        died=_day(header.value("deceased")),
        today=today,
    )


def _verified(session: Transaction, release: Release) -> bool:
    """Whether the directory has the very address, or fax number, of the recipient."""
    for entry in kept.recipients(session):
        if entry.name == release.recipient:
            if release.delivery is Delivery.FAX:
                return bool(entry.fax) and entry.fax == release.fax
            return bool(entry.address) and entry.address == release.address
    return False


def _day(text: str | None) -> date | None:
    """The day that a chart states, None where it states none in full."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
