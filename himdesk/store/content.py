# SPDX-License-Identifier: Apache-2.0
"""The content store: bodies by the sha256 of their bytes, compressed where that helps, in parts."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from himdesk.domain.changes import sha256
from himdesk.domain.errors import NotFound
from himdesk.store.tables import CONTENTS
from himdesk.store.writing.bulk import insert_absent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlalchemy import Connection

PART: Final = 1 << 20
_WORTH_TRYING: Final = 1024
_AT_ONCE: Final = 16 << 20
_COLUMNS: Final = ("digest", "part", "size", "coding", "data")
_ASK: Final = 500

PartRow = tuple[str, int, int, str, bytes]


def put(connection: Connection, bodies: Iterable[bytes]) -> None:
    """Store bodies; those that are there already cost nothing but the look."""
    _put(connection, ((sha256(body), body) for body in bodies))


def put_named(connection: Connection, bodies: Mapping[str, bytes]) -> None:
    """Store bodies under their digests, which the caller has just computed."""
    _put(connection, bodies.items())


def put_parts(connection: Connection, digest: str, pieces: Iterable[bytes]) -> None:
    """Store one body that comes in pieces, as `put` would; never all of it is in memory.

    Raises:
        ValueError: the bytes do not hash to this digest.
    """
    seen, rows = hashlib.sha256(), list[PartRow]()
    for number, data in enumerate(_even(pieces)):
        seen.update(data)
        rows.append(_part(digest, number, data))
        if len(rows) * PART > _AT_ONCE:
            insert_absent(connection, CONTENTS, _COLUMNS, rows)
            rows = []
    insert_absent(connection, CONTENTS, _COLUMNS, rows)
    if seen.hexdigest() != digest:
        raise ValueError("a body that does not hash to its name")


def _even(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in parts of the one size, the last perhaps shorter; nothing is one part."""
    waiting, first = b"", True
    for piece in pieces:
        waiting += piece
        while len(waiting) >= PART:
            yield waiting[:PART]
            waiting, first = waiting[PART:], False
    if waiting or first:
        yield waiting


def _put(connection: Connection, bodies: Iterable[tuple[str, bytes]]) -> None:
    rows: list[PartRow] = []
    waiting = 0
    for digest, body in bodies:
        if len(body) <= _WORTH_TRYING:
            rows.append((digest, 0, len(body), "", body))
        else:
            rows.extend(_parts(digest, body))
        waiting += len(body)
        if waiting > _AT_ONCE:
            insert_absent(connection, CONTENTS, _COLUMNS, rows)
            rows, waiting = [], 0
    insert_absent(connection, CONTENTS, _COLUMNS, rows)


def _parts(digest: str, body: bytes) -> Iterator[PartRow]:
    for number, start in enumerate(range(0, len(body), PART)):
        yield _part(digest, number, body[start : start + PART])


def _part(digest: str, number: int, data: bytes) -> PartRow:
    packed = zlib.compress(data) if len(data) > _WORTH_TRYING else data
    helps = len(packed) < len(data)
    return digest, number, len(data), "zlib" if helps else "", packed if helps else data


def unpack(coding: str, data: bytes) -> bytes:
    """The bytes of a part.

    Raises:
        zlib.error: the stored bytes are damaged.
    """
    return zlib.decompress(data) if coding == "zlib" else data


def get(connection: Connection, digest: str) -> bytes:
    """One body.

    Raises:
        NotFound: there is no such body.
    """
    found = get_many(connection, [digest])
    if digest not in found:
        raise NotFound("content", digest)
    return found[digest]


def get_many(connection: Connection, digests: Collection[str]) -> dict[str, bytes]:
    """The bodies that are there, by digest."""
    parts: dict[str, list[bytes]] = {}
    wanted = sorted(set(digests))
    for start in range(0, len(wanted), _ASK):
        query = (
            select(CONTENTS.c.digest, CONTENTS.c.coding, CONTENTS.c.data)
            .where(CONTENTS.c.digest.in_(wanted[start : start + _ASK]))
            .order_by(CONTENTS.c.digest, CONTENTS.c.part)
        )
        for digest, coding, data in connection.execute(query):
            parts.setdefault(digest, []).append(unpack(coding, bytes(data)))
    return {digest: b"".join(pieces) for digest, pieces in parts.items()}
