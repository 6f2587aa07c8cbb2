# SPDX-License-Identifier: Apache-2.0
"""Letters: to whom each was addressed, and when and how it went."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

# Compared byte by byte on both databases.
_TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    names = ("letter_id", "at", "by", "verb", "detail", "previous", "digest")
    op.create_table(
        "letter_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, _TEXT, nullable=False) for name in names),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name="fk_letter_event_letter_id_letter"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_letter_event"),
        sa.UniqueConstraint("digest", name="uq_letter_event_digest"),
        sa.UniqueConstraint("previous", name="uq_letter_event_previous"),
    )
    op.create_index("ix_letter_event_letter_id_seq", "letter_event", ["letter_id", "seq"])
