# SPDX-License-Identifier: Apache-2.0
"""A working day in small: a merge with its letter, life going on, an undo, an approval."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

from himdesk import services
from himdesk.config import load
from himdesk.services.training import demonstration, feed_updates, roster
from himdesk.ui.look import theme
from himdesk.ui.session import Session
from himdesk.ui.tasks import Tasks
from himdesk.ui.tour.further import (
    AMENDED,
    OVERLAY,
    prepare_correction,
    prepare_split,
    tick_systems,
)
from himdesk.ui.tour.hands import CONTROL, Hands
from himdesk.ui.tour.releasing import release_packet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from himdesk.services.desk import Desk
    from himdesk.ui.workstation import Workstation

SIZE = (1440, 900)
SEED = 1
OTHERS = ("privacy", "admin", "auditor")
"""Whose screens are only looked at."""
SETTLED = 150
"""Milliseconds in which the lists of a screen are read and drawn."""
PAGES_DRAWN = 600
"""Milliseconds in which Qt has drawn the pages of a letter."""


def work_through(
    app: QApplication,
    url: str,
    out: Path,
    *,
    patients: int,
    seed: int = SEED,
    look: theme.Look | None = None,
    size: tuple[int, int] = SIZE,
) -> dict[str, Any]:
    """Work through a training hospital and leave pictures, letters and summary.json in `out`.

    Raises:
        TourStuckError: a screen did not do what it should.
    """
    look = look or theme.Look()
    theme.apply(app, look)
    story = _Story(url, Hands(out), look, size, out, patients, seed)
    summary = story.tell()
    (out / "summary.json").write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
    return summary


@dataclass
class _Story:
    url: str
    hands: Hands
    look: theme.Look
    size: tuple[int, int]
    out: Path
    patients: int
    seed: int
    letters: list[str] = field(default_factory=list)

    def tell(self) -> dict[str, Any]:
        """A right merge with its letter; a wrong one, taken back after life went on."""
        clerk = self._sign_in("clerk")
        merge = self._merge(clerk, "garcia maria", ("110002", "110001"))
        self._letter(clerk, "110002", merge, "merge-notice.pdf")
        wrong = self._merge(clerk, "jensen car", ("110221", "110222"))
        self._divide_and_amend(clerk)
        self._leave(clerk)
        self._life_goes_on()
        clerk = self._sign_in("clerk2")
        self._look_round(clerk)
        self._ask_undo(clerk, "110221", wrong)
        self._leave(clerk)
        supervisor = self._sign_in("supervisor")
        split, amendment, undo = (self._approve(supervisor) for _ in range(3))
        self._letter(supervisor, OVERLAY, split, "overlay-notice.pdf")
        self._letter(supervisor, AMENDED, amendment, "correction-notice.pdf")
        self._letter(supervisor, "110221", undo, "unmerge-notice.pdf")
        self._look_round(supervisor)
        tick_systems(self._station(supervisor), self.hands)
        self._leave(supervisor)
        packet = self._release()
        for user in OTHERS:
            session = self._sign_in(user)
            self._look_round(session)
            self._leave(session)
        return self._summary(merge, undo, split, amendment, packet)

    def _release(self) -> str:
        """The release desk sends the corrected chart to its patient."""
        roi = self._sign_in("roi")
        self._look_round(roi)
        packet = release_packet(self._station(roi), self.hands, AMENDED, self.out)
        self._leave(roi)
        return packet

    def _leave(self, session: Session) -> None:
        """Lock, sign out, and let go of the sign-in page."""
        station = self._station(session)
        self.hands.to_front(station.window)
        self.hands.key(station.window, Qt.Key.Key_L, CONTROL)
        self.hands.wait("it is locked", lambda: station.window.locked)
        self.hands.shoot(station.window, "locked")
        self.hands.click(self.hands.find(station.window, QAbstractButton, "lock-other"))
        self.hands.wait("nobody is signed in", lambda: session.workstation is None)
        session.page.close()
        session.close()

    def _sign_in(self, user: str) -> Session:
        def sign_in(name: str, password: str) -> Desk:
            return services.open(self.url, name, password)

        session = Session(self.look, Tasks(), load(self.url, {}), sign_in)
        session.page.resize(*self.size)
        session.start()
        hands, page = self.hands, session.page
        hands.type(hands.find(page, QLineEdit, "sign-in-user"), user)
        password = hands.find(page, QLineEdit, "sign-in-password")
        hands.type(password, demonstration.PASSWORD)
        hands.shoot(page, f"sign-in-{user}")
        hands.click(hands.find(page, QAbstractButton, "sign-in-submit"))
        hands.wait(f"{user} is signed in", lambda: session.workstation is not None)
        self._station(session).window.resize(*self.size)
        return session

    def _look_round(self, session: Session) -> None:
        """A picture of every screen that the role has."""
        station = self._station(session)
        window = station.window
        rail = [w for w in window.findChildren(QAbstractButton) if _is_rail(w) and w.isVisible()]
        for button in rail:
            self.hands.click(button)
            self.hands.wait("its lists are read", lambda: station.tasks.idle)
            self.hands.shoot(window, button.objectName(), settle=SETTLED)

    def _station(self, session: Session) -> Workstation:
        assert session.workstation is not None
        return session.workstation

    def _search(self, station: Workstation, text: str) -> None:
        self.hands.click(self.hands.find(station.window, QAbstractButton, "rail-search"))
        field_ = self.hands.find(station.window, QLineEdit, "search-text")
        self.hands.type(field_, text)
        self.hands.key(field_, Qt.Key.Key_Return)

    def _merge(self, session: Session, text: str, mrns: tuple[str, str]) -> str:
        """Find two charts, compare, choose, review, merge; returns the change set."""
        station, hands = self._station(session), self.hands
        self._search(station, text)
        hits = station.search.hits
        hands.click_row(hits, mrns[0])
        hands.click_row(hits, mrns[1], CONTROL)
        hands.shoot(station.window, "search")
        hands.click(hands.find(station.window, QAbstractButton, "compare-selected"))
        return self._compare_and_merge(station, mrns[0])

    def _compare_and_merge(self, station: Workstation, survivor: str) -> str:
        hands, window = self.hands, station.window
        hands.wait("the charts are compared", lambda: station.comparing.comparison is not None)
        while station.comparing.mrns[station.comparing.survivor] != survivor:
            hands.click(hands.find(window, QAbstractButton, "swap-survivor"))
        self._choose_open_fields(station)
        self._explain_stops(station)
        hands.shoot(window, "compare")
        hands.click(hands.find(window, QAbstractButton, "review-merge"))
        self._confirm(station, "Same person, registered twice; ID card seen.")
        return station.reviewing.last_applied

    def _choose_open_fields(self, station: Workstation) -> None:
        model = station.compare.fields.fields
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if model.row(index).open:
                self.hands.click_cell(station.compare.fields, row, 0)
                self.hands.key(station.compare.fields, Qt.Key.Key_A)

    def _explain_stops(self, station: Workstation) -> None:
        """Explain each contradiction that stops; the list is drawn anew after each."""
        hands, window = self.hands, station.window
        while True:
            fields = [
                w
                for w in window.findChildren(QLineEdit)
                if w.objectName().startswith("explain-") and w.isVisible() and not w.text()
            ]
            if not fields:
                return
            hands.type(fields[0], "Checked with the ward.")
            hands.key(fields[0], Qt.Key.Key_Return)

    def _confirm(self, station: Workstation, reason: str) -> None:
        hands, window = self.hands, station.window
        field_ = hands.find(window, QPlainTextEdit, "review-reason")
        hands.type(field_, reason)
        hands.shoot(window, "review")
        before = station.reviewing.carried
        hands.click(hands.find(window, QAbstractButton, "review-confirm"))
        hands.wait("it is carried out", lambda: station.reviewing.carried > before)
        hands.shoot(window, "done")

    def _divide_and_amend(self, session: Session) -> None:
        """Send the split of an overlay and the correction of a note for approval."""
        station = self._station(session)
        self._open(station, OVERLAY)
        prepare_split(station, self.hands)
        self._confirm(station, "Two strangers of one name in one chart.")
        self._open(station, AMENDED)
        prepare_correction(station, self.hands)
        self._confirm(station, "The author asked for it.")

    def _open(self, station: Workstation, mrn: str) -> None:
        """From the search to a chart."""
        hands = self.hands
        self._search(station, mrn)
        hands.click_row(station.search.hits, mrn)
        hands.key(station.search.hits, Qt.Key.Key_Return)
        hands.wait("the chart is open", lambda: _number(station) == mrn)
        hands.wait("its items are listed", lambda: station.chart.entries.rows.rowCount() > 0)

    def _letter(self, session: Session, mrn: str, change_set: str, file: str) -> None:
        """Open the chart's history, preview the notice, issue and save it."""
        station, hands = self._station(session), self.hands
        self._open(station, mrn)
        hands.shoot(station.window, "chart")
        hands.click(hands.find(station.window, QAbstractButton, "chart-history"))
        hands.click_row(station.history.sets, change_set)
        hands.wait("it is known whose chart it is", station.history.banner.isVisible)
        hands.wait("it is shown", lambda: station.history.shown == change_set)
        hands.shoot(station.window, "history")
        hands.click(hands.find(station.window, QAbstractButton, "letter-change-set"))
        hands.wait("the letter is shown", lambda: station.letter.pages > 0)
        hands.type(hands.find(station.window, QLineEdit, "letter-file"), str(self.out / file))
        hands.shoot(station.window, "letter", settle=PAGES_DRAWN)
        hands.click(hands.find(station.window, QAbstractButton, "issue-letter"))
        hands.wait("the letter is saved", (self.out / file).exists)
        self.letters.append(file)

    def _life_goes_on(self) -> None:
        """The interface delivers what came later, under both numbers."""
        admin = services.open(self.url, demonstration.ADMIN, demonstration.PASSWORD)
        today = admin.context.clock().date()
        known = roster(self.patients, self.seed, today)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "feed.ndjson"
            with file.open("w", encoding="utf-8") as stream:
                for resource in feed_updates(known, self.seed):
                    stream.write(json.dumps(resource, ensure_ascii=False) + "\n")
            admin.exchange.import_files([file], "training")
        admin.close()

    def _ask_undo(self, session: Session, mrn: str, change_set: str) -> None:
        """Undo from the history: decide each item as suggested, send for approval."""
        station, hands = self._station(session), self.hands
        self._open(station, mrn)
        hands.click(hands.find(station.window, QAbstractButton, "chart-history"))
        hands.click_row(station.history.sets, change_set)
        hands.click(hands.find(station.window, QAbstractButton, "undo-change-set"))
        hands.wait("the undo is shown", lambda: station.undoing.preview is not None)
        hands.shoot(station.window, "undo-open")
        self._decide(station)
        hands.shoot(station.window, "undo-decided")
        hands.click(hands.find(station.window, QAbstractButton, "undo-review"))
        self._confirm(station, "Two people of one name; the birth dates differ.")

    def _decide(self, station: Workstation) -> None:
        """Go from open item to open item and press the key of a chart."""
        preview = station.undoing.preview
        assert preview is not None
        for _ in preview.outcome.undecided:
            wanted = len(station.undoing.chosen) + 1
            self.hands.click(self.hands.find(station.window, QAbstractButton, "undo-next"))
            focus = station.window.focusWidget()
            self.hands.key(focus, Qt.Key.Key_2)
            decided = partial(_decided, station, wanted)
            self.hands.wait("it is decided", decided)

    def _approve(self, session: Session) -> str:
        station, hands = self._station(session), self.hands
        before = station.approve.change_set
        hands.click(hands.find(station.window, QAbstractButton, "rail-approve"))
        hands.wait("a request waits", lambda: station.approve.requests.rows.rowCount() > 0)
        hands.click_cell(station.approve.requests, 0, 0)
        button = hands.find(station.window, QAbstractButton, "approve-request")
        password = hands.find(station.window, QLineEdit, "approve-password")
        hands.type(password, demonstration.PASSWORD)
        hands.wait("it can be approved", button.isEnabled)
        hands.shoot(station.window, "approve")
        hands.click(button)
        hands.wait("it is approved", lambda: station.approve.change_set != before)
        hands.shoot(station.window, "approved")
        return station.approve.change_set

    def _summary(
        self, merge: str, undo: str, split: str, amendment: str, packet: str
    ) -> dict[str, Any]:
        auditor = services.open(self.url, "auditor", demonstration.PASSWORD)
        verdict = auditor.audit.verify()
        auditor.close()
        return {
            "db": self.url.removeprefix("sqlite:///"),
            "patients": self.patients,
            "users": demonstration.roles(),
            "merge": {"change_set": merge, "survivor": "110002", "retired": ["110001"]},
            "undo": {"change_set": undo},
            "split": {"change_set": split, "chart": OVERLAY},
            "amendment": {"change_set": amendment},
            "letters": self.letters,
            "packet": packet,
            "screenshots": self.hands.pictures,
            "verify": {k: verdict[k] for k in ("ok", "change_sets", "head")},
        }


def _is_rail(button: QAbstractButton) -> bool:
    return button.objectName().startswith("rail-")


def _decided(station: Workstation, count: int) -> bool:
    return len(station.undoing.chosen) >= count


def _number(station: Workstation) -> str:
    """The number of the chart that is open."""
    overview = station.reading.overview
    return "" if overview is None else overview.chart.patient.number
