# SPDX-License-Identifier: Apache-2.0
"""An Encounter with the registration data that it was made with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Encounter, Kind
from himdesk.domain.charts.records import Draft
from himdesk.exchange.fhir.kinds.naming import identifier_type
from himdesk.exchange.fhir.kinds.sensitivity import sensitivity
from himdesk.exchange.fhir.parsing.dates import date, period
from himdesk.exchange.fhir.parsing.values import Json, child, children, short, text, truth
from himdesk.exchange.fhir.subject import parent_of
from himdesk.exchange.fhir.texts import code_of, concept, labelled, person, referred
from himdesk.exchange.fhir.types.every import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.exchange.fhir.references import Neighbours

REGISTERED_AS: Final = "http://himdesk.org/fhir/StructureDefinition/registered-as"
"""The extension of an Encounter with what the registrar wrote down about the person."""

_REGISTERED: Final = {
    "name": "registered_name",
    "birthDate": "registered_birth_date",
    "gender": "registered_sex",
    "address": "registered_address",
    "phone": "registered_phone",
    "mrn": "registered_mrn",
    "registrar": "registrar",
}
_GONE: Final = frozenset({"completed", "planned", "reserved"})
_LEADING: Final = ("ATND", "PPRF", "ADM")


def draft_of(resource: Json, near: Neighbours, own: str) -> Draft:
    """The item of an Encounter."""
    shape = SHAPES["Encounter"]
    kind = child(resource, "class")
    at, until = period(resource, "period")
    bed, location = _where(resource, near)
    provider = _provider(resource, near)
    details = Encounter(
        number=_number(resource),
        encounter_class=short(kind, "code") if kind else None,
        bed=bed,
        location=location,
        provider=provider,
        reason=labelled(resource, (("reasonCode",), ("reasonReference",)), near),
        **_registered(resource),
    )
    return Draft(
        kind=Kind.ENCOUNTER,
        details=details,
        status=short(resource, "status"),
        at=at,
        until=until,
        type="Encounter",
        code=next((c for c in map(code_of, children(resource, "type")) if c), None),
        display=labelled(resource, shape.display_paths, near) or "Encounter",
        author=provider,
        sensitivity=sensitivity(resource),
        parent=parent_of(resource, shape, near, own),
    )


def _number(resource: Json) -> str | None:
    """The visit number (type VN), else the first identifier."""
    values = [(identifier_type(v), short(v, "value")) for v in children(resource, "identifier")]
    numbers = [value for kind, value in values if kind == "VN" and value]
    return next(iter((*numbers, *(value for _, value in values if value))), None)


def _where(resource: Json, near: Neighbours) -> tuple[str | None, str | None]:
    """The bed that is taken now, and the latest place."""
    bed = place = None
    for entry in children(resource, "location"):
        reference = child(entry, "location")
        said = referred(reference, resource, near) if reference else None
        if said is None:
            continue
        physical = child(entry, "physicalType")
        gone = period(entry, "period")[1] or text(entry, "status") in _GONE
        if physical and code_of(physical) == "bd":
            bed = bed if gone else said
        else:
            place = said
    house = child(resource, "serviceProvider")
    return bed, place or (referred(house, resource, near) if house else None)


def _provider(resource: Json, near: Neighbours) -> str | None:
    """Who leads the care: attending, primary performer or admitter, else the first named."""
    named: dict[str, str] = {}
    for entry in children(resource, "participant"):
        reference = child(entry, "individual")
        said = referred(reference, resource, near) if reference else None
        if said is None:
            continue
        role = next((c for c in map(code_of, children(entry, "type")) if c), None)
        named.setdefault(role or "", said)
    return next((named[r] for r in _LEADING if r in named), next(iter(named.values()), None))


def _registered(resource: Json) -> dict[str, str | None]:
    """The registration data, else what the reference to the patient says about the person."""
    result: dict[str, str | None] = {}
    for extension in children(resource, "extension"):
        if short(extension, "url") == REGISTERED_AS:
            result.update(_parts(extension))
    subject = child(resource, "subject")
    if subject:
        identifier = child(subject, "identifier")
        result.setdefault("registered_name", short(subject, "display"))
        result.setdefault("registered_mrn", short(identifier, "value") if identifier else None)
    return result


def _parts(extension: Json) -> Iterator[tuple[str, str | None]]:
    for part in children(extension, "extension"):
        field = _REGISTERED.get(short(part, "url") or "")
        if field is not None:
            yield field, _said(part)


def _said(part: Json) -> str | None:
    """The value of one part, whichever type the source gave it."""
    if part.get("valueDate") is not None:
        return date(part, "valueDate")
    for key in ("valueString", "valueCode", "valueUri"):
        if (said := short(part, key)) is not None:
            return said
    for key, spoken in (
        ("valueHumanName", person),
        ("valueIdentifier", lambda v: short(v, "value")),
        ("valueContactPoint", lambda v: short(v, "value")),
        ("valueAddress", lambda v: short(v, "text")),
        ("valueReference", lambda v: short(v, "display")),
        ("valueCodeableConcept", concept),
    ):
        if (value := child(part, key)) is not None:
            return spoken(value)
    answer = truth(part, "valueBoolean")
    return None if answer is None else str(answer).lower()
