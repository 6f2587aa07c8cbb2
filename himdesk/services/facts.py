# SPDX-License-Identifier: Apache-2.0
"""Gathering from the store what the plan of an undo must know."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from himdesk.domain.changes import CREATED, PATIENT
from himdesk.domain.charts import Chart
from himdesk.domain.restore import FieldChange
from himdesk.domain.undo import UndoFacts, needed_history
from himdesk.store.reading import charts, folding, history, items

if TYPE_CHECKING:
    from collections.abc import Iterable

    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.domain.fold import Event, Placed
    from himdesk.domain.items import Item
    from himdesk.store.engine import Transaction

Histories = dict[tuple[str, str], tuple[FieldChange, ...]]


def undo_facts(
    session: Transaction, target: AppliedChangeSet, assigned: Iterable[str] = ()
) -> UndoFacts:
    """All that `plan_undo` needs; `assigned` are charts that items are to go to."""
    touched = {
        chart
        for entry in reversals(session, target)
        for chart in history.charts_of(session, entry.seq)
    } | set(assigned)
    connected = folding.component(session, touched)
    changes = _histories(session, target, connected)
    placed = charts.placed(session, connected)
    created = {
        c.id for c in target.change_set.changes if c.field == CREATED and c.entity != PATIENT
    }
    found = items.items(session, created)
    events = _events(session, target, connected, changes)
    moved = {m.item for event in events if event.seq > target.seq for m in event.moves}
    return UndoFacts(
        target=target,
        events=events,
        items=placed,
        charts=_charts(session, connected, target, placed, moved),
        history=changes,
        statuses={item.id: item.status for item in found.values()},
    )


def _histories(
    session: Transaction, target: AppliedChangeSet, connected: Iterable[str]
) -> Histories:
    """The changes that the plan must know, as `needed_history` names them."""
    by_field: dict[str, set[str]] = defaultdict(set)
    for entity, field in needed_history(reversals(session, target), connected):
        by_field[field].add(entity)
    fields_of: dict[frozenset[str], set[str]] = defaultdict(set)
    for field, entities in by_field.items():
        fields_of[frozenset(entities)].add(field)
    found: dict[tuple[str, str], tuple[history.FieldEntry, ...]] = {}
    for ids, names in fields_of.items():
        found |= history.field_history(session, ids, names)
    return {
        key: tuple(FieldChange(e.seq, e.change_set, e.before, e.after) for e in entries)
        for key, entries in found.items()
    }


def reversals(session: Transaction, target: AppliedChangeSet) -> list[AppliedChangeSet]:
    """The target, what it reverses if it is an undo, what that reverses, and so on."""
    result = [target]
    while (reversed_ := result[-1].change_set.reverses) is not None:
        result.append(history.change_set(session, reversed_))
    return result


def _events(
    session: Transaction,
    target: AppliedChangeSet,
    connected: Iterable[str],
    changes: Histories,
) -> tuple[Event, ...]:
    """The events of the charts, and the undos of change sets that only changed fields."""
    known = {event.id: event for event in folding.events(session, set(connected))}
    named = {target.id} | {entry.change_set for entries in changes.values() for entry in entries}
    for event in folding.undos(session, named):
        known.setdefault(event.id, event)
    return tuple(sorted(known.values(), key=lambda event: event.seq))


def _charts(
    session: Transaction,
    connected: Iterable[str],
    target: AppliedChangeSet,
    placed: Iterable[Placed],
    moved: set[str],
) -> dict[str, Chart]:
    """The charts with what the rules look at, and all that came or was `moved` since the target."""
    found = charts.facts(session, set(connected))
    known = {item.id for chart in found.values() for item in chart.items}
    changes = target.change_set.changes
    shaken = {c.id for c in changes if c.entity == PATIENT and c.field in {CREATED, "status"}}
    later = {p.id for p in placed if p.created >= target.seq or p.owner in shaken}
    later = (later | {p.id for p in placed if p.id in moved}) - known
    by_owner: dict[str, list[Item]] = defaultdict(list)
    for item in items.items(session, later).values():
        by_owner[item.patient_id].append(item)
    return {
        name: Chart(chart.patient, (*chart.items, *by_owner[name])) for name, chart in found.items()
    }
