# SPDX-License-Identifier: Apache-2.0
"""OBR with its OBX to reports and results, TXA with its OBX to documents."""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Category, Clinical, Document, Kind
from himdesk.domain.charts.records import Draft
from himdesk.exchange.clinicalwords import BLOOD_GROUPS, GROUP_CODES, RH_FACTORS, group_said
from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.hl7v2 import fields as hl7

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from himdesk.exchange.hl7v2.er7 import Message, Segment

_STATUSES: Final = {
    "F": "final",
    "C": "corrected",
    "P": "preliminary",
    "R": "registered",
    "S": "preliminary",
    "I": "registered",
    "X": "cancelled",
    "D": "entered-in-error",
    "W": "entered-in-error",
    "U": "final",
    "A": "preliminary",
    "O": "registered",
    "Y": "registered",
}
_TEXTS: Final = frozenset({"TX", "FT", "ST", ""})
_COMPLETION: Final = {"AU": "final", "LA": "final", "PA": "preliminary", "DI": "preliminary"}
_REVISIONS: Final = {
    "T05": "addendum",
    "T06": "addendum",
    "T09": "correction",
    "T10": "correction",
}
_GONE: Final = {"CA": "entered-in-error", "OB": "superseded"}
_SECRET: Final = {"R": "restricted", "V": "restricted", "ETH": "part2", "HIV": "hiv"}
_TYPES: Final = {"PDF": "application/pdf", "RTF": "application/rtf", "JPEG": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Report:
    """An OBR with the OBX that follow it, and the id that it has in its message."""

    id: str
    obr: Segment
    results: tuple[Segment, ...]

    @property
    def is_text(self) -> bool:
        """Whether its results are the lines of one text, or a file, rather than values."""
        return any(obx.text(2) == "ED" for obx in self.results) or (
            bool(self.results) and all(obx.text(2) in ("TX", "FT") for obx in self.results)
        )


def reports_of(message: Message) -> list[Report]:
    """The reports of a message, each with its own id: filler's number, else placer's."""
    found: list[tuple[Segment, list[Segment]]] = []
    for segment in message.segments:
        if segment.name == "OBR":
            found.append((segment, []))
        elif segment.name == "OBX" and found:
            found[-1][1].append(segment)
    control = message.segments[0].text(10) or "?"
    numbers: dict[str, int] = {}
    result = []
    for obr, results in found:
        order = obr.first(3) or obr.first(2)
        base = "|".join((order.at(2) or "", order.at(1) or control, obr.text(4) or ""))
        numbers[base] = numbers.get(base, 0) + 1
        id_ = base if numbers[base] == 1 else f"{base}|{numbers[base]}"
        result.append(Report(id_, obr, tuple(results)))
    return result


def report_of(report: Report, encounter: str | None) -> Draft:
    """The item of a report: a document if it is a text, else the results' parent."""
    obr = report.obr
    name = hl7.said(obr.first(4)) or "Report"
    status = _STATUSES.get(obr.text(25) or "", None)
    author = hl7.person(obr.first(32)) or hl7.person(obr.first(16))
    content, content_type = content_of(report.results) if report.is_text else (None, None)
    return Draft(
        kind=Kind.DOCUMENT if report.is_text else Kind.CLINICAL,
        details=Document(title=name, content_type=content_type, doc_status=status)
        if report.is_text
        else Clinical(category=Category.RESULT),
        status=status,
        at=hl7.moment(obr, 7),
        recorded=hl7.moment(obr, 22),
        type="DiagnosticReport",
        code=obr.text(4),
        display=name,
        author=author,
        encounter=encounter,
        content=content,
    )


def results_of(report: Report, encounter: str | None) -> Iterator[tuple[str, Draft]]:
    """The values of a report, each with its id; none of them if the report is a text."""
    if not report.is_text:
        parent = f"DiagnosticReport/{report.id}"
        at = hl7.moment(report.obr, 7)
        yield from _numbered(report.results, report.id, at, parent, encounter)


def loose_results_of(
    message: Message, owner: str, encounter: str | None
) -> Iterator[tuple[str, Draft]]:
    """The values that stand before any report, as weight and height in an admission."""
    loose: list[Segment] = []
    for segment in message.segments:
        if segment.name in {"OBR", "TXA"}:
            break
        if segment.name == "OBX":
            loose.append(segment)
    return _numbered(loose, owner, None, None, encounter)


def _numbered(
    results: Sequence[Segment],
    owner: str,
    at: str | None,
    parent: str | None,
    encounter: str | None,
) -> Iterator[tuple[str, Draft]]:
    """The values, each with an id made of what it hangs on, its code and its number there."""
    seen: dict[str, int] = {}
    for obx in results:
        base = f"{owner}|{obx.text(3) or ''}|{obx.text(4) or ''}"
        seen[base] = seen.get(base, 0) + 1
        id_ = base if seen[base] == 1 else f"{base}|{seen[base]}"
        draft = Draft(
            kind=Kind.CLINICAL,
            details=_details(obx),
            status=_STATUSES.get(obx.text(11) or "", None),
            at=hl7.moment(obx, 14) or at,
            type="Observation",
            code=obx.text(3),
            display=hl7.said(obx.first(3)) or "Observation",
            author=hl7.person(obx.first(16)),
            parent=parent,
            encounter=encounter,
        )
        yield id_, draft


def _details(obx: Segment) -> Clinical:
    """A value; of a blood group as far as it is understood."""
    value = value_of(obx)
    code = obx.text(3)
    if code not in BLOOD_GROUPS or value is None:
        return Clinical(category=Category.RESULT, value=value)
    coded = GROUP_CODES.get(obx.text(5) or "")
    letters, sign = group_said(coded or value, rh_only=code in RH_FACTORS)
    return Clinical(category=Category.BLOOD_GROUP, value=f"{letters}{sign}" or value)


def value_of(obx: Segment) -> str | None:
    """The value of an OBX as text, with its unit."""
    kind = obx.text(2) or ""
    if kind in _TEXTS:
        value = obx.whole(5)
    elif kind == "SN":
        first = obx.first(5)
        value = "".join(part for n in (1, 2, 3, 4) if (part := first.at(n))) or None
    elif kind in {"CE", "CWE", "CNE", "CF"}:
        value = "; ".join(said for v in obx.all(5) if (said := hl7.said(v))) or None
    elif kind in {"TS", "DT", "DTM"}:
        value = hl7.moment(obx, 5)
    else:
        value = obx.text(5)
    unit = obx.text(6)
    return f"{value} {unit}" if value and unit and kind in {"NM", "SN", "ST"} else value


def content_of(results: Sequence[Segment]) -> tuple[bytes | None, str | None]:
    """The bytes of a document: the first file in it, else its lines of text."""
    for obx in results:
        if obx.text(2) == "ED" and (data := obx.text(5, 5)):
            return _decoded(data, obx.text(5, 4)), _media_type(obx)
    lines = [obx.whole(5) or "" for obx in results if (obx.text(2) or "") in _TEXTS]
    return ("\n".join(lines).encode(), "text/plain") if any(lines) else (None, None)


def _decoded(data: str, encoding: str | None) -> bytes:
    if (encoding or "").lower() != "base64":
        return data.encode()
    try:
        return b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Unacceptable("OBX-5: expected base64 text, as its fourth component says.") from fault


def _media_type(obx: Segment) -> str | None:
    kind, sub = obx.text(5, 2) or "", obx.text(5, 3) or ""
    if "/" in kind:
        return kind
    known = _TYPES.get(sub.upper())
    return known or (f"{kind.lower()}/{sub.lower()}" if kind and sub else None)


def document_of(message: Message, txa: Segment, encounter: str | None) -> Draft:
    """The document of an MDM message."""
    event = message.event.partition("^")[2]
    cancelled = event == "T11"
    content, content_type = content_of([s for s in message.segments if s.name == "OBX"])
    parent, revision = txa.text(13), _REVISIONS.get(event)
    signer = hl7.person(txa.first(22))
    title = hl7.said(txa.first(2)) or "Document"
    doc_status = _COMPLETION.get(txa.text(17) or "", "preliminary")
    return Draft(
        kind=Kind.DOCUMENT,
        details=Document(
            title=txa.text(16) or title,
            content_type=content_type,
            doc_status="entered-in-error" if cancelled else doc_status,
            revision=revision,
            signature="signed" if signer and doc_status == "final" else None,
        ),
        status="entered-in-error" if cancelled else _GONE.get(txa.text(19) or "", "current"),
        at=hl7.moment(txa, 4) or hl7.moment(txa, 6),
        recorded=hl7.moment(txa, 6),
        type="DocumentReference",
        code=txa.text(2),
        display=title,
        author=next((p for f in (9, 5, 11) if (p := hl7.person(txa.first(f)))), None),
        sensitivity=_SECRET.get((txa.text(18) or "").upper()),
        parent=f"DocumentReference/{parent}" if parent and revision else None,
        encounter=encounter,
        content=content,
    )
