# SPDX-License-Identifier: Apache-2.0
"""What cases keep beside a chart: amendment requests, their items, events and tasks."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nothing yet."""
