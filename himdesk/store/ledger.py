# SPDX-License-Identifier: Apache-2.0
"""The one function that writes charts.

The ledger is the write: the changes are inserted first, then each column they name is set from
them by one statement that also checks that every `before` still holds. What does not come out as
declared raises, and the whole unit of work is rolled back.
"""

from __future__ import annotations

from collections import defaultdict
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
from himdesk.store import checks, creation, terms
from himdesk.store.bulk import insert_rows
from himdesk.store.engine import actor_of
from himdesk.store.errors import ForgedActor
from himdesk.store.offenders import first_offender
from himdesk.store.tables import (
    CHANGE_SETS,
    CHANGES,
    CHARTS_TOUCHED,
    ITEMS,
    PATIENTS,
    column_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Column, Connection

    from himdesk.domain.changes import Change, ChangeSet
    from himdesk.domain.plans import Created

CHANGE_COLUMNS: Final = (
    "change_set_seq", "ordinal", "entity", "entity_id", "field", "before", "after",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Where a change set stands: its place in the chain and who answers for it."""

    seq: int
    previous: str
    at: str
    applied_by: str
    approved_by: str | None
    approved_at: str | None


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

    Raises:
        RecordMovedOn: a `before` does not hold any more.
        ConservationBroken: items would appear or vanish, or a child leave its parent.
        StructureConflict: charts would form a cycle, or a retired chart would own items.
        ForgedActor: `applied_by` or `approved_by` is not the person whose unit of work this is.
    """
    _check_actor(connection, applied_by, approved_by)
    seq, previous = _end_of_chain(connection)
    stamp = Stamp(
        seq=seq + 1,
        previous=previous,
        at=at,
        applied_by=applied_by,
        approved_by=approved_by,
        approved_at=approved_at,
    )
    creation.check(change_set.changes, created)
    counted = checks.count_items(connection, change_set, created)
    applied = _append(connection, change_set, id, stamp, (import_id, request_id))
    creation.write(connection, created, seq=applied.seq)
    _apply(connection, change_set.changes, applied.seq)
    _note_charts(connection, change_set, created, applied.seq)
    checks.run(connection, change_set, counted, seq=applied.seq)
    terms.index(connection, change_set.changes, created)
    return applied


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


def _append(
    connection: Connection,
    change_set: ChangeSet,
    name: str,
    stamp: Stamp,
    origin: tuple[str | None, str | None],
) -> AppliedChangeSet:
    content = change_set.content
    digest = chain_digest(stamp.previous, content, facts_of(stamp, change_set.reverses))
    connection.execute(
        CHANGE_SETS.insert().values(
            seq=stamp.seq, id=name, kind=change_set.kind, requester=change_set.requester,
            reason=change_set.reason, content=content, at=stamp.at, applied_by=stamp.applied_by,
            approved_by=stamp.approved_by, approved_at=stamp.approved_at,
            reverses=change_set.reverses, previous=stamp.previous, digest=digest,
            import_id=origin[0], request_id=origin[1],
        )
    )  # fmt: skip
    rows = [
        (stamp.seq, ordinal, c.entity, c.id, c.field, c.before, c.after)
        for ordinal, c in enumerate(change_set.changes)
    ]
    insert_rows(connection, CHANGES, CHANGE_COLUMNS, rows)
    return AppliedChangeSet(
        id=name, seq=stamp.seq, change_set=change_set, at=stamp.at, applied_by=stamp.applied_by,
        approved_by=stamp.approved_by, approved_at=stamp.approved_at, previous=stamp.previous,
        digest=digest,
    )  # fmt: skip


def _apply(connection: Connection, changes: Iterable[Change], seq: int) -> None:
    """Set each column that the changes name, and count that every `before` held."""
    expected: dict[tuple[Column[str | None], str], int] = defaultdict(int)
    entities: dict[tuple[Column[str | None], str], set[str]] = defaultdict(set)
    for change in changes:
        if change.field in RECORDED_ONLY:
            continue
        column = column_of(change.entity, change.field)
        if column is None or change.before == change.after:
            text = f"The {change.field} of a {change.entity} can't change like this."
            raise ConservationBroken(text)
        expected[column, change.field] += 1
        entities[column, change.field].add(change.entity)
    for (column, field), count in expected.items():
        _set_column(connection, column, field, sorted(entities[column, field]), (seq, count))


def _set_column(
    connection: Connection,
    column: Column[str | None],
    field: str,
    entities: Sequence[str],
    expected: tuple[int, int],
) -> None:
    """One statement for all rows. An item's kind must be what the ledger calls the entity."""
    seq, count = expected
    table = column.table
    key = table.c.item_id if "item_id" in table.c else table.c.id
    statement = (
        update(table)
        .values({column.name: CHANGES.c.after})
        .where(
            CHANGES.c.change_set_seq == seq,
            CHANGES.c.field == field,
            CHANGES.c.entity_id == key,
            column.is_not_distinct_from(CHANGES.c.before),
        )
    )
    if table is ITEMS:
        statement = statement.where(CHANGES.c.entity == ITEMS.c.kind)
    else:
        statement = statement.where(CHANGES.c.entity.in_(entities))
    if connection.execute(statement).rowcount != count:
        raise first_offender(connection, column, field, entities, seq)


def _note_charts(connection: Connection, change_set: ChangeSet, created: Created, seq: int) -> None:
    """Note which charts are touched: those that gain, lose or change something of theirs."""
    charts = change_set.charts() | checks.linked_charts(change_set)
    charts |= {item.patient_id for item in created.items}
    charts |= {item.home_patient_id for item in created.items}
    moved = {c.id for c in change_set.changes if c.field == "patient_id"}
    new = {item.id for item in created.items}
    if any(
        c.entity != PATIENT and c.field not in RECORDED_ONLY and c.id not in moved | new
        for c in change_set.changes
    ):
        owners = (
            select(ITEMS.c.patient_id)
            .distinct()
            .where(ITEMS.c.id == CHANGES.c.entity_id, CHANGES.c.change_set_seq == seq)
            .where(CHANGES.c.field.not_in((CREATED, "patient_id")))
        )
        charts |= set(connection.execute(owners).scalars())
    rows = [(chart, seq) for chart in sorted(charts)]
    insert_rows(connection, CHARTS_TOUCHED, ("patient_id", "change_set_seq"), rows)


def count_change_sets(connection: Connection) -> int:
    """How many change sets there are."""
    return connection.execute(select(func.count()).select_from(CHANGE_SETS)).scalar_one()


def chart_exists(connection: Connection, patient_id: str) -> bool:
    """Whether there is a chart with this id."""
    found = select(PATIENTS.c.id).where(PATIENTS.c.id == patient_id)
    return connection.execute(found).first() is not None
