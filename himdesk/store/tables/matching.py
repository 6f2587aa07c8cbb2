# SPDX-License-Identifier: Apache-2.0
"""What finding duplicates keeps: what charts are found by, pairs and cases, models.

Records and keys are derived from the charts and can be made anew at any time.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from himdesk.store.tables.base import Base


class MatchRecordRow(Base):
    """An active chart as it is compared: `facts` is JSON, `keys` are its posting keys, packed.

    `number` stands for the chart in the posting lists.
    """

    __tablename__ = "match_record"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), unique=True)
    facts: Mapped[str]
    keys: Mapped[bytes] = mapped_column(LargeBinary)


class MatchKeyRow(Base):
    """A posting: the record has the key. Records that share a narrow key are compared."""

    __tablename__ = "match_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    record: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class MatchCrowdedRow(Base):
    """A key that more records share than its cap: it only joins strangers, and has no postings."""

    __tablename__ = "match_crowded"

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class MatchDueRow(Base):
    """A chart whose demographics changed and that is still to be looked up."""

    __tablename__ = "match_due"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), primary_key=True)


class MatchPairRow(Base):
    """Two charts that may be one person, with the evidence of the last weighing.

    `state`: open (in the queue), doubtful (below the threshold) or closed, then `outcome` says why
    and `closed_by` names the change set, if one did it. `decision`: same or different, as a person
    judged; `model` the version that weighed it; `evidence` is JSON.
    """

    __tablename__ = "match_pair"
    __table_args__ = (
        Index(None, "left_patient_id"),
        Index(None, "right_patient_id"),
        Index(None, "case_id"),
        Index(None, "closed_by"),
        Index(None, "state", "probability"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    left_patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    right_patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    state: Mapped[str]
    outcome: Mapped[str | None]
    decision: Mapped[str | None]
    probability: Mapped[float]
    weight: Mapped[float]
    model: Mapped[int]
    evidence: Mapped[str | None]
    case_id: Mapped[str | None] = mapped_column(ForeignKey("work_case.id"))
    opened_at: Mapped[str]
    closed_at: Mapped[str | None]
    closed_by: Mapped[str | None]


class MatchCaseRow(Base):
    """How urgent a case of the search for duplicates is, and how sure its best pair."""

    __tablename__ = "match_case"
    __table_args__ = (Index(None, "priority", "case_id"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("work_case.id"), primary_key=True)
    priority: Mapped[int]
    probability: Mapped[float]
    charts: Mapped[int]


class MatchModelRow(Base):
    """A version of the model, as its JSON document; the policy chain witnesses its digest."""

    __tablename__ = "match_model"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    by: Mapped[str]
    reason: Mapped[str]
    digest: Mapped[str]
    document: Mapped[str]
