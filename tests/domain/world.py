# SPDX-License-Identifier: Apache-2.0
"""The smallest honest store: charts, items and the ledger in memory, with the one write path.

It refuses what the real store must refuse, and gathers for the plans what the services gather.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from domain.tables import State, check_created, check_structure, write
from himdesk.domain.changes import (
    ACKNOWLEDGED,
    CREATED,
    DECISION,
    GENESIS,
    MOVING,
    PATIENT,
    AppliedChangeSet,
    Change,
    ChangeKind,
    ChangeSet,
    chain_digest,
    ordered,
)
from himdesk.domain.charts.charts import Chart, Patient, item_digest, patient_digest
from himdesk.domain.charts.survivorship import default_choices
from himdesk.domain.corrections.amend import AmendRequest, Revision, plan_amend
from himdesk.domain.corrections.merge import MergeRequest, plan_merge
from himdesk.domain.corrections.move import MoveFacts, MoveRequest, plan_move
from himdesk.domain.corrections.split import Again, Part, SplitFacts, SplitRequest, plan_split
from himdesk.domain.fold import Event, Moved, Placed
from himdesk.domain.plans import Created, Plan, depths
from himdesk.domain.times import utc_text
from himdesk.domain.undoing.restore import FieldChange
from himdesk.domain.undoing.undo import UndoFacts, UndoRequest, needed_history, plan_undo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from himdesk.domain.charts.items import Item

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
CLERK = "r.santos"


@dataclass
class World:
    """Everything that a database would hold."""

    patients: dict[str, Patient] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    ledger: list[AppliedChangeSet] = field(default_factory=list)
    snapshots: list[State] = field(default_factory=list)
    bodies: dict[str, Patient | Item] = field(default_factory=dict)
    pairs: dict[str, str] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)

    # The one write path

    def apply(self, plan: Plan, *, by: str = CLERK, approved_by: str | None = None) -> str:
        """Write a plan whole or not at all; the id of its change set."""
        plan.check()
        patients, items, pairs = dict(self.patients), dict(self.items), dict(self.pairs)
        for patient in plan.created.patients:
            assert patient.id not in patients, "a chart is created once"
            patients[patient.id] = replace(patient, choices={})
        for item in plan.created.items:
            assert item.id not in items, "an item is created once"
            items[item.id] = item
        for change in plan.change_set.changes:
            write(patients, items, pairs, change)
        check_created(plan, self.patients, self.items)
        check_structure(self.items, patients, items)
        self.patients, self.items, self.pairs = patients, items, pairs
        self.contents |= plan.created.contents
        return self._append(plan, by, approved_by)

    def _append(self, plan: Plan, by: str, approved_by: str | None) -> str:
        for made in plan.created.patients:
            self.bodies[patient_digest(made)] = made
        for item in plan.created.items:
            self.bodies[item_digest(item)] = item
        seq = len(self.ledger) + 1
        at = utc_text(START + timedelta(minutes=seq))
        entry = AppliedChangeSet(
            id=f"cs{seq}",
            seq=seq,
            change_set=plan.change_set,
            at=at,
            applied_by=by,
            approved_by=approved_by,
            approved_at=at if approved_by else None,
            previous=self.ledger[-1].digest if self.ledger else GENESIS,
            digest="",
        )
        self.ledger.append(replace(entry, digest=digest_of(entry)))
        self.snapshots.append(self.state())
        return entry.id

    def state(self) -> State:
        return State(self.patients, self.items, self.pairs)

    def copy(self) -> World:
        return World(
            dict(self.patients),
            dict(self.items),
            list(self.ledger),
            list(self.snapshots),
            dict(self.bodies),
            dict(self.pairs),
            dict(self.contents),
        )

    # What plans ask for

    def chart(self, chart: str) -> Chart:
        """A chart as it is now, with all its items."""
        return Chart(self.patients[chart], self.items_of(chart))

    def items_of(self, chart: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items.values() if item.patient_id == chart)

    def entry(self, change_set: str) -> AppliedChangeSet:
        return self.ledger[int(change_set.removeprefix("cs")) - 1]

    def events(self) -> tuple[Event, ...]:
        return tuple(event_of(entry) for entry in self.ledger)

    def placed(self, charts: Iterable[str]) -> tuple[Placed, ...]:
        """The items whose home or owner is one of the charts."""
        wanted, born = set(charts), self.born()
        return tuple(
            _placed(item, born[item.id])
            for item in self.items.values()
            if item.patient_id in wanted or item.home_patient_id in wanted
        )

    def born(self) -> dict[str, int]:
        """The place in the ledger where each item was created."""
        return {
            change.id: entry.seq
            for entry in self.ledger
            for change in entry.change_set.changes
            if change.field == CREATED
        }

    def histories(self) -> dict[tuple[str, str], tuple[FieldChange, ...]]:
        """All changes of every field, in ledger order."""
        found: dict[tuple[str, str], list[FieldChange]] = defaultdict(list)
        for entry in self.ledger:
            for c in entry.change_set.changes:
                if c.field not in {DECISION, ACKNOWLEDGED}:
                    found[c.id, c.field].append(FieldChange(entry.seq, entry.id, c.before, c.after))
        return {key: tuple(entries) for key, entries in found.items()}

    def undo_facts(self, change_set: str) -> UndoFacts:
        target = self.entry(change_set)
        charts = self._connected(target)
        histories = self.histories()
        needed = needed_history(self.reversals(target), charts)
        return UndoFacts(
            target=target,
            events=self.events(),
            items=self.placed(charts),
            charts={chart: self.chart(chart) for chart in charts},
            history={key: histories[key] for key in needed if key in histories},
            statuses={
                c.id: self.items[c.id].status
                for c in target.change_set.changes
                if c.field == CREATED and c.entity != PATIENT
            },
        )

    def reversals(self, target: AppliedChangeSet) -> list[AppliedChangeSet]:
        """A change set, what it reverses if it is an undo, what that reverses, ..."""
        found = [target]
        while found[-1].change_set.reverses is not None:
            found.append(self.entry(found[-1].change_set.reverses))
        return found

    def _connected(self, target: AppliedChangeSet) -> list[str]:
        """The charts that the target touches, and all that corrections ever tied to them."""
        charts: set[str] = set()
        for entry in self.reversals(target):
            charts |= entry.change_set.charts()
            for change in entry.change_set.changes:
                if change.id in self.items:
                    item = self.items[change.id]
                    charts |= {item.patient_id, item.home_patient_id}
        while True:
            more = set(charts)
            for event in self.events():
                tied = tied_by(event)
                if tied & more:
                    more |= tied
            if more == charts:
                return sorted(charts)
            charts = more

    def resolve(self, chart: str) -> str:
        """The chart that a number finds."""
        seen = {chart}
        while (after := self.patients[chart].replaced_by) is not None:
            assert after not in seen, "replaced_by goes in a circle"
            seen.add(after)
            chart = after
        return chart

    # Plans

    def importing(
        self, *, charts: Iterable[Chart] = (), items: Iterable[Item] = (), by: str = "feed"
    ) -> Plan:
        """The plan of an import: new charts with their items, and items for charts that exist."""
        charts, items = tuple(charts), (*items,)
        every = (*(i for chart in charts for i in chart.items), *items)
        changes = [Change(i.kind.value, i.id, CREATED, None, item_digest(i)) for i in every]
        for chart in charts:
            patient = chart.patient
            changes.append(Change(PATIENT, patient.id, CREATED, None, patient_digest(patient)))
            for name, chosen in default_choices(chart.items).items():
                if chosen is not None:
                    changes.append(Change(PATIENT, patient.id, f"choice_{name}", None, chosen))
        created = Created(patients=tuple(c.patient for c in charts), items=every)
        return self.raw(ChangeKind.IMPORT, changes, created=created, requester=by)

    def raw(
        self,
        kind: ChangeKind,
        changes: Iterable[Change],
        *,
        created: Created | None = None,
        requester: str = CLERK,
    ) -> Plan:
        """A plan of changes as they are."""
        made = created or Created()
        placed = [_placed(item, 0) for item in (*self.items.values(), *made.items)]
        change_set = ChangeSet(kind, requester, "as told", ordered(changes, depths(placed)))
        return Plan(change_set=change_set, created=made)

    def merging(
        self,
        survivor: str,
        *retired: str,
        keep: Mapping[str, str] | None = None,
        acknowledge: Iterable[str] = (),
        requester: str = CLERK,
    ) -> Plan:
        items = [p for p in self.placed(retired) if p.owner in retired]
        request = MergeRequest(
            requester=requester,
            reason="one person",
            keep=keep or {},
            acknowledged=dict.fromkeys(acknowledge, "checked with the patient"),
        )
        return plan_merge(self.chart(survivor), [self.chart(r) for r in retired], items, request)

    def undoing(
        self,
        change_set: str,
        *,
        assign: Mapping[str, str] | None = None,
        fields: Mapping[str, str] | None = None,
        requester: str = CLERK,
    ) -> Plan:
        request = UndoRequest(
            requester=requester, reason="wrong", assign=assign or {}, fields=fields or {}
        )
        return plan_undo(self.undo_facts(change_set), request)

    def moving(
        self,
        item: str,
        to: str,
        *,
        encounter: str | None = None,
        detach: Iterable[str] = (),
        stub: str = "",
    ) -> Plan:
        source = self.items[item].patient_id
        items = {i.id: i for i in self.items_of(source)}
        if encounter in self.items:
            items[encounter] = self.items[encounter]
        facts = MoveFacts(
            item=item,
            items=items,
            source=self.chart(source),
            target=self.chart(to),
            placed=self.placed([source]),
            stub_id=stub or f"stub-{len(self.ledger)}",
        )
        request = MoveRequest(
            requester=CLERK, reason="misfiled", encounter=encounter, detach=frozenset(detach)
        )
        return plan_move(facts, request)

    def split_facts(self, source: str, *targets: str, new: Iterable[Chart] = ()) -> SplitFacts:
        return SplitFacts(
            source=self.chart(source),
            targets={chart: self.chart(chart) for chart in targets},
            stub_ids={i.id: f"stub-{len(self.ledger)}-{i.id}" for i in self.items_of(source)},
            new={chart.patient.id: chart for chart in new},
        )

    def splitting(
        self,
        source: str,
        assign: Mapping[str, str],
        *,
        new: Iterable[Chart] = (),
        again: Iterable[Again] = (),
        parts: Iterable[Part] = (),
    ) -> Plan:
        made = {chart.patient.id: chart for chart in new}
        named = {*assign.values(), *(a.chart for a in again), *(p.chart for p in parts)}
        targets = sorted((named & self.patients.keys()) - {source})
        request = SplitRequest(
            requester=CLERK,
            reason="two persons",
            assign=assign,
            again=tuple(again),
            parts=tuple(parts),
        )
        return plan_split(self.split_facts(source, *targets, new=made.values()), request)

    def amending(self, document: str, kind: str = "addendum", **fields: str | bytes | None) -> Plan:
        values = {
            "requester": CLERK,
            "reason": "asked by the author",
            "author": self.items[document].author or "Dr. Lind",
            "text": b"as dictated",
            "at": "2026-03-02T08:00:00Z",
            "new_id": f"revision-{len(self.ledger)}",
            **fields,
        }
        request = AmendRequest(kind=Revision(kind), **values)  # type: ignore[arg-type]
        original = self.items[document]
        return plan_amend(self.patients[original.patient_id], original, request)

    # Short cuts for scenarios

    def imports(self, *charts: Chart, items: Iterable[Item] = ()) -> str:
        return self.apply(self.importing(charts=charts, items=items))

    def arrives(self, *items: Item) -> str:
        """Items of an import, each under the number of its home, wherever that leads now."""
        placed = [replace(i, patient_id=self.resolve(i.home_patient_id)) for i in items]
        return self.apply(self.importing(items=placed))

    def merges(self, survivor: str, *retired: str, keep: Mapping[str, str] | None = None) -> str:
        stops = {c.code for c in self.merging(survivor, *retired).contradictions}
        return self.apply(self.merging(survivor, *retired, keep=keep, acknowledge=stops))

    def undoes(self, change_set: str, **wishes: Mapping[str, str]) -> str:
        return self.apply(self.undoing(change_set, **wishes))  # type: ignore[arg-type]

    def owners(self) -> dict[str, str]:
        return {item.id: item.patient_id for item in self.items.values()}

    # Looking back

    def as_of(self, seq: int) -> State:
        """The charts just after a change set, by replaying the ledger."""
        return list(self.replay())[seq - 1]

    def replay(self) -> Iterable[State]:
        """The charts after each change set, from the ledger and the content store alone."""
        patients: dict[str, Patient] = {}
        items: dict[str, Item] = {}
        pairs: dict[str, str] = {}
        for entry in self.ledger:
            patients, items, pairs = dict(patients), dict(items), dict(pairs)
            for change in entry.change_set.changes:
                if change.field == CREATED:
                    made = self.bodies[change.after or ""]
                    if isinstance(made, Patient):
                        patients[made.id] = replace(made, choices={})
                    else:
                        items[made.id] = made
            for change in entry.change_set.changes:
                write(patients, items, pairs, change)
            yield State(patients, items, pairs)


def event_of(entry: AppliedChangeSet) -> Event:
    """A change set as the fold sees it."""
    changes = entry.change_set.changes
    kind = entry.change_set.kind
    gone = [c for c in changes if (c.entity, c.field) == (PATIENT, "replaced_by")]
    moving = {"patient_id"} if kind in MOVING else {DECISION}
    return Event(
        seq=entry.seq,
        id=entry.id,
        survivor=gone[0].after if kind is ChangeKind.MERGE else None,
        retired=tuple(c.id for c in gone) if kind is ChangeKind.MERGE else (),
        moves=tuple(
            Moved(c.id, c.before or "", c.after or "") for c in changes if c.field in moving
        ),
        reverses=entry.change_set.reverses,
    )


def _placed(item: Item, created: int) -> Placed:
    return Placed(
        id=item.id,
        home=item.home_patient_id,
        created=created,
        owner=item.patient_id,
        kind=item.kind,
        parent=item.parent_id or item.encounter_id,
    )


def tied_by(event: Event) -> set[str]:
    """The charts that a change set ties together."""
    tied = {event.survivor, *event.retired} - {None}
    for moved in event.moves:
        tied |= {moved.source, moved.target}
    return {chart for chart in tied if chart is not None}


def digest_of(entry: AppliedChangeSet) -> str:
    return chain_digest(
        entry.previous,
        entry.change_set.content,
        {
            "seq": entry.seq,
            "at": entry.at,
            "applied_by": entry.applied_by,
            "approved_by": entry.approved_by,
            "approved_at": entry.approved_at,
            "reverses": entry.change_set.reverses,
        },
    )
