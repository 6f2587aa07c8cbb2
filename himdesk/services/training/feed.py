# SPDX-License-Identifier: Apache-2.0
"""What the same sources send later: changed patients, finished orders, visits under old numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from himdesk.services.training.library import load
from himdesk.services.training.people.contacts import address, phone
from himdesk.services.training.people.registrations import registrations
from himdesk.services.training.records.care import emergency, office_visit
from himdesk.services.training.records.chart import reference
from himdesk.services.training.records.fhir import moment
from himdesk.services.training.records.notes import addendum, note
from himdesk.services.training.records.patients import patient
from himdesk.services.training.records.results import laboratory
from himdesk.services.training.records.visits import open_visit, registered_as
from himdesk.services.training.scenarios import all_cases
from himdesk.services.training.scenarios.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from himdesk.services.training.hospital import Roster
    from himdesk.services.training.library import Library
    from himdesk.services.training.people.person import Person, Registration
    from himdesk.services.training.records.chart import Visit
    from himdesk.services.training.records.fhir import Resource
    from himdesk.services.training.scenarios.case import Case

_CHANGED = 0.03


def feed_updates(roster: Roster, seed: int, *, on: date | None = None) -> Iterator[Resource]:
    """A later delivery for the hospital of this roster, dated `on`, else the roster's day.

    Patients with new telephones and addresses (3 % of all), two repeated unchanged, one with its
    birth date put right; an order of 110171 finished with its report; an emergency visit under
    110002; a note under 110023; under 110221, three visits, a laboratory result and an addendum
    to an old note of 110222, as if both had been one chart.
    """
    on = on or roster.today
    library = load()
    stage = Stage(library, seed=seed, today=on)
    told = {
        case.scenario.key: case for case in all_cases(library, seed=roster.seed, today=roster.today)
    }
    yield from _patients(library, told, roster, Random(f"{seed}/feed"), on)
    yield from _finished_order(stage, told["active-orders"], on)
    retired = stage.later(told["plain-duplicate"].records[1])
    emergency(retired, on, stage.problem("back-pain"))
    yield from retired.resources()
    chained = stage.later(told["chain"].records[2])
    visit = open_visit(chained, on, "clinic", stage.problem("knee-arthrosis"))
    note(chained, visit, "progress")
    yield from chained.resources()
    yield from _after_a_wrong_merge(stage, told["merged-by-error"], on)


def _patients(
    library: Library, told: Mapping[str, Case], roster: Roster, rng: Random, on: date
) -> Iterator[Resource]:
    plain, changed = told["plain-duplicate"].records, told["changed-name"].records
    third = told["three-way-duplicate"].records[2]
    yield _patient(library, plain[0], replace(plain[0].typed, mobile=phone(rng)), on)
    yield _patient(library, plain[1], plain[1].typed, on)
    yield _patient(library, changed[1], changed[1].typed, on)
    yield _patient(library, third, replace(third.typed, birth=third.truth.birth), on)
    count = roster.patients - sum(len(case.records) for case in told.values())
    for record in registrations(library, count=count, seed=roster.seed, today=roster.today):
        if rng.random() < _CHANGED:
            yield _patient(library, record, _changed(library, record.typed, rng, on), on)


def _patient(library: Library, record: Registration, typed: Person, on: date) -> Resource:
    found = patient(replace(record, typed=typed), hospital=library.hospital)
    found["meta"] = {"lastUpdated": moment(datetime(on.year, on.month, on.day, 18))}  # noqa: DTZ001 - moment adds the offset
    return found


def _changed(library: Library, typed: Person, rng: Random, on: date) -> Person:
    if rng.random() < 0.6:
        return replace(typed, mobile=phone(rng))
    *older, last = typed.addresses
    left = replace(last, until=on - timedelta(days=9))
    return replace(typed, addresses=(*older, left, address(library, rng, on - timedelta(days=9))))


def _finished_order(stage: Stage, case: Case, on: date) -> Iterator[Resource]:
    record = case.records[0]
    subject = f"Patient/{record.patient}"
    order = next(
        found
        for found in case.resources
        if found["resourceType"] == "ServiceRequest"
        and found["status"] == "active"
        and found["subject"]["reference"] == subject
    )
    yield order | {"status": "completed"}
    chart = stage.later(record)
    report = chart.new("DiagnosticReport", "rep")
    report |= {
        "basedOn": [reference(order)],
        "status": "final",
        "code": order["code"],
        "subject": chart.subject,
        "encounter": order["encounter"],
        "effectiveDateTime": on.isoformat(),
        "conclusion": "All values within the reference range.",
    }
    yield report


def _after_a_wrong_merge(stage: Stage, case: Case, on: date) -> Iterator[Resource]:
    """Carol's number now serves Carla too: one of the three visits is registered as Carla."""
    carol, carla = case.records
    chart = stage.later(carol)
    office_visit(chart, on, stage.problem("hypertension"))
    visit = open_visit(chart, on, "clinic", stage.problem("wellness"))
    laboratory(chart, visit, stage.library.panels["lipid"])
    chart.profile = stage.profile(carla.truth)
    theirs = office_visit(chart, on, stage.problem("thyroid"), registered=registered_as(chart, on))
    old = next(
        found
        for found in case.resources
        if found["resourceType"] == "DocumentReference"
        and found["context"]["encounter"][0]["reference"] == case.scenario.marks["old-visit"]
    )
    text = "Dose raised by telephone after the thyrotropin result."
    addendum(chart, _visit_of(stage, old, theirs), old, text, at=theirs.over + timedelta(hours=1))
    yield from chart.resources()


def _visit_of(stage: Stage, old: Resource, like: Visit) -> Visit:
    """The visit of an earlier document, as far as an addendum needs it."""
    author = old["author"][0]["reference"].removeprefix("Practitioner/prac-")
    context = old["context"]
    begun = context["period"]["start"][: len("2026-01-01T00:00:00")]
    return replace(
        like,
        encounter=context["encounter"][0],
        clinician=stage.library.clinicians[author],
        start=datetime.fromisoformat(begun),
        end=None,
    )
