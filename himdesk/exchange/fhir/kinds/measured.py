# SPDX-License-Identifier: Apache-2.0
"""The value of a clinical item as text: what was measured, given, found or concluded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.exchange.fhir.parsing.values import Json, child, children, number, objects, text, truth
from himdesk.exchange.fhir.texts import concept, labelled, quantity

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.exchange.fhir.references import Neighbours
    from himdesk.exchange.fhir.types.shape import Path


def value_of(resource: Json, kind: str, near: Neighbours) -> str | None:
    """The value of a resource, or None for kinds that have none."""
    if kind in _LABELLED:
        return labelled(resource, (_LABELLED[kind],), near)
    reader = _VALUES.get(kind)
    return reader(resource) if reader else None


def _dosages(resource: Json) -> str | None:
    key = "dosage" if "dosage" in resource else "dosageInstruction"
    return _joined(children(resource, key), "text")


def _payload(resource: Json) -> str | None:
    return _joined(children(resource, "payload"), "contentString")


def _given(resource: Json) -> str | None:
    dosage = child(resource, "dosage")
    dose = child(dosage, "dose") if dosage else None
    return (text(dosage, "text") if dosage else None) or (quantity(dose) if dose else None)


def _conclusion(resource: Json) -> str | None:
    return text(resource, "conclusion")


def _joined(entries: list[Json], key: str) -> str | None:
    return "; ".join(said for entry in entries if (said := text(entry, key))) or None


def _reactions(resource: Json) -> str | None:
    said = [
        concept(sign)
        for reaction in children(resource, "reaction")
        for sign in children(reaction, "manifestation")
    ]
    return "; ".join(dict.fromkeys(word for word in said if word)) or None


def _observed(resource: Json) -> str | None:
    """An Observation's own value, else those of its components, else why there is none."""
    if (own := measured(resource)) is not None:
        return own
    parts = []
    for component in children(resource, "component"):
        if (value := measured(component)) is not None:
            code = child(component, "code")
            name = concept(code) if code else None
            parts.append(f"{name}: {value}" if name else value)
    if parts:
        return "; ".join(parts)
    absent = child(resource, "dataAbsentReason")
    return f"({concept(absent)})" if absent else None


def measured(holder: Json) -> str | None:
    """The value[x] of an Observation or of one of its components."""
    for key, spoken in _READERS.items():
        if holder.get(key) is not None:
            return spoken(holder, key)
    return None


def _of_quantity(holder: Json, key: str) -> str | None:
    value = child(holder, key)
    return quantity(value) if value else None


def _of_concept(holder: Json, key: str) -> str | None:
    value = child(holder, key)
    return concept(value) if value else None


def _of_truth(holder: Json, key: str) -> str | None:
    value = truth(holder, key)
    return None if value is None else str(value).lower()


def _of_pair(signs: tuple[str, str, str]) -> Callable[[Json, str], str | None]:
    first, second, between = signs

    def spoken(holder: Json, key: str) -> str | None:
        value = child(holder, key)
        if not value:
            return None
        ends = [[quantity(v) or "" for v in objects(value, k)] for k in (first, second)]
        return between.join(end[0] if end else "" for end in ends).strip() or None

    return spoken


def _of_period(holder: Json, key: str) -> str | None:
    value = child(holder, key)
    ends = [text(value, "start") or "", text(value, "end") or ""] if value else []
    return " to ".join(ends) or None


def _of_samples(holder: Json, key: str) -> str | None:
    value = child(holder, key)
    return text(value, "data") if value else None


_READERS: Final[dict[str, Callable[[Json, str], str | None]]] = {
    "valueQuantity": _of_quantity,
    "valueCodeableConcept": _of_concept,
    "valueString": text,
    "valueBoolean": _of_truth,
    "valueInteger": number,
    "valueRange": _of_pair(("low", "high", " to ")),
    "valueRatio": _of_pair(("numerator", "denominator", " : ")),
    "valueSampledData": _of_samples,
    "valueTime": text,
    "valueDateTime": text,
    "valuePeriod": _of_period,
}

_LABELLED: Final[dict[str, Path]] = {
    "Procedure": ("outcome",),
    "FamilyMemberHistory": ("condition", "code"),
}
_VALUES: Final[dict[str, Callable[[Json], str | None]]] = {
    "Observation": _observed,
    "MedicationRequest": _dosages,
    "MedicationDispense": _dosages,
    "MedicationStatement": _dosages,
    "MedicationAdministration": _given,
    "AllergyIntolerance": _reactions,
    "DiagnosticReport": _conclusion,
    "Communication": _payload,
    "CommunicationRequest": _payload,
}
