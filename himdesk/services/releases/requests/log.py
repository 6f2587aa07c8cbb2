# SPDX-License-Identifier: Apache-2.0
"""Requests for release within a unit of work: read from their log, judged as of today, written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import ASSERTIONS, Item, Kind
from himdesk.domain.corrections.hold import held_since
from himdesk.domain.errors import UsageError
from himdesk.domain.releases.authorization import Element, checklist
from himdesk.domain.releases.basis import ACCESS_DAYS
from himdesk.domain.releases.choosing import judge
from himdesk.domain.releases.errors import ReleaseShut
from himdesk.domain.releases.request import Release, State, directive_elements, due, shut_by
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.discretion import discreet
from himdesk.services.releases.forms import from_plain, plain
from himdesk.services.releases.requests.minding import minded
from himdesk.services.releases.requests.values import Line, ReleaseView
from himdesk.store.desk import cases as log
from himdesk.store.desk import settings, work
from himdesk.store.reading import charts, patients

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.domain.charts.charts import Patient
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

KIND: Final = "release-request"
"""The kind of these cases in the work list."""

OLDEST: Final = "release.oldest-signature-days"
"""The setting of how old a signature may be, in days."""

PERIOD: Final = "release.access-days"
"""The setting of the days to act on a request for access; it holds from a request's next step."""


@dataclass(frozen=True, slots=True)
class ReleaseLog:
    """The log of requests, within units of work; whoever calls it has checked the right."""

    context: Context

    def read(self, session: Transaction, release_id: str) -> Release:
        """A request as its log has it.

        Raises:
            UsageError: the case is none.
        """
        row = work.case(session, release_id)
        if row.kind != KIND:
            raise UsageError(f"Case {release_id} is no request for release.", release_id)
        return from_plain(log.events(session, [release_id])[release_id][-1].detail)

    def read_open(self, session: Transaction, release_id: str) -> Release:
        """A request that is to be changed.

        Raises:
            ReleaseShut: it is over.
        """
        release = self.read(session, release_id)
        if release.state is not State.OPEN:
            raise ReleaseShut(release_id, (f"The request is {release.state}.",))
        return release

    def view(self, session: Transaction, release: Release, *, bare: bool = False) -> ReleaseView:
        """A request as it stands today; `bare` without what would go."""
        today, oldest = self.today(), int(settings.read(session).get(OLDEST, "365"))
        form, received = release.form, release.received
        row = work.case(session, release.id)
        elements: tuple[Element, ...] = directive_elements(release)
        if form is not None:
            elements += checklist(form, received=received, today=today, oldest_days=oldest)
        return ReleaseView(
            release=release,
            mrn=patients.chain(session, release.patient)[-1].number,
            due=date.fromisoformat(row.due_at) if row.due_at else None,
            elements=elements,
            shut=shut_by(release, today, oldest_days=oldest),
            lines=() if bare else self._lines(session, release),
            assigned_to=row.assigned_to,
            warnings=() if bare else minded(session, release, today),
        )

    def keep(self, session: Transaction, release: Release, verb: str) -> ReleaseView:
        """Write a step into the log of the request, and its row of the work list."""
        event = log.CaseEvent(
            at=self.context.now(),
            day=self.today().isoformat(),
            by=self.context.staff.name,
            verb=verb,
            detail=plain(release),
        )
        log.record(session, release.id, event)
        over, until = release.state is not State.OPEN, self.due(session, release)
        row = replace(
            work.case(session, release.id),
            state=work.CLOSED if over else work.OPEN,
            due_at=until.isoformat() if until else None,
            closed_at=self.context.now() if over else None,
            closed_by=self.context.staff.name if over else None,
        )
        work.put_case(session, row)
        self.context.log(session, f"release {verb}", release.patient, release.id)
        return self.view(session, release)

    def items(self, session: Transaction, release: Release) -> Sequence[Item]:
        """The items of its chart, if that may be opened, and discreet about other persons."""
        patient = patients.chain(session, release.patient)[-1]
        self.check_open(session, patient)
        chart = charts.chart(session, patient.id)
        return discreet(session, patient.id, chart.items, chart=chart)

    def due(self, session: Transaction, release: Release) -> date | None:
        """The last day to act, by the site's period."""
        return due(release, days=int(settings.read(session).get(PERIOD, ACCESS_DAYS)))

    def today(self) -> date:
        """The legal day: that of the site."""
        return self.context.clock().astimezone(self.context.site.zone).date()

    def check_open(self, session: Transaction, patient: Patient) -> None:
        """Check that a chart may be opened."""
        header = charts.headers(session, [patient.id])[patient.id]
        Addressing(self.context, session).check_open(header)

    def _lines(self, session: Transaction, release: Release) -> tuple[Line, ...]:
        out, items = dict(release.left_out), self.items(session, release)
        held = held_since(items)
        visits = {item.id: item.sensitivity for item in items if item.kind is Kind.ENCOUNTER}
        return tuple(
            Line(
                item=item,
                verdict=judge(
                    item, release.wanted, held, visit=visits.get(item.encounter_id or "")
                ),
                left_out=out.get(item.id, ""),
            )
            for item in items
            if item.kind not in ASSERTIONS
        )
