# SPDX-License-Identifier: Apache-2.0
"""Why two records may be one person: one value for screen, console and report.

The weights of an explanation add up exactly: start + bars = weight, all in bits (a bit doubles
the odds).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.model.document import KINDS, MATCH, TWINS
from himdesk.matching.model.weigh import (
    Compared,
    field_logs,
    kind_logs,
    log_odds,
    posteriors,
    probability,
)
from himdesk.matching.pairs.fields import COLUMN, FIELDS, NO_EVIDENCE

if TYPE_CHECKING:
    from himdesk.matching.arrays import Floats, Levels
    from himdesk.matching.model.document import Model

_BIT = log(2)
_RARE = log(8)
_MOST_CHANGES = 4
_MAYBE_TWINS = 0.2
_APART = {"different", "alike", "letters", "maybe_crossed"}

OTHERWISE = {
    "household": "two people of one household",
    "twins": "twins",
    "namesake": "two people with the same name",
    "stranger": "two people who agree by chance",
}
"""What a pair is if it is not one person, in words."""

_WHAT_IF = (
    ("ssn", "same", "both social security numbers were known and the same"),
    ("ssn", "different", "the social security numbers were different"),
    ("birth", "same", "the birth dates were the same"),
    ("birth", "different", "the birth dates were different"),
    ("given", "same", "the given names were the same"),
    ("given", "different", "the given names were different"),
    ("middle", "same", "the middle names were the same"),
    ("middle", "different", "the middle names were different"),
    ("home", "both", "address and phone were the same"),
    ("home", "apart", "address and phone were different"),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """What one field adds: `bits` for (positive) or against (negative) one person."""

    field: str
    title: str
    level: str
    words: str
    bits: float


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A fact that would turn the verdict, and the probability it would lead to."""

    words: str
    probability: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A pair's evidence.

    `start`: bits before any field is looked at (how rare one person's pairs are); `weight`:
    bits in all. `otherwise`: the best other explanation, in words, with its share of the
    doubt. `flags`: codes of situations (`twins`, `father-and-son`, `name-swapped`,
    `month-day-swapped`, `surname-changed`, `no-name`). `bars` stand strongest first.
    """

    probability: float
    weight: float
    start: float
    bars: tuple[Bar, ...]
    otherwise: str
    otherwise_share: float
    flags: tuple[str, ...]
    what_if: tuple[WhatIf, ...]

    def reasons(self) -> tuple[str, ...]:
        """The bars as sentences: what speaks for it, then what speaks against it."""
        speaking = [bar for bar in self.bars if abs(bar.bits) >= 1]
        ordered = sorted(speaking, key=lambda bar: -bar.bits)
        return tuple(f"{bar.words} ({bar.bits:+.1f})" for bar in ordered)


def explain(compared: Compared, row: int, model: Model, records: int) -> Explanation:
    """Explain one of the compared pairs; `records` is the size of the index."""
    one = Compared(
        compared.levels[row : row + 1],
        compared.rarity[row : row + 1],
        compared.surplus[row : row + 1],
    )
    total = float(log_odds(one, model, records)[0])
    kinds = posteriors(kind_logs(one, model, records))[0][0]
    doubt = np.delete(kinds, MATCH)
    doubt = doubt / doubt.sum()
    bars = _bars(one, model, doubt)
    best = int(doubt.argmax())
    chance = float(probability(np.array([total]))[0])
    return Explanation(
        probability=chance,
        weight=total / _BIT,
        start=total / _BIT - sum(bar.bits for bar in bars),
        bars=tuple(sorted(bars, key=lambda bar: -abs(bar.bits))),
        otherwise=OTHERWISE[KINDS[best + 1]],
        otherwise_share=float(doubt[best]),
        flags=flags(one.levels[0], float(kinds[TWINS])),
        what_if=_what_if(one, model, records, chance),
    )


def _bars(one: Compared, model: Model, doubt: Floats) -> list[Bar]:
    """What each field says for `match` against the other kinds, as far as each is in doubt."""
    logs = field_logs(one, model)
    bars = []
    for at, column in enumerate(FIELDS):
        level = int(one.levels[0, at])
        if level == NO_EVIDENCE:
            continue
        of_kind = logs[at][0]
        added = model.adjust.get(f"{column.name}.{column.levels[level].name}", 0.0)
        bits = (of_kind[MATCH] - float(doubt @ np.delete(of_kind, MATCH)) + added) / _BIT
        words = column.levels[level].words + _rarity_words(float(one.rarity[0, at]))
        bars.append(Bar(column.name, column.title, column.levels[level].name, words, float(bits)))
    return bars


def _rarity_words(rarity: float) -> str:
    if rarity >= _RARE:
        return "; a rare value"
    return "; a common value" if rarity <= -_RARE / 2 else ""


def flags(levels: Levels, twins: float = 0.0) -> tuple[str, ...]:
    """Situations a person should know about before deciding, by their codes."""
    level = {column.name: column.levels[int(levels[at])].name for at, column in enumerate(FIELDS)}
    same_name = level["given"] == "same" and level["family"] in {"same", "woman_same"}
    named_apart = level["given"] in _APART
    rules = (
        (
            "twins",
            twins >= _MAYBE_TWINS
            or level["ssn"] == "next"
            or (named_apart and level["birth"] == "same" and level["family"].endswith("same")),
        ),
        (
            "father-and-son",
            level["suffix"].endswith("conflict") or (same_name and level["birth"] == "generation"),
        ),
        ("name-swapped", level["given"] == "swapped"),
        ("month-day-swapped", level["birth"] == "swapped"),
        ("surname-changed", level["family"] in {"woman_different", "woman_part", "part"}),
        ("no-name", level["given"] == "none"),
    )
    return tuple(code for code, holds in rules if holds)


def _what_if(one: Compared, model: Model, records: int, chance: float) -> tuple[WhatIf, ...]:
    """The facts that would move the pair over the threshold, the strongest first."""
    places = [(COLUMN[field], FIELDS[COLUMN[field]].at(level)) for field, level, _ in _WHAT_IF]
    rows = np.zeros(len(places), dtype=np.int64)
    imagined = one.rows(rows)
    for row, (column, level) in enumerate(places):
        imagined.levels[row, column], imagined.rarity[row, column] = level, 0.0
    after = probability(log_odds(imagined, model, records))
    found = [
        WhatIf(words, float(after[row]))
        for row, (_, _, words) in enumerate(_WHAT_IF)
        if one.levels[0, places[row][0]] != places[row][1]
        and (after[row] >= model.threshold) != (chance >= model.threshold)
    ]
    found.sort(key=lambda fact: -abs(fact.probability - chance))
    return tuple(found[:_MOST_CHANGES])


assert len(OTHERWISE) == len(KINDS) - 1
