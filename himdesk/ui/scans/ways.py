# SPDX-License-Identifier: Apache-2.0
"""The ways from the folder of incoming scans to the requests of a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject

from himdesk.domain.roles import permitted
from himdesk.ui.scans.dialog import ScansDialog
from himdesk.ui.scans.watching import ScanWatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance

    from himdesk.services.scans.watch import Found, Scan
    from himdesk.ui.release.room import ReleaseRoom
    from himdesk.ui.workstation import Workstation


class Panel(Protocol):
    """A screen whose request scans are attached to."""

    scans_wanted: SignalInstance

    def show_scans(self, found: Found | None) -> None:
        """Say how many scans there are; None: the site has no folder for them."""

    def show_done(self, text: str) -> None:
        """Say what was done."""


@dataclass(frozen=True)
class Place:
    """A kind of request: its screen, the request shown, how one attaches, how it is read anew."""

    panel: Any
    whose: str
    current: Callable[[], str]
    attach: Callable[[str, Scan, str], object]
    choose: Callable[[str], object]


class ScanWays(QObject):
    """Watches the folder for those who attach files, and asks which scan belongs to a request.

    It ends with its window.
    """

    def __init__(self, station: Workstation) -> None:
        super().__init__(station.window)
        self._station = station
        self._found: Found | None = None
        self._places: list[Place] = []
        self._dialog: ScansDialog | None = None
        self.watch = ScanWatch(station.desk, station.tasks, self)
        self.watch.found.connect(self._show)
        roles = station.desk.context.staff.roles
        if permitted("case", roles):
            self._serve_cases()
        if permitted("case", roles) or permitted("release", roles):
            self.watch.look()

    def _serve_cases(self) -> None:
        station, room = self._station, self._station.requests
        self._serve(
            Place(
                panel=room.panel,
                whose="the case",
                current=lambda: room.presenter.current,
                attach=station.desk.scans.to_case,
                choose=room.presenter.choose,
            )
        )

    def serve_release(self, room: ReleaseRoom) -> None:
        """Offer scans on the release screen, which is made when it is first wanted."""
        station = self._station
        self._serve(
            Place(
                panel=room.panel,
                whose="the request",
                current=lambda: room.presenter.current,
                attach=station.desk.scans.to_release,
                choose=room.presenter.choose,
            )
        )

    def _serve(self, place: Place) -> None:
        self._places.append(place)
        place.panel.scans_wanted.connect(lambda: self._open(place))
        place.panel.show_scans(self._found)

    def _show(self, found: Found | None) -> None:
        self._found = found
        for place in self._places:
            place.panel.show_scans(found)
        if self._dialog is not None and found is not None:
            self._dialog.show_found(found)

    def _open(self, place: Place) -> None:
        station, request = self._station, place.current()
        if self._found is None or not request:
            return
        self._dialog = dialog = ScansDialog(station.look, place.whose, place.panel)
        dialog.finished.connect(self._closed)
        dialog.pointed.connect(lambda scan: self._read(dialog, scan))
        dialog.submitted.connect(
            lambda scan, about: self._attach(place, dialog, request, scan, about)
        )
        dialog.show_found(self._found)
        dialog.open()
        self.watch.look()

    def _closed(self) -> None:
        self._dialog = None

    def _read(self, dialog: ScansDialog, scan: Scan) -> None:
        scans = self._station.desk.scans
        self._station.tasks.run_for(
            dialog,
            lambda: scans.read(scan),
            then=lambda seen: dialog.show_scan(scan, seen),
            otherwise=dialog.show_error,
        )

    def _attach(
        self, place: Place, dialog: ScansDialog, request: str, scan: Scan, about: str
    ) -> None:
        def attached(_view: object) -> None:
            dialog.accept()
            place.panel.show_done(f"{scan.name} is attached; its file is among those taken.")
            place.choose(request)
            self.watch.look()

        def refused(error: Exception) -> None:
            dialog.show_error(error)
            self.watch.look()

        self._station.tasks.run_for(
            dialog,
            lambda: place.attach(request, scan, about),
            then=attached,
            otherwise=refused,
        )
