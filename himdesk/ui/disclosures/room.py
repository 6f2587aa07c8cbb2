# SPDX-License-Identifier: Apache-2.0
"""The screen of disclosures with its presenter, and the forms that open over it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from himdesk.domain.roles import permitted
from himdesk.ui.disclosures import asking, sheets
from himdesk.ui.disclosures.panel import DisclosuresPanel
from himdesk.ui.disclosures.presenter import DisclosuresPresenter
from himdesk.ui.disclosures.requests import RequestsPresenter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.release.values import Sheet
    from himdesk.ui.running import Run

    Done = Callable[[], object]
    Refused = Callable[[Exception], None]


class DisclosuresRoom(QObject):
    """Wires the panel to the presenter; `handoff_wanted` carries a misdirected disclosure.

    `letters_wanted` carries a request for an accounting, and the kinds of letters about it.
    """

    handoff_wanted = Signal(str)
    letters_wanted = Signal(str, tuple)

    def __init__(self, look: Look, desk: Desk, run_for: Callable[[QObject], Run]) -> None:
        super().__init__()
        self._desk = desk
        writes = permitted("accounting", desk.context.staff.roles)
        misdirects = permitted("misdirected", desk.context.staff.roles)
        self.panel = panel = DisclosuresPanel(look, writes=writes, misdirects=misdirects)
        self.setParent(panel)
        self.presenter = presenter = DisclosuresPresenter(panel, desk, run_for(panel))
        panel.log_wanted.connect(presenter.show)
        panel.accounting_wanted.connect(presenter.account)
        panel.given.connect(lambda path: presenter.give(Path(path)))
        panel.copy_wanted.connect(lambda each, path: presenter.reprint(each, Path(path)))
        panel.pointed.connect(presenter.point)
        panel.record_wanted.connect(self._record)
        panel.misdirected_wanted.connect(self._misdirected)
        panel.suspend_wanted.connect(self._suspend)
        self.requests = RequestsPresenter(panel, desk, run_for(panel), presenter.show_made)
        panel.requests_wanted.connect(self.requests.show)
        panel.step_wanted.connect(self._step)

    def open(self, mrn: str) -> None:
        """The log of a chart, or the latest of all."""
        self.panel.mrn.setText(mrn)
        self.presenter.show(mrn)

    def open_accounting(self, mrn: str) -> None:
        """The accounting of a chart, of all the years that the law goes back."""
        self.panel.mrn.setText(mrn)
        self.presenter.account(mrn, "", "")

    def open_request(self, request: str) -> None:
        """The open requests for an accounting, on one of them."""
        self.requests.show(request)

    def _step(self, step: str, request: str) -> None:
        """A step of a request: its form, or the accounting itself."""
        found, presenter = self.requests.found.get(request), self.requests
        today = self._desk.disclosures.today()
        if step == "new":
            self._ask(asking.intake(self.panel.mrn.text().strip(), today), presenter.open)
        elif found is None:
            return
        elif step == "make":
            presenter.make(request)
        elif step == "letters":
            presenter.letters(request, lambda kinds: self.letters_wanted.emit(request, kinds))
        elif step == "fee":
            self._ask(asking.telling(today), partial(presenter.tell_fee, request))
        elif step == "modify":
            self._ask(asking.modifying(found.request), partial(presenter.modify, request))
        elif step == "extend":
            self._ask(asking.extending(found.request), partial(presenter.extend, request))
        else:
            self._ask(asking.withdrawing(), partial(presenter.withdraw, request))

    def _ask(self, sheet: Sheet, take: Callable[[Mapping[str, str], Done, Refused], None]) -> None:
        dialog = self.panel.ask(sheet)
        dialog.submitted.connect(lambda values: take(values, dialog.accept, dialog.show_error))

    def _record(self) -> None:
        sheet = sheets.recording(self.presenter.mrn, self._desk.disclosures.today())
        self._ask(sheet, self.presenter.record)

    def _misdirected(self, disclosure: str) -> None:
        sent = self.presenter.found.get(disclosure)
        sheet = sheets.misdirected(self.presenter.mrn, self._desk.disclosures.today(), sent)
        self._ask(
            sheet,
            lambda values, done, refused: self.presenter.record(
                values, done, refused, self.handoff_wanted.emit
            ),
        )

    def _suspend(self) -> None:
        sheet = sheets.suspending(self.presenter.mrn, self._desk.disclosures.today())
        self._ask(sheet, self.presenter.suspend)
