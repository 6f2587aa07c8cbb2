# SPDX-License-Identifier: Apache-2.0
"""A C-CDA document to its patient, its encounter, and itself as a document; all or nothing."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import sha256
from himdesk.domain.charts.items import Document, Encounter, Kind
from himdesk.domain.charts.records import Draft, Group, Record, Rejected
from himdesk.exchange.ccda.elements import parse
from himdesk.exchange.ccda.people import drafts_of, numbers_of
from himdesk.exchange.errors import Unacceptable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.exchange.ccda.elements import Element

_REVISIONS: Final = {"APND": "addendum", "RPLC": "correction", "XFRM": None}
_SECRET: Final = {"R": "restricted", "V": "restricted"}
_DIGITS: Final = 32
_ID: Final = re.compile(r"[!-~](?:[ -~]{0,253}[!-~])?")


def read_ccda(data: bytes, name: str) -> Group:
    """The records of a document; if it can't be taken, the reason."""
    try:
        records = tuple(_records(data, name))
    except Unacceptable as fault:
        return Group((), (Rejected(name, fault.text),), atomic=True)
    return Group(records, atomic=True)


def _records(data: bytes, name: str) -> Iterator[Record]:
    root = parse(data)
    if root.name != "ClinicalDocument":
        raise Unacceptable("the XML is no C-CDA; expected a ClinicalDocument.")
    roles = list(root.all("recordTarget/patientRole"))
    if len(roles) != 1:
        raise Unacceptable(
            f"recordTarget: the document is of {len(roles)} patients; expected one, because a "
            "document belongs to one chart."
        )
    patient = _patient(roles[0], data, name)
    visit = _encounter(root, roles[0])
    document = _document(root, data, f"Encounter/{visit[0]}" if visit else None)
    yield patient
    for kind, made in (("Encounter", visit), ("DocumentReference", document)):
        if made is not None:
            yield Record(
                type=kind,
                id=made[0],
                body=data,
                where=name,
                subject=patient.key,
                drafts=(made[1],),
            )


def _patient(role: Element, data: bytes, name: str) -> Record:
    """The patient by the first number that is no SSN; where there is only that, by its digest."""
    numbers = numbers_of(role)
    if not numbers:
        raise Unacceptable("patientRole/id: expected a number of the patient.")
    main = next((n for n in numbers if n.type == "MR"), None)
    text = f"{(main or numbers[0]).system}|{(main or numbers[0]).value}"
    plain = main is not None and _ID.fullmatch(text)
    return Record(
        type="Patient",
        id=text if plain else f"sha256-{sha256(text.encode())[:_DIGITS]}",
        body=data,
        where=name,
        mrn=(main.system, str(main.value)) if main else None,
        drafts=drafts_of(role),
    )


def _id_of(element: Element, path: str) -> str | None:
    """An instance identifier as one text: root and extension."""
    root, extension = element.get(path, "root"), element.get(path, "extension")
    text = f"{root}|{extension}" if root and extension else root
    if text is None or _ID.fullmatch(text):
        return text
    return f"sha256-{sha256(text.encode())[:_DIGITS]}"


def _encounter(root: Element, role: Element) -> tuple[str, Draft] | None:
    stay = root.one("componentOf/encompassingEncounter")
    id_ = _id_of(stay, "id") if stay else None
    if stay is None or id_ is None:
        return None
    names = [d.display for d in drafts_of(role) if d.kind is Kind.NAME]
    at, until = _times(stay)
    provider = _person(stay, "responsibleParty/assignedEntity/assignedPerson/name") or _person(
        stay, "encounterParticipant/assignedEntity/assignedPerson/name"
    )
    place = stay.one("location/healthCareFacility/location/name")
    details = Encounter(
        number=stay.get("id", "extension") or stay.get("id", "root"),
        location=place.said() if place else None,
        provider=provider,
        registered_name=next(iter(names), None),
    )
    said = stay.get("code", "displayName") or "Encounter"
    return id_, Draft(
        kind=Kind.ENCOUNTER,
        details=details,
        status="finished" if until else "unknown",
        at=at,
        until=until,
        type="Encounter",
        code=stay.get("code", "code"),
        display=said,
        author=provider,
    )


def _times(stay: Element) -> tuple[str | None, str | None]:
    return stay.time("effectiveTime/low") or stay.time("effectiveTime"), stay.time(
        "effectiveTime/high"
    )


def _document(root: Element, data: bytes, encounter: str | None) -> tuple[str, Draft]:
    id_ = _id_of(root, "id")
    if id_ is None:
        raise Unacceptable("ClinicalDocument/id: expected the number of the document.")
    title = root.one("title")
    words = root.get("code", "displayName") or "Document"
    signed_at = root.time("legalAuthenticator/time")
    parent, revision = _revises(root)
    content, content_type = _content(root, data)
    return id_, Draft(
        kind=Kind.DOCUMENT,
        details=Document(
            title=(title.said() if title else None) or words,
            content_type=content_type,
            doc_status="final" if signed_at else None,
            revision=revision,
            signature="signed" if signed_at else None,
            signed_at=signed_at,
        ),
        status="current",
        at=root.time("effectiveTime"),
        recorded=root.time("author/time"),
        type="DocumentReference",
        code=root.get("code", "code"),
        display=words,
        author=_person(root, "author/assignedAuthor/assignedPerson/name"),
        sensitivity=_SECRET.get(root.get("confidentialityCode", "code") or ""),
        parent=parent,
        encounter=encounter,
        content=content,
    )


def _revises(root: Element) -> tuple[str | None, str | None]:
    for relation in root.all("relatedDocument"):
        how = relation.attributes.get("typeCode", "")
        target = _id_of(relation, "parentDocument/id")
        if how in _REVISIONS and target is not None:
            return f"DocumentReference/{target}", _REVISIONS[how]
    return None, None


def _content(root: Element, data: bytes) -> tuple[bytes | None, str | None]:
    """The file in a document without structure, else the document itself."""
    text = root.one("component/nonXMLBody/text")
    if text is None:
        return data, "application/hl7-v3+xml"
    words = "".join(text.words)
    kind = text.attributes.get("mediaType")
    if text.one("reference") is not None and not words.strip():
        return None, kind
    if text.attributes.get("representation") != "B64":
        return words.strip().encode(), kind or "text/plain"
    try:
        return b64decode("".join(words.split()), validate=True), kind
    except (binascii.Error, ValueError) as fault:
        raise Unacceptable("nonXMLBody/text: expected base64 text, as it says.") from fault


def _person(element: Element, path: str) -> str | None:
    """A caregiver's name in one line."""
    name = element.one(path)
    if name is None:
        return None
    parts = [said for e in name.children if (said := e.said())]
    return " ".join(parts) or name.said()
