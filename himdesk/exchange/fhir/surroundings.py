# SPDX-License-Identifier: Apache-2.0
"""Collecting, from a first pass over a bundle, what its resources need to know of one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.fhir.parsing.values import Json, child, children
from himdesk.exchange.fhir.references import Neighbours, key_of
from himdesk.exchange.fhir.texts import called

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
_LISTING: Final = {"Observation": "hasMember", "DiagnosticReport": "result"}


def listed(resource: Json, kind: str) -> list[Json]:
    """The references of a panel or report to the items it holds together."""
    return children(resource, _LISTING[kind]) if kind in _LISTING else []


class Surroundings:
    """What is known of a bundle's resources so far; wrong values wait for the second pass."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._binaries: dict[str, tuple[str | None, str]] = {}
        self._owners: dict[str, Json] = {}
        self._holding: dict[str, list[Json]] = {}

    def add(self, resource: Json, kind: str, key: str, full_url: object) -> None:
        """Take notice of a resource."""
        if type(full_url) is str:
            self._keys.setdefault(full_url, key)
        try:
            self._note(resource, kind, key)
        except Unacceptable:
            return

    def _note(self, resource: Json, kind: str, key: str) -> None:
        if kind in _CALLED:
            if name := called(resource):
                self._names[key] = name
        elif kind == "Binary":
            data, content_type = resource.get("data"), resource.get("contentType")
            if type(data) is str:
                known = content_type if type(content_type) is str else None
                self._binaries[key] = (known, data)
        else:
            owner = child(resource, "subject") or child(resource, "patient")
            if owner:
                self._owners[key] = owner
            if members := listed(resource, kind):
                self._holding[key] = members

    def neighbours(self) -> Neighbours:
        """What each resource may now know of the others."""
        plain = Neighbours(keys=self._keys)
        subjects = dict(_resolved(self._owners, plain))
        return Neighbours(
            keys=self._keys,
            names=self._names,
            parents=self._parents(plain, subjects),
            binaries=self._binaries,
            subjects=subjects,
        )

    def _parents(self, plain: Neighbours, subjects: Mapping[str, str]) -> dict[str, str]:
        """The panel, else the report, that lists an item; never in a circle or across patients."""
        parents: dict[str, str] = {}
        panels_first = sorted(self._holding, key=lambda key: not key.startswith("Observation/"))
        for holder in panels_first:
            for reference in self._holding[holder]:
                member = _safe_key(reference, plain)
                if (
                    member is not None
                    and member not in parents
                    and subjects.get(member) == subjects.get(holder)
                    and not _above(holder, member, parents)
                ):
                    parents[member] = holder
        return parents


def _above(start: str, wanted: str, parents: Mapping[str, str]) -> bool:
    """Whether one key is another's ancestor, or it itself."""
    current: str | None = start
    while current is not None:
        if current == wanted:
            return True
        current = parents.get(current)
    return False


def _resolved(owners: Mapping[str, Json], plain: Neighbours) -> Iterator[tuple[str, str]]:
    for key, reference in owners.items():
        if (named := _safe_key(reference, plain, "Patient")) is not None:
            yield key, named


def _safe_key(reference: Json, plain: Neighbours, expected: str | None = None) -> str | None:
    try:
        return key_of(reference, plain, expected)
    except Unacceptable:
        return None
