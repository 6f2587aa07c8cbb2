# SPDX-License-Identifier: Apache-2.0
"""A diary kept beside the world: what it expects of every correction, and what must always hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.small_oracle import Diary, Entry
from domain.world import State, World, digest_of
from himdesk.domain.changes import CREATED, GENESIS, MOVING, ChangeKind
from himdesk.domain.charts.charts import CHOICES, ChartStatus, fits
from himdesk.domain.charts.items import Status

if TYPE_CHECKING:
    from himdesk.domain.plans import Plan


class Account:
    """The world, and the diary that says independently how it must be."""

    world: World
    diary: Diary

    def start(self) -> None:
        self.world = World()
        self.diary = Diary()

    def _active(self) -> list[str]:
        return [p.id for p in self.world.patients.values() if p.status == ChartStatus.ACTIVE]

    def _in_force(self, kind: ChangeKind | None = None) -> list[str]:
        return [
            entry.id
            for entry in self.diary.live()
            if kind in {None, self.world.entry(entry.id).change_set.kind}
        ]

    @staticmethod
    def _retiring(plan: Plan) -> list[str]:
        return [c.id for c in plan.change_set.changes if c.field == "replaced_by"]

    def _may_conflict(self, target: str) -> bool:
        """Whether a chart would be in force twice over, or one in error would be needed."""
        after = self.diary.survivors(without=target)
        merged = {*after} | set(after.values())
        return not self.diary.sound(target) or bool(merged & self._unused(target))

    def _unused(self, target: str) -> set[str]:
        """The charts that nobody made, once the target is out of force."""
        return set(self.world.patients) - self._made(target)

    def _made(self, target: str) -> set[str]:
        """What was created and stays so, charts and items."""
        live = {entry.id for entry in self.diary.live(without=target)}
        return {
            change.id
            for entry in self.world.ledger
            if entry.id in live
            for change in entry.change_set.changes
            if change.field == CREATED
        }

    def _strangers(self, target: str) -> set[str]:
        """Items in force that would be left at a chart that nobody made."""
        unused, made = self._unused(target), self._made(target)
        at = self.diary.owners(without=target)
        return {i for i in made & at.keys() if at[i] in unused and self._in_use(i, target)}

    def _in_use(self, item: str, target: str) -> bool:
        """Whether an item is in force afterwards and not lost in such a chart already."""
        if item not in self._made(target) or self._struck(item, target):
            return False
        return self.world.items[item].in_error or not self._lost(item)

    def _struck(self, item: str, target: str) -> bool:
        """Whether the last that someone said of its status is that it is in error."""
        said = [
            change.after
            for entry in self.diary.live(without=target)
            if not entry.of
            for change in self.world.entry(entry.id).change_set.changes
            if (change.id, change.field) == (item, "status")
        ]
        return bool(said) and said[-1] == Status.ENTERED_IN_ERROR

    def _lost(self, item: str) -> bool:
        owner = self.world.patients[self.world.items[item].patient_id]
        return owner.status == ChartStatus.ENTERED_IN_ERROR

    def _to_decide(self, target: str) -> set[str]:
        """The topmost items that need a person."""
        need = self.diary.to_decide(target) | self._strangers(target)
        return {i for i in need if self._parent(i, target) is None}

    def _parent(self, item: str, target: str) -> str | None:
        """What an item follows when the target is undone: not a link that the target made."""
        found = self.world.items[item]
        link = "parent_id" if found.parent_id else "encounter_id"
        changes = self.world.entry(target).change_set.changes
        if any((c.id, c.field) == (item, link) for c in changes):
            return None
        parent = found.parent_id or found.encounter_id
        if parent is not None and self._in_use(item, target) and self._stays(parent, target):
            return None
        return parent

    def _stays(self, item: str, target: str) -> bool:
        """Whether an item remains at a chart that nobody made."""
        if item in self._strangers(target) | self.diary.to_decide(target):
            return False
        parent = self._parent(item, target)
        if parent is not None:
            return self._stays(parent, target)
        return self.diary.owners(without=target)[item] in self._unused(target)

    def _apply(self, plan: Plan, assign: dict[str, str] | None = None) -> None:
        before = self.world.state()
        entry = self._entry(plan, assign or {})
        for item in plan.created.items:
            self.diary.arrive(item.id, item.home_patient_id)
        applied = self.world.apply(plan)
        entry.id = applied
        self.diary.entries.append(entry)
        self._check(before)

    def _entry(self, plan: Plan, assign: dict[str, str]) -> Entry:
        """The diary's own line for it."""
        changes = plan.change_set.changes
        kind = plan.change_set.kind
        entry = Entry("", of=plan.change_set.reverses or "")
        if kind is ChangeKind.MERGE:
            entry.gone = tuple(self._retiring(plan))
            entry.into = next(c.after for c in changes if c.field == "replaced_by") or ""
        elif kind in MOVING:
            entry.steps = [
                (c.id, c.before or "", c.after or "") for c in changes if c.field == "patient_id"
            ]
        elif kind is ChangeKind.UNDO:
            entry.steps = self._steps(entry.of, assign)
        return entry

    def _steps(self, of: str, assign: dict[str, str]) -> list[tuple[str, str, str]]:
        """Where an undo puts what would not be right by itself."""
        plain, gone = self.diary.owners(without=of), self.diary.survivors(without=of)
        need = self.diary.to_decide(of) | self._strangers(of)
        final: dict[str, str] = {}
        steps = []
        for item in sorted(self.world.items, key=self._depth):
            parent = self._parent(item, of)
            at = plain[item]
            if parent is not None:
                at = final[parent]
            elif item in assign:
                at = assign[item]
            while at in gone:
                at = gone[at]
            final[item] = at
            if at != plain[item] or item in need:
                steps.append((item, plain[item], at))
        return steps

    def _depth(self, item: str) -> int:
        found = self.world.items[item]
        parent = found.parent_id or found.encounter_id
        return 0 if parent is None else 1 + self._depth(parent)

    # What must hold

    def _check(self, before: State) -> None:
        world = self.world
        assert world.owners() == self.diary.owners()
        assert {p.id: p.replaced_by for p in world.patients.values() if p.replaced_by} == (
            self.diary.survivors()
        )
        for patient in world.patients.values():
            retired = patient.id in self.diary.survivors()
            assert (patient.status == ChartStatus.RETIRED) == retired
            assert not (retired and world.items_of(patient.id))
            assert world.patients[world.resolve(patient.id)].replaced_by is None
            if patient.status == ChartStatus.ACTIVE:
                self._check_choices(patient.id)
        for item in world.items.values():
            for link in (item.parent_id, item.encounter_id):
                assert link is None or world.items[link].patient_id == item.patient_id
        self._check_reversible(before)

    def _check_choices(self, chart: str) -> None:
        for choice in CHOICES:
            chosen = self.world.patients[chart].choices.get(choice.name)
            if chosen is not None:
                item = self.world.items[chosen]
                assert item.patient_id == chart
                assert fits(choice, item)

    def _check_reversible(self, before: State) -> None:
        """Undone at once, everything is as before; undone again, as it is now."""
        last = self.world.ledger[-1]
        copy = self.world.copy()
        plan = copy.undoing(last.id)
        assert plan.undecided == ()
        undone = copy.apply(plan)
        new = copy.items.keys() - before.items.keys()
        assert {i: copy.items[i] for i in before.items} == before.items
        assert copy.pairs == before.pairs
        assert all(copy.items[i].in_error for i in new)
        assert {p: copy.patients[p] for p in before.patients} == before.patients
        assert all(
            copy.patients[p].status == "entered-in-error"
            for p in copy.patients.keys() - before.patients.keys()
        )
        copy.undoes(undone)
        assert copy.items == self.world.items
        assert copy.patients == self.world.patients
        assert copy.pairs == self.world.pairs

    def teardown(self) -> None:
        """Each moment of the past is still there, and the chain holds."""
        previous = GENESIS
        states = list(self.world.replay())
        assert len(states) == len(self.world.snapshots)
        for state, snapshot in zip(states, self.world.snapshots, strict=True):
            assert state == snapshot
        for entry in self.world.ledger:
            assert entry.previous == previous
            assert entry.digest == digest_of(entry)
            previous = entry.digest
