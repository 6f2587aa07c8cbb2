# SPDX-License-Identifier: Apache-2.0
"""The desk's own tables: staff, requests, the access log, letters, work, drafts, settings."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from himdesk.store.tables.base import Base


class StaffRow(Base):
    """A person who signs in. `person_id` is the same for the accounts of one person.

    `db_role` is the person's own PostgreSQL role, if there is one; `reset_by` and `reset_at` the
    administrator who last reset the password.
    """

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint("disabled IN ('yes', 'no')", name="disabled"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    display: Mapped[str]
    password_hash: Mapped[str]
    disabled: Mapped[str]
    person_id: Mapped[str]
    db_role: Mapped[str | None] = mapped_column(unique=True)
    reset_by: Mapped[str | None]
    reset_at: Mapped[str | None]
    created_at: Mapped[str]


class StaffRoleRow(Base):
    """A role that a person holds."""

    __tablename__ = "staff_role"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class StaffEventRow(Base):
    """A change of staff, policy or settings; append-only, chained."""

    __tablename__ = "staff_event"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    by: Mapped[str]
    verb: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str | None]
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)


class SettingRow(Base):
    """A setting of the site; each change of one is a staff event."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class StaffSettingRow(Base):
    """What an account set for itself; says nothing of a chart."""

    __tablename__ = "staff_setting"

    staff: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class MetaRow(Base):
    """A fact of this database: its id, whether it is for training, the site's zone."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class RequestRow(Base):
    """A correction on its way to approval. `body` is the digest of the proposed change set.

    `assigned_to` looks at it since `claimed_at`, until `claimed_until` as with a `WorkCaseRow`.
    """

    __tablename__ = "request"
    __table_args__ = (
        CheckConstraint("approver <> requester", name="four_eyes"),
        Index(None, "state", "created_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    requester: Mapped[str]
    reason: Mapped[str]
    content: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[str]
    approver: Mapped[str | None]
    decided_at: Mapped[str | None]
    change_set_id: Mapped[str | None]
    comment: Mapped[str | None]
    assigned_to: Mapped[str | None]
    claimed_at: Mapped[str | None]
    claimed_until: Mapped[str | None]


class RequestChartRow(Base):
    """The charts that a request is about."""

    __tablename__ = "request_chart"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("request.id"), primary_key=True)


class RequestEventRow(Base):
    """What was done to a request, and with what content; append-only, chained."""

    __tablename__ = "request_event"
    __table_args__ = (Index(None, "request_id", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    request_id: Mapped[str] = mapped_column(ForeignKey("request.id"))
    at: Mapped[str]
    by: Mapped[str]
    verb: Mapped[str]
    content: Mapped[str | None]
    body: Mapped[str | None]
    comment: Mapped[str | None]
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)


class ClaimEventRow(Base):
    """Who took a request, let go of it or gave it to whom (`detail`); append-only, chained."""

    __tablename__ = "claim_event"
    __table_args__ = (Index(None, "request_id", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    request_id: Mapped[str] = mapped_column(ForeignKey("request.id"))
    at: Mapped[str]
    by: Mapped[str]
    verb: Mapped[str]
    comment: Mapped[str | None]
    detail: Mapped[str | None]
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)


class AccessLogRow(Base):
    """Who looked at what; append-only, chained."""

    __tablename__ = "access_log"
    __table_args__ = (Index(None, "patient_id", "seq"), Index(None, "staff", "seq"))

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    staff: Mapped[str]
    verb: Mapped[str]
    patient_id: Mapped[str | None]
    reason: Mapped[str | None]
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)


class LetterRow(Base):
    """A letter as it was issued, byte for byte; append-only, chained."""

    __tablename__ = "letter"
    __table_args__ = (Index(None, "for_id"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(unique=True)
    at: Mapped[str]
    by: Mapped[str]
    kind: Mapped[str]
    for_id: Mapped[str]
    language: Mapped[str]
    template: Mapped[str]
    template_version: Mapped[str]
    content: Mapped[str]
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)


class LetterEventRow(Base):
    """To whom a letter was addressed, or how it went; append-only, chained. `detail` is JSON."""

    __tablename__ = "letter_event"
    __table_args__ = (Index(None, "letter_id", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"))
    at: Mapped[str]
    by: Mapped[str]
    verb: Mapped[str]
    detail: Mapped[str]
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)


class BreakGlassRow(Base):
    """A restricted chart opened for a reason, and its review."""

    __tablename__ = "break_glass"
    __table_args__ = (Index(None, "staff", "patient_id", "until"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    staff: Mapped[str]
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    reason: Mapped[str]
    at: Mapped[str]
    until: Mapped[str]
    reviewed_by: Mapped[str | None]
    reviewed_at: Mapped[str | None]
    finding: Mapped[str | None]


class WorkCaseRow(Base):
    """Something that waits for a person. `detail` is JSON.

    `assigned_to` has it since `claimed_at`; who took it only holds it until `claimed_until`, to
    whom it was given keeps it (null). Until `snoozed_until` it is out of sight; `waiting_for` is
    what was asked of others, to be asked again at `remind_at`.
    """

    __tablename__ = "work_case"
    __table_args__ = (
        Index(None, "state", "kind", "opened_at"),
        Index(None, "patient_id"),
        Index(None, "assigned_to", "state"),
        # All that orders and counts the work list, so that the wide rows need not be read.
        Index(
            "ix_work_case_listed",
            "state",
            "kind",
            "due_at",
            "snoozed_until",
            "assigned_to",
            "claimed_until",
            "waiting_for",
            "opened_at",
            "closed_at",
            "id",
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    patient_id: Mapped[str | None] = mapped_column(ForeignKey("patient.id"))
    item_id: Mapped[str | None]
    opened_at: Mapped[str]
    opened_by: Mapped[str]
    due_at: Mapped[str | None]
    assigned_to: Mapped[str | None]
    closed_at: Mapped[str | None]
    closed_by: Mapped[str | None]
    detail: Mapped[str]
    claimed_at: Mapped[str | None]
    claimed_until: Mapped[str | None]
    snoozed_until: Mapped[str | None]
    waiting_for: Mapped[str | None]
    remind_at: Mapped[str | None]


class DraftRow(Base):
    """Unfinished work of one person, so that it outlives a crash."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("staff", "kind", "key"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    staff: Mapped[str]
    kind: Mapped[str]
    key: Mapped[str]
    body: Mapped[str]
    saved_at: Mapped[str]
