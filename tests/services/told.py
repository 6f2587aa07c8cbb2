# SPDX-License-Identifier: Apache-2.0
"""A hospital whose every list has something to tell of its people, and what an answer tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from inspect import getmembers, isfunction, signature
from typing import TYPE_CHECKING, Any

import pypdfium2

import builders as b
from himdesk.domain.changes import Change, ChangeKind, sha256
from himdesk.domain.plans import Created
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.disclosures import Disclosure
from himdesk.services.charts.brought import Brought
from himdesk.services.correspondence.letters import Wanted
from himdesk.services.desk import Desk
from himdesk.store import content
from services.worklists import a_duplicate, an_overlay

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.releases.disclosures import Accounting
    from services.hospital import Hospital

RECEIVED = date(2026, 3, 1)


@dataclass(frozen=True)
class Somebody:
    """A person of the hospital, and by what they would be recognised."""

    chart: str
    family: str
    given: str
    born: str
    phone: str
    note: str

    @property
    def mrn(self) -> str:
        return f"0012-{self.chart}"

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}"

    def traces(self) -> tuple[str, ...]:
        """What tells of the person, beside the number."""
        return (self.family, self.given, self.born, self.phone, self.note)


MARIA = Somebody(
    "A", "Quillfeather", "Marigold", "1984-03-12", "555 0142 881", "Fears Marrow Point"
)
MARY = Somebody("B", "Quillfeather", "Maribel", "1984-12-03", "555 0142 772", "Fears Gull Rock")
OCTAVIA = Somebody(
    "V", "Vandermeer", "Octavia", "1951-11-23", "555 0177 334", "Slept at the regatta"
)
CRISPIN = Somebody("C", "Underhay", "Crispin", "1976-02-11", "555 0133 665", "Fell off the pier")
PEOPLE = (MARIA, MARY, OCTAVIA, CRISPIN)


@dataclass(frozen=True)
class Subject:
    """What there is about one person, by ids: what the calls are made about."""

    who: Somebody
    beside: Somebody
    note: str
    change_set: str
    request: str
    case: str
    release: str
    disclosure: str
    letter: str
    evidence: str
    undo: Outcome
    accounting: Accounting
    asked: str
    folder: Path


def register(hospital: Hospital, who: Somebody, *flags: str) -> None:
    """A chart with a visit and two notes; the second one's visit is somebody else's."""
    name, visit = who.chart, f"{who.chart}-visit"
    bodies = [who.note.encode(), f"{who.note} too".encode()]
    with hospital.database.write("admin") as session:
        content.put(session, bodies)
    notes = [
        b.a_document(
            name, id=f"{name}-note{n}", content=sha256(body), at="2025-05-01T10:00:00Z",
            title=f"Note about {who.given}", encounter_id=f"{visit}{n}",
        )
        for n, body in enumerate(bodies, 1)
    ]  # fmt: skip
    visits = [b.an_encounter(name, id=f"{visit}{n}", at="2025-05-01") for n in (1, 2)]
    hospital.add(
        b.a_chart(
            name,
            b.a_name(name, who.family, who.given),
            b.a_birth_date(name, who.born),
            b.a_phone(name, who.phone, id=f"{name}-phone"),
            b.an_identifier(name, who.mrn, type="MR"),
            *(b.a_flag(name, flag) for flag in flags),
            *visits,
            *notes,
        )
    )
    changed = Change("telecom", f"{name}-phone", "value", who.phone, f"{who.phone} 9")
    hospital.write([changed], Created())


def approved(hospital: Hospital, asked: Outcome) -> str:
    """The change set that a request became."""
    assert asked.request is not None
    done = hospital.desk("supervisor2").approvals.approve(asked.request.id)
    assert done.applied is not None
    return done.applied.id


def subject(hospital: Hospital, who: Somebody, beside: Somebody, folder: Path) -> Subject:
    """All that the desks can have about one person; every text names them."""
    for name in ("clerk2", "supervisor2", "roi2"):
        hospital.desk(name).charts.break_glass(who.mrn, reason=f"to look at {who.full}")
    clerk, note = hospital.desk("clerk2").corrections, f"{who.chart}-note1"
    why = f"it is of {who.full}, born {who.born}"
    done = approved(hospital, clerk.move(f"{who.chart}-visit2", to=beside.mrn, reason=why))
    asked = clerk.move(note, to=beside.mrn, reason=why)
    letter = Wanted(kind="overlay-patient", about=done, patient=who.mrn)
    return paperwork(hospital, who, beside, folder, note=note, asked=asked, letter=letter, why=why)


def paperwork(
    hospital: Hospital,
    who: Somebody,
    beside: Somebody,
    folder: Path,
    *,
    note: str,
    asked: Outcome,
    letter: Wanted,
    why: str,
) -> Subject:
    """What the desks write down about a person after the change set that the letter is about."""
    clerk, roi, done = hospital.desk("clerk2"), hospital.desk("roi2"), letter.about
    clerk.downstream.done(done, [1], evidence=why)
    assert asked.request is not None
    form = {
        "how": "letter",
        "reason": why,
        "requester": {"name": who.full, "identity_check": f"licence of {who.full}"},
        "items": [
            {
                "item": note,
                "element": f"{who.given}'s note",
                "wrong": who.note,
                "wanted": "nothing",
            }
        ],
    }
    came = Brought(f"{who.family}.txt", who.note.encode(), f"from {who.full}")
    case = clerk.cases.open(who.mrn, RECEIVED, form, [came]).case.id
    proof = Brought(f"{who.family}.txt", who.note.encode())
    clerk.casework.attach(case, f"{who.full} called", proof)
    wanted = {
        "basis": "patient-access",
        "requester": who.full,
        "address": f"{who.family} House",
        "purpose": f"for {who.given}",
        "identity_check": "licence",
    }
    going = roi.releases.open(who.mrn, RECEIVED, wanted).release.id
    roi.packets.build(going)
    told_of = Disclosure(
        id="", patient="", on=RECEIVED, recipient=f"sister of {who.full}", address="",
        description=f"a summary of {who.given}", purpose="asked", basis=Basis.PUBLIC_HEALTH,
    )  # fmt: skip
    roi.disclosures.record(who.mrn, told_of, how=f"told {who.family}'s sister")
    release = roi.releases.open(who.mrn, RECEIVED, wanted).release.id
    roi.release_files.add(release, Brought(f"{who.family}.txt", who.note.encode()))
    asking = roi.accountings.open(who.mrn, requester=who.full, received=RECEIVED)
    return Subject(
        who=who,
        beside=beside,
        note=note,
        change_set=done,
        request=asked.request.id,
        case=case,
        release=release,
        disclosure=next(x.disclosure.id for x in roi.disclosures.log(who.mrn) if x.release),
        letter=clerk.letters.issue(letter).letter.id,
        evidence=sha256(who.note.encode()),
        undo=clerk.corrections.undo(done, reason=why, dry_run=True),
        accounting=roi.disclosures.accounting(who.mrn, RECEIVED, date(2026, 3, 31)),
        asked=asking.request.id,
        folder=folder,
    )


def furnish(hospital: Hospital, folder: Path) -> dict[str, Subject]:
    """The hospital with its people: what there is about Marigold and, confidential, Octavia."""
    for who in PEOPLE:
        register(hospital, who, *(("vip",) if who is OCTAVIA else ()))
    found = {
        who.chart: subject(hospital, who, beside, folder)
        for who, beside in ((MARIA, CRISPIN), (OCTAVIA, CRISPIN))
    }
    linked = hospital.desk("clerk2").corrections.judge(
        ChangeKind.LINK, [CRISPIN.mrn, OCTAVIA.mrn], reason=f"{OCTAVIA.full} is also Crispin"
    )
    assert linked.applied is not None
    why = f"{MARIA.full} was registered twice, as {MARY.full}"
    merged = {"birth-date": f"{MARY.born} was mistyped"}
    done = hospital.desk("clerk2").corrections.merge(
        MARIA.mrn, [MARY.mrn], reason=why, acknowledged=merged
    )
    assert done.applied is not None
    a_duplicate(hospital, "pair", CRISPIN.chart, OCTAVIA.chart)
    an_overlay(hospital, "overlay", OCTAVIA.chart)
    return found


def said_by(answer: object) -> str:
    """All that an answer says, also on paper."""
    if isinstance(answer, bytes) and answer.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(answer)
        return " ".join(page.get_textpage().get_text_range() for page in pages)
    pdf = getattr(answer, "pdf", None)
    return repr(answer) + (said_by(pdf) if isinstance(pdf, bytes) else "")


def told(text: str, traces: Sequence[str]) -> list[str]:
    """Those of the traces that a text has."""
    return [t for t in traces if re.search(rf"(?<!\w){re.escape(t)}(?!\w)", text, re.IGNORECASE)]


def methods() -> Iterator[str]:
    """Each public method of each desk, but those that are given a unit of work."""
    for name, each in vars(Desk).items():
        if not isinstance(each, cached_property):
            continue
        kind: Any = _kind(each)
        for method, function in getmembers(kind, isfunction):
            public = not method.startswith("_")
            if public and "session" not in signature(function).parameters:
                yield f"{name}.{method}"


def _kind(prop: cached_property[Any]) -> type:
    """The class of a desk."""
    from himdesk.services.context import Context  # noqa: PLC0415 - nothing is asked of it

    return type(prop.func(Desk(Context.__new__(Context))))
