# SPDX-License-Identifier: Apache-2.0
"""The events that decide who owns the items of some charts, as `domain.fold` takes them.

A merge says whom it retired in its changes of `replaced_by`, a move or a split what it moved in
those of `patient_id`, an undo what it decided in those of `decision`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, or_, select

from himdesk.domain.changes import DECISION, MOVING, ChangeKind
from himdesk.domain.fold import Event, Moved
from himdesk.store.reading.items import chunks
from himdesk.store.tables import CHANGE_SETS, CHANGES, CHARTS_TOUCHED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import ColumnElement, Connection

PLACING: Final = sorted({ChangeKind.MERGE, ChangeKind.UNDO} | MOVING)
"""The kinds of change set that decide who owns something."""

_EVENT: Final = or_(
    and_(CHANGE_SETS.c.kind == ChangeKind.MERGE, CHANGES.c.field == "replaced_by"),
    and_(CHANGE_SETS.c.kind.in_(sorted(MOVING)), CHANGES.c.field == "patient_id"),
    CHANGES.c.field == DECISION,
)


def events(connection: Connection, patient_ids: Collection[str]) -> tuple[Event, ...]:
    """The events of all charts connected with these by merges, moves and decisions, in order."""
    return _component(connection, patient_ids)[0]


def component(connection: Connection, patient_ids: Collection[str]) -> frozenset[str]:
    """The charts connected with these by merges, moves and decisions, themselves included."""
    return _component(connection, patient_ids)[1]


def _component(
    connection: Connection, patient_ids: Collection[str]
) -> tuple[tuple[Event, ...], frozenset[str]]:
    events: dict[int, Event] = {}
    charts: set[str] = set()
    frontier = set(patient_ids)
    while frontier:
        charts |= frontier
        touching = _read(connection, _seqs_of_charts(connection, frontier) - events.keys())
        new = [event for event in touching if not charts.isdisjoint(_charts_of(event))]
        reached: set[str] = set()
        while new:
            events.update((event.seq, event) for event in new)
            reached.update(chart for event in new for chart in _charts_of(event))
            new = _read(connection, _related(connection, new) - events.keys())
        frontier = reached - charts
    return tuple(events[seq] for seq in sorted(events)), frozenset(charts)


def _seqs_of_charts(connection: Connection, charts: Collection[str]) -> set[int]:
    """The change sets that may retire, carry or decide something to or from the charts."""
    t = CHARTS_TOUCHED.c
    query = select(t.change_set_seq).join(CHANGE_SETS, CHANGE_SETS.c.seq == t.change_set_seq)
    query = query.where(CHANGE_SETS.c.kind.in_(PLACING))
    return {
        seq
        for part in chunks(charts)
        for seq in connection.execute(query.where(t.patient_id.in_(part))).scalars()
    }


def undos(connection: Connection, change_sets: Collection[str]) -> tuple[Event, ...]:
    """The undos of these change sets and the undos of those, to the end; in order."""
    result: dict[str, Event] = {}
    asked = set(change_sets)
    while asked:
        found = [
            event
            for part in chunks(asked)
            for event in read_events(connection, CHANGE_SETS.c.reverses.in_(part))
        ]
        asked = {event.id for event in found} - result.keys()
        result.update((event.id, event) for event in found)
    return tuple(sorted(result.values(), key=lambda event: event.seq))


def _related(connection: Connection, known: Collection[Event]) -> set[int]:
    """The undos of events, and what events undo."""
    result: set[int] = set()
    targets = {event.reverses for event in known if event.reverses is not None}
    for part in chunks({event.id for event in known}):
        query = select(CHANGE_SETS.c.seq).where(CHANGE_SETS.c.reverses.in_(part))
        result |= set(connection.execute(query).scalars())
    for part in chunks(targets):
        query = select(CHANGE_SETS.c.seq).where(CHANGE_SETS.c.id.in_(part))
        result |= set(connection.execute(query).scalars())
    return result


def _charts_of(event: Event) -> Iterator[str]:
    if event.survivor is not None:
        yield event.survivor
        yield from event.retired
    for moved in event.moves:
        yield moved.source
        yield moved.target


def _read(connection: Connection, seqs: Collection[int]) -> list[Event]:
    wanted, result = sorted(seqs), []
    for start in range(0, len(wanted), 500):
        result += read_events(connection, CHANGE_SETS.c.seq.in_(wanted[start : start + 500]))
    return result


def read_events(connection: Connection, condition: ColumnElement[bool]) -> list[Event]:
    """The change sets for which the condition holds, as events, in order."""
    s, c = CHANGE_SETS.c, CHANGES.c
    sets = connection.execute(select(s.seq, s.id, s.reverses).where(condition).order_by(s.seq))
    heads = {row.seq: row for row in sets}
    survivors: dict[int, str] = {}
    retired: dict[int, list[str]] = defaultdict(list)
    moves: dict[int, list[Moved]] = defaultdict(list)
    rows = (
        select(c.change_set_seq, c.entity_id, c.field, c.before, c.after)
        .join(CHANGE_SETS, s.seq == c.change_set_seq)
        .where(condition, _EVENT)
        .order_by(c.change_set_seq, c.ordinal)
    )
    for seq, entity_id, name, before, after in connection.execute(rows).all():
        if name == "replaced_by":
            survivors[seq] = after
            retired[seq].append(entity_id)
        else:
            moves[seq].append(Moved(entity_id, before, after))
    return [
        Event(
            seq=seq, id=row.id, survivor=survivors.get(seq), retired=tuple(retired[seq]),
            moves=tuple(moves[seq]), reverses=row.reverses,
        )
        for seq, row in heads.items()
    ]  # fmt: skip
