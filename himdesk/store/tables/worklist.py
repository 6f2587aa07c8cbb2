# SPDX-License-Identifier: Apache-2.0
"""What is said and done about cases while they wait, people's own filters, and absences."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from himdesk.store.tables.base import Base


class WorkEventRow(Base):
    """What someone did with a case of the work list; append-only, chained.

    `detail` is a person, a day or a file's name, as the verb has it; `evidence` names a body of
    the content store.
    """

    __tablename__ = "work_event"
    __table_args__ = (Index(None, "case_id", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[str] = mapped_column(ForeignKey("work_case.id"))
    at: Mapped[str]
    by: Mapped[str]
    verb: Mapped[str]
    comment: Mapped[str | None]
    detail: Mapped[str | None]
    evidence: Mapped[str | None]
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)


class WorkFilterRow(Base):
    """A filter of the work list that a person named and keeps; `body` is JSON."""

    __tablename__ = "work_filter"
    __table_args__ = (UniqueConstraint("staff", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    staff: Mapped[str]
    name: Mapped[str]
    body: Mapped[str]


class AbsenceRow(Base):
    """Until when somebody is away, and who has the work meanwhile; `staff` are account names."""

    __tablename__ = "absence"

    staff: Mapped[str] = mapped_column(primary_key=True)
    delegate: Mapped[str]
    until: Mapped[str]
