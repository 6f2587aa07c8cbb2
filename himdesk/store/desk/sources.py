# SPDX-License-Identifier: Apache-2.0
"""Imports, and the last snapshot of each record of each source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select, update

from himdesk.domain.changes import canonical, sha256
from himdesk.domain.errors import NotFound
from himdesk.store.desk.rows import save, values_of
from himdesk.store.reading.items import chunks
from himdesk.store.tables import CHANGE_SETS, IMPORT_BATCHES, SOURCE_RECORDS
from himdesk.store.writing.bulk import insert_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBatch:
    """One import; its change sets name its id. `report` is JSON."""

    id: str
    source: str
    started_at: str
    by: str
    state: str
    report: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """A record as its source last stated it; `body` is the digest of the source's own bytes.

    `patient_id` is the chart it was first filed under, `item_id` the item it became, if it is one.
    """

    id: str
    source: str
    type: str
    record_id: str
    body: str
    seen_at: str
    patient_id: str | None = None
    item_id: str | None = None
    mrn_authority: str | None = None
    mrn_number: str | None = None
    import_id: str | None = None


_COLUMNS: Final = tuple(SourceRecord.__slots__)


def put_import(connection: Connection, batch: ImportBatch) -> None:
    """Write an import, new or further on."""
    save(connection, IMPORT_BATCHES, values_of(batch))


def witness(connection: Connection, batch: ImportBatch, through: int) -> str:
    """The digest of an import with its change sets up to a place: `verify` compares it."""
    c = CHANGE_SETS.c
    query = select(c.seq, c.id).where(c.import_id == batch.id, c.seq <= through).order_by(c.seq)
    made = [list(row) for row in connection.execute(query)]
    return sha256(canonical({**values_of(batch), "change_sets": made}))


def import_batch(connection: Connection, import_id: str) -> ImportBatch:
    """One import.

    Raises:
        NotFound: there is none.
    """
    query = select(IMPORT_BATCHES).where(IMPORT_BATCHES.c.id == import_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFound("import", import_id)
    return ImportBatch(**row)


def imports(connection: Connection, *, limit: int = 100) -> tuple[ImportBatch, ...]:
    """The last imports, newest first."""
    c = IMPORT_BATCHES.c
    query = select(IMPORT_BATCHES).order_by(c.started_at.desc(), c.id).limit(limit)
    return tuple(ImportBatch(**row) for row in connection.execute(query).mappings())


def records(
    connection: Connection, source: str, keys: Collection[tuple[str, str]]
) -> dict[tuple[str, str], SourceRecord]:
    """The records of a source that were seen before, by (type, record id)."""
    by_type: dict[str, set[str]] = {}
    for kind, record_id in keys:
        by_type.setdefault(kind, set()).add(record_id)
    c = SOURCE_RECORDS.c
    query = select(*(c[name] for name in _COLUMNS))
    result: dict[tuple[str, str], SourceRecord] = {}
    for kind, wanted in by_type.items():
        for part in chunks(wanted):
            narrowed = query.where(c.source == source, c.type == kind, c.record_id.in_(part))
            for row in connection.execute(narrowed):
                found = SourceRecord(**dict(zip(_COLUMNS, row, strict=True)))
                result[found.type, found.record_id] = found
    return result


def records_of_charts(
    connection: Connection, patient_ids: Collection[str]
) -> tuple[SourceRecord, ...]:
    """The records that were first filed under these charts, in order of their ids."""
    query = select(*(SOURCE_RECORDS.c[name] for name in _COLUMNS))
    found = [
        SourceRecord(**dict(zip(_COLUMNS, row, strict=True)))
        for part in chunks(patient_ids)
        for row in connection.execute(query.where(SOURCE_RECORDS.c.patient_id.in_(part)))
    ]
    return tuple(sorted(found, key=lambda record: record.id))


def add_records(connection: Connection, new: Iterable[SourceRecord]) -> None:
    """Note records that were not seen before."""
    rows = [tuple(getattr(record, name) for name in _COLUMNS) for record in new]
    insert_rows(connection, SOURCE_RECORDS, _COLUMNS, rows)


def update_records(connection: Connection, changed: Iterable[SourceRecord]) -> None:
    """Note what the source states now of records that were seen before, by their ids."""
    rows: list[dict[str, Any]] = [
        {f"new_{name}": getattr(record, name) for name in _COLUMNS} for record in changed
    ]
    if not rows:
        return
    fixed = {"id", "source", "type", "record_id"}
    values: dict[str, Any] = {
        name: bindparam(f"new_{name}") for name in _COLUMNS if name not in fixed
    }
    connection.execute(
        update(SOURCE_RECORDS).where(SOURCE_RECORDS.c.id == bindparam("new_id")).values(values),
        [{key: row[key] for key in row if key[4:] not in fixed - {"id"}} for row in rows],
    )
