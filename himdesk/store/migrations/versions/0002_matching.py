# SPDX-License-Identifier: Apache-2.0
"""What the search for duplicates keeps: posting lists, models, queue rows and decisions."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# Compared byte by byte on both databases.
_TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, _TEXT, nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _key() -> sa.Column[int]:
    return sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False)


def _share(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=False)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def upgrade() -> None:
    """Make the tables; charts that are there already wait to be looked up."""
    _index()
    _queue()
    op.execute("INSERT INTO match_due (patient_id) SELECT id FROM patient WHERE status = 'active'")


def _index() -> None:
    """Records, postings, and what is still to be done."""
    op.create_table(
        "match_record",
        _number("number"),
        _text("patient_id"),
        _text("facts"),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        _refers("match_record", "patient_id", "patient"),
        sa.PrimaryKeyConstraint("number", name="pk_match_record"),
        sa.UniqueConstraint("patient_id", name="uq_match_record_patient_id"),
    )
    op.create_table(
        "match_key",
        _key(),
        _number("record"),
        sa.PrimaryKeyConstraint("key", "record", name="pk_match_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "match_crowded", _key(), sa.PrimaryKeyConstraint("key", name="pk_match_crowded")
    )
    op.create_table(
        "match_due",
        _text("patient_id"),
        _refers("match_due", "patient_id", "patient"),
        sa.PrimaryKeyConstraint("patient_id", name="pk_match_due"),
    )


def _queue() -> None:
    """Pairs, cases and models."""
    op.create_table(
        "match_pair",
        *(_text(name) for name in ("id", "left_patient_id", "right_patient_id", "state")),
        *(_text(name, nullable=True) for name in ("outcome", "decision")),
        _share("probability"),
        _share("weight"),
        _number("model"),
        *(_text(name, nullable=True) for name in ("evidence", "case_id")),
        _text("opened_at"),
        *(_text(name, nullable=True) for name in ("closed_at", "closed_by")),
        _refers("match_pair", "left_patient_id", "patient"),
        _refers("match_pair", "right_patient_id", "patient"),
        _refers("match_pair", "case_id", "work_case"),
        sa.PrimaryKeyConstraint("id", name="pk_match_pair"),
    )
    for columns in (
        ["left_patient_id"],
        ["right_patient_id"],
        ["case_id"],
        ["closed_by"],
        ["state", "probability"],
    ):
        op.create_index(f"ix_match_pair_{'_'.join(columns)}", "match_pair", columns)
    op.create_table(
        "match_case",
        _text("case_id"),
        _number("priority"),
        _share("probability"),
        _number("charts"),
        _refers("match_case", "case_id", "work_case"),
        sa.PrimaryKeyConstraint("case_id", name="pk_match_case"),
    )
    op.create_index("ix_match_case_priority_case_id", "match_case", ["priority", "case_id"])
    op.create_table(
        "match_model",
        _number("version"),
        *(_text(name) for name in ("at", "by", "reason", "digest", "document")),
        sa.PrimaryKeyConstraint("version", name="pk_match_model"),
    )
