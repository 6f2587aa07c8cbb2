# SPDX-License-Identifier: Apache-2.0
"""What is asked of a letter about a request for release or a disclosure, and who gets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypedDict

from himdesk import resources
from himdesk.domain.errors import UsageError
from himdesk.printing.typesetting import words
from himdesk.services.charts.addressing import Addressing
from himdesk.services.correspondence.errand import person
from himdesk.services.correspondence.releases.wording import RELEASE_WORDING
from himdesk.services.correspondence.told import RECIPIENT, Told
from himdesk.services.releases.accountings.log import AccountLog
from himdesk.services.releases.requests.log import ReleaseLog
from himdesk.store.reading import charts, patients

if TYPE_CHECKING:
    from datetime import date

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.releases.account_request import AccountRequest
    from himdesk.domain.releases.request import Release
    from himdesk.printing.letters.values import Person, Recipient
    from himdesk.services.context import Context
    from himdesk.services.correspondence.releases.wording import ReleaseWording
    from himdesk.store.engine import Transaction


class Head(TypedDict):
    """What every letter to whoever asked begins with."""

    patient: Person
    request: str
    received_on: date
    requester: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseErrand(Told):
    """A letter to be written about a request for release or a disclosure (`about`), on a day."""

    context: Context
    session: Transaction
    about: str
    today: date
    language: str
    fixed: ClassVar[frozenset[str]] = frozenset({
        "request", "received_on", "notify_by", "until", "reason", "reviewable", "upheld",
        "denied_on", "reviewed_on", "reviewer", "determination", "since", "to", "amount", "due",
        "identity", "authority", "deceased",
    })  # fmt: skip
    asks: ClassVar[frozenset[str]] = frozenset({RECIPIENT, "complaint"})

    @property
    def words(self) -> ReleaseWording:
        """The words of the letter's language."""
        return RELEASE_WORDING[self.language]

    def written(self, day: date) -> str:
        """A day as the letter's language writes it."""
        file = resources.path("letters") / f"words.{self.language}.toml"
        return words.load(file).day(day)

    @property
    def ours(self) -> str:
        """Where people write to us."""
        return ", ".join((self.context.site.name, *self.context.site.address))

    def chart(self, chart_id: str) -> Chart:
        """What a chart says of its person now.

        Raises:
            Restricted: it is confidential, and the person has not broken the glass.
        """
        patient = patients.chain(self.session, chart_id)[-1]
        chart = charts.facts(self.session, [patient.id])[patient.id]
        Addressing(self.context, self.session).check_open(chart)
        return chart

    def release(self) -> Release:
        """The request for release that the letter is about."""
        self.context.require("release-read")
        return ReleaseLog(self.context).read(self.session, self.about)

    def accounting(self) -> AccountRequest:
        """The request for an accounting that the letter is about."""
        self.context.require("accounting-read")
        return AccountLog(self.context).read(self.session, self.about)

    def head(self, asked: Release | AccountRequest) -> Head:
        """What the letter begins with."""
        return Head(
            patient=person(self.chart(asked.patient)),
            request=asked.id[-12:].upper(),
            received_on=asked.received,
            requester=asked.requester,
        )

    def asker(self, release: Release) -> Recipient:
        """Whoever asked, at the address of the request."""
        lines = tuple(line.strip() for line in release.address.splitlines() if line.strip())
        return self.recipient(release.requester, lines)

    def needs(self, there: object, text: str) -> None:
        """Check that the request gives reason for the letter.

        Raises:
            UsageError: it does not.
        """
        if not there:
            raise UsageError(text, self.about)
