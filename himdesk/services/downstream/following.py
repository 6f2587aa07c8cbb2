# SPDX-License-Identifier: Apache-2.0
"""What a correction that was carried out asks of other systems, and what an undo takes back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from himdesk.domain.changes import CREATED, PATIENT
from himdesk.domain.downstream import DROP, FOLLOWED, LIST, Earlier, owed, tasks_of
from himdesk.services.downstream.systems import CORRECTED, listed
from himdesk.store.desk import cases as log
from himdesk.store.desk import work
from himdesk.store.desk.downstream import DOWNSTREAM, case_of, log_of
from himdesk.store.reading import history, patients

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.domain.changes import AppliedChangeSet, ChangeSet
    from himdesk.domain.downstream import Duty, Entry, Task
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


def follow(session: Transaction, context: Context, applied: AppliedChangeSet) -> None:
    """Within the unit of work of a correction: list what is to be done in other systems.

    After an undo, what was not done yet need not be; what was done is to be corrected back.
    """
    family = history.family(session, applied.id)
    first, this = family[0], next(one for one in family if one.id == applied.id)
    if first.kind not in FOLLOWED:
        return
    logs = log_of(session, [case_of(one.id) for one in family])
    tasks = {one.id: tasks_of(logs[case_of(one.id)]) for one in family}
    for one in family:
        drop(session, context, one.id, tasks[one.id])
    unknown = not tasks[first.id]  # it was listed nowhere, so its systems may have followed it
    due = owed(
        listed(session, CORRECTED) if unknown else (),
        [Earlier(back=one.back, tasks=tasks[one.id]) for one in family],
        follows=unknown and this != first,
        back=this.back,
    )
    if due:
        _open(session, context, applied.change_set, this, due)


def still_open(log_of_case: Sequence[Entry]) -> str:
    """How many systems of a case are still to be corrected, in words."""
    tasks = [task for task in tasks_of(log_of_case) if task.dropped_on is None]
    waiting = sum(task.open for task in tasks)
    return f"{waiting} of {len(tasks)} open" if tasks else "not due any more"


def drop(session: Transaction, context: Context, change_set: str, tasks: Sequence[Task]) -> None:
    """Let go of what is open: it need not be done any more."""
    numbers = [task.number for task in tasks if task.open]
    if numbers:
        take(session, context, change_set, DROP, {"tasks": numbers})


def take(
    session: Transaction, context: Context, change_set: str, verb: str, detail: dict[str, Any]
) -> None:
    """Write a line of the log of a case, and close or open its row of the work list after it."""
    case = case_of(change_set)
    record(session, context, case, verb, detail)
    row = work.case(session, case)
    waits = any(task.open for task in tasks_of(log_of(session, [case])[case]))
    changed = replace(
        row,
        state=work.OPEN if waits else work.CLOSED,
        closed_at=None if waits else context.now(),
        closed_by=None if waits else context.staff.name,
    )
    work.put_case(session, changed)


def record(
    session: Transaction, context: Context, case: str, verb: str, detail: dict[str, Any]
) -> None:
    """Add to the chained log of a case."""
    day = context.clock().astimezone(context.site.zone).date()
    event = log.CaseEvent(
        at=context.now(), day=day.isoformat(), by=context.staff.name, verb=verb, detail=detail
    )
    log.record(session, case, event)


def _open(
    session: Transaction,
    context: Context,
    change_set: ChangeSet,
    this: history.Relative,
    due: Sequence[Duty],
) -> None:
    what = change_set.kind.value.capitalize()
    charts = _in_order(session, change_set, this.seq)
    kept = {"change_set": this.id, "what": what, "charts": charts, "back": this.back}
    row = work.Case(
        id=case_of(this.id),
        kind=DOWNSTREAM,
        opened_at=context.now(),
        opened_by=context.staff.name,
        detail=json.dumps(kept, sort_keys=True),
        patient_id=charts[0],
    )
    work.put_case(session, row)
    tasks = [{"system": duty.system, "action": duty.action} for duty in due]
    record(session, context, row.id, LIST, {"change_set": this.id, "tasks": tasks})


def _in_order(session: Transaction, change_set: ChangeSet, seq: int) -> list[str]:
    """Its charts: those in use, those that it made, those that were retired; by their numbers."""
    made = {c.id for c in change_set.changes if (c.entity, c.field) == (PATIENT, CREATED)}
    found = patients.patients(session, history.charts_of_each(session, [seq])[seq]).values()
    ordered = sorted(found, key=lambda p: (p.replaced_by is not None, p.id in made, p.number))
    return [patient.id for patient in ordered]
