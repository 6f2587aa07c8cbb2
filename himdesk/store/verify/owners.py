# SPDX-License-Identifier: Apache-2.0
"""Every stored owner is the fold; retired charts own nothing.

Charts that were ever connected by a merge, a move or a decision are folded together, group by
group; an item that none of these can have moved is where it was first recorded.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select

from himdesk.domain.charts.charts import ChartStatus
from himdesk.domain.fold import Fold
from himdesk.store.reading.folding import PLACING, read_events
from himdesk.store.reading.items import chunks
from himdesk.store.tables import CHANGE_SETS, CHANGES, ITEMS, PATIENTS
from himdesk.store.verify.chains import stream
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection, Select

    from himdesk.domain.fold import Event


@dataclass(slots=True)
class Groups:
    """Charts that belong together, by union-find."""

    parent: dict[str, str] = field(default_factory=dict)

    def find(self, chart: str) -> str:
        """The chart that stands for the group."""
        root = chart
        while (above := self.parent.setdefault(root, root)) != root:
            root = above
        while chart != root:
            self.parent[chart], chart = root, self.parent[chart]
        return root

    def join(self, charts: Iterable[str]) -> None:
        """Make one group of the groups of these charts."""
        first: str | None = None
        for chart in charts:
            root = self.find(chart)
            if first is None:
                first = root
            self.parent[root] = self.find(first)


def check(connection: Connection) -> Broken | None:
    """Compare all owners and statuses with the fold."""
    groups = Groups()
    at: dict[str, str] = {}
    events: list[Event] = []
    for event in read_events(connection, CHANGE_SETS.c.kind.in_(PLACING)):
        charts = _charts(event)
        if charts or event.reverses is not None:
            events.append(event)
        groups.join(charts)
        if charts:
            at[event.id] = next(iter(charts))
    _join_undos(events, groups, at)
    folds = _folds(events, groups, at)
    return _check_owners(connection, groups, folds) or _check_retired(connection, folds)


def _charts(event: Event) -> set[str]:
    charts = set() if event.survivor is None else {event.survivor, *event.retired}
    charts.update([moved.source for moved in event.moves])
    charts.update([moved.target for moved in event.moves])
    return charts


def _join_undos(events: Iterable[Event], groups: Groups, at: dict[str, str]) -> None:
    """An undo without decisions belongs where its target is; `at` gives each event's group."""
    for event in events:
        target = at.get(event.reverses) if event.reverses is not None else None
        if target is None:
            continue
        if event.id in at:
            groups.join((at[event.id], target))
        else:
            at[event.id] = target


def _folds(events: Iterable[Event], groups: Groups, at: dict[str, str]) -> dict[str, Fold]:
    by_group: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.id in at:
            by_group[groups.find(at[event.id])].append(event)
    return {root: Fold(own) for root, own in by_group.items()}


def _check_owners(connection: Connection, groups: Groups, folds: dict[str, Fold]) -> Broken | None:
    charts = list(groups.parent)
    for name, home, owner in _placed(connection, charts):
        folded = folds[groups.find(home)].owner(name, home)
        if folded != owner:
            return _misplaced(connection, name, folded, owner)
    i = ITEMS.c
    strayed = select(i.id, i.home_patient_id, i.patient_id).where(i.patient_id != i.home_patient_id)
    for name, home, owner in stream(connection, strayed):
        if home not in groups.parent:
            return _misplaced(connection, name, home, owner)
    return None


def _placed(connection: Connection, charts: list[str]) -> Iterator[Any]:
    i = ITEMS.c
    query: Select[Any] = select(i.id, i.home_patient_id, i.patient_id)
    for part in chunks(charts):
        yield from stream(connection, query.where(i.home_patient_id.in_(part)))


def _misplaced(connection: Connection, name: str, expected: str, found: str) -> Broken:
    query = select(CHANGES.c.change_set_seq).where(CHANGES.c.entity_id == name)
    seq = connection.execute(query.order_by(CHANGES.c.change_set_seq.desc()).limit(1)).scalar()
    return Broken(seq or 0, f"item/{name}/patient_id (fold)", expected, found)


def _check_retired(connection: Connection, folds: dict[str, Fold]) -> Broken | None:
    survivors: dict[str, str] = {}
    for fold in folds.values():
        survivors.update(fold.replaced_by())
    p = PATIENTS.c
    retired = p.status == ChartStatus.RETIRED
    query = select(p.id, p.replaced_by, p.created_seq).where(retired | p.replaced_by.is_not(None))
    for name, survivor, seq in stream(connection, query):
        folded = survivors.pop(name, "nothing")
        if folded != survivor:
            return Broken(seq, f"patient/{name}/replaced_by (fold)", folded, survivor or "nothing")
    for name, survivor in survivors.items():
        return Broken(0, f"patient/{name}/replaced_by (fold)", survivor, "nothing")
    owning = select(p.id, p.created_seq).where(retired, exists().where(ITEMS.c.patient_id == p.id))
    row = connection.execute(owning.limit(1)).first()
    return None if row is None else Broken(row[1], f"patient/{row[0]}", "no items", "items")
