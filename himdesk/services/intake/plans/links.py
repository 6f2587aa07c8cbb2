# SPDX-License-Identifier: Apache-2.0
"""Links that could not be made when a record came, because what it names came later.

Only what never was linked is linked, and what a report or panel lists goes under it; a link that a
person took away or changed stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from himdesk.domain.charts.items import Kind
from himdesk.exchange.fhir.members import keys_of_members, panels_first
from himdesk.services.intake.plans.compare import corrected
from himdesk.services.intake.plans.lookup import CONDITION, Known, split, taken_back
from himdesk.services.intake.plans.sheets import Plan, Unit
from himdesk.store.desk import sources
from himdesk.store.reading import arriving, history

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from himdesk.services.intake.plans.sheets import Desk, Incoming
    from himdesk.store.engine import Transaction
    from himdesk.store.reading.arriving import Standing

_HOLDERS = frozenset({"DiagnosticReport", "Observation"})
Wish = tuple[str, str, str]
"""A child's record key, the link's field, and the key of what it should be linked to."""


@dataclass(slots=True)
class Linker:
    """Plans the links of some records that are in the store by now."""

    session: Transaction
    desk: Desk
    known: Known = field(default_factory=Known)
    above: dict[str, str | None] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    def plan(self, chunk: Sequence[Incoming]) -> Plan:
        """The changes of links that the records ask for and the charts allow."""
        wishes = list(dict.fromkeys(_wishes(chunk)))
        self._look_up(wishes)
        ids = {s.id for child, _, _ in wishes if (s := self.known.standing(child)) is not None}
        past = history.field_history(self.session, ids, {"parent_id", "encounter_id"})
        for child, name, key in wishes:
            item, other = self.known.standing(child), self.known.standing(key)
            if item is None or other is None or other.owner != item.owner or item is other:
                continue
            now = item.encounter if name == "encounter_id" else self.above.get(item.id)
            entries = past.get((item.id, name), ())
            if now == other.id or corrected(now, entries):
                continue
            if name == "encounter_id":
                if now is None and other.kind is Kind.ENCOUNTER:
                    self._link(item, name, now, other)
            elif self._may_hold(item, now, other, key):
                self.above[item.id] = other.id
                self._link(item, name, now, other)
        return Plan(units=list(self.units.values()))

    def _look_up(self, wishes: Iterable[Wish]) -> None:
        keys = {split(key) for child, _, key in wishes for key in (child, key)}
        self.known.records = sources.records(self.session, self.desk.source, keys)
        ids = {seen.item_id for seen in self.known.records.values() if seen.item_id}
        self.known.items = arriving.standings(self.session, ids)
        in_error = {i.id for i in self.known.items.values() if i.status == "entered-in-error"}
        self.known.undone = taken_back(self.session, in_error)
        layer = self.known.items
        while layer:
            self.above |= {item.id: item.parent for item in layer.values()}
            wanted = {i.parent for i in layer.values() if i.parent} - self.above.keys()
            layer = arriving.standings(self.session, wanted)
            self.known.items = self.known.items | layer

    def _may_hold(self, item: Standing, now: str | None, other: Standing, key: str) -> bool:
        """Whether the other one may become the item's parent."""
        if self._is_above(item.id, other.id):
            return False
        if now is None:
            return True
        held = self.known.items.get(now)
        return split(key)[0] in _HOLDERS and held is not None and held.type not in _HOLDERS

    def _is_above(self, wanted: str, start: str) -> bool:
        at: str | None = start
        while at is not None:
            if at == wanted:
                return True
            at = self.above.get(at)
        return False

    def _link(self, item: Standing, name: str, now: str | None, other: Standing) -> None:
        unit = self.units.setdefault(item.owner, Unit(charts={item.owner}))
        unit.sheet(item.owner).change(item.kind, item.id, name, (now, other.id))


def _wishes(chunk: Iterable[Incoming]) -> Iterable[Wish]:
    """What the records say themselves, then what panels and reports list."""
    for each in chunk:
        if each.record.type == "Patient":
            continue
        for draft in each.record.drafts:
            if draft.parent is not None and CONDITION not in draft.parent:
                yield each.record.key, "parent_id", draft.parent
            if draft.encounter is not None and CONDITION not in draft.encounter:
                yield each.record.key, "encounter_id", draft.encounter
    for each in sorted(chunk, key=lambda one: panels_first(one.record.key)):
        for member in keys_of_members(each.record):
            yield member, "parent_id", each.record.key
