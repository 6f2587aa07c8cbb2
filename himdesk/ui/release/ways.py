# SPDX-License-Identifier: Apache-2.0
"""The ways between the release screens and the others of a window."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from himdesk.domain.roles import permitted
from himdesk.services.correspondence.releases.offers import letters_of
from himdesk.ui.disclosures.room import DisclosuresRoom
from himdesk.ui.letters.values import Subject
from himdesk.ui.release.room import ReleaseRoom

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.ui.workstation import Workstation

RELEASE, DISCLOSURES = "release", "disclosures"


class ReleaseWays(QObject):
    """Adds the screens for those who may read releases, and leads to and from them."""

    def __init__(self, station: Workstation) -> None:
        super().__init__(station)
        self._station = station
        station.undo.handoff_wanted.connect(lambda each: self.open_handoff(each, "undo"))
        if not permitted("release-read", station.desk.context.staff.roles):
            return
        window = station.window
        window.add_screen(RELEASE, "Release", "release", lambda: self.room.panel)
        window.add_screen(DISCLOSURES, "Disclosures", "send", lambda: self.log.panel)
        window.screen_chosen.connect(self._chosen)
        station.worklist.release_wanted.connect(self.open)
        station.worklist.accounting_wanted.connect(self.open_accounting)

    @cached_property
    def room(self) -> ReleaseRoom:
        """The requests for release."""
        station = self._station
        room = ReleaseRoom(station.look, station.desk, station.tasks)
        room.panel.counted.connect(partial(station.window.show_count, RELEASE))
        room.letter_wanted.connect(self._letters)
        room.file_wanted.connect(station.documents.open_release_file)
        station.scans.serve_release(room)
        return room

    @cached_property
    def log(self) -> DisclosuresRoom:
        """What went out, and the accounting of it."""
        log = DisclosuresRoom(self._station.look, self._station.desk, self._station.run_for)
        log.handoff_wanted.connect(lambda each: self.open_handoff(each, DISCLOSURES))
        log.letters_wanted.connect(self._account_letters)
        return log

    def open(self, release: str) -> None:
        """Show a request."""
        self._station.show(RELEASE)
        self.room.open(release)
        self.room.presenter.refresh()

    def open_accounting(self, request: str) -> None:
        """Show a request for an accounting."""
        self._station.show(DISCLOSURES)
        self.log.open_request(request)

    def _chosen(self, screen: str) -> None:
        overview = self._station.reading.overview
        mrn = overview.chart.patient.number if overview is not None else ""
        if screen == RELEASE:
            self.room.mrn = mrn
            self.room.presenter.refresh()
        elif screen == DISCLOSURES:
            self.log.open(mrn)

    def _letters(self, release: str) -> None:
        """The letters that a request gives reason for."""
        view = self.room.presenter.view
        if view is not None and view.release.id == release:
            title = "Letters of the request for release"
            subject = Subject(release, title, letters_of(view), case=True)
            self._write(subject, RELEASE, partial(self.room.presenter.choose, release))

    def _account_letters(self, request: str, kinds: tuple[str, ...]) -> None:
        """The letters that a request for an accounting gives reason for."""
        title = "Letters of the request for an accounting"
        subject = Subject(request, title, kinds, case=True)
        self._write(subject, DISCLOSURES, partial(self.log.requests.show, request))

    def _write(self, subject: Subject, back: str, then: Callable[[], object]) -> None:
        """The letters of a request, which is read again when one comes back from them."""
        self._station.letter.left.connect(then, Qt.ConnectionType.SingleShotConnection)
        self._station.open_letters(subject, back)

    def open_handoff(self, disclosure: str, back: str) -> None:
        """The hand-off of a misdirected disclosure to the privacy officer."""
        subject = Subject(disclosure, "Misdirected disclosure", ("privacy-handoff",))
        self._station.open_letters(subject, back)
