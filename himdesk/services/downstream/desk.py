# SPDX-License-Identifier: Apache-2.0
"""The desk for what other systems are owed after a correction: what waits, and what was done."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.downstream import AGAIN, DONE, TaskRefused, check_again, check_done, tasks_of
from himdesk.domain.errors import NotFound
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.discretion import ANOTHER, struck
from himdesk.services.charts.own import check_not_own
from himdesk.services.charts.sight import NOT_SHOWN, Sight
from himdesk.services.downstream.following import take
from himdesk.store.desk import work
from himdesk.store.desk.downstream import DOWNSTREAM, case_of, cases_about, log_of
from himdesk.store.matching import cases as rows
from himdesk.store.reading import history, patients

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from himdesk.domain.downstream import Entry, Task
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


WRITTEN: Final = frozenset({"evidence", "reason"})
"""What people wrote in their own words: a line of the log has one of these, or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DownstreamView:
    """The tasks of a change set: of which charts, since when, who has them, and their log.

    `charts` are MRNs, or "another chart" where one chart is read and this is not it; `back` is
    whether systems are to be corrected back, for an earlier correction was undone.
    """

    change_set: str
    what: str
    back: bool
    charts: tuple[str, ...]
    opened_at: str
    opened_by: str
    assigned_to: str | None
    tasks: tuple[Task, ...]
    log: tuple[Entry, ...]

    @property
    def open(self) -> tuple[Task, ...]:
        """What is still to be done."""
        return tuple(task for task in self.tasks if task.open)


@dataclass(frozen=True, slots=True)
class Downstream:
    """What a person does with these tasks; they are found by their change set."""

    context: Context

    def find(self, *, mrn: str | None = None, closed: bool = False) -> tuple[DownstreamView, ...]:
        """The change sets with tasks that are open, oldest first; or those without any more.

        With `mrn` those of that chart, told from it: charts of another person are not named.

        Raises:
            HimdeskError: there is no such chart, or it may not be opened.
        """
        self.context.require("case")
        state = work.CLOSED if closed else work.OPEN
        with self.context.database.read() as session:
            if mrn is None:
                return self._views(session, work.cases(session, state=state, kind=DOWNSTREAM), None)
            chart = Addressing(self.context, session).exactly(mrn)
            Sight(self.context, session).check(chart)
            named = rows.get(session, cases_about(session, [chart.id])).values()
            found = sorted((r for r in named if r.state == state), key=lambda r: r.opened_at)
            return self._views(session, found, chart.id)

    def show(self, change_set: str) -> DownstreamView:
        """The tasks of a change set; the look is logged.

        Raises:
            NotFound: it has none.
            Restricted: a chart of it is confidential.
        """
        self.context.require("case")
        with self.context.writing() as session:
            row = self._row(session, change_set)
            self.context.log(session, "downstream show", row.patient_id, change_set)
            return self._views(session, [row], None)[0]

    def done(self, change_set: str, tasks: Sequence[int], *, evidence: str) -> DownstreamView:
        """Say that systems were corrected, all or none, and how that is known.

        Raises:
            TaskRefused: a task is not open, or evidence is missing.
            HimdeskError: as for `show`; or it is about the person's own chart.
        """
        self.context.require("case")
        with self.context.writing() as session:
            row = self._mine(session, change_set)
            check_done(change_set, self._tasks(session, row), tasks, evidence)
            detail = {"tasks": sorted(tasks), "evidence": evidence.strip()}
            take(session, self.context, change_set, DONE, detail)
            self.context.log(session, "downstream done", row.patient_id, change_set)
            return self._views(session, [self._row(session, change_set)], None)[0]

    def reopen(self, change_set: str, tasks: Sequence[int], *, reason: str) -> DownstreamView:
        """Say that tasks were marked as done by error.

        Raises:
            TaskRefused: a task is not done, no reason is given, or the change set was undone
                since, so that another has the task.
            HimdeskError: as for `done`.
        """
        self.context.require("case")
        with self.context.writing() as session:
            row = self._mine(session, change_set)
            check_again(change_set, self._tasks(session, row), tasks, reason)
            if history.family(session, change_set)[-1].id != change_set:
                text = "This was undone since: see the tasks of the last undo."
                raise TaskRefused(change_set, "undone", text)
            detail = {"tasks": sorted(tasks), "reason": reason.strip()}
            take(session, self.context, change_set, AGAIN, detail)
            self.context.log(session, "downstream reopen", row.patient_id, change_set)
            return self._views(session, [self._row(session, change_set)], None)[0]

    def _mine(self, session: Transaction, change_set: str) -> work.Case:
        """The case of a change set that is not about the person's own chart."""
        row = self._row(session, change_set)
        check_not_own(session, self.context, charts_of(row))
        return row

    def _row(self, session: Transaction, change_set: str) -> work.Case:
        case = case_of(change_set)
        row = rows.get(session, [case]).get(case)
        if row is None:
            raise NotFound("downstream correction", change_set)
        named = patients.patients(session, charts_of(row)).values()
        Sight(self.context, session).check(*named)
        return row

    def _tasks(self, session: Transaction, row: work.Case) -> tuple[Task, ...]:
        return tasks_of(log_of(session, [row.id])[row.id])

    def _views(
        self, session: Transaction, found: Iterable[work.Case], read_from: str | None
    ) -> tuple[DownstreamView, ...]:
        """Cases as they are told, from one chart or from none; of a confidential one no words."""
        cases = list(found)
        logs = log_of(session, [row.id for row in cases])
        named = {row.id: charts_of(row) for row in cases}
        silent = Sight(self.context, session).silent(named.values())
        if read_from is not None:
            logs = _discreet(session, read_from, logs, named)
        charts = {chart for of_case in named.values() for chart in of_case}
        known = patients.patients(session, charts)
        ends = patients.survivors(session, charts)
        made = []
        for row, hide in zip(cases, silent, strict=True):
            numbers = (
                known[c].number if read_from is None or ends[c] == ends[read_from] else ANOTHER
                for c in named[row.id]
            )
            view = _view(row, tuple(numbers), logs[row.id])
            made.append(_masked(view) if hide else view)
        return tuple(made)


def _discreet(
    session: Transaction,
    chart: str,
    logs: Mapping[str, list[Entry]],
    named: Mapping[str, list[str]],
) -> dict[str, list[Entry]]:
    """Logs as they are told from one chart: what people wrote does not name another person."""
    lines = [(case, entry) for case, log in logs.items() for entry in log]
    told = struck(session, chart, [(_written(entry), named[case]) for case, entry in lines])
    found: dict[str, list[Entry]] = {case: [] for case in logs}
    for (case, entry), text in zip(lines, told, strict=True):
        detail = {k: text if k in WRITTEN else v for k, v in entry.detail.items()}
        found[case].append(replace(entry, detail=detail))
    return found


def _written(entry: Entry) -> str:
    return next((str(entry.detail[key]) for key in WRITTEN if key in entry.detail), "")


def charts_of(row: work.Case) -> list[str]:
    """The charts that a case is about."""
    charts: list[str] = json.loads(row.detail)["charts"]
    return charts


def _view(row: work.Case, charts: tuple[str, ...], entered: list[Entry]) -> DownstreamView:
    detail = json.loads(row.detail)
    return DownstreamView(
        change_set=detail["change_set"],
        what=detail["what"],
        back=detail["back"],
        charts=charts,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        assigned_to=row.assigned_to,
        tasks=tasks_of(entered),
        log=tuple(entered),
    )


def _masked(view: DownstreamView) -> DownstreamView:
    """The same without what people wrote."""
    tasks = (replace(t, evidence=NOT_SHOWN if t.evidence else None) for t in view.tasks)
    return replace(view, tasks=tuple(tasks), log=())
