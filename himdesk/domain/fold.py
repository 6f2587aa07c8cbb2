# SPDX-License-Identifier: Apache-2.0
"""Whose is it? An item's owner is the fold, from its home, over the change sets in force.

In ledger order: a merge carries whatever is at a retired chart to the survivor; a move carries
its item from -> to if it is then at `from`; an undo takes its target out of force and its
decisions act as moves. An undo that is itself undone is out of force with all it decided.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.errors import StructureConflict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from himdesk.domain.charts.items import Kind


@dataclass(frozen=True, slots=True)
class Moved:
    """A deliberate move of an item, or a decision of an undo."""

    item: str
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A change set as the fold sees it.

    A merge has a `survivor` and its `retired` charts, a move or an undo its `moves`, an undo
    the id of the change set that it `reverses`.
    """

    seq: int
    id: str
    survivor: str | None = None
    retired: tuple[str, ...] = ()
    moves: tuple[Moved, ...] = ()
    reverses: str | None = None


class Fold:
    """The owners of items under one sequence of events; computed once, asked often.

    `without` leaves one change set out of force, as the plan of its undo needs it; `before` stops
    at that place of the ledger, judging by today what is in force.
    """

    def __init__(
        self, events: Iterable[Event], *, without: str | None = None, before: int | None = None
    ) -> None:
        self._events = sorted(events, key=lambda e: e.seq)
        self._seqs = {e.id: e.seq for e in self._events}
        self._undos = {e.id for e in self._events if e.reverses is not None}
        self._reversers = self._find_reversers(without)
        self._in_force = [
            e for e in self._events if (before is None or e.seq < before) and self.in_force(e.id)
        ]
        self._merges = [e for e in self._in_force if e.survivor is not None]
        self._moves: dict[str, list[tuple[int, Moved]]] = defaultdict(list)
        for event in self._in_force:
            for moved in event.moves:
                self._moves[moved.item].append((event.seq, moved))
        self._whole: dict[str, str] = {}
        self._replaced = {
            retired: merge.survivor
            for merge in self._merges
            if merge.survivor is not None
            for retired in merge.retired
        }

    def _find_reversers(self, without: str | None) -> dict[str, list[str]]:
        reversers: dict[str, list[str]] = defaultdict(list)
        for event in self._events:
            if event.reverses is not None:
                reversers[event.reverses].append(event.id)
        if without is not None:
            reversers[without].append("")
        return reversers

    def in_force(self, change_set: str, *, until: int | None = None) -> bool:
        """Whether no undo in force reverses the change set; `until` looks at earlier undos only."""
        return not any(
            until is None if by == "" else self._counts(by, until)
            for by in self._reversers.get(change_set, ())
        )

    def _counts(self, undo: str, until: int | None) -> bool:
        if until is not None and self._seqs[undo] > until:
            return False
        return self.in_force(undo, until=until)

    def is_undo(self, change_set: str) -> bool:
        """Whether the change set reverses another."""
        return change_set in self._undos

    def reversed_by(self, change_set: str) -> str | None:
        """The undo in force that reverses the change set."""
        return next((by for by in self._reversers.get(change_set, ()) if self.in_force(by)), None)

    def owner(self, item: str, home: str) -> str:
        """The chart that owns the item."""
        moves = self._moves.get(item)
        if moves is None:
            if home not in self._whole:
                self._whole[home] = self._walk(home, ())
            return self._whole[home]
        return self._walk(home, moves)

    def _walk(self, at: str, moves: Iterable[tuple[int, Moved]]) -> str:
        pending = list(moves)
        for merge in self._merges:
            while pending and pending[0][0] < merge.seq:
                at = _step(at, pending.pop(0)[1])
            if at in merge.retired and merge.survivor is not None:
                at = merge.survivor
        for _, moved in pending:
            at = _step(at, moved)
        return at

    def replaced_by(self) -> dict[str, str]:
        """The survivor of each retired chart."""
        return dict(self._replaced)

    def survivor_of(self, chart: str) -> str:
        """The end of the chain that starts at the chart: itself if it is active."""
        while chart in self._replaced:
            chart = self._replaced[chart]
        return chart

    def chain(self, chart: str) -> tuple[str, ...]:
        """The chart, what it was merged into, what that was merged into ..., in order."""
        result = [chart]
        while result[-1] in self._replaced:
            result.append(self._replaced[result[-1]])
        return tuple(result)

    def moved_since(self, seq: int) -> frozenset[str]:
        """Items that someone moved on purpose after `seq`; decisions of undos don't count."""
        return frozenset(
            moved.item
            for event in self._in_force
            if event.seq > seq and event.reverses is None
            for moved in event.moves
        )

    def decided(self) -> frozenset[str]:
        """Items that an undo in force has decided."""
        return frozenset(
            moved.item
            for event in self._in_force
            if event.reverses is not None
            for moved in event.moves
        )

    def check_structure(self) -> None:
        """Check that merges in force follow each other.

        Raises:
            StructureConflict: a chart has two survivors, or was retired before it survived.
        """
        gone: set[str] = set()
        for merge in self._merges:
            for chart in (merge.survivor, *merge.retired):
                if chart in gone:
                    text = f"Chart {chart} is retired by an earlier merge that is in force."
                    raise StructureConflict(chart, text)
            gone |= set(merge.retired)


def _step(at: str, moved: Moved) -> str:
    return moved.target if at == moved.source else at


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What planning must know of an item, without its details.

    `home` and `owner` are charts, `created` the seq of the change set that created it, `parent`
    what it moves with: its parent item or else the encounter it is filed under.
    """

    id: str
    home: str
    created: int
    owner: str
    kind: Kind
    parent: str | None = None


def carried(events: Iterable[Event], target: Event, items: Iterable[Placed]) -> frozenset[str]:
    """The items that a merge, a move or the decisions of an undo took along."""
    if target.survivor is None:
        return frozenset(moved.item for moved in target.moves)
    then = Fold(events, before=target.seq)
    return frozenset(
        p.id for p in items if p.created < target.seq and then.owner(p.id, p.home) in target.retired
    )


def needs_decision(
    events: Collection[Event], target: Event, items: Collection[Placed]
) -> tuple[str, ...]:
    """The items that a person must decide before `target` is undone, in order of their ids.

    Of a merge: items that arrived since under a number of the survivor's chain, sit where the
    chain ends and were not decided before. Of any: items it carried that someone moved since.
    """
    now = Fold(events)
    later: set[str] = set()
    if target.survivor is not None:
        chain = now.chain(target.survivor)
        decided = now.decided()
        later = {
            p.id
            for p in items
            if p.created > target.seq
            and p.home in chain
            and p.id not in decided
            and now.owner(p.id, p.home) == chain[-1]
        }
    conflicts = carried(events, target, items) & now.moved_since(target.seq)
    return tuple(sorted(later | conflicts))
