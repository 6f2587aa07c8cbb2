# SPDX-License-Identifier: Apache-2.0
"""Decides what is shown of requests for an accounting, and what is done with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.charges import money
from himdesk.services.correspondence.releases.offers import letters_of_accounting
from himdesk.services.releases.forms.fields import day_at
from himdesk.ui.disclosures.asking import requests_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from himdesk.services.desk import Desk
    from himdesk.services.releases.accountings.values import AccountView
    from himdesk.services.releases.disclosures import Accounting
    from himdesk.ui.disclosures.values import LogPage
    from himdesk.ui.running import Run

    Done = Callable[[], object]
    Refused = Callable[[Exception], None]


class View(Protocol):
    """What the presenter asks of the screen."""

    def show_requests(self, page: LogPage, chosen: str) -> None:
        """Show the open requests."""

    def show_done(self, text: str) -> None:
        """Say what was done."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class RequestsPresenter:
    """The open requests for an accounting; `made` gets the one that is to be given."""

    view: View
    desk: Desk
    run: Run
    made: Callable[[str, Accounting], object]
    found: dict[str, AccountView] = field(default_factory=dict)

    def show(self, chosen: str = "", *, said: str = "") -> None:
        """The open requests, those due first."""

        def shown(found: tuple[AccountView, ...]) -> None:
            self.found = {each.request.id: each for each in found}
            page = requests_page(found, self.desk.disclosures.today())
            self.view.show_requests(page, chosen)
            if said:
                self.view.show_done(said)

        self.run(self.desk.accountings.find, shown, self.view.show_error)

    def make(self, request: str) -> None:
        """The accounting that was asked for."""

        def shown(accounting: Accounting) -> None:
            self.made(request, accounting)

        self.run(lambda: self.desk.accountings.make(request), shown, self.view.show_error)

    def letters(self, request: str, then: Callable[[tuple[str, ...]], object]) -> None:
        """`then` gets the kinds of letters that a request gives reason for."""

        def found(kinds: tuple[str, ...]) -> None:
            if kinds:
                then(kinds)
                return
            text = "It costs nothing and was not extended: there is no letter to write."
            self.view.show_error(UsageError(text, request))

        def work() -> tuple[str, ...]:
            view = self.desk.accountings.show(request)
            return letters_of_accounting(view.request, self.desk.accountings.cost(request))

        self.run(work, found, self.view.show_error)

    def open(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Take down a request."""

        def work() -> AccountView:
            return self.desk.accountings.open(
                values["mrn"],
                requester=values["requester"],
                received=_day(values, "received"),
                since=day_at(values, "since"),
                until=day_at(values, "until"),
            )

        self._step(work, done, refused, "The request is taken down.")

    def tell_fee(
        self, request: str, values: Mapping[str, str], done: Done, refused: Refused
    ) -> None:
        """The patient was told the fee, and agrees if the form says so."""

        def work() -> AccountView:
            desk, amount = self.desk.accountings, money(values["amount"], "amount")
            told = desk.tell_fee(request, amount=amount, told_on=_day(values, "told_on"))
            return desk.agree(request) if values["agrees"] == "yes" else told

        self._step(work, done, refused, "What was said of the fee is put down.")

    def modify(self, request: str, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """The patient asks for another period."""

        def work() -> AccountView:
            since, until = _day(values, "since"), _day(values, "until")
            return self.desk.accountings.modify(request, since, until)

        self._step(work, done, refused, "The period is changed; its fee is told anew.")

    def extend(self, request: str, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Take more time, once."""

        def work() -> AccountView:
            sent = day_at(values, "sent_on")
            until = _day(values, "until")
            return self.desk.accountings.extend(
                request, reason=values["reason"], until=until, sent_on=sent
            )

        said = "The extension is noted."
        if not values["sent_on"]:
            said = "The extension is prepared; it counts once its letter is noted as sent."
        self._step(work, done, refused, said)

    def withdraw(
        self, request: str, values: Mapping[str, str], done: Done, refused: Refused
    ) -> None:
        """The patient took the request back."""

        def work() -> AccountView:
            return self.desk.accountings.withdraw(request, reason=values["reason"])

        self._step(work, done, refused, "The request is withdrawn.")

    def _step(
        self, work: Callable[[], AccountView], done: Done, refused: Refused, said: str
    ) -> None:
        def stepped(view: AccountView) -> None:
            done()
            self.show(view.request.id, said=said)

        self.run(work, stepped, refused)


def _day(values: Mapping[str, str], name: str) -> date:
    found = day_at(values, name)
    if found is None:
        raise UsageError("A day is written like 2026-03-01.", name)
    return found
