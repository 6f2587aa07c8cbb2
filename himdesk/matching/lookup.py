# SPDX-License-Identifier: Apache-2.0
"""One record against an index: its posting keys, and the weighing of the records they find.

An index keeps for each record its posting keys, hashed and sorted. To check one record: take
its keys, fetch the records that share one (passing over keys that more than `key_cap` records
share), and weigh those. Rules and model are the bulk job's.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.explain import Explanation, explain
from himdesk.matching.model.weigh import compare_pairs, log_odds, probability
from himdesk.matching.pairs.compare import Comparer
from himdesk.matching.pairs.keys import KEYS, WIDE, posting_keys
from himdesk.matching.pairs.rarity import Rarities
from himdesk.matching.records.table import table_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.matching.model.document import Model
    from himdesk.matching.records.reference import Reference

_CAPS = {key.name: key.cap for key in KEYS}
_WIDE = {key.name: key.most_records <= WIDE for key in KEYS}


@dataclass(frozen=True, slots=True)
class Found:
    """A record of the index that may be the person asked for: its place in the candidates."""

    place: int
    probability: float
    explanation: Explanation


def keys_of(record: Mapping[str, str], ref: Reference) -> tuple[str, ...]:
    """The posting keys of a record given as texts by column name (those of `match --csv`).

    Some twenty to forty texts; keys that only small files can afford are left out.
    """
    table = table_of([record], ref)
    return tuple(key for key in posting_keys(table, 0, ref) if not _WIDE[key.partition(":")[0]])


def key_number(key: str) -> int:
    """A posting key as a signed 64-bit number, the same on every machine, for a sorted index."""
    digest = blake2b(key.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def key_cap(key: str) -> int:
    """How many records may share this posting key before it only joins strangers."""
    return _CAPS[key.partition(":")[0]]


def weigh_record(
    record: Mapping[str, str],
    candidates: Sequence[Mapping[str, str]],
    model: Model,
    ref: Reference,
    *,
    records: int,
    least: float = 0.01,
) -> tuple[Found, ...]:
    """Weigh a record against candidates, most probable first, those from `least` up.

    `records` is the size of the index, which sets how likely coincidences are.
    """
    if not candidates:
        return ()
    table = table_of([record, *candidates], ref)
    rarities = Rarities(table, model.frequencies) if model.frequencies else Rarities(table)
    right = np.arange(1, len(candidates) + 1, dtype=np.int64)
    compared = compare_pairs(Comparer(table, ref), rarities, np.zeros_like(right), right)
    chances = probability(log_odds(compared, model, records))
    rows = [int(at) for at in np.argsort(-chances, kind="stable") if chances[at] >= least]
    return tuple(
        Found(at, float(chances[at]), explain(compared, at, model, records)) for at in rows
    )
