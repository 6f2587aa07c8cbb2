# SPDX-License-Identifier: Apache-2.0
"""Bodies must hash to the digest they are kept under."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from himdesk.store.content import unpack
from himdesk.store.tables import CONTENTS
from himdesk.store.verify.chains import stream
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from sqlalchemy import Connection


def check(connection: Connection) -> Broken | None:
    """Hash every body anew."""
    c = CONTENTS.c
    query = select(c.digest, c.part, c.coding, c.data).order_by(c.digest, c.part)
    now: str | None = None
    parts, hashing = 0, hashlib.sha256()
    for digest, part, coding, data in stream(connection, query):
        if digest != now:
            if now is not None and hashing.hexdigest() != now:
                return _broken(now, hashing.hexdigest())
            now, parts, hashing = digest, 0, hashlib.sha256()
        body = _unpacked(coding, data)
        if part != parts or body is None:
            return _broken(digest, f"part {part} damaged or out of order")
        hashing.update(body)
        parts += 1
    if now is not None and hashing.hexdigest() != now:
        return _broken(now, hashing.hexdigest())
    return None


def _unpacked(coding: str, data: Any) -> bytes | None:
    try:
        return unpack(coding, bytes(data))
    except zlib.error:
        return None


def _broken(digest: str, found: str) -> Broken:
    return Broken(0, "content", digest, found)
