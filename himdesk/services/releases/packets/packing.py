# SPDX-License-Identifier: Apache-2.0
"""From what was chosen to the order of a packet: papers with their revisions and disputes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.amendments.case import DENIAL
from himdesk.domain.charts.items import (
    Category,
    Clinical,
    Coverage,
    Document,
    Encounter,
    Item,
    Kind,
)
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.request import Delivery
from himdesk.domain.times import earliest
from himdesk.printing.letters.values import Person, Recipient, Signer
from himdesk.printing.packet.values import (
    Certificate,
    Cover,
    Listing,
    PacketOrder,
    Paper,
    Struck,
)
from himdesk.services.amendments.attachments import attached
from himdesk.services.amendments.reading import disputes
from himdesk.services.releases.charging import charge_if_any
from himdesk.services.releases.packets.notices import part2_notice
from himdesk.store import content
from himdesk.store.desk import letters
from himdesk.store.reading import charts, items, patients
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from himdesk.domain.amendments.case import Case
    from himdesk.domain.releases.request import Box, Release
    from himdesk.printing.letters.values import Site
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

TEXT: Final = "text/plain"
CERTIFIED: Final = frozenset({Basis.COURT_ORDER, Basis.SUBPOENA})
"""The grounds for which a custodian's certification goes along (FRE 902(11))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """What a packet is packed from, within one unit of work."""

    context: Context
    session: Transaction
    release: Release
    items: tuple[Item, ...]
    site: Site

    def order(self) -> PacketOrder:
        """The order of the packet, from the chart as it is now."""
        release, staff = self.release, self.context.staff
        patient = patients.chain(self.session, release.patient)[-1]
        chart = charts.assertions(self.session, [patient.id])[patient.id]
        papers = self._papers(patient.id)
        now = self.context.clock().astimezone(self.site.zone)
        return PacketOrder(
            reference=release.id[-12:].upper(),
            at=now,
            site=self.site,
            signer=Signer(
                name=staff.display, title="Release of information", phone=self.site.phone
            ),
            recipient=Recipient(name=release.recipient, lines=tuple(release.address.splitlines())),
            fax=release.fax,
            cover=Cover.FAX if release.delivery is Delivery.FAX else Cover.LETTER,
            patient=Person(
                name=chart.name(),
                mrn=patient.number,
                birth_date=_full_day(chart.value("birth_date")),
            ),
            purpose=release.purpose,
            period=_period(release),
            ledger_head=ledger.head(self.session)[1][:12],
            papers=papers,
            listings=tuple(_listings(self.items)),
            notices=self._notices(),
            certificate=self._certificate(),
            charge=charge_if_any(self.session, release),
            watermark=f"Released to {release.recipient}",
        )

    def _papers(self, patient: str) -> tuple[Paper, ...]:
        """The documents that go; a revision follows its original, a dispute what it disputes."""
        whole = charts.chart(self.session, patient, [Kind.DOCUMENT]).items
        going = {i.id for i in self.items if i.kind is Kind.DOCUMENT}
        revisions: dict[str, list[Item]] = {}
        for item in whole:
            if item.parent_id is not None and _of(item).revision:
                revisions.setdefault(item.parent_id, []).append(item)
        disputed = disputes(self.session, going) if not self.release.without_disputes else {}
        tops = [i for i in whole if i.id in going and not _follows(i, going)]
        return tuple(
            self._paper(item, revisions, disputed)
            for item in sorted(tops, key=lambda i: (i.at or "", i.id))
            if _of(item).content is not None
        )

    def _paper(
        self,
        item: Item,
        revisions: Mapping[str, Sequence[Item]],
        disputed: Mapping[str, Sequence[Case]],
    ) -> Paper:
        details = _of(item)
        own = sorted(revisions.get(item.id, ()), key=lambda i: (i.at or "", i.id))
        beside = [self._paper(each, revisions, disputed) for each in own if _of(each).content]
        for case in disputed.get(item.id, ()):
            beside.extend(self._dispute(case))
        return Paper(
            id=item.id,
            title=details.title or item.display or "Document",
            day=(item.at or "")[:10],
            author=item.author or "",
            content_type=details.content_type or TEXT,
            read=self._stored(details.content or ""),
            pages=dict(self.release.pages).get(item.id),
            boxes=self._boxes(item.id),
            struck=_struck(own),
            beside=tuple(beside),
        )

    def _stored(self, digest: str) -> Callable[[], bytes]:
        """Reads a body when it is asked for: by its digest it is the same at any time."""
        database = self.context.database

        def read() -> bytes:
            with database.read() as session:
                return content.get(session, digest)

        return read

    def _boxes(self, item: str) -> tuple[Box, ...]:
        return dict(self.release.boxes).get(item, ())

    def _dispute(self, case: Case) -> list[Paper]:
        """Request, denial, disagreement and rebuttal, in order (164.526(d)(5))."""
        asked = "\n\n".join(
            f"{i.asked.number}. {i.asked.element}\n   It says: {i.asked.wrong}\n"
            f"   It should say: {i.asked.wanted}"
            for i in case.items
            if i.denied
        )
        text = f"Received {case.received}\n\n{asked}\n\nReason given: {case.reason}"
        papers = [_written(case, "request", "Request to amend", text, case.received)]
        denials = (sent.letter for sent in case.letters if sent.kind == DENIAL)
        papers.extend(self._letter(case, letter) for letter in denials)
        for name, said in (
            ("Statement of disagreement", case.disagreement),
            ("Rebuttal", case.rebuttal),
        ):
            if said is not None:
                papers.append(_written(case, name, name, said.text, said.on))
                papers.extend(self._as_it_came(case, name, said.attachment))
        return papers

    def _as_it_came(self, case: Case, name: str, number: int | None) -> Iterator[Paper]:
        """The file that shows a statement, if one does."""
        if number is None:
            return
        file, body = attached(self.session, case, number)
        yield Paper(
            id=f"{case.id}:file-{number}",
            title=f"{name}, as it came",
            day=file.on.isoformat(),
            author="",
            content_type=file.content_type,
            read=lambda: body,
        )

    def _letter(self, case: Case, letter: str) -> Paper:
        found = letters.get(self.session, letter)
        return Paper(
            id=f"{case.id}:{letter}",
            title="Denial of the request to amend",
            day=found.at[:10],
            author=found.by,
            content_type="application/pdf",
            read=self._stored(found.content),
        )

    def _notices(self) -> tuple[tuple[str, str], ...]:
        """The texts that the law puts in: for records under 42 CFR Part 2, its notice."""
        named = {item.encounter_id for item in self.items if item.encounter_id}
        visits = items.items(self.session, named).values()
        if any(item.sensitivity == "part2" for item in (*self.items, *visits)):
            return (part2_notice(self.context.clock().date(), self.release.form),)
        return ()

    def _certificate(self) -> Certificate | None:
        if self.release.basis not in CERTIFIED:
            return None
        left = tuple(f"one record was left out: {why}" for _, why in self.release.left_out)
        return Certificate(custodian=self.context.staff.display, excluded=left)


def _of(item: Item) -> Document:
    details = item.details
    if not isinstance(details, Document):
        raise TypeError(f"item {item.id} is no document")
    return details


def _follows(item: Item, going: set[str]) -> bool:
    """Whether a revision is printed beside an original that goes too."""
    return bool(_of(item).revision) and item.parent_id in going


def _struck(revisions: Sequence[Item]) -> Struck | None:
    """How an original is marked: by its last correction or retraction."""
    marks = [i for i in revisions if _of(i).revision in {"correction", "retraction"}]
    if not marks:
        return None
    last = marks[-1]
    return Struck(
        by=last.author or "",
        at=(last.at or "")[:10],
        why=_of(last).title or "corrected",
        retracted=_of(last).revision == "retraction",
    )


def _written(case: Case, name: str, title: str, text: str, on: date) -> Paper:
    return Paper(
        id=f"{case.id}:{name.lower()}",
        title=title,
        day=on.isoformat(),
        author=case.requester.name if name != "Rebuttal" else "",
        content_type=TEXT,
        read=text.encode,
    )


def _listings(items: Sequence[Item]) -> list[Listing]:
    """What are no documents, by kind, newest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for item in sorted(items, key=lambda i: (i.at or "", i.id), reverse=True):
        title, value = _row(item)
        if title:
            day = (item.at or "")[:10]
            row = (day, item.display or item.code or "", value, item.status or "")
            found.setdefault(title, []).append(row)
    head = ("Date", "Entry", "Value", "Status")
    return [Listing(title=title, head=head, rows=tuple(rows)) for title, rows in found.items()]


_TITLES: Final = {
    Category.ALLERGY: "Allergies",
    Category.ORDER: "Orders",
    Category.MEDICATION: "Medications",
    Category.CONDITION: "Problems and diagnoses",
    Category.BLOOD_GROUP: "Blood group",
    Category.RESULT: "Results",
    Category.IMMUNIZATION: "Immunizations",
    Category.PROCEDURE: "Procedures",
}


def _row(item: Item) -> tuple[str, str]:
    """Under which title a record is listed, and its value; no title: it is not listed."""
    match item.details:
        case Encounter() as visit:
            return "Encounters", visit.reason or visit.location or ""
        case Coverage() as cover:
            return "Coverage", cover.payor or ""
        case Clinical() as entry if entry.category != Category.MOTHER:
            title = _TITLES.get(Category(entry.category), "Other entries")
            return title, "none known" if entry.negated else entry.value or ""
        case Document() as paper if paper.content is None:
            return "Documents held without their text", paper.title or ""
    return "", ""


def _period(release: Release) -> str:
    since, until = release.wanted.since, release.wanted.until
    if since is None and until is None:
        return "all dates"
    return f"{since or 'the beginning'} to {until or 'today'}"


def _full_day(text: str | None) -> date | None:
    return earliest(text).date() if text and len(text) == len("2000-01-01") else None
