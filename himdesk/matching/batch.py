# SPDX-License-Identifier: Apache-2.0
"""Some records of an index, cleaned once and weighed against one another.

What an index is kept up to date by: new records in numbers, with the few that share a key.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from himdesk.matching.explain import Explanation, explain
from himdesk.matching.lookup import key_number
from himdesk.matching.model.before import belief
from himdesk.matching.model.weigh import Compared, compare_pairs, log_odds
from himdesk.matching.pairs.compare import Comparer
from himdesk.matching.pairs.fields import COLUMN, FIELDS, NO_EVIDENCE
from himdesk.matching.pairs.keys import KEYS, WIDE, Parts, posting_texts
from himdesk.matching.pairs.rarity import Frequencies, Rarities
from himdesk.matching.records.table import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from himdesk.matching.arrays import Floats, Ints
    from himdesk.matching.model.document import Model
    from himdesk.matching.records.reference import Reference

_NARROW = tuple(key for key in KEYS if key.most_records > WIDE)
_WORDS = ("given", "middle", "family", "part")
_VALUES = ("year", "monthday", "phone", "address", "zip", "email")


def untrained() -> Model:
    """What is believed of an index that no model was trained on: no value counts as rare."""
    chances = dict.fromkeys((*_WORDS, *_VALUES), 1.0)
    nothing: dict[str, dict[str, float]] = {name: {} for name in _WORDS}
    return replace(belief(), frequencies=Frequencies(1, chances, nothing))


@dataclass(frozen=True, slots=True)
class Batch:
    """Records, given as texts by column name, in an index of `size` records."""

    records: Sequence[Mapping[str, str]]
    model: Model
    size: int
    _ref: Reference
    _parts: Parts
    _comparer: Comparer
    _rarities: Rarities

    @classmethod
    def of(
        cls, records: Sequence[Mapping[str, str]], model: Model, ref: Reference, *, size: int
    ) -> Batch:
        """Clean the records."""
        table = table_of(records, ref)
        rarities = Rarities(table, model.frequencies) if model.frequencies else Rarities(table)
        return cls(records, model, size, ref, Parts(table, ref), Comparer(table, ref), rarities)

    def again(self, records: Sequence[Mapping[str, str]]) -> Batch:
        """Other records, as these are weighed."""
        return Batch.of(records, self.model, self._ref, size=self.size)

    def keys(self, row: int) -> dict[int, int]:
        """A record's posting keys as numbers, each with how many records may share it."""
        texts = posting_texts(self._parts, row, _NARROW)
        return {key_number(text): key.cap for text, key in texts.items()}

    def compare(self, left: Ints, right: Ints) -> Compared:
        """What pairs of the records say."""
        return compare_pairs(self._comparer, self._rarities, left, right)

    def weigh(self, left: Ints, right: Ints) -> Floats:
        """Log-odds of pairs of being one person."""
        return self.odds(self.compare(left, right))

    def odds(self, compared: Compared) -> Floats:
        """Log-odds of compared pairs."""
        return log_odds(compared, self.model, self.size)

    def explain(self, left: int, right: int) -> Explanation:
        """Why two of the records may be one person."""
        pair = np.array([left], dtype=np.int64), np.array([right], dtype=np.int64)
        return explain(self.compare(*pair), 0, self.model, self.size)


def levels_of(compared: Compared, row: int) -> dict[str, str]:
    """The level of each field that says something, by field: what a judgement rests on."""
    return {
        column.name: column.levels[level].name
        for column, level in zip(FIELDS, compared.levels[row].tolist(), strict=True)
        if level != NO_EVIDENCE
    }


def to_evidence(compared: Compared, row: int, through: Sequence[str] = ()) -> str:
    """What a pair says, as a JSON document that `from_evidence` reads.

    `through` says in words what is not today's in the records that were compared.
    """
    rarity = compared.rarity[row].tolist()
    said: dict[str, Any] = {
        "levels": levels_of(compared, row),
        "rarity": {
            column.name: round(value, 4)
            for column, value in zip(FIELDS, rarity, strict=True)
            if value
        },
    }
    if through:
        said["through"] = list(through)
    if surplus := float(compared.surplus[row]):
        said["surplus"] = round(surplus, 4)
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def from_evidence(documents: Iterable[str]) -> Compared:
    """The pairs of which the documents are."""
    said = [json.loads(document) for document in documents]
    levels = np.zeros((len(said), len(FIELDS)), dtype=np.uint8)
    rarity = np.zeros((len(said), len(FIELDS)), dtype=np.float64)
    for row, one in enumerate(said):
        for field, name in one["levels"].items():
            levels[row, COLUMN[field]] = FIELDS[COLUMN[field]].at(name)
        for field, value in one["rarity"].items():
            rarity[row, COLUMN[field]] = value
    surplus = np.array([one.get("surplus", 0.0) for one in said], dtype=np.float64)
    return Compared(levels, rarity, surplus)
