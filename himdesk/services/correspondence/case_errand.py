# SPDX-License-Identifier: Apache-2.0
"""What is asked of a letter about an amendment request, and who gets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from himdesk.domain.amendments.errors import CaseRefused
from himdesk.domain.amendments.proxy import proxy_ended
from himdesk.domain.errors import UsageError
from himdesk.domain.times import earliest
from himdesk.services.charts.addressing import Addressing
from himdesk.services.correspondence.case_wording import CASE_WORDING, CaseWording
from himdesk.services.correspondence.errand import mail_lines, person
from himdesk.services.correspondence.told import RECIPIENT, Told
from himdesk.store.reading import charts, patients

if TYPE_CHECKING:
    from datetime import date

    from himdesk.domain.amendments.case import Case, Requester
    from himdesk.domain.charts.charts import Chart
    from himdesk.printing.letters.values import Recipient
    from himdesk.services.amendments import CaseView
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseErrand(Told):
    """A letter to be written about an amendment request as it stands, on a day."""

    context: Context
    session: Transaction
    view: CaseView
    today: date
    language: str
    fixed: ClassVar[frozenset[str]] = frozenset({"case", "received_on", "until", "due", "asked_by"})
    asks: ClassVar[frozenset[str]] = frozenset({RECIPIENT, "item", "notice", "complaint"})

    @property
    def case(self) -> Case:
        """The request."""
        return self.view.case

    @property
    def words(self) -> CaseWording:
        """The words of the letter's language."""
        return CASE_WORDING[self.language]

    def chart(self) -> Chart:
        """What the patient's chart says of the person now.

        Raises:
            Restricted: it is confidential, and the person has not broken the glass.
        """
        patient = patients.chain(self.session, self.case.patient)[-1]
        chart = charts.facts(self.session, [patient.id])[patient.id]
        Addressing(self.context, self.session).check_open(chart)
        return chart

    def asked_by(self, chart: Chart) -> Requester | None:
        """Who asked in the patient's stead and still speaks for her; None if nobody does."""
        asked, born = self.case.requester, person(chart).birth_date
        ended = born is not None and proxy_ended(self.case, born, self.today) is not None
        return None if asked.is_patient or ended else asked

    def to_requester(self, chart: Chart) -> Recipient:
        """Who asked: somebody else at an address of their own, or all at the patient's.

        That is the one asked for, or else the one shown.
        """
        other = self.asked_by(chart)
        if other is None:
            return self.recipient(chart.addressed(), mail_lines(chart))
        own = tuple(line.strip() for line in (other.address or "").splitlines() if line.strip())
        return self.recipient(other.name, own or mail_lines(chart))

    def day_of(self, moment: str) -> date:
        """A moment's day at the site."""
        return earliest(moment).astimezone(self.context.site.zone).date()

    def number(self, name: str) -> int | None:
        """The number that a fact names.

        Raises:
            UsageError: it is none.
        """
        text = self.facts.get(name)
        if text is not None and not text.isdecimal():
            raise UsageError(f"{name} is a number, not {text}.", name)
        return None if text is None else int(text)

    def needs(self, there: object, rule: str, text: str) -> None:
        """Check that the case gives reason for the letter.

        Raises:
            CaseRefused: it does not.
        """
        if not there:
            raise CaseRefused(self.case.id, rule, text)
