# SPDX-License-Identifier: Apache-2.0
"""What cases keep beside their row in the work list: their steps, and what records they concern."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# Compared byte by byte on both databases.
_TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, _TEXT, nullable=False) for name in names]


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "case_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        *_texts("case_id", "at", "day", "by", "verb", "detail", "previous", "digest"),
        _refers("case_event", "case_id", "work_case"),
        sa.PrimaryKeyConstraint("seq", name="pk_case_event"),
        sa.UniqueConstraint("digest", name="uq_case_event_digest"),
        sa.UniqueConstraint("previous", name="uq_case_event_previous"),
    )
    op.create_index("ix_case_event_case_id_seq", "case_event", ["case_id", "seq"])
    op.create_table(
        "case_item",
        *_texts("case_id", "item_id"),
        _refers("case_item", "case_id", "work_case"),
        _refers("case_item", "item_id", "item"),
        sa.PrimaryKeyConstraint("case_id", "item_id", name="pk_case_item"),
    )
    op.create_index("ix_case_item_item_id", "case_item", ["item_id"])
