# SPDX-License-Identifier: Apache-2.0
"""Undoing a change set, also after life went on: the difference of two folds, never the inverse.

The plan compares the charts as they are with the fold without the target: owners, statuses and
single fields follow from it; what a person must decide is listed, with a suggestion.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from himdesk.domain.changes import CREATED, PATIENT, ChangeKind, ChangeSet, ordered
from himdesk.domain.charts.charts import CHOICE_FIELDS, CHOICES
from himdesk.domain.charts.items import ASSERTIONS
from himdesk.domain.errors import AlreadyUndone, ReasonMissing, UsageError
from himdesk.domain.fold import Event, Fold, Placed
from himdesk.domain.plans import CONTRADICTION, Contradiction, Grade, Plan, depths
from himdesk.domain.undoing.placing import charts_after, place
from himdesk.domain.undoing.restore import (
    BEFORE,
    KEPT_ASIDE,
    NOW,
    Choosing,
    FieldChange,
    restored_fields,
    restored_links,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.domain.charts.charts import Chart, Patient
    from himdesk.domain.charts.items import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoRequest:
    """What a person decided about an undo: items to charts, choice fields to before or now."""

    requester: str
    reason: str
    assign: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoFacts:
    """What the plan of an undo must know.

    `events`: the change sets of the connected charts, as the fold sees them, and all undos of
    these or of those in `history`. `items`: all items whose home or owner is one of these charts.
    `charts`: these charts with their assertions and, for suggestions, encounters, the later items
    and whatever the target created.
    `history`: the changes, in ledger order, of all that `needed_history` names.
    `statuses`: the statuses now of the items that the target created.
    """

    target: AppliedChangeSet
    events: tuple[Event, ...]
    items: tuple[Placed, ...]
    charts: Mapping[str, Chart]
    history: Mapping[tuple[str, str], tuple[FieldChange, ...]]
    statuses: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))


def needed_history(
    reversals: Iterable[AppliedChangeSet], charts: Iterable[str]
) -> frozenset[tuple[str, str]]:
    """The fields, as (entity id, field), whose changes an undo must know.

    `reversals` are the target, what it reverses if it is an undo, what that reverses, and so on;
    `charts` the ids of the connected charts.
    """
    needed = {(chart, f"choice_{choice.name}") for chart in charts for choice in CHOICES}
    needed |= {(chart, name) for chart in charts for name in (CREATED, "status")}
    for entry in reversals:
        for change in entry.change_set.changes:
            if change.entity in {PATIENT, CONTRADICTION}:
                continue
            if change.field in {CREATED, "status"}:
                needed |= {(change.id, CREATED), (change.id, "status")}
            elif change.field not in KEPT_ASIDE:
                needed.add((change.id, change.field))
    return frozenset(needed)


def plan_undo(facts: UndoFacts, request: UndoRequest) -> Plan:
    """Plan taking the target out of force.

    Raises:
        ReasonMissing: no reason was given.
        UsageError: a wish about a field that is none, or one other than before or now.
        AlreadyUndone: an undo in force reverses the target.
        StructureConflict: charts would have two survivors, or one that is retired or in error
            would be needed again.
        BadDecision: a decision about an item that needs none, or a chart it can't go to.
    """
    if not request.reason.strip():
        raise ReasonMissing
    _check_wishes(request.fields)
    facts = _completed(facts)
    now = Fold(facts.events)
    reverser = now.reversed_by(facts.target.id)
    if reverser is not None:
        raise AlreadyUndone(facts.target.id, reverser)
    without = Fold(facts.events, without=facts.target.id)
    without.check_structure()
    charts = charts_after(facts, without)
    fields = tuple(restored_fields(facts, without))
    statuses = {c.id: c.after for c in fields if c.field == "status"}
    placing = place(facts, without, charts, statuses, request.assign)
    changes = [*charts.changes(facts.charts.values()), *placing.changes(facts.items)]
    links = restored_links(facts, without, placing.owners)
    choosing = Choosing(
        history=facts.history,
        without=without,
        target=facts.target,
        last=_is_last(facts),
        flipped=_flipped(facts, now, without),
        wishes=request.fields,
    )
    patients = [chart.patient for chart in facts.charts.values()]
    assertions = _assertions(facts, placing.owners, statuses)
    choices = tuple(choosing.changes(patients, charts.active, assertions))
    return Plan(
        change_set=ChangeSet(
            ChangeKind.UNDO,
            request.requester,
            request.reason.strip(),
            ordered([*changes, *fields, *links, *choices], depths(facts.items)),
            reverses=facts.target.id,
        ),
        contradictions=tuple(_chosen_since(choosing, patients, charts.active)),
        undecided=placing.undecided,
    )


def _completed(facts: UndoFacts) -> UndoFacts:
    """The facts with what the target itself tells of creations."""
    made = {
        (c.id, CREATED): (FieldChange(facts.target.seq, facts.target.id, None, c.after),)
        for c in facts.target.change_set.changes
        if c.field == CREATED
    }
    return replace(facts, history={**made, **facts.history})


def _check_wishes(wishes: Mapping[str, str]) -> None:
    for name, word in wishes.items():
        if name not in CHOICE_FIELDS:
            raise UsageError(
                f"There is no field {name}; there are: {', '.join(CHOICE_FIELDS)}.", name
            )
        if word not in {BEFORE, NOW}:
            raise UsageError(f"{name} can be {BEFORE} or {NOW}, not {word}.", name)


def _is_last(facts: UndoFacts) -> bool:
    """Whether nothing came after the target: then every chart is as it left it."""
    seq = facts.target.seq
    return not (
        any(event.seq > seq for event in facts.events)
        or any(item.created > seq for item in facts.items)
    )


def _flipped(facts: UndoFacts, now: Fold, without: Fold) -> frozenset[str]:
    """The change sets with changes of choices whose force changes with the target's."""
    known = {entry.change_set for entries in facts.history.values() for entry in entries}
    return frozenset(c for c in known if now.in_force(c) != without.in_force(c))


def _assertions(
    facts: UndoFacts, owners: Mapping[str, str], statuses: Mapping[str, str | None]
) -> Iterator[Item]:
    """The assertions of the charts as they are after the undo."""
    for chart in facts.charts.values():
        for item in chart.items:
            if item.kind in ASSERTIONS:
                owner = owners.get(item.id, item.patient_id)
                status = statuses.get(item.id, item.status)
                yield replace(item, patient_id=owner, status=status)


def _chosen_since(
    choosing: Choosing, patients: Iterable[Patient], active: Collection[str]
) -> Iterator[Contradiction]:
    """What people chose after the target stays unless they wish otherwise: to be confirmed."""
    for patient in (p for p in patients if p.id in active):
        for choice in CHOICES:
            if choice.name not in choosing.wishes and choosing.later(patient.id, choice):
                yield Contradiction(
                    grade=Grade.WARN,
                    code="chosen-since",
                    text=f"The {choice.name.replace('_', ' ')} of {patient.number} was chosen anew "
                    "after the correction that is undone, and stays as it is.",
                    charts=(patient.id,),
                )
