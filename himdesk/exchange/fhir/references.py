# SPDX-License-Identifier: Apache-2.0
"""References between resources to record keys, and what is known of a file's other records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from himdesk.exchange.fhir.parsing.values import Json, WrongValue, child, children, short
from himdesk.exchange.fhir.types.every import TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What one resource needs to know of the others of its bundle; nothing in a stream.

    `keys` maps a fullUrl to a record key, `names` a key to what a person calls that record,
    `parents` a key to the key of the report or panel that lists it, `binaries` a key to the
    content type and the base64 text of a Binary.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    binaries: Mapping[str, tuple[str | None, str]] = field(default_factory=dict)


def key_of(reference: Json, near: Neighbours, expected: str | None = None) -> str | None:
    """The record key that a Reference means; None for contained ones and mere display texts.

    `expected` is the type that a reference without one has by its place.
    """
    text = short(reference, "reference")
    if text is None:
        return _by_identifier(reference, expected)
    if text in near.keys:
        return near.keys[text]
    if text.startswith("#"):
        return None
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


def _by_identifier(reference: Json, expected: str | None) -> str | None:
    identifier = child(reference, "identifier")
    if identifier is None:
        return None
    value = short(identifier, "value")
    kind = short(reference, "type") or expected
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
