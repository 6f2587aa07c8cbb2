# SPDX-License-Identifier: Apache-2.0
"""Requests for an accounting within a unit of work: read from their log, and written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.account_request import AccountRequest, AccountState, due
from himdesk.domain.releases.errors import ReleaseShut
from himdesk.services.charts.addressing import Addressing
from himdesk.services.releases.accountings.forms import from_plain, plain
from himdesk.services.releases.accountings.values import AccountView
from himdesk.store.desk import cases as log
from himdesk.store.desk import work
from himdesk.store.reading import charts, patients

if TYPE_CHECKING:
    from datetime import date

    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

KIND: Final = "accounting-request"
"""The kind of these cases in the work list."""


@dataclass(frozen=True, slots=True)
class AccountLog:
    """The log of requests, within units of work; whoever calls it has checked the right."""

    context: Context

    def read(self, session: Transaction, request_id: str) -> AccountRequest:
        """A request as its log has it.

        Raises:
            UsageError: the case is none.
        """
        if work.case(session, request_id).kind != KIND:
            raise UsageError(f"Case {request_id} is no request for an accounting.", request_id)
        return from_plain(log.events(session, [request_id])[request_id][-1].detail)

    def read_open(self, session: Transaction, request_id: str) -> AccountRequest:
        """A request that is to be changed.

        Raises:
            ReleaseShut: it is over.
        """
        request = self.read(session, request_id)
        self.check_open(session, request)
        if request.state is not AccountState.OPEN:
            raise ReleaseShut(request_id, (f"The request is {request.state}.",))
        return request

    def keep(self, session: Transaction, request: AccountRequest, verb: str) -> AccountView:
        """Write a step into the log of the request, and its row of the work list."""
        self.check_open(session, request)
        event = log.CaseEvent(
            at=self.context.now(),
            day=self.today().isoformat(),
            by=self.context.staff.name,
            verb=verb,
            detail=plain(request),
        )
        log.record(session, request.id, event)
        over = request.state is not AccountState.OPEN
        row = replace(
            work.case(session, request.id),
            state=work.CLOSED if over else work.OPEN,
            due_at=due(request).isoformat(),
            closed_at=self.context.now() if over else None,
            closed_by=self.context.staff.name if over else None,
        )
        work.put_case(session, row)
        self.context.log(session, f"accounting {verb}", request.patient, request.id)
        return self.view(session, request)

    def view(self, session: Transaction, request: AccountRequest) -> AccountView:
        """A request as it stands, with the last day to act."""
        mrn = patients.chain(session, request.patient)[-1].number
        return AccountView(request=request, mrn=mrn, due=due(request))

    def check_open(self, session: Transaction, request: AccountRequest) -> None:
        """Check that its chart may be opened."""
        patient = patients.chain(session, request.patient)[-1]
        header = charts.headers(session, [patient.id])[patient.id]
        Addressing(self.context, session).check_open(header)

    def today(self) -> date:
        """The legal day: that of the site."""
        return self.context.clock().astimezone(self.context.site.zone).date()
