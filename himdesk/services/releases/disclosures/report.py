# SPDX-License-Identifier: Apache-2.0
"""The accounting of a patient as it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.printing.letters.values import Person, Signer, Site
from himdesk.store.reading import charts
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from datetime import date

    from himdesk.domain.charts.charts import Patient
    from himdesk.printing.accounting import Account
    from himdesk.services.context import Context
    from himdesk.services.releases.disclosures.values import Accounting
    from himdesk.store.engine import Transaction


def account_of(
    context: Context, session: Transaction, patient: Patient, accounting: Accounting, today: date
) -> Account:
    """The accounting with its letterhead, signer and the ledger's head."""
    from himdesk.printing.accounting import Account  # noqa: PLC0415 - slow to import

    site, staff = context.site, context.staff
    chart = charts.headers(session, [patient.id])[patient.id]
    return Account(
        reference=f"ACC{today:%Y%m%d}{patient.number[-4:]}",
        on=today,
        site=Site(
            name=site.name,
            department="Release of Information",
            address=site.address,
            phone=site.phone,
            zone=site.zone,
        ),
        signer=Signer(name=staff.display, title="Release of information", phone=site.phone),
        patient=Person(name=chart.name(), mrn=patient.number),
        since=accounting.since,
        until=accounting.until,
        free=accounting.free,
        entries=accounting.entries,
        ledger_head=ledger.head(session)[1][:12],
        fee=accounting.fee,
    )
