# SPDX-License-Identifier: Apache-2.0
"""A chart as it stood: today's values, with the `before` of the first change that came later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from himdesk.domain.changes import RECORDED_ONLY
from himdesk.domain.charts.charts import Chart
from himdesk.domain.charts.items import detail_fields
from himdesk.domain.errors import NotFound
from himdesk.store.reading.items import chunks, matching
from himdesk.store.reading.patients import patient, patients
from himdesk.store.tables import CHANGES, CHARTS_TOUCHED, ITEMS, PATIENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection

    from himdesk.domain.charts.charts import Patient
    from himdesk.domain.charts.items import Item

_CHOICE = "choice_"

Earlier = dict[str, dict[str, str | None]]


def as_of(connection: Connection, patient_id: str, seq: int) -> Chart:
    """A chart just after the change set at `seq`, with what left it since and without what came.

    Raises:
        NotFound: there was no such chart then.
    """
    then = select(PATIENTS.c.id).where(PATIENTS.c.id == patient_id, PATIENTS.c.created_seq <= seq)
    if connection.execute(then).first() is None:
        raise NotFound("chart at that time", patient_id)
    known = ITEMS.c.created_seq <= seq
    candidates = matching(connection, and_(ITEMS.c.patient_id == patient_id, known))
    for part in chunks(_left_since(connection, patient_id, seq)):
        candidates += matching(
            connection, and_(ITEMS.c.id.in_(part), ITEMS.c.patient_id != patient_id, known)
        )
    earlier = _values_before(connection, [patient_id, *(i.id for i in candidates)], seq)
    items = (_item_then(item, earlier[item.id]) for item in candidates)
    own = _patient_then(patient(connection, patient_id), earlier[patient_id])
    owned = sorted((i for i in items if i.patient_id == patient_id), key=lambda item: item.id)
    return Chart(own, tuple(owned))


def survivors(connection: Connection, ids: Collection[str], seq: int) -> dict[str, str]:
    """For each chart the one that survived it just after the change set at `seq`."""
    end = {chart: chart for chart in ids}
    open_ = set(end)
    while open_:
        found = patients(connection, {end[chart] for chart in open_})
        earlier = _values_before(connection, found, seq)
        after = {name: _patient_then(own, earlier[name]).replaced_by for name, own in found.items()}
        steps = {chart: after.get(end[chart]) for chart in open_}
        open_ = {chart for chart, step in steps.items() if step is not None}
        end.update((chart, step) for chart, step in steps.items() if step is not None)
    return end


def _left_since(connection: Connection, patient_id: str, seq: int) -> set[str]:
    later = select(CHARTS_TOUCHED.c.change_set_seq).where(
        CHARTS_TOUCHED.c.patient_id == patient_id, CHARTS_TOUCHED.c.change_set_seq > seq
    )
    query = (
        select(CHANGES.c.entity_id)
        .where(CHANGES.c.change_set_seq.in_(later))
        .where(CHANGES.c.field == "patient_id", CHANGES.c.before == patient_id)
    )
    return set(connection.execute(query).scalars())


def _values_before(connection: Connection, ids: Collection[str], seq: int) -> Earlier:
    """For each entity the fields that changed after `seq`, with what they were at it."""
    result: Earlier = {name: {} for name in ids}
    c = CHANGES.c
    for part in chunks(ids):
        later = and_(c.entity_id.in_(part), c.change_set_seq > seq)
        first = (
            select(c.entity_id, c.field, func.min(c.change_set_seq).label("seq"))
            .where(later)
            .group_by(c.entity_id, c.field)
            .subquery()
        )
        query = select(c.entity_id, c.field, c.before).join(
            first,
            and_(
                first.c.entity_id == c.entity_id,
                first.c.field == c.field,
                first.c.seq == c.change_set_seq,
            ),
        )
        for name, field, before in connection.execute(query):
            if field not in RECORDED_ONLY:
                result[name][field] = before
    return result


def _item_then(item: Item, earlier: Mapping[str, str | None]) -> Item:
    if not earlier:
        return item
    names = set(detail_fields(item.kind))
    inner: dict[str, Any] = {name: value for name, value in earlier.items() if name in names}
    outer: dict[str, Any] = {name: value for name, value in earlier.items() if name not in names}
    details = replace(item.details, **inner) if inner else item.details
    return replace(item, details=details, **outer)


def _patient_then(own: Patient, earlier: Mapping[str, str | None]) -> Patient:
    choices = {
        **own.choices,
        **{n.removeprefix(_CHOICE): v for n, v in earlier.items() if n.startswith(_CHOICE)},
    }
    plain: dict[str, Any] = {n: v for n, v in earlier.items() if not n.startswith(_CHOICE)}
    return replace(own, choices={n: v for n, v in choices.items() if v is not None}, **plain)
