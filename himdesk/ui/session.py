# SPDX-License-Identifier: Apache-2.0
"""From the sign-in page to the workstation and back: lock after idle time, other person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication

from himdesk import __version__
from himdesk.ui.firstrun.panel import FirstRunPanel
from himdesk.ui.firstrun.presenter import FirstRunPresenter
from himdesk.ui.frame.idle import IdleWatch
from himdesk.ui.signin.panel import SignInPanel
from himdesk.ui.signin.presenter import LockPresenter, SignInPresenter
from himdesk.ui.signin.values import LockView, SignInView
from himdesk.ui.workstation import Workstation

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from himdesk.config import Config
    from himdesk.services.desk import Desk
    from himdesk.ui.firstrun.values import FirstRun
    from himdesk.ui.look.theme import Look
    from himdesk.ui.running import Run
    from himdesk.ui.tasks import Tasks

MINUTE: Final = 60


class Session(QObject):
    """The program while it runs: one window, signed in or not."""

    def __init__(
        self,
        look: Look,
        tasks: Tasks,
        config: Config,
        sign_in: Callable[[str, str], Desk],
        settings: QSettings | None = None,
        *,
        make: Callable[[FirstRun], None] | None = None,
    ) -> None:
        super().__init__()
        self.look, self.tasks, self.config = look, tasks, config
        self._make = make
        self.first: FirstRunPanel | None = None
        self._sign_in = sign_in
        self._settings = settings
        self.page = SignInPanel(look)
        self.page.setWindowTitle("himdesk")
        self.page.resize(1280, 800)
        self._signing_in = SignInPresenter(
            self.page, self._run_for(self.page), sign_in, self._signed_in
        )
        self._signing_in_again: LockPresenter | None = None
        self.page.submitted.connect(self._signing_in.submit)
        self.workstation: Workstation | None = None
        self._idle = IdleWatch(config.idle_minutes * MINUTE, self)
        self._idle.idle.connect(self.lock)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self._idle)

    def start_first(self) -> None:
        """Show the first-run page: there is no database yet, and `make` makes one."""
        assert self._make is not None
        self.first = FirstRunPanel(self.look)
        self.first.setWindowTitle("himdesk")
        self.first.resize(1280, 800)
        self._first = FirstRunPresenter(
            self.first, self._run_for(self.first), self._make, self._first_made
        )
        self.first.submitted.connect(self._first.submit)
        self.first.show()

    def _first_made(self, made: FirstRun) -> None:
        if self.first is not None:
            self.first.close()
        self.page.show_view(SignInView(made.site, user=made.admin, version=__version__))
        self.page.show()

    def start(self) -> None:
        """Show the sign-in page."""
        self.page.show_view(SignInView(self.config.site_name or "himdesk", version=__version__))
        self.page.show()

    def come_to_front(self) -> None:
        """Bring the window that is shown before all others, as a second start asks."""
        station = self.workstation
        shown: QWidget = station.window if station is not None else self.page
        if station is None and not self.page.isVisible() and self.first is not None:
            shown = self.first
        if shown.isMinimized():
            shown.showNormal()
        shown.raise_()
        shown.activateWindow()

    def _run_for(self, owner: QObject) -> Run:
        """Work in the background for a page."""

        def run(work: object, then: object, otherwise: object) -> None:
            self.tasks.run_for(owner, work, then=then, otherwise=otherwise)  # type: ignore[arg-type]

        return run

    def _signed_in(self, desk: Desk) -> None:
        station = Workstation(desk, self.look, self.tasks, self._settings, check=self._check)
        panel = station.window.lock_panel
        locked = LockPresenter(
            panel, self._run_for(panel), self._check, self._unlocked, self.sign_out
        )
        station.ended.connect(self.lock)
        panel.submitted.connect(locked.submit)
        panel.other_person.connect(self.sign_out)
        self._signing_in_again = locked
        self.workstation = station
        self.page.hide()
        station.window.show()
        self._idle.start()

    def lock(self) -> None:
        """Cover everything; the work stays underneath, and the clipboard is emptied."""
        if self.workstation is None or self.workstation.window.locked:
            return
        self._idle.stop()
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

    def _check(self, password: str) -> None:
        """Raise unless this is the password of the person who is signed in."""
        if self.workstation is not None:
            user = self.workstation.desk.context.staff.name
            self._sign_in(user, password).close()

    def _unlocked(self) -> None:
        if self.workstation is not None:
            self.workstation.window.unlock()
            self._idle.start()

    def sign_out(self) -> None:
        """Someone else signs in; the window closes."""
        self._idle.stop()
        station, self.workstation = self.workstation, None
        if station is not None:
            station.window.close()
            self.tasks.wait()
            station.desk.close()
        self.start()

    def close(self) -> None:
        """Let go of everything at the end of the program."""
        self._idle.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self._idle)
        self.tasks.wait()
        if self.workstation is not None:
            self.workstation.desk.close()
