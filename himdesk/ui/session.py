# SPDX-License-Identifier: Apache-2.0
"""From the sign-in page to the workstation and back: lock after idle time, other person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QApplication

from himdesk import __version__
from himdesk.domain.errors import HimdeskError
from himdesk.ui.signin.panel import SignInPanel
from himdesk.ui.signin.values import LockView, SignInView
from himdesk.ui.workstation import Workstation

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.config import Config
    from himdesk.services import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks

ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """Tells when nobody has touched the program for some minutes."""

    idle = Signal()

    def __init__(self, minutes: int) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(minutes * 60_000)
        self._timer.timeout.connect(self.idle)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key or touch of the mouse starts the time anew; nothing is held back."""
        del watched
        if event.type() in ACTIVITY:
            self._timer.start()
        return False


class Session(QObject):
    """The program while it runs: one window, signed in or not."""

    def __init__(
        self,
        look: Look,
        tasks: Tasks,
        config: Config,
        sign_in: Callable[[str, str], Desk],
        settings: QSettings | None = None,
    ) -> None:
        super().__init__()
        self.look, self.tasks, self.config = look, tasks, config
        self._sign_in = sign_in
        self._settings = settings
        self.page = SignInPanel(look)
        self.page.setWindowTitle("himdesk")
        self.page.resize(1280, 800)
        self.page.submitted.connect(self._submitted)
        self.workstation: Workstation | None = None
        self._idle = IdleWatch(config.idle_minutes)
        self._idle.idle.connect(self.lock)

    def start(self) -> None:
        """Show the sign-in page."""
        self.page.show_view(SignInView(self.config.site_name or "himdesk", version=__version__))
        self.page.show()

    def _submitted(self, user: str, password: str) -> None:
        self.page.show_busy()
        self.tasks.run_for(
            self.page,
            lambda: self._sign_in(user, password),
            then=self._signed_in,
            otherwise=self._refused,
        )

    def _refused(self, error: Exception) -> None:
        known = isinstance(error, HimdeskError)
        text = error.message() if isinstance(error, HimdeskError) else ""
        self.page.show_refused(text if known else f"The program failed ({type(error).__name__}).")

    def _signed_in(self, desk: Desk) -> None:
        station = Workstation(desk, self.look, self.tasks, self._settings)
        station.ended.connect(self.lock)
        station.window.lock_panel.submitted.connect(self._unlock)
        station.window.lock_panel.other_person.connect(self.sign_out)
        self.workstation = station
        self.page.hide()
        station.window.show()

    def lock(self) -> None:
        """Cover everything; the work stays underneath, and the clipboard is emptied."""
        if self.workstation is None or self.workstation.window.locked:
            return
        QApplication.clipboard().clear()
        context = self.workstation.desk.context
        self.workstation.window.lock(
            LockView(
                person=context.staff.display,
                role=", ".join(sorted(context.staff.roles)),
                since=datetime.now(tz=context.site.zone).strftime("%H:%M"),
                why="the work underneath is kept",
                site=context.site.name,
                version=__version__,
            )
        )

    def _unlock(self, password: str) -> None:
        """Only the same person's password uncovers the work."""
        station = self.workstation
        if station is None:
            return
        user = station.desk.context.staff.name
        self.tasks.run_for(
            station.window,
            lambda: self._sign_in(user, password).close(),
            then=lambda _none: station.window.unlock(),
            otherwise=self._still_locked,
        )

    def _still_locked(self, error: Exception) -> None:
        station = self.workstation
        if station is not None:
            known = isinstance(error, HimdeskError)
            text = error.message() if isinstance(error, HimdeskError) else ""
            station.window.lock_panel.show_refused(text if known else "That did not work.")

    def sign_out(self) -> None:
        """Someone else signs in; the window closes."""
        station, self.workstation = self.workstation, None
        if station is not None:
            station.window.close()
            self.tasks.wait()
            station.desk.close()
        self.start()

    def close(self) -> None:
        """Let go of everything at the end of the program."""
        self.tasks.wait()
        if self.workstation is not None:
            self.workstation.desk.close()
