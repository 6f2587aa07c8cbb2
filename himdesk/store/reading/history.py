# SPDX-License-Identifier: Apache-2.0
"""The ledger: change sets, the history of a chart and of a field, places in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, tuple_

from himdesk.domain.changes import AppliedChangeSet, Change, ChangeKind, ChangeSet
from himdesk.domain.errors import NotFound
from himdesk.store.reading.items import chunks
from himdesk.store.tables import CHANGE_SETS, CHANGES, CHARTS_TOUCHED, ITEMS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection, Row, Select


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEntry:
    """One change of a field, with the place and the people of its change set."""

    entity: str
    id: str
    field: str
    before: str | None
    after: str | None
    seq: int
    change_set: str
    kind: str
    at: str
    applied_by: str


def change_set(connection: Connection, change_set_id: str) -> AppliedChangeSet:
    """One change set with its changes.

    Raises:
        NotFound: there is none.
    """
    found = _complete(connection, select(CHANGE_SETS).where(CHANGE_SETS.c.id == change_set_id))
    if not found:
        raise NotFound("change set", change_set_id)
    return found[0]


def change_sets(
    connection: Connection, change_set_ids: Collection[str]
) -> dict[str, AppliedChangeSet]:
    """The change sets that are there, by id."""
    return {
        found.id: found
        for part in chunks(change_set_ids)
        for found in _complete(connection, select(CHANGE_SETS).where(CHANGE_SETS.c.id.in_(part)))
    }


def history(
    connection: Connection, patient_id: str, *, limit: int, before: int | None = None
) -> tuple[AppliedChangeSet, ...]:
    """The change sets that touched a chart, newest first; those of items that left since, too.

    `before` is the seq of the last one that the caller has already.
    """
    touched = select(CHARTS_TOUCHED.c.change_set_seq).where(
        CHARTS_TOUCHED.c.patient_id == patient_id
    )
    if before is not None:
        touched = touched.where(CHARTS_TOUCHED.c.change_set_seq < before)
    seqs = touched.order_by(CHARTS_TOUCHED.c.change_set_seq.desc()).limit(limit)
    wanted = select(CHANGE_SETS).where(CHANGE_SETS.c.seq.in_(seqs))
    return tuple(reversed(_complete(connection, wanted)))


def since(
    connection: Connection, patient_ids: Collection[str], seq: int
) -> tuple[AppliedChangeSet, ...]:
    """The change sets after `seq` that touched any of the charts, in order."""
    seqs: set[int] = set()
    for part in chunks(patient_ids):
        query = select(CHARTS_TOUCHED.c.change_set_seq).where(
            CHARTS_TOUCHED.c.patient_id.in_(part), CHARTS_TOUCHED.c.change_set_seq > seq
        )
        seqs |= set(connection.execute(query).scalars())
    return by_seq(connection, seqs)


def by_seq(connection: Connection, seqs: Iterable[int]) -> tuple[AppliedChangeSet, ...]:
    """The change sets at these places, in order."""
    wanted, result = sorted(seqs), []
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        result += _complete(connection, select(CHANGE_SETS).where(CHANGE_SETS.c.seq.in_(part)))
    return tuple(result)


def of_import(connection: Connection, import_id: str) -> tuple[AppliedChangeSet, ...]:
    """The change sets of one import, in order."""
    wanted = select(CHANGE_SETS).where(CHANGE_SETS.c.import_id == import_id)
    return tuple(_complete(connection, wanted))


def undone_by(connection: Connection, change_set_id: str) -> tuple[str, ...]:
    """The ids of the undos of a change set, in order; they may be undone themselves."""
    query = select(CHANGE_SETS.c.id).where(CHANGE_SETS.c.reverses == change_set_id)
    return tuple(connection.execute(query.order_by(CHANGE_SETS.c.seq)).scalars())


@dataclass(frozen=True, slots=True, order=True)
class Relative:
    """A change set of a family; `back` is whether it takes the first one out of force."""

    seq: int
    id: str
    kind: str
    back: bool = False


def family(connection: Connection, change_set_id: str) -> tuple[Relative, ...]:
    """The correction that a change set makes, undoes or restores, its undos and theirs, in order.

    Raises:
        NotFound: there is none.
    """
    c, first = CHANGE_SETS.c, change_set_id
    while True:
        head = connection.execute(select(c.seq, c.kind, c.reverses).where(c.id == first)).first()
        if head is None:
            raise NotFound("change set", first)
        if head.reverses is None:
            break
        first = head.reverses
    found = [Relative(head.seq, first, head.kind)]
    latest, back = [first], False
    while latest:
        back = not back
        query = select(c.seq, c.id, c.kind).where(c.reverses.in_(latest))
        undos = [Relative(*row, back=back) for row in connection.execute(query)]
        found += undos
        latest = [undo.id for undo in undos]
    return tuple(sorted(found))


def charts_of_each(connection: Connection, seqs: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The charts that each of these change sets touched, in order of their ids."""
    t, wanted = CHARTS_TOUCHED.c, sorted(set(seqs))
    found: dict[int, list[str]] = {seq: [] for seq in wanted}
    for start in range(0, len(wanted), 500):
        query = select(t.change_set_seq, t.patient_id).order_by(t.patient_id)
        part = wanted[start : start + 500]
        for seq, chart in connection.execute(query.where(t.change_set_seq.in_(part))):
            found[seq].append(chart)
    return {seq: tuple(touched) for seq, touched in found.items()}


def last_touched(connection: Connection, patient_ids: Collection[str]) -> dict[str, int]:
    """The last change set that touched each of the charts."""
    t = CHARTS_TOUCHED.c
    query = select(t.patient_id, func.max(t.change_set_seq)).group_by(t.patient_id)
    return {
        chart: seq
        for part in chunks(patient_ids)
        for chart, seq in connection.execute(query.where(t.patient_id.in_(part)))
    }


def seq_at(connection: Connection, time: str) -> int:
    """The last place in the ledger at a time (UTC, as the ledger writes it); 0 before the first."""
    at = func.rtrim(CHANGE_SETS.c.at, "Z")
    query = select(func.max(CHANGE_SETS.c.seq)).where(at <= time.removesuffix("Z"))
    return connection.execute(query).scalar() or 0


def seq_of(connection: Connection, change_set_id: str) -> int | None:
    """The place of a change set; None if there is none with this id."""
    query = select(CHANGE_SETS.c.seq).where(CHANGE_SETS.c.id == change_set_id)
    return connection.execute(query).scalar()


def field_history(
    connection: Connection, entity_ids: Collection[str], fields: Collection[str] | None = None
) -> dict[tuple[str, str], tuple[FieldEntry, ...]]:
    """The changes of entities, by (id, field), each in the ledger's order."""
    result: dict[tuple[str, str], list[FieldEntry]] = {}
    for part in chunks(entity_ids):
        query = _entries().where(CHANGES.c.entity_id.in_(part))
        if fields is not None:
            query = query.where(CHANGES.c.field.in_(sorted(fields)))
        for row in connection.execute(query.order_by(CHANGES.c.change_set_seq)):
            entry = FieldEntry(**row._mapping)  # noqa: SLF001  its public name
            result.setdefault((entry.id, entry.field), []).append(entry)
    return {key: tuple(entries) for key, entries in result.items()}


def last_changes(
    connection: Connection, keys: Collection[tuple[str, str]]
) -> dict[tuple[str, str], FieldEntry]:
    """The last change of each (id, field) that ever changed, and who made it."""
    wanted, result = sorted(set(keys)), {}
    for start in range(0, len(wanted), 250):
        part = wanted[start : start + 250]
        newer = (
            select(CHANGES.c.entity_id, CHANGES.c.field, func.max(CHANGES.c.change_set_seq))
            .where(tuple_(CHANGES.c.entity_id, CHANGES.c.field).in_(part))
            .group_by(CHANGES.c.entity_id, CHANGES.c.field)
        )
        place = tuple_(CHANGES.c.entity_id, CHANGES.c.field, CHANGES.c.change_set_seq)
        for row in connection.execute(_entries().where(place.in_(newer))):
            entry = FieldEntry(**row._mapping)  # noqa: SLF001  its public name
            result[entry.id, entry.field] = entry
    return result


def corrections_of(
    connection: Connection, item_ids: Collection[str], after: str
) -> tuple[str, ...]:
    """The change sets after a time that changed items or filed revisions of them, in order."""
    found: dict[str, int] = {}
    for part in chunks(item_ids):
        revisions = select(ITEMS.c.id).where(ITEMS.c.parent_id.in_(part))
        named = or_(CHANGES.c.entity_id.in_(part), CHANGES.c.entity_id.in_(revisions))
        query = (
            select(CHANGE_SETS.c.id, CHANGE_SETS.c.seq)
            .join(CHANGES, CHANGES.c.change_set_seq == CHANGE_SETS.c.seq)
            .where(named, CHANGE_SETS.c.at > after)
            .distinct()
        )
        found.update((row.id, row.seq) for row in connection.execute(query))
    return tuple(sorted(found, key=found.__getitem__))


def _entries() -> Select[Any]:
    c, s = CHANGES.c, CHANGE_SETS.c
    return select(
        c.entity, c.entity_id.label("id"), c.field, c.before, c.after, s.seq,
        s.id.label("change_set"), s.kind, s.at, s.applied_by,
    ).join(CHANGE_SETS, s.seq == c.change_set_seq)  # fmt: skip


def _complete(connection: Connection, wanted: Select[Any]) -> list[AppliedChangeSet]:
    """Change sets with their changes, in the ledger's order."""
    rows = connection.execute(wanted.order_by(CHANGE_SETS.c.seq)).all()
    changes: dict[int, list[Change]] = {row.seq: [] for row in rows}
    seqs = sorted(changes)
    c = CHANGES.c
    for start in range(0, len(seqs), 500):
        query = (
            select(c.change_set_seq, c.entity, c.entity_id, c.field, c.before, c.after)
            .where(c.change_set_seq.in_(seqs[start : start + 500]))
            .order_by(c.change_set_seq, c.ordinal)
        )
        for seq, *values in connection.execute(query):
            changes[seq].append(Change(*values))
    return [_applied(row, tuple(changes[row.seq])) for row in rows]


def _applied(row: Row[Any], changes: tuple[Change, ...]) -> AppliedChangeSet:
    kind = ChangeKind(row.kind)
    return AppliedChangeSet(
        id=row.id,
        seq=row.seq,
        change_set=ChangeSet(kind, row.requester, row.reason, changes, row.reverses),
        at=row.at,
        applied_by=row.applied_by,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        previous=row.previous,
        digest=row.digest,
    )
