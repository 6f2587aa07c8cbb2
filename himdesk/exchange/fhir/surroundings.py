# SPDX-License-Identifier: Apache-2.0
"""Collecting, from a first pass over a bundle, what its resources need to know of one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.fhir.members import members_of, panels_first
from himdesk.exchange.fhir.parsing.values import objects
from himdesk.exchange.fhir.references import SEVERAL, Neighbours, by_identifier, key_of
from himdesk.exchange.fhir.texts import called

if TYPE_CHECKING:
    from himdesk.exchange.fhir.parsing.values import Json

_CALLED: Final = frozenset(
    {
        "Practitioner",
        "Organization",
        "Location",
        "Device",
        "Medication",
        "HealthcareService",
        "Patient",
        "RelatedPerson",
    }
)


class Surroundings:
    """What is known of a bundle's resources so far; wrong values wait for the second pass."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._binaries: dict[str, tuple[str | None, str]] = {}
        self._holding: dict[str, list[Json]] = {}

    def add(self, resource: Json, kind: str, key: str, full_url: object) -> None:
        """Take notice of a resource."""
        if type(full_url) is str:
            self._call(full_url, key)
        try:
            for identifier in objects(resource, "identifier"):
                if named := by_identifier(identifier, kind):
                    self._call(named, key)
            self._note(resource, kind, key)
        except Unacceptable:
            return

    def _call(self, name: str, key: str) -> None:
        """A name that two records have is neither one's."""
        if self._keys.setdefault(name, key) != key:
            self._keys[name] = SEVERAL

    def _note(self, resource: Json, kind: str, key: str) -> None:
        if kind in _CALLED:
            if name := called(resource):
                self._names[key] = name
        elif kind == "Binary":
            data, content_type = resource.get("data"), resource.get("contentType")
            if type(data) is str:
                known = content_type if type(content_type) is str else None
                self._binaries[key] = (known, data)
        elif members := members_of(resource, kind):
            self._holding[key] = members

    def neighbours(self) -> Neighbours:
        """What each resource may now know of the others."""
        return Neighbours(
            keys=self._keys,
            names=self._names,
            parents=self._parents(Neighbours(keys=self._keys)),
            binaries=self._binaries,
        )

    def _parents(self, plain: Neighbours) -> dict[str, str]:
        """For each item the panel that lists it, else the report."""
        parents: dict[str, str] = {}
        for holder in sorted(self._holding, key=panels_first):
            for reference in self._holding[holder]:
                member = _safe_key(reference, plain)
                if member is not None and member != holder:
                    parents.setdefault(member, holder)
        return parents


def _safe_key(reference: Json, plain: Neighbours) -> str | None:
    try:
        return key_of(reference, plain)
    except Unacceptable:
        return None
