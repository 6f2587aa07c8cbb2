# SPDX-License-Identifier: Apache-2.0
"""Moving an item with all that hangs on it to another chart, or to another encounter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.changes import Change, ChangeKind, ChangeSet, ordered
from himdesk.domain.charts.charts import ChartStatus
from himdesk.domain.charts.items import Item, Kind
from himdesk.domain.corrections.relocation import Relocation, choices_after, creation, stub
from himdesk.domain.errors import AlreadyRetired, BadDecision, NeverAllowed, ReasonMissing
from himdesk.domain.plans import Created, Plan, depths

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from himdesk.domain.charts.charts import Chart, Patient
    from himdesk.domain.fold import Placed


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRequest:
    """What a person decided about a move.

    `encounter` is the one of the target chart under which the item is filed from now on;
    `detach` names the items that may be torn off a parent that stays.
    """

    requester: str
    reason: str
    encounter: str | None = None
    detach: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveFacts:
    """What the plan of a move must know.

    `item` is the id of what is moved. `items` are the items of the source chart that are it,
    hang on it by parent or encounter, however deep, or that these hang on; besides, the encounter
    that the request names. `source` and `target` are the charts with their assertions; the same
    for a move to another encounter. `placed` are all items of the source chart, for the order
    of the ledger; `stub_id` is the id of a stub.
    """

    item: str
    items: Mapping[str, Item]
    source: Chart
    target: Chart
    placed: Collection[Placed]
    stub_id: str


def plan_move(facts: MoveFacts, request: MoveRequest) -> Plan:
    """Plan the move of one item with its descendants.

    Raises:
        ReasonMissing: no reason was given.
        AlreadyRetired, NeverAllowed: a chart can't give or take items.
        BadDecision: there is nothing to move, the encounter is none of the target's, or the item
            hangs on one that stays and nobody detached it.
    """
    if not request.reason.strip():
        raise ReasonMissing
    for chart in (facts.source, facts.target):
        check_open(chart.patient)
    _check_encounter(facts, request)
    _check_detached(facts, request)
    relocation = Relocation(
        items=facts.items,
        goes={facts.item: facts.target.patient.id},
        refiled=_refiled(facts, request),
    )
    after = relocation.destinations()
    changes = list(relocation.changes(after))
    if not changes:
        raise BadDecision(facts.item, f"Item {facts.item} is there already.")
    left = stub(facts.items[facts.item], facts.stub_id) if _leaves(facts) else None
    created = (left,) if left is not None else ()
    charts = (facts.source, facts.target) if _leaves(facts) else (facts.source,)
    changes += [creation(item) for item in created]
    changes += choices_after(charts, after)
    return Plan(
        change_set=ChangeSet(
            ChangeKind.MOVE,
            request.requester,
            request.reason.strip(),
            ordered(changes, depths(facts.placed)),
        ),
        created=Created(items=created),
    )


def check_open(patient: Patient) -> None:
    """Check that a chart may give or take items.

    Raises:
        AlreadyRetired: it was merged into another one.
        NeverAllowed: it was entered in error.
    """
    if patient.replaced_by is not None:
        raise AlreadyRetired(patient.number, patient.replaced_by)
    if patient.status != ChartStatus.ACTIVE:
        raise NeverAllowed("not-active", f"Chart {patient.number} is {patient.status}.")


def _leaves(facts: MoveFacts) -> bool:
    return facts.source.patient.id != facts.target.patient.id


def _check_encounter(facts: MoveFacts, request: MoveRequest) -> None:
    if request.encounter is None:
        return
    found = facts.items.get(request.encounter)
    fits = (
        found is not None
        and found.kind is Kind.ENCOUNTER
        and found.patient_id == facts.target.patient.id
        and not found.in_error
    )
    if not fits:
        text = f"{request.encounter} is no encounter of chart {facts.target.patient.number}."
        raise BadDecision(request.encounter, text)
    if facts.items[facts.item].kind is Kind.ENCOUNTER:
        raise BadDecision(facts.item, "An encounter can't be filed under another one.")


def _check_detached(facts: MoveFacts, request: MoveRequest) -> None:
    parent = facts.items[facts.item].parent_id
    if _leaves(facts) and parent is not None and facts.item not in request.detach:
        text = f"Item {facts.item} hangs on {parent}, which stays: detach it, or move that one."
        raise BadDecision(facts.item, text)


def _refiled(facts: MoveFacts, request: MoveRequest) -> dict[str, str]:
    """The item and what was filed with it go under the new encounter together."""
    if request.encounter is None:
        return {}
    old = facts.items[facts.item].encounter_id
    along = {facts.item} | {
        item.id
        for item in descendants(facts.item, facts.items.values())
        if item.encounter_id is not None and item.encounter_id == old
    }
    return dict.fromkeys(along, request.encounter)


def descendants(root: str, items: Iterable[Item]) -> list[Item]:
    """What hangs on an item, by parent or else by encounter, however deep."""
    children: dict[str, list[Item]] = {}
    for item in items:
        above = item.parent_id or item.encounter_id
        if above is not None:
            children.setdefault(above, []).append(item)
    found: list[Item] = []
    waiting = [root]
    while waiting:
        for child in children.pop(waiting.pop(), ()):
            found.append(child)
            waiting.append(child.id)
    return found


def is_to_another_patient(changes: Iterable[Change]) -> bool:
    """Whether a move needs a second person (DESIGN's policy): it changes owners."""
    return any(change.field == "patient_id" for change in changes)
