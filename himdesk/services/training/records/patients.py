# SPDX-License-Identifier: Apache-2.0
"""The Patient resource of a registration."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from himdesk.services.training.records.fhir import (
    MRN,
    SSN,
    TERMINOLOGY,
    coding,
    identifier,
    labels,
)

if TYPE_CHECKING:
    from himdesk.services.training.people.person import Address, Person, Registration
    from himdesk.services.training.records.fhir import Resource

_MARITAL = {
    "S": "Never Married",
    "M": "Married",
    "D": "Divorced",
    "W": "Widowed",
}
_REPRESENTATION = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation"


def patient(
    registration: Registration,
    *,
    hospital: str,
    system: str = MRN,
    security: tuple[str, ...] = (),
) -> Resource:
    """The Patient as it was registered; what was not typed is left out."""
    typed = registration.typed
    number = identifier("MR", system, registration.mrn)
    numbers = [{"use": "usual", **number, "assigner": {"display": hospital}}]
    if typed.ssn:
        numbers.append(identifier("SS", SSN, typed.ssn))
    resource: Resource = {"resourceType": "Patient", "id": registration.patient}
    if security:
        resource["meta"] = {"security": labels(security)}
    resource |= {"identifier": numbers, "active": True, "name": _names(typed)}
    resource |= {
        "telecom": _telecoms(typed),
        "gender": typed.sex,
        "birthDate": typed.birth.isoformat() if typed.birth else None,
        "deceasedDateTime": typed.died.isoformat() if typed.died else None,
        "address": [_address(address) for address in reversed(typed.addresses)],
        "maritalStatus": _marital(typed.marital),
        "multipleBirthInteger": typed.birth_order,
        "communication": [_language(typed.language)] if typed.language else None,
    }
    return {key: value for key, value in resource.items() if value not in (None, [])}


def _names(typed: Person) -> list[Resource]:
    official: Resource = {"use": "official", "family": typed.family, "given": list(typed.given)}
    if typed.suffix:
        official["suffix"] = [typed.suffix]
    if typed.named_since:
        official["period"] = {"start": typed.named_since.isoformat()}
    names = [official]
    for former in typed.former:
        if former.use == "nickname":
            names.append({"use": "nickname", "given": [former.family]})
            continue
        name: Resource = {"use": former.use, "family": former.family, "given": list(typed.given)}
        if former.until:
            name["period"] = {"end": (former.until - timedelta(days=1)).isoformat()}
        names.append(name)
    if typed.script:
        names.append(
            {
                "extension": [{"url": _REPRESENTATION, "valueCode": "IDE"}],
                "use": "usual",
                "text": typed.script,
            }
        )
    return names


def _telecoms(typed: Person) -> list[Resource]:
    telecoms: list[Resource] = []
    if typed.home:
        telecoms.append({"system": "phone", "value": typed.home, "use": "home"})
    if typed.mobile:
        telecoms.append({"system": "phone", "value": typed.mobile, "use": "mobile"})
    if typed.email:
        telecoms.append({"system": "email", "value": typed.email, "use": "home"})
    return telecoms


def _address(address: Address) -> Resource:
    period = {"start": address.since.isoformat()}
    if address.until:
        period["end"] = address.until.isoformat()
    return {
        "use": "old" if address.until else "home",
        "type": "both",
        "line": [address.line],
        "city": address.town,
        "state": address.state,
        "postalCode": address.code,
        "country": "US",
        "period": period,
    }


def _marital(status: str) -> Resource | None:
    if not status:
        return None
    found = coding(TERMINOLOGY + "v3-MaritalStatus", status)
    found["coding"][0]["display"] = _MARITAL[status]
    return found


def _language(language: str) -> Resource:
    return {"language": coding("urn:ietf:bcp:47", language), "preferred": True}
