# SPDX-License-Identifier: Apache-2.0
"""Problems, allergies, prescriptions, vaccines, procedures, coverage, flags and consents."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from himdesk.services.training.records.chart import reference
from himdesk.services.training.records.fhir import (
    CHART_FLAGS,
    SNOMED,
    TERMINOLOGY,
    coding,
    concept,
    moment,
)

if TYPE_CHECKING:
    from himdesk.services.training.library import Allergy, Medication, Surgery, Vaccine
    from himdesk.services.training.records.chart import Chart, Visit
    from himdesk.services.training.records.fhir import Resource

_CONDITION = TERMINOLOGY + "condition-clinical"
_VERIFIED = coding(TERMINOLOGY + "condition-ver-status", "confirmed")
_CATEGORY = TERMINOLOGY + "condition-category"
_ALLERGY_ACTIVE = coding(TERMINOLOGY + "allergyintolerance-clinical", "active")
_ALLERGY_CONFIRMED = coding(TERMINOLOGY + "allergyintolerance-verification", "confirmed")
_NONE_KNOWN = concept(SNOMED, "716186003", "No known allergy")
_CONSENT_SCOPE = coding(TERMINOLOGY + "consentscope", "patient-privacy")
_CONSENT_CATEGORY = [coding(TERMINOLOGY + "consentcategorycodes", "infa")]
_CONSENT_RULE = coding(TERMINOLOGY + "consentpolicycodes", "hipaa-auth")
_FLAGS = {
    "vip": "VIP: confidential chart",
    "part2": "42 CFR Part 2 program records",
    "legal-hold": "Legal hold",
    "multiple-birth": "Multiple birth: a sibling has the same birth date",
}
_RECENT = 200


def condition(chart: Chart, visit: Visit) -> None:
    """The visit's problem, once a chart; check-ups are none."""
    problem = visit.problem
    if problem.key in chart.charted or problem.icd.startswith("Z"):
        return
    chart.charted.add(problem.key)
    found = chart.new("Condition", "con", visit)
    found |= {
        "clinicalStatus": coding(_CONDITION, "active" if problem.chronic else "resolved"),
        "verificationStatus": _VERIFIED,
        "category": [
            coding(_CATEGORY, "problem-list-item" if problem.chronic else "encounter-diagnosis")
        ],
        "code": problem.code,
        "subject": chart.subject,
        "encounter": visit.encounter,
        "onsetDateTime": visit.start.date().isoformat(),
        "recordedDate": moment(visit.start),
        "recorder": visit.clinician.reference,
    }
    if not problem.chronic:
        found["abatementDateTime"] = (visit.over + timedelta(days=14)).date().isoformat()


def allergies(chart: Chart, visit: Visit) -> None:
    """The allergies of the person cared for, or that none is known; once a chart and person."""
    known = visit.profile.allergies
    mark = f"allergies of {visit.profile.person.key}"
    if known is None or mark in chart.charted:
        return
    chart.charted.add(mark)
    for allergy in known:
        one_allergy(chart, visit, allergy)
    if not known:
        found = _allergy(chart, visit, _NONE_KNOWN)
        found["type"] = "allergy"


def one_allergy(chart: Chart, visit: Visit, allergy: Allergy) -> Resource:
    """An AllergyIntolerance with its reaction."""
    found = _allergy(chart, visit, allergy.code)
    found |= {
        "type": "allergy",
        "category": [allergy.category],
        "criticality": "high" if allergy.severity == "severe" else "low",
        "reaction": [{"manifestation": [allergy.reaction], "severity": allergy.severity}],
    }
    return found


def _allergy(chart: Chart, visit: Visit, code: Resource) -> Resource:
    found = chart.new("AllergyIntolerance", "alg", visit)
    found |= {
        "clinicalStatus": _ALLERGY_ACTIVE,
        "verificationStatus": _ALLERGY_CONFIRMED,
        "code": code,
        "patient": chart.subject,
        "encounter": visit.encounter,
        "recordedDate": moment(visit.start),
        "recorder": visit.clinician.reference,
    }
    return found


def prescription(chart: Chart, visit: Visit, drug: Medication) -> Resource:
    """A MedicationRequest; long-term drugs of the last months are still active."""
    lasting = visit.problem.chronic and (chart.today - visit.start.date()).days < _RECENT
    found = chart.new("MedicationRequest", "med", visit)
    found |= {
        "status": "active" if lasting or visit.end is None else "completed",
        "intent": "order",
        "medicationCodeableConcept": drug.code,
        "subject": chart.subject,
        "encounter": visit.encounter,
        "authoredOn": moment(visit.start + timedelta(minutes=18)),
        "requester": visit.clinician.reference,
        "dosageInstruction": [{"text": drug.directions}],
    }
    return found


def immunization(chart: Chart, visit: Visit, vaccine: Vaccine) -> None:
    """A vaccine given at a visit."""
    found = chart.new("Immunization", "imm", visit)
    found |= {
        "status": "completed",
        "vaccineCode": vaccine.code,
        "patient": chart.subject,
        "encounter": visit.encounter,
        "occurrenceDateTime": moment(visit.start + timedelta(minutes=15)),
        "primarySource": True,
    }


def procedure(chart: Chart, visit: Visit, surgery: Surgery) -> None:
    """A procedure performed during a visit."""
    begun = visit.start + timedelta(hours=1)
    found = chart.new("Procedure", "pro", visit)
    found |= {
        "status": "completed",
        "code": surgery.code,
        "subject": chart.subject,
        "encounter": visit.encounter,
        "performedPeriod": {
            "start": moment(begun),
            "end": moment(begun + timedelta(minutes=65)),
        },
        "performer": [{"actor": visit.clinician.reference}],
    }


def coverage(chart: Chart, since: date) -> None:
    """The insurance of the person of the chart."""
    profile = chart.profile
    found = chart.new("Coverage", "cov")
    found |= {
        "status": "active",
        "subscriberId": profile.member,
        "beneficiary": chart.subject,
        "relationship": coding(TERMINOLOGY + "subscriber-relationship", "self"),
        "period": {"start": since.isoformat()},
        "payor": [{"display": profile.insurer}],
    }
    chart.coverage = reference(found)


def flag(chart: Chart, code: str, since: date) -> Resource:
    """A flag of the whole chart: vip, part2, legal-hold or multiple-birth."""
    found = chart.new("Flag", "flg")
    found |= {
        "status": "active",
        "category": [coding(TERMINOLOGY + "flag-category", "admin")],
        "code": concept(CHART_FLAGS, code, _FLAGS[code]),
        "subject": chart.subject,
        "period": {"start": since.isoformat()},
    }
    return found


def consent(chart: Chart, since: date, purpose: str) -> None:
    """A signed consent to disclose, for the purpose in words."""
    found = chart.new("Consent", "cns")
    found |= {
        "status": "active",
        "scope": _CONSENT_SCOPE,
        "category": _CONSENT_CATEGORY,
        "patient": chart.subject,
        "dateTime": since.isoformat(),
        "organization": [{"display": chart.library.hospital}],
        "policyRule": _CONSENT_RULE,
        "provision": {
            "type": "permit",
            "period": {"start": since.isoformat()},
            "purpose": [
                {"system": TERMINOLOGY + "v3-ActReason", "code": "TREAT", "display": purpose}
            ],
        },
    }
