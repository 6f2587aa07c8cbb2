# SPDX-License-Identifier: Apache-2.0
"""Decides what the screen of amendment requests shows and does; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.amendments.law import Kind as CaseKind
from himdesk.domain.charts.items import Kind
from himdesk.domain.errors import UsageError
from himdesk.services.charts.brought import Brought
from himdesk.services.views import display
from himdesk.ui.requests.forms import forms
from himdesk.ui.requests.sections import about, case_line, head, rows
from himdesk.ui.requests.values import CasePage
from himdesk.ui.split.rows import who_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from himdesk.domain.charts.charts import Chart
    from himdesk.services.amendments import CaseView
    from himdesk.services.desk import Desk
    from himdesk.ui.requests.values import CaseLine, Form, Intake
    from himdesk.ui.running import Run


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_cases(self, cases: Sequence[CaseLine], *, closed: bool, chosen: str) -> None:
        """Show the list."""

    def show_case(self, page: CasePage) -> None:
        """Show a case."""

    def show_done(self, text: str) -> None:
        """Say what was done."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class RequestsPresenter:
    """The cases, the one that is shown, and the steps taken of it."""

    panel: Panel
    desk: Desk
    run: Run
    closed: bool = False
    current: str = ""
    views: dict[str, CaseView] = field(default_factory=dict)

    def refresh(self) -> None:
        """Read the list again."""
        self.run(
            lambda: self.desk.cases.find(closed=self.closed), self._listed, self.panel.show_error
        )

    def show_closed(self, *, closed: bool) -> None:
        """Show those that are over, or those that are open."""
        self.closed = closed
        self.refresh()

    def _listed(self, found: Sequence[CaseView]) -> None:
        self.views = {view.case.id: view for view in found}
        lines = [case_line(view) for view in found]
        self.panel.show_cases(lines, closed=self.closed, chosen=self.current)

    def choose(self, case: str) -> None:
        """Show a case."""
        self.current = case

        def read() -> tuple[CaseView, Chart]:
            view = self.desk.cases.show(case)
            return view, self.desk.charts.overview(view.mrn).chart

        self.run(read, lambda found: self._read(case, *found), self.panel.show_error)

    def _read(self, case: str, view: CaseView, chart: Chart) -> None:
        if case == self.current:
            self.views[case] = view
            self.panel.show_case(self._page(view, chart))

    def _page(self, view: CaseView, chart: Chart) -> CasePage:
        return CasePage(
            id=view.case.id,
            mrn=view.mrn,
            who=who_of("", chart, self.desk.context.now(), ""),
            head=head(view),
            about=about(view),
            rows=rows(view),
            forms=forms(view),
            letters=letters_of(view),
        )

    def document_of(self, number: str) -> str:
        """The record that an item of the case shown is about, or nothing."""
        view = self.views.get(self.current)
        item = view.case.item(int(number)) if view is not None and number.isdecimal() else None
        return (item.asked.item or "") if item is not None else ""

    def take(
        self,
        form: Form,
        values: Mapping[str, str],
        done: Callable[[], object],
        refused: Callable[[Exception], None],
    ) -> None:
        """Take a step of the case shown."""
        case = self.current

        def taken(_answer: object) -> None:
            done()
            self.panel.show_done(f"{form.title.removesuffix('…')}: recorded.")
            self.choose(case)
            self.refresh()

        self.run(lambda: form.act(self.desk.cases, case, values), taken, refused)

    def open(
        self,
        taken: Intake,
        done: Callable[[], object],
        refused: Callable[[Exception], None],
    ) -> None:
        """Open a case from a request as it was taken down."""

        def opened(view: CaseView) -> None:
            done()
            self.current = view.case.id
            self.panel.show_done(f"The case is open; it is due {view.clock.due}.")
            self.show_closed(closed=False)

        def work() -> CaseView:
            came = [Brought.read(path) for path in taken.files]
            if not taken.mrn:
                raise UsageError("Say whose record it is about, by its number.", "mrn")
            form = _filled(taken.form)
            return self.desk.cases.open(taken.mrn, _day(taken.received), form, came)

        self.run(work, opened, refused)

    def attach(
        self,
        files: Sequence[Path],
        about: str,
        done: Callable[[], object],
        refused: Callable[[Exception], None],
    ) -> None:
        """Attach files to the case shown, all or none."""
        case = self.current

        def attached(_view: CaseView) -> None:
            done()
            said = "1 file is" if len(files) == 1 else f"{len(files)} files are"
            self.panel.show_done(f"{said} attached.")
            self.choose(case)

        def work() -> CaseView:
            return self.desk.cases.attach(case, *(Brought.read(path, about) for path in files))

        self.run(work, attached, refused)

    def documents(
        self,
        mrn: str,
        then: Callable[[tuple[tuple[str, str], ...]], None],
        otherwise: Callable[[Exception], None],
    ) -> None:
        """The documents of a chart, to be chosen from."""

        def read() -> tuple[tuple[str, str], ...]:
            chart = self.desk.charts.overview(mrn).chart
            page = self.desk.charts.page(chart.patient.id, Kind.DOCUMENT)
            named = ((i.id, f"{(i.at or '')[:10]} {display(i)}".strip()) for i in page.items)
            return tuple(named)

        self.run(read, then, otherwise)


def letters_of(view: CaseView) -> tuple[str, ...]:
    """The letters that can be written now, those that are owed first."""
    case = view.case
    kinds = []
    if case.rebuttal is not None and case.sent("amendment-rebuttal") is None:
        kinds.append("amendment-rebuttal")
    asked = case.kind is CaseKind.REQUEST
    if case.decided and asked:
        kinds.append(case.telling)
    kinds.sort(key=lambda kind: case.sent(kind) is not None)
    if case.extension is not None and case.extension.sent_on is None:
        kinds.insert(0, "amendment-extension")
    if any(item.change_set for item in case.items) and any(n.owed for n in case.notices):
        kinds.append("amendment-notice")
    if any(item.clinician and item.decision is None for item in case.items):
        kinds.append("clinician-query")
    if case.disagreement is not None:
        kinds.append("disagreement-receipt")
    if case.rebuttal is not None and "amendment-rebuttal" not in kinds:
        kinds.append("amendment-rebuttal")
    return (*kinds, "amendment-acknowledgement") if asked else tuple(kinds)


def _filled(form: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in form.items() if value}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("The day of receipt is written like 2026-03-01.", "received") from None
