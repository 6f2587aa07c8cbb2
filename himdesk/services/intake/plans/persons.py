# SPDX-License-Identifier: Apache-2.0
"""A patient's record that was seen before and says something else now."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.charts.items import DETAILS, Kind, Status
from himdesk.services.intake.arriving.snapshots import reread
from himdesk.services.intake.plans.compare import (
    Conflict,
    changed_fields,
    corrected,
    details_of,
    stated,
)
from himdesk.services.intake.plans.restated import CONFLICT
from himdesk.store import content
from himdesk.store.reading import history

if TYPE_CHECKING:
    from collections.abc import Iterable

    from himdesk.domain.charts.items import Details, Item
    from himdesk.domain.charts.records import Draft
    from himdesk.services.intake.plans.compare import Histories
    from himdesk.services.intake.plans.people import People
    from himdesk.services.intake.plans.planner import Planner
    from himdesk.services.intake.plans.sheets import Incoming
    from himdesk.store.desk.sources import SourceRecord

Said = tuple[Kind, "Details"]


@dataclass(slots=True)
class RestatedPerson:
    """Compares one patient's record with what its source said last.

    A statement that is gone becomes a previous one, a new one is added; a statement that a person
    corrected stays as it is, and a case opens.
    """

    planner: Planner
    people: People
    each: Incoming
    seen: SourceRecord
    last_body: str

    def plan(self) -> str | None:
        """Plan what changes; answers whom the record was merged into at its source before."""
        planner, each = self.planner, self.each
        known, session = planner.known, planner.session
        body = content.get_many(session, [self.last_body]).get(self.last_body)
        old = reread(each.key, body) if body is not None else None
        if old is None:
            text = "Patient: can't be compared with its earlier version; left as it is."
            planner.notice(each, text)
            return each.record.replaced_by
        items = [i for i in known.people.get(self.seen.id, []) if i.id not in known.undone]
        past: Histories = history.field_history(session, [item.id for item in items])
        were, are = _grouped(old.drafts), _grouped(each.record.drafts)
        holding = self._holding(items, were)
        arrived = self._arrive(were, are)
        for said, drafts in were.items():
            kept = min(len(drafts), len(are.get(said, ())))
            held = holding.get(said, [])
            for before, after, item in zip(drafts, are.get(said, ()), held, strict=False):
                self._keep(item, before, after, past)
            for item in held[kept:]:
                self._leave(item, said[1], past, arrived)
        return old.replaced_by

    def _arrive(self, were: dict[Said, list[Draft]], are: dict[Said, list[Draft]]) -> list[Item]:
        """New items for the statements that were not made before."""
        home = self.seen.patient_id or ""
        owner = self.planner.known.owners[home]
        arrived = []
        for said, drafts in are.items():
            for draft in drafts[len(were.get(said, ())) :]:
                item = self.people.assertion(self.each, draft, (home, owner), self.seen.id)
                arrived.append(item)
                self.people.choices.arrived(item)
        return arrived

    def _holding(
        self, items: Iterable[Item], were: dict[Said, list[Draft]]
    ) -> dict[Said, list[Item]]:
        """The items by what the source said when it made the statement, also if corrected since.

        Those that the source no longer stated last time are left out.
        """
        items = list(items)
        odd = [i.id for i in items if (i.kind, i.details) not in were]
        first = _as_created(self.planner, odd)
        holding: dict[Said, list[Item]] = defaultdict(list)
        for item in items:
            if item.body == self.last_body:
                holding[item.kind, first.get(item.id, item.details)].append(item)
        return holding

    def _keep(self, item: Item, before: Draft, after: Draft, past: Histories) -> None:
        """The source repeats a statement; perhaps its period or its rank has changed."""
        sheet = self.planner.sheet(item.patient_id)
        for found in changed_fields(item, stated(before), stated(after), past):
            if isinstance(found, Conflict):
                self._case(found)
                continue
            sheet.change(item.kind, item.id, found[0], (found[1], found[2]))
            if found[0] == "status" and found[2] != Status.CURRENT:
                self.people.choices.left(item)
        sheet.change(item.kind, item.id, "body", (item.body, self.each.digest))

    def _leave(
        self, item: Item, details: Details, past: Histories, arrived: Iterable[Item]
    ) -> None:
        """The source states something no longer."""
        if item.details != details or corrected(item.status, past.get((item.id, "status"), ())):
            new = next((i for i in arrived if _same_place(i, item)), None)
            shown = new.display if new is not None else None
            self._case(
                Conflict(
                    item.id, item.kind, item.patient_id, "value", _plain(details), shown,
                    _plain(item.details),
                )
            )  # fmt: skip
            return
        sheet = self.planner.sheet(item.patient_id)
        if item.status == Status.CURRENT:
            change = (item.status, Status.PREVIOUS.value)
            sheet.change(item.kind, item.id, "status", change)
        if item.kind is Kind.FLAG and item.until is None:
            sheet.change(item.kind, item.id, "until", (None, self.planner.desk.at))
        self.people.choices.left(item)

    def _case(self, found: Conflict) -> None:
        planner = self.planner
        case = planner.desk.case(
            planner.new_id(), CONFLICT, (found.owner, found.item), record=self.each.record.key,
            field=found.field, old=found.old, new=found.new, chart=found.chart,
        )  # fmt: skip
        planner.unit(found.owner).cases.append(case)


def _grouped(drafts: Iterable[Draft]) -> dict[Said, list[Draft]]:
    """Drafts by what they say; the same may be said of several periods."""
    result: dict[Said, list[Draft]] = defaultdict(list)
    for draft in drafts:
        result[draft.kind, details_of(draft)].append(draft)
    return result


def _as_created(planner: Planner, item_ids: list[str]) -> dict[str, Details]:
    """The details with which items were created."""
    if not item_ids:
        return {}
    entries = history.field_history(planner.session, item_ids, {"created"})
    digests = {item: found[0].after for (item, _), found in entries.items()}
    bodies = content.get_many(planner.session, [d for d in digests.values() if d is not None])
    result: dict[str, Details] = {}
    for item, digest in digests.items():
        if digest in bodies:
            plain = json.loads(bodies[digest])
            kind = Kind(plain["kind"])
            result[item] = DETAILS[kind](**plain["details"])
    return result


def _same_place(one: Item, other: Item) -> bool:
    """Whether two assertions are about the same thing."""
    return one.kind is other.kind and all(
        getattr(one.details, name, None) == getattr(other.details, name, None)
        for name in ("about", "type", "system")
    )


def _plain(details: Details) -> str:
    """Details as a person can read them in a case."""
    values = {name: getattr(details, name) for name in details.__slots__}
    known = {name: value for name, value in values.items() if value is not None}
    return json.dumps(known, ensure_ascii=False, sort_keys=True)
