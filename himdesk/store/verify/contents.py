# SPDX-License-Identifier: Apache-2.0
"""Bodies must hash to the digest they are kept under."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, exists, select

from himdesk.domain.amendments.steps.files import FileAdded
from himdesk.domain.changes import CREATED
from himdesk.store.content import PART, unpack
from himdesk.store.tables import (
    ACCOUNTINGS,
    CASE_EVENTS,
    CHANGES,
    CONTENTS,
    DISCLOSURES,
    LETTERS,
    REQUEST_EVENTS,
    WORK_EVENTS,
)
from himdesk.store.verify.chains import parts, stream
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

_NAMING: Final = (
    (REQUEST_EVENTS, "body"),
    (LETTERS, "content"),
    (DISCLOSURES, "packet"),
    (ACCOUNTINGS, "content"),
    (WORK_EVENTS, "evidence"),
)


def check(connection: Connection) -> Broken | None:
    """Hash every body anew."""
    broken, long = set[str](), set[str]()
    for rows in parts(connection, _whole()):
        for digest, size, coding, data in rows:
            if data is None:
                long.add(digest)
                continue
            body = _unpacked(coding, data) if coding else data
            if len(body) != size or hashlib.sha256(body).hexdigest() != digest:
                broken.add(digest)
    broken.update(digest for digest in long if not _is_sound(connection, digest))
    if broken:
        return Broken(0, "content", min(broken), "another body")
    return _missing(connection)


def _whole() -> Select[Any]:
    """Bodies of one part, which nearly all are, in no order; of the others only their digest."""
    c = CONTENTS.c
    whole = case((and_(c.part == 0, c.size < PART), c.data))
    return select(c.digest, c.size, c.coding, whole)


def _is_sound(connection: Connection, digest: str) -> bool:
    """Whether a body in several parts has all of them, in order, and hashes to its name."""
    c = CONTENTS.c
    query = select(c.part, c.size, c.coding, c.data).where(c.digest == digest).order_by(c.part)
    hashing = hashlib.sha256()
    for number, (part, size, coding, data) in enumerate(stream(connection, query)):
        body = _unpacked(coding, data) if coding else data
        if part != number or len(body) != size:
            return False
        hashing.update(body)
    return hashing.hexdigest() == digest


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
    return _missing_attachment(connection)


def _missing_attachment(connection: Connection) -> Broken | None:
    """A file of a request that is gone: its step, which is chained, names the body.

    A step of an amendment request names its one file; of a request for release, all that it has.
    """
    c = CASE_EVENTS.c
    query = select(c.seq, c.detail).where(c.verb == FileAdded.verb).order_by(c.seq)
    for seq, detail in connection.execute(query).all():
        step = json.loads(detail)
        named = [file["digest"] for file in step.get("files", (step,))]
        there = select(CONTENTS.c.digest).where(CONTENTS.c.digest.in_(named))
        found = set(connection.execute(there).scalars())
        for digest in named:
            if digest not in found:
                return Broken(seq, f"{CASE_EVENTS.name} (content)", digest, "nothing")
    return None


def _unpacked(coding: str, data: bytes) -> bytes:
    """The bytes of a coded part; none if it is damaged, for nobody packs what is empty."""
    if coding != "zlib":
        return b""
    try:
        return unpack(coding, data)
    except zlib.error:
        return b""
