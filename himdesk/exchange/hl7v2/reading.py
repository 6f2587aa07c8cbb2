# SPDX-License-Identifier: Apache-2.0
"""HL7 v2 messages to groups of records: each message stands or falls as a whole.

Read are messages that state what is (A01-A05, A08, A28, A31, ORU, MDM ...) and the merges of
patients (A18, A30, A34, A36, A39, A40). Messages that ask for moves, links and deletions are
refused: those are corrections, and a person makes them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import sha256
from himdesk.domain.charts.items import Kind
from himdesk.domain.charts.records import Draft, Group, Record, Rejected
from himdesk.exchange.errors import Unacceptable, UnreadableFile
from himdesk.exchange.hl7v2 import fields as hl7
from himdesk.exchange.hl7v2.er7 import Message, parse, split
from himdesk.exchange.hl7v2.people import Person, drafts_of, mother_of, retired, surviving
from himdesk.exchange.hl7v2.results import (
    document_of,
    loose_results_of,
    report_of,
    reports_of,
    results_of,
)
from himdesk.exchange.hl7v2.visits import (
    allergy_of,
    coverage_of,
    diagnosis_of,
    encounter_of,
    number_of,
)
from himdesk.exchange.parents import settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.exchange.hl7v2.er7 import Segment

MERGES: Final = frozenset({"A18", "A30", "A34", "A36", "A39", "A40"})
_STATING: Final = frozenset(
    {
        *(f"A{n:02}" for n in range(1, 17)),
        *("A28", "A31", "A38", "A54", "A55", "A60", "R01", "R03", "R30", "R32"),
        *(f"T{n:02}" for n in range(1, 12)),
    }
)
_ASKING: Final = {
    "A17": "swap two patients' beds",
    "A23": "delete a patient's record",
    "A24": "link two patients",
    "A29": "delete a person",
    "A35": "merge accounts",
    "A37": "unlink two patients",
    "A41": "merge accounts",
    "A42": "merge visits",
    "A43": "move a number to another patient",
    "A44": "move an account to another patient",
    "A45": "move a visit to another patient",
    "A46": "change a patient's number",
    "A47": "change a patient's number",
    "A48": "change a patient's number",
    "A49": "change an account's number",
    "A50": "change a visit's number",
    "A51": "change a visit's number",
}
_ID: Final = re.compile(r"[!-~](?:[ -~]{0,253}[!-~])?")


def stream_hl7(data: bytes, name: str) -> Iterator[Group]:
    """The messages of a file, in their order.

    Raises:
        UnreadableFile: there is none.
    """
    bodies = list(split(data))
    if not bodies:
        raise UnreadableFile(name, "the file has no HL7 v2 message; expected one beginning MSH|.")
    for number, body in enumerate(bodies, 1):
        yield read_message(body, f"{name}, message {number}")


def read_message(body: bytes, where: str) -> Group:
    """The records of one message; if it can't be taken, the reason."""
    try:
        records = tuple(_records(parse(body), where))
    except Unacceptable as fault:
        return Group((), (Rejected(where, fault.text),), atomic=True)
    return Group(settled(records), atomic=True)


def _records(message: Message, where: str) -> Iterator[Record]:
    code, event = message.event.split("^", 1)
    if event in _ASKING:
        raise Unacceptable(
            f"the message asks to {_ASKING[event]} ({code}^{event}); that is a correction, which a "
            "person makes."
        )
    if event in MERGES:
        yield from _merges(message, where)
        return
    if event not in _STATING or code not in {"ADT", "ORU", "MDM"}:
        raise Unacceptable(
            "MSH-9 is no message that is read here; expected ADT, ORU or MDM with its event."
        )
    pid = message.one("PID")
    if pid is None:
        raise Unacceptable("PID: expected a segment that says who the patient is.")
    if sum(segment.name == "PID" for segment in message.segments) > 1:
        raise Unacceptable("PID: the message has several; expected one patient.")
    yield from _stated(message, pid, where)


def _merges(message: Message, where: str) -> Iterator[Record]:
    """Each PID survives the MRG that follows it before the next PID."""
    current: Segment | None = None
    pairs: list[tuple[Segment, Segment]] = []
    for segment in message.segments:
        if segment.name == "PID":
            current = segment
        elif segment.name == "MRG":
            if current is None:
                raise Unacceptable("MRG: expected after the PID of the patient that goes on.")
            pairs.append((current, segment))
    if not pairs:
        raise Unacceptable("MRG: expected a segment that says whose record ends.")
    for pid, mrg in pairs:
        survivor = surviving(pid)
        ended = retired(mrg, survivor)
        yield _patient(message, survivor, drafts_of(pid, survivor, None), where)
        yield _patient(message, ended, _drafts_of_retired(mrg, ended), where, survivor.key)


def _drafts_of_retired(mrg: Segment, ended: Person) -> tuple[Draft, ...]:
    """Numbers from MRG-1 and names from MRG-7, read as the PID fields that they are."""
    fields = ["" for _ in range(5)]
    fields[2] = mrg.fields[0] if mrg.fields else ""
    fields[4] = mrg.fields[6] if len(mrg.fields) >= 7 else ""  # noqa: PLR2004 MRG-7
    pid = type(mrg)("PID", tuple(fields), mrg.signs, mrg.charset)
    return drafts_of(pid, ended, None)


def _patient(
    message: Message,
    person: Person,
    drafts: tuple[Draft, ...],
    where: str,
    replaced_by: str | None = None,
) -> Record:
    return Record(
        type="Patient",
        id=_plain(person.id),
        body=message.body,
        where=where,
        mrn=person.mrn,
        replaced_by=replaced_by,
        drafts=drafts,
    )


def _stated(message: Message, pid: Segment, where: str) -> Iterator[Record]:
    person = surviving(pid)
    yield _patient(message, person, drafts_of(pid, person, message.one("PV1")), where)
    visit = number_of(message)
    draft = encounter_of(message, person)
    encounter = f"Encounter/{visit}" if draft else None
    if draft:
        yield _care(message, person, f"{visit}", draft, where)
    for id_, other in _others(message, pid, person, encounter):
        yield _care(message, person, id_, other, where)


def _care(message: Message, person: Person, id_: str, draft: Draft, where: str) -> Record:
    return Record(
        type=str(draft.type),
        id=id_ if _ID.fullmatch(id_) else f"sha256-{sha256(id_.encode())}",
        body=message.body,
        where=where,
        subject=person.key,
        drafts=(draft,),
    )


def _plain(id_: str) -> str:
    if not _ID.fullmatch(id_):
        raise Unacceptable("a patient's number is not of 1 to 255 printable ASCII characters.")
    return id_


def _named(segment: Segment, *fields: int) -> str:
    """What tells a segment from others of its kind: codes, else words."""
    parts = (segment.text(field) or hl7.said(segment.first(field)) or "" for field in fields)
    return "|".join(parts)


def _others(
    message: Message, pid: Segment, person: Person, encounter: str | None
) -> Iterator[tuple[str, Draft]]:
    """All that hangs on patient and visit, each with its id: its number, else its code."""
    kin = [segment for segment in message.segments if segment.name == "NK1"]
    if mother := mother_of(pid, kin):
        yield (
            f"{person.id}|mother",
            Draft(kind=Kind.CLINICAL, details=mother, type="RelatedPerson", display="Mother"),
        )
    for segment in message.segments:
        if segment.name == "AL1":
            yield f"{person.id}|{_named(segment, 3)}", allergy_of(segment)
        elif segment.name == "DG1":
            draft = diagnosis_of(segment, encounter)
            yield f"{encounter or person.id}|{_named(segment, 3, 4)}", draft
        elif segment.name == "IN1":
            yield f"{person.id}|{_named(segment, 3, 2, 36)}", coverage_of(segment)
    txa = message.one("TXA")
    if txa is not None:
        number = txa.text(12)
        if number is None:
            raise Unacceptable("TXA-12: expected the number of the document.")
        yield number, document_of(message, txa, encounter)
        return
    yield from loose_results_of(message, encounter or person.id, encounter)
    for report in reports_of(message):
        yield report.id, report_of(report, encounter)
        yield from results_of(report, encounter)
