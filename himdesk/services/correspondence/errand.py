# SPDX-License-Identifier: Apache-2.0
"""What is asked of a letter: about which change set, for whom, and what a person adds to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Final

from himdesk.domain.charts.items import Address
from himdesk.domain.errors import UsageError
from himdesk.domain.times import earliest
from himdesk.printing.letters.values import Person
from himdesk.services.charts.addressing import Addressing
from himdesk.services.correspondence.told import Told, day
from himdesk.store.desk import proposals
from himdesk.store.reading import asof, charts, patients

if TYPE_CHECKING:
    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from himdesk.printing.letters.values import Recipient, Signer
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

DAYS_TO_ANSWER: Final = 10
"""Days that people are given to sign or to confirm."""

CONFIDENTIAL: Final = frozenset({"confidential", "conf"})
"""The uses by which a source marks the address of confidential communications (164.522(b))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand(Told):
    """A letter to be written about an applied change set, on a day, signed by someone.

    `patient` is the number of the chart that it is for, if the change set touches several;
    `seen_from` that of the chart which it is for if it can be.
    """

    context: Context
    session: Transaction
    applied: AppliedChangeSet
    today: date
    signer: Signer
    language: str
    patient: str | None = None
    seen_from: str | None = None
    fixed: ClassVar[frozenset[str]] = frozenset(
        {"change_set", "corrected_at", "corrected_on", "notify_by"}
    )

    @property
    def corrected_at(self) -> datetime:
        """When the change set was applied."""
        return earliest(self.applied.at)

    @property
    def corrected_on(self) -> date:
        """The day of it at the site."""
        return self.day(self.corrected_at)

    def day(self, moment: datetime) -> date:
        """A moment's day at the site."""
        return moment.astimezone(self.context.site.zone).date()

    def found_on(self) -> date:
        """When the desk first knew: the day of the proposal, unless a person knows better."""
        told = self.facts.get("found_on") or self.facts.get("discovered_on")
        if told:
            return day(told, "found_on")
        asked = [
            p.created_at
            for chart in sorted(self.applied.change_set.charts())
            for p in proposals.about(self.session, chart)
            if p.change_set_id == self.applied.id
        ]
        return self.day(earliest(min(asked))) if asked else self.corrected_on

    def chart(self, chart_id: str, seq: int | None = None) -> Chart:
        """A chart just after the change set, or at another place in the ledger.

        Raises:
            Restricted: it is confidential, and the person has not broken the glass.
        """
        chart = asof.as_of(self.session, chart_id, self.applied.seq if seq is None else seq)
        Addressing(self.context, self.session).check_open(chart)
        return chart

    def to_patient(self, chart_id: str) -> Recipient:
        """The patient of a chart, where letters go now, whatever was shown at the change set.

        Raises:
            Restricted: it is confidential, and the person has not broken the glass.
        """
        end = patients.chain(self.session, chart_id)[-1].id
        chart = charts.facts(self.session, [end])[end]
        Addressing(self.context, self.session).check_open(chart)
        return self.recipient(chart.addressed(), mail_lines(chart))

    def chosen(self, chart_ids: tuple[str, ...]) -> str:
        """The one of these charts that the letter is for: the first, unless told otherwise.

        Raises:
            UsageError: the chart told is none of these, or there is none.
        """
        if not chart_ids:
            raise UsageError("This change set gives no reason for such a letter.", self.applied.id)
        addressing = Addressing(self.context, self.session)
        if self.patient is None:
            seen = addressing.exactly(self.seen_from).id if self.seen_from else None
            return seen if seen in chart_ids else chart_ids[0]
        found = addressing.exactly(self.patient).id
        if found not in chart_ids:
            text = f"Such a letter can't be about chart {self.patient} and this change set."
            raise UsageError(text, self.patient)
        return found


def person(chart: Chart) -> Person:
    """A patient as a letter names one."""
    text = chart.value("birth_date") or ""
    born = date.fromisoformat(text) if len(text) == len("2000-01-01") else None
    return Person(name=chart.name(), mrn=chart.patient.number, birth_date=born)


def mail_lines(chart: Chart) -> tuple[str, ...]:
    """Where the patient asked to be written to (164.522(b)), or else the address shown."""
    wished = next((i.details for i in chart.items if _confidential(i)), None)
    shown = chart.chosen("address")
    return lines_of(wished if wished is not None or shown is None else shown.details)


def _confidential(item: Item) -> bool:
    details = item.details
    wished = isinstance(details, Address) and (details.use or "").lower() in CONFIDENTIAL
    return wished and not item.in_error and item.until is None


def lines_of(details: object) -> tuple[str, ...]:
    """An address as it stands on an envelope."""
    if not isinstance(details, Address):
        return ()
    town = " ".join(part for part in (details.city, details.state, details.postal_code) if part)
    return tuple(line for line in (*(details.line or "").split("\n"), town) if line)
