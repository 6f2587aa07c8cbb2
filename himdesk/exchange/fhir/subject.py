# SPDX-License-Identifier: Apache-2.0
"""Whose a resource is: its patient, its encounter and the one item that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.fhir.parsing.values import found, objects
from himdesk.exchange.fhir.references import key_of, patient_key, type_of
from himdesk.exchange.fhir.types.every import ORDERS, SHAPES

if TYPE_CHECKING:
    from himdesk.exchange.fhir.parsing.values import Json
    from himdesk.exchange.fhir.references import Neighbours
    from himdesk.exchange.fhir.types.shape import Path, Shape

_ALWAYS_PATIENT: Final = frozenset(
    {"patient", "subject", "beneficiary", "individual", "candidate", "for"}
)
_NO_PARENT: Final = frozenset({"CarePlan", "Group", "EpisodeOfCare"})


def patient_of(resource: Json, shape: Shape, near: Neighbours) -> str | None:
    """The key of the patient that owns the resource; None where it is nobody's own.

    Raises:
        Unacceptable: the type must have one patient, and it has none or several.
    """
    others: list[str] = []
    for path in shape.patient_paths:
        patients = _patients(resource, path, near, others)
        if len(patients) == 1:
            return patients[0]
        if patients and shape.many:
            return None
        if patients:
            raise Unacceptable(
                f"{shape.type}.{'.'.join(path)} names {len(patients)} patients; expected one, "
                "because an item belongs to one chart."
            )
    if not shape.must:
        return None
    wanted = f"{shape.type}.{shape.patient.split()[0]}"
    if others:
        raise Unacceptable(f"{wanted} is a {others[0]}; expected a Patient.")
    raise Unacceptable(f"{wanted} names no patient; expected a reference to a Patient.")


def _patients(resource: Json, path: Path, near: Neighbours, others: list[str]) -> list[str]:
    """The patients at one path; the types of other things there are added to `others`."""
    expected = "Patient" if path[0] in _ALWAYS_PATIENT else None
    patients: list[str] = []
    for holder, key in found(resource, path):
        for reference in objects(holder, key):
            named = patient_key(reference, resource, near, expected)
            if named is None:
                continue
            if type_of(named) != "Patient":
                others.append(type_of(named))
            elif named not in patients:
                patients.append(named)
    return patients


def encounter_of(resource: Json, shape: Shape, near: Neighbours) -> str | None:
    """The key of the encounter in which the resource came to be."""
    for path in shape.encounter_paths:
        for holder, key in found(resource, path):
            for reference in objects(holder, key):
                named = key_of(reference, near, "Encounter")
                if named is not None and type_of(named) == "Encounter":
                    return named
    return None


def parent_of(resource: Json, shape: Shape, near: Neighbours, own: str) -> str | None:
    """The key of the item that this one moves with: the report or panel that lists it, its order.

    Whether that is an item of the same patient is for `settled` to say, which knows them all.
    """
    if (listed := near.parents.get(own)) is not None:
        return listed
    for path in shape.parent_paths:
        for holder, key in found(resource, path):
            for reference in objects(holder, key):
                named = key_of(reference, near)
                if named is not None and named != own and _may_hold(type_of(named), path):
                    return named
    return None


def _may_hold(kind: str, path: Path) -> bool:
    """Plans are based on for years: what rests on one does not move with it, as with an order."""
    return kind in ORDERS if path[0] == "basedOn" else kind in SHAPES and kind not in _NO_PARENT
