# SPDX-License-Identifier: Apache-2.0
"""Where charts and items stand once a change set is out of force, and what a person must decide.

Items follow the fold, children their parents. An item that would be left at a retired chart goes
where that chart leads. Both are recorded as decisions of the undo, so that the fold knows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import CREATED, DECISION, PATIENT, Change
from himdesk.domain.charts.charts import ChartStatus
from himdesk.domain.charts.items import STUB, Status
from himdesk.domain.corrections.suggest import profiles, suggest
from himdesk.domain.errors import BadDecision, StructureConflict
from himdesk.domain.fold import Event, Fold, Moved, Placed, needs_decision
from himdesk.domain.plans import Undecided, depths

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from himdesk.domain.charts.charts import Chart, Patient
    from himdesk.domain.undoing.undo import UndoFacts

LINKS: Final = frozenset({"parent_id", "encounter_id"})
"""The fields by which an item hangs on another of the same chart."""


@dataclass(frozen=True, slots=True)
class ChartsAfter:
    """The status and the survivor of each chart after the undo."""

    standing: Mapping[str, tuple[str, str | None]]

    @property
    def active(self) -> frozenset[str]:
        """The charts in use."""
        return frozenset(c for c, (status, _) in self.standing.items() if status == "active")

    @property
    def in_error(self) -> frozenset[str]:
        """The charts that should never have existed."""
        error = ChartStatus.ENTERED_IN_ERROR
        return frozenset(c for c, (status, _) in self.standing.items() if status == error)

    def changes(self, charts: Iterable[Chart]) -> Iterator[Change]:
        """What differs from the charts as they are."""
        for patient in (chart.patient for chart in charts):
            status, survivor = self.standing[patient.id]
            if status != patient.status:
                yield Change(PATIENT, patient.id, "status", patient.status, status)
            if survivor != patient.replaced_by:
                yield Change(PATIENT, patient.id, "replaced_by", patient.replaced_by, survivor)


def charts_after(facts: UndoFacts, without: Fold) -> ChartsAfter:
    """Charts come back or retire again; one that the target created was never right.

    Raises:
        StructureConflict: a chart in error would be part of a merge in force.
    """
    gone = without.replaced_by()
    merged = gone.keys() | set(gone.values())
    standing: dict[str, tuple[str, str | None]] = {}
    for chart, patient in ((c, found.patient) for c, found in facts.charts.items()):
        if _chart_exists(facts, without, patient):
            status = ChartStatus.RETIRED if chart in gone else ChartStatus.ACTIVE
            standing[chart] = (status.value, gone.get(chart))
        elif chart in merged:
            text = f"Chart {patient.number} would be in error and part of a merge; undo that first."
            raise StructureConflict(patient.number, text)
        else:
            standing[chart] = (ChartStatus.ENTERED_IN_ERROR.value, None)
    return ChartsAfter(standing)


def exists(facts: UndoFacts, without: Fold, entity_id: str) -> bool:
    """Whether what created a chart or an item is in force, as far as the facts tell."""
    made = facts.history.get((entity_id, CREATED), ())
    return all(without.in_force(entry.change_set) for entry in made)


def _chart_exists(facts: UndoFacts, without: Fold, patient: Patient) -> bool:
    """Where no creation is told, a chart in error stays so unless the target put it there.

    A chart in error whose number came again lives on: numbers are never given to another.
    """
    if _came_again(facts, without, patient):
        return True
    if (patient.id, CREATED) in facts.history or patient.status != ChartStatus.ENTERED_IN_ERROR:
        return exists(facts, without, patient.id)
    changes = facts.target.change_set.changes
    return any((c.id, c.after) == (patient.id, ChartStatus.ENTERED_IN_ERROR) for c in changes)


def _came_again(facts: UndoFacts, without: Fold, patient: Patient) -> bool:
    """Whether a change set in force, and no undo, made a chart in error active again."""
    return any(
        entry.before == ChartStatus.ENTERED_IN_ERROR
        and not without.is_undo(entry.change_set)
        and without.in_force(entry.change_set)
        for entry in facts.history.get((patient.id, "status"), ())
    )


@dataclass(frozen=True, slots=True)
class Placing:
    """The owner of each item after the undo, the moves that say so, and what is undecided."""

    owners: Mapping[str, str]
    moves: tuple[Moved, ...]
    undecided: tuple[Undecided, ...]

    def changes(self, items: Iterable[Placed]) -> Iterator[Change]:
        """The changes of owners, and the decisions as the ledger records them."""
        kinds = {}
        for item in items:
            kinds[item.id] = item.kind.value
            if self.owners[item.id] != item.owner:
                after = self.owners[item.id]
                yield Change(item.kind.value, item.id, "patient_id", item.owner, after)
        for moved in self.moves:
            yield Change(kinds[moved.item], moved.item, DECISION, moved.source, moved.target)


def place(
    facts: UndoFacts,
    without: Fold,
    charts: ChartsAfter,
    statuses: Mapping[str, str | None],
    assign: Mapping[str, str],
) -> Placing:
    """Place every item: by the fold, with its parent, or as a person decides.

    `statuses` are those of items that the undo changes.

    Raises:
        BadDecision: a decision about an item that needs none, or a chart it can't go to.
    """
    event = _event_of(facts)
    closing = _Closing.of(facts, charts.in_error, statuses)
    needed = set(needs_decision(facts.events, event, facts.items)) - _stubs(facts)
    needed |= {i.id for i in facts.items if closing.loses(i, without.owner(i.id, i.home))}
    _check_assignments(assign, needed, charts)
    relinked = _relinked(facts)
    deep = depths(facts.items)
    owners: dict[str, str] = {}
    moves: list[Moved] = []
    open_: list[str] = []
    waiting: set[str] = set()
    for item in sorted(facts.items, key=lambda i: (deep[i.id], i.id)):
        plain = without.owner(item.id, item.home)
        parent = item.parent if item.parent in owners and item.id not in relinked else None
        if parent not in waiting and closing.loses(item, owners.get(parent or "")):
            parent = None  # which goes to a chart in error, or stays there
        if parent is not None:
            owner = owners[parent]
        else:
            owner = assign.get(item.id) or without.survivor_of(plain)
        if assign.get(item.id, owner) != owner:
            raise BadDecision(item.id, f"Item {item.id} follows its parent {parent}.")
        owners[item.id] = owner
        if parent in waiting or (parent is None and item.id in needed and item.id not in assign):
            waiting.add(item.id)
            open_ += [item.id] if parent is None else []
        elif item.id in needed or owner != plain:
            moves.append(Moved(item.id, plain, owner))
    undecided = Questions(facts, event, without, charts.active).ask(open_, needed)
    return Placing(owners, tuple(moves), tuple(undecided))


def _stubs(facts: UndoFacts) -> set[str]:
    """Marks of where entries were: they stay where they were written, and nobody is asked."""
    charts = facts.charts.values()
    return {item.id for chart in charts for item in chart.items if item.type == STUB}


def _event_of(facts: UndoFacts) -> Event:
    """The target as the fold sees it: without part in it if it neither merged nor moved."""
    for event in facts.events:
        if event.id == facts.target.id:
            return event
    return Event(seq=facts.target.seq, id=facts.target.id)


@dataclass(frozen=True, slots=True)
class _Closing:
    """The charts in error afterwards, where nothing in force may newly end up.

    `already` are those that are so now; `was_wrong` and `wrong` the items in error now and then.
    """

    charts: frozenset[str]
    already: frozenset[str]
    was_wrong: frozenset[str]
    wrong: frozenset[str]

    @classmethod
    def of(
        cls, facts: UndoFacts, charts: frozenset[str], statuses: Mapping[str, str | None]
    ) -> _Closing:
        already = {c for c in charts if facts.charts[c].patient.status == Status.ENTERED_IN_ERROR}
        was_wrong = {i.id for chart in facts.charts.values() for i in chart.items if i.in_error}
        error = {item for item, status in statuses.items() if status == Status.ENTERED_IN_ERROR}
        wrong = (was_wrong - statuses.keys()) | error
        return cls(charts, frozenset(already), frozenset(was_wrong), frozenset(wrong))

    def loses(self, item: Placed, chart: str | None) -> bool:
        """Whether an item that is in force afterwards would newly be at a chart in error."""
        if chart not in self.charts or item.id in self.wrong:
            return False
        return item.owner not in self.already or item.id in self.was_wrong


def _relinked(facts: UndoFacts) -> frozenset[str]:
    """Items whose present link is the target's doing: they do not follow it back."""
    links = {i.id: i.parent for i in facts.items}
    return frozenset(
        c.id
        for c in facts.target.change_set.changes
        if c.field in LINKS
        and c.id in links
        and facts.history[c.id, c.field][-1].after == links[c.id]
    )


def _check_assignments(
    assign: Mapping[str, str], needed: Collection[str], charts: ChartsAfter
) -> None:
    for item, chart in assign.items():
        if item not in needed:
            raise BadDecision(item, f"Item {item} needs no decision in this undo.")
        if chart not in charts.active:
            raise BadDecision(item, f"Item {item} can't go to a chart that is not part of this.")


@dataclass(frozen=True, slots=True)
class Questions:
    """What a person must decide about an undo, each with a suggestion."""

    facts: UndoFacts
    event: Event
    without: Fold
    active: frozenset[str]

    def ask(self, items: Collection[str], doubtful: Collection[str]) -> Iterator[Undecided]:
        """One question per item; `doubtful` ones are no evidence for each other."""
        if not items:
            return
        sides = self._sides()
        charts = self.facts.charts.values()
        known = profiles(charts, sides, doubtful)
        details = {item.id: item for chart in charts for item in chart.items}
        kinds = {item.id: item.kind.value for item in self.facts.items}
        for item in items:
            chart, because = suggest(details.get(item), known, sides)
            yield Undecided(item=item, kind=kinds[item], suggest=chart, because=because)

    def _sides(self) -> dict[str, str]:
        """Which chart the records of each home speak for: where its chain ends."""
        end = self.without.survivor_of
        concerned = {end(c) for c in (self.event.survivor, *self.event.retired) if c is not None}
        among = (concerned or self.active) & self.active
        return {home: end(home) for home in self.facts.charts if end(home) in among}
