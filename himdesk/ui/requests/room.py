# SPDX-License-Identifier: Apache-2.0
"""The screen of amendment requests with its presenter, and the forms that open over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from himdesk.ui.requests.files import AttachDialog
from himdesk.ui.requests.intake import IntakeDialog
from himdesk.ui.requests.panel import RequestsPanel
from himdesk.ui.requests.presenter import RequestsPresenter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.requests.values import Form
    from himdesk.ui.running import Run


class RequestsRoom(QObject):
    """Wires the panel to the presenter; `letter_wanted` and `document_wanted` lead elsewhere."""

    letter_wanted = Signal(str, tuple)
    document_wanted = Signal(str)
    file_wanted = Signal(str, int)

    def __init__(self, look: Look, desk: Desk, run_for: Callable[[QObject], Run]) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self.panel = RequestsPanel(look)
        self.setParent(self.panel)
        self.presenter = RequestsPresenter(self.panel, desk, run_for(self.panel))
        self.mrn = ""
        self.panel.chosen.connect(self.presenter.choose)
        self.panel.closed_wanted.connect(lambda on: self.presenter.show_closed(closed=on))
        self.panel.step_asked.connect(self._ask)
        self.panel.intake_wanted.connect(self.open_intake)
        self.panel.letter_wanted.connect(self.letter_wanted)
        self.panel.document_wanted.connect(self._document)
        self.panel.attach_wanted.connect(self._attach)
        self.panel.file_wanted.connect(
            lambda number: self.file_wanted.emit(self.presenter.current, int(number))
        )

    def open(self, case: str) -> None:
        """Show a case, also one that is over."""
        self.presenter.current = case
        self.presenter.choose(case)

    def open_intake(self) -> None:
        """Take down a request; of the chart that is open, if one is."""
        today = self._desk.cases.today().isoformat()
        dialog = IntakeDialog(self._look, today, self.mrn, self.panel)

        dialog.submitted.connect(
            lambda taken: self.presenter.open(taken, dialog.accept, dialog.show_error)
        )
        dialog.chart_named.connect(
            lambda mrn: self.presenter.documents(
                mrn, dialog.show_documents, lambda _unknown: dialog.show_documents(())
            )
        )
        dialog.open()
        if self.mrn:
            dialog.chart_named.emit(self.mrn)

    def _ask(self, form: Form, chosen: str) -> None:
        dialog = self.panel.ask(form, chosen)
        dialog.submitted.connect(
            lambda values: self.presenter.take(form, values, dialog.accept, dialog.show_error)
        )

    def _attach(self, paths: Sequence[Path]) -> None:
        """Ask which files to attach; those that were let fall are listed already."""
        dialog = AttachDialog(self._look, paths, self.panel)
        dialog.submitted.connect(
            lambda files, about: self.presenter.attach(
                files, about, dialog.accept, dialog.show_error
            )
        )
        dialog.open()

    def _document(self, number: str) -> None:
        document = self.presenter.document_of(number)
        if document:
            self.document_wanted.emit(document)
