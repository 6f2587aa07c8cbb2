# SPDX-License-Identifier: Apache-2.0
"""What menus and the palette ask for beside the screens: quit, lock, look up, say about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from himdesk import __version__
from himdesk.domain.roles import permitted
from himdesk.ui.actions import allowed
from himdesk.ui.frame.about import AboutDialog
from himdesk.ui.frame.keys import KeySheet
from himdesk.ui.frame.values import Entry
from himdesk.ui.identity.ways import ACTION as PERSON

if TYPE_CHECKING:
    from himdesk.services.charts.charts import Found
    from himdesk.ui.workstation import Workstation

MOST = 8
"""Charts that the palette lists."""


class Commands(QObject):
    """Carries out the actions of the window that belong to no screen."""

    def __init__(self, station: Workstation) -> None:
        super().__init__(station)
        self._station = station
        station.window.triggered.connect(self._triggered)
        station.window.asked.connect(self._asked)
        station.window.picked.connect(self._picked)

    def _triggered(self, action: str) -> None:
        station = self._station
        if action == "quit":
            station.window.close()
        elif action == "lock":
            station.ended.emit()
        elif action == "keys":
            self._show_keys(station.window.screen_in_front())
        elif action == "own-keys":
            self._show_keys()
        elif action == "about":
            self._show_about()
        elif action in {"work-absence", "work-leaver"}:
            station.ways.act(action.removeprefix("work-"))
        elif action.startswith(PERSON):
            station.person.act(action)
        elif action == "own-settings":
            station.own_wanted.emit()
        elif action.startswith(("look-", "text-")):
            station.look_wanted.emit(action)

    def _show_keys(self, screen: str = "") -> None:
        """The keys of a screen, or all; the session keeps what is changed in them."""
        station = self._station
        specs = allowed(station.desk.context.staff.roles)
        sheet = KeySheet(station.look, specs, screen=screen, parent=station.window)
        sheet.submitted.connect(station.own_set)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _show_about(self) -> None:
        """The program and its database; the ledger's head is read in the background."""
        station = self._station
        database = station.desk.context.database

        def show(head: tuple[int, str]) -> None:
            facts = (
                ("Version", __version__),
                ("Database", {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database.dialect]),
                ("Ledger", f"change set {head[0]:,}, {head[1][:12]}"),
                ("Licence", "Apache-2.0"),
            )
            dialog = AboutDialog(station.look, facts, station.window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        station.tasks.run_for(
            station.window, station.desk.audit.head, then=show, otherwise=station.window.show_error
        )

    def _asked(self, text: str) -> None:
        """The palette asks for charts: numbers and names."""
        station = self._station

        def show(found: Found) -> None:
            entries = tuple(
                Entry("Charts", f"mrn:{hit.patient.number}", hit.name, note=hit.patient.number)
                for hit in found.hits[:MOST]
            )
            station.window.palette_of_commands.show_found(text, entries)

        if len(text.strip()) > 1 and permitted("search", station.desk.context.staff.roles):
            station.tasks.run_for(
                station.window,
                lambda: station.desk.charts.search(text),
                then=show,
                otherwise=lambda _error: None,
            )

    def _picked(self, target: str) -> None:
        if target.startswith("mrn:"):
            self._station.open_chart(target.removeprefix("mrn:"))
