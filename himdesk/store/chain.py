# SPDX-License-Identifier: Apache-2.0
"""The chained logs beside the ledger: each row's digest is over its predecessor's and its values.

The content hash of a row is over all its own columns, `seq` included; the digest over the previous
digest and that hash, by the same function as a change set's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from himdesk.domain.changes import GENESIS, canonical, chain_digest, sha256

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Table

_LINKS = frozenset({"previous", "digest"})


def append(connection: Connection, table: Table, values: Mapping[str, str | None]) -> int:
    """Append a row to a chained table; returns its place."""
    last = connection.execute(
        select(table.c.seq, table.c.digest).order_by(table.c.seq.desc()).limit(1)
    ).first()
    seq, previous = (1, GENESIS) if last is None else (last.seq + 1, last.digest)
    row = {**dict.fromkeys(own_columns(table)), **values, "seq": seq}
    connection.execute(insert(table).values(**row, previous=previous, digest=link(previous, row)))
    return seq


def own_columns(table: Table) -> list[str]:
    """The columns of a chained table that its digest is over."""
    return [column.name for column in table.c if column.name not in _LINKS]


def link(previous: str, row: Mapping[str, str | int | None]) -> str:
    """The digest of a row that follows `previous`."""
    return chain_digest(previous, sha256(canonical(dict(row))), {})
