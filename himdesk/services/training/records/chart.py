# SPDX-License-Identifier: Apache-2.0
"""A chart being written: hands out ids, keeps the resources, gives them in import order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.services.training.records.fhir import labels

if TYPE_CHECKING:
    from datetime import date, datetime
    from random import Random

    from himdesk.services.training.library import Clinician, Library, Medication, Problem
    from himdesk.services.training.people.person import Registration
    from himdesk.services.training.records.fhir import Resource
    from himdesk.services.training.records.profile import Profile

# A resource refers only to resources that stand before it.
_ORDER = (
    "Patient", "RelatedPerson", "Coverage", "Account", "Encounter", "Condition",
    "AllergyIntolerance", "ServiceRequest", "Observation", "DiagnosticReport", "Procedure",
    "MedicationRequest", "Immunization", "DocumentReference", "Flag", "Consent",
)  # fmt: skip
_PRIME, _STEP = 99_999_989, 48_271
_RANK = {name: rank for rank, name in enumerate(_ORDER)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What the registration desk had on screen when a visit was opened."""

    name: str
    birth: date | None
    sex: str
    address: str
    phone: str
    registrar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An encounter already written, as the resources of that encounter need it."""

    encounter: Resource
    number: str
    kind: str
    start: datetime
    end: datetime | None
    problem: Problem
    clinician: Clinician
    registered: Registered
    profile: Profile
    place: str
    labels: tuple[str, ...]
    systolic: int
    diastolic: int
    pulse: int
    weight: float
    history: str
    prescribed: tuple[Medication, ...]

    @property
    def over(self) -> datetime:
        """When the visit ended; for an open one, a few hours after its start."""
        return self.end or self.start


class Chart:
    """One chart. `profile` is the person whose care is written now: an overlay changes it.

    Ids and numbers rest on `code`, which is the chart's own and does not show its MRN, so that
    an item that moves does not carry it along. Ids are numbered from `after` on, so that a later
    delivery does not repeat an earlier one's. `owners` says which person each resource really
    belongs to.
    """

    def __init__(
        self,
        library: Library,
        registration: Registration,
        profile: Profile,
        *,
        rng: Random,
        today: date,
        after: int = 0,
    ) -> None:
        self.library = library
        self.registration = registration
        self.profile = profile
        self.rng = rng
        self.today = today
        self.code = f"{int(registration.mrn) * _STEP % _PRIME:08d}"
        self.subject: Resource = {"reference": f"Patient/{registration.patient}"}
        self.coverage: Resource | None = None
        self.charted: set[str] = set()
        self.owners: dict[str, str] = {}
        self._written: list[Resource] = []
        self._last = after

    def new(self, kind: str, prefix: str, visit: Visit | None = None) -> Resource:
        """A resource of the chart with its id and, from the visit, its security labels."""
        self._last += 1
        resource: Resource = {
            "resourceType": kind,
            "id": f"{prefix}-{self.code}-{self._last}",
        }
        if visit is not None and visit.labels:
            resource["meta"] = {"security": labels(visit.labels)}
        self._written.append(resource)
        self.owners[f"{kind}/{resource['id']}"] = self.profile.person.key
        return resource

    def put(self, resource: Resource) -> None:
        """Add a resource that has its own id."""
        self._written.append(resource)

    def resources(self) -> tuple[Resource, ...]:
        """All that was written, every reference pointing backwards."""
        return tuple(sorted(self._written, key=_rank))


def _rank(resource: Resource) -> int:
    return _RANK[resource["resourceType"]]


def reference(resource: Resource) -> Resource:
    """A reference to a resource."""
    return {"reference": f"{resource['resourceType']}/{resource['id']}"}
