# SPDX-License-Identifier: Apache-2.0
"""Making, restoring and upgrading a database: what happens before anyone can sign in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from himdesk.domain.errors import NotPermitted
from himdesk.domain.roles import VERBS, Role, permitted
from himdesk.domain.times import utc_text
from himdesk.services.desk import signed_in
from himdesk.services.ids import new_id, now
from himdesk.services.passwords import hash_password
from himdesk.store import backup, schema
from himdesk.store.desk import meta, staff
from himdesk.store.engine import connect
from himdesk.store.errors import NotHimdesk, WrongVersion
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from himdesk.store.engine import Database, Transaction


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


def site_name(url: str, *, db_password: str | None = None) -> str:
    """What the site of a database is called, for the page on which one signs in.

    Raises:
        HimdeskError: the database can't be opened or belongs to another version.
    """
    database = connect(url, password=db_password)
    try:
        schema.check(database)
        with database.read() as session:
            return meta.read(session).get("site", "")
    finally:
        database.close()


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

    Nobody signs in: an empty database has no accounts, and whoever can read the file and make the
    database has both already. What is in a database is never written over. Afterwards the accounts
    are those of the backup, with the passwords and roles that they had then.

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


def migrate(
    url: str,
    user: str,
    password: str,
    *,
    clock: Callable[[], datetime] = now,
    db_password: str | None = None,
) -> dict[str, Any]:
    """Bring a database to this version, in the name of an administrator.

    Accounts are kept alike in all versions, so that one signs in also to an older database.

    Raises:
        SignInFailed: the name or the password is wrong, or the account is disabled.
        NotPermitted: the person is no administrator.
        HimdeskError: there is no database, or a newer himdesk made it.
    """
    database = connect(url, password=db_password)
    try:
        before = _version(database)
        with database.read() as session:
            account = staff.find(session, user)
        member = signed_in(database, account, user, password, at=utc_text(clock()))
        if not permitted("migrate", member.roles):
            raise NotPermitted("migrate", tuple(sorted(VERBS["migrate"])))
        after = schema.migrate(database)
    finally:
        database.close()
    text = "Nothing to do." if before == after else f"Migrated from {before} to {after}."
    return {"from": before, "to": after, "text": text}


def _version(database: Database) -> str:
    """The version of a database that this program can read or bring up to date."""
    try:
        schema.check(database)
    except WrongVersion as wrong:
        if wrong.newer:
            raise
    return schema.version(database)
