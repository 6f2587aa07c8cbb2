# SPDX-License-Identifier: Apache-2.0
"""One signed-in person's window: the screens with their presenters, and the ways between them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from himdesk import __version__
from himdesk.domain.roles import permitted
from himdesk.ui.actions import allowed, first_screen
from himdesk.ui.amend.panel import AmendPanel
from himdesk.ui.amend.presenter import AmendPresenter
from himdesk.ui.approve.panel import ApprovePanel
from himdesk.ui.approve.presenter import ApprovePresenter
from himdesk.ui.charts.finding import SearchPresenter
from himdesk.ui.charts.panel import ChartPanel
from himdesk.ui.charts.presenter import ChartPresenter
from himdesk.ui.charts.search import SearchPanel
from himdesk.ui.charts.ways import ChartWays
from himdesk.ui.compare.panel import ComparePanel
from himdesk.ui.compare.presenter import ComparePresenter
from himdesk.ui.frame.about import AboutDialog
from himdesk.ui.frame.keys import show_keys
from himdesk.ui.frame.values import StatusView
from himdesk.ui.frame.window import MainWindow
from himdesk.ui.history.panel import HistoryPanel
from himdesk.ui.history.presenter import HistoryPresenter
from himdesk.ui.identity.ways import ACTION as PERSON
from himdesk.ui.identity.ways import PersonWays
from himdesk.ui.letters.panel import LetterPanel
from himdesk.ui.letters.presenter import LetterPresenter
from himdesk.ui.requests.room import RequestsRoom
from himdesk.ui.review.effects import done
from himdesk.ui.review.panel import ReviewPanel
from himdesk.ui.review.sheet import review_sheet
from himdesk.ui.review.sides import sides
from himdesk.ui.split.move import MoveDialog, MovePresenter
from himdesk.ui.split.panel import SplitPanel
from himdesk.ui.split.presenter import SplitPresenter
from himdesk.ui.undo.panel import UndoPanel
from himdesk.ui.undo.presenter import UndoPresenter
from himdesk.ui.worklist.room import WorklistRoom
from himdesk.ui.worklist.ways import CaseWays

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.running import Run
    from himdesk.ui.tasks import Tasks

BACK = {"chart": "search"}
"""The entry of the rail for screens that have none."""

TO_COME = "(the reason follows)"
"""Stands for the reason in the dry run behind a review sheet."""


class Workstation(QObject):
    """Wires panels to presenters; decides only which screen is in front."""

    ended = Signal()
    look_wanted = Signal(str)

    def __init__(
        self,
        desk: Desk,
        look: Look,
        tasks: Tasks,
        settings: QSettings | None = None,
        *,
        check: Callable[[str], object] | None = None,
    ) -> None:
        """`check` raises unless a password is that of the person who signed in."""
        super().__init__()
        self._check = check
        self.desk, self.look, self.tasks = desk, look, tasks
        roles = desk.context.staff.roles
        self.window = MainWindow(look, allowed(roles), settings)
        self._carry: Callable[[str], Outcome] = lambda _reason: _nothing()
        self._back = self._before_letter = "search"
        self.last_applied, self.carried = "", 0
        self._build_screens()
        self._connect()
        self._show_status()
        self.show(first_screen(roles))

    def run_for(self, owner: QObject) -> Run:
        """Work in the background for a panel."""

        def run(work: object, then: object, otherwise: object) -> None:
            self.tasks.run_for(owner, work, then=then, otherwise=otherwise)  # type: ignore[arg-type]

        return run

    def _build_screens(self) -> None:
        look, desk = self.look, self.desk
        self.search, self.chart = SearchPanel(look), ChartPanel(look)
        self.history = HistoryPanel(look, desk.context.staff.roles)
        self.compare = ComparePanel(look)
        self.review, self.undo = ReviewPanel(look), UndoPanel(look)
        self.approve, self.letter = ApprovePanel(look), LetterPanel(look)
        self.split, self.amend = SplitPanel(look), AmendPanel(look)
        self.searching = SearchPresenter(self.search, desk, self.run_for(self.search))
        self.reading = ChartPresenter(self.chart, desk, self.run_for(self.chart), self._check)
        self.past = HistoryPresenter(self.history, desk, self.run_for(self.history))
        self.comparing = ComparePresenter(
            self.compare, desk, self.run_for(self.compare), self._merge_reviewed
        )
        self.undoing = UndoPresenter(self.undo, desk, self.run_for(self.undo), self._undo_reviewed)
        self.splitting = SplitPresenter(
            self.split, desk, self.run_for(self.split), self._split_reviewed
        )
        self.amending = AmendPresenter(
            self.amend, desk, self.run_for(self.amend), self._amend_reviewed
        )
        self.approving = ApprovePresenter(
            self.approve, desk, self.run_for(self.approve), self._check
        )
        self.writing = LetterPresenter(self.letter, desk, self.run_for(self.letter))
        self.requests = RequestsRoom(look, desk, self.run_for)
        self.worklist = WorklistRoom(look, desk, self.run_for)
        if desk.worklist.kinds:
            self.window.add_screen("worklist", "Worklist", "worklist", self.worklist.panel)
        for screen, verb, title, icon, panel in self._screens():
            if permitted(verb, desk.context.staff.roles):
                self.window.add_screen(screen, title, icon, panel)

        self.chart.split.setVisible(permitted("split", desk.context.staff.roles))
        self.chart.move_item.setVisible(permitted("move", desk.context.staff.roles))
        self.chart.amend.setVisible(permitted("amend", desk.context.staff.roles))

    def _screens(self) -> tuple[tuple[str, str, str, str, QWidget], ...]:
        return (
            ("search", "search", "Charts", "charts", self.search),
            ("compare", "merge", "Compare", "compare", self.compare),
            ("split", "split", "Split", "split", self.split),
            ("amend", "amend", "Amend", "amend", self.amend),
            ("requests", "case", "Requests", "stamp", self.requests.panel),
            ("approve", "requests", "Approve", "approve", self.approve),
            ("letter", "letter", "Letters", "letters", self.letter),
            ("history", "history", "History", "history", self.history),
            ("chart", "show", "", "", self.chart),
            ("undo", "undo", "", "", self.undo),
            ("review", "merge", "", "", self.review),
        )

    def _connect(self) -> None:
        self.window.screen_chosen.connect(self._chosen)
        self.window.triggered.connect(self._triggered)
        self.window.asked.connect(self._asked)
        self.window.picked.connect(self._picked)
        self.search.asked.connect(self.searching.search)
        self.search.opened.connect(self.open_chart)
        self.documents = ChartWays(self)
        self.ways, self.person = CaseWays(self), PersonWays(self)
        self._connect_split()
        self._connect_amend()
        self.history.asked.connect(self.past.open)
        self.history.chosen.connect(self.past.choose)
        self.history.looked.connect(self.past.look_at)
        self.history.stepped.connect(self.past.step)
        self.history.chart_wanted.connect(self.open_chart_as_of)
        self.history.left.connect(lambda: self.show("chart"))
        self.history.undo_wanted.connect(self.open_undo)
        self.history.letter_wanted.connect(self.open_letter)
        self.compare.chosen.connect(self.comparing.choose)
        self.compare.acknowledged.connect(self.comparing.acknowledge)
        self.compare.survivor_swapped.connect(self.comparing.swap_survivor)
        self.compare.review_wanted.connect(lambda: self.comparing.review(TO_COME))
        self.undo.decided.connect(self.undoing.decide)
        self.undo.suggestion_taken.connect(self.undoing.accept_suggestion)
        self.undo.review_wanted.connect(lambda: self.undoing.review(TO_COME))
        self.undo.left.connect(lambda: self.show("history"))
        self.review.confirmed.connect(self._confirmed)
        self.review.left.connect(lambda: self.show(self._back))
        self.approve.chosen.connect(self.approving.choose)
        self.approve.approved.connect(self.approving.approve)
        self.approve.returned.connect(self.approving.return_)
        self.approve.rejected.connect(self.approving.reject)
        self.approve.all_approved.connect(self.approving.approve_plain)
        self.approve.undo_wanted.connect(self.open_undo)
        self.approve.letter_wanted.connect(self.open_letter)
        self.approve.counted.connect(partial(self.window.show_count, "approve"))
        if self._check is not None:
            self.approve.ask_password()
            self.chart.glass.ask_password()
        self._connect_letters()
        self.search.message.linked.connect(self.undo_last)

    def _connect_letters(self) -> None:
        """The letters, and the requests that write some of them."""
        self.letter.left.connect(lambda: self.show(self._before_letter))
        self.letter.issued.connect(
            lambda path, sent, how: self.writing.issue(Path(path), sent=sent, how=how)
        )
        self.letter.wanted.connect(self.writing.preview)
        self.letter.kept.connect(self.writing.show_kept)
        self.requests.panel.counted.connect(partial(self.window.show_count, "requests"))
        self.requests.letter_wanted.connect(self.open_case_letters)
        self.requests.document_wanted.connect(self.open_amend)
        self.amend.case_wanted.connect(self.open_request)

    def _connect_split(self) -> None:
        split, splitting = self.split, self.splitting
        split.chart_wanted.connect(lambda: self.show("search"))
        split.chosen.connect(splitting.choose)
        split.accepted.connect(splitting.accept)
        split.all_accepted.connect(splitting.accept_all)
        split.divide_wanted.connect(splitting.ask_pages)
        split.divided.connect(splitting.divide)
        split.repeated.connect(splitting.repeat)
        split.rewrite_wanted.connect(splitting.ask_texts)
        split.rewritten.connect(splitting.rewrite)
        split.form.stated.connect(splitting.state)
        split.target.asked.connect(splitting.search)
        split.target.taken.connect(splitting.take)
        split.review_wanted.connect(lambda: splitting.review(TO_COME))
        split.left.connect(lambda: self.show("chart"))

    def _connect_amend(self) -> None:
        amend, amending = self.amend, self.amending
        self.chart.amend_wanted.connect(self.open_amend)
        amend.chart_wanted.connect(lambda: self.show("search"))
        amend.written.connect(lambda: amending.write(amend.taken()))
        amend.rested.connect(amending.save)
        amend.discarded.connect(amending.discard)
        amend.compared.connect(amending.compare)
        amend.review_wanted.connect(lambda: amending.review(TO_COME))
        amend.left.connect(lambda: self.show("chart"))

    def show(self, screen: str) -> None:
        """Bring a screen to the front."""
        if screen == "approve":
            self.approving.refresh()
        if screen == "requests":
            self.requests.presenter.refresh()
        if screen == "worklist":
            self.worklist.leave()
            self.worklist.presenter.refresh()
        rail = {
            "chart": "search",
            "reader": "search",
            "undo": "history",
            "review": BACK.get(self._back, self._back),
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
        if screen == "requests":
            self.requests.mrn = overview.chart.patient.number if overview else ""
        self.show(screen)
        if screen == "letter":
            self._before_letter = "search"
            self.writing.open_all()

    def _triggered(self, action: str) -> None:
        if action == "quit":
            self.window.close()
        elif action == "lock":
            self.ended.emit()
        elif action == "keys":
            show_keys(self.window, self.look, allowed(self.desk.context.staff.roles))
        elif action == "about":
            self._show_about()
        elif action in {"work-absence", "work-leaver"}:
            self.ways.act(action.removeprefix("work-"))
        elif action.startswith(PERSON):
            self.person.act(action)
        elif action.startswith(("look-", "text-")):
            self.look_wanted.emit(action)

    @property
    def screen_behind(self) -> str:
        """The screen that a review goes back to."""
        return self._back

    def _show_about(self) -> None:
        """The program and its database; the ledger's head is read in the background."""
        database = self.desk.context.database

        def show(head: tuple[int, str]) -> None:
            facts = (
                ("Version", __version__),
                ("Database", {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database.dialect]),
                ("Ledger", f"change set {head[0]:,}, {head[1][:12]}"),
                ("Licence", "Apache-2.0"),
            )
            dialog = AboutDialog(self.look, facts, self.window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self.tasks.run_for(
            self.window, self.desk.audit.head, then=show, otherwise=self.search.show_error
        )

    def _asked(self, text: str) -> None:
        """The palette asks for charts: numbers and names."""
        from himdesk.ui.frame.values import Entry  # noqa: PLC0415 - only when asked

        def show(found: object) -> None:
            entries = tuple(
                Entry("Charts", f"mrn:{hit.patient.number}", hit.name, note=hit.patient.number)
                for hit in found.hits[:8]  # type: ignore[attr-defined]
            )
            self.window.palette_of_commands.show_found(text, entries)

        if len(text.strip()) > 1 and permitted("search", self.desk.context.staff.roles):
            self.tasks.run_for(
                self.window,
                lambda: self.desk.charts.search(text),
                then=show,
                otherwise=lambda _error: None,
            )

    def _picked(self, target: str) -> None:
        if target.startswith("mrn:"):
            self.open_chart(target.removeprefix("mrn:"))

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

    def open_amend(self, item: str) -> None:
        """Amend a document."""
        self.show("amend")
        self.amending.open(item)

    def open_move(self, mrn: str, item: str) -> None:
        """Ask where an item of a chart belongs."""
        dialog = MoveDialog(self.look, self.window)
        self.moving = MovePresenter(dialog, self.desk, self.run_for(dialog), self._move_reviewed)
        dialog.asked.connect(self.moving.find)
        dialog.review_wanted.connect(lambda: self.moving.review(dialog.choice(), TO_COME))
        self.moving.open(mrn, item)
        dialog.open()

    def open_undo(self, change_set: str) -> None:
        """Prepare taking a change set back."""
        self.show("undo")
        self.undoing.open(change_set)

    def open_letter(self, change_set: str, kind: str = "") -> None:
        """Preview the letters about a change set."""
        self._before_letter = "history"
        self.show("letter")
        self.writing.open(change_set, kind or self.history.kind_of(change_set))

    def open_request(self, case: str) -> None:
        """Show an amendment request."""
        self.show("requests")
        self.requests.open(case)

    def open_case_letters(self, case: str, kinds: tuple[str, ...]) -> None:
        """Preview the letters of an amendment request."""
        self._before_letter = "requests"
        self.show("letter")
        self.writing.open_case(case, kinds)

    def _merge_reviewed(self, outcome: Outcome) -> None:
        carry = partial(self.comparing.merge, dry_run=False)
        self.review_then(outcome, "compare", carry, self.comparing.mrns)

    def _undo_reviewed(self, outcome: Outcome) -> None:
        carry = partial(self.undoing.undo, dry_run=False)
        self.review_then(outcome, "undo", carry, self.undoing.mrns)

    def _move_reviewed(self, outcome: Outcome) -> None:
        self.review_then(outcome, "chart", partial(self.moving.move, dry_run=False))

    def _amend_reviewed(self, outcome: Outcome) -> None:
        self.review_then(outcome, "amend", partial(self.amending.amend, dry_run=False))

    def _split_reviewed(self, outcome: Outcome) -> None:
        self.review_then(outcome, "split", partial(self.splitting.split, dry_run=False))

    def review_then(
        self,
        outcome: Outcome,
        back: str,
        carry: Callable[[str], Outcome],
        order: Sequence[str] = (),
    ) -> None:
        """Show what was planned, its charts in `order`; `carry` does it for a reason.

        The names are read in the background.
        """
        self._back, self._carry = back, carry

        def show(legend: tuple[dict[str, str], dict[str, str]]) -> None:
            numbers, values = legend
            sheet = review_sheet(
                outcome.change_set,
                numbers=numbers,
                values=values,
                warnings=outcome.warnings,
                needs_approval=outcome.needs_approval,
                created=outcome.created,
                sides=sides(outcome.change_set, outcome.charts, self.desk.context.now(), order),
            )
            self.review.reason.clear()
            self.review.show_sheet(sheet)
            self.show("review")
            self.review.reason.setFocus()

        self.tasks.run_for(
            self.review,
            lambda: self.desk.corrections.legend(outcome),
            then=show,
            otherwise=self.review.show_error,
        )

    def _confirmed(self, reason: str) -> None:
        carry = self._carry
        self.tasks.run_for(
            self.review,
            lambda: carry(reason),
            then=self._carried_out,
            otherwise=self.review.show_error,
        )

    def _carried_out(self, outcome: Outcome) -> None:
        """Say what was done and offer to take it back; after a case of the work list, the next."""
        self.carried += 1
        if outcome.change_set.kind == "split":
            self.splitting.close()
        if self._back == "amend":
            self.amend.close_document()
        self.last_applied = outcome.applied.id if outcome.applied is not None else ""
        said = done(outcome, filed=self._back == "amend")
        if self.ways.decided(said, proposed=outcome.applied is None):
            return
        self.show("search")
        if outcome.applied is not None:
            self.search.message.show_done(said, "Undo")
        else:
            self.search.message.show_notice(said)

    def undo_last(self) -> None:
        """Prepare taking back what was applied last."""
        self.open_undo(self.last_applied)

    def _show_status(self) -> None:
        context = self.desk.context
        staff, site = context.staff, context.site
        view = StatusView(person=staff.display, role=", ".join(sorted(staff.roles)), site=site.name)
        self.window.show_status(view)
        if site.training:
            self.window.show_training("DEMO and training: these are invented people")


def _nothing() -> Outcome:
    raise AssertionError("a review without a correction")
