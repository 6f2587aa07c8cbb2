# SPDX-License-Identifier: Apache-2.0
"""The log of disclosures, with what suspends and what was given of its accounting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, insert, select

from himdesk.domain.errors import NotFound
from himdesk.store import chain, content
from himdesk.store.desk.rows import save, values_of
from himdesk.store.tables import (
    ACCOUNTINGS,
    DISCLOSED_ITEMS,
    DISCLOSURES,
    ITEMS,
    RECIPIENTS,
    SUSPENSIONS,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import ColumnElement, Connection, Select, Table

UNDELIVERED: Final = "undelivered: "
"""How an entry of a request went that takes back the one named behind it: nothing left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """A disclosure as it is kept; `items` are ids parted by blanks, `packet` a digest."""

    id: str
    at: str
    day: str
    by: str
    patient_id: str
    recipient: str
    address: str
    description: str
    purpose: str
    basis: str
    how: str
    items: str
    packet: str | None = None
    case_id: str | None = None

    @property
    def takes_back(self) -> str | None:
        """The disclosure of which this says that nothing left, if it says so."""
        if self.case_id is None or not self.how.startswith(UNDELIVERED):
            return None
        return self.how.removeprefix(UNDELIVERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended:
    """A suspension as it is kept; `written` is "yes" or "no"."""

    at: str
    by: str
    patient_id: str
    recipient: str
    since: str
    until: str
    written: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounted:
    """An accounting that was given; `content` is the digest of its bytes, `free` "yes" or "no"."""

    at: str
    day: str
    by: str
    patient_id: str
    since: str
    until: str
    free: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Someone whose address and fax number were verified, by whom and how."""

    id: str
    name: str
    kind: str
    address: str
    fax: str
    phone: str
    verified_on: str
    verified_by: str
    verified_how: str


def disclose(connection: Connection, disclosed: Disclosed, packet: Iterable[bytes] = ()) -> None:
    """Log a disclosure, and keep the bytes that went out, which may come in parts."""
    if disclosed.packet is not None:
        content.put_parts(connection, disclosed.packet, packet)
    chain.append(connection, DISCLOSURES, values_of(disclosed))
    rows = [{"disclosure_id": disclosed.id, "item_id": i} for i in sorted(disclosed.items.split())]
    if rows:
        connection.execute(insert(DISCLOSED_ITEMS), rows)


def disclosure(connection: Connection, disclosure_id: str) -> Disclosed:
    """One disclosure.

    Raises:
        NotFound: there is none.
    """
    query = _select(DISCLOSURES).where(DISCLOSURES.c.id == disclosure_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFound("disclosure", disclosure_id)
    return Disclosed(**row)


def disclosures(
    connection: Connection,
    patient_ids: Collection[str],
    since: str,
    until: str,
    *,
    undelivered: bool = False,
) -> tuple[Disclosed, ...]:
    """What was disclosed of charts in a period of days, in order; what was taken back if asked."""
    c = DISCLOSURES.c
    query = _select(DISCLOSURES).where(
        c.patient_id.in_(patient_ids), c.day >= since, c.day <= until
    )
    if not undelivered:
        query = query.where(_left())
    query = query.order_by(c.day, c.seq)
    return tuple(Disclosed(**row) for row in connection.execute(query).mappings())


def latest(connection: Connection, limit: int = 1000) -> tuple[Disclosed, ...]:
    """What was disclosed last, newest first, also what was taken back."""
    query = _select(DISCLOSURES).order_by(DISCLOSURES.c.seq.desc()).limit(limit)
    return tuple(Disclosed(**row) for row in connection.execute(query).mappings())


def disclosures_of(connection: Connection, item_ids: Collection[str]) -> tuple[Disclosed, ...]:
    """The disclosures by which records went out, in order: who has them."""
    c = DISCLOSED_ITEMS.c
    named = select(c.disclosure_id).where(c.item_id.in_(item_ids))
    query = _select(DISCLOSURES).where(DISCLOSURES.c.id.in_(named), _left())
    query = query.order_by(DISCLOSURES.c.seq)
    return tuple(Disclosed(**row) for row in connection.execute(query).mappings())


def sent_of(connection: Connection, patient_ids: Collection[str]) -> set[str]:
    """The records of charts that ever went out."""
    joined = DISCLOSED_ITEMS.join(ITEMS, ITEMS.c.id == DISCLOSED_ITEMS.c.item_id).join(
        DISCLOSURES, DISCLOSURES.c.id == DISCLOSED_ITEMS.c.disclosure_id
    )
    query = (
        select(DISCLOSED_ITEMS.c.item_id)
        .select_from(joined)
        .where(ITEMS.c.patient_id.in_(patient_ids), _left())
    )
    return set(connection.execute(query).scalars())


def suspend(connection: Connection, suspended: Suspended) -> None:
    """Log an agency's statement."""
    chain.append(connection, SUSPENSIONS, values_of(suspended))


def suspensions(connection: Connection, patient_ids: Collection[str]) -> tuple[Suspended, ...]:
    """The statements that suspend accountings of charts, in order."""
    c = SUSPENSIONS.c
    query = _select(SUSPENSIONS).where(c.patient_id.in_(patient_ids)).order_by(c.seq)
    return tuple(Suspended(**row) for row in connection.execute(query).mappings())


def account(connection: Connection, accounted: Accounted, report: bytes) -> None:
    """Log an accounting that was given, and keep its bytes."""
    content.put(connection, [report])
    chain.append(connection, ACCOUNTINGS, values_of(accounted))


def accountings(connection: Connection, patient_ids: Collection[str]) -> tuple[Accounted, ...]:
    """The accountings that were given of charts, in order."""
    c = ACCOUNTINGS.c
    query = _select(ACCOUNTINGS).where(c.patient_id.in_(patient_ids)).order_by(c.seq)
    return tuple(Accounted(**row) for row in connection.execute(query).mappings())


def put_recipient(connection: Connection, recipient: Recipient) -> None:
    """Write an entry of the directory, new or changed."""
    save(connection, RECIPIENTS, values_of(recipient))


def recipients(connection: Connection) -> tuple[Recipient, ...]:
    """The directory by name."""
    query = select(RECIPIENTS).order_by(RECIPIENTS.c.name)
    return tuple(Recipient(**row) for row in connection.execute(query).mappings())


def _left() -> ColumnElement[bool]:
    """That a disclosure left the house: it takes none back, and no later one takes it back."""
    c, later = DISCLOSURES.c, DISCLOSURES.alias()
    taken_back = exists().where(
        later.c.patient_id == c.patient_id,
        later.c.day == c.day,
        later.c.case_id.is_not(None),
        later.c.how == UNDELIVERED + c.id,
    )
    takes_back = c.case_id.is_not(None) & c.how.startswith(UNDELIVERED)
    return ~taken_back & ~takes_back


def _select(table: Table) -> Select[tuple[str, ...]]:
    """A chained table's own columns without its place in the chain."""
    names = [name for name in chain.own_columns(table) if name != "seq"]
    return select(*(table.c[name] for name in names))
