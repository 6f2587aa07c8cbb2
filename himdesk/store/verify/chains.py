# SPDX-License-Identifier: Apache-2.0
"""The hash chains: every content hash and digest is computed anew, in order."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from himdesk.domain.changes import GENESIS
from himdesk.store.chain import link, own_columns
from himdesk.store.tables import CHAINS, CHANGE_SETS, CHANGES
from himdesk.store.verify import links
from himdesk.store.verify.verdict import Anchor, Broken
from himdesk.store.writing import ledger
from himdesk.store.writing.ledger import Stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Select, Table

AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class End:
    """The end of the ledger, as far as it was read."""

    change_sets: int
    head: str
    broken: Broken | None


class Link(NamedTuple):
    """A change set's own row, without its origin."""

    seq: int
    kind: str
    requester: str
    reason: str
    content: str
    at: str
    applied_by: str
    approved_by: str | None
    approved_at: str | None
    reverses: str | None
    previous: str
    digest: str


def stream(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """The rows of a query, without ever holding all of them."""
    for part in parts(connection, query):
        yield from part


def parts(connection: Connection, query: Select[Any]) -> Iterator[Sequence[Any]]:
    """The same, many rows at a time: the driver's own tuples, which cost half of a `Row`."""
    compiled = query.compile(
        dialect=connection.dialect, compile_kwargs={"render_postcompile": True}
    )
    driver: Any = connection.connection.driver_connection
    given = compiled.params
    if connection.dialect.name == "sqlite":
        cursor = driver.cursor()
        given = [given[name] for name in compiled.positiontup or ()]
    else:
        cursor = driver.cursor(f"himdesk_{id(query)}")  # a name keeps the rows on the server
    try:
        with closing(cursor):
            cursor.execute(str(compiled), given)
            while rows := cursor.fetchmany(AT_ONCE):
                yield rows
    except driver_errors(connection) as error:
        raise DBAPIError(None, None, error) from None


def driver_errors(connection: Connection) -> type[Exception]:
    """What the driver raises; SQLAlchemy is not there to translate it."""
    found: type[Exception] = connection.dialect.loaded_dbapi.Error
    return found


def check_ledger(connection: Connection) -> End:
    """Compute the ledger anew, from the first change set to the last."""
    c = CHANGES.c
    query = select(
        c.change_set_seq, c.ordinal, c.entity, c.entity_id, c.field, c.before, c.after
    ).order_by(c.change_set_seq, c.ordinal)  # fmt: skip
    groups = groupby(stream(connection, query), key=itemgetter(0))
    waiting = next(groups, None)
    seq, head, count = 0, GENESIS, _count(connection)
    found = select(*(CHANGE_SETS.c[name] for name in Link._fields)).order_by(CHANGE_SETS.c.seq)
    for values in stream(connection, found):
        row = Link(*values)
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


def _check_link(row: Link, rows: list[Any], seq: int, previous: str) -> Broken | None:
    if row.seq != seq + 1:
        return Broken(seq + 1, "change_set", str(seq + 1), str(row.seq))
    if row.previous != previous:
        return Broken(row.seq, "change_set.previous", previous, row.previous)
    if row.approved_by is not None and row.approved_by == row.requester:
        return Broken(row.seq, "change_set.approved_by", "another person", "the requester")
    return _check_digests(row, rows, previous)


def _check_digests(row: Link, rows: list[Any], previous: str) -> Broken | None:
    if [each[1] for each in rows] != list(range(len(rows))):
        return Broken(row.seq, "change.ordinal", "one after the other", "gaps")
    content = links.content_hash(row.kind, row.requester, row.reason, rows)
    if content != row.content:
        return Broken(row.seq, "change_set.content", row.content, content)
    stamp = Stamp(
        seq=row.seq, previous=previous, at=row.at, applied_by=row.applied_by,
        approved_by=row.approved_by, approved_at=row.approved_at,
    )  # fmt: skip
    digest = links.digest(stamp, content, row.reverses)
    if digest != row.digest:
        return Broken(row.seq, "change_set.digest", row.digest, digest)
    return None


def check_others(connection: Connection) -> Broken | None:
    """Compute the other chains anew."""
    for table in CHAINS:
        seq, previous = 0, GENESIS
        columns = own_columns(table)
        query = select(*(table.c[name] for name in columns), table.c.previous, table.c.digest)
        for *values, before, found in stream(connection, query.order_by(table.c.seq)):
            row = dict(zip(columns, values, strict=True))
            if row["seq"] != seq + 1:
                return Broken(seq + 1, table.name, str(seq + 1), str(row["seq"]))
            digest = link(previous, row)
            if (before, found) != (previous, digest):
                return Broken(row["seq"], f"{table.name}.digest", digest, found)
            seq, previous = row["seq"], found
    return None


def head(connection: Connection, table: Table) -> Anchor:
    """The end of a chain."""
    query = select(table.c.seq, table.c.digest).order_by(table.c.seq.desc()).limit(1)
    row = connection.execute(query).first()
    return Anchor(0, GENESIS) if row is None else Anchor(row.seq, row.digest)


def heads(connection: Connection) -> dict[str, Anchor]:
    """The ends of all chains: written out, they witness later that nothing was cut off."""
    found = {CHANGE_SETS.name: Anchor(*ledger.head(connection))}
    found.update((table.name, head(connection, table)) for table in CHAINS)
    return found


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
