# SPDX-License-Identifier: Apache-2.0
"""Undoing a change set, also after life went on: the difference of two folds, never the inverse.

The plan compares the charts as they are with the fold without the target: owners, statuses and
single fields follow from it; what a person must decide is listed, with a suggestion.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import (
    CREATED,
    DECISION,
    PATIENT,
    RECORDED_ONLY,
    Change,
    ChangeKind,
    ChangeSet,
    ordered,
)
from himdesk.domain.charts import ChartStatus
from himdesk.domain.errors import (
    AlreadyUndone,
    BadDecision,
    ReasonMissing,
    StructureConflict,
    UsageError,
)
from himdesk.domain.fold import Event, Fold, Moved, Placed, needs_decision
from himdesk.domain.items import Status
from himdesk.domain.plans import CONTRADICTION, Plan, Undecided, depths
from himdesk.domain.restore import BEFORE, NOW, FieldChange, restore_choices, restored_field
from himdesk.domain.suggest import suggest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.domain.charts import Chart

KEPT_ASIDE: Final = RECORDED_ONLY | {"patient_id", "replaced_by"}


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

    `events`: the change sets of the connected charts, as the fold sees them. `items`: all items
    whose home or owner is one of these charts. `charts`: these charts with their assertions and,
    for suggestions, encounters and the later items.
    `history`: for each (entity id, field) that the target changed, and for the choices of the
    charts, its changes in ledger order. `statuses`: the statuses now of what the target created.
    """

    target: AppliedChangeSet
    events: tuple[Event, ...]
    items: tuple[Placed, ...]
    charts: Mapping[str, Chart]
    history: Mapping[tuple[str, str], tuple[FieldChange, ...]]
    statuses: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))


def plan_undo(facts: UndoFacts, request: UndoRequest) -> Plan:
    """Plan taking the target out of force.

    Raises:
        ReasonMissing: no reason was given.
        AlreadyUndone: an undo in force reverses the target.
        StructureConflict: charts would have two survivors, or a retired chart would own items.
        BadDecision: a decision about an item that needs none, or a chart it can't go to.
    """
    if not request.reason.strip():
        raise ReasonMissing
    _check_fields(request.fields)
    event = _event_of(facts)
    reverser = Fold(facts.events).reversed_by(facts.target.id)
    if reverser is not None:
        raise AlreadyUndone(facts.target.id, reverser)
    without = Fold(facts.events, without=event.id)
    without.check_structure()
    decisions, undecided = _decide(facts, event, without, request.assign)
    owners = _owners(facts, without, decisions)
    changes = list(_changes(facts, without, decisions, owners, request.fields))
    return Plan(
        change_set=ChangeSet(
            ChangeKind.UNDO,
            request.requester,
            request.reason.strip(),
            ordered(changes, depths(facts.items)),
            reverses=facts.target.id,
        ),
        undecided=undecided,
    )


def _check_fields(fields: Mapping[str, str]) -> None:
    for name, word in fields.items():
        if word not in {BEFORE, NOW}:
            raise UsageError(f"{name} can be {BEFORE} or {NOW}, not {word}.", name)


def _event_of(facts: UndoFacts) -> Event:
    """The target as the fold sees it: without part in it if it neither merged nor moved."""
    for event in facts.events:
        if event.id == facts.target.id:
            return event
    return Event(seq=facts.target.seq, id=facts.target.id)


def _decide(
    facts: UndoFacts, event: Event, without: Fold, assign: Mapping[str, str]
) -> tuple[tuple[Moved, ...], tuple[Undecided, ...]]:
    """The decisions as moves, and what still lacks one. Children follow their parents by rule."""
    items = {item.id: item for item in facts.items}
    open_ = [*needs_decision(facts.events, event, facts.items), *_strangers(facts, without)]
    needed = dict.fromkeys(open_)
    gone = without.replaced_by()
    allowed = {c for c in facts.charts if c not in gone} - _created_charts(facts)
    _check_assignments(assign, items, needed, allowed)
    decided: dict[str, str] = {}
    undecided: list[Undecided] = []
    for item in sorted(needed, key=lambda i: (_depth(i, items), i)):
        parent = items[item].parent
        if parent in items and parent is not None:
            if parent in needed and parent not in decided:
                continue  # it follows a parent that is itself undecided
            decided[item] = decided.get(parent) or without.owner(parent, items[parent].home)
        elif item in assign:
            decided[item] = assign[item]
        else:
            chart, because = suggest(item, event, facts.charts, allowed)
            undecided.append(
                Undecided(item=item, kind=items[item].kind, suggest=chart, because=because)
            )
    moves = tuple(
        Moved(item, without.owner(item, items[item].home), to) for item, to in decided.items()
    )
    return moves, tuple(undecided)


def _strangers(facts: UndoFacts, without: Fold) -> Iterator[str]:
    """Items of other origin on a chart that the target created and its undo closes."""
    closing = _created_charts(facts)
    if not closing:
        return
    own = {c.id for c in facts.target.change_set.changes if c.field == CREATED}
    for item in facts.items:
        if item.id not in own and without.owner(item.id, item.home) in closing:
            yield item.id


def _created_charts(facts: UndoFacts) -> set[str]:
    return {
        c.id for c in facts.target.change_set.changes if c.entity == PATIENT and c.field == CREATED
    }


def _depth(item: str, items: Mapping[str, Placed]) -> int:
    depth, at = 0, items[item].parent
    while at is not None and at in items:
        depth, at = depth + 1, items[at].parent
    return depth


def _check_assignments(
    assign: Mapping[str, str],
    items: Mapping[str, Placed],
    needed: Collection[str],
    allowed: Collection[str],
) -> None:
    for item, chart in assign.items():
        if item not in needed:
            raise BadDecision(item, f"Item {item} needs no decision in this undo.")
        if items[item].parent in items:
            raise BadDecision(item, f"Item {item} follows its parent {items[item].parent}.")
        if chart not in allowed:
            raise BadDecision(item, f"Item {item} can't go to a chart that is not part of this.")


def _owners(facts: UndoFacts, without: Fold, decisions: Iterable[Moved]) -> dict[str, str]:
    """The owner of each item after the undo.

    Raises:
        StructureConflict: an item would end at a retired chart.
    """
    decided = {moved.item: moved.target for moved in decisions}
    gone = without.replaced_by()
    owners = {}
    for item in facts.items:
        owner = decided.get(item.id) or without.owner(item.id, item.home)
        if owner in gone and owner != item.owner:
            text = f"Item {item.id} would belong to chart {owner}, which would be retired again."
            raise StructureConflict(owner, text)
        owners[item.id] = owner
    return owners


def _changes(
    facts: UndoFacts,
    without: Fold,
    decisions: Iterable[Moved],
    owners: Mapping[str, str],
    fields: Mapping[str, str],
) -> Iterator[Change]:
    kinds = {item.id: item.kind.value for item in facts.items}
    for item in facts.items:
        if owners[item.id] != item.owner:
            yield Change(kinds[item.id], item.id, "patient_id", item.owner, owners[item.id])
    for moved in decisions:
        yield Change(kinds[moved.item], moved.item, DECISION, moved.source, moved.target)
    yield from _statuses(facts, without)
    yield from _fields(facts, without)
    yield from restore_choices(
        facts.charts,
        _assertion_owners(facts, owners),
        facts.history,
        in_force=lambda change_set: change_set != facts.target.id and without.in_force(change_set),
        since=facts.target.seq,
        active={c for c in facts.charts if c not in without.replaced_by()},
        wishes=fields,
    )


def _assertion_owners(facts: UndoFacts, owners: Mapping[str, str]) -> dict[str, str]:
    """Owners after the undo without what it makes entered-in-error."""
    created = {
        c.id for c in facts.target.change_set.changes if c.field == CREATED and c.entity != PATIENT
    }
    return {item: chart for item, chart in owners.items() if item not in created}


def _statuses(facts: UndoFacts, without: Fold) -> Iterator[Change]:
    """Charts come back or retire again; what the target created was never right."""
    gone = without.replaced_by()
    closing = _created_charts(facts)
    for chart in facts.charts.values():
        patient = chart.patient
        if patient.id in closing:
            if patient.id in gone or patient.id in set(gone.values()):
                text = f"Chart {patient.number} was merged since it was made; undo the merge first."
                raise StructureConflict(patient.number, text)
            after, survivor = ChartStatus.ENTERED_IN_ERROR.value, None
        elif patient.status == ChartStatus.ENTERED_IN_ERROR:
            after, survivor = _revived(facts, patient.id), None
        else:
            survivor = gone.get(patient.id)
            after = (ChartStatus.RETIRED if survivor else ChartStatus.ACTIVE).value
        if after != patient.status:
            yield Change(PATIENT, patient.id, "status", patient.status, after)
        if survivor != patient.replaced_by:
            yield Change(PATIENT, patient.id, "replaced_by", patient.replaced_by, survivor)


def _revived(facts: UndoFacts, chart: str) -> str:
    """A chart in error becomes active again if the target is what put it in error."""
    for change in facts.target.change_set.changes:
        if (change.entity, change.id, change.field) == (PATIENT, chart, "status"):
            return change.before or ChartStatus.ACTIVE.value
    return ChartStatus.ENTERED_IN_ERROR.value


def _fields(facts: UndoFacts, without: Fold) -> Iterator[Change]:
    """Single fields of items: what was created is in error, what was changed falls back."""
    for change in facts.target.change_set.changes:
        if change.entity in {PATIENT, CONTRADICTION}:
            continue
        if change.field == CREATED:
            now = facts.statuses.get(change.id)
            if now != Status.ENTERED_IN_ERROR:
                error = Status.ENTERED_IN_ERROR.value
                yield Change(change.entity, change.id, "status", now, error)
        elif change.field not in KEPT_ASIDE:
            yield from restored_field(
                change,
                facts.history.get((change.id, change.field), ()),
                in_force=lambda c: c != facts.target.id and without.in_force(c),
            )
