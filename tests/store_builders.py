# SPDX-License-Identifier: Apache-2.0
"""Small hospitals for the tests of the store: synthetic charts, and change sets by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from himdesk.domain.changes import CREATED, PATIENT, Change, ChangeKind, ChangeSet, ordered
from himdesk.domain.charts.charts import Patient, item_digest, patient_digest
from himdesk.domain.charts.items import (
    Clinical,
    Coverage,
    Document,
    Encounter,
    Identifier,
    Item,
    Kind,
    Name,
    Statement,
    Telecom,
)
from himdesk.domain.plans import Created, depths
from himdesk.store.engine import Database, connect
from himdesk.store.reading import charts, patients
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.domain.charts.items import Details

CLERK = "clerk"


def a_patient(name: str) -> Patient:
    return Patient(id=name, authority="GH", number=f"MRN{name}")


def an_item(name: str, home: str, details: Details | None = None, **fields: str | None) -> Item:
    details = details or Clinical(category="other", value=name)
    kinds = {
        Name: Kind.NAME,
        Identifier: Kind.IDENTIFIER,
        Telecom: Kind.TELECOM,
        Statement: Kind.STATEMENT,
        Encounter: Kind.ENCOUNTER,
        Document: Kind.DOCUMENT,
        Clinical: Kind.CLINICAL,
        Coverage: Kind.COVERAGE,
    }
    common = {"patient_id": home, **fields}
    return Item(id=name, kind=kinds[type(details)], home_patient_id=home, details=details, **common)


def created_changes(created: Created) -> list[Change]:
    changes = [Change(PATIENT, p.id, CREATED, None, patient_digest(p)) for p in created.patients]
    changes += [Change(str(i.kind), i.id, CREATED, None, item_digest(i)) for i in created.items]
    return changes


@dataclass
class Hospital:
    """A database with a counter for ids and times, and the corrections by hand."""

    database: Database
    count: int = 0
    events: list[str] = field(default_factory=list)

    def next_id(self) -> str:
        self.count += 1
        return f"cs{self.count:05d}"

    def at(self) -> str:
        hours, seconds = divmod(self.count, 3600)
        return f"2026-01-01T{hours:02d}:{seconds // 60:02d}:{seconds % 60:02d}Z"

    def apply(
        self,
        kind: ChangeKind,
        changes: Iterable[Change],
        created: Created | None = None,
        *,
        by: str = CLERK,
        connection: Connection | None = None,
        **more: str | None,
    ) -> AppliedChangeSet:
        created = created or Created()
        reverses = more.pop("reverses", None)
        requester = more.pop("requester", by) or by
        whole = ordered([*created_changes(created), *changes], {})
        change_set = ChangeSet(kind, requester, "because", whole, reverses=reverses)
        name = self.next_id()
        if connection is not None:
            return ledger.write(
                connection, change_set, created, id=name, at=self.at(), applied_by=by, **more
            )
        with self.database.write(by) as own:
            return ledger.write(
                own, change_set, created, id=name, at=self.at(), applied_by=by, **more
            )

    def admit(self, *names: str, items: int = 2) -> AppliedChangeSet:
        """Charts with a name, a birth date, and plain items called like "A1", "A2"."""
        new: list[Item] = []
        changes = []
        for name in names:
            new.append(an_item(f"{name}-name", name, Name(family=f"Family{name}", given="Ana")))
            born = Statement(about="birth_date", value="1984-03-02")
            new.append(an_item(f"{name}-born", name, born))
            new += [an_item(f"{name}{n}", name, at=f"2025-01-{n:02d}") for n in range(1, items + 1)]
            changes += [
                Change(PATIENT, name, "choice_family", None, f"{name}-name"),
                Change(PATIENT, name, "choice_birth_date", None, f"{name}-born"),
            ]
        created = Created(tuple(a_patient(name) for name in names), tuple(new))
        return self.apply(ChangeKind.IMPORT, changes, created)

    def arrive(self, name: str, number: str) -> AppliedChangeSet:
        """An item comes under a number and goes to whoever survives it."""
        with self.database.read() as connection:
            owner = patients.survivors(connection, [number])[number]
        item = an_item(name, number, patient_id=owner)
        return self.apply(ChangeKind.IMPORT, [], Created((), (item,)))

    def merge(self, survivor: str, *retired: str) -> AppliedChangeSet:
        changes = []
        for chart in retired:
            changes += [
                Change(PATIENT, chart, "status", "active", "retired"),
                Change(PATIENT, chart, "replaced_by", None, survivor),
            ]
        changes += self.moves(survivor, *retired)
        return self.apply(ChangeKind.MERGE, changes)

    def moves(self, target: str, *sources: str) -> list[Change]:
        with self.database.read() as connection:
            items = charts.owned(connection, sources)
        found = [Change(str(i.kind), i.id, "patient_id", i.owner, target) for i in items]
        return list(ordered(found, depths(items)))

    def move(self, item: str, source: str, target: str) -> AppliedChangeSet:
        change = Change("clinical_item", item, "patient_id", source, target)
        return self.apply(ChangeKind.MOVE, [change])


def open_hospital(url: str) -> Hospital:
    return Hospital(connect(url))
