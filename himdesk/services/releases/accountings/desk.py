# SPDX-License-Identifier: Apache-2.0
"""Requests for an accounting of disclosures: their time, their fee, and how they end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.account_request import (
    AccountRequest,
    AccountState,
    FeeNotice,
    check_extension,
)
from himdesk.domain.releases.request import Extension
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.sight import Sight
from himdesk.services.releases.accountings.log import KIND, AccountLog
from himdesk.services.releases.accountings.values import AccountView, masked, period_of
from himdesk.services.releases.disclosures import Accounting, Disclosures
from himdesk.services.releases.handing import handing
from himdesk.services.releases.requests.telling import EXTEND, check_letter
from himdesk.store.desk import work

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Accountings:
    """What the release desk does with requests for an accounting."""

    context: Context

    def open(
        self,
        mrn: str,
        *,
        requester: str,
        received: date,
        since: date | None = None,
        until: date | None = None,
    ) -> AccountView:
        """Take down a request; its period is that of the law unless a shorter one is named.

        Raises:
            UsageError: it says not who asks, was received after today, or its period is none.
            HimdeskError: the chart is not there or may not be opened.
        """
        self.context.require("accounting")
        if not requester.strip():
            raise UsageError("A request says who asks.", "requester")
        if received > self._log.today():
            text = f"A request can't be received after today ({self._log.today()})."
            raise UsageError(text, "received")
        first, last = period_of(received, since, until)
        request_id = self.context.new_id()
        with self.context.writing() as session:
            patient = Addressing(self.context, session).survivor(mrn)
            request = AccountRequest(
                id=request_id,
                patient=patient.id,
                requester=requester.strip(),
                received=received,
                since=first,
                until=last,
            )
            row = work.Case(
                id=request_id,
                kind=KIND,
                opened_at=self.context.now(),
                opened_by=self.context.staff.name,
                detail="{}",
                patient_id=patient.id,
            )
            work.put_case(session, row)
            return self._log.keep(session, request, "open")

    def tell_fee(self, request_id: str, *, amount: Decimal, told_on: date) -> AccountView:
        """Put down that the patient was told what the accounting costs (164.528(c)(2)(ii)).

        Raises:
            UsageError: it costs nothing, or was told before the request came or after today.
        """
        self.context.require("accounting")
        with self.context.writing() as session:
            request = self._log.read_open(session, request_id)
            return self.put_fee(session, request, amount=amount, told_on=told_on)

    def put_fee(
        self, session: Transaction, request: AccountRequest, *, amount: Decimal, told_on: date
    ) -> AccountView:
        """Put it down within a unit of work.

        Raises:
            UsageError: see `tell_fee`.
        """
        if amount <= 0:
            raise UsageError("The fee that is told is a sum of dollars.", "amount")
        if not request.received <= told_on <= self._log.today():
            text = "A fee is told after the request came, and not after today."
            raise UsageError(text, "told_on")
        notice = FeeNotice(amount=amount, told_on=told_on)
        return self._log.keep(session, replace(request, notice=notice), "tell fee")

    def quote_fee(
        self, session: Transaction, request_id: str, *, letter: str, amount: Decimal
    ) -> None:
        """Within a unit of work: a letter was issued that says what it costs."""
        request = self._log.read(session, request_id)
        if request.state is AccountState.OPEN:
            quotes = {**request.quotes, letter: amount}
            self._log.keep(session, replace(request, quotes=quotes), "quote fee")

    def agree(self, request_id: str) -> AccountView:
        """Put down that the patient agrees to the fee they were told.

        Raises:
            UsageError: none was told.
        """
        self.context.require("accounting")
        with self.context.writing() as session:
            request = self._log.read_open(session, request_id)
            if request.notice is None:
                raise UsageError("The patient agrees to a fee that they were told.", request_id)
            notice = replace(request.notice, agreed_on=self._log.today())
            return self._log.keep(session, replace(request, notice=notice), "agree")

    def modify(self, request_id: str, since: date, until: date) -> AccountView:
        """Ask for another period; the fee of it is told anew (164.528(c)(2)(ii)).

        Raises:
            UsageError: the period is none.
        """
        self.context.require("accounting")
        with self.context.writing() as session:
            request = self._log.read_open(session, request_id)
            first, last = period_of(request.received, since, until)
            changed = replace(request, since=first, until=last, notice=None)
            return self._log.keep(session, changed, "modify")

    def extend(
        self, request_id: str, *, reason: str, until: date, sent_on: date | None = None
    ) -> AccountView:
        """Take more time, once, by a letter within the first period (164.528(c)(1)(ii)).

        It counts once the letter was sent: on the day told, or when its mailing is noted.

        Raises:
            ReleaseShut: the law does not allow it.
        """
        self.context.require("accounting")
        with self.context.writing() as session:
            request = self._log.read_open(session, request_id)
            extension = Extension(reason=reason.strip(), until=until, sent_on=sent_on)
            check_extension(request, extension, self._log.today())
            return self._log.keep(session, replace(request, extension=extension), EXTEND)

    def tell_extension(
        self, session: Transaction, request_id: str, *, issued_at: str, sent_on: date
    ) -> None:
        """Within a unit of work: the letter of the extension that was prepared went out.

        Raises:
            ReleaseShut: it went too late to count, or tells the extension as it was before.
        """
        request = self._log.read(session, request_id)
        extension = request.extension
        over = request.state is not AccountState.OPEN
        if over or extension is None or extension.sent_on is not None:
            return
        check_letter(session, request_id, issued_at)
        told = replace(extension, sent_on=sent_on)
        check_extension(request, told, self._log.today())
        self._log.keep(session, replace(request, extension=told), "tell extension")

    def cost(self, request_id: str) -> Decimal:
        """What the accounting of a request costs today, nothing if it is free."""
        self.context.require("accounting-read")
        with self.context.database.read() as session:
            request = self._log.read(session, request_id)
            self._log.check_open(session, request)
            return self.fee(session, request)

    def fee(self, session: Transaction, request: AccountRequest) -> Decimal:
        """What the accounting that was asked for costs today, nothing if it is free."""
        return Disclosures(self.context).fee(session, request.patient)

    def withdraw(self, request_id: str, *, reason: str) -> AccountView:
        """End a request that the patient took back, as they may once they know the fee.

        Raises:
            UsageError: it is not said why.
        """
        self.context.require("accounting")
        if not reason.strip():
            raise UsageError("Give the reason.", "reason")
        with self.context.writing() as session:
            ended = replace(
                self._log.read_open(session, request_id),
                state=AccountState.WITHDRAWN,
                ended_on=self._log.today(),
                ended_because=reason.strip(),
            )
            return self._log.keep(session, ended, "withdraw")

    def make(self, request_id: str) -> Accounting:
        """The accounting that was asked for, as it would be given today."""
        view = self.show(request_id)
        asked = view.request
        return Disclosures(self.context).accounting(
            view.mrn, asked.since, asked.until, asked=asked.received
        )

    def give(
        self, request_id: str, accounting: Accounting, report: bytes, *, file: Path | None = None
    ) -> AccountView:
        """Keep the accounting as it is given, and write its file; the request is done.

        Raises:
            UsageError: the accounting is another one than was asked for, its fee has not been
                told and agreed to, or the file can't be written; then it was not given.
        """
        self.context.require("accounting")
        with handing(file, report) as hand_over, self.context.writing() as session:
            request = self._log.read_open(session, request_id)
            if (accounting.since, accounting.until) != (request.since, request.until):
                raise UsageError("This is not the accounting that was asked for.", request_id)
            digest = Disclosures(self.context).keep(session, accounting, report, request)
            given = replace(
                request, state=AccountState.GIVEN, ended_on=self._log.today(), report=digest
            )
            view = self._log.keep(session, given, "give")
            hand_over()
        return view

    def show(self, request_id: str) -> AccountView:
        """A request as it stands."""
        self.context.require("accounting-read")
        with self.context.database.read() as session:
            request = self._log.read(session, request_id)
            self._log.check_open(session, request)
            return self._log.view(session, request)

    def find(self, *, ended: bool = False) -> tuple[AccountView, ...]:
        """The open requests, those due first; or those that ended.

        Those about a chart that the person may not open say no more than how they stand.
        """
        self.context.require("accounting-read")
        with self.context.database.read() as session:
            state = work.CLOSED if ended else work.OPEN
            rows = work.cases(session, state=state, kind=KIND)
            views = [self._log.view(session, self._log.read(session, row.id)) for row in rows]
            silent = Sight(self.context, session).silent([v.request.patient] for v in views)
        told = [masked(v) if hide else v for v, hide in zip(views, silent, strict=True)]
        return tuple(sorted(told, key=lambda view: (view.due, view.request.id)))

    @property
    def _log(self) -> AccountLog:
        return AccountLog(self.context)
