# SPDX-License-Identifier: Apache-2.0
"""Whether the database is what its ledger says: chains, bodies, charts, owners, triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.store import triggers
from himdesk.store.verify import (
    accounts,
    aside,
    chains,
    contents,
    entities,
    matching,
    origins,
    owners,
    requests,
    touched,
)
from himdesk.store.verify.chains import heads as anchors
from himdesk.store.verify.verdict import Anchor, Broken, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection

    from himdesk.store.engine import Database

    Check = Callable[[], Broken | None]

__all__ = ["Anchor", "Broken", "Verdict", "anchors", "verify", "verify_connection"]


def verify(
    database: Database,
    *,
    anchored: Mapping[str, Anchor] | None = None,
    apart_from: int = aside.WORTH_IT,
) -> Verdict:
    """Check everything; `anchored` are ends of chains that were written out before.

    The chains are read first: if one is broken, what hangs on it is not looked at. From so many
    changes on as `apart_from` says, a second process does a part of the work.
    """
    with (
        database.read() as connection,
        aside.entities_aside(database, connection, apart_from) as checked_entities,
    ):
        return _verdict(connection, anchored or {}, checked_entities)


def verify_connection(connection: Connection) -> Verdict:
    """The same, within a unit of work."""
    return _verdict(connection, {}, lambda: entities.check(connection))


def _verdict(
    connection: Connection,
    anchored: Mapping[str, Anchor],
    checked_entities: Check,
) -> Verdict:
    end = chains.check_ledger(connection)
    first: tuple[Check, ...] = (
        lambda: end.broken,
        lambda: chains.check_others(connection),
        lambda: chains.check_anchors(connection, anchored),
        lambda: contents.check(connection),
    )
    last: tuple[Check, ...] = (
        lambda: owners.check(connection),
        lambda: touched.check(connection),
        lambda: accounts.check(connection),
        lambda: requests.check(connection),
        lambda: origins.check(connection),
        lambda: matching.check(connection),
        lambda: _check_triggers(connection, end.change_sets),
    )
    broken = _first(first) or _either(checked_entities, lambda: _first(last))
    return Verdict(end.change_sets, end.head, broken)


def _first(checks: Iterable[Check]) -> Broken | None:
    return next((found for check in checks if (found := check()) is not None), None)


def _either(checked: Check, then: Check) -> Broken | None:
    """What `checked` found, else what `then` finds, which looks meanwhile.

    Of rows that `checked` would not pass, `then` may stumble: that counts only if it passed them.
    """
    try:
        found = then()
    except Exception:
        broken = checked()
        if broken is None:
            raise
        return broken
    return checked() or found


def _check_triggers(connection: Connection, seq: int) -> Broken | None:
    """A trigger that is gone let someone change what nobody may."""
    gone = triggers.missing(connection)
    return Broken(seq, f"trigger {gone[0]}", "present", "missing or altered") if gone else None
