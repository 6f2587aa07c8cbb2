# SPDX-License-Identifier: Apache-2.0
"""What releases keep: requests, recipients, packets and the log of disclosures."""

from __future__ import annotations

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Nothing yet."""
