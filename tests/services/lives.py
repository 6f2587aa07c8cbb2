# SPDX-License-Identifier: Apache-2.0
"""Random lives of charts through the desks on a real database, against an oracle of its own.

`python -m services.lives URL FIRST LAST` lives some in one hospital and prints the ledger's head.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, Final

import builders as b
from domain.small_oracle import Diary, Entry
from himdesk.domain.charts.charts import Chart
from himdesk.domain.charts.items import STUB
from himdesk.services.corrections.outcomes import Mode
from himdesk.store.reading import patients
from himdesk.store.reading.items import matching
from himdesk.store.tables import ITEMS
from himdesk.store.verify import verify
from himdesk.store.writing import ledger
from services.hospital import Hospital

if TYPE_CHECKING:
    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.services.corrections.outcomes import Outcome

STEPS: Final = 12
"""How much is done in one life."""
KINDS: Final = (
    "merge", "merge", "arrive", "move", "split", "amend", "hold", "undo", "undo", "undo",
)  # fmt: skip


@dataclass
class Life:
    """Some charts of one hospital with what is done to them; names are prefixed by the life's."""

    hospital: Hospital
    prefix: str
    diary: Diary = field(default_factory=Diary)
    applied: dict[str, str] = field(default_factory=dict)

    def admit(self, charts: list[str], items: dict[str, str]) -> None:
        for chart in charts:
            own = [self.an_item(i, chart) for i, home in items.items() if home == chart]
            name = self.name(chart)
            self.hospital.add(
                b.a_chart(name, b.a_name(name, f"Fam{name}", "Kim", id=f"{name}-n"), *own)
            )
        for item, home in items.items():
            self.diary.arrive(item, home)

    def name(self, short: str) -> str:
        return f"{self.prefix}{short}"

    def mrn(self, chart: str) -> str:
        return f"0012-{self.name(chart)}"

    def an_item(self, item: str, home: str) -> Any:
        """What begins with doc is a document, all else a result."""
        make = b.a_document if item.startswith("doc") else b.a_clinical
        return make(self.name(home), id=self.name(item))

    def carried_out(self, outcome: Outcome) -> AppliedChangeSet:
        if outcome.mode is Mode.PROPOSED:
            assert outcome.request is not None
            outcome = self.hospital.desk("supervisor").approvals.approve(outcome.request.id)
        assert outcome.applied is not None
        return outcome.applied

    def merge(self, op: str, survivor: str, retired: list[str]) -> None:
        corrections = self.hospital.desk("clerk").corrections
        others = [self.mrn(chart) for chart in retired]
        done = self.carried_out(corrections.merge(self.mrn(survivor), others, reason="merge"))
        self.applied[op] = done.id
        self.diary.entries.append(Entry(op, into=survivor, gone=tuple(retired)))

    def arrive(self, item: str, number: str) -> None:
        self.hospital.arrive(self.an_item(item, number))
        self.diary.arrive(item, number)

    def move(self, op: str, item: str, to: str) -> None:
        corrections = self.hospital.desk("clerk").corrections
        source = self.diary.owners()[item]
        outcome = corrections.move(self.name(item), to=self.mrn(to), reason="move")
        self.applied[op] = self.carried_out(outcome).id
        self.diary.entries.append(Entry(op, steps=[(item, source, to)]))

    def split(self, op: str, source: str, to: dict[str, str]) -> None:
        """Items of one chart go to others."""
        corrections = self.hospital.desk("clerk").corrections
        outcome = corrections.split(
            self.mrn(source),
            moves={self.name(item): self.mrn(chart) for item, chart in to.items()},
            reason="split",
        )
        self.applied[op] = self.carried_out(outcome).id
        steps = [(item, source, chart) for item, chart in to.items()]
        self.diary.entries.append(Entry(op, steps=steps))

    def amend(self, op: str, document: str, kind: str) -> None:
        """A revision stands beside its document; it is nobody's question, and moves along."""
        outcome = self.hospital.desk("clerk").corrections.amend(
            self.name(document), kind=kind, text=op, author="Dr. Abara", reason="amend"
        )
        self.applied[op] = self.carried_out(outcome).id
        self.diary.entries.append(Entry(op))

    def hold(self, op: str, item: str, *, lift: bool) -> None:
        outcome = self.hospital.desk("supervisor").corrections.hold(
            [self.name(item)], reason="doubtful", lift=lift
        )
        self.applied[op] = self.carried_out(outcome).id
        self.diary.entries.append(Entry(op))

    def undo(self, op: str, of: str, assign: dict[str, str]) -> list[str]:
        """Undo, and answer which items the program wanted to be decided."""
        corrections = self.hospital.desk("clerk").corrections
        shown = corrections.undo(self.applied[of], reason="undo", dry_run=True)
        wanted = sorted(u.item.removeprefix(self.prefix) for u in shown.undecided)
        outcome = corrections.undo(
            self.applied[of],
            reason="undo",
            assign={self.name(item): self.mrn(chart) for item, chart in assign.items()},
        )
        self.applied[op] = self.carried_out(outcome).id
        before = self.diary.owners(without=of)
        steps = [(item, before[item], chart) for item, chart in assign.items()]
        self.diary.entries.append(Entry(op, of=of, steps=steps))
        return wanted

    def charts(self, shorts: list[str]) -> dict[str, Chart]:
        """Charts with all their items, read at once."""
        names = {chart: self.name(chart) for chart in shorts}
        with self.hospital.database.read() as session:
            people = patients.patients(session, names.values())
            found = matching(session, ITEMS.c.patient_id.in_(names.values()))
        return {
            chart: Chart(people[name], tuple(i for i in found if i.patient_id == name))
            for chart, name in names.items()
        }

    def check(self, charts: list[str]) -> None:
        """The charts own what the oracle says, and stand where it says."""
        owners, survivors = self.diary.owners(), self.diary.survivors()
        known = {self.name(i): owner for i, owner in owners.items()}
        for chart, now in self.charts(charts).items():
            assert now.patient.replaced_by == (
                self.name(survivors[chart]) if chart in survivors else None
            )
            here = {i.id for i in now.items if i.id in known}
            assert here == {i for i, owner in known.items() if owner == chart}
            for item in now.items:
                if item.parent_id is not None:
                    assert known[item.parent_id] == chart, "what hangs on it is with it"
            assert chart not in survivors or not [i for i in now.items if i.type != STUB]


def live(life: Life, rnd: Random) -> None:
    charts = list("ABCD")
    life.admit(charts, {f"{kind}{c}": c for c in charts for kind in ("x-", "y-", "doc-")})
    for step in range(STEPS):
        gone = life.diary.survivors()
        alive = [c for c in charts if c not in gone]
        in_force = [e.id for e in life.diary.live() if not e.of]
        kind = rnd.choice(KINDS)
        if kind == "merge" and len(alive) > 1:
            survivor, *retired = rnd.sample(alive, min(len(alive), rnd.choice((2, 2, 3))))
            life.merge(f"s{step}", survivor, retired)
        elif kind == "arrive":
            life.arrive(f"x{step}", rnd.choice(charts))
        elif kind == "move" and len(alive) > 1:
            owners = life.diary.owners()
            item = rnd.choice(sorted(owners))
            life.move(f"s{step}", item, rnd.choice([c for c in alive if c != owners[item]]))
        elif kind == "split" and len(alive) > 1:
            to = divided(life, alive, rnd)
            if to:
                life.split(f"s{step}", *to)
        elif kind == "amend":
            amend(life, f"s{step}", alive, rnd)
        elif kind == "hold":
            hold(life, f"s{step}", alive, rnd)
        elif kind == "undo" and in_force:
            of = rnd.choice(in_force)
            then = life.diary.survivors(without=of)
            open_ = sorted(life.diary.to_decide(of))
            assign = {i: rnd.choice([c for c in charts if c not in then]) for i in open_}
            assert life.undo(f"s{step}", of, assign) == open_
        life.check(charts)


def divided(life: Life, alive: list[str], rnd: Random) -> tuple[str, dict[str, str]] | None:
    """A chart that has something, and where some of that goes."""
    owners = life.diary.owners()
    source = rnd.choice(alive)
    own = sorted(i for i, owner in owners.items() if owner == source)
    going = [item for item in own if rnd.random() < 0.6]
    others = [c for c in alive if c != source]
    return (source, {item: rnd.choice(others) for item in going}) if going else None


def amend(life: Life, op: str, alive: list[str], rnd: Random) -> None:
    """Any kind of revision, of a document that was not retracted."""
    able = sorted(
        i.id.removeprefix(life.prefix)
        for chart in life.charts(alive).values()
        for i in chart.items
        if i.kind == "document" and i.type != STUB and not i.in_error and i.parent_id is None
    )
    if able:
        kinds = ("addendum", "late-entry", "correction", "retraction")
        life.amend(op, rnd.choice(able), rnd.choice(kinds))


def hold(life: Life, op: str, alive: list[str], rnd: Random) -> None:
    """An entry is held back from release, or a held one let go."""
    items = {i.id: i for chart in life.charts(alive).values() for i in chart.items}
    held = {
        i.parent_id
        for i in items.values()
        if getattr(i.details, "flag", None) == "release-hold" and i.until is None and not i.in_error
    }
    known = {life.name(i) for i in life.diary.home}
    able = sorted(i for i in known & items.keys() if not items[i].in_error)
    if able:
        item = rnd.choice(able)
        life.hold(op, item.removeprefix(life.prefix), lift=item in held)


def lives(url: str, numbers: range) -> str:
    """Many lives in one hospital; answers the head of the ledger."""
    hospital = Hospital.make(url)
    for number in numbers:
        live(Life(hospital, f"L{number}-"), Random(number))
    assert verify(hospital.database).first_broken is None
    with hospital.database.read() as session:
        head = ledger.head(session)[1]
    hospital.database.close()
    return head


if __name__ == "__main__":
    address, first, last = sys.argv[1:]
    print(lives(address, range(int(first), int(last))))
