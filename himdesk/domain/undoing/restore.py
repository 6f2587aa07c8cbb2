# SPDX-License-Identifier: Apache-2.0
"""What single fields, links and choices fall back to when a change set is taken out of force.

A field's value is what the last change set still in force gave it. A choice must besides rest on
an assertion that the chart owns; else it falls to an earlier choice, and last to the rule.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import CREATED, PATIENT, RECORDED_ONLY, Change
from himdesk.domain.charts.charts import CHOICES, ChoiceField, fits
from himdesk.domain.charts.items import Status
from himdesk.domain.charts.survivorship import preferred
from himdesk.domain.plans import CONTRADICTION
from himdesk.domain.undoing.placing import LINKS, exists

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.domain.charts.charts import Patient
    from himdesk.domain.charts.items import Item
    from himdesk.domain.fold import Fold
    from himdesk.domain.undoing.undo import UndoFacts

BEFORE: Final = "before"
NOW: Final = "now"
KEPT_ASIDE: Final = RECORDED_ONLY | {"patient_id", "replaced_by"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One change of one field, with the change set that made it."""

    seq: int
    change_set: str
    before: str | None
    after: str | None


def standing(
    history: Sequence[FieldChange], without: Fold, target: AppliedChangeSet
) -> Iterator[tuple[str | None, bool]]:
    """The values that still hold once the target is out of force, latest first.

    What the target found, and what an undo wrote, followed from what was in force at the time:
    they hold as long as that is so again. The second value tells whether someone set it so.
    """
    passed = False
    for place in reversed(range(len(history))):
        entry, older = history[place], history[:place]
        if not passed and entry.seq <= target.seq:
            passed = True
            own = entry.seq == target.seq
            if _settled(older if own else history[: place + 1], without, target.seq - 1):
                yield (entry.before if own else entry.after), False
        derived = without.is_undo(entry.change_set)
        if without.in_force(entry.change_set) and (
            not derived or _settled(older, without, entry.seq)
        ):
            yield entry.after, not derived


def restored(history: Sequence[FieldChange], without: Fold, target: AppliedChangeSet) -> str | None:
    """The value of a field without the target: at last the one it had before any change."""
    return next((value for value, _ in standing(history, without, target)), history[0].before)


def _settled(older: Iterable[FieldChange], without: Fold, seq: int) -> bool:
    """Whether the older changes are in force exactly as they were just after `seq`."""
    return all(
        without.in_force(entry.change_set) == without.in_force(entry.change_set, until=seq)
        for entry in older
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """What the choices of a chart depend on when a target is taken out of force.

    `last` says that nothing came after the target; `flipped` are the change sets whose force
    changes with it; `wishes` map a field to `BEFORE` or `NOW`. With `BEFORE`, what people chose
    after the target is passed over.
    """

    history: Mapping[tuple[str, str], tuple[FieldChange, ...]]
    without: Fold
    target: AppliedChangeSet
    last: bool
    flipped: Collection[str]
    wishes: Mapping[str, str]

    def changes(
        self, patients: Iterable[Patient], active: Collection[str], items: Iterable[Item]
    ) -> Iterator[Change]:
        """The choices that no longer hold, with what they fall back to.

        `active` are the charts in use afterwards, whose choices must rest on what they own;
        `items` the assertions as they are afterwards.
        """
        owned: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            owned[item.patient_id].append(item)
        for patient in patients:
            own = owned[patient.id] if patient.id in active else None
            for choice in CHOICES:
                now = patient.choices.get(choice.name)
                after = self._after(choice, patient.id, now, own)
                if after != now:
                    yield Change(PATIENT, patient.id, f"choice_{choice.name}", now, after)

    def later(self, patient: str, choice: ChoiceField) -> bool:
        """Whether someone chose anew after the target did, so that there is something to ask."""
        entries = self.history.get((patient, f"choice_{choice.name}"), ())
        return any(entry.seq == self.target.seq for entry in entries) and any(
            entry.seq > self.target.seq
            and self.without.in_force(entry.change_set)
            and not self.without.is_undo(entry.change_set)
            for entry in entries
        )

    def _after(
        self, choice: ChoiceField, patient: str, now: str | None, items: Sequence[Item] | None
    ) -> str | None:
        """The choice that holds afterwards; others' choices are left alone."""
        history = self.history.get((patient, f"choice_{choice.name}"), ())
        same = not any(entry.change_set in self.flipped for entry in history)
        if items is None:
            return now if same else restored(history, self.without, self.target)
        fitting = {item.id for item in items if fits(choice, item)}
        if same and (now is None or now in fitting):
            return now
        return self._fallback(choice, history, items, fitting)

    def _fallback(
        self,
        choice: ChoiceField,
        history: Sequence[FieldChange],
        items: Sequence[Item],
        fitting: Collection[str],
    ) -> str | None:
        """The latest choice that still rests on an assertion of the chart, else the rule's."""
        if self.wishes.get(choice.name) == BEFORE:
            history = [entry for entry in history if entry.seq <= self.target.seq]
        for value, set_so in standing(history, self.without, self.target):
            if value in fitting or (value is None and (set_so or self.last)):
                return value
        if history and history[0].before in fitting:
            return history[0].before
        best = preferred(choice, items)
        return best.id if best else None


def restored_fields(facts: UndoFacts, without: Fold) -> Iterator[Change]:
    """Single fields of items: what was created is in error, what was changed falls back."""
    lives: dict[str, str] = {}
    for entity, entity_id, name, history in _histories(facts):
        if name in {CREATED, "status"}:
            lives[entity_id] = entity
        elif name not in KEPT_ASIDE | LINKS:
            now, after = history[-1].after, restored(history, without, facts.target)
            if after != now:
                yield Change(entity, entity_id, name, now, after)
    for entity_id, entity in lives.items():
        yield from _existence(facts, without, entity, entity_id)


def _histories(
    facts: UndoFacts,
) -> Iterator[tuple[str, str, str, tuple[FieldChange, ...]]]:
    """The histories of items' fields, with the ledger's name of the entity."""
    entities = {c.id: c.entity for c in facts.target.change_set.changes}
    entities |= {item.id: item.kind.value for item in facts.items}
    for (entity_id, name), history in facts.history.items():
        entity = entities.get(entity_id)
        if entity is not None and entity not in {PATIENT, CONTRADICTION}:
            yield entity, entity_id, name, history


def _existence(facts: UndoFacts, without: Fold, entity: str, entity_id: str) -> Iterator[Change]:
    """An item's status: in error as long as what created it is out of force."""
    history = facts.history.get((entity_id, "status"), ())
    if not history and entity_id not in facts.statuses:
        return  # it was in error from the start
    now = history[-1].after if history else facts.statuses[entity_id]
    after: str | None = Status.ENTERED_IN_ERROR.value
    if exists(facts, without, entity_id):
        after = restored(history, without, facts.target) if history else now
    if after != now:
        yield Change(entity, entity_id, "status", now, after)


def restored_links(facts: UndoFacts, without: Fold, owners: Mapping[str, str]) -> Iterator[Change]:
    """Links as they were, unless what an item hung on is in another chart afterwards."""
    links: dict[tuple[str, str, str], tuple[str | None, str | None]] = {}
    for item in (item for chart in facts.charts.values() for item in chart.items):
        for name in LINKS:
            links[item.kind.value, item.id, name] = (getattr(item, name),) * 2
    for entity, entity_id, name, history in _histories(facts):
        if name in LINKS:
            value = restored(history, without, facts.target)
            links[entity, entity_id, name] = (history[-1].after, value)
    for (entity, item_id, name), (now, value) in links.items():
        crossing = value is not None and owners.get(value) != owners.get(item_id)
        after = None if crossing else value
        if after != now:
            yield Change(entity, item_id, name, now, after)
