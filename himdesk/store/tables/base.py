# SPDX-License-Identifier: Apache-2.0
"""What all tables share. Columns are text or null, as the ledger's values are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from sqlalchemy import MetaData, Table, Text
from sqlalchemy.orm import DeclarativeBase

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

# Compared byte by byte on both databases, so that order and ranges agree.
PLAIN_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


class Base(DeclarativeBase):
    """The parent of all rows; names of constraints are ours, for migrations need them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, TypeEngine[Any]]] = {str: PLAIN_TEXT}


def table_of(row: type[Base]) -> Table:
    """The table behind a mapped class."""
    return cast("Table", row.__table__)
