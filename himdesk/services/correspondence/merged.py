# SPDX-License-Identifier: Apache-2.0
"""Departments are told that charts became one, or are apart again (DOMAIN 6 #8)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import PATIENT, AppliedChangeSet, ChangeKind
from himdesk.domain.charts.charts import ChartStatus
from himdesk.domain.errors import UsageError
from himdesk.domain.times import earliest
from himdesk.printing.letters.notices import MergeNotice, Notice, UnmergeNotice
from himdesk.printing.letters.values import Person, Recipient, Task
from himdesk.services.correspondence.errand import Errand, person
from himdesk.store.reading import history

if TYPE_CHECKING:
    from datetime import datetime

DAYS_TO_CORRECT: Final = 7
"""Days that departments are given to relabel and correct."""

TASKS: Final = (
    ("Laboratory", "relabel stored specimens and open orders"),
    ("Blood bank", "check blood group and antibody history of both numbers"),
    ("Radiology and image archive", "renumber studies"),
    ("Pharmacy", "reconcile active orders and allergies"),
    ("Billing", "move accounts and hold claims until checked"),
    ("Patient portal", "join or part portal accounts by hand"),
)
"""Systems that a change of identity reaches (DOMAIN 2.10), and what is to be done there."""

DEPARTMENTS: Final = Recipient(name="All departments that keep records of this patient")


def merge(errand: Errand) -> tuple[Notice, Recipient]:
    """Which number stays, and what to relabel."""
    applied = errand.applied
    retired = _statuses(applied, ChartStatus.RETIRED)
    notice = MergeNotice(
        survivor=_person(errand, _survivor(applied), applied.seq),
        retired=tuple(_person(errand, c, applied.seq - 1) for c in retired),
        reason=applied.change_set.reason,
        at=_moment(applied),
        requested_by=applied.change_set.requester,
        approved_by=applied.approved_by or "",
        change_set=applied.id,
        tasks=_tasks(),
        due=errand.today + timedelta(days=DAYS_TO_CORRECT),
    )
    return notice, DEPARTMENTS


def unmerge(errand: Errand) -> tuple[Notice, Recipient]:
    """Which numbers live again.

    Raises:
        UsageError: what was undone is no merge.
    """
    applied = errand.applied
    target = history.change_set(errand.session, applied.change_set.reverses or "")
    if target.change_set.kind is not ChangeKind.MERGE:
        raise UsageError("This undo did not take back a merge.", applied.id)
    restored = _statuses(applied, ChartStatus.ACTIVE)
    notice = UnmergeNotice(
        survivor=_person(errand, _survivor(target), applied.seq),
        restored=tuple(_person(errand, c, applied.seq) for c in restored),
        reason=applied.change_set.reason,
        at=_moment(applied),
        merged_at=_moment(target),
        requested_by=applied.change_set.requester,
        approved_by=applied.approved_by or "",
        change_set=applied.id,
        undone_change_set=target.id,
        tasks=_tasks(),
        due=errand.today + timedelta(days=DAYS_TO_CORRECT),
    )
    return notice, DEPARTMENTS


def _survivor(merge: AppliedChangeSet) -> str:
    replaced = (c.after for c in merge.change_set.changes if c.field == "replaced_by")
    return next(replaced) or ""


def _person(errand: Errand, chart_id: str, seq: int) -> Person:
    return person(errand.chart(chart_id, seq))


def _statuses(applied: AppliedChangeSet, status: ChartStatus) -> list[str]:
    return [
        c.id
        for c in applied.change_set.changes
        if (c.entity, c.field, c.after) == (PATIENT, "status", status.value)
    ]


def _tasks() -> tuple[Task, ...]:
    return tuple(Task(system=system, action=action) for system, action in TASKS)


def _moment(applied: AppliedChangeSet) -> datetime:
    return earliest(applied.at)
