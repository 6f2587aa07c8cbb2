# SPDX-License-Identifier: Apache-2.0
"""What a chart is made of: items with a home, and the typed details of each kind.

Everything a patient owns is an `Item`: encounters, documents, coverages, clinical items, and each
demographic statement (a name, an identifier, a birth date: an *assertion*). The item's own
columns say whose it is; its `details` say what it is, in FHIR R4 words.

All values are text or None, as the ledger's scalars are: dates and times are ISO 8601 and may be
partial as in FHIR ("1984", "1984-03"); times carry an offset or are UTC with a final Z.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """The kinds of item; their values are the `entity` names of the ledger."""

    NAME = "name"
    IDENTIFIER = "identifier"
    TELECOM = "telecom"
    ADDRESS = "address"
    STATEMENT = "statement"
    FLAG = "flag"
    ENCOUNTER = "encounter"
    DOCUMENT = "document"
    COVERAGE = "coverage"
    CLINICAL = "clinical_item"


class Status(StrEnum):
    """The statuses that himdesk itself gives; a source's own status words stand beside them."""

    CURRENT = "current"
    PREVIOUS = "previous"
    ENTERED_IN_ERROR = "entered-in-error"


class FlagCode(StrEnum):
    """Flags that change how a chart may be seen or corrected (DOMAIN 1.7, 2.6)."""

    VIP = "vip"
    PART2 = "part2"
    LEGAL_HOLD = "legal-hold"
    MULTIPLE_BIRTH = "multiple-birth"
    RELEASE_HOLD = "release-hold"
    OTHER = "other"


class About(StrEnum):
    """What a `Statement` is about."""

    BIRTH_DATE = "birth_date"
    SEX = "sex"
    DECEASED = "deceased"
    LANGUAGE = "language"
    MARITAL_STATUS = "marital_status"


class Category(StrEnum):
    """What the rules need to know of a clinical item, whatever resource it came as."""

    ALLERGY = "allergy"
    ORDER = "order"
    MEDICATION = "medication"
    CONDITION = "condition"
    BLOOD_GROUP = "blood-group"
    RESULT = "result"
    IMMUNIZATION = "immunization"
    PROCEDURE = "procedure"
    MOTHER = "mother"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person's name; `use` is FHIR's: official, usual, maiden, old, nickname, temp ..."""

    use: str | None = None
    family: str | None = None
    given: str | None = None
    middle: str | None = None
    prefix: str | None = None
    suffix: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number of an authority; `type` is the HL7 table 0203 code (MR, SS, DL, PPN ...)."""

    type: str | None = None
    system: str | None = None
    value: str | None = None
    use: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telecom:
    """A way to reach someone; `system` phone, email, fax ...; `use` home, work, mobile."""

    system: str | None = None
    use: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address; `line` holds its lines parted by newlines."""

    use: str | None = None
    line: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One plain demographic statement, such as a birth date.

    `about` is a value of `About`. Sex is a FHIR administrative gender; deceased is "true",
    "false" or the date and time of death.
    """

    about: str
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A warning or restriction of the chart; `flag` is a value of `FlagCode`."""

    flag: str
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """A visit or stay, with the registration data that it was made with."""

    number: str | None = None
    encounter_class: str | None = None
    bed: str | None = None
    location: str | None = None
    provider: str | None = None
    reason: str | None = None
    registered_name: str | None = None
    registered_birth_date: str | None = None
    registered_sex: str | None = None
    registered_address: str | None = None
    registered_phone: str | None = None
    registered_mrn: str | None = None
    registrar: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A note or scan; `content` is the digest of its bytes in the content store.

    A revision (`revision`: addendum, late-entry, correction, retraction) has the document it
    revises as its parent. `signature` is "signed", "needed" (the author must sign again) or None.
    """

    title: str | None = None
    content: str | None = None
    content_type: str | None = None
    doc_status: str | None = None
    revision: str | None = None
    signature: str | None = None
    signed_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """An insurance or other way to pay."""

    payor: str | None = None
    subscriber: str | None = None
    member: str | None = None
    plan: str | None = None
    relationship: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinical:
    """A clinical item of any resource kind, with what the rules need of it.

    `category` is a value of `Category`; `negated` is "yes" for a statement of absence such as "no
    known allergies"; `active` is "yes" for an order that still runs; `value` is the blood group
    ("O+"), the mother's number, or a result as text.
    """

    category: str
    value: str | None = None
    negated: str | None = None
    active: str | None = None
    criticality: str | None = None


Details = (
    Name
    | Identifier
    | Telecom
    | Address
    | Statement
    | Flag
    | Encounter
    | Document
    | Coverage
    | Clinical
)

DETAILS: Final[dict[Kind, type[Details]]] = {
    Kind.NAME: Name,
    Kind.IDENTIFIER: Identifier,
    Kind.TELECOM: Telecom,
    Kind.ADDRESS: Address,
    Kind.STATEMENT: Statement,
    Kind.FLAG: Flag,
    Kind.ENCOUNTER: Encounter,
    Kind.DOCUMENT: Document,
    Kind.COVERAGE: Coverage,
    Kind.CLINICAL: Clinical,
}

STUB: Final = "stub"
"""The `type` of what stands in place of an entry that belongs to another patient."""

ASSERTIONS: Final = frozenset(
    {Kind.NAME, Kind.IDENTIFIER, Kind.TELECOM, Kind.ADDRESS, Kind.STATEMENT, Kind.FLAG}
)
"""The kinds that make statements about the person, rather than record care."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing a patient owns.

    Invariants: `id`, `kind`, `home_patient_id` and `derived_from` never change; an item has one
    owner (`patient_id`) and at most one parent, which has the same owner.
    `at`/`until` are the clinically relevant time or the period of validity; `recorded` the time
    the source gave for the recording; `body` the digest of the source's own bytes.
    """

    id: str
    kind: Kind
    home_patient_id: str
    patient_id: str
    details: Details
    parent_id: str | None = None
    encounter_id: str | None = None
    status: str | None = None
    at: str | None = None
    until: str | None = None
    recorded: str | None = None
    type: str | None = None
    code: str | None = None
    display: str | None = None
    author: str | None = None
    sensitivity: str | None = None
    body: str | None = None
    source_record_id: str | None = None
    derived_from: str | None = None

    @property
    def in_error(self) -> bool:
        """Whether the item should never have existed here; it is kept, and shown as such."""
        return self.status == Status.ENTERED_IN_ERROR


FIXED: Final = frozenset(
    {"id", "kind", "home_patient_id", "details", "source_record_id", "derived_from", "recorded"}
)
"""Item fields that never change after creation."""

ITEM_FIELDS: Final = tuple(f.name for f in fields(Item) if f.name not in FIXED)
"""The fields common to all items that a change set may change."""


def detail_fields(kind: Kind) -> tuple[str, ...]:
    """The names of the details of one kind, in their order."""
    return tuple(f.name for f in fields(DETAILS[kind]))


def person_name(name: Name) -> str:
    """A name as screens and letters tell of somebody: FAMILY, Given Middle Suffix."""
    given = " ".join(part for part in (name.given, name.middle, name.suffix) if part)
    family = (name.family or "").upper()
    if family and given:
        return f"{family}, {given}"
    return family or given or "(no name)"
