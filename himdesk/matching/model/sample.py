# SPDX-License-Identifier: Apache-2.0
"""The pairs a model is trained on: a weighted sample that stands for *all* pairs of a file.

Candidates alone would mislead: they were chosen because they agree. So pairs that are no
candidates are sampled too, in three layers (people of one home, of one name, anybody), each
with the weight that makes the layers add up to all pairs. What is no candidate is no match, and
a layer names the kinds its pairs may be: one odd pair that stands for a million others must not
be taken for a million matches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.model.document import HOUSEHOLD, KINDS, NAMESAKE, STRANGER, TWINS
from himdesk.matching.pairs.blocks import among, block_pairs, blocks, pair_numbers, sorted_unique
from himdesk.matching.pairs.keys import HOME_KEYS, NAMESAKE_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from himdesk.matching.arrays import Floats, Ints
    from himdesk.matching.pairs.keys import Parts

SEED = 20_260
CANDIDATES = 200_000
HOMES = 40_000
NAMESAKES = 40_000
ANYBODY = 200_000


@dataclass(frozen=True, slots=True)
class Sample:
    """Pair numbers, how many pairs each stands for, and which kinds (columns) it may be.

    `anybody` are pairs of strangers, each standing for `anybody_weight` pairs.
    """

    pairs: Ints
    weights: Floats
    allowed: NDArray[np.bool_]
    anybody: Ints
    anybody_weight: float


def training_sample(size: int, parts: Parts, candidates: Ints) -> Sample:
    """Draw the layers; the same file gives the same sample."""
    random = np.random.default_rng(SEED)
    homes = sorted_unique(np.concatenate([block_pairs(key, parts, size) for key in HOME_KEYS]))
    homes = homes[~among(homes, candidates)]
    taken = sorted_unique(np.concatenate([candidates, homes]))
    named, named_weight = _namesakes(size, parts, random)
    anyone = _anybody(size, random)
    strange = ~among(anyone, taken) & ~_same_name(anyone, size, parts)
    any_weight = size * (size - 1) / 2 / max(1, len(anyone))
    layers = (
        (*_thin(candidates, CANDIDATES, random), range(len(KINDS))),
        (*_thin(homes, HOMES, random), (HOUSEHOLD, TWINS, STRANGER)),
        (named[~among(named, taken)], named_weight, (NAMESAKE, STRANGER)),
    )
    return Sample(
        np.concatenate([pairs for pairs, _, _ in layers]),
        np.concatenate([np.full(len(pairs), weight) for pairs, weight, _ in layers]),
        np.concatenate([_allowed(len(pairs), kinds) for pairs, _, kinds in layers]),
        anyone[strange],
        any_weight,
    )


def _allowed(count: int, kinds: Iterable[int]) -> NDArray[np.bool_]:
    allowed = np.zeros((count, len(KINDS)), dtype=np.bool_)
    allowed[:, list(kinds)] = True
    return allowed


def _thin(pairs: Ints, most: int, random: np.random.Generator) -> tuple[Ints, float]:
    """At most so many of the pairs, and what each stands for."""
    if len(pairs) <= most:
        return pairs, 1.0
    kept = np.sort(random.choice(len(pairs), size=most, replace=False))
    return pairs[kept], len(pairs) / most


def _namesakes(size: int, parts: Parts, random: np.random.Generator) -> tuple[Ints, float]:
    """Pairs of records with one full name, drawn at random, and what each stands for."""
    records, starts, sizes = blocks(NAMESAKE_KEYS[0], parts, size)
    sizes = sizes.astype(np.float64)
    pairs = sizes * (sizes - 1) / 2
    total = float(pairs.sum())
    if total == 0:
        return np.empty(0, dtype=np.int64), 1.0
    drawn = int(min(NAMESAKES, 4 * total))
    chosen = np.searchsorted(np.cumsum(pairs), random.random(drawn) * total, side="right")
    chosen = np.minimum(chosen, len(starts) - 1)
    one = (random.random(drawn) * sizes[chosen]).astype(np.int64)
    other = (random.random(drawn) * (sizes[chosen] - 1)).astype(np.int64)
    other += other >= one
    first, second = records[starts[chosen] + one], records[starts[chosen] + other]
    return pair_numbers(first, second, size), total / drawn


def _anybody(size: int, random: np.random.Generator) -> Ints:
    all_pairs = size * (size - 1) // 2
    drawn = min(ANYBODY, 4 * all_pairs)
    one = random.integers(0, size, drawn)
    other = random.integers(0, max(1, size - 1), drawn)
    other += other >= one
    return pair_numbers(one, other, size) if size > 1 else np.empty(0, dtype=np.int64)


def _same_name(pairs: Ints, size: int, parts: Parts) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    names = parts.get("names").codes
    return np.asarray(
        (names[pairs // size] == names[pairs % size]) & (names[pairs // size] >= 0), dtype=np.bool_
    )
