# SPDX-License-Identifier: Apache-2.0
"""Correcting or updating what a chart states of a person: a new assertion, chosen; the old kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from himdesk.domain.changes import PATIENT, Change, ChangeKind, ChangeSet, ordered
from himdesk.domain.charts.charts import CHOICE_FIELDS, CHOICES, Chart, fits
from himdesk.domain.charts.items import DETAILS, Details, Item, Status
from himdesk.domain.corrections.move import check_open
from himdesk.domain.corrections.relocation import creation
from himdesk.domain.errors import ReasonMissing, UsageError
from himdesk.domain.plans import Created, Plan

if TYPE_CHECKING:
    from collections.abc import Iterator


class Because(StrEnum):
    """Why a statement gives way (DOMAIN 2.8): it was wrong, or it holds no longer."""

    CORRECTION = "correction"
    UPDATE = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemographicRequest:
    """What the chart shall show for a field from now on.

    `details` is the whole new assertion; `evidence` how it was verified, such as the document
    that was seen; `at` the time of the correction.
    """

    field: str
    details: Details
    because: Because
    requester: str
    reason: str
    at: str
    new_id: str
    evidence: str | None = None


def plan_demographic(chart: Chart, request: DemographicRequest) -> Plan:
    """Plan a new assertion and its choice; the chart needs its assertions.

    Raises:
        ReasonMissing: no reason was given.
        AlreadyRetired, NeverAllowed: the chart takes no corrections.
        UsageError: there is no such field, or the statement is not one for it or says nothing new.
    """
    if not request.reason.strip():
        raise ReasonMissing
    check_open(chart.patient)
    new = _assertion(chart, request)
    old = chart.chosen(request.field)
    if old is not None and old.details == new.details:
        raise UsageError(f"The chart shows that {request.field} already.", request.field)
    changes = [creation(new), *_chosen(chart, new, old, request), *_given_way(old, request)]
    return Plan(
        change_set=ChangeSet(
            ChangeKind.AMEND, request.requester, request.reason.strip(), ordered(changes, {})
        ),
        created=Created(items=(new,)),
    )


def _assertion(chart: Chart, request: DemographicRequest) -> Item:
    choice = CHOICE_FIELDS.get(request.field)
    if choice is None:
        known = ", ".join(CHOICE_FIELDS)
        raise UsageError(f"There is no field {request.field}; there are: {known}.", request.field)
    if not isinstance(request.details, DETAILS[choice.kind]):
        raise UsageError(f"That is no statement of {request.field}.", request.field)
    item = Item(
        id=request.new_id,
        kind=choice.kind,
        home_patient_id=chart.patient.id,
        patient_id=chart.patient.id,
        details=request.details,
        at=request.at,
        recorded=request.at,
        author=request.requester,
        display=request.evidence,
    )
    if not fits(choice, item):
        raise UsageError(f"That is no statement of {request.field}.", request.field)
    return item


def _chosen(
    chart: Chart, new: Item, old: Item | None, request: DemographicRequest
) -> Iterator[Change]:
    """The new assertion for its field, and for whatever else showed the old one."""
    for choice in CHOICES:
        now = chart.patient.choices.get(choice.name)
        rested = old is not None and now == old.id
        if choice.name != request.field and not rested:
            continue
        after = new.id if fits(choice, new) else None
        if after != now:
            yield Change(PATIENT, chart.patient.id, f"choice_{choice.name}", now, after)


def _given_way(old: Item | None, request: DemographicRequest) -> Iterator[Change]:
    """What was wrong is in error, what was true once is a previous value with its end."""
    if old is None:
        return
    kind = old.kind.value
    if request.because is Because.CORRECTION:
        error = Status.ENTERED_IN_ERROR.value
        yield Change(kind, old.id, "status", old.status, error)
        return
    if old.status != Status.PREVIOUS:
        yield Change(kind, old.id, "status", old.status, Status.PREVIOUS.value)
    if old.until is None:
        yield Change(kind, old.id, "until", None, request.at)
