# SPDX-License-Identifier: Apache-2.0
"""Amendment requests as they stand today, and as a list tells of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from himdesk.domain.amendments.clock import Clock, Reminder, clock, reminders
from himdesk.domain.amendments.proxy import proxy_ended
from himdesk.domain.amendments.steps.deciding import still_owed
from himdesk.services.amendments.law import periods
from himdesk.services.amendments.masking import masked
from himdesk.services.amendments.reading import case_of, taken
from himdesk.services.charts.sight import Sight
from himdesk.store.desk import cases as log
from himdesk.store.desk import settings
from himdesk.store.reading import charts, items, patients

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.domain.amendments.case import Case
    from himdesk.domain.amendments.log import Taken
    from himdesk.services.context import Context
    from himdesk.store.desk import work
    from himdesk.store.engine import Transaction

KIND: Final = "amendment-request"
"""The kind of these cases in the work list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as it stands today: its clock, what is still owed, who has it, and its log.

    `mrn` is the number of the patient's chart now; `moved` the items whose record is in another
    chart by now, so that the amendment may be moot (S12); `reminders` what to ask for again;
    `proxy_ended` since when a patient for whom a parent asked is of age (S18).
    """

    case: Case
    clock: Clock
    mrn: str
    owed: tuple[str, ...]
    assigned_to: str | None
    log: tuple[Taken, ...]
    moved: tuple[int, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    proxy_ended: date | None = None


def views(session: Transaction, rows: Sequence[work.Case], today: date) -> list[CaseView]:
    """Those of the work list's cases that are amendment requests, as they stand on a day."""
    rows = [row for row in rows if row.kind == KIND]
    events = log.events(session, [row.id for row in rows])
    law = periods(settings.read(session))
    found = []
    for row in rows:
        case = case_of(session, row.id, events[row.id])
        chart = patients.chain(session, case.patient)[-1]
        found.append(
            CaseView(
                case=case,
                clock=clock(case, today, law),
                mrn=chart.number,
                owed=tuple(still_owed(case)),
                assigned_to=row.assigned_to,
                log=taken(events[row.id]),
                moved=_moved(session, case, chart.id),
                reminders=reminders(case, today, law),
                proxy_ended=_proxy_ended(session, case, chart.id, today),
            )
        )
    return found


def told(
    context: Context, session: Transaction, rows: Sequence[work.Case], today: date
) -> list[CaseView]:
    """The same as a list shows them to this person: of a confidential chart, no words."""
    found = views(session, rows, today)
    silent = Sight(context, session).silent([view.case.patient] for view in found)
    return [_masked(view) if hide else view for view, hide in zip(found, silent, strict=True)]


def _moved(session: Transaction, case: Case, chart: str) -> tuple[int, ...]:
    named = {i.asked.number: i.asked.item for i in case.items if i.asked.item is not None}
    return tuple(
        number
        for number, record in named.items()
        if items.item(session, record).patient_id != chart
    )


def _proxy_ended(session: Transaction, case: Case, chart: str, today: date) -> date | None:
    if case.requester.is_patient or case.over:
        return None
    text = charts.assertions(session, [chart])[chart].value("birth_date")
    try:
        return proxy_ended(case, date.fromisoformat(text or ""), today)
    except ValueError:
        return None


def _masked(view: CaseView) -> CaseView:
    return replace(view, case=masked(view.case), owed=(), log=(), reminders=(), proxy_ended=None)
