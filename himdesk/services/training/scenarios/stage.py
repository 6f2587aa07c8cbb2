# SPDX-License-Identifier: Apache-2.0
"""Where scenarios are put together: people with fixed identities, charts with fixed numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from himdesk.services.training.people.contacts import address, phone, social_security_number
from himdesk.services.training.people.person import Person, Registration
from himdesk.services.training.records import clinical
from himdesk.services.training.records.care import office_visit
from himdesk.services.training.records.chart import Chart
from himdesk.services.training.records.fhir import MRN
from himdesk.services.training.records.patients import patient
from himdesk.services.training.records.profile import profile_of
from himdesk.services.training.scenarios.case import Case, Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.services.training.library import Library, Problem
    from himdesk.services.training.records.profile import Profile

_LATER = 1000


class Stage:
    """Makes people and charts of scenarios. Identities are the same for every seed."""

    def __init__(self, library: Library, *, seed: int, today: date) -> None:
        self.library = library
        self.seed = seed
        self.today = today

    def ago(self, days: int) -> date:
        """A day before today."""
        return self.today - timedelta(days=days)

    def problem(self, key: str) -> Problem:
        """A problem of the library."""
        return self.library.problems[key]

    def person(
        self, key: str, family: str, given: str, sex: str, birth: date | None, **known: Any
    ) -> Person:
        """Somebody with an address, telephones and a social security number unless `known`."""
        rng = Random(f"scenario/{key}")
        made: dict[str, Any] = {
            "addresses": (address(self.library, rng, self.ago(2600)),),
            "home": phone(rng),
            "mobile": phone(rng),
            "ssn": social_security_number(rng),
            "marital": "S",
        }
        return Person(
            key=key, family=family, given=tuple(given.split()), sex=sex, birth=birth,
            **(made | known),
        )  # fmt: skip

    def chart(
        self,
        mrn: str,
        typed: Person,
        *,
        truth: Person | None = None,
        errors: tuple[str, ...] = (),
        security: tuple[str, ...] = (),
        system: str = MRN,
        **health: Any,
    ) -> Chart:
        """A chart with its Patient and a coverage; `health` changes the profile."""
        truth = truth or typed
        registration = Registration(mrn=mrn, typed=typed, truth=truth, errors=errors)
        chart = Chart(
            self.library,
            registration,
            self.profile(truth, **health),
            rng=Random(f"{self.seed}/scenario/{mrn}"),
            today=self.today,
        )
        library = self.library
        keeper = library.hospital if system == MRN else library.clinic
        chart.put(patient(registration, hospital=keeper, system=system, security=security))
        clinical.coverage(chart, self.ago(1500))
        return chart

    def later(self, registration: Registration, **health: Any) -> Chart:
        """A chart of which only what comes now is written."""
        return Chart(
            self.library,
            registration,
            self.profile(registration.truth, **health),
            rng=Random(f"{self.seed}/later/{registration.mrn}"),
            today=self.today,
            after=_LATER,
        )

    def profile(self, person: Person, **health: Any) -> Profile:
        """A person's health: nobody asked for allergies unless `health` says so."""
        found = profile_of(self.library, person, seed=0, today=self.today)
        return replace(found, **({"allergies": None} | health))

    def office(self, chart: Chart, problem: str, *days: int, **opened: Any) -> None:
        """Office visits for one problem, so many days ago each."""
        for ago in days:
            office_visit(chart, self.ago(ago), self.problem(problem), **opened)

    def case(
        self,
        key: str,
        title: str,
        reference: str,
        charts: Sequence[Chart],
        *,
        contradictions: tuple[str, ...] = (),
        owners: Mapping[str, str] | None = None,
        marks: Mapping[str, str] | None = None,
    ) -> Case:
        """Close a scenario."""
        records = tuple(chart.registration for chart in charts)
        return Case(
            scenario=Scenario(
                key=key,
                title=title,
                reference=reference,
                mrns=tuple(record.mrn for record in records),
                contradictions=contradictions,
                owners=owners or {},
                marks=marks or {},
            ),
            records=records,
            resources=tuple(item for chart in charts for item in chart.resources()),
        )
