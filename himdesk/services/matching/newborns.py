# SPDX-License-Identifier: Apache-2.0
"""Newborns keep telling apart by the names they were born with, also when one has a name by now.

BABY BOY A and BABY BOY B are two children. Once A is called Minh, B's record lacks a name and
agrees with Minh's in all else; what speaks against it is what Minh was called before (DOMAIN S9).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from himdesk.domain.charts.items import Name
    from himdesk.matching.arrays import Floats, Ints
    from himdesk.matching.batch import Batch

BORN_AS: Final = "born_as"
"""The temporary name of a person who has another one now; kept in the index beside the facts."""

_NEWBORN: Final = re.compile(r"\b(baby|newborn|infant|bb|bg)\b", re.IGNORECASE)


def born_as(names: Iterable[Name]) -> str:
    """The temporary given name among the names of a chart; empty if there is none."""
    return next((_called(name) for name in names if temporary(name)), "")


def temporary(name: Name) -> bool:
    """Whether a name is one that newborns have until they are named."""
    return _NEWBORN.search(_called(name)) is not None


def _called(name: Name) -> str:
    return f"{name.given or ''} {name.middle or ''}".strip()


def tell_apart(batch: Batch, left: Ints, right: Ints, odds: Floats) -> Floats:
    """Log-odds, lowered where both were newborns and their names then speak against it."""
    born = [_as_born(record) for record in batch.records]
    rows = [
        row
        for row, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True))
        if born[one] and born[other] and _renamed(batch.records, one, other)
    ]
    if not rows:
        return odds
    then = batch.again(
        [now or dict(record) for now, record in zip(born, batch.records, strict=True)]
    )
    found = odds.copy()
    found[rows] = np.minimum(odds[rows], then.weigh(left[rows], right[rows]))
    return found


def _renamed(records: Sequence[Mapping[str, str]], one: int, other: int) -> bool:
    return bool(records[one].get(BORN_AS) or records[other].get(BORN_AS))


def _as_born(record: Mapping[str, str]) -> dict[str, str] | None:
    """The record with the name that the person was born with; None if that was no temporary one."""
    called = record.get(BORN_AS) or f"{record.get('first', '')} {record.get('middle', '')}".strip()
    return {**record, "first": called, "middle": ""} if _NEWBORN.search(called) else None
