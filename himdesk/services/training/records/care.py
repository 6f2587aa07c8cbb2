# SPDX-License-Identifier: Apache-2.0
"""Whole visits: an office visit, an emergency, a hospital stay, each with all that it leaves."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from himdesk.services.training.records import clinical
from himdesk.services.training.records.chart import Chart
from himdesk.services.training.records.fhir import LOINC, concept
from himdesk.services.training.records.notes import addendum, note, scanned_consent
from himdesk.services.training.records.patients import patient
from himdesk.services.training.records.profile import Profile, profile_of, visits_of
from himdesk.services.training.records.results import (
    blood_group,
    imaging,
    laboratory,
    order,
    vital_signs,
)
from himdesk.services.training.records.visits import open_visit

if TYPE_CHECKING:
    from himdesk.services.training.library import Library, Problem
    from himdesk.services.training.people.person import Registration
    from himdesk.services.training.records.chart import Visit

_ADDENDA = (
    "The laboratory called after the note was signed: the repeat value is normal.",
    "The patient telephoned. The dose was taken as directed; the complaint has improved.",
    "Outside records received and reviewed. They agree with the history above.",
    "The final radiology reading agrees with the preliminary one.",
)
_CONTROL = concept(LOINC, "58410-2", "Complete blood count")
_OPEN_DAYS = 240


def office_visit(chart: Chart, day: date, problem: Problem, **opened: Any) -> Visit:
    """Signs, note, and by chance laboratory, prescription, vaccine; see `open_visit`."""
    visit = open_visit(chart, day, "clinic", problem, **opened)
    roll = chart.rng.random
    vital_signs(chart, visit)
    clinical.condition(chart, visit)
    clinical.allergies(chart, visit)
    if "PSYTHPN" in visit.labels:
        note(chart, visit, "therapy")
        return visit
    written = note(chart, visit, "progress" if roll() < 0.5 else "soap")
    for panel in problem.panels:
        if roll() < 0.45:
            laboratory(chart, visit, panel)
    if roll() < 0.75:
        _prescriptions(chart, visit)
    if problem.icd.startswith("Z00"):
        _vaccines(chart, visit)
    if roll() < 0.06:
        addendum(chart, visit, written, chart.rng.choice(_ADDENDA))
    return visit


def emergency(chart: Chart, day: date, problem: Problem, **opened: Any) -> Visit:
    """An emergency visit: imaging or laboratory, note, prescription."""
    visit = open_visit(chart, day, "emergency", problem, **opened)
    vital_signs(chart, visit)
    clinical.condition(chart, visit)
    clinical.allergies(chart, visit)
    if problem.study:
        imaging(chart, visit, problem.study)
    for panel in problem.panels[:1]:
        laboratory(chart, visit, panel)
    if problem.surgery and problem.key == "forearm":
        clinical.procedure(chart, visit, problem.surgery)
    _prescriptions(chart, visit)
    note(chart, visit, "emergency")
    return visit


def stay(chart: Chart, day: date, problem: Problem, **opened: Any) -> Visit:
    """A hospital stay; an operation brings blood group, consent and operative note."""
    visit = open_visit(chart, day, "inpatient", problem, **opened)
    first = visit.start + timedelta(minutes=70)
    clinical.condition(chart, visit)
    clinical.allergies(chart, visit)
    vital_signs(chart, visit)
    note(chart, visit, "admission", at=first)
    for panel in problem.panels[:1]:
        laboratory(chart, visit, panel)
    if problem.study:
        imaging(chart, visit, problem.study)
    if problem.surgery:
        _operation(chart, visit)
    if chart.rng.random() < 0.3:
        _consultation(chart, visit)
    _prescriptions(chart, visit)
    if visit.end is not None:
        note(chart, visit, "discharge")
    return visit


def telephone(chart: Chart, visit: Visit, days: int) -> None:
    """A call some days after a visit, filed with it."""
    note(chart, visit, "telephone", at=visit.over + timedelta(days=days))


def active_order(chart: Chart, visit: Visit) -> None:
    """A control that was ordered and has not been drawn yet."""
    order(chart, visit, _CONTROL, at=visit.start + timedelta(minutes=20), status="active")


VISITS = {"clinic": office_visit, "emergency": emergency, "inpatient": stay}


def random_chart(library: Library, registration: Registration, *, seed: int, today: date) -> Chart:
    """The chart of a registration nobody made up for a purpose."""
    profile = profile_of(library, registration.truth, seed=seed, today=today)
    rng = Random(f"{seed}/chart/{registration.mrn}")
    chart = Chart(library, registration, profile, rng=rng, today=today)
    chart.put(patient(registration, hospital=library.hospital))
    visits = visits_of(library, profile, seed=seed, today=today, parts=registration.parts)
    mine = visits[registration.part % len(visits) :: registration.parts]
    if rng.random() < 0.9:
        clinical.coverage(chart, mine[0].day)
    for planned in mine:
        visit = VISITS[planned.where](chart, planned.day, planned.problem)
    _extras(chart, profile, visit, mine[0].day)
    return chart


def _extras(chart: Chart, profile: Profile, visit: Visit, since: date) -> None:
    roll = chart.rng.random
    if (chart.today - visit.start.date()).days < _OPEN_DAYS and roll() < 0.3:
        active_order(chart, visit)
    if visit.kind != "inpatient" and not visit.labels and roll() < 0.1:
        telephone(chart, visit, 3)
    if profile.person.died is None and roll() < 0.03:
        open_visit(
            chart, chart.today + timedelta(days=12), "clinic", visit.problem, status="planned"
        )
    if any("ETH" in problem.labels for problem in profile.problems):
        clinical.flag(chart, "part2", since)
        clinical.consent(chart, since, "Coordination of substance use disorder treatment")
    elif roll() < 0.05:
        clinical.consent(chart, since, "Exchange with the regional health network")
    if profile.person.birth_order is not None:
        clinical.flag(chart, "multiple-birth", since)
    if roll() < 0.003:
        clinical.flag(chart, "legal-hold", since)


def _prescriptions(chart: Chart, visit: Visit) -> None:
    for drug in visit.prescribed:
        clinical.prescription(chart, visit, drug)


def _vaccines(chart: Chart, visit: Visit) -> None:
    age = visit.profile.person.age_on(visit.start.date())
    fitting = [v for v in chart.library.vaccines if v.first_age <= age <= v.last_age]
    for vaccine in chart.rng.sample(fitting, min(len(fitting), 2)):
        clinical.immunization(chart, visit, vaccine)


def _operation(chart: Chart, visit: Visit) -> None:
    surgery = visit.problem.surgery
    assert surgery is not None
    blood_group(chart, visit)
    clinical.procedure(chart, visit, surgery)
    if visit.problem.key == "delivery":
        note(chart, visit, "delivery", at=visit.start + timedelta(hours=5))
        return
    consented = visit.start + timedelta(minutes=45)
    if visit.profile.person.culture == "us" and chart.rng.random() < 0.3:
        scanned_consent(chart, visit, consented)
    else:
        note(chart, visit, "consent", at=consented)
    note(chart, visit, "operation", at=visit.start + timedelta(hours=3))


def _consultation(chart: Chart, visit: Visit) -> None:
    consultants = chart.library.by_specialty["cardiology"]
    at = datetime.combine(visit.start.date() + timedelta(days=1), time(14, 20))
    note(chart, visit, "consult", author=chart.rng.choice(consultants), at=at)
