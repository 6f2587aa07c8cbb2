# SPDX-License-Identifier: Apache-2.0
"""Encounters with the registration data they were made with, and their billing accounts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from himdesk.services.training.records.chart import Registered, Visit, reference
from himdesk.services.training.records.fhir import (
    ACCOUNT_NUMBER,
    ACT_CODES,
    PHYSICAL_TYPES,
    REGISTERED_AS,
    TERMINOLOGY,
    VISIT_NUMBER,
    coding,
    identifier,
    labels,
    moment,
)

if TYPE_CHECKING:
    from himdesk.services.training.library import Clinician, Medication, Problem
    from himdesk.services.training.records.chart import Chart
    from himdesk.services.training.records.fhir import Resource
    from himdesk.services.training.records.profile import Profile

_CLASSES: dict[str, Resource] = {
    "clinic": {"system": ACT_CODES, "code": "AMB", "display": "ambulatory"},
    "emergency": {"system": ACT_CODES, "code": "EMER", "display": "emergency"},
    "inpatient": {"system": ACT_CODES, "code": "IMP", "display": "inpatient encounter"},
}
_ATTENDING = [coding(TERMINOLOGY + "v3-ParticipationType", "ATND")]
_HOME = {"dischargeDisposition": coding(TERMINOLOGY + "discharge-disposition", "home")}
_LOCATED = {"in-progress": "active", "planned": "planned", "finished": "completed"}
_PHYSICAL = {code: coding(PHYSICAL_TYPES, code) for code in ("wa", "bd")}
_CHILD = 13


def open_visit(
    chart: Chart,
    day: date,
    where: str,
    problem: Problem,
    *,
    nights: int = 0,
    number: str | None = None,
    clinician: Clinician | None = None,
    registered: Registered | None = None,
    status: str = "finished",
    security: tuple[str, ...] | None = None,
) -> Visit:
    """Write the Encounter; a stay that is not over yet is in-progress, its period open."""
    rng, profile = chart.rng, chart.profile
    start, end = _times(chart, day, where, nights)
    if where == "inpatient" and end.date() > chart.today:
        status = "in-progress"
    clinician = clinician or _clinician(chart, where, problem)
    registered = registered or registered_as(chart, day)
    encounter = chart.new("Encounter", "enc")
    number = number or f"V{chart.code}{encounter['id'].rsplit('-', 1)[1]}"
    place, locations = _place(chart, where, problem, status)
    visit = Visit(
        encounter=reference(encounter),
        number=number,
        kind=where,
        start=start,
        end=None if status == "in-progress" else end,
        problem=problem,
        clinician=clinician,
        registered=registered,
        profile=profile,
        place=place,
        labels=problem.labels if security is None else security,
        systolic=_systolic(profile.person.age_on(day)) + rng.randrange(-8, 16),
        diastolic=58 + rng.randrange(28),
        pulse=60 + rng.randrange(35) + max(0, 12 - profile.person.age_on(day)) * 3,
        weight=round(max(profile.weight + rng.uniform(-1.5, 1.5), 2.4), 1),
        history=rng.choice(problem.history),
        prescribed=_prescribed(profile, where, problem),
    )
    _fill(chart, encounter, visit, status, locations)
    return visit


def registered_as(chart: Chart, day: date) -> Registered:
    """What the desk would have typed on that day for the person now cared for."""
    person = chart.profile.person
    if person is chart.registration.truth:
        person = chart.registration.typed
    address = person.address_on(day)
    return Registered(
        name=person.shown_on(day),
        birth=person.birth,
        sex=person.sex,
        address=str(address) if address else "",
        phone=person.mobile or person.home,
        registrar=chart.rng.choice(chart.library.registrars),
    )


def account(chart: Chart, visit: Visit, encounter: Resource) -> Resource:
    """A billing account for a visit."""
    found = chart.new("Account", "acc")
    found |= {
        "identifier": [identifier("AN", ACCOUNT_NUMBER, f"A{visit.number[1:]}")],
        "status": "active" if visit.end is None else "inactive",
        "type": coding(ACT_CODES, "PBILLACCT"),
        "name": f"{visit.problem.name}, {visit.start.date().isoformat()}",
        "subject": [chart.subject],
        "servicePeriod": encounter["period"],
    }
    if chart.coverage is not None:
        found["coverage"] = [{"coverage": chart.coverage, "priority": 1}]
    return found


def _prescribed(profile: Profile, where: str, problem: Problem) -> tuple[Medication, ...]:
    """In hospital all that the problem needs, else one drug, always the same for a person."""
    drugs = problem.medications
    if where == "inpatient" or not drugs:
        return drugs
    return (drugs[int(profile.member[-2:]) % len(drugs)],)


def _systolic(age: int) -> int:
    return 94 + age * 2 if age < _CHILD else 116 + age // 4


def _times(chart: Chart, day: date, where: str, nights: int) -> tuple[datetime, datetime]:
    rng = chart.rng
    if where == "clinic":
        start = datetime.combine(day, time(8 + rng.randrange(9), rng.choice((0, 15, 30, 45))))
        return start, start + timedelta(minutes=rng.choice((20, 30, 40)))
    start = datetime.combine(day, time(rng.randrange(6, 20), rng.randrange(60)))
    if where == "emergency":
        return start, start + timedelta(minutes=90 + rng.randrange(240))
    leaving = time(10 + rng.randrange(6), rng.randrange(60))
    return start, datetime.combine(day + timedelta(days=nights or 2 + rng.randrange(5)), leaving)


def _clinician(chart: Chart, where: str, problem: Problem) -> Clinician:
    library = chart.library
    if where == "emergency":
        return chart.rng.choice(library.by_specialty["emergency medicine"])
    if where == "clinic" and problem.specialty in ("family medicine", "pediatrics"):
        return chart.profile.physician
    return chart.rng.choice(library.by_specialty[problem.specialty])


def _place(chart: Chart, where: str, problem: Problem, status: str) -> tuple[str, list[Resource]]:
    """Where a visit takes place, in words and as the Encounter says it: unit, and bed if any."""
    units, state = chart.library.units, _LOCATED[status]
    if where == "clinic":
        unit = units["bh" if problem.unit == "bh" else "clinic"]
        return unit.name, [_location(f"unit-{unit.key}", unit.name, "wa", state)]
    unit = units["ed" if where == "emergency" else problem.unit or "med"]
    bed = chart.rng.choice(unit.beds)
    shown = f"{unit.name}, room {bed[:2]}, bed {bed[2]}"
    return shown, [
        _location(f"unit-{unit.key}", unit.name, "wa", state),
        _location(f"bed-{unit.key}-{bed}", shown, "bd", state),
    ]


def _location(key: str, shown: str, physical: str, state: str) -> Resource:
    return {
        "location": {"reference": f"Location/{key}", "display": shown},
        "status": state,
        "physicalType": _PHYSICAL[physical],
    }


def _fill(
    chart: Chart, encounter: Resource, visit: Visit, status: str, locations: list[Resource]
) -> None:
    period = {"start": moment(visit.start)}
    if visit.end is not None:
        period["end"] = moment(visit.end)
    encounter |= {
        "extension": [_extension(visit.registered, chart.registration.mrn)],
        "identifier": [{"use": "official", **identifier("VN", VISIT_NUMBER, visit.number)}],
        "status": status,
        "class": _CLASSES[visit.kind],
        "type": [{"text": f"{visit.problem.specialty.capitalize()} {visit.kind} visit"}],
        "subject": chart.subject,
        "participant": [{"type": _ATTENDING, "individual": visit.clinician.reference}],
        "period": period,
        "reasonCode": [visit.problem.code],
        "location": locations,
        "serviceProvider": {
            "reference": "Organization/org-hospital",
            "display": chart.library.hospital,
        },
    }
    if visit.labels:
        encounter["meta"] = {"security": labels(visit.labels)}
    if visit.kind == "inpatient" and visit.end is not None:
        encounter["hospitalization"] = _HOME
    if visit.kind != "clinic":
        encounter["account"] = [reference(account(chart, visit, encounter))]


def _extension(registered: Registered, mrn: str) -> Resource:
    parts: list[Resource] = [{"url": "name", "valueString": registered.name}]
    if registered.birth is not None:
        parts.append({"url": "birthDate", "valueDate": registered.birth.isoformat()})
    parts.append({"url": "gender", "valueCode": registered.sex})
    parts.append({"url": "mrn", "valueString": mrn})
    if registered.address:
        parts.append({"url": "address", "valueString": registered.address})
    if registered.phone:
        parts.append({"url": "phone", "valueString": registered.phone})
    parts.append({"url": "registrar", "valueString": registered.registrar})
    return {"url": REGISTERED_AS, "extension": parts}
