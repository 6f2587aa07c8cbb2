# SPDX-License-Identifier: Apache-2.0
"""Training without labels: expectation and maximisation over the kinds of pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.model.before import (
    BOUND,
    BOUNDS,
    MOST_TWINS,
    RATES,
    belief_counts,
    belief_levels,
)
from himdesk.matching.model.document import KINDS, NAMESAKE, PER_RECORD, STRANGER, TWINS, Model
from himdesk.matching.model.weigh import gains, level_logs, posteriors
from himdesk.matching.pairs.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.matching.arrays import Floats, Levels
    from himdesk.matching.model.sample import Sample
    from himdesk.matching.model.weigh import Compared

ROUNDS = 40
_SETTLED = 2e-3
_LEAST = 1e-9
NAMESAKES_OWN = ("given", "family", "birth", "email")
"""What namesakes are like by themselves; in every other field they are strangers."""

_RATE_WEIGHT = 20.0


@dataclass(frozen=True, slots=True)
class Fit:
    """A trained model and the rounds it took."""

    model: Model
    rounds: int


@dataclass(frozen=True, slots=True)
class Strangers:
    """Pairs known to be strangers, as counts of levels by field, and how many pairs they are."""

    counts: tuple[Floats, ...]
    pairs: float


def strangers(levels: Levels, weight: float) -> Strangers:
    """Count the levels of strangers, each pair standing for `weight` pairs."""
    counts = tuple(
        np.bincount(levels[:, at], minlength=len(column.levels)).astype(np.float64) * weight
        for at, column in enumerate(FIELDS)
    )
    return Strangers(counts, len(levels) * weight)


def fit(
    compared: Compared,
    sample: Sample,
    known: Strangers,
    records: int,
    step: Callable[[float], None],
) -> Fit:
    """Fit rates and levels to a weighted sample of all pairs of `records` records."""
    model = Model(RATES, belief_levels())
    barred = np.where(sample.allowed, 0.0, -np.inf) + gains(compared)
    for turn in range(ROUNDS):
        logs = level_logs(compared.levels, model) + np.log(model.priors(records)) + barred
        shares, _ = posteriors(logs)
        before = model
        model = maximise(compared.levels, shares * sample.weights[:, None], known, records)
        step((turn + 1) / ROUNDS)
        if _change(before, model) < _SETTLED:
            break
    return Fit(model, turn + 1)


def _change(before: Model, after: Model) -> float:
    """The largest change of a probability of matches' or relatives' levels."""
    return max(
        float(np.abs(one - other)[:, :NAMESAKE].max())
        for one, other in zip(before.levels, after.levels, strict=True)
    )


def maximise(levels: Levels, held: Floats, known: Strangers, records: int) -> Model:
    """The model under which pairs held to be of kinds by these amounts are most likely."""
    matrices = []
    for at, (column, counts) in enumerate(zip(FIELDS, belief_counts(), strict=True)):
        seen = counts.copy()
        for kind in range(len(KINDS)):
            seen[:, kind] += np.bincount(
                levels[:, at], weights=held[:, kind], minlength=len(column.levels)
            )
        seen[:, STRANGER] += known.counts[at]
        if column.name not in NAMESAKES_OWN:
            seen[:, NAMESAKE] = seen[:, STRANGER]
        matrix = _normal(seen, np.array([level.group for level in column.levels]))
        matrices.append(_bounded(matrix, at))
    totals = held.sum(axis=0)
    totals[STRANGER] += known.pairs
    return Model(_rates(totals, records), tuple(matrices))


def _normal(seen: Floats, groups: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Floats:
    """Divide by the sums of each group of levels; level 0 says nothing."""
    found = np.maximum(seen, _LEAST)
    for group in np.unique(groups):
        rows = groups == group
        found[rows] /= found[rows].sum(axis=0, keepdims=True)
    found[0] = 1.0
    return np.maximum(found, _LEAST)


def _bounded(matrix: Floats, at: int) -> Floats:
    """Hold kinds to what they are; what is cut off goes to the other levels of the group."""
    column, belief = FIELDS[at], belief_levels()[at]
    groups = np.array([level.group for level in column.levels])
    for kind, fields in BOUNDS.items():
        held = np.array([level.name in fields.get(column.name, ()) for level in column.levels])
        most = np.where(held, BOUND * belief[:, kind], 1.0)
        for group in np.unique(groups[held]):
            rows = groups == group
            capped = np.minimum(matrix[rows, kind], most[rows])
            free = ~held[rows]
            capped[free] *= (1 - capped[~free].sum()) / max(_LEAST, float(capped[free].sum()))
            matrix[rows, kind] = capped
    return matrix


def _rates(totals: Floats, records: int) -> tuple[float, ...]:
    """Rates by kind; beliefs count like a hundred records."""
    pairs = float(totals.sum())
    rates = []
    for kind, per_record in enumerate(PER_RECORD):
        base = float(records) if per_record else pairs
        belief = min(base, _RATE_WEIGHT)
        rates.append(float((totals[kind] + RATES[kind] * belief) / (base + belief)))
    rates[TWINS] = min(rates[TWINS], MOST_TWINS)
    return tuple(rates)
