# SPDX-License-Identifier: Apache-2.0
"""How long the window's thread is kept busy by one event: a slot that takes long freezes it.

What counts is the thread's own processor time, so that a loaded machine does not matter; what the
program does on its database thread is left out, though the tests do it at once.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from threading import get_ident
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from himdesk.ui.tasks import AtOnce, Job

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

LONGEST = 5.0 if os.environ.get("CI") else 0.250
"""Seconds that one event may keep the window's thread.

In the whole suite on a shared machine the collector's pauses and the neighbours count too: there
only a standstill fails. A single file of tests is held to what a person would notice.
"""

LOOK = frozenset(
    {QEvent.Type.ApplicationPaletteChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange}
)
"""Another look draws all anew, once and because somebody asked for it; this is not timed."""


@dataclass
class Watch:
    """Times the outermost events; `late` says of each that took too long whose it was."""

    longest: float = LONGEST
    late: list[str] = field(default_factory=list)
    busy: bool = False
    _begun: float = 0.0
    _elsewhere: float = 0.0

    def enter(self) -> None:
        """An outermost event is delivered; what comes within it belongs to it."""
        self.busy = True
        self._begun, self._elsewhere = time.thread_time(), 0.0

    def leave(self, receiver: QObject, event: QEvent) -> None:
        """The event was handled."""
        self.busy = False
        spent = time.thread_time() - self._begun - self._elsewhere
        if spent > self.longest and event.type() not in LOOK:
            whose = f"{type(receiver).__name__} {event.type().name}"
            self.late.append(f"{whose}: {1000 * spent:.0f} ms")

    def excuse(self, seconds: float) -> None:
        """This was done on the window's thread, but is not in the program."""
        self._elsewhere += seconds

    def begin(self) -> None:
        """A test begins."""
        self.late.clear()
        self.busy = False


class WatchedApplication(QApplication):
    """An application whose events are timed."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.watch = Watch()
        self.thread_of_windows = get_ident()

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver an event, timed."""
        watch = getattr(self, "watch", None)  # events come before we are built, and after
        if watch is None or watch.busy or get_ident() != self.thread_of_windows:
            return super().notify(receiver, event)
        watch.enter()
        try:
            return super().notify(receiver, event)
        finally:
            watch.leave(receiver, event)


class ExcusedAtOnce(AtOnce):
    """Carries jobs out at once; their work is excused, what is done with the answer is not."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def start(self, job: Job, *, computing: bool) -> None:
        """Do it now, and excuse it."""
        work = job._work

        def timed(job: Job) -> Any:
            begun = time.thread_time()
            try:
                return work(job)
            finally:
                self._watch.excuse(time.thread_time() - begun)

        job._work = timed
        super().start(job, computing=computing)
