# SPDX-License-Identifier: Apache-2.0
"""From the rows that are kept to disclosures and suspensions, and what is masked of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.disclosures import Disclosure, Suspension
from himdesk.services.charts.sight import MASKED, NOT_SHOWN

if TYPE_CHECKING:
    from himdesk.services.releases.disclosures.values import Logged
    from himdesk.store.desk import releases as kept


def masked(logged: Logged) -> Logged:
    """A disclosure without whom it names and what people wrote."""
    told = replace(
        logged.disclosure,
        recipient=MASKED,
        address=NOT_SHOWN,
        description=NOT_SHOWN,
        purpose=NOT_SHOWN,
    )
    return replace(logged, disclosure=told, how=NOT_SHOWN)


def undelivered(logged: Logged) -> Logged:
    """A disclosure by which nothing left, or the entry that says so."""
    return replace(logged, disclosure=replace(logged.disclosure, undelivered=True))


def disclosure_of(disclosed: kept.Disclosed) -> Disclosure:
    """A disclosure as the log has it."""
    return Disclosure(
        id=disclosed.id,
        patient=disclosed.patient_id,
        on=date.fromisoformat(disclosed.day),
        recipient=disclosed.recipient,
        address=disclosed.address,
        description=disclosed.description,
        purpose=disclosed.purpose,
        basis=Basis(disclosed.basis),
        items=tuple(disclosed.items.split()),
        packet=disclosed.packet,
    )


def suspension_of(suspended: kept.Suspended) -> Suspension:
    """An agency's statement as it was noted."""
    return Suspension(
        recipient=suspended.recipient,
        since=date.fromisoformat(suspended.since),
        until=date.fromisoformat(suspended.until),
        written=suspended.written == "yes",
        statement=suspended.statement,
    )
