# SPDX-License-Identifier: Apache-2.0
"""From the sign-in page to the workstation and back: lock after idle time, other person."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from himdesk import __version__
from himdesk.ui.firstrun.panel import FirstRunPanel
from himdesk.ui.firstrun.presenter import FirstRunPresenter
from himdesk.ui.frame.idle import IdleWatch
from himdesk.ui.look.worn import Worn
from himdesk.ui.renewal import carry_over, leave
from himdesk.ui.settings.kept import OwnSettings
from himdesk.ui.signin.panel import SignInPanel
from himdesk.ui.signin.presenter import LockPresenter, SignInPresenter
from himdesk.ui.signin.values import SignInView, cover_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from himdesk.config import Config
    from himdesk.services.desk import Desk
    from himdesk.ui.firstrun.values import FirstRun
    from himdesk.ui.look.theme import Look
    from himdesk.ui.running import Run
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation

LAST: Final = object()
"""Stands for the end of the steps in which a window is made."""

MINUTE: Final = 60
STATION: Final = "himdesk.ui.workstation"
"""The larger part of the program, which is read once the first page is seen."""


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
        self.worn = Worn(look, settings)
        self.tasks, self.config = tasks, config
        self._make = make
        self.first: FirstRunPanel | None = None
        self._sign_in = sign_in
        self._settings = settings
        self._look_waits = self._page_old = False
        self.own = OwnSettings(tasks, config.idle_minutes, self)
        self.own.changed.connect(self._own_changed)
        self.own.failed.connect(self._own_failed)
        self.page = self._new_page()
        self._signing_in_again: LockPresenter | None = None
        self.workstation: Workstation | None = None
        self._idle = IdleWatch(config.idle_minutes * MINUTE, self)
        self._idle.idle.connect(self.lock)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.installEventFilter(self._idle)
            application.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def look(self) -> Look:
        """What everything is drawn with."""
        return self.worn.look

    def _new_page(self) -> SignInPanel:
        """The sign-in page in today's look."""
        page = SignInPanel(self.look)
        page.setWindowTitle("himdesk")
        page.resize(1280, 800)
        self._signing_in = SignInPresenter(page, self._run_for(page), self._let_in, self._signed_in)
        page.submitted.connect(self._signing_in.submit)
        return page

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
        """Show the sign-in page; the site's name is read from the database meanwhile."""
        self.page.show_view(SignInView(self.config.site_name or "himdesk", version=__version__))
        self.page.show()
        self.tasks.run_for(
            self.page, self._site_name, then=self.page.show_site, otherwise=lambda _error: None
        )

    def _site_name(self) -> str:
        from himdesk.services import setup  # noqa: PLC0415 - after the page is seen

        config = self.config
        return setup.site_name(config.database_url, db_password=config.database_password)

    def get_ready(self, then: Callable[[], None]) -> None:
        """Read the program's larger part while a person signs in, for whom its first page is."""
        self.tasks.run_for(
            self.page,
            lambda: import_module(STATION),
            then=lambda _module: then(),
            otherwise=lambda _error: None,
        )

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
        last = str(self._settings.value("screen", "")) if self._settings is not None else ""
        if self.worn.choose(self.own.look):
            self.worn.put_on()
            self._page_old = True  # it follows once nobody looks at it
        station = self._station(desk, at_once=False)

        def go_on() -> None:
            """One step, and the next when what waits was handled."""
            self.page.setEnabled(False)
            if next(station.building, LAST) is not LAST:
                QTimer.singleShot(0, self, go_on)
                return
            self._take(station)
            if station.window.rail.offers(last):
                station.show(last)
            self.page.hide()
            self.page.setEnabled(True)
            station.window.show()
            self._idle.start()
            if self._page_old:
                self._renew_page()

        QTimer.singleShot(0, self, go_on)  # not within the event that signed in

    def _let_in(self, user: str, password: str) -> Desk:
        """Sign in, in the background; what the window is made of has been read by then."""
        desk = self._sign_in(user, password)
        self.own.read(desk)
        import_module(STATION)
        return desk

    def _station(self, desk: Desk, *, at_once: bool = True) -> Workstation:
        from himdesk.ui.workstation import Workstation  # noqa: PLC0415 - see `get_ready`

        return Workstation(
            desk, self.look, self.tasks, self._settings, check=self._check, at_once=at_once
        )

    def _open_desk(self, desk: Desk) -> Workstation:
        """A window for the person at this desk, all of it at once."""
        station = self._station(desk)
        self._take(station)
        return station

    def _take(self, station: Workstation) -> None:
        """Lock, unlock and leave this window."""
        panel = station.window.lock_panel
        locked = LockPresenter(
            panel, self._run_for(panel), self._check, self._unlocked, self.sign_out
        )
        station.ended.connect(self.lock)
        self._lock_in_time(station)
        station.look_wanted.connect(self._look_wanted)
        station.own_wanted.connect(lambda: self.own.ask(station))
        station.own_set.connect(self.own.take)
        panel.submitted.connect(locked.submit)
        panel.other_person.connect(self.sign_out)
        self._signing_in_again = locked
        self.workstation = station

    def _look_wanted(self, action: str) -> None:
        """The View menu asks for other colours or another text size."""
        self.own.take(self.worn.chosen.after(action).values)

    def _own_changed(self, values: dict[str, str]) -> None:
        """The person set something else: it is kept once all is drawn by it."""

        def go_on() -> None:
            if self.worn.choose(self.own.look):
                self._renew_look()
            if self.workstation is not None:
                self._lock_in_time(self.workstation)
                self.own.keep(self.workstation.desk, values)

        QTimer.singleShot(0, self, go_on)  # not within the old window's own event

    def _own_failed(self, error: Exception) -> None:
        """What a person set could not be kept."""
        if self.workstation is not None:
            self.workstation.window.show_error(error)

    def _lock_in_time(self, station: Workstation) -> None:
        """The window locks after the person's own time, or the site's where that is shorter."""
        self._idle.allow(self.own.minutes * MINUTE)
        station.standing.locks_after(self.own.minutes)

    def _system_changed(self) -> None:
        if self.worn.as_system:
            QTimer.singleShot(0, self, self._renew_look)

    def _renew_look(self) -> None:
        """Draw everything in the look that is wanted now; under a lock it waits."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        old = self.workstation
        self._look_waits = old is not None and old.window.locked
        if self._look_waits:
            return
        self.tasks.wait()
        application.sendPostedEvents()  # answers that are on their way
        application.setQuitOnLastWindowClosed(False)
        left = leave(old) if old is not None else None
        self.worn.put_on()
        self._renew_page()
        if old is not None and left is not None:
            new = self._open_desk(old.desk)
            carry_over(old, left, new)
            new.window.show()
            old.dispose()
        application.setQuitOnLastWindowClosed(True)

    def _renew_page(self) -> None:
        self._page_old = False
        before, self.page = self.page, self._new_page()
        if before.isVisible():
            self.start()
        before.close()
        before.deleteLater()

    def lock(self) -> None:
        """Cover everything; the work stays underneath, and the clipboard is emptied."""
        if self.workstation is None or self.workstation.window.locked:
            return
        self._idle.stop()
        self.workstation.window.lock(cover_of(self.workstation.desk.context))

    def _check(self, password: str) -> None:
        """Raise unless this is the password of the person who is signed in."""
        if self.workstation is not None:
            user = self.workstation.desk.context.staff.name
            self._sign_in(user, password).close()

    def _unlocked(self) -> None:
        if self.workstation is not None:
            self.workstation.window.unlock()
            self._idle.start()
            if self._look_waits:
                QTimer.singleShot(0, self, self._renew_look)

    def sign_out(self) -> None:
        """Someone else signs in; the window closes."""
        self._idle.stop()
        station, self.workstation = self.workstation, None
        self.own.forget()
        if station is not None:
            station.window.close()
            self.tasks.wait()
            station.desk.close()
            station.dispose()
        self.start()

    def close(self) -> None:
        """Let go of everything at the end of the program."""
        self._idle.stop()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.removeEventFilter(self._idle)
            application.styleHints().colorSchemeChanged.disconnect(self._system_changed)
        self.tasks.wait()
        if self.workstation is not None:
            self.workstation.desk.close()
