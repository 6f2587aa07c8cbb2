# SPDX-License-Identifier: Apache-2.0
"""New ids and the clock: fetched here, passed in everywhere else."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime


def new_id() -> str:
    """A fresh id: opaque, unique across kinds, later ones sorting after earlier ones."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(6)}"


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
