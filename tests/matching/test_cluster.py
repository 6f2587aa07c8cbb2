# SPDX-License-Identifier: Apache-2.0
"""Clusters: records of one person together, weak bridges cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from himdesk.matching.cluster import Clusters, cluster

if TYPE_CHECKING:
    from himdesk.matching.arrays import Floats, Ints


def clustered(size: int, pairs: dict[tuple[int, int], float], other: float = -3.0) -> Clusters:
    """Cluster with these log-odds; pairs that are not named have `other`."""

    def weigh(left: Ints, right: Ints) -> Floats:
        return np.full(len(left), other)

    left, right = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    return cluster(size, left, right, np.array(list(pairs.values())), least=0.0, weigh=weigh)


def test_a_pair_is_a_cluster() -> None:
    assert clustered(3, {(0, 2): 4.0}).of_record.tolist() == [0, 1, 0]


def test_three_records_of_one_person() -> None:
    found = clustered(3, {(0, 1): 5.0, (1, 2): 4.0, (0, 2): 0.5})
    assert found.of_record.tolist() == [0, 0, 0]
    assert found.several == 1
    assert found.cuts == ()


def test_a_weak_third_side_does_not_part_three_records() -> None:
    assert clustered(3, {(0, 1): 5.0, (1, 2): 5.0, (0, 2): -1.0}).several == 1


def test_a_bridge_between_two_persons_is_cut_and_shown() -> None:
    pairs = {(0, 1): 6.0, (2, 3): 6.0, (1, 2): 1.0}
    found = clustered(4, pairs)
    assert found.of_record.tolist() == [0, 0, 2, 2]
    assert [(cut.left, cut.right) for cut in found.cuts] == [(1, 2)]


def test_twins_are_never_chained_by_a_record_between_them() -> None:
    """0 and 2 are twins (strong evidence against); 1 could be either."""
    found = clustered(3, {(0, 1): 6.0, (1, 2): 5.5, (0, 2): -9.0})
    assert found.of_record[0] != found.of_record[2]
    assert found.of_record[1] == found.of_record[0]


def test_no_pairs() -> None:
    assert clustered(2, {}).of_record.tolist() == [0, 1]


@given(st.dictionaries(st.tuples(st.integers(0, 7), st.integers(0, 7)), st.floats(-9, 9)))
def test_clusters_are_a_partition_that_contradicts_no_strong_pair(
    drawn: dict[tuple[int, int], float],
) -> None:
    pairs = {(min(pair), max(pair)): odds for pair, odds in drawn.items() if pair[0] != pair[1]}
    found = clustered(8, pairs)
    heads = found.of_record
    assert all(heads[heads[at]] == heads[at] <= at for at in range(8))
    for (one, other), odds in pairs.items():
        if odds < -5:
            assert heads[one] != heads[other]
    for cut in found.cuts:
        assert heads[cut.left] != heads[cut.right]
        assert cut.log_odds >= 0
