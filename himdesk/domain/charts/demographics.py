# SPDX-License-Identifier: Apache-2.0
"""What a chart states of its person, corrected: another assertion is chosen; the old is kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from himdesk.domain.changes import PATIENT, Change, ChangeKind, ChangeSet, ordered
from himdesk.domain.charts.charts import CHOICE_FIELDS, CHOICES, Chart, ChoiceField, fits
from himdesk.domain.charts.items import DETAILS, Details, Item, Kind, Status
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
    shown = _shows(chart, request.field, new, old)
    changes = [creation(new), *shown, *_given_way(old, request)]
    return Plan(
        change_set=ChangeSet(
            ChangeKind.AMEND, request.requester, request.reason.strip(), ordered(changes, {})
        ),
        created=Created(items=(new,)),
    )


def plan_choice(chart: Chart, field: str, item: str, *, requester: str, reason: str) -> Plan:
    """Plan that the chart shows another of its assertions for a field; of a name, all parts.

    Raises:
        ReasonMissing: no reason was given.
        AlreadyRetired, NeverAllowed: the chart takes no corrections.
        UsageError: there is no such field, the chart has no such statement of it, or shows it.
    """
    if not reason.strip():
        raise ReasonMissing
    check_open(chart.patient)
    choice = _choice(field)
    new = next((own for own in chart.items if own.id == item), None)
    if new is None or new.kind is not choice.kind or new.in_error:
        raise UsageError(f"The chart has no such statement of {field} to show.", field)
    if choice.kind is not Kind.NAME and not fits(choice, new):
        raise UsageError(f"That is no statement of {field}.", field)
    changes = tuple(_shows(chart, field, new, None))
    if not changes:
        raise UsageError(f"The chart shows that {field} already.", field)
    change_set = ChangeSet(ChangeKind.AMEND, requester, reason.strip(), ordered(changes, {}))
    return Plan(change_set=change_set)


def _choice(field: str) -> ChoiceField:
    choice = CHOICE_FIELDS.get(field)
    if choice is None:
        known = ", ".join(CHOICE_FIELDS)
        raise UsageError(f"There is no field {field}; there are: {known}.", field)
    return choice


def _assertion(chart: Chart, request: DemographicRequest) -> Item:
    choice = _choice(request.field)
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


def _shows(chart: Chart, field: str, new: Item, old: Item | None) -> Iterator[Change]:
    """The assertion for its field, for whatever else showed the old one, and for a whole name."""
    for choice in CHOICES:
        now = chart.patient.choices.get(choice.name)
        rested = old is not None and now == old.id
        whole = new.kind is Kind.NAME and choice.kind is Kind.NAME
        if choice.name != field and not rested and not whole:
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
