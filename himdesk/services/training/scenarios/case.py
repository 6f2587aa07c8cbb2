# SPDX-License-Identifier: Apache-2.0
"""A named scenario: its charts, and the truth that the corrections should find."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.services.training.people.person import Registration
    from himdesk.services.training.records.fhir import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Whose record this is. Equal `person` means the same person."""

    mrn: str
    patient: str
    person: str
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What a scenario is for.

    `contradictions` are the codes that a merge of two of these charts must show. `owners` is filled
    where charts hold several people's items: resource reference to person. `marks` names single
    resources or numbers that the story turns on.
    """

    key: str
    title: str
    reference: str
    mrns: tuple[str, ...]
    contradictions: tuple[str, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A scenario with its resources in import order."""

    scenario: Scenario
    records: tuple[Registration, ...]
    resources: tuple[Resource, ...]

    @property
    def truths(self) -> tuple[Truth, ...]:
        """Whose records they are."""
        return tuple(truth_of(record) for record in self.records)


def truth_of(record: Registration) -> Truth:
    """The roster's line for a registration."""
    return Truth(
        mrn=record.mrn, patient=record.patient, person=record.truth.key, errors=record.errors
    )
