# SPDX-License-Identifier: Apache-2.0
"""Bodies must hash to the digest they are kept under."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import exists, select

from himdesk.domain.changes import CREATED
from himdesk.store.content import unpack
from himdesk.store.tables import (
    ACCOUNTINGS,
    CHANGES,
    CONTENTS,
    DISCLOSURES,
    LETTERS,
    REQUEST_EVENTS,
    WORK_EVENTS,
)
from himdesk.store.verify.chains import stream
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from sqlalchemy import Connection

_NAMING: Final = (
    (REQUEST_EVENTS, "body"),
    (LETTERS, "content"),
    (DISCLOSURES, "packet"),
    (ACCOUNTINGS, "content"),
    (WORK_EVENTS, "evidence"),
)


def check(connection: Connection) -> Broken | None:
    """Hash every body anew."""
    c = CONTENTS.c
    query = select(c.digest, c.part, c.size, c.coding, c.data).order_by(c.digest, c.part)
    now: str | None = None
    parts, hashing = 0, hashlib.sha256()
    for digest, part, size, coding, data in stream(connection, query):
        if digest != now:
            if now is not None and hashing.hexdigest() != now:
                return _broken(now, hashing.hexdigest())
            now, parts, hashing = digest, 0, hashlib.sha256()
        body = _unpacked(coding, data)
        if part != parts or body is None or len(body) != size:
            return _broken(digest, f"part {part} damaged or out of order")
        hashing.update(body)
        parts += 1
    if now is not None and hashing.hexdigest() != now:
        return _broken(now, hashing.hexdigest())
    return _missing(connection)


def _missing(connection: Connection) -> Broken | None:
    """A body that a chained row names and that is gone."""
    created = CHANGES.c.field == CREATED
    for name, seq, digest in (
        ("change", CHANGES.c.change_set_seq, CHANGES.c.after),
        *((t.name, t.c.seq, t.c[column]) for t, column in _NAMING),
    ):
        there = exists().where(CONTENTS.c.digest == digest)
        query = select(seq, digest).where(digest.is_not(None), ~there)
        if name == CHANGES.name:
            query = query.where(created)
        row = connection.execute(query.order_by(seq).limit(1)).first()
        if row is not None:
            return Broken(row[0], f"{name} (content)", row[1], "nothing")
    return None


def _unpacked(coding: str, data: Any) -> bytes | None:
    if coding not in {"", "zlib"}:
        return None
    try:
        return unpack(coding, bytes(data))
    except zlib.error:
        return None


def _broken(digest: str, found: str) -> Broken:
    return Broken(0, "content", digest, found)
