# SPDX-License-Identifier: Apache-2.0
"""What a person's judgement on a pair is worth later: does it stand, and how good is the model?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.explain import Explanation, flags

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.matching.arrays import Floats, Levels, Mask

IDENTIFIERS = ("ssn", "mrn")
NAMES_AND_BIRTH = ("given", "family", "birth")
AGREEING = frozenset({"same", "woman_same"})
_ENOUGH = 2


def evidence(explanation: Explanation) -> dict[str, str]:
    """What is kept with a judgement: the level of each field that said something."""
    return {bar.field: bar.level for bar in explanation.bars}


def still_distinct(then: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether "not the same person" stands, given the evidence it was made on and today's.

    A new phone or address changes nothing. It is asked again when an identifier has become the
    same, or two of given name, surname and birth date have.
    """
    if any(_newly(field, then, now) for field in IDENTIFIERS):
        return False
    return sum(_newly(field, then, now) for field in NAMES_AND_BIRTH) < _ENOUGH


def _newly(field: str, then: Mapping[str, str], now: Mapping[str, str]) -> bool:
    return now.get(field) in AGREEING and then.get(field) not in AGREEING


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """Figures of one class of pairs: how many were judged, precision and recall among them."""

    code: str
    judged: int
    precision: float
    recall: float


def labelled_figures(
    chances: Floats, same: Mask, levels: Levels, threshold: float
) -> tuple[ClassFigures, ...]:
    """Precision and recall among judged pairs: `all` first, then the classes, largest first.

    The classes are the flags of `explain` (a pair may be in several) and `plain`. Where nothing
    was proposed, or nothing was to be found, the figure is 1.
    """
    members: dict[str, list[int]] = {"all": list(range(len(chances)))}
    for row in range(len(chances)):
        for code in flags(levels[row]) or ("plain",):
            members.setdefault(code, []).append(row)
    found = [
        _figures(code, chances[rows] >= threshold, same[rows]) for code, rows in members.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.code != "all", -one.judged, one.code)))


def _figures(code: str, proposed: Mask, same: Mask) -> ClassFigures:
    hits = int(np.count_nonzero(proposed & same))
    asked, true = int(proposed.sum()), int(same.sum())
    return ClassFigures(
        code, len(same), hits / asked if asked else 1.0, hits / true if true else 1.0
    )
