# SPDX-License-Identifier: Apache-2.0
"""Records of the stories that are told on the console, as a hospital's feed writes them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from console import a_patient, a_visit

REGISTERED_AS = "http://himdesk.org/fhir/StructureDefinition/registered-as"

Json = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Somebody, and by what they would be recognised."""

    number: str
    family: str
    given: str
    born: str
    suffix: str = ""

    def patient(self, name: str) -> Json:
        made = a_patient(name, self.number, self.family, self.born)
        made["name"] = [{"family": self.family, "given": [self.given]}]
        if self.suffix:
            made["name"][0]["suffix"] = [self.suffix]
        return made

    def registration(self) -> Json:
        """What a visit says of whom it was registered for."""
        parts = [
            {"url": "name", "valueHumanName": {"family": self.family, "given": [self.given]}},
            {"url": "birthDate", "valueDate": self.born},
            {"url": "mrn", "valueIdentifier": {"value": self.number}},
            {"url": "address", "valueString": "9 Fennel Row"},
            {"url": "phone", "valueContactPoint": {"value": "555 0142"}},
        ]
        return {"extension": [{"url": REGISTERED_AS, "extension": parts}]}


def visit(name: str, patient: str, day: str, who: Person, doctor: str = "Dr. Abara") -> Json:
    """A visit, registered as somebody."""
    seen = [{"individual": {"display": doctor}}]
    return a_visit(name, patient, day, participant=seen, **who.registration())


def note(
    name: str,
    patient: str,
    in_visit: str,
    text: str | bytes = "Seen.",
    *,
    title: str = "Progress note",
    author: str = "Dr. Abara",
) -> Json:
    """A final document of a visit: a note, or a scan if the text is the bytes of a PDF."""
    data = text if isinstance(text, bytes) else text.encode()
    content = "application/pdf" if isinstance(text, bytes) else "text/plain"
    return {
        "resourceType": "DocumentReference",
        "id": name,
        "status": "current",
        "docStatus": "final",
        "type": {"text": title},
        "date": "2025-02-01T10:00:00Z",
        "subject": {"reference": f"Patient/{patient}"},
        "author": [{"display": author}],
        "authenticator": {"display": author},
        "context": {"encounter": [{"reference": f"Encounter/{in_visit}"}]},
        "content": [
            {
                "attachment": {
                    "contentType": content,
                    "title": title,
                    "data": base64.b64encode(data).decode(),
                }
            }
        ],
    }


def result(name: str, patient: str, in_visit: str | None, what: str) -> Json:
    """A laboratory result, with a visit or without."""
    made: Json = {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "code": {"text": what},
        "subject": {"reference": f"Patient/{patient}"},
        "effectiveDateTime": "2025-02-01T11:00:00Z",
        "valueString": "normal",
    }
    if in_visit is not None:
        made["encounter"] = {"reference": f"Encounter/{in_visit}"}
    return made


def allergy(name: str, patient: str, what: str) -> Json:
    """An allergy that nobody filed under a visit."""
    return {
        "resourceType": "AllergyIntolerance",
        "id": name,
        "code": {"text": what},
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "patient": {"reference": f"Patient/{patient}"},
    }
