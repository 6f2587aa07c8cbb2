# SPDX-License-Identifier: Apache-2.0
"""Records of care: encounters, documents, coverages and clinical items of every kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from himdesk.domain.charts.items import Document, Item, Kind
from himdesk.services.intake.plans.compare import details_of
from himdesk.services.intake.plans.restated import Restated
from himdesk.services.intake.report import CHANGED, UNCHANGED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from himdesk.services.intake.plans.planner import Planner
    from himdesk.services.intake.plans.sheets import Incoming


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record of care that is new, or was taken back by an undo: it becomes a new item."""

    each: Incoming
    item: str
    home: str
    owner: str


@dataclass(slots=True)
class Care:
    """Plans the records of care of one chunk."""

    planner: Planner
    new: dict[str, Arrival] = field(default_factory=dict)

    def take(self, chunk: Iterable[Incoming]) -> None:
        """Sort them into new ones, repeated ones and restated ones, and plan each."""
        known = self.planner.known
        restated = Restated(self.planner, self)
        for each in chunk:
            home = self.planner.home(each)
            if home is None:
                continue
            owner = known.owners[home]
            seen = known.records.get(each.key)
            standing = known.items.get(seen.item_id) if seen and seen.item_id else None
            if standing is None or standing.id in known.undone:
                self.new[each.record.key] = Arrival(each, self.planner.new_id(), home, owner)
            elif standing.body == each.digest:
                self.planner.stated_again(each, standing.owner, UNCHANGED)
                self._note_open_links(each, standing.parent, standing.encounter)
            else:
                restated.compare(each, standing, home)
        self._create()
        restated.finish()

    def _note_open_links(self, each: Incoming, parent: str | None, encounter: str | None) -> None:
        """A link that could not be made at the time may be made now."""
        draft = each.record.drafts[0]
        for now, key in ((parent, draft.parent), (encounter, draft.encounter)):
            if now is None and key is not None:
                self.planner.plan.missing.append((each.file, key, each.record.where))

    def _create(self) -> None:
        parents = {
            new.item: self.link(new.each, new.each.record.drafts[0].parent, new.owner)
            for new in self.new.values()
        }
        open_circles(parents)
        for arrival in self.new.values():
            self._item(arrival, parents[arrival.item])

    def _item(self, arrival: Arrival, parent: str | None) -> None:
        each, planner = arrival.each, self.planner
        draft = each.record.drafts[0]
        seen = planner.known.records.get(each.key)
        if seen is None:
            row = planner.added(each, arrival.owner, arrival.home, arrival.item)
        else:
            row = seen.id
            planner.stated_again(each, arrival.owner, CHANGED, item=arrival.item)
        sheet = planner.sheet(arrival.owner)
        details = details_of(draft)
        if draft.content is not None and isinstance(details, Document) and details.content:
            sheet.contents[details.content] = draft.content
        sheet.items[arrival.item] = Item(
            id=arrival.item,
            kind=draft.kind,
            home_patient_id=arrival.home,
            patient_id=arrival.owner,
            details=details,
            parent_id=parent,
            encounter_id=self.link(each, draft.encounter, arrival.owner, Kind.ENCOUNTER),
            status=draft.status,
            at=draft.at,
            until=draft.until,
            recorded=draft.recorded,
            type=draft.type,
            code=draft.code,
            display=draft.display,
            author=draft.author,
            sensitivity=draft.sensitivity,
            body=each.digest,
            source_record_id=row,
        )

    def link(
        self, each: Incoming, key: str | None, owner: str, kind: Kind | None = None
    ) -> str | None:
        """The item that a record names, if it is there and of the same owner."""
        if key is None or key == each.record.key:
            return None
        near = self.new.get(key)
        if near is not None:
            found = (near.item, near.owner, near.each.record.drafts[0].kind)
        elif (standing := self.planner.known.standing(key)) is not None:
            found = (standing.id, standing.owner, standing.kind)
        else:
            self.planner.plan.missing.append((each.file, key, each.record.where))
            return None
        if found[1] != owner or (kind is not None and found[2] is not kind):
            text = f"{each.record.type}: {key} is another patient's or no such record; left out."
            self.planner.notice(each, text)
            return None
        return found[0]


def open_circles(parents: dict[str, str | None]) -> None:
    """Leave out the link that closes a circle, in each circle there is."""
    done: set[str] = set()
    for start, first in list(parents.items()):
        way: dict[str, None] = {start: None}
        last, at = start, first
        while at is not None and at in parents and at not in done:
            if at in way:
                parents[last] = None
                break
            way[at] = None
            last, at = at, parents[at]
        done.update(way)
