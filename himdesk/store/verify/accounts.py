# SPDX-License-Identifier: Apache-2.0
"""Accounts with their roles, facts and settings of the site, against the chain of staff events.

An event carries the digest of the account as it then became. The events of databases made before
that only say that there is an account; the next event of each brings its digest.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from himdesk.store.desk import meta, settings, staff
from himdesk.store.tables import STAFF_EVENTS
from himdesk.store.verify.chains import stream
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from sqlalchemy import Connection

_OF_ACCOUNTS: Final = frozenset({"add", "disable", "role", "password"})
_POLICY: Final = "approval."


def check(connection: Connection) -> Broken | None:
    """Compare accounts and facts with what was last recorded of each."""
    accounts: dict[str, tuple[int, str | None]] = {}
    facts: dict[str, tuple[int, str]] = {}
    set_: dict[str, tuple[int, str | None]] = {}
    e = STAFF_EVENTS.c
    query = select(e.seq, e.verb, e.subject, e.detail).order_by(e.seq)
    for seq, verb, subject, detail in stream(connection, query):
        said: dict[str, Any] = json.loads(detail) if detail else {}
        if verb in _OF_ACCOUNTS:
            accounts[subject] = (seq, said.get("account"))
        elif verb == "site":
            facts.update((key, (seq, value)) for key, value in said.items())
        elif verb == "setting":
            set_.update((key, (seq, value)) for key, value in said["set"].items())
    return (
        _check_accounts(connection, accounts)
        or _check_facts(connection, facts)
        or _check_settings(connection, set_)
    )


def _check_accounts(
    connection: Connection, recorded: dict[str, tuple[int, str | None]]
) -> Broken | None:
    for account in staff.everyone(connection):
        where = f"staff/{account.name}"
        if account.name not in recorded:
            return Broken(0, where, "an event", "nothing")
        seq, digest = recorded.pop(account.name)
        now = staff.witness(account)
        if digest is not None and digest != now:
            return Broken(seq, where, digest, now)
    gone = min(((seq, name) for name, (seq, _) in recorded.items()), default=None)
    return None if gone is None else Broken(gone[0], f"staff/{gone[1]}", "an account", "nothing")


def _check_settings(
    connection: Connection, recorded: dict[str, tuple[int, str | None]]
) -> Broken | None:
    there = settings.read(connection)
    for key, (seq, value) in recorded.items():
        if there.get(key) != value:
            return Broken(seq, f"setting/{key}", value or "nothing", there.get(key, "nothing"))
    # A rule of approval that nobody is on record for setting was written by hand.
    loose = (key for key in sorted(there) if key.startswith(_POLICY) and key not in recorded)
    added = next(loose, None)
    return Broken(0, f"setting/{added}", "an event", "nothing") if added else None


def _check_facts(connection: Connection, recorded: dict[str, tuple[int, str]]) -> Broken | None:
    there = meta.read(connection)
    for key, (seq, value) in recorded.items():
        if there.get(key) != value:
            return Broken(seq, f"meta/{key}", value, there.get(key, "nothing"))
    # A database whose first facts were recorded has no others.
    added = sorted(there.keys() - recorded.keys()) if "database" in recorded else []
    return Broken(0, f"meta/{added[0]}", "an event", "nothing") if added else None
