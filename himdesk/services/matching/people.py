# SPDX-License-Identifier: Apache-2.0
"""Persons weighed against one another, each in all the ways in which they may be known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.batch import Batch
from himdesk.services.matching.newborns import tell_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from himdesk.matching.arrays import Floats, Ints
    from himdesk.matching.explain import Explanation
    from himdesk.matching.model.document import Model
    from himdesk.matching.model.weigh import Compared
    from himdesk.matching.records.reference import Reference
    from himdesk.services.matching.facts import Facts


@dataclass(frozen=True, slots=True)
class Likeness:
    """Pairs of persons as their most telling views say: the views' rows, and the log-odds.

    `persons` holds the two of each pair, in two columns.
    """

    compared: Compared
    odds: Floats
    left: Ints
    right: Ints
    persons: Ints


@dataclass(frozen=True, slots=True)
class People:
    """Persons, cleaned once; `first` is the row of each one's first view in the batch."""

    facts: Sequence[Facts]
    batch: Batch
    first: Sequence[int]

    @classmethod
    def of(cls, facts: Sequence[Facts], model: Model, ref: Reference, *, size: int) -> People:
        """Clean them; `size` is that of the index."""
        views = [person.views() for person in facts]
        first = np.cumsum([0, *(len(each) for each in views)]).tolist()
        records = [record for each in views for record in each]
        return cls(facts, Batch.of(records, model, ref, size=size), first)

    def rows(self, person: int) -> range:
        """The rows of a person's views."""
        return range(self.first[person], self.first[person + 1])

    def keys(self, person: int) -> dict[int, int]:
        """The posting keys of all views, each with how many records may share it."""
        return {key: cap for row in self.rows(person) for key, cap in self.batch.keys(row).items()}

    def weigh(self, left: Ints, right: Ints) -> Likeness:
        """Pairs of persons, each by the two views that agree best; newborns told apart."""
        expanded = [
            (pair, a, b)
            for pair, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True))
            for a, b in self._meeting(one, other)
        ]
        owner, rows_a, rows_b = np.array(expanded, dtype=np.int64).reshape(-1, 3).T
        compared = self.batch.compare(rows_a, rows_b)
        odds = tell_apart(self.batch, rows_a, rows_b, self.batch.odds(compared))
        best = np.lexsort((np.arange(len(odds)), -odds, owner))
        best = best[np.unique(owner[best], return_index=True)[1]]
        return Likeness(
            compared.rows(best),
            odds[best],
            rows_a[best],
            rows_b[best],
            np.stack([left, right], axis=1),
        )

    def explain(self, left: int, right: int) -> tuple[Explanation, tuple[str, ...]]:
        """Why two persons may be one, and through which former facts, in words."""
        like = self.weigh(np.array([left]), np.array([right]))
        explained = self.batch.explain(int(like.left[0]), int(like.right[0]))
        return explained, self.through(like, 0)

    def through(self, like: Likeness, pair: int) -> tuple[str, ...]:
        """What is not today's in the views by which a pair was weighed, in words, each once."""
        one, other = like.persons[pair].tolist()
        said = (
            *self.facts[one].through(int(like.left[pair]) - self.first[one]),
            *self.facts[other].through(int(like.right[pair]) - self.first[other]),
        )
        return tuple(dict.fromkeys(said))

    def _meeting(self, one: int, other: int) -> Iterator[tuple[int, int]]:
        """Views that are worth comparing: what both were called before is no news."""
        first_a, first_b = self.first[one], self.first[other]
        yield first_a, first_b
        yield from ((row, first_b) for row in self.rows(one)[1:])
        yield from ((first_a, row) for row in self.rows(other)[1:])
