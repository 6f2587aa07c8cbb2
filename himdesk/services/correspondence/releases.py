# SPDX-License-Identifier: Apache-2.0
"""What letters say of requests for release and of disclosures: returned forms, hand-offs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from himdesk.domain.errors import NotFound, UsageError
from himdesk.domain.releases.authorization import failing
from himdesk.printing.letters.notices import PrivacyHandoff
from himdesk.printing.letters.release_notices import AccessExtension, AuthorizationReturn
from himdesk.services.charts.addressing import Addressing
from himdesk.services.correspondence.defects import defect
from himdesk.services.correspondence.errand import person
from himdesk.services.correspondence.overlay import NOTIFY_DAYS, UNKNOWN
from himdesk.services.correspondence.told import RECIPIENT, Told, day
from himdesk.services.releases.desk import Releases
from himdesk.services.views import display
from himdesk.store.desk import releases as kept
from himdesk.store.reading import charts, items, patients

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.releases.request import Release
    from himdesk.printing.letters.notices import Notice
    from himdesk.printing.letters.values import Recipient
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseErrand(Told):
    """A letter to be written about a request for release or a disclosure (`about`), on a day."""

    context: Context
    session: Transaction
    about: str
    today: date
    language: str
    fixed: ClassVar[frozenset[str]] = frozenset(
        {"request", "received_on", "notify_by", "until", "reason"}
    )
    asks: ClassVar[frozenset[str]] = frozenset({RECIPIENT})

    def chart(self, chart_id: str) -> Chart:
        """What a chart says of its person now.

        Raises:
            Restricted: it is confidential, and the person has not broken the glass.
        """
        patient = patients.chain(self.session, chart_id)[-1]
        chart = charts.facts(self.session, [patient.id])[patient.id]
        Addressing(self.context, self.session).check_open(chart)
        return chart


def returned(errand: ReleaseErrand) -> tuple[Notice, Recipient]:
    """The form goes back to whoever asked, with exactly what is wrong with it.

    Raises:
        UsageError: nothing is wrong with it, or there is no form.
    """
    errand.context.require("release-read")
    releases = Releases(errand.context)
    release = releases.read(errand.session, errand.about)
    view = releases.view(errand.session, release, bare=True)
    defects = tuple(defect(e, errand.language) for e in failing(view.elements))
    if not defects:
        text = "No element of an authorization fails: there is nothing to return it for."
        raise UsageError(text, errand.about)
    notice = AuthorizationReturn(
        patient=person(errand.chart(release.patient)),
        request=release.id[-12:].upper(),
        received_on=release.received,
        requester=release.requester,
        defects=defects,
    )
    return errand.stated(notice), _asker(errand, release)


def extended(errand: ReleaseErrand) -> tuple[Notice, Recipient]:
    """Whoever asked is told why it takes longer, and until when.

    Raises:
        UsageError: the request was not extended.
    """
    errand.context.require("release-read")
    release = Releases(errand.context).read(errand.session, errand.about)
    if release.extension is None:
        text = "The request was not extended: note the extension first."
        raise UsageError(text, errand.about)
    notice = AccessExtension(
        patient=person(errand.chart(release.patient)),
        request=release.id[-12:].upper(),
        received_on=release.received,
        requester=release.requester,
        reason=release.extension.reason,
        until=release.extension.until,
    )
    return errand.stated(notice), _asker(errand, release)


def _asker(errand: ReleaseErrand, release: Release) -> Recipient:
    """Whoever asked, at the address of the request."""
    lines = tuple(line.strip() for line in release.address.splitlines() if line.strip())
    return errand.recipient(release.requester, lines)


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


WRITERS: Final[dict[str, Callable[[ReleaseErrand], tuple[Notice, Recipient]]]] = {
    AuthorizationReturn.kind: returned,
    AccessExtension.kind: extended,
    PrivacyHandoff.kind: handoff,
}
"""The letters about requests for release and disclosures."""


def concerns(session: Transaction, kind: str, about: str) -> bool:
    """Whether this is a letter about a request for release or a disclosure."""
    if kind in {AuthorizationReturn.kind, AccessExtension.kind}:
        return True
    if kind != PrivacyHandoff.kind:
        return False
    try:
        kept.disclosure(session, about)
    except NotFound:
        return False
    return True
