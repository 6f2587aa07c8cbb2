# SPDX-License-Identifier: Apache-2.0
"""Records of care that were seen before and say something else now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from himdesk.domain.charts.items import Kind
from himdesk.services.intake.arriving.snapshots import reread
from himdesk.services.intake.plans.compare import (
    Conflict,
    changed_fields,
    corrected,
    stated,
    value_of,
)
from himdesk.services.intake.report import CHANGED
from himdesk.store import content
from himdesk.store.reading import history, items

if TYPE_CHECKING:
    from himdesk.domain.charts.items import Item
    from himdesk.domain.charts.records import Draft
    from himdesk.services.intake.plans.care import Care
    from himdesk.services.intake.plans.compare import Histories
    from himdesk.services.intake.plans.planner import Planner
    from himdesk.services.intake.plans.sheets import Incoming
    from himdesk.store.reading.arriving import Standing

CONFLICT = "source-conflict"
_LINKS = (("parent_id", "parent", None), ("encounter_id", "encounter", Kind.ENCOUNTER))


@dataclass(frozen=True, slots=True)
class Restatement:
    """A record, the item it became, and the chart its source now files it under."""

    each: Incoming
    standing: Standing
    home: str

    @property
    def owner(self) -> str:
        """The chart that the item is at now: an update follows it there."""
        return self.standing.owner


@dataclass(slots=True)
class Restated:
    """Collects such records of a chunk, and compares them all at once."""

    planner: Planner
    care: Care
    found: list[Restatement] = field(default_factory=list)

    def compare(self, each: Incoming, standing: Standing, home: str) -> None:
        """The source states something else than last time."""
        self.found.append(Restatement(each, standing, home))

    def finish(self) -> None:
        """Plan what the charts get."""
        if not self.found:
            return
        session = self.planner.session
        ids = [one.standing.id for one in self.found]
        whole = items.items(session, ids)
        past: Histories = history.field_history(session, ids)
        digests = {one.standing.body for one in self.found if one.standing.body is not None}
        bodies = content.get_many(session, digests)
        for one in self.found:
            item = whole[one.standing.id]
            self._compare(one, item, bodies.get(one.standing.body or ""), past)
            sheet = self.planner.sheet(one.owner)
            sheet.change(item.kind, item.id, "body", (item.body, one.each.digest))
            self.planner.stated_again(one.each, one.owner, CHANGED)

    def _compare(self, one: Restatement, item: Item, body: bytes | None, past: Histories) -> None:
        old = _alone(one.each, body)
        new = _alone(one.each, one.each.record.body)
        drafts = one.each.record.drafts
        if not old or not new or not drafts:
            kind = one.each.record.type
            text = f"{kind}: can't be compared with its earlier version; left as it is."
            self.planner.notice(one.each, text)
            return
        if one.home != item.home_patient_id:
            self._case(one, item, "patient_id", (item.home_patient_id, one.home))
            return
        if drafts[0].kind is not item.kind or old[0].kind is not item.kind:
            self._case(one, item, "kind", (old[0].kind, drafts[0].kind))
            return
        self._fields(one, item, (old[0], new[0], drafts[0]), past)
        self._links(one, item, (old[0], new[0], drafts[0]), past)

    def _fields(
        self,
        one: Restatement,
        item: Item,
        drafts: tuple[Draft, Draft, Draft],
        past: Histories,
    ) -> None:
        """What differs between old and new bytes, with the new values as they are read now."""
        before, alone, said = (stated(draft) for draft in drafts)
        after = {name: said[name] if alone[name] != before[name] else before[name] for name in said}
        for found in changed_fields(item, before, after, past):
            if isinstance(found, Conflict):
                self._conflict(one, found)
            else:
                self._set(one, item, drafts[2], found[0], found[2])

    def _links(
        self,
        one: Restatement,
        item: Item,
        drafts: tuple[Draft, Draft, Draft],
        past: Histories,
    ) -> None:
        old, alone, new = drafts
        for name, reference, kind in _LINKS:
            if getattr(old, reference) == getattr(alone, reference):
                continue
            key = getattr(new, reference)
            linked = self.care.link(one.each, key, one.owner, kind)
            now = getattr(item, name)
            if linked == now or (linked is None and key is not None):
                continue
            if corrected(now, past.get((item.id, name), ())):
                self._case(one, item, name, (getattr(old, reference), key))
            else:
                self._change(one, item, name, now, linked)

    def _set(
        self, one: Restatement, item: Item, draft: Draft, name: str, value: str | None
    ) -> None:
        if name == "content" and draft.content is not None and value is not None:
            self.planner.sheet(one.owner).contents[value] = draft.content
        self._change(one, item, name, value_of(item, name), value)

    def _change(
        self, one: Restatement, item: Item, name: str, before: str | None, after: str | None
    ) -> None:
        self.planner.sheet(one.owner).change(item.kind, item.id, name, (before, after))

    def _conflict(self, one: Restatement, found: Conflict) -> None:
        record = one.each.record
        case = self.planner.desk.case(
            self.planner.new_id(), CONFLICT, (found.owner, found.item), record=record.key,
            field=found.field, old=found.old, new=found.new, chart=found.chart,
        )  # fmt: skip
        self.planner.unit(one.owner).cases.append(case)

    def _case(
        self, one: Restatement, item: Item, name: str, values: tuple[str | None, str | None]
    ) -> None:
        now = item.kind if name == "kind" else getattr(item, name)
        found = Conflict(item.id, item.kind, item.patient_id, name, values[0], values[1], now)
        self._conflict(one, found)


def _alone(each: Incoming, body: bytes | None) -> tuple[Draft, ...]:
    """What a body says, read without the records around it."""
    read = reread(each.key, body) if body is not None else None
    return read.drafts if read is not None else ()
