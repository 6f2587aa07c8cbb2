# SPDX-License-Identifier: Apache-2.0
"""Issued letters, kept byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from himdesk.domain.changes import sha256
from himdesk.domain.errors import NotFound
from himdesk.store import chain, content
from himdesk.store.tables import LETTERS

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping, Select


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as it was issued; `for_id` is what it is about, `content` the digest of the PDF."""

    id: str
    at: str
    by: str
    kind: str
    for_id: str
    language: str
    template: str
    template_version: str
    content: str


def issue(connection: Connection, letter: Letter, pdf: bytes) -> None:
    """Keep a letter for ever."""
    if sha256(pdf) != letter.content:
        raise ValueError("a PDF that does not hash to its name")
    content.put(connection, [pdf])
    values = {name: getattr(letter, name) for name in Letter.__slots__}
    chain.append(connection, LETTERS, values)


def get(connection: Connection, letter: str) -> Letter:
    """One letter.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(_letters().where(LETTERS.c.id == letter)).mappings().first()
    if row is None:
        raise NotFound("letter", letter)
    return Letter(**row)


def issued(
    connection: Connection, *, for_id: str | None = None, limit: int = 500
) -> tuple[Letter, ...]:
    """The letters issued last, newest first; all, or those about one thing."""
    query = _letters().order_by(LETTERS.c.seq.desc()).limit(limit)
    if for_id is not None:
        query = query.where(LETTERS.c.for_id == for_id)
    rows: list[RowMapping] = list(connection.execute(query).mappings())
    return tuple(Letter(**row) for row in rows)


def _letters() -> Select[tuple[str, ...]]:
    return select(*(LETTERS.c[name] for name in Letter.__slots__))
