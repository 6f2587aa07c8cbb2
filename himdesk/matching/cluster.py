# SPDX-License-Identifier: Apache-2.0
"""Records of one person as one case: pairs joined into clusters, weak bridges cut.

Two groups of records are joined only if the evidence between *all* their records speaks for it
on average; so two persons are not chained together by one record between them, and twins and
other contradicting pairs are never in one cluster.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from himdesk.matching.arrays import Floats, Ints

MOST_FILLED = 40
"""Up to this many records in a component, pairs that were no candidates are weighed too."""

_PAIR = 2
_CLIP = 6.0
_UNKNOWN = -2.0
_AGAINST = -5.0


@dataclass(frozen=True, slots=True)
class Cut:
    """A pair above the threshold whose records were put into different clusters."""

    left: int
    right: int
    log_odds: float


@dataclass(frozen=True, slots=True)
class Clusters:
    """`of_record`: the cluster of each record, the number of its first record; `cuts`."""

    of_record: Ints
    cuts: tuple[Cut, ...]

    @property
    def several(self) -> int:
        """How many clusters have two and more records."""
        _, counts = np.unique(self.of_record, return_counts=True)
        return int((counts > 1).sum())


def cluster(
    size: int,
    left: Ints,
    right: Ints,
    log_odds: Floats,
    *,
    least: float,
    weigh: Callable[[Ints, Ints], Floats],
) -> Clusters:
    """Cluster records by pairs with log-odds; `least` is the log-odds of the threshold.

    `weigh` gives log-odds for pairs that were no candidates.
    """
    of_record = np.arange(size, dtype=np.int64)
    joined = log_odds >= least
    cuts: list[Cut] = []
    components = list(_components(left[joined], right[joined]))
    known = _known(components, left, right, log_odds, weigh)
    for members in components:
        ties = known[members[0]]
        if len(members) == _PAIR:
            of_record[members[1]] = members[0]
            continue
        for group in _join(members, ties, least):
            of_record[group] = min(group)
        cuts.extend(
            Cut(a, b, odds)
            for (a, b), odds in ties.items()
            if odds >= least and of_record[a] != of_record[b]
        )
    return Clusters(of_record, tuple(sorted(cuts, key=lambda cut: (cut.left, cut.right))))


def _components(left: Ints, right: Ints) -> Iterator[list[int]]:
    """Records connected by pairs, each component sorted, in order of their first records."""
    parent: dict[int, int] = {}

    def root(at: int) -> int:
        while parent.setdefault(at, at) != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    members: dict[int, list[int]] = defaultdict(list)
    for at in sorted(parent):
        members[root(at)].append(at)
    yield from members.values()


def _known(
    components: list[list[int]],
    left: Ints,
    right: Ints,
    log_odds: Floats,
    weigh: Callable[[Ints, Ints], Floats],
) -> dict[int, dict[tuple[int, int], float]]:
    """For each component (by its first record) the log-odds of its pairs."""
    home = {at: members[0] for members in components for at in members}
    known: dict[int, dict[tuple[int, int], float]] = {members[0]: {} for members in components}
    for one, other, odds in zip(left.tolist(), right.tolist(), log_odds.tolist(), strict=True):
        where = home.get(one)
        if where is not None and where == home.get(other):
            known[where][one, other] = odds
    absent = [
        (one, other)
        for members in components
        if _PAIR < len(members) <= MOST_FILLED
        for at, one in enumerate(members)
        for other in members[at + 1 :]
        if (one, other) not in known[members[0]]
    ]
    if absent:
        rows = np.array(absent, dtype=np.int64)
        for (one, other), odds in zip(absent, weigh(rows[:, 0], rows[:, 1]).tolist(), strict=True):
            known[home[one]][one, other] = odds
    return known


def _join(members: list[int], ties: dict[tuple[int, int], float], least: float) -> list[list[int]]:
    """Join groups of one component, strongest evidence first, by average evidence."""
    groups = {at: [at] for at in members}
    sums: dict[int, dict[int, float]] = {at: {} for at in members}
    barred: set[tuple[int, int]] = set()
    for (one, other), odds in ties.items():
        sums[one][other] = sums[other][one] = float(np.clip(odds - least, -_CLIP, _CLIP))
        if odds < _AGAINST:
            barred.add((min(one, other), max(one, other)))
    heap = [
        (-value, one, other) for one in sums for other, value in sums[one].items() if one < other
    ]
    heapq.heapify(heap)
    while heap:
        negative, one, other = heapq.heappop(heap)
        if one not in groups or other not in groups or -negative <= 0:
            continue
        if _average(groups, sums, one, other) != -negative or (one, other) in barred:
            continue
        _merge(groups, sums, barred, one, other)
        for third in sums[one]:
            low, high = min(one, third), max(one, third)
            heapq.heappush(heap, (-_average(groups, sums, low, high), low, high))
    return list(groups.values())


def _average(
    groups: dict[int, list[int]], sums: dict[int, dict[int, float]], one: int, other: int
) -> float:
    return sums[one][other] / (len(groups[one]) * len(groups[other]))


def _merge(
    groups: dict[int, list[int]],
    sums: dict[int, dict[int, float]],
    barred: set[tuple[int, int]],
    one: int,
    other: int,
) -> None:
    """Put group `other` into group `one`; pairs never weighed count a little against."""
    sizes = len(groups[one]), len(groups[other])
    thirds = (set(sums[one]) | set(sums[other])) - {one, other}
    for third in thirds:
        count = len(groups[third])
        value = sums[one].get(third, _UNKNOWN * sizes[0] * count)
        value += sums[other].get(third, _UNKNOWN * sizes[1] * count)
        sums[one][third] = sums[third][one] = value
        sums[third].pop(other, None)
        if (min(other, third), max(other, third)) in barred:
            barred.add((min(one, third), max(one, third)))
    sums[one].pop(other, None)
    groups[one] += groups.pop(other)
    del sums[other]
