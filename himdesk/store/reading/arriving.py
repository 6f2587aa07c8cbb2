# SPDX-License-Identifier: Apache-2.0
"""What an arriving record must know of the charts: where items stand, whose a number is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, or_, select

from himdesk.domain.changes import CREATED, PATIENT
from himdesk.domain.charts.items import Kind
from himdesk.domain.charts.normal import compact
from himdesk.store.reading.items import chunks
from himdesk.store.tables import (
    CHANGE_SETS,
    CHANGES,
    CHARTS_TOUCHED,
    DETAILS,
    ITEMS,
    PATIENTS,
    TERMS,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

_IDENTIFIERS: Final = DETAILS[Kind.IDENTIFIER]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an item stands now, without its details; `body` is the source's last statement."""

    id: str
    kind: Kind
    type: str | None
    home: str
    owner: str
    status: str | None
    body: str | None
    parent: str | None
    encounter: str | None


def standings(connection: Connection, item_ids: Collection[str]) -> dict[str, Standing]:
    """The items that are there, by id."""
    i = ITEMS.c
    query = select(
        i.id, i.kind, i.type, i.home_patient_id, i.patient_id, i.status, i.body, i.parent_id,
        i.encounter_id,
    )  # fmt: skip
    kinds = {kind.value: kind for kind in Kind}
    return {
        row[0]: Standing(row[0], kinds[row[1]], *row[2:])
        for part in chunks(item_ids)
        for row in connection.execute(query.where(i.id.in_(part)))
    }


def holders(
    connection: Connection, numbers: Collection[tuple[str, str]]
) -> dict[tuple[str, str], set[str]]:
    """The charts under which identifiers (system, value) were recorded; no system means any."""
    by_term: dict[str, list[tuple[str, str]]] = {}
    for system, value in numbers:
        by_term.setdefault(compact(value), []).append((system, value))
    query = (
        select(TERMS.c.term, _IDENTIFIERS.c.system, _IDENTIFIERS.c.value, ITEMS.c.home_patient_id)
        .join(ITEMS, ITEMS.c.id == TERMS.c.item_id)
        .join(_IDENTIFIERS, _IDENTIFIERS.c.item_id == TERMS.c.item_id)
        .where(ITEMS.c.status.is_distinct_from("entered-in-error"))
    )
    result: dict[tuple[str, str], set[str]] = {}
    for part in chunks(by_term):
        for term, system, value, home in connection.execute(query.where(TERMS.c.term.in_(part))):
            for wanted in by_term[term]:
                if wanted[1] == value and wanted[0] in {"", system or ""}:
                    result.setdefault(wanted, set()).add(home)
    return result


def last_number(connection: Connection, authority: str, digits: int) -> int:
    """The highest number of so many digits that an authority gave out; 0 if none."""
    p = PATIENTS.c
    query = (
        select(p.number)
        .where(p.authority == authority, p.number >= "0" * digits, p.number <= "9" * digits)
        .order_by(p.number.desc())
    )
    for number in connection.execute(query).scalars():
        if len(number) == digits and number.isascii() and number.isdigit():
            return int(number)
    return 0


def touched_since(connection: Connection, seq: int) -> tuple[frozenset[str], bool]:
    """The charts that change sets after `seq` touched, and whether an import was among these."""
    touched = select(CHARTS_TOUCHED.c.patient_id).where(CHARTS_TOUCHED.c.change_set_seq > seq)
    imports = select(CHANGE_SETS.c.seq).where(
        CHANGE_SETS.c.seq > seq, CHANGE_SETS.c.import_id.is_not(None)
    )
    charts = frozenset(connection.execute(touched.distinct()).scalars())
    return charts, connection.execute(imports.limit(1)).first() is not None


def sets_of_import(connection: Connection, import_id: str) -> tuple[str, ...]:
    """The ids of an import's change sets, the last one first."""
    query = select(CHANGE_SETS.c.id).where(CHANGE_SETS.c.import_id == import_id)
    return tuple(connection.execute(query.order_by(CHANGE_SETS.c.seq.desc())).scalars())


def touched_by(connection: Connection, change_sets: Collection[str]) -> frozenset[str]:
    """The charts that any of these change sets touched."""
    t = CHARTS_TOUCHED.c
    query = select(t.patient_id).join(CHANGE_SETS, CHANGE_SETS.c.seq == t.change_set_seq)
    return frozenset(
        chart
        for part in chunks(change_sets)
        for chart in connection.execute(query.where(CHANGE_SETS.c.id.in_(part))).scalars()
    )


def founded(connection: Connection, import_id: str) -> frozenset[str]:
    """The charts that an import created, or whose number came again with it."""
    c = CHANGES.c
    query = (
        select(c.entity_id)
        .join(CHANGE_SETS, CHANGE_SETS.c.seq == c.change_set_seq)
        .where(CHANGE_SETS.c.import_id == import_id, c.entity == PATIENT)
        .where(or_(c.field == CREATED, and_(c.field == "status", c.before == "entered-in-error")))
    )
    return frozenset(connection.execute(query).scalars())


def strangers(connection: Connection, import_id: str, charts: Collection[str]) -> list[Standing]:
    """The items of these charts, not in error, that did not come with the import."""
    i = ITEMS.c
    query = (
        select(i.id)
        .join(CHANGE_SETS, CHANGE_SETS.c.seq == i.created_seq)
        .where(CHANGE_SETS.c.import_id.is_distinct_from(import_id))
        .where(i.status.is_distinct_from("entered-in-error"))
    )
    found = [
        item
        for part in chunks(charts)
        for item in connection.execute(query.where(i.patient_id.in_(part))).scalars()
    ]
    return sorted(standings(connection, found).values(), key=lambda each: each.id)


def merged(connection: Connection, charts: Collection[str]) -> tuple[str, ...]:
    """The numbers of those charts that are part of a merge in force."""
    p, other = PATIENTS.c, PATIENTS.alias("other")
    survives = select(other.c.id).where(other.c.replaced_by == p.id).exists()
    query = select(p.number).where(or_(p.replaced_by.is_not(None), survives))
    return tuple(
        number
        for part in chunks(charts)
        for number in connection.execute(query.where(p.id.in_(part))).scalars()
    )
