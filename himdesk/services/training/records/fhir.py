# SPDX-License-Identifier: Apache-2.0
"""The words of FHIR R4 that every resource is made of: systems, codings, references, times."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

Resource = dict[str, Any]

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
UCUM = "http://unitsofmeasure.org"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
IDENTIFIER_TYPES = TERMINOLOGY + "v2-0203"
ACT_CODES = TERMINOLOGY + "v3-ActCode"
CONFIDENTIALITY = TERMINOLOGY + "v3-Confidentiality"
PHYSICAL_TYPES = TERMINOLOGY + "location-physical-type"
SSN = "http://hl7.org/fhir/sid/us-ssn"
MRN = "http://hospital.example/mrn"
CLINIC_MRN = "http://lakeside-clinic.example/mrn"
VISIT_NUMBER = "http://hospital.example/visit"
ACCOUNT_NUMBER = "http://hospital.example/account"
ORDER_NUMBER = "http://hospital.example/order"
OWN = "http://himdesk.org/fhir/"
REGISTERED_AS = OWN + "StructureDefinition/registered-as"
CHART_FLAGS = OWN + "CodeSystem/chart-flag"

_LABELS = {
    "ETH": "substance abuse information sensitivity",
    "HIV": "HIV/AIDS information sensitivity",
    "PSY": "psychiatry disorder information sensitivity",
    "PSYTHPN": "psychotherapy note information sensitivity",
    "SEX": "sexuality and reproductive health information sensitivity",
    "ADOL": "adolescent information sensitivity",
    "CEL": "celebrity information sensitivity",
    "EMP": "employee information sensitivity",
}
_CONFIDENTIALITY = {"R": "restricted", "V": "very restricted"}
_SUNDAY = 6


def concept(system: str, code: str, display: str) -> Resource:
    """A CodeableConcept with one coding."""
    return {"coding": [{"system": system, "code": code, "display": display}], "text": display}


def coding(system: str, code: str) -> Resource:
    """A CodeableConcept whose meaning the code alone carries."""
    return {"coding": [{"system": system, "code": code}]}


def identifier(kind: str, system: str, value: str) -> Resource:
    """An identifier whose type comes from HL7 table 0203: MR, SS, VN, AN, PLAC."""
    return {"type": coding(IDENTIFIER_TYPES, kind), "system": system, "value": value}


def labels(codes: tuple[str, ...]) -> list[Resource]:
    """Security labels: sensitivity categories, and confidentiality R or V."""
    return [
        {"system": CONFIDENTIALITY, "code": code, "display": _CONFIDENTIALITY[code]}
        if code in _CONFIDENTIALITY
        else {"system": ACT_CODES, "code": code, "display": _LABELS[code]}
        for code in codes
    ]


def moment(at: datetime) -> str:
    """An instant with the hospital's offset, US Central."""
    return f"{at.isoformat(timespec='seconds')}{_offset(at.date())}"


@lru_cache(maxsize=4096)
def _offset(day: date) -> str:
    march, november = date(day.year, 3, 8), date(day.year, 11, 1)
    begins = march + timedelta(days=_SUNDAY - march.weekday())
    ends = november + timedelta(days=_SUNDAY - november.weekday())
    return "-05:00" if begins <= day < ends else "-06:00"
