# SPDX-License-Identifier: Apache-2.0
"""One signed-in person's window: the screens with their presenters, and the ways between them."""

from __future__ import annotations

from collections import deque
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QSettings, Signal

from himdesk.domain.roles import permitted
from himdesk.ui.actions import allowed, first_screen
from himdesk.ui.amend.panel import AmendPanel
from himdesk.ui.amend.presenter import AmendPresenter
from himdesk.ui.approve.panel import ApprovePanel
from himdesk.ui.approve.presenter import ApprovePresenter
from himdesk.ui.audit.room import AuditRoom
from himdesk.ui.charts.finding import SearchPresenter
from himdesk.ui.charts.panel import ChartPanel
from himdesk.ui.charts.presenter import ChartPresenter
from himdesk.ui.charts.search import SearchPanel
from himdesk.ui.charts.ways import ChartWays
from himdesk.ui.compare.panel import ComparePanel
from himdesk.ui.compare.presenter import ComparePresenter
from himdesk.ui.frame.commands import Commands
from himdesk.ui.frame.standing import Standing
from himdesk.ui.frame.window import MainWindow
from himdesk.ui.history.panel import HistoryPanel
from himdesk.ui.history.presenter import HistoryPresenter
from himdesk.ui.identity.ways import PersonWays
from himdesk.ui.letters.batches import LetterBatches
from himdesk.ui.letters.panel import LetterPanel
from himdesk.ui.letters.presenter import LetterPresenter
from himdesk.ui.letters.values import Subject, case_subject
from himdesk.ui.release.ways import ReleaseWays
from himdesk.ui.requests.room import RequestsRoom
from himdesk.ui.review.ways import TO_COME, ReviewWays
from himdesk.ui.scans.ways import ScanWays
from himdesk.ui.settings.room import SettingsRoom
from himdesk.ui.split.ways import SplitWays
from himdesk.ui.templates.room import TemplateRoom
from himdesk.ui.undo.panel import UndoPanel
from himdesk.ui.undo.presenter import UndoPresenter
from himdesk.ui.worklist.room import WorklistRoom
from himdesk.ui.worklist.ways import CaseWays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget

    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.running import Run
    from himdesk.ui.split.panel import SplitPanel
    from himdesk.ui.split.presenter import SplitPresenter
    from himdesk.ui.tasks import Tasks

BACK = {"chart": "search"}
"""The entry of the rail for screens that have none."""


class Workstation(QObject):
    """Wires panels to presenters; decides only which screen is in front."""

    ended = Signal()
    look_wanted = Signal(str)
    own_wanted = Signal()
    own_set = Signal(dict)

    def __init__(
        self,
        desk: Desk,
        look: Look,
        tasks: Tasks,
        settings: QSettings | None = None,
        *,
        check: Callable[[str], object] | None = None,
        at_once: bool = True,
    ) -> None:
        """`check` raises unless a password is that of the person who signed in.

        Unless `at_once`, the screens are made by going through `building`, so that nothing freezes.
        """
        super().__init__()
        self._check = check
        self.desk, self.look, self.tasks = desk, look, tasks
        roles = desk.context.staff.roles
        self.window = MainWindow(look, allowed(roles), settings)
        self._before_letter, self.amended_from = "search", "chart"
        self.building = self._build(settings)
        if at_once:
            deque(self.building, maxlen=0)

    def dispose(self) -> None:
        """Let go of the window and of screens never shown: nothing of a chart stays in memory."""
        panels = (
            self.search, self.chart, self.history, self.compare, self.reviewing.panel, self.undo,
            self.approve, self.letter, self.amend, self.requests.panel, self.worklist.panel,
        )  # fmt: skip
        for each in (self.window, *panels, self):
            if shiboken6.isValid(each):
                each.deleteLater()

    def run_for(self, owner: QObject) -> Run:
        """Work in the background for a panel."""

        def run(work: object, then: object, otherwise: object) -> None:
            self.tasks.run_for(owner, work, then=then, otherwise=otherwise)  # type: ignore[arg-type]

        return run

    def _build(self, settings: QSettings | None) -> Iterator[None]:
        """Make the screens, some a step; the first one is shown at the end."""
        yield from self._build_screens(settings)
        self._connect()
        yield
        self._show_status()
        if permitted("split", self.desk.context.staff.roles):
            self.dividing.count_begun()
        self.show(first_screen(self.desk.context.staff.roles))

    def _build_screens(self, settings: QSettings | None) -> Iterator[None]:
        look, desk = self.look, self.desk
        self.search, self.chart = SearchPanel(look), ChartPanel(look)
        self.history = HistoryPanel(look, desk.context.staff.roles)
        self.compare = ComparePanel(look)
        yield
        self.reviewing, self.undo = ReviewWays(self), UndoPanel(look)
        self.approve, self.letter = ApprovePanel(look), LetterPanel(look)
        self.dividing, self.amend = SplitWays(self), AmendPanel(look)
        yield
        self.searching = SearchPresenter(self.search, desk, self.run_for(self.search))
        self.reading = ChartPresenter(self.chart, desk, self.run_for(self.chart), self._check)
        self.past = HistoryPresenter(self.history, desk, self.run_for(self.history))
        self.comparing = ComparePresenter(
            self.compare, desk, self.run_for(self.compare), self._merge_reviewed
        )
        self.undoing = UndoPresenter(self.undo, desk, self.run_for(self.undo), self._undo_reviewed)
        self.amending = AmendPresenter(
            self.amend, desk, self.run_for(self.amend), self._amend_reviewed
        )
        self.approving = ApprovePresenter(
            self.approve, desk, self.run_for(self.approve), self._check
        )
        self.writing = LetterPresenter(self.letter, desk, self.run_for(self.letter))
        LetterBatches(self.letter, desk, self.tasks, self.writing)
        self.requests = RequestsRoom(look, desk, self.run_for)
        self.worklist = WorklistRoom(look, desk, self.run_for, settings)
        yield
        if desk.worklist.kinds:
            self.window.add_screen("worklist", "Worklist", "worklist", lambda: self.worklist.panel)
        for screen, verb, title, icon, make in self._screens():
            if permitted(verb, desk.context.staff.roles):
                self.window.add_screen(screen, title, icon, make)
        yield
        self.chart.split.setVisible(permitted("split", desk.context.staff.roles))
        self.chart.move_item.setVisible(permitted("move", desk.context.staff.roles))
        self.chart.amend.setVisible(permitted("amend", desk.context.staff.roles))

    def _screens(self) -> tuple[tuple[str, str, str, str, Callable[[], QWidget]], ...]:
        return (
            ("search", "search", "Charts", "charts", lambda: self.search),
            ("compare", "merge", "Compare", "compare", lambda: self.compare),
            ("split", "split", "Split", "split", lambda: self.split),
            ("amend", "amend", "Amend", "amend", lambda: self.amend),
            ("requests", "case", "Requests", "stamp", lambda: self.requests.panel),
            ("approve", "requests", "Approve", "approve", lambda: self.approve),
            ("letter", "letter", "Letters", "letters", lambda: self.letter),
            ("history", "history", "History", "history", lambda: self.history),
            ("audit", "access-log", "Audit", "quality", lambda: self.auditing.panel),
            ("settings", "settings", "Settings", "admin", lambda: self.settings.panel),
            ("templates", "settings", "Templates", "doc", lambda: self.templates.panel),
            ("chart", "show", "", "", lambda: self.chart),
            ("undo", "undo", "", "", lambda: self.undo),
            ("review", "merge", "", "", lambda: self.reviewing.panel),
        )

    @cached_property
    def auditing(self) -> AuditRoom:
        """The ledger's proof, and who looked at what."""
        room = AuditRoom(self.look, self.desk, self.tasks, self.run_for)
        room.panel.verified.connect(self.standing.refresh)
        room.panel.counted.connect(partial(self.window.show_count, "audit"))
        return room

    @cached_property
    def standing(self) -> Standing:
        """What stands at the foot of the window."""
        return Standing(self.window, self.desk, self.run_for(self.window))

    @cached_property
    def settings(self) -> SettingsRoom:
        """What the site has decided, and its staff."""
        return SettingsRoom(self.look, self.desk, self.run_for)

    @cached_property
    def templates(self) -> TemplateRoom:
        """The texts of the letters."""
        return TemplateRoom(self.look, self.desk, self.run_for)

    @property
    def split(self) -> SplitPanel:
        """The chart that is divided."""
        return self.dividing.panel

    @property
    def splitting(self) -> SplitPresenter:
        """Who divides it."""
        return self.dividing.presenter

    def _connect(self) -> None:
        self.window.screen_chosen.connect(self._chosen)
        self.search.asked.connect(self.searching.search)
        self.search.opened.connect(self.open_chart)
        self.documents = ChartWays(self)
        self.ways, self.person = CaseWays(self), PersonWays(self)
        self.releases = ReleaseWays(self)
        self.scans = ScanWays(self)
        self.commands = Commands(self)
        self._connect_amend()
        self.history.asked.connect(self.past.open)
        self.history.chosen.connect(self.past.choose)
        self.history.looked.connect(self.past.look_at)
        self.history.stepped.connect(self.past.step)
        self.history.chart_wanted.connect(self.open_chart_as_of)
        self.history.left.connect(lambda: self.show("chart"))
        self.history.undo_wanted.connect(self.open_undo)
        self.history.letter_wanted.connect(
            lambda change_set: self.open_letter(change_set, mrn=self.past.mrn)
        )
        self.compare.charts_wanted.connect(lambda: self.show("search"))
        self.compare.chosen.connect(self.comparing.choose)
        self.compare.acknowledged.connect(self.comparing.acknowledge)
        self.compare.survivor_swapped.connect(self.comparing.swap_survivor)
        self.compare.review_wanted.connect(lambda: self.comparing.review(TO_COME))
        self.undo.decided.connect(self.undoing.decide)
        self.undo.suggestion_taken.connect(self.undoing.accept_suggestion)
        self.undo.review_wanted.connect(lambda: self.undoing.review(TO_COME))
        self.undo.left.connect(lambda: self.show("history"))
        self.approve.chosen.connect(self.approving.choose)
        for decided, decide in (
            (self.approve.approved, self.approving.approve),
            (self.approve.returned, self.approving.return_),
            (self.approve.rejected, self.approving.reject),
        ):
            decided.connect(partial(_decide, decide))
        self.approve.passed.connect(self.approving.pass_on)
        self.approve.looked_again.connect(self.approving.look_again)
        self.approve.renewed.connect(self.approving.renew)
        self.approve.all_approved.connect(self.approving.approve_plain)
        self.approve.undo_wanted.connect(self.open_undo)
        self.approve.letter_wanted.connect(self.open_letter)
        self.approve.counted.connect(partial(self.window.show_count, "approve"))
        if self._check is not None:
            self.approve.ask_password()
            self.chart.glass.ask_password()
        self._connect_letters()
        for message in (self.search.message, self.requests.panel.message):
            message.linked.connect(self.reviewing.undo_last)

    def _connect_letters(self) -> None:
        """The letters, and the requests that write some of them."""
        self.letter.left.connect(lambda: self.show(self._before_letter))
        self.letter.issued.connect(
            lambda path, sent, how: self.writing.issue(Path(path), sent=sent, how=how)
        )
        self.letter.wanted.connect(self.writing.preview)
        self.letter.kept.connect(self.writing.show_kept)
        self.requests.panel.counted.connect(partial(self.window.show_count, "requests"))
        self.requests.letter_wanted.connect(
            lambda case, kinds: self.open_letters(case_subject(case, kinds), "requests")
        )
        self.requests.document_wanted.connect(lambda item: self.open_amend(item, "requests"))
        self.amend.case_wanted.connect(self.open_request)

    def _connect_amend(self) -> None:
        amend, amending = self.amend, self.amending
        self.chart.amend_wanted.connect(self.open_amend)
        amend.chart_wanted.connect(lambda: self.show("search"))
        amend.written.connect(lambda: amending.write(amend.taken()))
        amend.rested.connect(amending.save)
        amend.discarded.connect(amending.discard)
        amend.compared.connect(amending.compare)
        amend.review_wanted.connect(lambda: amending.review(TO_COME))
        amend.left.connect(lambda: self.show(self.amended_from))

    def show(self, screen: str) -> None:
        """Bring a screen to the front."""
        if screen == "approve":
            self.approving.refresh()
        if screen == "requests":
            self.requests.presenter.refresh()
        if screen == "audit":
            self.auditing.presenter.open()
        if screen == "settings":
            self.settings.presenter.open()
        if screen == "templates":
            self.templates.presenter.open_all()
        if screen == "worklist":
            self.worklist.leave()
            self.worklist.presenter.refresh()
        rail = {
            "chart": "search",
            "reader": "search",
            "undo": "history",
            "review": BACK.get(self.reviewing.back, self.reviewing.back),
        }
        self.window.show_screen(screen, rail.get(screen, screen))
        focus = {
            "search": self.search.text,
            "compare": self.compare.fields,
            "worklist": self.worklist.panel.table,
        }.get(screen)
        if focus is not None:
            focus.setFocus()

    def _chosen(self, screen: str) -> None:
        """The rail or a menu asks for a screen; a split begins with the chart that is open."""
        overview = self.reading.overview
        if screen == "split" and self.splitting.preview is None and overview is not None:
            self.open_split(overview.chart.patient.number)
            return
        if screen == "split" and self.splitting.preview is None:
            self.splitting.offer()
        if screen == "requests":
            self.requests.mrn = overview.chart.patient.number if overview else ""
        self.show(screen)
        if screen == "letter":
            self._before_letter = "search"
            self.writing.open_all()

    def open_chart(self, mrn: str) -> None:
        """Open a chart."""
        self.show("chart")
        self.reading.open(mrn)

    def open_chart_as_of(self, mrn: str, day: str) -> None:
        """Open a chart as it stood at the end of a day."""
        self.show("chart")
        self.reading.open_as_of(mrn, day)

    def open_history(self, mrn: str) -> None:
        """Show what was done to a chart."""
        self.show("history")
        self.past.open(mrn)

    def open_comparison(self, mrns: list[str]) -> None:
        """Put charts side by side."""
        self.compare.hold("")
        self.show("compare")
        self.comparing.open(mrns)

    def open_split(self, mrn: str) -> None:
        """Prepare dividing a chart."""
        self.show("split")
        self.splitting.open(mrn)

    def open_amend(self, item: str, back: str = "chart") -> None:
        """Amend a document; leaving that goes back to a screen."""
        self.amended_from = back
        self.show("amend")
        self.amending.open(item)

    def open_undo(self, change_set: str) -> None:
        """Prepare taking a change set back."""
        self.show("undo")
        self.undoing.open(change_set)

    def open_letter(self, change_set: str, kind: str = "", mrn: str = "") -> None:
        """Preview the letters about a change set, as seen from a chart."""
        self._before_letter = "history"
        self.show("letter")
        self.writing.open(change_set, kind or self.history.kind_of(change_set), mrn)

    def open_request(self, case: str) -> None:
        """Show an amendment request."""
        self.show("requests")
        self.requests.open(case)

    def open_letters(self, subject: Subject, back: str) -> None:
        """Preview the letters about something; leaving them goes back to a screen."""
        self._before_letter = back
        self.show("letter")
        self.writing.open_subject(subject)

    def _merge_reviewed(self, outcome: Outcome) -> None:
        carry = partial(self.comparing.merge, dry_run=False)
        self.reviewing.start(outcome, "compare", carry, self.comparing.mrns)

    def _undo_reviewed(self, outcome: Outcome) -> None:
        carry = partial(self.undoing.undo, dry_run=False)
        self.reviewing.start(outcome, "undo", carry, self.undoing.mrns)

    def _amend_reviewed(self, outcome: Outcome) -> None:
        self.reviewing.start(outcome, "amend", partial(self.amending.amend, dry_run=False))

    def _show_status(self) -> None:
        self.standing.refresh()
        if self.desk.context.site.training:
            self.window.show_training("DEMO and training: these are invented people")


def _decide(decide: Callable[..., None], typed: str, take_over: bool) -> None:  # noqa: FBT001 - Qt's
    """What a signal says, as the presenter takes it."""
    decide(typed, take_over=take_over)
