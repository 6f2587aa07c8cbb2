# SPDX-License-Identifier: Apache-2.0
"""What is about to be written: a sheet for each chart, and units that are written as one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from himdesk.domain.changes import CREATED, PATIENT, Change, ChangeKind, ChangeSet, sha256
from himdesk.domain.charts.charts import item_digest, patient_digest
from himdesk.domain.plans import Created
from himdesk.store.desk.work import Case

if TYPE_CHECKING:
    from himdesk.domain.charts.charts import Patient
    from himdesk.domain.charts.items import Item
    from himdesk.domain.charts.records import Record, Rejected
    from himdesk.store.desk.sources import SourceRecord


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record on its way in, and the number of the file that it came in."""

    file: int
    record: Record
    digest: str

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by within its source."""
        return self.record.type, self.record.id


def incoming(file: int, record: Record) -> Incoming:
    """A record with the digest of its body."""
    return Incoming(file, record, sha256(record.body))


@dataclass(slots=True)
class Sheet:
    """What one chart gets: the makings of its change set. `depth` is that of new items."""

    owner: str
    patients: list[Patient] = field(default_factory=list)
    items: dict[str, Item] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    changes: dict[tuple[str, str, str], Change] = field(default_factory=dict)

    def change(
        self, entity: str, name: str, field_: str, change: tuple[str | None, str | None]
    ) -> None:
        """A field goes from one value to another; twice in a row counts as once."""
        before, after = change
        earlier = self.changes.pop((entity, name, field_), None)
        if earlier is not None:
            before = earlier.before
        if before != after:
            self.changes[entity, name, field_] = Change(entity, name, field_, before, after)

    def change_set(self, requester: str, reason: str) -> ChangeSet:
        """All of it in canonical order: patients, then parents before children."""
        made = [Change(PATIENT, p.id, CREATED, None, patient_digest(p)) for p in self.patients]
        made += [
            Change(i.kind.value, i.id, CREATED, None, item_digest(i)) for i in self.items.values()
        ]
        made += self.changes.values()
        depth = self._depths()
        made.sort(key=lambda c: (c.entity != PATIENT, depth.get(c.id, 0), c.entity, c.id, c.field))
        return ChangeSet(ChangeKind.IMPORT, requester, reason, tuple(made))

    def created(self) -> Created:
        """The new entities."""
        contents = MappingProxyType(self.contents)
        return Created(tuple(self.patients), tuple(self.items.values()), contents)

    def _depths(self) -> dict[str, int]:
        """How far each new item is from its topmost new parent."""
        known: dict[str, int] = {}
        for item in self.items.values():
            way = []
            at: str | None = item.id
            while at is not None and at in self.items and at not in known:
                way.append(at)
                at = self.items[at].parent_id
            depth = known.get(at, -1) if at is not None else -1
            for step in reversed(way):
                depth += 1
                known[step] = depth
        return known

    @property
    def empty(self) -> bool:
        """Whether the chart gets nothing."""
        return not (self.patients or self.items or self.changes)


@dataclass(slots=True)
class Unit:
    """What is written as one, or not at all: the records it is for, and all that follows.

    `charts` are the charts that its plan rests on: if one of them changes meanwhile, the plan is
    stale. `bodies` are those of the records, by their digests; `outcomes` say of each record's file
    what came of it.
    """

    records: list[Incoming] = field(default_factory=list)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    added: dict[tuple[str, str], SourceRecord] = field(default_factory=dict)
    updated: dict[tuple[str, str], SourceRecord] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    outcomes: list[tuple[int, str]] = field(default_factory=list)
    charts: set[str] = field(default_factory=set)

    def sheet(self, owner: str) -> Sheet:
        """The sheet of a chart, blank at first."""
        found = self.sheets.get(owner)
        if found is None:
            found = self.sheets[owner] = Sheet(owner)
        return found

    @property
    def weight(self) -> int:
        """How many rows it is, roughly: what a short transaction is measured by."""
        sheets = self.sheets.values()
        return sum(len(s.items) + len(s.changes) for s in sheets) + len(self.updated)


@dataclass(slots=True)
class Plan:
    """What became of some records: units to write, and what can't be taken or is noteworthy.

    `homeless` records name a patient that is not known.
    """

    units: list[Unit] = field(default_factory=list)
    rejected: list[tuple[int, Rejected]] = field(default_factory=list)
    notices: list[tuple[int, Rejected]] = field(default_factory=list)
    missing: list[tuple[int, str, str]] = field(default_factory=list)
    homeless: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """Who imports what: the facts that every plan of an import shares."""

    import_id: str
    source: str
    by: str
    at: str
    reason: str

    def case(
        self, id_: str, kind: str, place: tuple[str | None, str | None], **detail: str | None
    ) -> Case:
        """A case about a chart and an item, with what a person needs to decide it."""
        facts = {"import": self.import_id, "source": self.source, **detail}
        return Case(
            id=id_,
            kind=kind,
            opened_at=self.at,
            opened_by=self.by,
            patient_id=place[0],
            item_id=place[1],
            detail=json.dumps(facts, ensure_ascii=False, sort_keys=True),
        )
