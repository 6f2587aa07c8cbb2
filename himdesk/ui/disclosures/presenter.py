# SPDX-License-Identifier: Apache-2.0
"""Decides what the screen of disclosures shows and does; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.disclosures import look_back
from himdesk.services.releases.forms import read_disclosure, read_suspension
from himdesk.services.releases.handing import check_file
from himdesk.ui.disclosures import sheets
from himdesk.ui.disclosures.values import accounting_page, log_page, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from himdesk.services.desk import Desk
    from himdesk.services.releases.disclosures import Accounting, Logged
    from himdesk.ui.disclosures.values import AccountingPage, LogPage
    from himdesk.ui.running import Run

    Done = Callable[[], object]
    Refused = Callable[[Exception], None]


class View(Protocol):
    """What the presenter asks of the screen."""

    def show_log(self, page: LogPage) -> None:
        """Show disclosures."""

    def show_accounting(self, page: AccountingPage) -> None:
        """Show an accounting."""

    def show_reading(self, text: str) -> None:
        """Show all that the log says of one disclosure."""

    def show_done(self, text: str) -> None:
        """Say what was done."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class DisclosuresPresenter:
    """The log and the accounting of one chart and period."""

    view: View
    desk: Desk
    run: Run
    mrn: str = ""
    found: dict[str, Logged] = field(default_factory=dict)
    made: Accounting | None = None
    asked: str = ""

    def show(self, mrn: str) -> None:
        """The log of a chart, or the latest of all."""
        self.mrn, self.made, self.asked = mrn, None, ""

        def shown(found: tuple[Logged, ...]) -> None:
            self.found = {each.disclosure.id: each for each in found}
            self.view.show_log(log_page(found, mrn))

        self.run(lambda: self.desk.disclosures.log(mrn or None), shown, self.view.show_error)

    def point(self, disclosure: str) -> None:
        """Tell all that is logged of one disclosure."""
        each = self.found.get(disclosure)
        self.view.show_reading(reading(each) if each is not None else "")

    def account(self, mrn: str, since: str, until: str) -> None:
        """The accounting of a chart; without days, of all the years that the law goes back."""
        desk = self.desk.disclosures

        def read() -> Accounting:
            if not mrn:
                raise UsageError("Name the patient: an accounting is of one record.", "mrn")
            first = _day(since) if since else look_back(desk.today())
            return desk.accounting(mrn, first, _day(until) if until else desk.today())

        self.run(read, lambda made: self.show_made("", made), self.view.show_error)

    def show_made(self, request: str, made: Accounting) -> None:
        """Show an accounting as it would be given, on a request or at once."""
        self.mrn, self.made, self.asked, self.found = made.mrn, made, request, {}
        self.view.show_accounting(accounting_page(made))

    def give(self, path: Path) -> None:
        """Keep the accounting shown as it is given, and save it as PDF or CSV."""
        made, asked, desk = self.made, self.asked, self.desk.disclosures
        if made is None:
            return

        def work() -> None:
            check_file(path)
            report = desk.report(made, csv=path.suffix.lower() == ".csv")
            if asked:
                self.desk.accountings.give(asked, made, report, file=path)
            else:
                desk.give(made, report, file=path)

        text = f"The accounting is kept byte for byte, and saved as {path}."
        self.run(work, lambda _: self.view.show_done(text), self.view.show_error)

    def reprint(self, disclosure: str, path: Path) -> None:
        """Save the very bytes that went out; it is logged as a copy."""

        def work() -> None:
            _save(self.desk.packets.reprint(disclosure), path, "The copy is logged")

        text = f"The packet as it went is saved as {path}, logged as a copy."
        self.run(work, lambda _: self.view.show_done(text), self.view.show_error)

    def record(
        self,
        values: Mapping[str, str],
        done: Done,
        refused: Refused,
        then: Callable[[str], object] = str,
    ) -> None:
        """Log a disclosure that no packet of ours made; `then` gets its id."""

        def recorded(logged: Logged) -> None:
            done()
            self.show(logged.mrn)
            self.view.show_done("The disclosure is logged.")
            then(logged.disclosure.id)

        def work() -> Logged:
            disclosure, how = read_disclosure(sheets.disclosure_form(values))
            return self.desk.disclosures.record(values["mrn"], disclosure, how=how)

        self.run(work, recorded, refused)

    def suspend(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Note an agency's statement."""

        def suspended(until: date) -> None:
            done()
            self.view.show_done(f"Its disclosures are left out of accountings until {until}.")

        def work() -> date:
            suspension = read_suspension(sheets.suspension_form(values))
            self.desk.disclosures.suspend(values["mrn"], suspension)
            return suspension.ends()

        self.run(work, suspended, refused)


def _save(data: bytes, path: Path, what: str) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{what}, but {path} can't be written: {error.strerror}.") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("A day is written like 2026-03-01.", "day") from None
