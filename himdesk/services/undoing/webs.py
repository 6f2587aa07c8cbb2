# SPDX-License-Identifier: Apache-2.0
"""Which of many charts belong together by merges, moves and decisions, and by which events."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from himdesk.domain.fold import Event

Knot = tuple[str, str]


class Web:
    """Events with the charts they name and the events they reverse; read once, asked often."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._parents: dict[Knot, Knot] = {}
        self._events: dict[Knot, list[Event]] = defaultdict(list)
        self._charts: dict[Knot, set[str]] = defaultdict(set)
        self._undos: dict[str, list[Event]] = defaultdict(list)
        known = list(events)
        for event in known:
            for other in _named(event):
                self._parents[self._knot(("event", event.id))] = self._knot(other)
            if event.reverses is not None:
                self._undos[event.reverses].append(event)
        for event in known:
            group = self._knot(("event", event.id))
            self._events[group].append(event)
            self._charts[group].update(name for kind, name in _named(event) if kind == "chart")

    def around(self, charts: Iterable[str]) -> tuple[tuple[Event, ...], frozenset[str]]:
        """All that is connected with these charts: the events in order, and the charts."""
        connected = set(charts)
        groups = {self._knot(("chart", chart)) for chart in connected}
        events = [event for group in groups for event in self._events.get(group, ())]
        for group in groups:
            connected |= self._charts.get(group, set())
        return tuple(sorted(events, key=lambda event: event.seq)), frozenset(connected)

    def undos_of(self, change_sets: Collection[str]) -> list[Event]:
        """The undos of these change sets, and the undos of those, to the end."""
        found: dict[str, Event] = {}
        asked = set(change_sets)
        while asked:
            undos = [event for name in asked for event in self._undos.get(name, ())]
            asked = {event.id for event in undos} - found.keys()
            found.update((event.id, event) for event in undos)
        return list(found.values())

    def _knot(self, knot: Knot) -> Knot:
        """What stands for the group of a knot."""
        while (parent := self._parents.get(knot, knot)) != knot:
            self._parents[knot] = self._parents.get(parent, parent)
            knot = parent
        return knot


def _named(event: Event) -> Iterator[Knot]:
    """The charts and the event that an event names."""
    if event.survivor is not None:
        yield "chart", event.survivor
        yield from (("chart", chart) for chart in event.retired)
    for moved in event.moves:
        yield "chart", moved.source
        yield "chart", moved.target
    if event.reverses is not None:
        yield "event", event.reverses
