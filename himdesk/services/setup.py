# SPDX-License-Identifier: Apache-2.0
"""Making, restoring and upgrading a database: what happens before anyone can sign in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from himdesk.domain.roles import Role
from himdesk.domain.times import utc_text
from himdesk.services.ids import new_id, now
from himdesk.services.passwords import hash_password
from himdesk.store import backup, schema
from himdesk.store.desk import meta, staff
from himdesk.store.engine import connect
from himdesk.store.errors import NotHimdesk
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from himdesk.store.engine import Transaction


def initialise(
    url: str,
    *,
    admin: str,
    password: str,
    training: bool = False,
    site: str = "",
    address: str = "",
    phone: str = "",
    zone: str = "UTC",
    clock: Callable[[], datetime] = now,
    new_id: Callable[[], str] = new_id,
    db_password: str | None = None,
) -> None:
    """Make an empty database with its first administrator.

    Raises:
        HimdeskError: the password is too short, or there is a database already.
    """
    hashed = hash_password(password)
    database = connect(url, password=db_password)
    at = utc_text(clock())
    try:
        schema.create(database)
        with database.write(admin) as session:
            facts = {
                "database": new_id(),
                "site": site or ("Training Hospital" if training else "Main Hospital"),
                "address": address,
                "phone": phone,
                "zone": zone,
                "authority": "HIMDESK",
                "training": "yes" if training else "no",
                "made": at,
            }
            meta.put(session, facts)
            subject, detail = ",".join(sorted(facts)), json.dumps(facts, sort_keys=True)
            staff.record(session, at=at, by=admin, verb="site", subject=subject, detail=detail)
            first_administrator(session, new_id(), admin, hashed, at)
    finally:
        database.close()


def is_needed(url: str, *, db_password: str | None = None) -> bool:
    """Whether there is no database yet, so that one must be made first.

    Raises:
        HimdeskError: what is there is no database, or can't be reached.
    """
    database = connect(url, password=db_password)
    try:
        schema.check(database)
    except NotHimdesk as missing:
        if not missing.empty:
            raise
        return True
    finally:
        database.close()
    return False


def first_administrator(
    session: Transaction, account: str, name: str, hashed: str, at: str
) -> None:
    """The account from which all others are made."""
    made = staff.Account(
        id=account,
        name=name,
        display=name,
        password_hash=hashed,
        person_id=account,
        created_at=at,
        roles=frozenset({Role.ADMIN.value}),
    )
    staff.put(session, made)
    detail = json.dumps({"account": staff.witness(made)})
    staff.record(session, at=at, by=name, verb="add", subject=name, detail=detail)


def restore(url: str, file: Path, *, db_password: str | None = None) -> dict[str, Any]:
    """Fill an empty database from a backup, and verify it.

    Raises:
        HimdeskError: the file is no backup, or the database is not empty.
    """
    database = connect(url, password=db_password)
    try:
        backup.restore(file, database)
        with database.read() as session:
            seq, digest = ledger.head(session)
    finally:
        database.close()
    return {"file": str(file), "change_sets": seq, "head": digest}


def migrate(url: str, *, db_password: str | None = None) -> dict[str, Any]:
    """Bring a database to this version."""
    database = connect(url, password=db_password)
    try:
        before = schema.version(database)
        after = schema.migrate(database)
    finally:
        database.close()
    text = "Nothing to do." if before == after else f"Migrated from {before} to {after}."
    return {"from": before, "to": after, "text": text}
