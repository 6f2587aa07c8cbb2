# SPDX-License-Identifier: Apache-2.0
"""Notices that nobody is at the desk."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

SIGNS_OF_LIFE: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
SECOND: Final = 1000


class IdleWatch(QObject):
    """Watches an application's events; `idle` after so many seconds without key or pointer.

    Install it with `application.installEventFilter(watch)`; it starts with `start`.
    """

    idle = Signal()

    def __init__(self, seconds: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(seconds * SECOND))
        self._timer.timeout.connect(self.idle)

    def allow(self, seconds: float) -> None:
        """Wait so many seconds from now on; where the time runs, it begins anew."""
        self._timer.setInterval(round(seconds * SECOND))

    @property
    def watching(self) -> bool:
        """Whether the time is running."""
        return self._timer.isActive()

    def start(self) -> None:
        """Count from now on."""
        self._timer.start()

    def stop(self) -> None:
        """Count no more, as while the window is locked."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key or the pointer starts the time anew; nothing is kept from anybody."""
        if self._timer.isActive() and event.type() in SIGNS_OF_LIFE:
            self._timer.start()
        return super().eventFilter(watched, event)
