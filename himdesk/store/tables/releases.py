# SPDX-License-Identifier: Apache-2.0
"""What went out: the log of disclosures, accountings that were given, suspensions, recipients."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from himdesk.store.tables.base import Base


class DisclosureRow(Base):
    """A release of records; append-only, chained. `day` is that of the site.

    `items` are the ids of what went out, parted by blanks; `packet` the digest of its bytes.
    """

    __tablename__ = "disclosure"
    __table_args__ = (Index(None, "patient_id", "day"), Index(None, "recipient"))

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(unique=True)
    at: Mapped[str]
    day: Mapped[str]
    by: Mapped[str]
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    recipient: Mapped[str]
    address: Mapped[str]
    description: Mapped[str]
    purpose: Mapped[str]
    basis: Mapped[str]
    how: Mapped[str]
    items: Mapped[str]
    packet: Mapped[str | None]
    case_id: Mapped[str | None]
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)


class DisclosedItemRow(Base):
    """A record that went out: from the record to its disclosures."""

    __tablename__ = "disclosed_item"
    __table_args__ = (Index(None, "item_id"),)

    disclosure_id: Mapped[str] = mapped_column(ForeignKey("disclosure.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), primary_key=True)


class SuspensionRow(Base):
    """An agency's statement that suspends the accounting; append-only, chained."""

    __tablename__ = "suspension"
    __table_args__ = (Index(None, "patient_id"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    by: Mapped[str]
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    recipient: Mapped[str]
    since: Mapped[str]
    until: Mapped[str]
    written: Mapped[str]
    statement: Mapped[str]
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)


class AccountingRow(Base):
    """An accounting that was given; append-only, chained. `content` is the digest of its bytes."""

    __tablename__ = "accounting"
    __table_args__ = (Index(None, "patient_id"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    day: Mapped[str]
    by: Mapped[str]
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    since: Mapped[str]
    until: Mapped[str]
    free: Mapped[str]
    content: Mapped[str]
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)


class RecipientRow(Base):
    """A requester or recipient whose address and fax number were verified."""

    __tablename__ = "recipient"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    address: Mapped[str]
    fax: Mapped[str]
    phone: Mapped[str]
    verified_on: Mapped[str]
    verified_by: Mapped[str]
    verified_how: Mapped[str]
