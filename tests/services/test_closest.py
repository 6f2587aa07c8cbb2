# SPDX-License-Identifier: Apache-2.0
"""Which records of the index are weighed against one, and which keys count for nothing."""

from __future__ import annotations

from himdesk.services.matching.meeting import MOST, closest


def test_whoever_shares_a_key_is_near_but_not_oneself() -> None:
    assert set(closest({1: 9, 2: 9}, {1: [7, 8], 2: [8, 9], 3: [4]}, but=8)) == {7, 9}


def test_a_key_that_too_many_share_is_passed_over() -> None:
    assert set(closest({1: 2, 2: 2}, {1: [1, 2, 3], 2: [4]})) == {4}


def test_of_many_those_that_share_the_telling_keys_are_taken() -> None:
    many = list(range(1000))
    near = closest({1: 2000, 2: 5}, {1: many, 2: [999, 998]})
    assert len(list(near)) == MOST
    assert list(near)[:2] == [998, 999]
