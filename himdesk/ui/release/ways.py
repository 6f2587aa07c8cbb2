# SPDX-License-Identifier: Apache-2.0
"""The ways between the release screens and the others of a window."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from himdesk.domain.roles import permitted
from himdesk.ui.disclosures.room import DisclosuresRoom
from himdesk.ui.letters.values import Subject
from himdesk.ui.release.room import ReleaseRoom

if TYPE_CHECKING:
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
        room.letter_wanted.connect(self._return)
        room.file_wanted.connect(station.documents.open_release_file)
        station.scans.serve_release(room)
        return room

    @cached_property
    def log(self) -> DisclosuresRoom:
        """What went out, and the accounting of it."""
        log = DisclosuresRoom(self._station.look, self._station.desk, self._station.run_for)
        log.handoff_wanted.connect(lambda each: self.open_handoff(each, DISCLOSURES))
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

    def _return(self, release: str) -> None:
        """The letters of a request: a defective authorization goes back, or it takes longer."""
        title = "Letters of the request for release"
        view = self.room.presenter.view
        longer = view is not None and view.release.id == release and view.release.extension
        kind = "access-extension" if longer else "authorization-return"
        self._station.open_letters(Subject(release, title, (kind,)), RELEASE)

    def open_handoff(self, disclosure: str, back: str) -> None:
        """The hand-off of a misdirected disclosure to the privacy officer."""
        subject = Subject(disclosure, "Misdirected disclosure", ("privacy-handoff",))
        self._station.open_letters(subject, back)
