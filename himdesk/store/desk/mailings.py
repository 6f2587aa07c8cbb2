# SPDX-License-Identifier: Apache-2.0
"""To whom issued letters were addressed, and when and how each went; chained."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from himdesk.store import chain
from himdesk.store.reading.items import chunks
from himdesk.store.tables import LETTER_EVENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sqlalchemy import Connection

ADDRESSED: Final = "addressed"
SENT: Final = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What stands in a letter's window; `notice` is its recipient's number in its case, if any."""

    name: str
    lines: tuple[str, ...]
    notice: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A letter went: on a day, by a means, perhaps with a tracking number; noted by whom, when."""

    letter: str
    on: str
    how: str
    tracking: str
    by: str
    at: str


def address(connection: Connection, letter: str, to: Address, *, at: str, by: str) -> None:
    """Keep to whom a letter was addressed."""
    said = {"name": to.name, "lines": list(to.lines), "notice": to.notice}
    _append(connection, letter, ADDRESSED, said, at=at, by=by)


def send(connection: Connection, sent: Sent) -> None:
    """Keep that a letter went."""
    said = {"on": sent.on, "how": sent.how, "tracking": sent.tracking}
    _append(connection, sent.letter, SENT, said, at=sent.at, by=sent.by)


def addresses(connection: Connection, letters: Collection[str]) -> dict[str, Address]:
    """The addresses of letters; those issued before addresses were kept have none."""
    return {
        row.letter_id: Address(name=said["name"], lines=tuple(said["lines"]), notice=said["notice"])
        for row, said in _events(connection, letters, ADDRESSED)
    }


def sent(connection: Connection, letters: Collection[str]) -> dict[str, tuple[Sent, ...]]:
    """How each letter went, the first time first; those that did not go are left out."""
    found: dict[str, tuple[Sent, ...]] = {}
    for row, said in _events(connection, letters, SENT):
        went = Sent(letter=row.letter_id, at=row.at, by=row.by, **said)
        found[row.letter_id] = (*found.get(row.letter_id, ()), went)
    return found


def _append(
    connection: Connection, letter: str, verb: str, said: Mapping[str, Any], *, at: str, by: str
) -> None:
    detail = json.dumps(said, sort_keys=True, ensure_ascii=False)
    values = {"letter_id": letter, "at": at, "by": by, "verb": verb, "detail": detail}
    chain.append(connection, LETTER_EVENTS, values)


def _events(
    connection: Connection, letters: Collection[str], verb: str
) -> Iterator[tuple[Any, dict[str, Any]]]:
    c = LETTER_EVENTS.c
    for part in chunks(letters):
        query = select(c.letter_id, c.at, c.by, c.detail).where(c.letter_id.in_(part))
        for row in connection.execute(query.where(c.verb == verb).order_by(c.seq)):
            yield row, json.loads(row.detail)
