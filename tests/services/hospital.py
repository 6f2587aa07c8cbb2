# SPDX-License-Identifier: Apache-2.0
"""A small hospital on a real database: charts by the builders, and people at their desks."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from himdesk.domain.changes import (
    CREATED,
    PATIENT,
    Change,
    ChangeKind,
    ChangeSet,
    ordered,
)
from himdesk.domain.charts.charts import Chart, item_digest, patient_digest
from himdesk.domain.plans import Created
from himdesk.domain.roles import Role
from himdesk.domain.times import utc_text
from himdesk.services.context import Context, Site, StaffMember
from himdesk.services.desk import Desk
from himdesk.store import schema
from himdesk.store.desk import staff
from himdesk.store.engine import Database, connect
from himdesk.store.reading import charts, patients
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.domain.charts.items import Item

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PASSWORD = "quiet-harbour-7"
SITE = Site(
    name="Main Hospital",
    address=("1 Harbour Road", "Springfield"),
    phone="555-0100",
    zone=ZoneInfo("America/New_York"),
    authority="MAIN",
    training=False,
)


@dataclass
class Hospital:
    """A database with a clock that ticks a second a call and ids that count."""

    database: Database
    time: datetime = START
    numbers: count[int] = field(default_factory=lambda: count(1))

    @classmethod
    def make(cls, url: str) -> Hospital:
        """Make its tables in an empty database."""
        made = cls.open(url)
        schema.create(made.database)
        return made

    @classmethod
    def open(cls, url: str) -> Hospital:
        """Take a database that has its tables."""
        return cls(connect(url))

    def clock(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def new_id(self) -> str:
        return f"n{next(self.numbers):06d}"

    def desk(self, name: str, *roles: Role, person: str | None = None) -> Desk:
        """The desk of a person with an account; without roles given, the one of the name."""
        held = frozenset(roles or (Role(name.rstrip("0123456789")),))
        with self.database.write("himdesk") as session:
            if staff.find(session, name) is None:
                made = staff.Account(
                    id=f"staff-{name}",
                    name=name,
                    display=name.title(),
                    password_hash="-",
                    person_id=person or f"person-{name}",
                    created_at=utc_text(START),
                    roles=frozenset(role.value for role in held),
                )
                staff.put(session, made)
                detail = json.dumps({"account": staff.witness(made)})
                staff.record(
                    session, at=made.created_at, by="himdesk", verb="add", subject=name,
                    detail=detail,
                )  # fmt: skip
        member = StaffMember(
            id=f"staff-{name}",
            name=name,
            display=name.title(),
            person=person or f"person-{name}",
            roles=held,
        )
        return Desk(
            Context(
                database=self.database,
                staff=member,
                site=SITE,
                clock=self.clock,
                new_id=self.new_id,
            )
        )

    def add(self, chart: Chart) -> Chart:
        """Register a chart with its items, as an import does."""
        patient = chart.patient
        first = replace(patient, choices={})
        changes = [
            Change(PATIENT, patient.id, CREATED, None, patient_digest(first)),
            *(
                Change(PATIENT, patient.id, f"choice_{name}", None, chosen)
                for name, chosen in patient.choices.items()
                if chosen is not None
            ),
            *(Change(i.kind.value, i.id, CREATED, None, item_digest(i)) for i in chart.items),
        ]
        self.write(changes, Created(patients=(first,), items=chart.items))
        return chart

    def arrive(self, *items: Item) -> None:
        """Later items, as an import brings them: a retired chart's go to its survivor."""
        with self.database.read() as session:
            ends = patients.survivors(session, {i.home_patient_id for i in items})
        placed = tuple(replace(i, patient_id=ends[i.home_patient_id]) for i in items)
        changes = [Change(i.kind.value, i.id, CREATED, None, item_digest(i)) for i in placed]
        self.write(changes, Created(items=placed))

    def write(self, changes: list[Change], created: Created) -> AppliedChangeSet:
        depth = {i.id: 1 if i.parent_id or i.encounter_id else 0 for i in created.items}
        change_set = ChangeSet(ChangeKind.IMPORT, "admin", "import main", ordered(changes, depth))
        with self.database.write("admin") as session:
            return ledger.write(
                session,
                change_set,
                created,
                id=self.new_id(),
                at=utc_text(self.clock()),
                applied_by="admin",
            )

    def chart(self, chart_id: str) -> Chart:
        """The chart with all its items as it is now."""
        with self.database.read() as session:
            return charts.chart(session, chart_id)
