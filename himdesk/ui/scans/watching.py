# SPDX-License-Identifier: Apache-2.0
"""Watches the site's folder for incoming scans; it is looked into off the window's thread.

The system tells of changes where it can. Network shares tell of none, so the folder is looked into
every now and then too, and soon again while files are being written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from himdesk.services.scans.watch import SETTLED, Found

if TYPE_CHECKING:
    from himdesk.services.desk import Desk
    from himdesk.services.scans.watch import Watch
    from himdesk.ui.tasks import Tasks

BURST: Final = 300
SOON: Final = round(SETTLED * 1000) + 100
SLOWLY: Final = 20_000
"""Milliseconds to the next look: after a change, while files are written, and otherwise."""


class ScanWatch(QObject):
    """`found` carries what a look found, None while the site has named no folder."""

    found = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._watch: Watch | None = None
        self._looking = False
        self._system = QFileSystemWatcher(self)
        self._system.directoryChanged.connect(lambda _path: self._look_in(BURST))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def look(self) -> None:
        """Look into the folder that the site names now; one look at a time."""
        if not self._looking:
            self._looking = True
            self._tasks.run_for(
                self, self._desk.scans.watch, then=self._named, otherwise=self._failed
            )

    def _named(self, watch: Watch | None) -> None:
        if watch is None or self._watch is None or watch.folder != self._watch.folder:
            self._watch = watch
            if self._system.directories():
                self._system.removePaths(self._system.directories())
        if self._watch is None:
            self._done(None)
            return
        self._tasks.run_for(
            self, self._watch.look, then=self._done, otherwise=self._failed, computing=True
        )

    def _done(self, found: Found | None) -> None:
        self._looking = False
        if self._watch is not None and found is not None and not found.fault:
            self._system.addPath(str(self._watch.folder.path))
        self._look_in(SOON if found is not None and found.waiting else SLOWLY)
        self.found.emit(found)

    def _failed(self, _error: Exception) -> None:
        """Whoever attaches something is told; the next look may find it mended."""
        self._looking = False
        self._look_in(SLOWLY)

    def _look_in(self, milliseconds: int) -> None:
        """Look again after a while; what is to come sooner stays."""
        if not self._timer.isActive() or self._timer.remainingTime() > milliseconds:
            self._timer.start(milliseconds)
