# SPDX-License-Identifier: Apache-2.0
"""References between resources to record keys, and what is known of a file's other records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from himdesk.exchange.fhir.parsing.values import Json, WrongValue, child, children, short
from himdesk.exchange.fhir.types.every import TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping


SEVERAL: Final = ""
"""In place of a record key: two records of the bundle have this name."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What one resource needs to know of the others of its bundle; nothing in a stream.

    `keys` maps a fullUrl, or a key by identifier, to a record key, or to `SEVERAL`; `names` a key
    to what a person calls that record, `parents` a key to the key of the report or panel that
    lists it, `binaries` a key to the content type and the base64 text of a Binary.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    binaries: Mapping[str, tuple[str | None, str]] = field(default_factory=dict)


def key_of(reference: Json, near: Neighbours, expected: str | None = None) -> str | None:
    """The record key that a Reference means; None for contained ones and mere display texts.

    `expected` is the type that a reference without one has by its place.

    Raises:
        WrongValue: two records of the bundle are meant, of which one may be another patient's.
    """
    text = short(reference, "reference")
    if text is not None and (text in near.keys or text.startswith("#")):
        return _the_one(reference, text, near) if text in near.keys else None
    if text is not None:
        named = _named(reference, text, expected)
    else:
        identifier = child(reference, "identifier")
        kind = short(reference, "type") or expected
        named = None if identifier is None else by_identifier(identifier, kind)
    if named is None or named not in near.keys:
        return named
    return _the_one(reference, named, near)


def _the_one(reference: Json, name: str, near: Neighbours) -> str:
    """The record of the bundle that has this name; who the staff and places are matters less."""
    key, kind = near.keys[name], type_of(name)
    if key != SEVERAL:
        return key
    if kind in TYPES and kind != "Patient":
        return name
    place = "reference" if "reference" in reference else "identifier"
    raise WrongValue(reference, place, "one record of the bundle, and it names two of them")


def _named(reference: Json, text: str, expected: str | None) -> str | None:
    kind, slash, rest = text.partition("/")
    if slash and kind in TYPES and "/" not in rest and "?" not in rest and "#" not in rest:
        return text
    return _key_of_text(text, short(reference, "type") or expected)


def _key_of_text(text: str, expected: str | None) -> str | None:
    if "?" in text:
        return _conditional(text, expected)
    parts = text.split("#", maxsplit=1)[0].split("|", maxsplit=1)[0].split("/")
    if "_history" in parts:
        parts = parts[: parts.index("_history")]
    if len(parts) > 1 and parts[-2] in TYPES and parts[-1]:
        return f"{parts[-2]}/{parts[-1]}"
    return f"{expected}/{text}" if expected in TYPES else None


def _conditional(text: str, expected: str | None) -> str | None:
    """`Patient?identifier=SYSTEM|VALUE`, whatever stands before it and around it."""
    head, _, query = text.partition("?")
    kind = head.rstrip("/").rpartition("/")[2]
    if kind not in TYPES:
        return f"{expected}/{text}" if expected in TYPES else None
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if name == "identifier":
            return f"{kind}?identifier={unquote(value)}"
    return f"{kind}?{query}"


def by_identifier(identifier: Json, kind: str | None) -> str | None:
    """The key of a record of this type that is known by an identifier."""
    value = short(identifier, "value")
    if value is None or kind not in TYPES:
        return None
    return f"{kind}?identifier={short(identifier, 'system') or ''}|{value}"


def type_of(key: str) -> str:
    """The resource type of a record key."""
    return key.partition("/")[0].partition("?")[0]


def contained(resource: Json, reference: Json) -> Json | None:
    """The contained resource that a Reference means."""
    text = short(reference, "reference")
    if text is None or not text.startswith("#"):
        return None
    for inner in children(resource, "contained"):
        if inner.get("id") == text[1:]:
            return inner
    return None


def patient_key(
    reference: Json, resource: Json, near: Neighbours, expected: str | None
) -> str | None:
    """The key of the patient that a Reference names, or of the other thing that it names.

    A contained patient is known by its identifier only.
    """
    inner = contained(resource, reference)
    if inner is None:
        return key_of(reference, near, expected)
    kind = short(inner, "resourceType")
    if kind != "Patient":
        return f"{kind}/contained" if kind in TYPES else None
    for identifier in children(inner, "identifier"):
        if value := short(identifier, "value"):
            return f"Patient?identifier={short(identifier, 'system') or ''}|{value}"
    raise WrongValue(reference, "reference", "a patient with an identifier, not a contained one")
