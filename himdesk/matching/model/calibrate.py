# SPDX-License-Identifier: Apache-2.0
"""Three zones with the errors to expect: propose, look at, leave alone.

Probabilities mean what they say, so expected numbers are sums of them. A fixed cut gets worse as
files grow; the cut recommended here is the one with the best expected F1 for the file at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from himdesk.matching.arrays import Floats

REACHED = 0.98
"""The share of true pairs that share a key, as measured; the rest is never compared."""

_SURE = 0.995
_REVIEW_RECALL = 0.995
_LEAST_CUT, _HIGHEST_CUT = 0.2, 0.8


@dataclass(frozen=True, slots=True)
class Expected:
    """Errors to expect at a threshold, between 0 and 1; with no pairs proposed precision is 1."""

    threshold: float
    proposed: int
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Zones:
    """From `sure` on pairs need no second look, from `review` on a person should look.

    `sure` is the least threshold above which at most one pair in 200 is wrong; `review` the one
    above which all but one in 200 of the matching pairs are.
    """

    threshold: Expected
    sure: Expected
    review: Expected


def expected(probabilities: Floats, threshold: float) -> Expected:
    """Precision and recall to expect at a threshold."""
    above = probabilities[probabilities >= threshold]
    hits, whole = float(above.sum()), float(probabilities.sum())
    return Expected(
        threshold=threshold,
        proposed=len(above),
        precision=hits / len(above) if len(above) else 1.0,
        recall=REACHED * hits / whole if whole else 1.0,
    )


def best_threshold(probabilities: Floats) -> float:
    """The threshold with the best expected F1, kept within reason for files of few pairs."""
    falling = np.sort(probabilities)[::-1]
    if len(falling) == 0 or falling[0] < _LEAST_CUT:
        return 0.5
    hits = np.cumsum(falling)
    f1 = 2 * hits / (np.arange(1, len(falling) + 1) + hits[-1] / REACHED)
    return float(np.clip(round(falling[f1.argmax()], 4), _LEAST_CUT, _HIGHEST_CUT))


def zones(probabilities: Floats, threshold: float) -> Zones:
    """The zones around a threshold."""
    falling = np.sort(probabilities)[::-1]
    sure = review = threshold
    if len(falling):
        hits = np.cumsum(falling)
        good = np.flatnonzero(hits / np.arange(1, len(falling) + 1) >= _SURE)
        sure = max(threshold, float(falling[good[-1]])) if len(good) else 1.0
        reached = int(np.searchsorted(hits, _REVIEW_RECALL * hits[-1]))
        review = min(threshold, float(falling[min(reached, len(falling) - 1)]))
    return Zones(
        expected(probabilities, threshold),
        expected(probabilities, sure),
        expected(probabilities, review),
    )
