# SPDX-License-Identifier: Apache-2.0
"""Orders, laboratory and imaging results, vital signs, blood groups."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from himdesk.services.training.records.chart import reference
from himdesk.services.training.records.fhir import (
    LOINC,
    ORDER_NUMBER,
    SNOMED,
    TERMINOLOGY,
    UCUM,
    coding,
    concept,
    identifier,
    moment,
)
from himdesk.services.training.records.notes import report_text

if TYPE_CHECKING:
    from himdesk.services.training.library import Analyte, Panel, Study
    from himdesk.services.training.records.chart import Chart, Visit
    from himdesk.services.training.records.fhir import Resource

_CATEGORY = TERMINOLOGY + "observation-category"
_VITAL = [coding(_CATEGORY, "vital-signs")]
_LABORATORY = [coding(_CATEGORY, "laboratory")]
_SECTION = TERMINOLOGY + "v2-0074"
_BLOOD = {
    "A": concept(SNOMED, "112144000", "Blood group A"),
    "B": concept(SNOMED, "112149005", "Blood group B"),
    "AB": concept(SNOMED, "165743006", "Blood group AB"),
    "O": concept(SNOMED, "58460004", "Blood group O"),
}
_RHESUS = {
    True: concept(SNOMED, "165747007", "RhD positive"),
    False: concept(SNOMED, "165746003", "RhD negative"),
}
_PRESSURE = concept(LOINC, "85354-9", "Blood pressure panel")
_SYSTOLIC = concept(LOINC, "8480-6", "Systolic blood pressure")
_DIASTOLIC = concept(LOINC, "8462-4", "Diastolic blood pressure")
_WEIGHT = concept(LOINC, "29463-7", "Body weight")
_ABO = concept(LOINC, "883-9", "ABO group [Type] in Blood")
_RH = concept(LOINC, "10331-7", "Rh [Type] in Blood")
_SCREEN = concept(LOINC, "34532-2", "Blood type and indirect antibody screen panel")
_NORMAL, _HIGH, _LOW = (
    [coding(TERMINOLOGY + "v3-ObservationInterpretation", code)] for code in "NHL"
)
_NEGATIVE = concept(SNOMED, "260385009", "Negative")


def order(
    chart: Chart, visit: Visit, code: Resource, *, at: datetime, status: str = "completed"
) -> Resource:
    """A ServiceRequest by the visit's clinician."""
    found = chart.new("ServiceRequest", "ord", visit)
    number = f"R{chart.code}{found['id'].rsplit('-', 1)[1]}"
    found |= {
        "identifier": [identifier("PLAC", ORDER_NUMBER, number)],
        "status": status,
        "intent": "order",
        "code": code,
        "subject": chart.subject,
        "encounter": visit.encounter,
        "authoredOn": moment(at),
        "requester": visit.clinician.reference,
    }
    return found


def vital_signs(chart: Chart, visit: Visit) -> None:
    """Blood pressure and weight, the same as in the visit's note."""
    at = moment(visit.start + timedelta(minutes=5))
    pressure = _observation(chart, visit, _PRESSURE, _VITAL, at)
    pressure["component"] = [
        {"code": _SYSTOLIC, "valueQuantity": _quantity(visit.systolic, "mm[Hg]")},
        {"code": _DIASTOLIC, "valueQuantity": _quantity(visit.diastolic, "mm[Hg]")},
    ]
    weight = _observation(chart, visit, _WEIGHT, _VITAL, at)
    weight["valueQuantity"] = _quantity(visit.weight, "kg")


def laboratory(chart: Chart, visit: Visit, panel: Panel, *, days: int = 0) -> Resource:
    """An order, its values and their report, which is returned."""
    at = visit.start + timedelta(days=days, minutes=25)
    requested = order(chart, visit, panel.code, at=at)
    drawn = moment(at + timedelta(minutes=20))
    values = [_value(chart, visit, analyte, drawn, requested) for analyte in panel.analytes]
    if not values:
        negative = _observation(chart, visit, panel.code, _LABORATORY, drawn)
        negative |= {"basedOn": [reference(requested)], "valueCodeableConcept": _NEGATIVE}
        values.append(negative)
    return _report(
        chart,
        visit,
        panel.code,
        "LAB",
        requested=requested,
        issued=at + timedelta(hours=3),
        values=values,
    )


def imaging(chart: Chart, visit: Visit, study: Study) -> Resource:
    """An order and the radiologist's report, which is returned."""
    at = visit.start + timedelta(minutes=40)
    requested = order(chart, visit, study.code, at=at)
    found = _report(
        chart,
        visit,
        study.code,
        "RAD",
        requested=requested,
        issued=at + timedelta(hours=2),
        values=[],
    )
    reader = chart.library.by_specialty["radiology"][0]
    text = report_text(chart, visit, study, reader, at + timedelta(hours=2))
    found |= {
        "performer": [reader.reference],
        "conclusion": study.impression,
        "presentedForm": [
            {
                "contentType": "text/plain; charset=utf-8",
                "data": base64.b64encode(text.encode()).decode("ascii"),
                "title": study.name,
            }
        ],
    }
    return found


def blood_group(chart: Chart, visit: Visit) -> Resource:
    """Type and screen: ABO group and Rh factor of the person cared for; the ABO value."""
    at = visit.start + timedelta(minutes=50)
    requested = order(chart, visit, _SCREEN, at=at)
    group = abo(chart, visit)
    factor = _observation(chart, visit, _RH, _LABORATORY, group["effectiveDateTime"])
    factor["valueCodeableConcept"] = _RHESUS[visit.profile.rhesus]
    for found in (group, factor):
        found["basedOn"] = [reference(requested)]
    _report(
        chart,
        visit,
        _SCREEN,
        "BLB",
        requested=requested,
        issued=at + timedelta(hours=1),
        values=[group, factor],
    )
    return group


def abo(chart: Chart, visit: Visit) -> Resource:
    """The ABO group alone, as an outside laboratory reports it."""
    found = _observation(chart, visit, _ABO, _LABORATORY, moment(visit.start + timedelta(hours=1)))
    found["valueCodeableConcept"] = _BLOOD[visit.profile.blood]
    return found


def _observation(
    chart: Chart, visit: Visit, code: Resource, category: list[Resource], at: str
) -> Resource:
    found = chart.new("Observation", "obs", visit)
    found |= {
        "status": "final",
        "category": category,
        "code": code,
        "subject": chart.subject,
        "encounter": visit.encounter,
        "effectiveDateTime": at,
    }
    return found


def _value(
    chart: Chart, visit: Visit, analyte: Analyte, drawn: str, requested: Resource
) -> Resource:
    width = analyte.high - analyte.low
    raw = analyte.low + width * (chart.rng.random() * 1.16 - 0.08)
    value = round(raw, analyte.decimals) if analyte.decimals else round(raw)
    found = _observation(chart, visit, analyte.code, _LABORATORY, drawn)
    found |= {
        "basedOn": [reference(requested)],
        "valueQuantity": _quantity(value, analyte.unit),
        "interpretation": _HIGH
        if value > analyte.high
        else _LOW
        if value < analyte.low
        else _NORMAL,
        "referenceRange": [
            {
                "low": _quantity(analyte.low, analyte.unit),
                "high": _quantity(analyte.high, analyte.unit),
            }
        ],
    }
    return found


def _report(
    chart: Chart,
    visit: Visit,
    code: Resource,
    section: str,
    *,
    requested: Resource,
    issued: datetime,
    values: list[Resource],
) -> Resource:
    found = chart.new("DiagnosticReport", "rep", visit)
    found |= {
        "basedOn": [reference(requested)],
        "status": "final",
        "category": [coding(_SECTION, section)],
        "code": code,
        "subject": chart.subject,
        "encounter": visit.encounter,
        "effectiveDateTime": moment(visit.start),
        "issued": moment(issued),
    }
    if values:
        found["result"] = [reference(value) for value in values]
    return found


def _quantity(value: float, unit: str) -> Resource:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit}
