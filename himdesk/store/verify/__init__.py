# SPDX-License-Identifier: Apache-2.0
"""Whether the database is what its ledger says: chains, bodies, charts, owners, triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.store import triggers
from himdesk.store.tables import CHAINS
from himdesk.store.verify import (
    accounts,
    chains,
    contents,
    entities,
    matching,
    origins,
    owners,
    requests,
    touched,
)
from himdesk.store.verify.verdict import Anchor, Broken, Verdict
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection

    from himdesk.store.engine import Database

__all__ = ["Anchor", "Broken", "Verdict", "anchors", "verify", "verify_connection"]


def anchors(connection: Connection) -> dict[str, Anchor]:
    """The ends of all chains: written out, they witness later that nothing was cut off."""
    heads = {"change_set": Anchor(*ledger.head(connection))}
    heads.update((table.name, chains.head(connection, table)) for table in CHAINS)
    return heads


def verify(database: Database, *, anchored: Mapping[str, Anchor] | None = None) -> Verdict:
    """Check everything; `anchored` are ends of chains that were written out before.

    The chains are read first: if one is broken, what hangs on it is not looked at.
    """
    with database.read() as connection:
        return verify_connection(connection, anchored=anchored)


def verify_connection(
    connection: Connection, *, anchored: Mapping[str, Anchor] | None = None
) -> Verdict:
    """The same, within a unit of work."""
    end = chains.check_ledger(connection)
    checks: tuple[Callable[[], Broken | None], ...] = (
        lambda: end.broken,
        lambda: chains.check_others(connection),
        lambda: chains.check_anchors(connection, anchored or {}),
        lambda: contents.check(connection),
        lambda: entities.check(connection),
        lambda: owners.check(connection),
        lambda: touched.check(connection),
        lambda: accounts.check(connection),
        lambda: requests.check(connection),
        lambda: origins.check(connection),
        lambda: matching.check(connection),
        lambda: _check_triggers(connection, end.change_sets),
    )
    return Verdict(end.change_sets, end.head, _first(checks))


def _first(checks: Iterable[Callable[[], Broken | None]]) -> Broken | None:
    return next((found for check in checks if (found := check()) is not None), None)


def _check_triggers(connection: Connection, seq: int) -> Broken | None:
    """A trigger that is gone let someone change what nobody may."""
    gone = triggers.missing(connection)
    return Broken(seq, f"trigger {gone[0]}", "present", "missing or altered") if gone else None
