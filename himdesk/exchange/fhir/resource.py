# SPDX-License-Identifier: Apache-2.0
"""One FHIR resource to one record: the place where the kinds part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import sha256
from himdesk.domain.charts.records import Record, Rejected
from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.fhir.kinds import clinical, coverage, documents, encounter, flags, patient
from himdesk.exchange.fhir.parsing.values import Json, WrongValue, short
from himdesk.exchange.fhir.subject import patient_of
from himdesk.exchange.fhir.types.every import DIRECTORY, SHAPES, TYPES

if TYPE_CHECKING:
    from himdesk.domain.charts.records import Draft
    from himdesk.exchange.fhir.references import Neighbours

_ID: Final = re.compile(r"[!-~]{1,255}")
_DIGITS: Final = 32


@dataclass(frozen=True, slots=True)
class Source:
    """Where one resource stands: a name for messages, its own bytes, and its id if it has none."""

    where: str
    body: bytes
    spare_id: str | None = None


def read_resource(value: object, source: Source, near: Neighbours) -> Record | Rejected:
    """The record of a parsed resource, or the reason why there is none."""
    try:
        return _record(value, source, near)
    except WrongValue as fault:
        root = value if isinstance(value, dict) else {}
        return Rejected(source.where, fault.sentence(root))
    except Unacceptable as fault:
        return Rejected(source.where, fault.text)


def _record(value: object, source: Source, near: Neighbours) -> Record:
    kind = type_name(value)
    assert isinstance(value, dict)
    id_ = resource_id(value) or source.spare_id or id_from(source.body)
    if kind == "Patient":
        return Record(
            type=kind,
            id=id_,
            body=source.body,
            where=source.where,
            mrn=patient.mrn_of(value),
            replaced_by=patient.replaced_by(value, near),
            drafts=patient.drafts_of(value),
        )
    if kind == "Bundle":
        raise Unacceptable("a Bundle stands where one record is expected.")
    if kind in DIRECTORY:
        return Record(type=kind, id=id_, body=source.body, where=source.where)
    subject = patient_of(value, SHAPES[kind], near)
    return Record(
        type=kind,
        id=id_,
        body=source.body,
        where=source.where,
        subject=subject,
        drafts=(_draft(value, kind, near, f"{kind}/{id_}"),) if subject else (),
    )


def _draft(value: Json, kind: str, near: Neighbours, own: str) -> Draft:
    shape = SHAPES[kind]
    if kind == "Encounter":
        return encounter.draft_of(value, near, own)
    if kind == "Coverage":
        return coverage.draft_of(value, near)
    if kind == "Flag":
        return flags.flag_of(value, shape, near)
    if documents.is_document(value, kind):
        return documents.draft_of(value, shape, near, own)
    return clinical.draft_of(value, shape, near, own)


def type_name(value: object) -> str:
    """The resource type of a parsed value.

    Raises:
        Unacceptable: it is no resource, or of a type that FHIR R4 does not have.
    """
    if type(value) is not dict:
        raise Unacceptable("expected a FHIR resource: an object with a resourceType.")
    kind = short(value, "resourceType")
    if kind is None:
        raise Unacceptable("the object has no resourceType; expected a FHIR resource.")
    if kind not in TYPES:
        shown = kind[:40] if kind.isascii() and kind.isalnum() else "the given type"
        raise Unacceptable(f"resourceType: {shown} is no resource type of FHIR R4.")
    return kind


def resource_id(value: Json) -> str | None:
    """The id of a resource, without blanks or unprintable characters."""
    id_ = short(value, "id")
    if id_ is not None and not is_id(id_):
        raise WrongValue(value, "id", "an id of up to 64 letters, digits, dots and hyphens")
    return id_


def is_id(text: str) -> bool:
    """Whether a text can be an id; FHIR's own rule is narrower, but sources break it."""
    return _ID.fullmatch(text) is not None


def id_from(body: bytes) -> str:
    """The id of a record that nobody named: the same bytes always have the same."""
    return f"sha256-{sha256(body)[:_DIGITS]}"
