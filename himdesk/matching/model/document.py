# SPDX-License-Identifier: Apache-2.0
"""The model: how often each kind of pair shows each level of agreement. A readable document.

Pairs of records are of five kinds. Besides one person's own records (`match`) there are three
kinds of people who agree on more than strangers do: who live together, twins, namesakes. A pair
is one person's if it is better explained as that than as any of the others.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from himdesk.matching.errors import BadModel
from himdesk.matching.pairs.fields import FIELDS
from himdesk.matching.pairs.rarity import Frequencies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.matching.arrays import Floats

KINDS = ("match", "household", "twins", "namesake", "stranger")
MATCH, HOUSEHOLD, TWINS, NAMESAKE, STRANGER = range(5)
PER_RECORD = (True, True, True, False, False)
"""Whether a kind's pairs grow with the number of records (True) or of pairs of records."""

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Model:
    """Rates of the kinds and probabilities of levels.

    `rates`: pairs of a kind per record (match, household, twins) or per pair of records.
    `levels`: for each field a matrix, one row a level, one column a kind; within a group of
    levels the columns sum to one.
    `facts`: what it was trained on (numbers only).
    `threshold`: the probability from which pairs are proposed.
    `adjust`: what reviewers' decisions changed: per field and level an added log-odds.
    `frequencies`: how common values are in the index it was trained on.
    """

    rates: tuple[float, ...]
    levels: tuple[Floats, ...]
    threshold: float = 0.5
    facts: Mapping[str, float] = field(default_factory=dict)
    adjust: Mapping[str, float] = field(default_factory=dict)
    frequencies: Frequencies | None = None

    def priors(self, records: int) -> Floats:
        """The share of each kind among all pairs of so many records; of two at least."""
        records = max(2, records)
        pairs = max(1.0, records * (records - 1) / 2)
        shares = np.array(
            [
                rate * records / pairs if per_record else rate
                for rate, per_record in zip(self.rates, PER_RECORD, strict=True)
            ]
        )
        shares[STRANGER] = max(0.5, 1.0 - float(shares[:STRANGER].sum()))
        return shares


def to_json(model: Model) -> str:
    """The model as a document that can be read, compared and put back."""
    fields = {}
    for column, known in zip(FIELDS, model.levels, strict=True):
        fields[column.name] = {
            level.name: {kind: float(f"{known[at, k]:.4g}") for k, kind in enumerate(KINDS)}
            for at, level in enumerate(column.levels)
            if at
        }
    document = {
        "format": FORMAT,
        "rates": dict(zip(KINDS, (float(f"{rate:.6g}") for rate in model.rates), strict=True)),
        "threshold": round(model.threshold, 4),
        "facts": dict(model.facts),
        "adjust": {name: round(value, 4) for name, value in model.adjust.items()},
        "fields": fields,
        "frequencies": _frequency_document(model.frequencies),
    }
    return json.dumps(document, indent=1, sort_keys=False) + "\n"


def from_json(text: str) -> Model:
    """Read a document.

    Raises:
        BadModel: it is no document of this format, or fields, levels or kinds are missing.
    """
    try:
        document: dict[str, Any] = json.loads(text)
        if document["format"] != FORMAT:
            raise BadModel(f"it has format {document['format']}, this program reads {FORMAT}.")
        return Model(
            rates=tuple(float(document["rates"][kind]) for kind in KINDS),
            levels=tuple(_matrix(document["fields"][column.name], column) for column in FIELDS),
            threshold=float(document["threshold"]),
            facts=dict(document["facts"]),
            adjust={name: float(value) for name, value in document["adjust"].items()},
            frequencies=_frequencies(document["frequencies"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadModel(f"something is missing or no number in it ({error}).") from error


def _matrix(known: Mapping[str, Mapping[str, float]], column: Any) -> Floats:
    matrix = np.ones((len(column.levels), len(KINDS)))
    for at, level in enumerate(column.levels):
        if at:
            matrix[at] = [max(1e-12, float(known[level.name][kind])) for kind in KINDS]
    return matrix


def _frequency_document(known: Frequencies | None) -> dict[str, Any] | None:
    if known is None:
        return None
    return {
        "records": known.records,
        "chances": dict(known.chances),
        "common": {name: dict(values) for name, values in known.common.items()},
    }


def _frequencies(document: Mapping[str, Any] | None) -> Frequencies | None:
    if document is None:
        return None
    return Frequencies(
        records=int(document["records"]),
        chances={name: float(value) for name, value in document["chances"].items()},
        common={
            name: {text: float(share) for text, share in values.items()}
            for name, values in document["common"].items()
        },
    )
