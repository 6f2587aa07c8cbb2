# SPDX-License-Identifier: Apache-2.0
"""Charts and events of many corrections, told apart by what connects them."""

from __future__ import annotations

from himdesk.domain.fold import Event, Moved
from himdesk.services.undoing.webs import Web

MERGE = Event(seq=1, id="m", survivor="A", retired=("B",))
MOVE = Event(seq=2, id="v", moves=(Moved("i", "B", "C"),))
OTHER = Event(seq=3, id="o", survivor="D", retired=("E",))
UNDO = Event(seq=4, id="u", reverses="m")
REDO = Event(seq=5, id="r", reverses="u")
ALL = (REDO, OTHER, MOVE, UNDO, MERGE)


def test_what_is_connected_comes_together_in_order() -> None:
    events, charts = Web(ALL).around(["C"])
    assert events == (MERGE, MOVE, UNDO, REDO)
    assert charts == {"A", "B", "C"}


def test_what_is_not_connected_stays_away() -> None:
    web = Web(ALL)
    assert web.around(["E"]) == ((OTHER,), frozenset("DE"))
    assert web.around(["X"]) == ((), frozenset("X"))
    assert web.around(["E", "A"]) == ((MERGE, MOVE, OTHER, UNDO, REDO), frozenset("ABCDE"))


def test_a_chart_and_an_event_of_one_name_are_two_things() -> None:
    assert Web([Event(seq=1, id="A", survivor="X", retired=("Y",))]).around(["A"])[0] == ()


def test_undos_are_followed_to_the_end() -> None:
    assert {event.id for event in Web(ALL).undos_of({"m"})} == {"u", "r"}
    assert Web(ALL).undos_of({"v"}) == []
