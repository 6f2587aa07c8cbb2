# SPDX-License-Identifier: Apache-2.0
"""The synthetic hospital as a stream of FHIR resources, and the truth about its index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.services.training.library import load
from himdesk.services.training.people.registrations import registrations
from himdesk.services.training.records.care import random_chart
from himdesk.services.training.records.directory import directory as directory_of
from himdesk.services.training.scenarios import all_cases
from himdesk.services.training.scenarios.case import truth_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from himdesk.services.training.records.fhir import Resource
    from himdesk.services.training.scenarios.case import Case, Scenario, Truth

SMALLEST = 60
SCENARIO_CHARTS = 57


@dataclass(frozen=True, slots=True)
class Roster:
    """What nobody in the hospital knows: which records are one person, which stories are told."""

    patients: int
    seed: int
    today: date
    truths: Mapping[str, Truth]
    scenarios: Mapping[str, Scenario]

    def person(self, mrn: str) -> str:
        """The person whose record this is."""
        return self.truths[mrn].person


def hospital(patients: int, seed: int, today: date) -> Iterator[Resource]:
    """All resources of `patients` charts, chart by chart, references pointing backwards.

    The scenario charts come first. One chart is in memory at a time. Parts of resources may be
    shared between them: copy before changing. ValueError below 60 patients.
    """
    _check(patients)
    library = load()
    for case in all_cases(library, seed=seed, today=today):
        yield from case.resources
    count = patients - SCENARIO_CHARTS
    for record in registrations(library, count=count, seed=seed, today=today):
        yield from random_chart(library, record, seed=seed, today=today).resources()


def directory() -> Iterator[Resource]:
    """The organizations, practitioners and locations that the charts refer to."""
    yield from directory_of(load())


def cases(seed: int, today: date) -> Iterator[Case]:
    """The scenarios with their resources, apart from the rest."""
    yield from all_cases(load(), seed=seed, today=today)


def roster(patients: int, seed: int, today: date) -> Roster:
    """The truth about the hospital of the same arguments."""
    _check(patients)
    library = load()
    truths: dict[str, Truth] = {}
    scenarios: dict[str, Scenario] = {}
    for case in all_cases(library, seed=seed, today=today):
        scenarios[case.scenario.key] = case.scenario
        truths |= {truth.mrn: truth for truth in case.truths}
    count = patients - SCENARIO_CHARTS
    for record in registrations(library, count=count, seed=seed, today=today):
        truths[record.mrn] = truth_of(record)
    return Roster(patients, seed, today, truths, scenarios)


def _check(patients: int) -> None:
    if patients < SMALLEST:
        raise ValueError(f"a synthetic hospital has at least {SMALLEST} patients, not {patients}")
