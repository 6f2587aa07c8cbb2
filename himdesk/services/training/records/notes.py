# SPDX-License-Identifier: Apache-2.0
"""What clinicians wrote: note texts from templates, and the DocumentReferences that carry them."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from himdesk.services.training.records.chart import reference
from himdesk.services.training.records.fhir import LOINC, concept, moment
from himdesk.services.training.records.pdf import pdf
from himdesk.services.training.records.profile import none_known

if TYPE_CHECKING:
    from datetime import date

    from himdesk.services.training.library import Clinician, Study
    from himdesk.services.training.people.person import Person
    from himdesk.services.training.records.chart import Chart, Visit
    from himdesk.services.training.records.fhir import Resource

PAGE_BREAK = "\f"
_CATEGORY = [
    concept(
        "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
        "clinical-note",
        "Clinical Note",
    )
]
_TYPES = {
    "progress": concept(LOINC, "11506-3", "Progress note"),
    "soap": concept(LOINC, "11506-3", "Progress note"),
    "therapy": concept(LOINC, "11506-3", "Psychotherapy note"),
    "emergency": concept(LOINC, "34111-5", "Emergency department Note"),
    "admission": concept(LOINC, "34117-2", "History and physical note"),
    "discharge": concept(LOINC, "18842-5", "Discharge summary"),
    "consult": concept(LOINC, "11488-4", "Consult note"),
    "operation": concept(LOINC, "11504-8", "Surgical operation note"),
    "consent": concept(LOINC, "59284-0", "Consent Document"),
    "delivery": concept(LOINC, "57057-2", "Labor and delivery summary note"),
    "telephone": concept(LOINC, "34748-4", "Telephone encounter Note"),
    "addendum": concept(LOINC, "55107-7", "Addendum Document"),
    "scan": concept(LOINC, "59284-0", "Consent Document"),
}


_GROWN = {"female": "woman", "male": "man", "unknown": "person"}
_SMALL = {"female": "girl", "male": "boy", "unknown": "child"}
_ADULT, _TODDLER, _WIDTH, _PAPER = 18, 2, 100, 62


def note(
    chart: Chart,
    visit: Visit,
    template: str,
    *,
    author: Clinician | None = None,
    at: datetime | None = None,
    **words: str,
) -> Resource:
    """Write a signed note about a visit; `words` replace or add facts of the template."""
    author = author or visit.clinician
    at = at or visit.over + timedelta(minutes=35)
    facts = _facts(chart, visit, author, at) | words
    text = _wrapped(chart.library.notes[template].format_map(facts), _WIDTH)
    return document(chart, visit, template, text.encode(), author=author, at=at)


def scanned_consent(chart: Chart, visit: Visit, at: datetime) -> Resource:
    """A consent on paper, scanned with the leaflet behind it: a PDF of two pages."""
    facts = _facts(chart, visit, visit.clinician, at)
    pages = [
        _wrapped(chart.library.notes[template].format_map(facts), _PAPER).split("\n")
        for template in ("consent", "leaflet")
    ]
    return document(
        chart,
        visit,
        "scan",
        pdf(pages),
        author=visit.clinician,
        at=at,
        content_type="application/pdf",
    )


def addendum(
    chart: Chart,
    visit: Visit,
    original: Resource,
    text: str,
    *,
    days: int = 1,
    at: datetime | None = None,
) -> Resource:
    """Add to a signed note: a document of its own that appends to the original."""
    at = at or visit.over + timedelta(days=days, minutes=12)
    found = note(chart, visit, "addendum", at=at, text=text)
    found["relatesTo"] = [{"code": "appends", "target": reference(original)}]
    return found


def document(
    chart: Chart,
    visit: Visit,
    kind: str,
    content: bytes,
    *,
    author: Clinician,
    at: datetime,
    content_type: str = "text/plain; charset=utf-8",
) -> Resource:
    """A DocumentReference with its content inside."""
    found = chart.new("DocumentReference", "doc", visit)
    written = moment(at)
    found |= {
        "status": "current",
        "docStatus": "final",
        "type": _TYPES[kind],
        "category": _CATEGORY,
        "subject": chart.subject,
        "date": written,
        "author": [author.reference],
        "authenticator": author.reference,
        "description": f"{_TYPES[kind]['text']}, {visit.problem.name}",
        "content": [
            {
                "attachment": {
                    "contentType": content_type,
                    "data": base64.b64encode(content).decode("ascii"),
                    "title": _TYPES[kind]["text"],
                    "creation": written,
                }
            }
        ],
        "context": {
            "encounter": [visit.encounter],
            "period": {"start": moment(visit.start), "end": moment(visit.over)},
        },
    }
    if visit.labels:
        found["securityLabel"] = [{"coding": [label]} for label in found["meta"]["security"]]
    return found


def report_text(chart: Chart, visit: Visit, study: Study, reader: Clinician, at: datetime) -> str:
    """An imaging report as text."""
    facts = _facts(chart, visit, reader, at)
    facts |= {
        "study_name": study.name,
        "findings": study.findings,
        "impression": study.impression,
    }
    return _wrapped(chart.library.notes["report"].format_map(facts), _WIDTH)


def _wrapped(text: str, width: int) -> str:
    """Lines of at most so many characters, no two empty ones in a row."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        rest = paragraph
        while len(rest) > width:
            cut = rest.rfind(" ", 0, width)
            lines.append(rest[:cut])
            rest = rest[cut + 1 :]
        if rest or not lines or lines[-1]:
            lines.append(rest)
    return "\n".join(lines)


def _facts(chart: Chart, visit: Visit, author: Clinician, at: datetime) -> dict[str, str]:
    problem, profile, registered = visit.problem, visit.profile, visit.registered
    she = registered.sex == "female"
    age, sex = _aged(profile.person, visit.start.date(), registered.sex)
    others = [other.name for other in profile.problems if other.chronic and not other.labels]
    prescribed = [f"{drug.text}, {drug.directions}" for drug in visit.prescribed]
    own = profile.person is chart.registration.truth
    return {
        "hospital": chart.library.hospital,
        "service": visit.clinician.specialty.upper(),
        "name": registered.name,
        "mrn": chart.registration.mrn if own else "to be verified",
        "born": registered.birth.isoformat() if registered.birth else "unknown",
        "visit": visit.number,
        "day": visit.start.date().isoformat(),
        "clock": visit.start.strftime("%H:%M"),
        "discharged": visit.over.date().isoformat(),
        "place": visit.place,
        "age": age,
        "sex": sex,
        "he": "she" if she else "he",
        "He": "She" if she else "He",
        "complaint": problem.complaint,
        "history": visit.history,
        "exam": problem.exam,
        "plan": problem.plan,
        "follow_up": problem.follow_up or problem.plan,
        "problem": problem.name,
        "icd": problem.icd,
        "problems": ", ".join(others) or "none",
        "smoking": profile.smoking,
        "allergies": none_known(profile.allergies),
        "medications": "; ".join(prescribed) or "none",
        "pressure": f"{visit.systolic}/{visit.diastolic}",
        "pulse": str(visit.pulse),
        "weight": str(visit.weight),
        "study": f"{problem.study.name}: {problem.study.impression}" if problem.study else "",
        "operation": problem.surgery.name if problem.surgery else "",
        "procedure": problem.surgery.text if problem.surgery else "",
        "break": PAGE_BREAK,
        "author": author.name,
        "signed": at.strftime("%Y-%m-%d %H:%M"),
    }


def _aged(person: Person, day: date, sex: str) -> tuple[str, str]:
    years = person.age_on(day)
    word = _GROWN[sex] if years >= _ADULT else _SMALL[sex]
    if years < _TODDLER and person.birth is not None:
        return f"{(day - person.birth).days // 30}-month-old", word
    return f"{years}-year-old", word
