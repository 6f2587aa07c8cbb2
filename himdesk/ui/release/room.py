# SPDX-License-Identifier: Apache-2.0
"""The release screen with its presenters, and the forms that open over it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from himdesk.domain.releases.basis import Basis
from himdesk.domain.roles import permitted
from himdesk.ui.release.checking import consent, directive
from himdesk.ui.release.choosing.presenter import ChoosePresenter
from himdesk.ui.release.forms import denying, sheets
from himdesk.ui.release.forms import entries as entries_form
from himdesk.ui.release.forms.presenter import FormPresenter
from himdesk.ui.release.packets.packing import PacketPresenter
from himdesk.ui.release.panel import ReleasePanel
from himdesk.ui.release.presenter import ReleasePresenter
from himdesk.ui.release.values import PACKET
from himdesk.ui.widgets.pages.printing import print_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtPrintSupport import QPrinter

    from himdesk.domain.progress import Progress
    from himdesk.domain.releases.request import Box
    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.release.forms.dialog import SheetDialog
    from himdesk.ui.release.presenter import Done, Refused
    from himdesk.ui.release.values import Addressee, PaperPages, Sheet
    from himdesk.ui.running import Answer
    from himdesk.ui.tasks import Job, Tasks

    Take = Callable[[Mapping[str, str], Done, Refused], None]


class ReleaseRoom(QObject):
    """Wires the panel to the presenters; `letter_wanted` carries a request to return.

    `file_wanted` carries a request with the number of one of its files.
    """

    letter_wanted = Signal(str)
    file_wanted = Signal(str, int)

    def __init__(self, look: Look, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._job: Job | None = None
        self.mrn = ""
        writes = permitted("release", desk.context.staff.roles)
        self.panel = panel = ReleasePanel(look, writes=writes)
        self.setParent(panel)
        self.presenter = presenter = ReleasePresenter(panel, desk, self._run)
        self.choosing, self.forms = ChoosePresenter(presenter), FormPresenter(presenter)
        self.packing = PacketPresenter(panel, desk, self._start, presenter.went)
        panel.chosen.connect(presenter.choose)
        panel.ended_wanted.connect(lambda on: presenter.show_ended(ended=on))
        panel.intake_wanted.connect(self.open_intake)
        panel.directory_wanted.connect(lambda: self.forms.directory(self._open_directory))
        panel.letter_wanted.connect(self.letter_wanted)
        panel.end_wanted.connect(self._end)
        panel.review_wanted.connect(lambda: self._ask(denying.reviewing(), self.presenter.review))
        panel.turned.connect(self._turned)
        self._connect_check()
        self._connect_choose()
        panel.packet.wanted.connect(self._preview)
        panel.packet.released.connect(self._build)
        panel.packet.printed.connect(self._print)
        panel.packet.stopped.connect(self._stop)

    def _connect_check(self) -> None:
        check = self.panel.check
        check.form_wanted.connect(self._read_form)
        check.file_wanted.connect(
            lambda number: self.file_wanted.emit(self.presenter.current, number)
        )
        check.complete_wanted.connect(lambda: self.forms.directory(self._complete))
        check.extend_wanted.connect(
            lambda: self._ask(sheets.extending(self.presenter.latest()), self.presenter.extend)
        )

    def _connect_choose(self) -> None:
        choose = self.panel.choose
        choose.narrowed.connect(self.choosing.narrow)
        choose.ticked.connect(self._tick)
        choose.category_ticked.connect(self._tick_category)
        choose.pages_wanted.connect(lambda item: self.choosing.paper(item, self._ask_pages))
        choose.override_wanted.connect(
            lambda: self._ask(sheets.overriding(), self.choosing.override)
        )

    def _run(self, work: object, then: object, otherwise: object) -> None:
        self._tasks.run_for(self.panel, work, then=then, otherwise=otherwise)  # type: ignore[arg-type]

    def _start(
        self,
        work: Callable[[Progress], Answer],
        then: Callable[[Answer], None],
        otherwise: Callable[[Exception], None],
        *,
        words: str = "Putting the packet together",
        computing: bool = False,
    ) -> None:
        """Long work: a strip tells how far it is, and stops it."""
        self.panel.packet.show_begun(words)
        job = self._tasks.start(
            self.panel,
            lambda job: work(job.heard),
            then=then,
            otherwise=otherwise,
            computing=computing,
        )
        job.progressed.connect(self.panel.packet.show_progress)
        self._job = job

    def _stop(self) -> None:
        """What was under way may have gone out before it was stopped: look how it stands."""
        if self._job is not None:
            self._job.cancel()
        self.panel.packet.show_ended()
        self.presenter.choose(self.presenter.current)

    def _print(self, printer: QPrinter) -> None:
        """Onto paper, beside what else the window does."""
        body, passphrase = self.panel.packet.view.source

        def printed(pages: object) -> None:
            self.panel.packet.show_ended()
            self.panel.show_done(f"Pages printed: {pages}.")

        self._start(
            lambda progress: print_pdf(body, passphrase, printer, progress),
            printed,
            self.panel.show_error,
            words="Printing",
            computing=True,
        )

    def open(self, release: str) -> None:
        """Show a request, also one that ended."""
        self.presenter.current = release
        self.presenter.choose(release)

    def open_intake(self) -> None:
        """Take down a request; of the chart that is open, if one is."""
        self.forms.directory(self._open_intake)

    def _open_intake(self, directory: tuple[Addressee, ...]) -> None:
        sheet = sheets.intake(self.mrn, self._desk.releases.today(), directory)
        dialog = self._ask(sheet, self.presenter.open)
        _offer(dialog, directory)

    def _open_directory(self, entries: tuple[Addressee, ...]) -> None:
        dialog = self._ask(entries_form.directory(entries), self.forms.verify)
        entries_form.offer(dialog, entries)

    def _complete(self, directory: tuple[Addressee, ...]) -> None:
        view = self.presenter.view
        if view is not None:
            dialog = self._ask(sheets.completing(view.release, directory), self.presenter.complete)
            _offer(dialog, directory)

    def _end(self) -> None:
        view = self.presenter.view
        if view is not None:
            self._ask(sheets.ending(view.release.basis), self.presenter.end)

    def _read_form(self) -> None:
        view = self.presenter.view
        if view is None:
            return
        if view.release.basis is Basis.DIRECTIVE:
            sheet = directive.reading(view.release, self.presenter.scans)
            self._ask(sheet, self.presenter.direct)
        else:
            site = self._desk.context.site.name
            sheet = consent.reading(view.release, self.presenter.scans, site)
            self._ask(sheet, self.presenter.check)

    def _ask(self, sheet: Sheet, take: Take) -> SheetDialog:
        """Open a form; it closes once what it says was done."""
        dialog = self.panel.ask(sheet)

        def done() -> None:
            dialog.stop()
            dialog.accept()
            if sheet.draft:
                self.forms.forget(sheet)

        def recall(values: Mapping[str, str]) -> None:
            dialog.fill(values)
            dialog.show_notice("This is what you typed before; Cancel keeps it.")

        dialog.submitted.connect(lambda values: take(values, done, dialog.show_error))
        self.forms.draft(sheet, recall)
        dialog.rested.connect(lambda values: self.forms.keep(sheet, values))
        return dialog

    def _tick(self, item: str) -> None:
        if not permitted("release", self._desk.context.staff.roles):
            return
        if self.choosing.is_out(item):
            self.choosing.let_go(item)
            return
        title = next((words for each, words in self.presenter.scans if each == item), "record")
        self._ask(
            sheets.leaving_out(title),
            lambda values, done, refused: self.choosing.leave_out(
                item, values["why"], done, refused
            ),
        )

    def _tick_category(self, category: str) -> None:
        view = self.presenter.view
        if view is None or not permitted("release", self._desk.context.staff.roles):
            return
        if self.choosing.has_category(category):
            self.choosing.refuse(category)
            return
        self._ask(
            consent.consent(category, self.presenter.scans, view.release),
            lambda values, done, refused: self.choosing.agree(category, values, done, refused),
        )

    def _ask_pages(self, paper: PaperPages) -> None:
        dialog = self.panel.ask_pages(paper)

        def keep(pages: Sequence[int] | None, boxes: Sequence[Box]) -> None:
            self.choosing.redact(paper.item, pages, boxes, dialog.accept, dialog.show_error)

        dialog.kept.connect(keep)

    def _turned(self, step: str) -> None:
        if step == PACKET:
            self._preview()

    def _preview(self) -> None:
        view = self.presenter.view
        if view is not None and not view.shut:
            self.packing.preview(view)

    def _build(self, passphrase: str, path: str) -> None:
        view = self.presenter.view
        if view is not None:
            self.packing.build(view, passphrase, Path(path) if path else None)


def _offer(dialog: SheetDialog, directory: tuple[Addressee, ...]) -> None:
    """An entry of the directory fills in its name, address and fax number."""
    known = {entry.id: entry for entry in directory}
    box = dialog.halves[-1].box(sheets.ENTRY)

    def fill() -> None:
        entry = known.get(box.currentData())
        if entry is not None:
            dialog.fill({"recipient": entry.name, "address": entry.address, "fax": entry.fax})

    box.currentIndexChanged.connect(lambda _at: fill())
