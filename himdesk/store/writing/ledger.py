# SPDX-License-Identifier: Apache-2.0
"""The one function that writes charts.

The ledger is the write: the changes are inserted first, then each column they name is set from
them by one statement that also checks that every `before` still holds. What does not come out as
declared raises, and the whole unit of work is rolled back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select, update

from himdesk.domain.changes import (
    CREATED,
    GENESIS,
    PATIENT,
    RECORDED_ONLY,
    AppliedChangeSet,
    chain_digest,
)
from himdesk.domain.errors import ConservationBroken
from himdesk.domain.plans import Created
from himdesk.store.engine import actor_of
from himdesk.store.errors import ForgedActor
from himdesk.store.matching import due
from himdesk.store.matching.follow import follow
from himdesk.store.tables import (
    CHANGE_SETS,
    CHANGES,
    CHARTS_TOUCHED,
    ITEMS,
    PATIENTS,
    column_of,
)
from himdesk.store.writing import checks, creation, terms
from himdesk.store.writing.bulk import Row, insert_rows
from himdesk.store.writing.offenders import first_offender

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Column, Connection, Update

    from himdesk.domain.changes import Change, ChangeSet

CHANGE_COLUMNS: Final = (
    "change_set_seq", "ordinal", "entity", "entity_id", "field", "before", "after",
)  # fmt: skip
CHANGE_SET_COLUMNS: Final = (
    "seq", "id", "kind", "requester", "reason", "content", "at", "applied_by", "approved_by",
    "approved_at", "reverses", "previous", "digest", "import_id", "request_id",
)  # fmt: skip

Span = tuple[int, int]
"""The first and the last of change sets that are written together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Where a change set stands: its place in the chain and who answers for it."""

    seq: int
    previous: str
    at: str
    applied_by: str
    approved_by: str | None
    approved_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A change set that is to be written, with what it creates in its first state."""

    id: str
    change_set: ChangeSet
    created: Created


def write(
    connection: Connection,
    change_set: ChangeSet,
    created: Created,
    *,
    id: str,  # noqa: A002  named as in the ledger
    at: str,
    applied_by: str,
    approved_by: str | None = None,
    approved_at: str | None = None,
    import_id: str | None = None,
    request_id: str | None = None,
) -> AppliedChangeSet:
    """Append a change set and apply it; `created` holds what it creates, in its first state.

    Raises: as `write_all`.
    """
    entry = Entry(id=id, change_set=change_set, created=created)
    applied = write_all(
        connection, [entry], at=at, applied_by=applied_by, approved_by=approved_by,
        approved_at=approved_at, import_id=import_id, request_id=request_id,
    )  # fmt: skip
    return applied[0]


def write_all(
    connection: Connection,
    entries: Sequence[Entry],
    *,
    at: str,
    applied_by: str,
    approved_by: str | None = None,
    approved_at: str | None = None,
    import_id: str | None = None,
    request_id: str | None = None,
) -> list[AppliedChangeSet]:
    """Append change sets, of which no two change the same field, and apply them together.

    Raises:
        RecordMovedOn: a `before` does not hold any more.
        ConservationBroken: items would appear or vanish, or a child leave its parent.
        StructureConflict: charts would form a cycle, or a retired chart would own items.
        ForgedActor: `applied_by` or `approved_by` is not the person whose unit of work this is.
    """
    _check_actor(connection, applied_by, approved_by)
    whole, created = _together(entries)
    bodies = creation.check(whole, created)
    counted = checks.count_items(connection, whole, created)
    seq, previous = _end_of_chain(connection)
    applied: list[AppliedChangeSet] = []
    rows: list[Row] = []
    for entry in entries:
        stamp = Stamp(
            seq=seq + len(applied) + 1,
            previous=applied[-1].digest if applied else previous,
            at=at,
            applied_by=applied_by,
            approved_by=approved_by,
            approved_at=approved_at,
        )
        one, row = _sealed(entry, stamp, (import_id, request_id))
        applied.append(one)
        rows.append(row)
    _append(connection, applied, rows)
    places = [one.seq for one in applied]
    creation.write(connection, created, bodies, _places_of(entries, places))
    creation.write_pairs(connection, whole)
    span = (seq + 1, seq + len(entries))
    _apply(connection, whole, span)
    touched = _note_charts(connection, entries, places)
    checks.run(connection, whole, counted, span=span)
    terms.index(connection, whole, created)
    due.note(connection, applied, touched)
    follow(connection, applied)
    return applied


def _together(entries: Sequence[Entry]) -> tuple[tuple[Change, ...], Created]:
    """All changes, and all that is created."""
    if len(entries) == 1:
        return entries[0].change_set.changes, entries[0].created
    changes = tuple(c for entry in entries for c in entry.change_set.changes)
    named = {(c.entity, c.id, c.field) for c in changes}
    if len(named) != len(changes):
        raise ValueError("change sets that are written together change different fields")
    created = Created(
        tuple(p for entry in entries for p in entry.created.patients),
        tuple(i for entry in entries for i in entry.created.items),
        {name: body for entry in entries for name, body in entry.created.contents.items()},
    )
    return changes, created


def _places_of(entries: Sequence[Entry], places: Sequence[int]) -> dict[str, int]:
    """The change set that creates each chart and item."""
    found: dict[str, int] = {}
    for entry, seq in zip(entries, places, strict=True):
        found.update((patient.id, seq) for patient in entry.created.patients)
        found.update((item.id, seq) for item in entry.created.items)
    return found


def _check_actor(connection: Connection, applied_by: str, approved_by: str | None) -> None:
    actor = actor_of(connection)
    for named in (applied_by, approved_by):
        if named is not None and named != actor:
            raise ForgedActor(named, actor or "nobody")


def head(connection: Connection) -> tuple[int, str]:
    """The last change set's seq and digest; 0 and `GENESIS` before the first."""
    return _end_of_chain(connection)


def _end_of_chain(connection: Connection) -> tuple[int, str]:
    columns = CHANGE_SETS.c
    last = connection.execute(
        select(columns.seq, columns.digest).order_by(columns.seq.desc()).limit(1)
    ).first()
    return (0, GENESIS) if last is None else (last.seq, last.digest)


def facts_of(stamp: Stamp, reverses: str | None) -> dict[str, str | int | None]:
    """The facts of a change set that its digest is over, beside its content."""
    return {
        "seq": stamp.seq,
        "at": stamp.at,
        "applied_by": stamp.applied_by,
        "approved_by": stamp.approved_by,
        "approved_at": stamp.approved_at,
        "reverses": reverses,
    }


def _sealed(
    entry: Entry, stamp: Stamp, origin: tuple[str | None, str | None]
) -> tuple[AppliedChangeSet, Row]:
    """The change set in its place of the chain, and its row."""
    said = entry.change_set
    content = said.content
    digest = chain_digest(stamp.previous, content, facts_of(stamp, said.reverses))
    row = (
        stamp.seq, entry.id, str(said.kind), said.requester, said.reason, content,
        stamp.at, stamp.applied_by, stamp.approved_by, stamp.approved_at, said.reverses,
        stamp.previous, digest, *origin,
    )  # fmt: skip
    applied = AppliedChangeSet(
        id=entry.id, seq=stamp.seq, change_set=said, at=stamp.at,
        applied_by=stamp.applied_by, approved_by=stamp.approved_by, approved_at=stamp.approved_at,
        previous=stamp.previous, digest=digest,
    )  # fmt: skip
    return applied, row


def _append(
    connection: Connection, applied: Iterable[AppliedChangeSet], rows: Sequence[Row]
) -> None:
    """Write change sets and their changes to the end of the ledger."""
    changes = [
        (one.seq, ordinal, c.entity, c.id, c.field, c.before, c.after)
        for one in applied
        for ordinal, c in enumerate(one.change_set.changes)
    ]
    insert_rows(connection, CHANGE_SETS, CHANGE_SET_COLUMNS, rows)
    insert_rows(connection, CHANGES, CHANGE_COLUMNS, changes)


def _apply(connection: Connection, changes: Iterable[Change], span: Span) -> None:
    """Set each column that the changes name, and count that every `before` held."""
    named = Counter(
        (change.entity, change.field, change.before == change.after)
        for change in changes
        if change.field not in RECORDED_ONLY
    )
    expected: Counter[tuple[Column[str | None], str]] = Counter()
    entities: dict[tuple[Column[str | None], str], list[str]] = defaultdict(list)
    for (entity, field, idle), count in named.items():
        column = column_of(entity, field)
        if column is None or idle:
            raise ConservationBroken(f"The {field} of a {entity} can't change like this.")
        expected[column, field] += count
        entities[column, field].append(entity)
    for (column, field), count in expected.items():
        statement = _set_column(column, field, sorted(entities[column, field]), span)
        if connection.execute(statement).rowcount != count:
            raise first_offender(connection, column, field, entities[column, field], span)


def _set_column(
    column: Column[str | None], field: str, entities: Sequence[str], span: Span
) -> Update:
    """One statement for all rows. An item's kind must be what the ledger calls the entity."""
    table = column.table
    key = table.c.item_id if "item_id" in table.c else table.c.id
    statement = (
        update(table)
        .values({column.name: CHANGES.c.after})
        .where(
            CHANGES.c.change_set_seq.between(*span),
            CHANGES.c.field == field,
            CHANGES.c.entity_id == key,
            column.is_not_distinct_from(CHANGES.c.before),
        )
    )
    if table is ITEMS:
        return statement.where(CHANGES.c.entity == ITEMS.c.kind)
    return statement.where(CHANGES.c.entity.in_(entities))


def _note_charts(
    connection: Connection, entries: Sequence[Entry], places: Sequence[int]
) -> set[tuple[str, int]]:
    """Note which charts are touched: those that gain, lose or change something of theirs."""
    touched: set[tuple[str, int]] = set()
    asked: list[int] = []
    for entry, seq in zip(entries, places, strict=True):
        change_set, created = entry.change_set, entry.created
        charts = change_set.charts() | checks.linked_charts(change_set)
        charts |= {item.patient_id for item in created.items}
        charts |= {item.home_patient_id for item in created.items}
        touched |= {(chart, seq) for chart in charts}
        known = {c.id for c in change_set.changes if c.field == "patient_id"}
        known |= {item.id for item in created.items}
        if any(
            c.entity != PATIENT and c.field not in RECORDED_ONLY and c.id not in known
            for c in change_set.changes
        ):
            asked.append(seq)
    if asked:
        owners = (
            select(ITEMS.c.patient_id, CHANGES.c.change_set_seq)
            .distinct()
            .where(ITEMS.c.id == CHANGES.c.entity_id)
            .where(CHANGES.c.change_set_seq.between(asked[0], asked[-1]))
            .where(CHANGES.c.field.not_in((CREATED, "patient_id")))
        )
        touched |= {(chart, seq) for chart, seq in connection.execute(owners)}
    insert_rows(connection, CHARTS_TOUCHED, ("patient_id", "change_set_seq"), sorted(touched))
    return touched


def count_change_sets(connection: Connection) -> int:
    """How many change sets there are."""
    return connection.execute(select(func.count()).select_from(CHANGE_SETS)).scalar_one()


def chart_exists(connection: Connection, patient_id: str) -> bool:
    """Whether there is a chart with this id."""
    found = select(PATIENTS.c.id).where(PATIENTS.c.id == patient_id)
    return connection.execute(found).first() is not None
