# SPDX-License-Identifier: Apache-2.0
"""What each account set for itself: colours, size of text, when its window locks."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

# Compared byte by byte on both databases.
_TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "staff_setting",
        *(sa.Column(name, _TEXT, nullable=False) for name in ("staff", "key", "value")),
        sa.PrimaryKeyConstraint("staff", "key", name="pk_staff_setting"),
    )
