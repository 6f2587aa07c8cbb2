# SPDX-License-Identifier: Apache-2.0
"""The privacy officer gets what is logged of a disclosure that went to the wrong place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from himdesk.domain.errors import UsageError
from himdesk.printing.letters.notices import PrivacyHandoff
from himdesk.services.correspondence.errand import person
from himdesk.services.correspondence.overlay import NOTIFY_DAYS, UNKNOWN
from himdesk.services.correspondence.told import day
from himdesk.services.views import display
from himdesk.store.desk import releases as kept
from himdesk.store.reading import items

if TYPE_CHECKING:
    from himdesk.printing.letters.notices import Notice
    from himdesk.printing.letters.values import Recipient
    from himdesk.services.correspondence.releases.errand import ReleaseErrand


def handoff(errand: ReleaseErrand) -> tuple[Notice, Recipient]:
    """The privacy officer gets what is logged of a disclosure that went to the wrong place."""
    sent = kept.disclosure(errand.session, errand.about)
    told = errand.facts.get("found_on") or errand.facts.get("discovered_on")
    found = day(told, "discovered_on") if told else errand.today
    named = items.items(errand.session, sent.items.split()).values()
    if not sent.day <= found.isoformat() <= errand.today.isoformat():
        text = f"It was discovered between its day ({sent.day}) and today ({errand.today})."
        raise UsageError(text, "discovered_on")
    chart = errand.chart(sent.patient_id)
    notice = PrivacyHandoff(
        subject=person(chart),
        disclosed_to=", ".join((sent.recipient, *sent.address.splitlines())),
        disclosed_on=date.fromisoformat(sent.day),
        information=(
            sent.description,
            *(display(item) for item in named),
            f"Purpose as logged: {sent.purpose}",
        ),
        method=sent.how,
        from_chart=chart.patient.number,
        discovered_on=found,
        discovered_by=errand.context.staff.display,
        notify_by=found + timedelta(days=NOTIFY_DAYS),
        viewed=UNKNOWN,
        recovered=UNKNOWN,
        identifiers=UNKNOWN,
        likelihood=UNKNOWN,
        mitigation=UNKNOWN,
        change_set=f"disclosure {sent.id[-12:]}",
    )
    return errand.stated(notice), errand.recipient("Privacy Officer")
