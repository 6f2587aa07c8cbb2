# SPDX-License-Identifier: Apache-2.0
"""The ledger: change sets in one hash chain, their changes, and the bodies they point at."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from himdesk.store.tables.base import Base


class ChangeSetRow(Base):
    """A link of the chain. `previous` is unique, so the chain can't fork."""

    __tablename__ = "change_set"
    __table_args__ = (
        CheckConstraint("approved_by <> requester", name="four_eyes"),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approval_time"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    requester: Mapped[str]
    reason: Mapped[str]
    content: Mapped[str]
    at: Mapped[str]
    applied_by: Mapped[str]
    approved_by: Mapped[str | None]
    approved_at: Mapped[str | None]
    reverses: Mapped[str | None] = mapped_column(ForeignKey("change_set.id"))
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)
    import_id: Mapped[str | None]
    request_id: Mapped[str | None]


class ChangeRow(Base):
    """One field of one entity; `ordinal` keeps the canonical order."""

    __tablename__ = "change"
    __table_args__ = ({"sqlite_with_rowid": False},)

    change_set_seq: Mapped[int] = mapped_column(ForeignKey("change_set.seq"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    entity: Mapped[str]
    entity_id: Mapped[str]
    field: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]


class ChangeSetChartRow(Base):
    """Which charts a change set touched, at the time; also those that something left.

    A chart's history and what left it are found by it. Indexes of `change` by chart would say the
    same for each of the thousands of items of a merge, and make writing it several times slower.
    """

    __tablename__ = "change_set_chart"
    __table_args__ = ({"sqlite_with_rowid": False},)

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), primary_key=True)
    change_set_seq: Mapped[int] = mapped_column(ForeignKey("change_set.seq"), primary_key=True)


class ContentRow(Base):
    """A part of a body; parts of one digest together hash to it. `coding` is "zlib" or empty."""

    __tablename__ = "content"

    digest: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    coding: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary)


_change = ChangeRow.__table__.c
_change_set = ChangeSetRow.__table__.c

Index("ix_change_entity", _change.entity_id, _change.field, _change.change_set_seq)
Index("ix_change_set_chart_seq", ChangeSetChartRow.__table__.c.change_set_seq)
# Times are compared without their final Z: "...:00" then comes before "...:00.5".
Index("ix_change_set_at", func.rtrim(_change_set.at, "Z"), _change_set.seq)
for _name in ("reverses", "import_id", "request_id"):
    _known = _change_set[_name].is_not(None)
    Index(
        f"ix_change_set_{_name}", _change_set[_name], sqlite_where=_known, postgresql_where=_known
    )
