# SPDX-License-Identifier: Apache-2.0
"""Staff accounts. Each change of one is an event in a chain of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from himdesk.domain.changes import canonical, sha256
from himdesk.store import chain
from himdesk.store.desk.rows import save, values_of
from himdesk.store.tables import STAFF, STAFF_EVENTS, STAFF_ROLES

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person's account; `person_id` is the same for all accounts of one person.

    `db_role` is the person's own PostgreSQL role; `reset_by` and `reset_at` tell the last reset
    of the password by an administrator.
    """

    id: str
    name: str
    display: str
    password_hash: str = field(repr=False)
    person_id: str
    created_at: str
    disabled: str = NO
    db_role: str | None = None
    reset_by: str | None = None
    reset_at: str | None = None
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffEvent:
    """A change of staff, policy or settings; `detail` is JSON."""

    seq: int
    at: str
    by: str
    verb: str
    subject: str
    detail: str | None


def put(connection: Connection, account: Account) -> None:
    """Write an account with its roles, new or changed; the caller records the event."""
    values = values_of(account)
    roles = values.pop("roles")
    save(connection, STAFF, values)
    connection.execute(delete(STAFF_ROLES).where(STAFF_ROLES.c.staff_id == account.id))
    for role in sorted(roles):
        connection.execute(insert(STAFF_ROLES).values(staff_id=account.id, role=role))


def witness(account: Account) -> str:
    """The digest of an account with its roles: its events carry it, and `verify` compares."""
    return sha256(canonical({**values_of(account), "roles": sorted(account.roles)}))


def record(
    connection: Connection, *, at: str, by: str, verb: str, subject: str, detail: str | None = None
) -> int:
    """Append an event to the chain of staff, policy and settings; returns its place."""
    values = {"at": at, "by": by, "verb": verb, "subject": subject, "detail": detail}
    return chain.append(connection, STAFF_EVENTS, values)


def find(connection: Connection, name: str) -> Account | None:
    """The account with this name, if there is one."""
    return next(iter(_accounts(connection, STAFF.c.name == name)), None)


def everyone(connection: Connection) -> tuple[Account, ...]:
    """All accounts, in order of their names."""
    return _accounts(connection, STAFF.c.id.is_not(None))


def _accounts(connection: Connection, condition: ColumnElement[bool]) -> tuple[Account, ...]:
    roles = select(STAFF_ROLES.c.staff_id, STAFF_ROLES.c.role).join(STAFF).where(condition)
    held: dict[str, set[str]] = {}
    for owner, role in connection.execute(roles):
        held.setdefault(owner, set()).add(role)
    rows = connection.execute(select(STAFF).where(condition).order_by(STAFF.c.name)).mappings()
    return tuple(Account(**row, roles=frozenset(held.get(row["id"], ()))) for row in rows)


def events(
    connection: Connection, *, limit: int, before: int | None = None
) -> tuple[StaffEvent, ...]:
    """Events of staff, policy and settings, newest first."""
    c = STAFF_EVENTS.c
    query = select(c.seq, c.at, c.by, c.verb, c.subject, c.detail)
    if before is not None:
        query = query.where(c.seq < before)
    rows = connection.execute(query.order_by(c.seq.desc()).limit(limit)).mappings()
    return tuple(StaffEvent(**row) for row in rows)
