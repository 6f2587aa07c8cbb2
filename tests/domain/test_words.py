# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from himdesk.domain.words import counted, having


def test_one_is_not_several() -> None:
    assert [counted(n, "record") for n in (0, 1, 2)] == ["0 records", "1 record", "2 records"]
    assert [having(n) for n in (1, 2)] == ["1 record has", "2 records have"]


def test_thousands_are_set_apart_and_a_plural_of_its_own_is_given() -> None:
    assert counted(1200, "change set") == "1,200 change sets"
    assert [counted(n, "entry", "entries") for n in (1, 2)] == ["1 entry", "2 entries"]
