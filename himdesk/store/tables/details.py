# SPDX-License-Identifier: Apache-2.0
"""What an item is: a table for each kind, with the fields of the kind's value as columns."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from himdesk.domain.charts.items import Kind
from himdesk.store.tables.base import Base


def _item_key() -> Mapped[str]:
    return mapped_column(
        ForeignKey("item.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )


class NameRow(Base):
    """A name of a person."""

    __tablename__ = "name"
    item_id: Mapped[str] = _item_key()
    use: Mapped[str | None]
    family: Mapped[str | None]
    given: Mapped[str | None]
    middle: Mapped[str | None]
    prefix: Mapped[str | None]
    suffix: Mapped[str | None]


class IdentifierRow(Base):
    """A number of an authority; found by its bare form in `search_term`."""

    __tablename__ = "identifier"
    item_id: Mapped[str] = _item_key()
    type: Mapped[str | None]
    system: Mapped[str | None]
    value: Mapped[str | None]
    use: Mapped[str | None]


class TelecomRow(Base):
    """A way to reach someone."""

    __tablename__ = "telecom"
    item_id: Mapped[str] = _item_key()
    system: Mapped[str | None]
    use: Mapped[str | None]
    value: Mapped[str | None]


class AddressRow(Base):
    """A postal address."""

    __tablename__ = "address"
    item_id: Mapped[str] = _item_key()
    use: Mapped[str | None]
    line: Mapped[str | None]
    city: Mapped[str | None]
    state: Mapped[str | None]
    postal_code: Mapped[str | None]
    country: Mapped[str | None]


class StatementRow(Base):
    """One plain demographic statement."""

    __tablename__ = "statement"
    item_id: Mapped[str] = _item_key()
    about: Mapped[str]
    value: Mapped[str | None]


class FlagRow(Base):
    """A warning or restriction of the chart."""

    __tablename__ = "flag"
    item_id: Mapped[str] = _item_key()
    flag: Mapped[str]
    text: Mapped[str | None]


class EncounterRow(Base):
    """A visit or stay, with the registration data that it was made with."""

    __tablename__ = "encounter"
    __table_args__ = (Index(None, "number"),)
    item_id: Mapped[str] = _item_key()
    number: Mapped[str | None]
    encounter_class: Mapped[str | None]
    bed: Mapped[str | None]
    location: Mapped[str | None]
    provider: Mapped[str | None]
    reason: Mapped[str | None]
    registered_name: Mapped[str | None]
    registered_birth_date: Mapped[str | None]
    registered_sex: Mapped[str | None]
    registered_address: Mapped[str | None]
    registered_phone: Mapped[str | None]
    registered_mrn: Mapped[str | None]
    registrar: Mapped[str | None]


class DocumentRow(Base):
    """A note or scan; its bytes are in the content store."""

    __tablename__ = "document"
    __table_args__ = (Index(None, "content"),)
    item_id: Mapped[str] = _item_key()
    title: Mapped[str | None]
    content: Mapped[str | None]
    content_type: Mapped[str | None]
    doc_status: Mapped[str | None]
    revision: Mapped[str | None]
    signature: Mapped[str | None]
    signed_at: Mapped[str | None]


class CoverageRow(Base):
    """An insurance or other way to pay."""

    __tablename__ = "coverage"
    item_id: Mapped[str] = _item_key()
    payor: Mapped[str | None]
    subscriber: Mapped[str | None]
    member: Mapped[str | None]
    plan: Mapped[str | None]
    relationship: Mapped[str | None]


class ClinicalRow(Base):
    """A clinical item of any resource kind, with what the rules need of it."""

    __tablename__ = "clinical_item"
    item_id: Mapped[str] = _item_key()
    category: Mapped[str]
    value: Mapped[str | None]
    negated: Mapped[str | None]
    active: Mapped[str | None]
    criticality: Mapped[str | None]


DETAIL_ROWS: Final[dict[Kind, type[Base]]] = {
    Kind.NAME: NameRow,
    Kind.IDENTIFIER: IdentifierRow,
    Kind.TELECOM: TelecomRow,
    Kind.ADDRESS: AddressRow,
    Kind.STATEMENT: StatementRow,
    Kind.FLAG: FlagRow,
    Kind.ENCOUNTER: EncounterRow,
    Kind.DOCUMENT: DocumentRow,
    Kind.COVERAGE: CoverageRow,
    Kind.CLINICAL: ClinicalRow,
}
