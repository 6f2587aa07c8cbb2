# SPDX-License-Identifier: Apache-2.0
"""The hospital itself: organizations, practitioners, wards and beds that charts refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.services.training.records.fhir import PHYSICAL_TYPES, coding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.services.training.library import Clinician, Library, Unit
    from himdesk.services.training.records.fhir import Resource

_HOSPITAL: Resource = {"reference": "Organization/org-hospital"}


def directory(library: Library) -> Iterator[Resource]:
    """Organization, Practitioner and Location resources; none belongs to a patient."""
    for key, name in (("hospital", library.hospital), ("clinic", library.clinic)):
        yield {"resourceType": "Organization", "id": f"org-{key}", "active": True, "name": name}
    for clinician in library.clinicians.values():
        yield _practitioner(clinician)
    for unit in library.units.values():
        yield from _locations(unit)


def _practitioner(clinician: Clinician) -> Resource:
    name, degree = clinician.name.split(", ")
    given, family = name.split(" ", 1)
    return {
        "resourceType": "Practitioner",
        "id": f"prac-{clinician.key}",
        "active": True,
        "name": [{"family": family, "given": [given], "suffix": [degree]}],
        "qualification": [{"code": {"text": clinician.specialty}}],
    }


def _locations(unit: Unit) -> Iterator[Resource]:
    yield {
        "resourceType": "Location",
        "id": f"unit-{unit.key}",
        "status": "active",
        "name": unit.name,
        "physicalType": coding(PHYSICAL_TYPES, "wa"),
        "managingOrganization": _HOSPITAL,
    }
    for bed in unit.beds:
        yield {
            "resourceType": "Location",
            "id": f"bed-{unit.key}-{bed}",
            "status": "active",
            "name": f"{unit.name}, room {bed[:2]}, bed {bed[2]}",
            "physicalType": coding(PHYSICAL_TYPES, "bd"),
            "partOf": {"reference": f"Location/unit-{unit.key}"},
        }
