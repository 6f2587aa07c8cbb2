# SPDX-License-Identifier: Apache-2.0
"""What the search for duplicates keeps: posting lists, models, queue rows and decisions."""

from __future__ import annotations

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Nothing yet."""
