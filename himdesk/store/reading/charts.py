# SPDX-License-Identifier: Apache-2.0
"""Charts with items: whole, or as much of them as a question needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from himdesk.domain.charts.charts import Chart
from himdesk.domain.charts.items import ASSERTIONS, Category, Kind
from himdesk.domain.fold import Placed
from himdesk.store.reading.items import chunks, from_rows, items, matching, query_of
from himdesk.store.reading.patients import patient, patients
from himdesk.store.tables import DETAILS, ITEMS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Column, Connection

    from himdesk.domain.charts.charts import Patient
    from himdesk.domain.charts.items import Item

RULED: Final = (Category.ALLERGY, Category.ORDER, Category.BLOOD_GROUP, Category.MOTHER)
"""The categories of clinical items that contradictions look at."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some items of one kind, newest first; `following` asks for the next ones, None at the end."""

    items: tuple[Item, ...]
    following: int | None


def chart(connection: Connection, patient_id: str, kinds: Collection[Kind] | None = None) -> Chart:
    """A chart with all its items, or those of some kinds.

    Raises:
        NotFound: there is no such chart.
    """
    own = patient(connection, patient_id)
    return Chart(own, tuple(matching(connection, ITEMS.c.patient_id == patient_id, kinds)))


def assertions(connection: Connection, patient_ids: Collection[str]) -> dict[str, Chart]:
    """Charts with their assertions only, by id."""
    found = (
        found
        for part in chunks(patient_ids)
        for found in matching(connection, ITEMS.c.patient_id.in_(part), sorted(ASSERTIONS))
    )
    return _together(patients(connection, patient_ids), found)


def facts(connection: Connection, patient_ids: Collection[str]) -> dict[str, Chart]:
    """Charts with what the rules look at: assertions, encounters, ruled clinical items."""
    found: list[Item] = []
    category = DETAILS[Kind.CLINICAL].c.category
    for part in chunks(patient_ids):
        of_charts = ITEMS.c.patient_id.in_(part)
        found += matching(connection, of_charts, [*sorted(ASSERTIONS), Kind.ENCOUNTER])
        ruled = query_of(Kind.CLINICAL).where(of_charts, category.in_(RULED))
        found += from_rows(Kind.CLINICAL, connection.execute(ruled).all())
    return _together(patients(connection, patient_ids), found)


def headers(connection: Connection, patient_ids: Collection[str]) -> dict[str, Chart]:
    """Charts with what a list shows of them: the chosen assertions, and the flags."""
    own = patients(connection, patient_ids)
    chosen = {c: p.id for p in own.values() for c in p.choices.values() if c is not None}
    found = [i for i in items(connection, chosen).values() if i.patient_id == chosen[i.id]]
    for part in chunks(patient_ids):
        found += matching(connection, ITEMS.c.patient_id.in_(part), [Kind.FLAG])
    return _together(own, found)


def flagged(connection: Connection, patient_ids: Collection[str]) -> dict[str, Chart]:
    """Those charts that bear flags, with these only."""
    found = [
        flag
        for part in chunks(patient_ids)
        for flag in matching(connection, ITEMS.c.patient_id.in_(part), [Kind.FLAG])
    ]
    return _together(patients(connection, {flag.patient_id for flag in found}), found)


def _together(own: dict[str, Patient], found: Iterable[Item]) -> dict[str, Chart]:
    by_owner: dict[str, list[Item]] = {name: [] for name in own}
    for item in found:
        by_owner[item.patient_id].append(item)
    return {
        name: Chart(own[name], tuple(sorted(owned, key=lambda item: item.id)))
        for name, owned in by_owner.items()
    }


def counts(connection: Connection, patient_id: str) -> dict[Kind, int]:
    """How many items of each kind a chart has."""
    query = (
        select(ITEMS.c.kind, func.count())
        .where(ITEMS.c.patient_id == patient_id)
        .group_by(ITEMS.c.kind)
    )
    return {Kind(kind): count for kind, count in connection.execute(query)}


def categories(connection: Connection, patient_id: str) -> dict[str, int]:
    """How many clinical items of each category a chart has."""
    details = DETAILS[Kind.CLINICAL]
    query = (
        select(details.c.category, func.count())
        .join(ITEMS, ITEMS.c.id == details.c.item_id)
        .where(ITEMS.c.patient_id == patient_id)
        .group_by(details.c.category)
    )
    return {str(category): count for category, count in connection.execute(query)}


def days(connection: Connection, patient_id: str, kind: Kind) -> tuple[str, ...]:
    """The days (ISO, perhaps partial) that items of one kind are of, each once, in order."""
    day = func.substr(ITEMS.c.at, 1, len("2026-03-01"))
    query = select(day).where(
        ITEMS.c.patient_id == patient_id, ITEMS.c.kind == kind.value, ITEMS.c.at.is_not(None)
    )
    return tuple(sorted(set(connection.execute(query).scalars())))


def page(
    connection: Connection,
    patient_id: str,
    kind: Kind,
    *,
    category: str | None = None,
    limit: int,
    after: int = 0,
) -> Page:
    """Items of one kind, newest first; `after` is what the previous page called `following`.

    `category` narrows clinical items.
    """
    query = query_of(kind)
    if category is not None:
        query = query.where(DETAILS[kind].c.category == category)
    query = (
        query.where(ITEMS.c.patient_id == patient_id)
        .order_by(ITEMS.c.at.desc().nulls_last(), ITEMS.c.id.desc())
        .offset(after)
        .limit(limit + 1)
    )
    found = tuple(from_rows(kind, connection.execute(query).all()))
    return Page(found[:limit], after + limit if len(found) > limit else None)


def placed(connection: Connection, patient_ids: Collection[str]) -> tuple[Placed, ...]:
    """All items whose home or owner is one of the charts, without details."""
    ways = (ITEMS.c.patient_id, ITEMS.c.home_patient_id)
    return _placed(connection, patient_ids, ways)


def owned(connection: Connection, patient_ids: Collection[str]) -> tuple[Placed, ...]:
    """All items that the charts own, without details: what a merge would move."""
    return _placed(connection, patient_ids, (ITEMS.c.patient_id,))


def placed_items(connection: Connection, item_ids: Collection[str]) -> tuple[Placed, ...]:
    """The items with these ids, without details."""
    return _placed(connection, item_ids, (ITEMS.c.id,))


def descendants(connection: Connection, item_ids: Collection[str]) -> tuple[Placed, ...]:
    """What moves with the items: their children, and the contents of encounters, to the leaves."""
    ways = (ITEMS.c.parent_id, ITEMS.c.encounter_id)
    seen: dict[str, Placed] = {}
    layer = set(item_ids)
    while layer:
        found = _placed(connection, layer, ways)
        layer = {each.id for each in found} - seen.keys() - set(item_ids)
        seen.update((each.id, each) for each in found if each.id in layer)
    return tuple(seen[name] for name in sorted(seen))


def _placed(
    connection: Connection, ids: Collection[str], ways: Iterable[Column[Any]]
) -> tuple[Placed, ...]:
    i = ITEMS.c
    parent = func.coalesce(i.parent_id, i.encounter_id)
    query = select(i.id, i.home_patient_id, i.created_seq, i.patient_id, i.kind, parent)
    kinds = {kind.value: kind for kind in Kind}
    found = {
        row[0]: Placed(
            id=row[0], home=row[1], created=row[2], owner=row[3], kind=kinds[row[4]], parent=row[5]
        )
        for part in chunks(ids)
        for way in ways
        for row in connection.execute(query.where(way.in_(part)))
    }
    return tuple(found[name] for name in sorted(found))
