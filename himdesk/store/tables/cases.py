# SPDX-License-Identifier: Apache-2.0
"""What is kept of amendment requests beside their row in the work list."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from himdesk.store.tables.base import Base


class CaseEventRow(Base):
    """A step of a case; append-only, chained. `day` is that of the site, `detail` JSON."""

    __tablename__ = "case_event"
    __table_args__ = (Index(None, "case_id", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[str] = mapped_column(ForeignKey("work_case.id"))
    at: Mapped[str]
    day: Mapped[str]
    by: Mapped[str]
    verb: Mapped[str]
    detail: Mapped[str]
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)


class CaseItemRow(Base):
    """A record that a case is about: from the record to its cases."""

    __tablename__ = "case_item"
    __table_args__ = (Index(None, "item_id"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("work_case.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), primary_key=True)
