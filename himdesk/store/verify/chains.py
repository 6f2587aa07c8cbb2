# SPDX-License-Identifier: Apache-2.0
"""The hash chains: every content hash and digest is computed anew, in order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from himdesk.domain.changes import GENESIS, chain_digest, content_hash_of_rows
from himdesk.store.chain import link, own_columns
from himdesk.store.ledger import Stamp, facts_of
from himdesk.store.tables import CHAINS, CHANGE_SETS, CHANGES
from himdesk.store.verify.verdict import Anchor, Broken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Row, Select, Table

AT_ONCE: Final = 2000


@dataclass(frozen=True, slots=True)
class End:
    """The end of the ledger, as far as it was read."""

    change_sets: int
    head: str
    broken: Broken | None


def stream(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """The rows of a query, without ever holding all of them."""
    for part in parts(connection, query):
        yield from part


def parts(connection: Connection, query: Select[Any]) -> Iterator[Sequence[Any]]:
    """The same, many rows at a time."""
    options = connection.execution_options(stream_results=True, yield_per=AT_ONCE)
    with options.execute(query) as result:
        yield from result.partitions(AT_ONCE)


def check_ledger(connection: Connection) -> End:
    """Compute the ledger anew, from the first change set to the last."""
    c = CHANGES.c
    query = select(
        c.change_set_seq, c.ordinal, c.entity, c.entity_id, c.field, c.before, c.after
    ).order_by(c.change_set_seq, c.ordinal)  # fmt: skip
    groups = groupby(stream(connection, query), key=itemgetter(0))
    waiting = next(groups, None)
    seq, head, count = 0, GENESIS, _count(connection)
    for row in stream(connection, select(CHANGE_SETS).order_by(CHANGE_SETS.c.seq)):
        rows: list[Any] = []
        if waiting is not None and waiting[0] == row.seq:
            rows = list(waiting[1])
            waiting = next(groups, None)
        broken = _check_link(row, rows, seq, head)
        if broken is not None:
            return End(count, head, broken)
        seq, head = row.seq, row.digest
    if waiting is not None:
        return End(count, head, Broken(waiting[0], "change_set", "a change set", "changes alone"))
    return End(count, head, None)


def _count(connection: Connection) -> int:
    newest = select(CHANGE_SETS.c.seq).order_by(CHANGE_SETS.c.seq.desc()).limit(1)
    return connection.execute(newest).scalar() or 0


def _check_link(row: Row[Any], rows: list[Any], seq: int, previous: str) -> Broken | None:
    if row.seq != seq + 1:
        return Broken(seq + 1, "change_set", str(seq + 1), str(row.seq))
    if row.previous != previous:
        return Broken(row.seq, "change_set.previous", previous, row.previous)
    if row.approved_by is not None and row.approved_by == row.requester:
        return Broken(row.seq, "change_set.approved_by", "another person", "the requester")
    return _check_digests(row, rows, previous)


def _check_digests(row: Row[Any], rows: list[Any], previous: str) -> Broken | None:
    if [each[1] for each in rows] != list(range(len(rows))):
        return Broken(row.seq, "change.ordinal", "one after the other", "gaps")
    changes = [tuple(each[2:]) for each in rows]
    content = content_hash_of_rows(row.kind, row.requester, row.reason, changes)
    if content != row.content:
        return Broken(row.seq, "change_set.content", row.content, content)
    stamp = Stamp(
        seq=row.seq, previous=previous, at=row.at, applied_by=row.applied_by,
        approved_by=row.approved_by, approved_at=row.approved_at,
    )  # fmt: skip
    digest = chain_digest(previous, content, facts_of(stamp, row.reverses))
    if digest != row.digest:
        return Broken(row.seq, "change_set.digest", row.digest, digest)
    return None


def check_others(connection: Connection) -> Broken | None:
    """Compute the other chains anew."""
    for table in CHAINS:
        seq, previous = 0, GENESIS
        columns = own_columns(table)
        for row in stream(connection, select(table).order_by(table.c.seq)):
            values = row._mapping  # noqa: SLF001  its public name
            if row.seq != seq + 1:
                return Broken(seq + 1, table.name, str(seq + 1), str(row.seq))
            digest = link(previous, {name: values[name] for name in columns})
            if (row.previous, row.digest) != (previous, digest):
                return Broken(row.seq, f"{table.name}.digest", digest, row.digest)
            seq, previous = row.seq, row.digest
    return None


def head(connection: Connection, table: Table) -> Anchor:
    """The end of a chain."""
    query = select(table.c.seq, table.c.digest).order_by(table.c.seq.desc()).limit(1)
    row = connection.execute(query).first()
    return Anchor(0, GENESIS) if row is None else Anchor(row.seq, row.digest)


def check_anchors(connection: Connection, anchored: Mapping[str, Anchor]) -> Broken | None:
    """Check that what was written out before is still there."""
    tables = {table.name: table for table in (CHANGE_SETS, *CHAINS)}
    for name, anchor in anchored.items():
        if anchor.seq == 0:
            continue
        table = tables[name]
        query = select(table.c.digest).where(table.c.seq == anchor.seq)
        found = connection.execute(query).scalar()
        if found != anchor.digest:
            return Broken(anchor.seq, f"{name} (anchor)", anchor.digest, found or "nothing")
    return None
