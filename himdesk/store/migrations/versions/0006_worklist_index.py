# SPDX-License-Identifier: Apache-2.0
"""An index that holds all that orders and counts the work list."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_work_case_listed",
        "work_case",
        [
            "state",
            "kind",
            "due_at",
            "snoozed_until",
            "assigned_to",
            "claimed_until",
            "waiting_for",
            "opened_at",
            "closed_at",
            "id",
        ],
    )
