# SPDX-License-Identifier: Apache-2.0
"""Learning from decisions: merged means one person, distinct or undone means two.

What decisions change is kept apart from what the file taught, as added log-odds by level: it can
be read, and taken back by leaving it out. Decisions are made on doubtful pairs only, so pairs
the model is sure of (pseudo-labels) hold the rest in place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.arrays import spread
from himdesk.matching.model.calibrate import best_threshold
from himdesk.matching.model.weigh import BASE, Compared, log_odds, probability
from himdesk.matching.pairs.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.matching.arrays import Floats, Ints, Levels, Mask
    from himdesk.matching.model.document import Model

SEED = 4_711
BACKGROUND = 4000
BACKGROUND_WEIGHT = 0.02
"""How much the model's own belief in a pair counts against one decision."""

STIFFNESS = 4.0
"""Decisions needed before a level's weight moves half of the way they ask for."""

_ROUNDS = 30
_SETTLED = 1e-6


@dataclass(frozen=True, slots=True)
class Decided:
    """Pairs that people decided on: `same` is True for merged, False for distinct or undone."""

    compared: Compared
    same: Mask


def learn(model: Model, decided: Decided, candidates: Compared, records: int) -> Model:
    """The model with adjustments from decisions, its threshold chosen anew.

    Earlier adjustments are replaced: give all decisions each time.
    """
    plain = replace(model, adjust={})
    background = _sample(candidates)
    offset = np.concatenate(
        [log_odds(decided.compared, plain, records), log_odds(background, plain, records)]
    )
    target = np.concatenate(
        [decided.same.astype(np.float64), probability(offset[len(decided.compared) :])]
    )
    weight = np.ones(len(offset))
    weight[len(decided.compared) :] = BACKGROUND_WEIGHT
    levels = np.concatenate([decided.compared.levels, background.levels])
    names, design = _design(levels)
    added = _fit(design, offset, target, weight)
    adjust = {name: float(value) for name, value in zip(names, added, strict=True) if value}
    facts = dict(model.facts) | {
        "decisions": len(decided.compared),
        "decided_same": int(decided.same.sum()),
    }
    learnt = replace(model, adjust=adjust, facts=facts)
    chances = probability(log_odds(candidates, learnt, records))
    return replace(learnt, threshold=best_threshold(chances))


def _sample(candidates: Compared) -> Compared:
    if len(candidates) <= BACKGROUND:
        return candidates
    rows = np.random.default_rng(SEED).choice(len(candidates), BACKGROUND, replace=False)
    rows.sort()
    return candidates.rows(rows)


def _design(levels: Levels) -> tuple[list[str], Floats]:
    """One column for all pairs and one for each level that occurs."""
    names, columns = [BASE], [np.ones(len(levels))]
    for at, column in enumerate(FIELDS):
        for number in np.unique(levels[:, at]):
            if number:
                names.append(f"{column.name}.{column.levels[number].name}")
                columns.append((levels[:, at] == number).astype(np.float64))
    return names, np.column_stack(columns)


def _fit(design: Floats, offset: Floats, target: Floats, weight: Floats) -> Floats:
    """Logistic regression on top of `offset`, held towards zero (Newton's method)."""
    added = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        chance = probability(offset + design @ added)
        slope = design.T @ (weight * (target - chance)) - STIFFNESS * added
        bend = (design * (weight * chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.solve(bend + STIFFNESS * np.eye(len(added)), slope)
        step = _shortened(
            np.asarray(step, dtype=np.float64),
            lambda at: _loss(at, design, offset, target, weight),
            added,
        )
        added = added + step
        if np.abs(step).max() < _SETTLED:
            break
    return added


def _loss(added: Floats, design: Floats, offset: Floats, target: Floats, weight: Floats) -> float:
    odds = offset + design @ added
    costs = np.logaddexp(0, odds) - target * odds
    return float((weight * costs).sum() + STIFFNESS / 2 * (added @ added))


def _shortened(step: Floats, loss: Callable[[Floats], float], start: Floats) -> Floats:
    """Halve a step until it leads downhill: far from the goal, Newton's steps are too long."""
    before = loss(start)
    for _ in range(_ROUNDS):
        if loss(start + step) <= before:
            return step
        step = step / 2
    return np.zeros_like(step)


def most_useful(chances: Floats, levels: Levels, count: int, threshold: float = 0.5) -> Ints:
    """The rows whose decision would teach most: doubtful, and each of another pattern.

    Of every pattern of levels the most doubtful pair comes first; common patterns weigh more,
    as their decision speaks for many pairs.
    """
    doubt = -np.abs(np.log(np.clip(chances, 1e-9, 1) / np.clip(1 - chances, 1e-9, 1))
                    - np.log(threshold / (1 - threshold)))  # fmt: skip
    _, pattern, sizes = np.unique(levels, axis=0, return_inverse=True, return_counts=True)
    pattern = pattern.reshape(-1)
    value = doubt + 0.5 * np.log(spread(sizes, pattern, 1).astype(np.float64))
    order = np.argsort(-value, kind="stable")
    turn = np.empty(len(order), dtype=np.int64)
    seen: dict[int, int] = {}
    for row in order[: 50 * count].tolist():
        turn[row] = seen[int(pattern[row])] = seen.get(int(pattern[row]), -1) + 1
    first = sorted(order[: 50 * count].tolist(), key=lambda row: value[row] - 2.0 * turn[row])
    return np.array(first[::-1][:count], dtype=np.int64)
