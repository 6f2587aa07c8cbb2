# SPDX-License-Identifier: Apache-2.0
"""What releases keep: the log of disclosures, suspensions, accountings, recipients."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# Compared byte by byte on both databases.
_TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, _TEXT, nullable=nullable)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [_text(name) for name in names]


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def _chained(table: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("seq", name=f"pk_{table}"),
        sa.UniqueConstraint("digest", name=f"uq_{table}_digest"),
        sa.UniqueConstraint("previous", name=f"uq_{table}_previous"),
    ]


def _seq() -> sa.Column[int]:
    return sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False)


def upgrade() -> None:
    """Make the tables."""
    _disclosures()
    op.create_table(
        "suspension",
        _seq(),
        *_texts("at", "by", "patient_id", "recipient", "since", "until", "written", "statement"),
        *_texts("previous", "digest"),
        _refers("suspension", "patient_id", "patient"),
        *_chained("suspension"),
    )
    op.create_index("ix_suspension_patient_id", "suspension", ["patient_id"])
    op.create_table(
        "accounting",
        _seq(),
        *_texts("at", "day", "by", "patient_id", "since", "until", "free", "content"),
        *_texts("previous", "digest"),
        _refers("accounting", "patient_id", "patient"),
        *_chained("accounting"),
    )
    op.create_index("ix_accounting_patient_id", "accounting", ["patient_id"])
    op.create_table(
        "recipient",
        *_texts("id", "name", "kind", "address", "fax", "phone"),
        *_texts("verified_on", "verified_by", "verified_how"),
        sa.PrimaryKeyConstraint("id", name="pk_recipient"),
        sa.UniqueConstraint("name", name="uq_recipient_name"),
    )


def _disclosures() -> None:
    op.create_table(
        "disclosure",
        _seq(),
        *_texts("id", "at", "day", "by", "patient_id", "recipient", "address", "description"),
        *_texts("purpose", "basis", "how", "items"),
        _text("packet", nullable=True),
        _text("case_id", nullable=True),
        *_texts("previous", "digest"),
        _refers("disclosure", "patient_id", "patient"),
        *_chained("disclosure"),
        sa.UniqueConstraint("id", name="uq_disclosure_id"),
    )
    op.create_index("ix_disclosure_patient_id_day", "disclosure", ["patient_id", "day"])
    op.create_index("ix_disclosure_recipient", "disclosure", ["recipient"])
    op.create_table(
        "disclosed_item",
        *_texts("disclosure_id", "item_id"),
        _refers("disclosed_item", "disclosure_id", "disclosure"),
        _refers("disclosed_item", "item_id", "item"),
        sa.PrimaryKeyConstraint("disclosure_id", "item_id", name="pk_disclosed_item"),
    )
    op.create_index("ix_disclosed_item_item_id", "disclosed_item", ["item_id"])
