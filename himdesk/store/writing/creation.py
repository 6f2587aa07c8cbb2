# SPDX-License-Identifier: Apache-2.0
"""Writing what a change set creates: rows, details, and the bodies that witness how it began."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.changes import CREATED, PAIR, PAIR_MARK, PATIENT, sha256
from himdesk.domain.charts.charts import ChartStatus, Patient, item_body, patient_body
from himdesk.domain.charts.items import Item, Kind, detail_fields
from himdesk.domain.errors import ConservationBroken
from himdesk.store import content
from himdesk.store.tables import DETAILS, ITEMS, PAIRS, PATIENTS
from himdesk.store.writing.bulk import insert_absent, insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from himdesk.domain.changes import Change
    from himdesk.domain.plans import Created

ITEM_COLUMNS: Final = tuple(f.name for f in fields(Item) if f.name != "details")
_ITEM_VALUES = attrgetter(*ITEM_COLUMNS)
_DETAIL_VALUES: Final = {kind: attrgetter(*detail_fields(kind)) for kind in Kind}


def check(changes: Iterable[Change], created: Created) -> dict[str, bytes]:
    """Check that what is created is what the changes declare, to the byte; all bodies by digest.

    Raises:
        ConservationBroken: something is created undeclared, declared and missing, or differs.
        ValueError: a new chart is not in its first state, or a content has another digest.
    """
    declared = {(c.entity, c.id): c.after for c in changes if c.field == CREATED}
    brought: dict[tuple[str, str], str] = {}
    bodies: dict[str, bytes] = {}
    for patient in created.patients:
        _check_bare(patient)
        body = patient_body(patient)
        digest = brought[PATIENT, patient.id] = sha256(body)
        bodies[digest] = body
    for item in created.items:
        body = item_body(item)
        digest = brought[item.kind.value, item.id] = sha256(body)
        bodies[digest] = body
    for key, digest in brought.items():
        if declared.pop(key, None) != digest:
            raise ConservationBroken(f"{key[0]} {key[1]} would be created undeclared.")
    if declared:
        entity, name = next(iter(declared))
        raise ConservationBroken(f"{entity} {name} is declared as created, but is not there.")
    if len(brought) != len(created.patients) + len(created.items):
        raise ConservationBroken("Something would be created twice.")
    for digest, body in created.contents.items():
        if sha256(body) != digest:
            raise ValueError("a content that does not hash to its name")
    return {**created.contents, **bodies}


def _check_bare(patient: Patient) -> None:
    """A chart begins without choices; they are changes of the same change set."""
    if (
        patient.status != ChartStatus.ACTIVE
        or patient.replaced_by is not None
        or any(value is not None for value in patient.choices.values())
    ):
        raise ValueError("a new chart is active and has no choices yet")


def write(
    connection: Connection,
    created: Created,
    bodies: Mapping[str, bytes],
    places: Mapping[str, int],
) -> None:
    """Write the new entities and what `check` made; `places` has each one's change set."""
    content.put_named(connection, bodies)
    insert_rows(
        connection,
        PATIENTS,
        ("id", "authority", "number", "status", "created_seq"),
        [(p.id, p.authority, p.number, str(p.status), places[p.id]) for p in created.patients],
    )
    insert_rows(
        connection,
        ITEMS,
        (*ITEM_COLUMNS, "created_seq"),
        [(*_item_row(item), places[item.id]) for item in created.items],
    )
    details: dict[Kind, list[tuple[Any, ...]]] = defaultdict(list)
    for item in created.items:
        details[item.kind].append((item.id, *_DETAIL_VALUES[item.kind](item.details)))
    for kind, rows in details.items():
        insert_rows(connection, DETAILS[kind], ("item_id", *detail_fields(kind)), rows)


def write_pairs(connection: Connection, changes: Iterable[Change]) -> None:
    """Make room for judgements of pairs of charts that nobody judged before."""
    pairs = sorted({change.id for change in changes if change.entity == PAIR})
    rows = [(pair, *pair.split(PAIR_MARK)) for pair in pairs]
    insert_absent(connection, PAIRS, ("id", "left_patient_id", "right_patient_id"), rows)


def _item_row(item: Item) -> tuple[Any, ...]:
    """The values of the common columns, as plain text."""
    row: tuple[Any, ...] = _ITEM_VALUES(item)
    return tuple([v if v is None or v.__class__ is str else str(v) for v in row])
