# SPDX-License-Identifier: Apache-2.0
"""Whether the database is what its ledger says: chains, bodies, charts, owners, triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.domain.progress import unheard
from himdesk.store import triggers
from himdesk.store.verify import (
    accounts,
    aside,
    chains,
    downstream,
    entities,
    hashed,
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

    from himdesk.domain.progress import Progress
    from himdesk.store.engine import Database
    from himdesk.store.verify.chains import End

    Check = Callable[[], Broken | None]

__all__ = ["Anchor", "Broken", "Verdict", "anchors", "verify", "verify_connection"]


def verify(
    database: Database,
    *,
    anchored: Mapping[str, Anchor] | None = None,
    apart_from: int = aside.WORTH_IT,
    progress: Progress = unheard,
) -> Verdict:
    """Check everything; `anchored` are ends of chains that were written out before.

    `progress` hears how many charts and items of how many were taken back to how they began, the
    longest part, and may raise to stop.

    What is hashed counts first: if it is broken, what hangs on it is not told. From so many changes
    on as `apart_from` says, a second process does that part of the work.
    """
    with (
        database.read() as connection,
        aside.hashed_aside(database, connection, apart_from) as checked_hashes,
    ):
        return _verdict(connection, anchored or {}, checked_hashes, progress)


def verify_connection(connection: Connection) -> Verdict:
    """The same, within a unit of work."""
    end = hashed.check(connection)
    return _verdict(connection, {}, lambda: end, unheard)


def _verdict(
    connection: Connection,
    anchored: Mapping[str, Anchor],
    hashes: Callable[[], End],
    progress: Progress,
) -> Verdict:
    """What `hashes` found, else what is found here, a part of it meanwhile.

    Of rows that `hashes` would not pass, a check may stumble: that counts only if it passed them.
    """
    try:
        found = entities.check(connection, progress) or touched.check(connection)
    except Exception:
        end = hashes()
        if end.broken is None:
            raise
        return Verdict(end.change_sets, end.head, end.broken)
    end = hashes()
    last: tuple[Check, ...] = (
        lambda: end.broken,
        lambda: chains.check_anchors(connection, anchored),
        lambda: found,
        lambda: owners.check(connection),
        lambda: accounts.check(connection),
        lambda: requests.check(connection),
        lambda: downstream.check(connection),
        lambda: origins.check(connection),
        lambda: matching.check(connection),
        lambda: _check_triggers(connection, end.change_sets),
    )
    return Verdict(end.change_sets, end.head, _first(last))


def _first(checks: Iterable[Check]) -> Broken | None:
    return next((found for check in checks if (found := check()) is not None), None)


def _check_triggers(connection: Connection, seq: int) -> Broken | None:
    """A trigger that is gone let someone change what nobody may."""
    gone = triggers.missing(connection)
    return Broken(seq, f"trigger {gone[0]}", "present", "missing or altered") if gone else None
