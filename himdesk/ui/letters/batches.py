# SPDX-License-Identifier: Apache-2.0
"""The letter screen with its presenter for many letters, and a strip that stops them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from himdesk.ui.letters.batch import BatchPresenter
from himdesk.ui.letters.values import write_pdf
from himdesk.ui.widgets.pages.printing import ask, print_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtPrintSupport import QPrinter

    from himdesk.services.desk import Desk
    from himdesk.ui.letters.batch import GoesOn
    from himdesk.ui.letters.panel import LetterPanel
    from himdesk.ui.letters.presenter import LetterPresenter
    from himdesk.ui.tasks import Job, Tasks


class LetterBatches(QObject):
    """Wires the panel; a stop is heard between two letters, so that each is whole or not made."""

    def __init__(
        self, panel: LetterPanel, desk: Desk, tasks: Tasks, writing: LetterPresenter
    ) -> None:
        super().__init__(panel)
        self._panel, self._tasks, self._writing = panel, tasks, writing
        self._stopping = False
        self.presenter = presenter = BatchPresenter(panel, desk, self._start, writing.refresh)
        outgoing, chosen = panel.outgoing, panel.letters.chosen
        outgoing.saved.connect(lambda folder: presenter.save(chosen(), Path(folder)))
        outgoing.printed.connect(lambda: ask(panel, 0, self._print))
        outgoing.labelled.connect(lambda sheet, used: presenter.labels(chosen(), sheet, used))
        outgoing.noted.connect(lambda *mailing: presenter.note(chosen(), *mailing))
        panel.several.connect(lambda several: presenter.issue(writing.subject, several))
        panel.labels_saved.connect(self._save_labels)
        panel.progress.cancelled.connect(self._stop)

    def _save_labels(self, pdf: bytes, path: str) -> None:
        def work(_goes_on: GoesOn) -> str:
            write_pdf(pdf, Path(path))
            return f"The labels are saved as {path}."

        self._start("Saving labels", work, self._panel.show_told)

    def _print(self, printer: QPrinter) -> None:
        self.presenter.collect(self._panel.letters.chosen(), partial(self._put, printer))

    def _put(self, printer: QPrinter, pdfs: list[bytes]) -> None:
        """Onto paper, beside what else the window does."""
        self._start(
            "Printing",
            lambda goes_on: print_all(pdfs, printer, goes_on),
            lambda done: self._panel.show_told(f"{done:,} of {len(pdfs):,} letters printed."),
            computing=True,
        )

    def _start(
        self,
        words: str,
        work: Callable[[GoesOn], Any],
        then: Callable[[Any], None],
        *,
        computing: bool = False,
    ) -> None:
        self._stopping = False

        def carry_out(job: Job) -> object:
            def goes_on(done: int, whole: int) -> bool:
                job.tell(done, whole)
                return not self._stopping

            return work(goes_on)

        def ended(answer: object) -> None:
            self._panel.progress.end()
            then(answer)

        def failed(error: Exception) -> None:
            self._panel.progress.end()
            self._panel.show_error(error)
            self._writing.refresh()

        self._panel.show_begun(words)
        job = self._tasks.start(
            self._panel, carry_out, then=ended, otherwise=failed, computing=computing
        )
        job.progressed.connect(self._panel.show_progress)

    def _stop(self) -> None:
        self._stopping = True
