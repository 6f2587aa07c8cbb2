# SPDX-License-Identifier: Apache-2.0
"""From cleaned records to weighed pairs: block, compare, train, weigh."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

import numpy as np

from himdesk.matching.model.before import belief
from himdesk.matching.model.calibrate import best_threshold
from himdesk.matching.model.sample import training_sample
from himdesk.matching.model.train import fit, strangers
from himdesk.matching.model.weigh import compare_pairs, log_odds
from himdesk.matching.pairs.blocks import candidate_pairs
from himdesk.matching.pairs.compare import Comparer
from himdesk.matching.pairs.keys import Parts
from himdesk.matching.pairs.rarity import Rarities

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.matching.arrays import Floats, Ints
    from himdesk.matching.model.document import Model
    from himdesk.matching.records.reference import Reference
    from himdesk.matching.records.table import Table

_FEWEST = 2

CHUNK = 250_000
"""Pairs compared at a time: bounds memory, and how long a click on Cancel waits."""

MOST_THREADS = 4
"""Chunks compared side by side; memory grows with them."""


class Progress(Protocol):
    """Told of each step; may raise Cancelled to stop the work."""

    def __call__(self, stage: str, share: float) -> None:
        """`stage` is load, block, compare, model or write; `share` how much of it is done."""


@dataclass(frozen=True, slots=True)
class Matched:
    """The weighed candidates of a table: `left` < `right` rows, log-odds of being one person.

    `seconds` by stage; `model` and its threshold fit this table.
    """

    table: Table
    comparer: Comparer
    rarities: Rarities
    model: Model
    left: Ints
    right: Ints
    log_odds: Floats
    seconds: dict[str, float]

    def weigh(self, left: Ints, right: Ints) -> Floats:
        """Log-odds of any pairs of rows."""
        compared = compare_pairs(self.comparer, self.rarities, left, right)
        return log_odds(compared, self.model, self.table.size)


def match(table: Table, ref: Reference, progress: Progress, model: Model | None = None) -> Matched:
    """Find and weigh the pairs of a table; without a model, train one on the table."""
    clock = _Clock()
    parts = Parts(table, ref)
    if table.size < _FEWEST:
        model = model or belief()
    pairs = candidate_pairs(table.size, parts, lambda share: progress("block", share))
    clock.stop("block")
    comparer, rarities = Comparer(table, ref), Rarities(table)
    used = model or train(table, parts, pairs, comparer, rarities, progress=progress)
    clock.stop("model")
    left, right = pairs // max(1, table.size), pairs % max(1, table.size)

    def weigh(rows: slice) -> Floats:
        compared = compare_pairs(comparer, rarities, left[rows], right[rows])
        return log_odds(compared, used, table.size)

    found = _in_chunks(len(pairs), weigh, lambda share: progress("compare", share))
    clock.stop("compare")
    if model is None:
        used = replace(used, threshold=best_threshold(1 / (1 + np.exp(-found))))
    return Matched(table, comparer, rarities, used, left, right, found, clock.seconds)


def _in_chunks(
    size: int, weigh: Callable[[slice], Floats], progress: Callable[[float], None]
) -> Floats:
    """What `weigh` says of each chunk, put together; numpy lets the chunks run side by side."""
    found = np.empty(size)
    chunks = [slice(start, start + CHUNK) for start in range(0, size, CHUNK)]
    with ThreadPoolExecutor(max_workers=min(MOST_THREADS, os.cpu_count() or 1)) as pool:
        try:
            for rows, said in zip(chunks, pool.map(weigh, chunks), strict=True):
                found[rows] = said
                progress(min(1.0, rows.stop / size))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return found


def train(
    table: Table,
    parts: Parts,
    candidates: Ints,
    comparer: Comparer,
    rarities: Rarities,
    *,
    progress: Progress,
) -> Model:
    """A model for this table, from its own records, without labels."""
    size = max(1, table.size)
    sample = training_sample(table.size, parts, candidates)
    compared = compare_pairs(comparer, rarities, sample.pairs // size, sample.pairs % size)
    anybody = comparer.levels(sample.anybody // size, sample.anybody % size)
    known = strangers(anybody, sample.anybody_weight)
    fitted = fit(compared, sample, known, table.size, lambda share: progress("model", share))
    facts = {
        "records": table.size,
        "candidates": len(candidates),
        "pairs_trained_on": len(sample.pairs) + len(sample.anybody),
        "rounds": fitted.rounds,
    }
    return replace(fitted.model, facts=facts, frequencies=rarities.frequencies())


class _Clock:
    """Seconds of the stages that follow one another."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = perf_counter()

    def stop(self, stage: str) -> None:
        now = perf_counter()
        self.seconds[stage] = now - self._since
        self._since = now
