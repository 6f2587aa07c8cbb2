# SPDX-License-Identifier: Apache-2.0
"""The log of amendment cases, and which records they are about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from himdesk.domain.changes import canonical
from himdesk.store import chain
from himdesk.store.reading import items, patients
from himdesk.store.tables import CASE_EVENTS, CASE_ITEMS, ITEMS, WORK_CASES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """A step as it is kept; `day` is that of the site, `detail` plain values."""

    at: str
    day: str
    by: str
    verb: str
    detail: Mapping[str, Any]


def record(connection: Connection, case_id: str, event: CaseEvent) -> None:
    """Add a step to the log of a case."""
    row: dict[str, str | None] = {
        "case_id": case_id, "at": event.at, "day": event.day, "by": event.by,
        "verb": event.verb, "detail": canonical(event.detail).decode(),
    }  # fmt: skip
    chain.append(connection, CASE_EVENTS, row)


def events(connection: Connection, case_ids: Collection[str]) -> dict[str, list[CaseEvent]]:
    """The steps of cases, in order."""
    c = CASE_EVENTS.c
    columns = (c.case_id, c.at, c.day, c.by, c.verb, c.detail)
    query = select(*columns).where(c.case_id.in_(case_ids)).order_by(c.seq)
    found: dict[str, list[CaseEvent]] = {case: [] for case in case_ids}
    for case, at, day, by, verb, detail in connection.execute(query):
        event = CaseEvent(at=at, day=day, by=by, verb=verb, detail=json.loads(detail))
        found[case].append(event)
    return found


def set_items(connection: Connection, case_id: str, item_ids: Collection[str]) -> None:
    """Say which records a new case is about."""
    for item in sorted(set(item_ids)):
        connection.execute(insert(CASE_ITEMS).values(case_id=case_id, item_id=item))


def about(connection: Connection, item_ids: Collection[str]) -> dict[str, list[str]]:
    """The cases about records, by record."""
    c = CASE_ITEMS.c
    query = select(c.item_id, c.case_id).where(c.item_id.in_(item_ids)).order_by(c.case_id)
    found: dict[str, list[str]] = {}
    for item, case in connection.execute(query):
        found.setdefault(item, []).append(case)
    return found


def of_own(connection: Connection, item_ids: Collection[str]) -> dict[str, list[str]]:
    """The same, of the very patient in whose chart the record is now.

    A case stays with the person who asked when the record moves to another one (DOMAIN S12): of
    that chart it is none.
    """
    found = about(connection, item_ids)
    w, names = WORK_CASES.c, {case for cases in found.values() for case in cases}
    rows = connection.execute(select(w.id, w.patient_id).where(w.id.in_(names)))
    asked = {case: patient for case, patient in rows if patient is not None}
    owners = {name: item.patient_id for name, item in items.items(connection, found).items()}
    ends = patients.survivors(connection, {*owners.values(), *asked.values()})
    own = {
        item: [case for case in cases if case in asked and ends[asked[case]] == ends[owners[item]]]
        for item, cases in found.items()
    }
    return {item: cases for item, cases in own.items() if cases}


def asked_about(connection: Connection, patient_ids: Collection[str]) -> set[str]:
    """The records of charts that any case is about."""
    joined = CASE_ITEMS.join(ITEMS, ITEMS.c.id == CASE_ITEMS.c.item_id)
    query = (
        select(CASE_ITEMS.c.item_id).select_from(joined).where(ITEMS.c.patient_id.in_(patient_ids))
    )
    return set(connection.execute(query).scalars())
