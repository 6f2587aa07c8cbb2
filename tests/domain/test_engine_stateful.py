# SPDX-License-Identifier: Apache-2.0
"""Random lives of charts, against a diary that keeps its own account of them."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from builders import (
    a_birth_date,
    a_clinical,
    a_document,
    a_name,
    a_patient,
    a_phone,
    an_encounter,
)
from domain.account import Account
from himdesk.domain.changes import (
    PATIENT,
    Change,
    ChangeKind,
    pair_id,
)
from himdesk.domain.charts.charts import CHOICES, Chart, ChartStatus, fits
from himdesk.domain.charts.demographics import (
    Because,
    DemographicRequest,
    plan_choice,
    plan_demographic,
)
from himdesk.domain.charts.items import STUB, Flag, Item, Kind, Name, Status, Telecom
from himdesk.domain.corrections.amend import Revision
from himdesk.domain.corrections.hold import HoldRequest, plan_hold, plan_lift
from himdesk.domain.corrections.links import plan_distinct, plan_link, plan_unlink
from himdesk.domain.corrections.merge import BOTH
from himdesk.domain.corrections.split import SEALED, Again, Part, rows
from himdesk.domain.errors import HimdeskError, RecordMovedOn, StructureConflict

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from himdesk.domain.plans import Plan

T = TypeVar("T")
MOST_CHARTS = 6
NUMBER = st.integers(0, 9999)


def pick(n: int, among: Iterable[T]) -> T:
    found = list(among)
    return found[n % len(found)]


class Life(Account, RuleBasedStateMachine):
    """One hospital's charts under everything that may happen to them."""

    def __init__(self) -> None:
        super().__init__()
        self.start()
        self.count = 0
        self.proposed: list[tuple[Callable[[], Plan], Plan]] = []

    # What may happen

    @initialize(shapes=st.tuples(NUMBER, NUMBER, NUMBER))
    def opening(self, shapes: tuple[int, int, int]) -> None:
        for shape in shapes:
            self.new_chart(shape)

    @precondition(lambda self: len(self.world.patients) < MOST_CHARTS)
    @rule(shape=NUMBER)
    def new_chart(self, shape: int) -> None:
        chart = f"C{len(self.world.patients)}"
        name = a_name(chart, f"Family{shape % 3}", f"Given{shape % 2}", id=self._id(), at="2020")
        items: list[Item] = [name]
        if shape % 5:
            items.append(a_birth_date(chart, f"19{70 + shape % 20}-01-01", id=self._id()))
        if shape % 7 > 2:
            items.append(a_phone(chart, f"555 010{shape % 10}", id=self._id()))
        if shape % 2:
            visit = an_encounter(chart, id=self._id())
            note = a_document(chart, id=self._id(), encounter_id=visit.id)
            items += [visit, note, a_document(chart, id=self._id(), parent_id=note.id)]
        self._apply(self.world.importing(charts=[Chart(a_patient(chart), tuple(items))]))

    @rule(number=NUMBER, parent=NUMBER, what=st.integers(0, 5))
    def item_arrives(self, number: int, parent: int, what: int) -> None:
        """New data under any number, also one that was retired long ago."""
        home = pick(number, self._usable())
        owner = self.world.resolve(home)
        item = self._new_item(what, home, self._hangable(owner), parent)
        self._apply(self.world.importing(items=[replace(item, patient_id=owner)]))

    @precondition(lambda self: self._active())
    @rule(chart=NUMBER, which=NUMBER, field=NUMBER)
    def person_chooses(self, chart: int, which: int, field: int) -> None:
        patient = self.world.patients[pick(chart, self._active())]
        choice = pick(field, [CHOICES[0], CHOICES[5], CHOICES[11]])
        able = [i for i in self.world.items_of(patient.id) if fits(choice, i)]
        now = patient.choices.get(choice.name)
        after = pick(which, [*(i.id for i in able), None])
        if after != now:
            change = Change(PATIENT, patient.id, f"choice_{choice.name}", now, after)
            self._apply(self.world.raw(ChangeKind.AMEND, [change]))

    @rule(item=NUMBER, what=st.integers(0, 2))
    def field_changes(self, item: int, what: int) -> None:
        """The feed changes a status or a value, or a clerk says that something is wrong."""
        valid = [i for i in self.world.items.values() if not i.in_error]
        if not valid:
            return
        found = pick(item, valid)
        if what == 0:
            change = ("status", found.status, f"seen-{self.count}")
        elif what == 1:
            change = ("status", found.status, Status.ENTERED_IN_ERROR.value)
            if found.id in self.world.patients[found.patient_id].choices.values():
                return
        else:
            change = ("display", found.display, f"words {self.count}")
        self.count += 1
        self._apply(self.world.raw(ChangeKind.AMEND, [Change(found.kind.value, found.id, *change)]))

    @precondition(lambda self: len(self._active()) > 1)
    @rule(seed=NUMBER)
    def merge(self, seed: int) -> None:
        self._apply(self._merge_plan(seed))

    @precondition(lambda self: self._in_force())
    @rule(which=NUMBER, seed=NUMBER)
    def undo(self, which: int, seed: int) -> None:
        self._undo(pick(which, self._in_force()), seed)

    @precondition(lambda self: self._in_force(ChangeKind.MERGE))
    @rule(which=NUMBER, seed=NUMBER)
    def undo_merge(self, which: int, seed: int) -> None:
        self._undo(pick(which, self._in_force(ChangeKind.MERGE)), seed)

    @precondition(lambda self: self._in_force(ChangeKind.UNDO))
    @rule(which=NUMBER, seed=NUMBER)
    def redo(self, which: int, seed: int) -> None:
        self._undo(pick(which, self._in_force(ChangeKind.UNDO)), seed)

    @precondition(lambda self: len(self._active()) > 1)
    @rule(item=NUMBER, to=NUMBER)
    def move(self, item: int, to: int) -> None:
        """An item leaves with all that hangs on it, detached from what it hung on itself."""
        found = self._one_of(item, Kind)
        if found is not None:
            target = pick(to, [c for c in self._active() if c != found.patient_id])
            plan = self.world.moving(found.id, target, detach=[found.id], stub=self._id())
            self._apply(plan)

    @rule(item=NUMBER, to=NUMBER)
    def refile(self, item: int, to: int) -> None:
        """A note or result goes under a visit, in this chart or another."""
        found = self._one_of(item, {Kind.DOCUMENT, Kind.CLINICAL})
        visit = self._one_of(to, {Kind.ENCOUNTER})
        if found is None or visit is None or visit.in_error or found.encounter_id == visit.id:
            return
        plan = self.world.moving(
            found.id, visit.patient_id, encounter=visit.id, detach=[found.id], stub=self._id()
        )
        self._apply(plan)

    @precondition(lambda self: self._active())
    @rule(chart=NUMBER, seed=NUMBER)
    def split(self, chart: int, seed: int) -> None:
        """Every row goes somewhere, also into a chart that is made for it."""
        source, dice = pick(chart, self._active()), random.Random(seed)
        new = [self._blank()] if len(self.world.patients) < MOST_CHARTS + 2 else []
        where = [source, *dice.sample(self._active(), 1), *(c.patient.id for c in new)]
        torn = [i for i in self.world.items_of(source) if dice.random() < 0.1]
        assign = {i.id: dice.choice(where) for i in (*rows(self.world.chart(source)), *torn)}
        again = [
            Again(item=i, chart=c, new_id=self._id(), reason="holds for both")
            for i, c in assign.items()
            if self.world.items[i].kind is Kind.CLINICAL and source != c and dice.random() < 0.5
        ]
        again = [replace(a, chart=source) for a in again]
        parts = self._parts(assign, source, where, dice)
        if parts or any(c != source for c in assign.values()):
            plan = self.world.splitting(source, assign, new=new, again=again, parts=parts)
            self._apply(plan)

    @rule(item=NUMBER, kind=st.sampled_from(list(Revision)))
    def amend(self, item: int, kind: Revision) -> None:
        found = self._one_of(item, {Kind.DOCUMENT})
        if found is not None and not found.in_error and found.type != STUB:
            self._apply(self.world.amending(found.id, kind, new_id=self._id(), about="2026-01-02"))

    @precondition(lambda self: self._active())
    @rule(item=NUMBER, lift=st.booleans())
    def hold(self, item: int, lift: bool) -> None:
        """A supervisor holds an entry back from release, or lets it go."""
        held = {i.parent_id for i in self.world.items.values() if self._holds(i)}
        able = [
            i
            for i in self.world.items.values()
            if i.kind in {Kind.ENCOUNTER, Kind.DOCUMENT, Kind.CLINICAL}
            and i.patient_id in self._active()
            and i.type != STUB
            and not i.in_error
            and (i.id in held) == lift
        ]
        if not able:
            return
        found = pick(item, able)
        request = HoldRequest(
            items=(found.id,),
            requester="o.lindqvist",
            reason="overlay",
            at="2026-03-02T08:00:00Z",
            new_ids={found.id: self._id()},
        )
        chart = self.world.chart(found.patient_id)
        self._apply((plan_lift if lift else plan_hold)([chart], request))

    @staticmethod
    def _holds(item: Item) -> bool:
        return isinstance(item.details, Flag) and item.until is None and not item.in_error

    @precondition(lambda self: self._active())
    @rule(chart=NUMBER, value=NUMBER, because=st.sampled_from(list(Because)))
    def correct(self, chart: int, value: int, because: Because) -> None:
        """A clerk corrects or updates a name or a telephone number."""
        name = value % 2 == 0
        details = (
            Name(use="official", family=f"Right{value}")
            if name
            else Telecom(system="phone", use="home", value=f"555 02{value}")
        )
        request = DemographicRequest(
            field="family" if name else "phone",
            details=details,
            because=because,
            requester="r.santos",
            reason="seen",
            at="2026",
            new_id=self._id(),
        )
        found = self.world.chart(pick(chart, self._active()))
        shown = found.chosen(request.field)
        if shown is None or shown.details != details:
            self._apply(plan_demographic(found, request))

    @precondition(lambda self: self._active())
    @rule(chart=NUMBER, value=NUMBER)
    def choose_another_name(self, chart: int, value: int) -> None:
        """A chart shows another of its names."""
        found = self.world.chart(pick(chart, self._active()))
        names = [i for i in found.items if i.kind is Kind.NAME and not i.in_error]
        others = [i.id for i in names if i.id != found.patient.choices.get("family")]
        if others:
            item = pick(value, others)
            self._apply(plan_choice(found, "family", item, requester="r.santos", reason="seen"))

    @precondition(lambda self: len(self._active()) > 1)
    @rule(one=NUMBER, other=NUMBER, same=st.booleans())
    def judge(self, one: int, other: int, same: bool) -> None:
        left = pick(one, self._active())
        right = pick(other, [c for c in self._active() if c != left])
        a, b = self.world.patients[left], self.world.patients[right]
        now = self.world.pairs.get(pair_id(left, right))
        asked = {"requester": "r.santos", "reason": "seen"}
        if now == "linked":
            self._apply(plan_unlink(a, b, now, **asked))
        elif same:
            self._apply(plan_link(a, b, now, **asked))
        elif now is None:
            self._apply(plan_distinct([a, b], {}, **asked))

    @precondition(lambda self: len(self._active()) > 1)
    @rule(seed=NUMBER)
    def propose(self, seed: int) -> None:
        self.proposed.append((lambda: self._merge_plan(seed), self._merge_plan(seed)))

    @precondition(lambda self: self.proposed)
    @rule(which=NUMBER)
    def approve(self, which: int) -> None:
        """What is no longer as approved is refused, by the plan or at last by `before`."""
        again, plan = self.proposed.pop(which % len(self.proposed))
        before = self.world.state()
        try:
            if any(chart not in self._active() for chart in self._retiring(plan)):
                with pytest.raises(RecordMovedOn):
                    self.world.apply(plan)
                assert self.world.state() == before
                return
            stale = again().change_set.content != plan.change_set.content
        except HimdeskError:
            stale = True
        if not stale:
            self._apply(plan)

    # How it is done

    def _id(self) -> str:
        self.count += 1
        return f"i{self.count}"

    def _parts(
        self, assign: dict[str, str], source: str, where: Sequence[str], dice: random.Random
    ) -> list[Part]:
        """A document that stays may be of both: pages of it, or its words, go elsewhere too."""
        able = [
            i
            for i in self.world.items_of(source)
            if i.kind is Kind.DOCUMENT
            and assign.get(i.id, source) == source
            and not i.in_error
            and i.sensitivity != SEALED
            and i.type != STUB
        ]
        if not able or dice.random() < 0.5:
            return []
        document, written = dice.choice(able).id, dice.random() < 0.3
        assign[document] = source
        return [
            Part(
                document=document,
                chart=chart,
                new_id=self._id(),
                content=f"part {self.count}".encode(),
                title="Part",
                written=written,
            )
            for chart in sorted({source, dice.choice(where)})
        ]

    def _new_item(self, what: int, home: str, hangable: Sequence[Item], parent: int) -> Item:
        if what == 0:
            return a_name(home, f"Family{parent % 4}", "Given9", id=self._id(), at="2021")
        if what == 1:
            return a_phone(home, f"555 019{parent % 10}", id=self._id())
        if what == 2 or not hangable:
            return an_encounter(home, id=self._id())
        on = pick(parent, hangable)
        link = "encounter_id" if on.kind is Kind.ENCOUNTER else "parent_id"
        make = a_clinical if what == 3 else a_document
        return make(home, id=self._id(), **{link: on.id})

    def _hangable(self, owner: str) -> list[Item]:
        return [i for i in self.world.items_of(owner) if i.kind in {Kind.ENCOUNTER, Kind.DOCUMENT}]

    def _usable(self) -> list[str]:
        """Numbers under which something may arrive."""
        return [
            c
            for c in self.world.patients
            if self.world.patients[self.world.resolve(c)].status == ChartStatus.ACTIVE
        ] or [self._reopened()]

    def _reopened(self) -> str:
        self.new_chart(self.count)
        return list(self.world.patients)[-1]

    def _merge_plan(self, seed: int) -> Plan:
        dice = random.Random(seed)
        active = self._active()
        chosen = dice.sample(active, min(len(active), dice.choice([2, 2, 3])))
        keep: dict[str, str] = {}
        if dice.random() < 0.5:
            keep["family"] = dice.choice(chosen)
        if dice.random() < 0.5:
            keep["phone"] = dice.choice([*chosen, BOTH])
        stops = {c.code for c in self.world.merging(*chosen).contradictions}
        return self.world.merging(*chosen, keep=keep, acknowledge=stops)

    def _one_of(self, item: int, kinds: Container[Kind]) -> Item | None:
        active = self._active()
        found = [i for i in self.world.items.values() if i.kind in kinds and i.patient_id in active]
        return pick(item, found) if found else None

    def _blank(self) -> Chart:
        chart = f"C{len(self.world.patients)}"
        return Chart(a_patient(chart), (a_name(chart, "Newly", "Found", id=self._id()),))

    def _undo(self, target: str, seed: int) -> None:
        dice = random.Random(seed)
        before = self.world.state()
        try:
            plan = self.world.undoing(target)
        except StructureConflict:
            assert self._may_conflict(target), "refused without need"
            return
        undecided = {u.item for u in plan.undecided}
        stubs = {i.id for i in self.world.items.values() if i.type == STUB}
        assert undecided - stubs == self._to_decide(target) - stubs
        facts = self.world.undo_facts(target)
        unfit = self._unused(target) | set(self.diary.survivors(without=target))
        allowed = [c for c in facts.charts if c not in unfit]
        for u in plan.undecided:
            assert u.suggest is None or u.suggest in allowed
            assert u.because
        if undecided and not allowed:
            return
        assign = {item: dice.choice(allowed) for item in sorted(undecided)}
        fields = {"family": dice.choice(["before", "now"])} if dice.random() < 0.3 else {}
        plan = self.world.undoing(target, assign=assign, fields=fields)
        assert self.world.state() == before
        self._apply(plan, assign)


SEQUENCES = 2000
COMMON: dict[str, Any] = {
    "deadline": None,
    "stateful_step_count": 12,
    "suppress_health_check": list(HealthCheck),
}


def test_random_lives() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(max_examples=SEQUENCES, derandomize=True, database=None, **COMMON),
    )


@pytest.mark.slow
def test_many_random_lives() -> None:
    run_state_machine_as_test(Life, settings=settings(max_examples=10_000, **COMMON))
