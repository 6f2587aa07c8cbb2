# SPDX-License-Identifier: Apache-2.0
"""Gathering from the store what the plans of undos must know, for many undos at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from himdesk.domain.changes import CREATED, PATIENT
from himdesk.domain.charts.charts import Chart
from himdesk.domain.undoing.restore import FieldChange
from himdesk.domain.undoing.undo import UndoFacts, needed_history
from himdesk.services.undoing.webs import Web
from himdesk.store.reading import arriving, charts, folding, history, items

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from himdesk.domain.changes import AppliedChangeSet, ChangeSet
    from himdesk.domain.charts.items import Item
    from himdesk.domain.fold import Event, Placed
    from himdesk.store.engine import Transaction

Histories = dict[tuple[str, str], tuple[FieldChange, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoBasis:
    """What one undo starts from: `root` is what was done first, before it was undone or redone.

    `untouched_since` says that no later change set touched one of the target's charts.
    """

    facts: UndoFacts
    root: ChangeSet
    untouched_since: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """One target: `chain` are its reversals, `connected` the charts that belong together."""

    chain: Sequence[AppliedChangeSet]
    connected: frozenset[str]
    events: tuple[Event, ...]
    needed: frozenset[tuple[str, str]]

    @property
    def target(self) -> AppliedChangeSet:
        return self.chain[0]


def undo_bases(
    session: Transaction, targets: Sequence[AppliedChangeSet], assigned: Iterable[str] = ()
) -> list[UndoBasis]:
    """All that `plan_undo` needs of each target; `assigned` are charts that items are to go to."""
    chains = [reversals(session, target) for target in targets]
    touched = history.charts_of_each(session, {one.seq for chain in chains for one in chain})
    scopes = _scopes(session, chains, touched, set(assigned))
    every = {chart for scope in scopes for chart in scope.connected}
    last = history.last_touched(session, every)
    return [
        UndoBasis(
            facts=facts,
            root=scope.chain[-1].change_set,
            untouched_since=all(
                last[chart] <= scope.target.seq for chart in touched[scope.target.seq]
            ),
        )
        for scope, facts in zip(scopes, _facts(session, scopes, every), strict=True)
    ]


def reversals(session: Transaction, target: AppliedChangeSet) -> list[AppliedChangeSet]:
    """The target, what it reverses if it is an undo, what that reverses, and so on."""
    result = [target]
    while (reversed_ := result[-1].change_set.reverses) is not None:
        result.append(history.change_set(session, reversed_))
    return result


def _scopes(
    session: Transaction,
    chains: Sequence[Sequence[AppliedChangeSet]],
    touched: dict[int, tuple[str, ...]],
    assigned: set[str],
) -> list[_Scope]:
    starts = [{chart for one in chain for chart in touched[one.seq]} | assigned for chain in chains]
    web = Web(folding.events(session, set().union(*starts)))
    scopes = []
    for chain, start in zip(chains, starts, strict=True):
        events, connected = web.around(start)
        needed = needed_history(chain, connected)
        scopes.append(_Scope(chain=chain, connected=connected, events=events, needed=needed))
    return scopes


def _facts(
    session: Transaction, scopes: Sequence[_Scope], every: Collection[str]
) -> list[UndoFacts]:
    changes = _histories(session, {key for scope in scopes for key in scope.needed})
    placed: dict[str, dict[str, Placed]] = defaultdict(dict)
    for one in charts.placed(session, every):
        placed[one.home][one.id] = placed[one.owner][one.id] = one
    named = {e.change_set for entries in changes.values() for e in entries}
    undos = Web(folding.undos(session, named | {scope.target.id for scope in scopes}))
    created = {scope.target.id: _created(scope.target) for scope in scopes}
    standing = arriving.standings(session, set().union(*created.values()))
    found = []
    for scope in scopes:
        own = {key: changes[key] for key in sorted(scope.needed) if key in changes}
        here = {item.id: item for chart in scope.connected for item in placed[chart].values()}
        found.append(
            UndoFacts(
                target=scope.target,
                events=_with_undos(scope, own, undos),
                items=tuple(here[name] for name in sorted(here)),
                charts={},
                history=own,
                statuses={
                    name: standing[name].status
                    for name in sorted(created[scope.target.id] & standing.keys())
                },
            )
        )
    return _with_charts(session, scopes, found, every)


def _histories(session: Transaction, needed: Iterable[tuple[str, str]]) -> Histories:
    """The changes of these fields."""
    by_field: dict[str, set[str]] = defaultdict(set)
    for entity, field in needed:
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


def _created(target: AppliedChangeSet) -> set[str]:
    """The items that a change set created."""
    return {c.id for c in target.change_set.changes if c.field == CREATED and c.entity != PATIENT}


def _with_undos(scope: _Scope, changes: Histories, undos: Web) -> tuple[Event, ...]:
    """The events of the charts, and the undos of change sets that only changed fields."""
    known = {event.id: event for event in scope.events}
    named = {scope.target.id} | {e.change_set for entries in changes.values() for e in entries}
    for event in undos.undos_of(named):
        known.setdefault(event.id, event)
    return tuple(sorted(known.values(), key=lambda event: event.seq))


def _with_charts(
    session: Transaction,
    scopes: Sequence[_Scope],
    facts: Sequence[UndoFacts],
    every: Collection[str],
) -> list[UndoFacts]:
    """The facts with the charts, and all in them that came or was moved since the target."""
    found = charts.facts(session, every)
    known = {item.id for chart in found.values() for item in chart.items}
    wanted = [_later(one) - known for one in facts]
    more = items.items(session, set().union(*wanted))
    result = []
    for scope, one, later in zip(scopes, facts, wanted, strict=True):
        by_owner: dict[str, list[Item]] = defaultdict(list)
        for item in (more[name] for name in sorted(later)):
            by_owner[item.patient_id].append(item)
        own = {
            name: Chart(found[name].patient, (*found[name].items, *by_owner[name]))
            for name in sorted(scope.connected & found.keys())
        }
        result.append(replace(one, charts=own))
    return result


def _later(facts: UndoFacts) -> set[str]:
    """The items that came or were moved since the target, and those of charts it shook."""
    target = facts.target
    changes = target.change_set.changes
    shaken = {c.id for c in changes if c.entity == PATIENT and c.field in {CREATED, "status"}}
    moved = {m.item for event in facts.events if event.seq > target.seq for m in event.moves}
    later = {p.id for p in facts.items if p.created >= target.seq or p.owner in shaken}
    return later | {p.id for p in facts.items if p.id in moved}
