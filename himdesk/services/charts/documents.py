# SPDX-License-Identifier: Apache-2.0
"""Documents with their revisions, as a person reads them before amending one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import CREATED, ChangeKind
from himdesk.domain.charts.items import Document, Item, Kind
from himdesk.domain.errors import UsageError
from himdesk.services.amendments.reading import case_of
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.discretion import discreet, reasons
from himdesk.services.charts.legible import Legible, legible
from himdesk.store import content
from himdesk.store.desk import cases, releases
from himdesk.store.reading import charts, history, items, patients

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.domain.amendments.law import Status
    from himdesk.domain.charts.charts import Chart
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

ORIGINAL: Final = "original"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A document or one of its revisions; `text` is None for what is no text, such as a scan.

    `kind` is "original" or a value of `amend.Revision`; `signed` whether its author signed it;
    `why` the reason of the amendment, for a revision that was filed here.
    """

    id: str
    kind: str
    title: str
    at: str
    author: str
    signed: bool
    in_error: bool
    text: str | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document with its rail of revisions, the original first, in the order of writing.

    `sent` are those who were ever sent it and when; `cases` the amendment requests about it.
    """

    chart: Chart
    revisions: tuple[Revision, ...]
    encounter: str | None
    sent: tuple[tuple[str, str], ...]
    cases: tuple[tuple[str, Status], ...]

    @property
    def original(self) -> Revision:
        """What all others revise."""
        return self.revisions[0]

    @property
    def latest(self) -> Revision:
        """The text that holds: the last correction, or the original."""
        texts = [r for r in self.revisions if r.kind in {ORIGINAL, "correction"}]
        return texts[-1]


@dataclass(frozen=True, slots=True)
class Documents:
    """Reading documents."""

    context: Context

    def open(self, item_id: str) -> DocumentView:
        """The document that an item is, or revises.

        Raises:
            NotFound: there is no such item.
            UsageError: it is no document.
            Restricted: the chart is confidential.
        """
        self.context.require("show")
        with self.context.writing() as session:
            original = self._original(session, item_id)
            chart = charts.assertions(session, [original.patient_id])[original.patient_id]
            Addressing(self.context, session).check_open(chart)
            whole = charts.chart(session, original.patient_id, [Kind.DOCUMENT]).items
            rail = discreet(session, chart.patient.id, _rail(original, whole))
            found = DocumentView(
                chart=chart,
                revisions=self._revisions(session, rail),
                encounter=original.encounter_id,
                sent=self._sent(session, rail),
                cases=self._cases(session, original.id),
            )
            self.context.log(session, "show document", chart.patient.id, original.id)
        return found

    def read(self, item_id: str) -> Legible:
        """What can be read of one document or revision; its reading is logged.

        Raises:
            NotFound: there is no such item.
            UsageError: it is no document.
            Restricted: the chart is confidential.
        """
        self.context.require("show")
        with self.context.database.read() as session:
            item = items.item(session, item_id)
            if item.kind is not Kind.DOCUMENT:
                raise UsageError(f"Item {item_id} is no document.", item_id)
            header = charts.headers(session, [item.patient_id])[item.patient_id]
            Addressing(self.context, session).check_open(header)
            digest = _details(item).content
            body = content.get_many(session, [digest]).get(digest) if digest else None
        with self.context.writing() as session:
            self.context.log(session, "read document", item.patient_id, item.id)
        return legible(body, _details(item).content_type)

    def _original(self, session: Transaction, item_id: str) -> Item:
        item = items.item(session, item_id)
        while isinstance(item.details, Document) and item.details.revision and item.parent_id:
            item = items.item(session, item.parent_id)
        if item.kind is not Kind.DOCUMENT:
            raise UsageError(f"Item {item_id} is no document.", item_id)
        return item

    def _revisions(self, session: Transaction, rail: Sequence[Item]) -> tuple[Revision, ...]:
        digests = {d for i in rail if (d := _details(i).content) is not None and _is_text(i)}
        bodies = content.get_many(session, digests)
        whys = _whys(session, rail)
        return tuple(
            Revision(
                id=item.id,
                kind=_details(item).revision or ORIGINAL,
                title=_details(item).title or item.display or "Document",
                at=item.at or "",
                author=item.author or "",
                signed=_details(item).signature == "signed",
                in_error=item.in_error,
                text=_text(item, bodies.get(_details(item).content or "")),
                why=whys.get(item.id, ""),
            )
            for item in rail
        )

    def _sent(self, session: Transaction, rail: Sequence[Item]) -> tuple[tuple[str, str], ...]:
        """Who was sent it from this patient's chart; not from another's, in which it once was."""
        found = releases.disclosures_of(session, [item.id for item in rail])
        here = rail[0].patient_id
        ends = patients.survivors(session, {here, *(d.patient_id for d in found)})
        return tuple((d.recipient, d.day) for d in found if ends[d.patient_id] == ends[here])

    def _cases(self, session: Transaction, item: str) -> tuple[tuple[str, Status], ...]:
        named = cases.of_own(session, [item]).get(item, [])
        events = cases.events(session, named)
        return tuple((name, case_of(session, name, events[name]).status) for name in named)


def _whys(session: Transaction, rail: Sequence[Item]) -> dict[str, str]:
    """The reasons of the amendments that filed revisions, by the revision's id."""
    revisions = [item.id for item in rail if _details(item).revision]
    filed = history.field_history(session, revisions, {CREATED})
    first = {item: made[0].change_set for (item, _), made in filed.items()}
    sets = history.change_sets(session, set(first.values()))
    amended = {n: s for n, s in sets.items() if s.change_set.kind == ChangeKind.AMEND}
    said = reasons(session, rail[0].patient_id, list(amended.values()))
    return {item: said[name] for item, name in first.items() if name in said}


def _rail(original: Item, whole: Sequence[Item]) -> list[Item]:
    """The original and all that revises it, or a revision of it, in the order of writing."""
    found, todo = [original], {original.id}
    later = sorted(whole, key=lambda item: (item.at or "", item.id))
    grown = True
    while grown:
        own = [
            i for i in later if i.parent_id in todo and i.id not in todo and _details(i).revision
        ]
        todo |= {item.id for item in own}
        found += own
        grown = bool(own)
    return [original, *sorted(found[1:], key=lambda item: (item.at or "", item.id))]


def _details(item: Item) -> Document:
    details = item.details
    assert isinstance(details, Document), item.id
    return details


def _text(item: Item, body: bytes | None) -> str | None:
    if body is None or not _is_text(item):
        return None
    return body.decode("utf-8", errors="replace").replace("\r\n", "\n")


def _is_text(item: Item) -> bool:
    return (_details(item).content_type or "text/plain").startswith("text/plain")
