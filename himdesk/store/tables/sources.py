# SPDX-License-Identifier: Apache-2.0
"""What came from where: imports and the last snapshot of each source record; and search terms."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from himdesk.store.tables.base import Base


class ImportBatchRow(Base):
    """One import; its change sets name it. `report` is JSON."""

    __tablename__ = "import_batch"

    id: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    started_at: Mapped[str]
    by: Mapped[str]
    state: Mapped[str]
    report: Mapped[str | None]


class SourceRecordRow(Base):
    """A record as its source last stated it; `patient_id` is the chart it was first filed under."""

    __tablename__ = "source_record"
    __table_args__ = (
        UniqueConstraint("source", "type", "record_id"),
        Index(None, "patient_id"),
        Index(None, "item_id"),
        Index(None, "import_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    type: Mapped[str]
    record_id: Mapped[str]
    patient_id: Mapped[str | None] = mapped_column(ForeignKey("patient.id"))
    item_id: Mapped[str | None]
    body: Mapped[str]
    mrn_authority: Mapped[str | None]
    mrn_number: Mapped[str | None]
    import_id: Mapped[str | None]
    seen_at: Mapped[str]


class SearchTermRow(Base):
    """A word or number by which a patient is found; it belongs to the assertion, not the chart.

    Terms are never taken away: old names go on finding whoever owns the assertion.
    """

    __tablename__ = "search_term"
    __table_args__ = (Index(None, "item_id", "term"), {"sqlite_with_rowid": False})

    term: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(
        ForeignKey("item.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
