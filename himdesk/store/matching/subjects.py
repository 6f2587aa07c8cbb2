# SPDX-License-Identifier: Apache-2.0
"""Charts as they are compared: what they show, and how busy they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from himdesk.domain.charts import Chart
from himdesk.domain.items import Kind, Status
from himdesk.store.reading.items import chunks, items
from himdesk.store.reading.patients import patients
from himdesk.store.tables import ITEMS

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from himdesk.domain.charts import Patient

STAYS = ("in-progress", "arrived", "triaged", "onleave")
"""Statuses of an encounter that goes on."""


def shown(connection: Connection, charts: Collection[str]) -> dict[str, Chart]:
    """Charts with the assertions that they show, by id."""
    own = patients(connection, charts)
    chosen = {c for patient in own.values() for c in _chosen(patient)}
    found = items(connection, chosen)
    return {
        name: Chart(patient, tuple(found[c] for c in _chosen(patient) if c in found))
        for name, patient in own.items()
    }


def _chosen(patient: Patient) -> list[str]:
    """The ids of the assertions that a chart shows, each once."""
    return sorted({chosen for chosen in patient.choices.values() if chosen is not None})


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
