# SPDX-License-Identifier: Apache-2.0
"""New ids and the clock: fetched here, passed in everywhere else."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from himdesk.domain.changes import canonical, sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def new_id() -> str:
    """A fresh id: opaque, unique across kinds, later ones sorting after earlier ones."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(6)}"


def ids_of_order(head: str, by: str, order: Mapping[str, object]) -> Callable[[], str]:
    """Ids for what an order makes: those of the same order by the same person at the same `head`.

    So a dry run has the content that is then approved, and what another one made since (`head` is
    the digest of the ledger's end) makes other ids.
    """
    seed = canonical({"head": head, "by": by, **order})
    numbers = count()
    return lambda: sha256(seed + str(next(numbers)).encode())[:24]


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
