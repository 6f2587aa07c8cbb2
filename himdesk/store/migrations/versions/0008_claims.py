# SPDX-License-Identifier: Apache-2.0
"""Requests for approval: who has one since when, and how it passed from hand to hand."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

# Compared byte by byte on both databases.
_TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, _TEXT, nullable=nullable) for name in names]


def upgrade() -> None:
    """Make the columns and the table."""
    for column in _texts("assigned_to", "claimed_at", "claimed_until", nullable=True):
        op.add_column("request", column)
    op.create_table(
        "claim_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        *_texts("request_id", "at", "by", "verb"),
        *_texts("comment", "detail", nullable=True),
        *_texts("previous", "digest"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name="fk_claim_event_request_id_request"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_claim_event"),
        sa.UniqueConstraint("digest", name="uq_claim_event_digest"),
        sa.UniqueConstraint("previous", name="uq_claim_event_previous"),
    )
    op.create_index("ix_claim_event_request_id_seq", "claim_event", ["request_id", "seq"])
