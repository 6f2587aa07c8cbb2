# SPDX-License-Identifier: Apache-2.0
"""Amendment requests: opening, every step after that, and what is shown of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from himdesk.domain.amendments.clock import clock
from himdesk.domain.amendments.errors import CaseRefused
from himdesk.domain.amendments.log import to_plain
from himdesk.domain.amendments.steps.deciding import Corrected, Decided
from himdesk.domain.amendments.steps.duties import LetterSent
from himdesk.domain.amendments.steps.step import Moment
from himdesk.domain.errors import UsageError
from himdesk.services.amendments.attachments import AttachmentView, added, attached
from himdesk.services.amendments.duties import check_letter, duties
from himdesk.services.amendments.form import check_record, read_form
from himdesk.services.amendments.law import periods
from himdesk.services.amendments.reading import case_of
from himdesk.services.amendments.standing import KIND, told, views
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.legible import legible
from himdesk.services.charts.own import check_not_own
from himdesk.services.charts.sight import Sight
from himdesk.services.corrections.amending import AmendOrder
from himdesk.services.corrections.corrections import Corrections
from himdesk.store import content
from himdesk.store.desk import cases as log
from himdesk.store.desk import settings, work
from himdesk.store.reading import charts, patients

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from himdesk.domain.amendments.case import Attachment, Case
    from himdesk.domain.amendments.law import Periods
    from himdesk.domain.amendments.steps.files import FileAdded
    from himdesk.domain.amendments.steps.step import Step
    from himdesk.domain.charts.charts import Patient
    from himdesk.services.amendments.standing import CaseView
    from himdesk.services.charts.brought import Brought
    from himdesk.services.context import Context
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Cases:
    """What the desk does with amendment requests."""

    context: Context

    def open(
        self, mrn: str, received: date, form: object, files: Sequence[Brought] = ()
    ) -> CaseView:
        """Open a case about a chart from a filled-in form, see `read_form`, with what came with it.

        Raises:
            UsageError: the form is not one, or a file can't be kept.
            CaseRefused: it lacks what a request needs.
            HimdeskError: the chart or a record is not there, or may not be opened.
        """
        self.context.require("case")
        case_id, came = self.context.new_id(), added(files)
        with self.context.writing() as session:
            addressing = Addressing(self.context, session)
            patient = addressing.survivor(mrn)
            addressing.check_open(charts.headers(session, [patient.id])[patient.id])
            check_not_own(session, self.context, [patient.id])
            step = read_form(form, patient.id, received)
            records = [asked.item for asked in step.items if asked.item is not None]
            for record in records:
                check_record(session, record, patient.id)
            case = step.open(case_id, self._moment(session))
            work.put_case(session, self._row(session, case, None))
            log.set_items(session, case_id, records)
            self._record(session, case_id, step)
            self._attach(session, case_id, came)
            self.context.log(session, "case open", patient.id, case_id)
            return self.read(session, case_id)

    def take(self, case_id: str, *steps: Step) -> CaseView:
        """Take steps of a case, all or none.

        Raises:
            CaseRefused: a rule, which it names, is against it.
            NotFound: there is no such case.
            Restricted: its chart is confidential.
            OwnChart: it is about the person's own chart, or one of their household.
        """
        self.context.require("case")
        with self.context.writing() as session:
            row = work.case(session, case_id)
            self._check_open(session, row)
            check_not_own(session, self.context, filter(None, (row.patient_id,)))
            for step in steps:
                self.step(session, case_id, step)
            return self.read(session, case_id)

    def attach(self, case_id: str, *files: Brought) -> CaseView:
        """Add files to a case, all or none; also to one that is over.

        Raises:
            UsageError: a file can't be kept.
            CaseRefused: the case has it already.
            HimdeskError: as for `take`.
        """
        self.context.require("case")
        came = added(files)
        with self.context.writing() as session:
            self._check_open(session, work.case(session, case_id))
            self._attach(session, case_id, came)
            return self.read(session, case_id)

    def attachment(self, case_id: str, number: int) -> tuple[Attachment, bytes]:
        """A file of a case as it came; the look is logged.

        Raises:
            NotFound: there is no such case, or no such file.
            Restricted: its chart is confidential.
        """
        self.context.require("case")
        with self.context.writing() as session:
            row = work.case(session, case_id)
            self._check_open(session, row)
            case = self.read(session, case_id).case
            self.context.log(session, "read attachment", row.patient_id, case_id)
            return attached(session, case, number)

    def read_attachment(self, case_id: str, number: int) -> AttachmentView:
        """What can be read of a file of a case; the look is logged. Raises as `attachment`."""
        found, body = self.attachment(case_id, number)
        with self.context.database.read() as session:
            end = patients.chain(session, self.read(session, case_id).case.patient)[-1].id
            chart = charts.assertions(session, [end])[end]
        seen = legible(body, found.content_type)
        return AttachmentView(case=case_id, chart=chart, attachment=found, legible=seen)

    def step(self, session: Transaction, case_id: str, step: Step) -> None:
        """Take a step within a unit of work, and what follows of itself from an acceptance.

        Raises:
            CaseRefused: a rule, which it names, is against it.
            NotFound: there is no such case.
        """
        case = self._take(session, case_id, step)
        if isinstance(step, Decided | Corrected):
            for duty in duties(session, case):
                self._take(session, case_id, duty)

    def read(self, session: Transaction, case_id: str) -> CaseView:
        """A case as it stands, within a unit of work.

        Raises:
            NotFound: there is no such case.
        """
        return views(session, [work.case(session, case_id)], self.today())[0]

    def correct(self, case_id: str, number: int, *, kind: str, text: str, author: str) -> Outcome:
        """Propose the correction of an accepted item's document; a second person approves it.

        Raises:
            CaseRefused: the item was not accepted, or is corrected.
            UsageError: the request names no record that could be amended.
            HimdeskError: the rules of `plan_amend`.
        """
        self.context.require("case")
        with self.context.database.read() as session:
            self._check_open(session, work.case(session, case_id))
            view = self.read(session, case_id)
            item = view.case.item(number)
            if item is None or not item.accepted or item.settled:
                text = f"Item {number} is not one that waits for its correction."
                raise CaseRefused(case_id, "accepted", text)
            if item.asked.item is None:
                raise UsageError(f"Item {number} names no record by its id.", str(number))
            new_id = self.context.ids_of_order(session, case=case_id, item=number, text=text)
        order = AmendOrder(
            document=item.asked.item,
            kind=kind,
            text=text,
            author=author,
            reason=f"Amendment request {case_id}, item {number}: {item.asked.wanted}",
            at=self.context.now(),
            new_id=new_id(),
            case=case_id,
        )

        def note(session: Transaction, done: Outcome) -> None:
            request = done.request.id if done.request else None
            applied = done.applied.id if done.applied else None
            self.step(session, case_id, Corrected(item=number, request=request, change_set=applied))

        return Corrections(self.context).carry_out(order, also=note)

    def show(self, case_id: str) -> CaseView:
        """A case with all that was done."""
        self.context.require("case")
        with self.context.writing() as session:
            self._check_open(session, work.case(session, case_id))
            view = self.read(session, case_id)
            self.context.log(session, "case show", self._chart_of(session, view).id, case_id)
            return view

    def find(self, *, closed: bool = False, mrn: str | None = None) -> tuple[CaseView, ...]:
        """The open cases, those due first; or those that are over, the last opened first.

        Those about a chart that the person may not open say no more than how they stand.
        """
        self.context.require("case")
        with self.context.database.read() as session:
            chart = Addressing(self.context, session).survivor(mrn).id if mrn else None
            state = work.CLOSED if closed else work.OPEN
            rows = work.cases(session, state=state, kind=KIND)
            found = told(self.context, session, rows, self.today())
            if chart is not None:
                found = [view for view in found if self._chart_of(session, view).id == chart]
        if closed:
            return tuple(reversed(found))
        return tuple(sorted(found, key=lambda view: (view.clock.due, view.case.id)))

    def about(self, item_ids: Collection[str]) -> dict[str, tuple[CaseView, ...]]:
        """The cases about records, by record: the way back from a document to its request."""
        self.context.require("case")
        with self.context.database.read() as session:
            named = log.of_own(session, item_ids)
            return {item: tuple(self._told(session, found)) for item, found in named.items()}

    def today(self) -> date:
        """The legal day: that of the site."""
        return self.context.clock().astimezone(self.context.site.zone).date()

    def _attach(self, session: Transaction, case_id: str, files: Mapping[FileAdded, bytes]) -> None:
        content.put(session, files.values())
        for step in files:
            self._take(session, case_id, step)

    def _take(self, session: Transaction, case_id: str, step: Step) -> Case:
        row = work.case(session, case_id)
        case = case_of(session, case_id, log.events(session, [case_id])[case_id])
        moment = self._moment(session)
        step.check(case, moment)
        if isinstance(step, LetterSent):
            check_letter(session, case, step, self.context.site.zone)
        after = step.apply(case, moment.today, moment.by)
        self._record(session, case_id, step)
        work.put_case(session, self._row(session, after, row))
        return after

    def _record(self, session: Transaction, case_id: str, step: Step) -> None:
        log.record(
            session,
            case_id,
            log.CaseEvent(
                at=self.context.now(),
                day=self.today().isoformat(),
                by=self.context.staff.name,
                verb=step.verb,
                detail=to_plain(step),
            ),
        )

    def _row(self, session: Transaction, case: Case, old: work.Case | None) -> work.Case:
        """The case's row of the work list; what the log says is the truth."""
        opened = old or work.Case(
            id=case.id,
            kind=KIND,
            opened_at=self.context.now(),
            opened_by=self.context.staff.name,
            detail="{}",
            patient_id=case.patient,
        )
        over = case.over
        due = clock(case, self.today(), self._periods(session)).due.isoformat()
        return replace(
            opened,
            state=work.CLOSED if over else work.OPEN,
            due_at=due,
            closed_at=(opened.closed_at or self.context.now()) if over else None,
            closed_by=(opened.closed_by or self.context.staff.name) if over else None,
        )

    def _told(self, session: Transaction, case_ids: Sequence[str]) -> list[CaseView]:
        rows = [work.case(session, case) for case in case_ids]
        return told(self.context, session, rows, self.today())

    def _check_open(self, session: Transaction, row: work.Case) -> None:
        if row.patient_id is not None:
            patient = patients.chain(session, row.patient_id)[-1]
            Sight(self.context, session).check(patient)

    def _chart_of(self, session: Transaction, view: CaseView) -> Patient:
        return patients.chain(session, view.case.patient)[-1]

    def _moment(self, session: Transaction) -> Moment:
        return Moment(
            today=self.today(), by=self.context.staff.name, periods=self._periods(session)
        )

    def _periods(self, session: Transaction) -> Periods:
        return periods(settings.read(session))
