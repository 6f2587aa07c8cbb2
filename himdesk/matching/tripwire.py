# SPDX-License-Identifier: Apache-2.0
"""The overlay tripwire: does an update turn a record into someone else?

People marry, move, and have typing errors in their records put right; they do not at once get
another given name and another birth date. A pure rule on the two states of the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.pairs.compare import Comparer
from himdesk.matching.pairs.fields import FIELDS
from himdesk.matching.records.table import table_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.matching.records.reference import Reference

CONTRADICTIONS: dict[str, dict[str, float]] = {
    "given": {"different": 1, "alike": 1, "letters": 1, "crossed": 1, "maybe_crossed": 1},
    "family": {"different": 1, "woman_different": 0.5},
    "birth": {
        "two_of_three": 0.5, "same_year": 1, "near": 1, "generation": 1, "different": 1,
        "other_year": 1,
    },
    "ssn": {"different": 1, "next": 1, "other_last4": 1},
    "sex": {"other": 0.5, "other_other_name": 0.5, "other_no_name": 0.5},
    "suffix": {"conflict": 0.5, "named_conflict": 0.5},
}  # fmt: skip
"""How much a change of each kind speaks for another person."""

KEPT: dict[str, frozenset[str]] = {
    "given": frozenset({"same", "variant", "typo", "part", "middle", "swapped"}),
    "family": frozenset({"same", "typo", "part", "woman_same", "woman_typo", "woman_part"}),
    "birth": frozenset({"same", "swapped", "typo", "first_of_year", "year_off", "year"}),
    "ssn": frozenset({"same", "typo", "last4"}),
}
"""Facts by which a person stays the same one."""

SUSPECT = 2.0


@dataclass(frozen=True, slots=True)
class Overlay:
    """A suspected overlay: what changed and what stayed, in words, and how strong it is."""

    changed: tuple[str, ...]
    kept: tuple[str, ...]
    strength: float


def overlay(before: Mapping[str, str], after: Mapping[str, str], ref: Reference) -> Overlay | None:
    """Judge an update of a record (texts by column name); None if the person stays the same.

    Values that were missing before, place-holders and newborns' temporary names contradict
    nothing. Suspected is an update whose contradictions reach two and are at least as many as
    the facts that stay.
    """
    table = table_of([before, after], ref)
    one, other = np.array([0]), np.array([1])
    levels = Comparer(table, ref).levels(one, other)[0]
    strength, changed, kept = 0.0, [], []
    for at, column in enumerate(FIELDS):
        level = column.levels[int(levels[at])]
        weight = CONTRADICTIONS.get(column.name, {}).get(level.name, 0.0)
        if weight:
            strength += weight
            changed.append(level.words)
        elif level.name in KEPT.get(column.name, ()):
            kept.append(level.words)
    if strength < SUSPECT or strength < len(kept):
        return None
    return Overlay(tuple(changed), tuple(kept), strength)
