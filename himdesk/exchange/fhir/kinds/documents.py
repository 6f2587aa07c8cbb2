# SPDX-License-Identifier: Apache-2.0
"""Resources that are documents: DocumentReference, Composition, Media, reports with a form."""

from __future__ import annotations

import binascii
from base64 import b64decode
from html import escape
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Document, Kind
from himdesk.domain.charts.records import Draft
from himdesk.exchange.fhir.kinds.common import author_of, recorded_of, span_of
from himdesk.exchange.fhir.kinds.sensitivity import sensitivity
from himdesk.exchange.fhir.parsing.values import Json, WrongValue, child, children, short, text
from himdesk.exchange.fhir.references import contained, key_of, type_of
from himdesk.exchange.fhir.subject import encounter_of, parent_of
from himdesk.exchange.fhir.texts import code_of, codes, concept, labelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.exchange.fhir.references import Neighbours
    from himdesk.exchange.fhir.types.shape import Shape

_LOINC: Final = "http://loinc.org"
_REVISIONS: Final = {"appends": "addendum", "replaces": "correction", "transforms": None}
_SIGNING: Final = frozenset({"legal", "professional"})


def is_document(resource: Json, kind: str) -> bool:
    """Whether a resource is filed as a document."""
    if kind == "DiagnosticReport":
        return bool(children(resource, "presentedForm"))
    return kind in {"DocumentReference", "Composition", "Media", "Binary"}


def draft_of(resource: Json, shape: Shape, near: Neighbours, own: str) -> Draft:
    """The item of a document."""
    kind = shape.type
    words = child(resource, "code" if kind == "DiagnosticReport" else "type")
    content, content_type, form = _content(resource, kind, near)
    target, revision = _revises(resource, near, own)
    at, until = span_of(resource, shape)
    signed, signed_at = _signed(resource)
    said = concept(words) if words else None
    title = text(resource, "title") or text(resource, "description") or form or said
    return Draft(
        kind=Kind.DOCUMENT,
        details=Document(
            title=title,
            content_type=content_type,
            doc_status=short(resource, "docStatus" if kind == "DocumentReference" else "status"),
            revision=revision,
            signature=signed,
            signed_at=signed_at,
        ),
        status=short(resource, "status"),
        at=at,
        until=until,
        recorded=recorded_of(resource, shape),
        type=kind,
        code=_loinc(words),
        display=said or title or labelled(resource, shape.display_paths, near) or kind,
        author=author_of(resource, shape, near),
        sensitivity=sensitivity(resource),
        parent=target or parent_of(resource, shape, near, own),
        encounter=encounter_of(resource, shape, near),
        content=content,
    )


def _loinc(words: Json | None) -> str | None:
    """The LOINC code of a document's type, else whatever code it has."""
    return next((code for system, code in codes(words) if system == _LOINC), code_of(words))


def _revises(resource: Json, near: Neighbours, own: str) -> tuple[str | None, str | None]:
    """The document that this one revises, and how."""
    for relation in children(resource, "relatesTo"):
        how = text(relation, "code")
        target = child(relation, "target") or child(relation, "targetReference")
        key = key_of(target, near, type_of(own)) if target else None
        if how in _REVISIONS and key is not None and key != own:
            return key, _REVISIONS[how]
    return None, None


def _signed(resource: Json) -> tuple[str | None, str | None]:
    if child(resource, "authenticator"):
        return "signed", None
    for attester in children(resource, "attester"):
        if text(attester, "mode") in _SIGNING:
            return "signed", short(attester, "time")
    return None, None


def _content(
    resource: Json, kind: str, near: Neighbours
) -> tuple[bytes | None, str | None, str | None]:
    """Bytes, content type and title of the first form of the document that has bytes."""
    if kind == "Composition":
        return _narrative(resource)
    if kind == "Binary":
        return decoded(resource, "data"), short(resource, "contentType"), None
    best: tuple[bytes | None, str | None, str | None] = (None, None, None)
    for attachment in _attachments(resource, kind):
        content_type, title = short(attachment, "contentType"), text(attachment, "title")
        data = decoded(attachment, "data")
        if data is None:
            data, other = _linked(attachment, resource, near)
            content_type = content_type or other
        if data is not None:
            return data, content_type, title
        if best == (None, None, None):
            best = None, content_type, title
    return best


def _attachments(resource: Json, kind: str) -> Iterator[Json]:
    if kind == "DiagnosticReport":
        yield from children(resource, "presentedForm")
    elif kind == "Media":
        if attachment := child(resource, "content"):
            yield attachment
    else:
        for content in children(resource, "content"):
            if attachment := child(content, "attachment"):
                yield attachment


def _linked(attachment: Json, resource: Json, near: Neighbours) -> tuple[bytes | None, str | None]:
    """The bytes of the Binary that an attachment's address means, if the bundle has it."""
    url = text(attachment, "url")
    if url is None:
        return None, None
    reference: Json = {"reference": url}
    inner = contained(resource, reference)
    if inner is not None and inner.get("resourceType") == "Binary":
        return decoded(inner, "data"), short(inner, "contentType")
    key = near.keys.get(url) or (url if url in near.binaries else None)
    if key is None or key not in near.binaries:
        return None, None
    content_type, data = near.binaries[key]
    return decoded({"data": data}, "data"), content_type


def decoded(holder: Json, key: str) -> bytes | None:
    """The bytes of a base64 text; blanks and line ends in it don't matter."""
    value = holder.get(key)
    if value is None:
        return None
    if type(value) is not str:
        raise WrongValue(holder, key, "base64 text")
    try:
        return b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise WrongValue(holder, key, "base64 text") from fault


def _narrative(resource: Json) -> tuple[bytes | None, str | None, str | None]:
    """The text of a Composition for reading: its sections' narratives under their titles."""
    parts = list(_sections(resource, 2))
    if not parts:
        return None, None, None
    title = escape(text(resource, "title") or "")
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
    return "".join((page, *parts, "</body></html>")).encode(), "application/xhtml+xml", None


def _sections(holder: Json, level: int) -> Iterator[str]:
    narrative = child(holder, "text")
    if narrative and (div := text(narrative, "div")):
        yield div
    if level > DEEPEST:
        return
    for section in children(holder, "section"):
        yield f"<h{level}>{escape(text(section, 'title') or '')}</h{level}>"
        yield from _sections(section, level + 1)


DEEPEST: Final = 6
"""HTML has six levels of headings; sections below them are in the source's body."""
