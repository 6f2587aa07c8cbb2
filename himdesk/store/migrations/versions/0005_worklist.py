# SPDX-License-Identifier: Apache-2.0
"""The work list: who has a case since when, what it waits for, what was said, filters, absences."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

# Compared byte by byte on both databases.
_TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, _TEXT, nullable=nullable) for name in names]


def upgrade() -> None:
    """Make the columns and the tables."""
    names = ("claimed_at", "claimed_until", "snoozed_until", "waiting_for", "remind_at")
    for column in _texts(*names, nullable=True):
        op.add_column("work_case", column)
    op.create_index("ix_work_case_assigned_to_state", "work_case", ["assigned_to", "state"])
    op.create_table(
        "work_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        *_texts("case_id", "at", "by", "verb"),
        *_texts("comment", "detail", "evidence", nullable=True),
        *_texts("previous", "digest"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["work_case.id"], name="fk_work_event_case_id_work_case"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_work_event"),
        sa.UniqueConstraint("digest", name="uq_work_event_digest"),
        sa.UniqueConstraint("previous", name="uq_work_event_previous"),
    )
    op.create_index("ix_work_event_case_id_seq", "work_event", ["case_id", "seq"])
    op.create_table(
        "work_filter",
        *_texts("id", "staff", "name", "body"),
        sa.PrimaryKeyConstraint("id", name="pk_work_filter"),
        sa.UniqueConstraint("staff", "name", name="uq_work_filter_staff_name"),
    )
    op.create_table(
        "absence",
        *_texts("staff", "delegate", "until"),
        sa.PrimaryKeyConstraint("staff", name="pk_absence"),
    )
