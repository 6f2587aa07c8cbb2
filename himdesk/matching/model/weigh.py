# SPDX-License-Identifier: Apache-2.0
"""Weighing pairs: how well each kind explains what a pair's fields say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.model.document import KINDS, MATCH, Model
from himdesk.matching.pairs.fields import COLUMN, FIELDS

if TYPE_CHECKING:
    from himdesk.matching.arrays import Floats, Ints, Levels
    from himdesk.matching.pairs.compare import Comparer
    from himdesk.matching.pairs.rarity import Rarities

BASE = "base"
"""The name of the adjustment that all pairs share."""

SHARED: dict[str, tuple[float, ...]] = {
    "given": (1, 0.5, 0, 0, 0),
    "family": (1, 1, 1, 0, 0),
    "middle": (1, 0.5, 0.5, 0, 0),
    "birth": (1, 0, 1, 0, 0),
    "home": (1, 1, 1, 0, 0),
    "email": (1, 1, 1, 0, 0),
}
"""How far an agreement is one and the same value by nature (1) or by chance (0), by kind.

Relatives have one surname and one home, twins one birth date; a son may have his father's name.
Only what is shared by nature gains from being rare.
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs with what their fields say: levels, rarity of the agreements, full-name surplus."""

    levels: Levels
    rarity: Floats
    surplus: Floats

    def __len__(self) -> int:
        return len(self.levels)

    def rows(self, rows: Ints) -> Compared:
        """Some of the pairs."""
        return Compared(self.levels[rows], self.rarity[rows], self.surplus[rows])


def compare_pairs(comparer: Comparer, rarities: Rarities, left: Ints, right: Ints) -> Compared:
    """Everything that is weighed about pairs of records."""
    levels = comparer.levels(left, right)
    return Compared(levels, rarities.of(levels, left, right), rarities.surplus(levels, left))


def field_logs(compared: Compared, model: Model) -> list[Floats]:
    """For each field a matrix, pairs by kinds: log of the probability of what it says.

    Relative to strangers' chance of agreeing on just this value, which all kinds share.
    """
    return [
        np.log(model.levels[at])[compared.levels[:, at]] + _field_gain(compared, at)
        for at in range(len(FIELDS))
    ]


def gains(compared: Compared) -> Floats:
    """What rarity adds, pairs by kinds, over all fields; it does not depend on the model."""
    total = np.zeros((len(compared), len(KINDS)))
    for at in range(len(FIELDS)):
        total += _field_gain(compared, at)
    return total


def level_logs(levels: Levels, model: Model) -> Floats:
    """What levels say, pairs by kinds, over all fields."""
    total = np.zeros((len(levels), len(KINDS)))
    for at, matrix in enumerate(model.levels):
        total += np.log(matrix)[levels[:, at]]
    return total


def _field_gain(compared: Compared, at: int) -> Floats:
    name = FIELDS[at].name
    if name not in SHARED:
        return np.zeros((len(compared), len(KINDS)))
    gain = _gain(compared.rarity[:, at], SHARED[name])
    if name == "given":
        gain[:, MATCH] -= compared.surplus
    return gain


def _gain(rarity: Floats, shared: tuple[float, ...]) -> Floats:
    gain = np.zeros((len(rarity), len(KINDS)))
    full = np.exp(rarity)
    for kind, share in enumerate(shared):
        if share == 1:
            gain[:, kind] = rarity
        elif share > 0:
            gain[:, kind] = np.log(1 - share + share * full)
    return gain


def kind_logs(compared: Compared, model: Model, records: int) -> Floats:
    """Log of prior times probability, pairs by kinds."""
    return gains(compared) + level_logs(compared.levels, model) + np.log(model.priors(records))


def posteriors(logs: Floats) -> tuple[Floats, Floats]:
    """The probability of each kind, and the log of the pair's whole probability."""
    top = logs.max(axis=1, keepdims=True)
    shares = np.exp(logs - top)
    whole = shares.sum(axis=1, keepdims=True)
    return shares / whole, (top + np.log(whole))[:, 0]


def log_odds(compared: Compared, model: Model, records: int) -> Floats:
    """Log-odds of `match` against all other kinds, with what reviewers' decisions changed."""
    logs = kind_logs(compared, model, records)
    others = np.delete(logs, MATCH, axis=1)
    top = others.max(axis=1)
    found = logs[:, MATCH] - top - np.log(np.exp(others - top[:, None]).sum(axis=1))
    return np.asarray(found + adjustment(compared.levels, model), dtype=np.float64)


def adjustment(levels: Levels, model: Model) -> Floats:
    """The sum of the learnt adjustments of each pair's levels."""
    total = np.full(len(levels), model.adjust.get(BASE, 0.0))
    for at, column in enumerate(FIELDS):
        added = np.array(
            [model.adjust.get(f"{column.name}.{level.name}", 0.0) for level in column.levels]
        )
        total += added[levels[:, at]]
    return total


def probability(odds: Floats) -> Floats:
    """Log-odds as probability, without overflow."""
    return 1 / (1 + np.exp(-np.clip(odds, -700, 700)))


assert set(SHARED) <= set(COLUMN)
