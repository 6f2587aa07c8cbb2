# SPDX-License-Identifier: Apache-2.0
"""Charts as they are compared: what they show, and how busy they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from himdesk.domain.charts.charts import CHOICES, Chart
from himdesk.domain.charts.items import DETAILS as DETAIL_CLASSES
from himdesk.domain.charts.items import Item, Kind, Status, detail_fields
from himdesk.store.reading.items import chunks
from himdesk.store.reading.patients import patients
from himdesk.store.tables import DETAILS, ITEMS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection

    from himdesk.domain.charts.charts import Patient

STAYS = ("in-progress", "arrived", "triaged", "onleave")
"""Statuses of an encounter that goes on."""


def shown(connection: Connection, charts: Collection[str]) -> dict[str, Chart]:
    """Charts with the assertions that they show, by id; of an assertion only what it says."""
    own = patients(connection, charts)
    said = _said(connection, own.values())
    return {
        name: Chart(patient, tuple(said[c] for c in _chosen(patient) if c in said))
        for name, patient in own.items()
    }


def _chosen(patient: Patient) -> list[str]:
    """The ids of the assertions that a chart shows, each once."""
    return sorted({chosen for chosen in patient.choices.values() if chosen is not None})


def _said(connection: Connection, found: Iterable[Patient]) -> dict[str, Item]:
    """What the chosen assertions say, read from the tables of their kinds alone."""
    owners: dict[Kind, dict[str, str]] = {choice.kind: {} for choice in CHOICES}
    for patient in found:
        for choice in CHOICES:
            if (chosen := patient.choices.get(choice.name)) is not None:
                owners[choice.kind][chosen] = patient.id
    said: dict[str, Item] = {}
    for kind, owner in owners.items():
        table, names, made = DETAILS[kind], detail_fields(kind), DETAIL_CLASSES[kind]
        query = select(table.c.item_id, *(table.c[name] for name in names))
        for part in chunks(owner):
            for row in connection.execute(query.where(table.c.item_id.in_(part))):
                chart, details = owner[row[0]], made(**dict(zip(names, row[1:], strict=True)))
                said[row[0]] = Item(
                    id=row[0], kind=kind, home_patient_id=chart, patient_id=chart, details=details
                )
    return said


def said(connection: Connection, charts: Collection[str]) -> dict[str, list[object]]:
    """All names, telecoms and addresses of charts, now or before, those in error left out."""
    found: dict[str, list[object]] = {}
    for kind in (Kind.NAME, Kind.TELECOM, Kind.ADDRESS):
        table, fields, made = DETAILS[kind], detail_fields(kind), DETAIL_CLASSES[kind]
        query = (
            select(ITEMS.c.patient_id, *(table.c[name] for name in fields))
            .join(table, table.c.item_id == ITEMS.c.id)
            .where(ITEMS.c.kind == kind.value)
            .where(ITEMS.c.status.is_distinct_from(Status.ENTERED_IN_ERROR.value))
            .order_by(ITEMS.c.id)
        )
        for part in chunks(charts):
            for row in connection.execute(query.where(ITEMS.c.patient_id.in_(part))):
                one = made(**dict(zip(fields, row[1:], strict=True)))
                found.setdefault(row[0], []).append(one)
    return found


def activity(connection: Connection, charts: Collection[str]) -> dict[str, tuple[bool, str]]:
    """Of charts with encounters: whether one goes on, and when the last one began ("" unknown)."""
    i = ITEMS.c
    open_ = func.max(case((i.status.in_(STAYS), 1), else_=0))
    query = (
        select(i.patient_id, open_, func.max(i.at))
        .where(i.kind == Kind.ENCOUNTER.value)
        .where(i.status.is_distinct_from(Status.ENTERED_IN_ERROR.value))
        .group_by(i.patient_id)
    )
    return {
        chart: (bool(now), last or "")
        for part in chunks(charts)
        for chart, now, last in connection.execute(query.where(i.patient_id.in_(part)))
    }
