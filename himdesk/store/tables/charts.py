# SPDX-License-Identifier: Apache-2.0
"""Charts and the columns that items of all kinds have."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from himdesk.store.tables.base import Base


def _item_link() -> Mapped[str | None]:
    """A reference between items; children may be written before what they refer to."""
    return mapped_column(ForeignKey("item.id", deferrable=True, initially="DEFERRED"))


class PatientRow(Base):
    """A chart. Only the ledger's write path changes it; it is never deleted."""

    __tablename__ = "patient"
    __table_args__ = (
        UniqueConstraint("authority", "number"),
        Index(None, "number"),
        Index(None, "replaced_by"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    authority: Mapped[str]
    number: Mapped[str]
    status: Mapped[str]
    replaced_by: Mapped[str | None] = mapped_column(
        ForeignKey("patient.id", deferrable=True, initially="DEFERRED")
    )
    choice_family: Mapped[str | None]
    choice_given: Mapped[str | None]
    choice_middle: Mapped[str | None]
    choice_prefix: Mapped[str | None]
    choice_suffix: Mapped[str | None]
    choice_birth_date: Mapped[str | None]
    choice_sex: Mapped[str | None]
    choice_deceased: Mapped[str | None]
    choice_language: Mapped[str | None]
    choice_marital_status: Mapped[str | None]
    choice_ssn: Mapped[str | None]
    choice_phone: Mapped[str | None]
    choice_mobile: Mapped[str | None]
    choice_email: Mapped[str | None]
    choice_address: Mapped[str | None]
    created_seq: Mapped[int] = mapped_column(ForeignKey("change_set.seq"))


class PairRow(Base):
    """What someone judged of two charts; made by the first judgement."""

    __tablename__ = "pair"
    __table_args__ = (Index(None, "left_patient_id"), Index(None, "right_patient_id"))

    id: Mapped[str] = mapped_column(primary_key=True)
    left_patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    right_patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    judgement: Mapped[str | None]


class ItemRow(Base):
    """One thing a patient owns; what it is stands in the table of its kind."""

    __tablename__ = "item"
    __table_args__ = (
        Index("ix_item_chart", "patient_id", "kind", "at"),
        Index("ix_item_home", "home_patient_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    home_patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    parent_id: Mapped[str | None] = _item_link()
    encounter_id: Mapped[str | None] = _item_link()
    status: Mapped[str | None]
    at: Mapped[str | None]
    until: Mapped[str | None]
    recorded: Mapped[str | None]
    type: Mapped[str | None]
    code: Mapped[str | None]
    display: Mapped[str | None]
    author: Mapped[str | None]
    sensitivity: Mapped[str | None]
    body: Mapped[str | None]
    source_record_id: Mapped[str | None]
    derived_from: Mapped[str | None]
    created_seq: Mapped[int] = mapped_column(ForeignKey("change_set.seq"))


def _where_known(name: str) -> Index:
    """An index that leaves out the many rows which have no such link."""
    column = ItemRow.__table__.c[name]
    known = column.is_not(None)
    return Index(f"ix_item_{name}", column, sqlite_where=known, postgresql_where=known)


for _name in ("parent_id", "encounter_id", "source_record_id", "derived_from"):
    _where_known(_name)
