# SPDX-License-Identifier: Apache-2.0
"""What a person reads for a coded value, a reference, a name or a quantity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.exchange.fhir.parsing.values import (
    Json,
    WrongValue,
    child,
    children,
    found,
    number,
    short,
    text,
    texts,
    tidy,
)
from himdesk.exchange.fhir.references import Neighbours, contained, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.exchange.fhir.types.shape import Path


def concept(value: Json) -> str | None:
    """What a CodeableConcept says: its text, else a display, else a code."""
    if said := text(value, "text"):
        return said
    codings = children(value, "coding")
    for key in ("display", "code"):
        for coding in codings:
            if said := text(coding, key):
                return said
    return None


def codes(value: Json | None) -> Iterator[tuple[str | None, str]]:
    """System and code of each coding of a CodeableConcept."""
    for coding in children(value, "coding") if value else ():
        if code := short(coding, "code"):
            yield short(coding, "system"), code


def code_of(value: Json | None) -> str | None:
    """The first code of a CodeableConcept."""
    return next((code for _, code in codes(value)), None)


def person(name: Json) -> str | None:
    """A HumanName in one line."""
    if said := text(name, "text"):
        return said
    parts = [*texts(name, "prefix"), *texts(name, "given"), text(name, "family") or ""]
    return " ".join(p for p in (*parts, *texts(name, "suffix")) if p) or None


def called(resource: Json) -> str | None:
    """What a person calls a whole resource, such as a practitioner or a location."""
    name = resource.get("name")
    if type(name) is list and name and type(name[0]) is dict:
        return person(name[0])
    if type(name) is str:
        return text(resource, "name")
    for key in ("code", "type", "vaccineCode"):
        if type(resource.get(key)) is dict:
            return concept(resource[key])
    return None


def referred(reference: Json, resource: Json, near: Neighbours) -> str | None:
    """What a Reference points to, in words: its display, the other's name, or its address."""
    if said := text(reference, "display"):
        return said
    inner = contained(resource, reference)
    if inner is not None:
        return called(inner)
    key = key_of(reference, near)
    if key is not None and key in near.names:
        return near.names[key]
    if (identifier := child(reference, "identifier")) and (value := short(identifier, "value")):
        return value
    return key or short(reference, "reference")


def label(holder: Json, key: str, resource: Json, near: Neighbours) -> str | None:
    """The words for whatever stands at a place: text, concept, reference, name, or a list."""
    value = holder[key]
    if type(value) is list:
        values = [v for v in value if v is not None]
        if not values:
            return None
        value = values[0]
    if type(value) is str:
        return tidy(value)
    if type(value) is not dict:
        raise WrongValue(holder, key, "text or an object")
    if "reference" in value or "identifier" in value:
        return referred(value, resource, near)
    if "family" in value or "given" in value:
        return person(value)
    if "coding" not in value and "text" not in value and ("code" in value or "display" in value):
        return text(value, "display") or text(value, "code")
    return concept(value)


def labelled(resource: Json, paths: tuple[Path, ...], near: Neighbours) -> str | None:
    """The words for the first of some paths that says anything."""
    for path in paths:
        for holder, key in found(resource, path):
            if said := label(holder, key, resource, near):
                return said
    return None


def quantity(value: Json) -> str | None:
    """A Quantity: comparator, digits as written, unit."""
    digits = number(value, "value")
    if digits is None:
        return None
    unit = text(value, "unit") or text(value, "code") or ""
    return f"{text(value, 'comparator') or ''}{digits} {unit}".strip()
