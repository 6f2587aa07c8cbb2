# SPDX-License-Identifier: Apache-2.0
"""What is believed before a file is seen: how often each kind of pair shows each level.

Rough figures from published studies of hospital indexes and from common sense about relatives
and twins. Training starts from them and moves away as far as the file has evidence; a file of
three records is judged by them alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.model.document import (
    HOUSEHOLD,
    KINDS,
    MATCH,
    NAMESAKE,
    STRANGER,
    TWINS,
    Model,
)
from himdesk.matching.pairs.fields import FIELDS

if TYPE_CHECKING:
    from himdesk.matching.arrays import Floats

RATES = (0.05, 0.6, 0.008, 2e-6, 1.0)
"""Pairs per record: match, household, twins; per pair of records: namesake, stranger."""

WEIGHTS = (20.0, 200.0, 200.0, 100.0, 1.0)
"""How many pairs of a kind these beliefs count for, by kind."""

_OWN_NAME = (
    "same", "variant", "typo", "initial", "part", "middle", "swapped", "alike", "crossed",
)  # fmt: skip
_OWN_BIRTH = ("same", "swapped", "typo", "year_off", "first_of_year", "two_of_three", "year")
_OWN_NUMBER = ("same", "typo", "last4")

BOUNDS: dict[int, dict[str, tuple[str, ...]]] = {
    MATCH: {"given": ("letters",)},
    HOUSEHOLD: {"given": _OWN_NAME, "birth": _OWN_BIRTH, "ssn": _OWN_NUMBER},
    TWINS: {"given": _OWN_NAME, "ssn": _OWN_NUMBER},
    NAMESAKE: {"birth": _OWN_BIRTH},
}
"""Levels that a kind can't have often, by what it is: relatives have names of their own.

Training may raise them to `BOUND` times the belief, else a file without relatives would take
one person's records for a family.
"""

BOUND = 2.0

MOST_TWINS = 0.02
"""Pairs of twins per record: some three births in a hundred are of twins."""

BELIEFS: dict[str, dict[str, tuple[float, float, float, float, float]]] = {
    "given": {
        "same": (0.68, 0.008, 0.002, 0.85, 0.004),
        "variant": (0.07, 0.01, 0.005, 0.05, 0.003),
        "typo": (0.10, 0.01, 0.02, 0.04, 0.001),
        "initial": (0.02, 0.005, 0.005, 0.01, 0.001),
        "part": (0.02, 0.01, 0.01, 0.01, 0.001),
        "middle": (0.02, 0.015, 0.01, 0.01, 0.001),
        "swapped": (0.02, 0.0005, 0.0005, 0.01, 1e-6),
        "alike": (0.02, 0.02, 0.07, 0.01, 0.002),
        "different": (0.03, 0.8965, 0.844, 0.0098, 0.963),
        "crossed": (0.01, 0.004, 0.004, 1e-4, 0.004),
        "maybe_crossed": (0.01, 0.02, 0.02, 1e-4, 0.02),
        "letters": (2e-5, 0.001, 0.01, 1e-6, 1e-6),
    },
    "family": {
        "same": (0.80, 0.75, 0.95, 0.90, 0.001),
        "typo": (0.12, 0.02, 0.02, 0.05, 0.001),
        "part": (0.03, 0.04, 0.01, 0.03, 0.001),
        "alike": (0.02, 0.01, 0.005, 0.01, 0.001),
        "different": (0.03, 0.18, 0.015, 0.01, 0.996),
        "woman_same": (0.68, 0.62, 0.95, 0.90, 0.001),
        "woman_typo": (0.10, 0.02, 0.02, 0.05, 0.001),
        "woman_part": (0.06, 0.05, 0.01, 0.03, 0.001),
        "woman_alike": (0.02, 0.01, 0.005, 0.01, 0.001),
        "woman_different": (0.14, 0.30, 0.015, 0.01, 0.996),
    },
    "middle": {
        "same": (0.80, 0.50, 0.08, 0.01, 0.01),
        "variant": (0.08, 0.05, 0.03, 0.01, 0.01),
        "different": (0.12, 0.45, 0.89, 0.98, 0.98),
        "initial": (0.90, 0.60, 0.10, 0.07, 0.07),
        "other_initial": (0.10, 0.40, 0.90, 0.93, 0.93),
        "apart_same": (0.80, 0.05, 0.08, 0.01, 0.01),
        "apart_variant": (0.08, 0.03, 0.03, 0.01, 0.01),
        "apart_different": (0.12, 0.92, 0.89, 0.98, 0.98),
        "apart_initial": (0.90, 0.08, 0.10, 0.07, 0.07),
        "apart_other_initial": (0.10, 0.92, 0.90, 0.93, 0.93),
    },
    "birth": {
        "same": (0.854, 0.003, 0.97, 4e-5, 4e-5),
        "swapped": (0.02, 0.0003, 0.003, 1e-5, 1e-5),
        "typo": (0.06, 0.003, 0.012, 0.001, 0.001),
        "year_off": (0.01, 0.003, 0.001, 5e-4, 5e-4),
        "first_of_year": (0.01, 0.0003, 0.002, 3e-4, 3e-4),
        "two_of_three": (0.02, 0.003, 0.002, 0.001, 0.001),
        "same_year": (0.01, 0.02, 0.003, 0.01, 0.01),
        "near": (0.006, 0.12, 0.003, 0.05, 0.05),
        "generation": (0.003, 0.48, 0.002, 0.48, 0.48),
        "different": (0.007, 0.3674, 0.002, 0.457, 0.457),
        "year": (0.95, 0.03, 0.98, 0.015, 0.015),
        "other_year": (0.05, 0.97, 0.02, 0.985, 0.985),
    },
    "ssn": {
        "same": (0.87, 0.002, 0.002, 1e-7, 1e-7),
        "typo": (0.06, 0.0005, 0.02, 1e-6, 1e-6),
        "next": (0.002, 0.002, 0.40, 1e-7, 1e-7),
        "different": (0.068, 0.9955, 0.578, 1.0, 1.0),
        "last4": (0.93, 0.003, 0.003, 1e-4, 1e-4),
        "other_last4": (0.07, 0.997, 0.997, 1.0, 1.0),
    },
    "home": {
        "both": (0.40, 0.58, 0.69, 1e-6, 1e-6),
        "address": (0.20, 0.25, 0.15, 1e-5, 1e-5),
        "phone": (0.12, 0.05, 0.08, 1e-6, 1e-6),
        "close": (0.04, 0.03, 0.02, 1e-6, 1e-6),
        "near": (0.02, 0.02, 0.01, 1e-4, 1e-4),
        "zip": (0.05, 0.03, 0.02, 0.02, 0.02),
        "town": (0.02, 0.01, 0.01, 0.02, 0.02),
        "apart": (0.15, 0.03, 0.02, 0.96, 0.96),
        "only_address": (0.60, 0.85, 0.88, 1e-5, 1e-5),
        "only_close": (0.05, 0.03, 0.03, 1e-6, 1e-6),
        "only_near": (0.02, 0.03, 0.02, 1e-4, 1e-4),
        "only_zip": (0.06, 0.04, 0.03, 0.02, 0.02),
        "only_town": (0.03, 0.01, 0.01, 0.02, 0.02),
        "only_apart": (0.24, 0.04, 0.03, 0.96, 0.96),
        "only_phone": (0.60, 0.80, 0.85, 1e-6, 1e-6),
        "only_other_phone": (0.40, 0.20, 0.15, 1.0, 1.0),
    },
    "email": {
        "same": (0.80, 0.10, 0.10, 1e-6, 1e-6),
        "alike": (0.05, 0.02, 0.02, 1e-5, 1e-5),
        "different": (0.15, 0.88, 0.88, 1.0, 1.0),
        "same_plain": (0.80, 0.02, 0.02, 0.01, 1e-6),
        "other_plain": (0.20, 0.98, 0.98, 0.99, 1.0),
    },
    "sex": {
        "same": (0.98, 0.90, 0.90, 0.97, 0.90),
        "other": (0.02, 0.10, 0.10, 0.03, 0.10),
        "same_other_name": (0.85, 0.42, 0.60, 0.5, 0.5),
        "other_other_name": (0.15, 0.58, 0.40, 0.5, 0.5),
        "same_no_name": (0.97, 0.50, 0.60, 0.5, 0.5),
        "other_no_name": (0.03, 0.50, 0.40, 0.5, 0.5),
    },
    "suffix": {
        "same": (0.95, 0.20, 0.50, 0.50, 0.50),
        "conflict": (0.05, 0.80, 0.50, 0.50, 0.50),
        "one": (0.02, 0.05, 0.02, 0.03, 0.03),
        "neither": (0.98, 0.95, 0.98, 0.97, 0.97),
        "named_same": (0.95, 0.05, 0.50, 0.50, 0.50),
        "named_conflict": (0.05, 0.95, 0.50, 0.50, 0.50),
        "named_one": (0.03, 0.40, 0.02, 0.05, 0.05),
        "named_neither": (0.97, 0.60, 0.98, 0.95, 0.95),
    },
    "mrn": {
        "same": (0.02, 1e-4, 1e-4, 1e-6, 1e-6),
        "other": (0.98, 1.0, 1.0, 1.0, 1.0),
    },
}


def belief() -> Model:
    """The model that nothing has been learnt for."""
    return Model(rates=RATES, levels=belief_levels(), facts={"records": 0})


def belief_levels() -> tuple[Floats, ...]:
    """Per field one matrix of levels by kinds; level 0 says nothing."""
    matrices = []
    for column in FIELDS:
        matrix = np.ones((len(column.levels), len(KINDS)))
        for at, level in enumerate(column.levels[1:], 1):
            matrix[at] = BELIEFS[column.name][level.name]
        matrices.append(matrix)
    return tuple(matrices)


def belief_counts() -> tuple[Floats, ...]:
    """The beliefs as counts of pairs seen before; strangers' count for next to nothing."""
    return tuple(matrix * np.array(WEIGHTS) for matrix in belief_levels())


assert len(WEIGHTS) == len(RATES) == STRANGER + 1
