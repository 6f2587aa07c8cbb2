# SPDX-License-Identifier: Apache-2.0
"""Whose is it? The fold against the published vectors, against the diary, and case by case."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from domain.small_oracle import Diary, Entry
from himdesk.domain.charts.items import Kind
from himdesk.domain.errors import StructureConflict
from himdesk.domain.fold import Event, Fold, Moved, Placed, carried, needs_decision

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "fold" / "vectors.json"


class Played:
    """A history played into the fold; each operation takes one place in the ledger."""

    def __init__(self, items: dict[str, str]) -> None:
        self.homes = dict(items)
        self.created = dict.fromkeys(items, 0)
        self.events: list[Event] = []
        self.undecided: dict[str, list[str]] = {}
        self.seq = 0

    def placed(self) -> list[Placed]:
        fold = Fold(self.events)
        return [
            Placed(
                id=item,
                home=home,
                created=self.created[item],
                owner=fold.owner(item, home),
                kind=Kind.CLINICAL,
            )
            for item, home in self.homes.items()
        ]

    def play(self, op: dict[str, Any]) -> None:
        self.seq += 1
        getattr(self, op["op"])(op)

    def arrive(self, op: dict[str, Any]) -> None:
        self.homes[op["item"]] = op["number"]
        self.created[op["item"]] = self.seq

    def merge(self, op: dict[str, Any]) -> None:
        retired = tuple(op["retired"])
        self._add(Event(seq=self.seq, id=op["id"], survivor=op["survivor"], retired=retired))

    def move(self, op: dict[str, Any]) -> None:
        source = Fold(self.events).owner(op["item"], self.homes[op["item"]])
        self._add(Event(seq=self.seq, id=op["id"], moves=(Moved(op["item"], source, op["to"]),)))

    def undo(self, op: dict[str, Any]) -> None:
        target = next(e for e in self.events if e.id == op["of"])
        self.undecided[op["id"]] = list(needs_decision(self.events, target, self.placed()))
        without = Fold(self.events, without=target.id)
        moves = tuple(
            Moved(item, without.owner(item, self.homes[item]), to)
            for item, to in op["assign"].items()
        )
        self._add(Event(seq=self.seq, id=op["id"], moves=moves, reverses=target.id))

    def _add(self, event: Event) -> None:
        self.events.append(event)

    def outcome(self) -> dict[str, Any]:
        fold = Fold(self.events)
        return {
            "owner": {item: fold.owner(item, home) for item, home in self.homes.items()},
            "replaced_by": fold.replaced_by(),
            "undecided": self.undecided,
        }


def test_the_published_histories() -> None:
    if not VECTORS.exists():
        pytest.skip("the published vectors are not beside this checkout")
    vectors = json.loads(VECTORS.read_text())
    assert len(vectors) == 300
    for number, vector in enumerate(vectors):
        played = Played(vector["items"])
        for op in vector["ops"]:
            played.play(op)
        outcome = played.outcome()
        expected = {key: vector["expect"][key] for key in outcome}
        assert outcome == expected, f"vector {number}"
        gone = outcome["replaced_by"]
        status = {c: "retired" if c in gone else "active" for c in vector["charts"]}
        assert status == vector["expect"]["status"]


class Twin:
    """One random history told to the fold and to the diary."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.charts = list("ABCDE")[: self.dice.randint(3, 5)]
        items = {f"{c.lower()}{n}": c for c in self.charts for n in (1, 2)}
        self.played, self.diary = Played(items), Diary()
        for item, home in items.items():
            self.diary.arrive(item, home)

    def live(self) -> list[str]:
        return [entry.id for entry in self.diary.live()]

    def step(self, number: int) -> None:
        alive = [c for c in self.charts if c not in self.diary.survivors()]
        kind = self.dice.choice(["merge", "merge", "arrive", "move", "undo", "undo", "redo"])
        if kind == "merge" and len(alive) > 1:
            into, *gone = self.dice.sample(alive, min(len(alive), self.dice.choice([2, 2, 3])))
            op = {"op": "merge", "id": f"m{number}", "survivor": into, "retired": gone}
            self.diary.entries.append(Entry(f"m{number}", into=into, gone=tuple(gone)))
        elif kind == "arrive":
            op = {"op": "arrive", "item": f"x{number}", "number": self.dice.choice(self.charts)}
            self.diary.arrive(op["item"], op["number"])
        elif kind == "move":
            item, to = self.dice.choice(list(self.diary.home)), self.dice.choice(alive)
            op = {"op": "move", "id": f"v{number}", "item": item, "to": to}
            step = (item, self.diary.owners()[item], to)
            self.diary.entries.append(Entry(f"v{number}", steps=[step]))
        elif kind in {"undo", "redo"} and self.live():
            undone = self.undo(number, redo=kind == "redo")
            if undone is None:
                return
            op = undone
        else:
            return
        self.played.play(op)

    def undo(self, number: int, *, redo: bool) -> dict[str, Any] | None:
        able = [i for i in self.live() if (i[0] == "u") == redo and self.diary.sound(i)]
        if not able:
            return None
        of = self.dice.choice(able)
        need, without = self.diary.to_decide(of), self.diary.owners(without=of)
        free = [c for c in self.charts if c not in self.diary.survivors(without=of)]
        assign = {item: self.dice.choice(free) for item in sorted(need)}
        steps = [(item, without[item], to) for item, to in assign.items()]
        self.diary.entries.append(Entry(f"u{number}", steps=steps, of=of))
        self.expected = need
        return {"op": "undo", "id": f"u{number}", "of": of, "assign": assign}


@pytest.mark.parametrize("block", range(10))
def test_random_histories_with_undos_of_undos(block: int) -> None:
    undos = 0
    for seed in range(block * 100, block * 100 + 100):
        twin = Twin(seed)
        for number in range(14):
            twin.step(number)
            outcome = twin.played.outcome()
            assert outcome["owner"] == twin.diary.owners(), seed
            assert outcome["replaced_by"] == twin.diary.survivors(), seed
            if f"u{number}" in twin.played.undecided:
                undos += 1
                assert set(twin.played.undecided[f"u{number}"]) == twin.expected, seed
            fold = Fold(twin.played.events)
            for entry in twin.diary.entries:
                assert fold.in_force(entry.id) == (entry.id in twin.live())
    assert undos > 100, "the histories must be worth their name"


def merge(seq: int, survivor: str, *retired: str) -> Event:
    return Event(seq=seq, id=f"m{seq}", survivor=survivor, retired=retired)


def undo(seq: int, of: str, *moves: Moved) -> Event:
    return Event(seq=seq, id=f"u{seq}", reverses=of, moves=moves)


def move(seq: int, item: str, source: str, target: str) -> Event:
    return Event(seq=seq, id=f"v{seq}", moves=(Moved(item, source, target),))


def test_a_chain_leads_to_its_end() -> None:
    fold = Fold([merge(1, "B", "A"), merge(2, "C", "B"), merge(3, "C", "D")])
    assert fold.owner("a", "A") == "C"
    assert fold.chain("A") == ("A", "B", "C")
    assert fold.survivor_of("A") == "C"
    assert fold.survivor_of("C") == "C"
    assert fold.replaced_by() == {"A": "B", "B": "C", "D": "C"}


def test_the_order_of_the_ledger_counts_not_that_of_the_list() -> None:
    events = [merge(2, "C", "B"), merge(1, "B", "A")]
    assert Fold(events).owner("a", "A") == "C"


def test_a_move_takes_its_item_only_from_where_it_was() -> None:
    events = [merge(1, "B", "A"), move(2, "a", "B", "C")]
    assert Fold(events).owner("a", "A") == "C"
    assert Fold(events, without="m1").owner("a", "A") == "A"


def test_undo_of_undo_puts_back_in_force_and_takes_decisions_out() -> None:
    events = [merge(1, "B", "A"), undo(2, "m1", Moved("x", "B", "A")), undo(3, "u2")]
    assert Fold(events[:2]).owner("x", "B") == "A"
    fold = Fold(events)
    assert fold.owner("x", "B") == "B"
    assert fold.in_force("m1")
    assert fold.reversed_by("u2") == "u3"
    assert fold.reversed_by("m1") is None


def test_what_was_in_force_at_a_time() -> None:
    fold = Fold([merge(1, "B", "A"), undo(2, "m1"), undo(3, "u2")])
    assert [fold.in_force("m1", until=seq) for seq in (1, 2, 3)] == [True, False, True]
    without = Fold([merge(1, "B", "A"), undo(2, "m1"), undo(3, "u2")], without="u3")
    assert not without.in_force("m1")
    assert without.in_force("m1", until=3), "what is to be undone now was in force then"


def test_two_survivors_are_refused() -> None:
    events = [merge(1, "B", "A"), undo(2, "m1"), merge(3, "C", "A")]
    Fold(events).check_structure()
    with pytest.raises(StructureConflict):
        Fold(events, without="u2").check_structure()


def test_a_survivor_that_was_retired_before_is_refused() -> None:
    events = [merge(1, "B", "A"), undo(2, "m1"), merge(3, "A", "B")]
    with pytest.raises(StructureConflict):
        Fold(events, without="u2").check_structure()


def placed(item: str, home: str, created: int = 0, owner: str = "") -> Placed:
    return Placed(id=item, home=home, created=created, owner=owner or home, kind=Kind.CLINICAL)


def test_a_merge_carried_what_was_there_then() -> None:
    events = [merge(2, "B", "A"), merge(5, "C", "B")]
    items = [placed("a", "A", 1), placed("late", "A", 3), placed("b", "B", 1)]
    assert carried(events, events[0], items) == {"a"}
    assert carried(events, events[1], items) == {"a", "late", "b"}


def test_what_came_under_the_retired_number_goes_home_unasked() -> None:
    events = [merge(2, "B", "A")]
    items = [placed("late", "A", 3), placed("later", "B", 4)]
    assert needs_decision(events, events[0], items) == ("later",)


def test_an_item_is_asked_for_once() -> None:
    """The later item was decided when the first merge was undone, not again for the second."""
    events = [merge(1, "B", "A"), merge(2, "B", "C")]
    items = [placed("x", "B", 3)]
    assert needs_decision(events, events[0], items) == ("x",)
    decided = [*events, undo(4, "m1", Moved("x", "B", "B"))]
    assert needs_decision(decided, events[1], items) == ()
    taken_back = [*decided, undo(5, "u4")]
    assert needs_decision(taken_back, events[1], items) == ("x",)


def test_what_someone_moved_since_is_a_conflict() -> None:
    events = [merge(2, "B", "A"), move(3, "a", "B", "C")]
    assert needs_decision(events, events[0], [placed("a", "A", 1)]) == ("a",)
    given_up = [*events, undo(4, "v3")]
    assert needs_decision(given_up, events[0], [placed("a", "A", 1)]) == ()
