# SPDX-License-Identifier: Apache-2.0
"""All charts of the index as one table: a row each, and one for each former name or address."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.records.table import table_of_columns
from himdesk.services.matching.facts import KEPT, from_text
from himdesk.services.matching.newborns import BORN_AS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from himdesk.matching.match import Matched
    from himdesk.matching.records.reference import Reference
    from himdesk.matching.records.table import Table
    from himdesk.store.matching.index import Entry


@dataclass(frozen=True, slots=True)
class Roll:
    """The charts, row by row; those from `size` on are charts again as they were known before.

    `through` says of these rows what is not today's; `renamed` are the rows of charts that had
    a newborn's temporary name.
    """

    charts: list[str]
    columns: dict[str, list[str]]
    size: int
    through: dict[int, tuple[str, ...]] = field(default_factory=dict)
    renamed: frozenset[int] = frozenset()

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Roll:
        """Read the index."""
        charts: list[str] = []
        columns: dict[str, list[str]] = {name: [] for name in KEPT}
        lists = tuple(columns.values())
        before: list[tuple[str, dict[str, str], tuple[str, ...]]] = []
        for entry in entries:
            charts.append(entry.patient_id)
            said = json.loads(entry.facts)
            for column, text in zip(lists, said, strict=False):
                column.append(sys.intern(text.strip()))
            if len(said) > len(KEPT):
                facts = from_text(entry.facts)
                views = enumerate(facts.views())
                before += [(entry.patient_id, view, facts.through(at)) for at, view in views if at]
        size, through = len(charts), {}
        for chart, view, words in before:
            through[len(charts)] = words
            charts.append(chart)
            for name, column in columns.items():
                column.append(sys.intern(view[name].strip()))
        renamed = frozenset(row for row, born in enumerate(columns[BORN_AS]) if born)
        return cls(charts, columns, size, through, renamed)

    def today(self, ref: Reference) -> Table:
        """The charts as they are now: what a model is trained on."""
        columns = {name: column[: self.size] for name, column in self.columns.items()}
        return table_of_columns(columns, self.size, ref)

    def whole(self, ref: Reference) -> Table:
        """All rows."""
        return table_of_columns(self.columns, len(self.charts), ref)

    def best(self, matched: Matched) -> Matched:
        """Of what was found in all rows, each pair of charts once, by the rows that agree best."""
        numbers = np.unique(self.charts, return_inverse=True)[1]
        one, other = numbers[matched.left], numbers[matched.right]
        pair = np.minimum(one, other) * len(numbers) + np.maximum(one, other)
        order = np.lexsort((np.arange(len(pair)), -matched.log_odds, pair))
        order = order[np.unique(pair[order], return_index=True)[1]]
        order = order[one[order] != other[order]]
        return replace(
            matched,
            left=matched.left[order],
            right=matched.right[order],
            log_odds=matched.log_odds[order],
        )
