# SPDX-License-Identifier: Apache-2.0
"""The check on write: charts whose demographics changed are looked up, weighed and queued.

The write itself only notes the charts. They are worked off right after it, or by whoever comes
next if the program was ended in between. A chart's postings are written before it is looked up,
so of two new charts the later one always meets the earlier one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from himdesk.domain.changes import pair_id
from himdesk.domain.charts.charts import ChartStatus
from himdesk.matching.batch import levels_of, to_evidence
from himdesk.matching.model.weigh import probability
from himdesk.services.matching.cases import Grouping
from himdesk.services.matching.facts import from_text, known_facts, to_text
from himdesk.services.matching.meeting import closest
from himdesk.services.matching.models import Shelf
from himdesk.services.matching.people import People
from himdesk.services.matching.verdicts import LEAST, Weighed, verdicts
from himdesk.store.matching import cases, due, index, pairs, subjects
from himdesk.store.reading import pairs as judgements
from himdesk.store.reading import patients
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from himdesk.matching.model.document import Model
    from himdesk.store.engine import Database, Transaction

AT_ONCE: Final = 200
"""Charts that are checked together: bounds memory, and how long the lock is held."""


@dataclass(frozen=True, slots=True)
class _Round:
    """Some charts under way: `keys` of those that are active, with how many may share each."""

    charts: list[str]
    head: int
    keys: dict[str, dict[int, int]]


@dataclass(slots=True)
class Checker:
    """Works off the charts that are due, in the name of who changed them."""

    database: Database
    by: str
    now: Callable[[], str]
    new_id: Callable[[], str]
    writing: Callable[[], AbstractContextManager[Transaction]]
    shelf: Shelf = field(default_factory=Shelf)

    def settle(self, first: Sequence[str] = (), most: int | None = None) -> int:
        """Work off charts, those of `first` before others, at most `most`; how many it were."""
        done = 0
        while most is None or done < most:
            count = self._round(first, AT_ONCE if most is None else min(AT_ONCE, most - done))
            if not count:
                break
            done += count
        return done

    def rank_since(self, seq: int) -> None:
        """Rank the cases anew whose charts change sets after `seq` touched."""
        with self.database.read() as session:
            found = cases.touched_since(session, seq)
        for start in range(0, len(found), AT_ONCE):
            with self.writing() as session:
                grouping = Grouping(session, self.shelf, self.by, self.now(), self.new_id)
                grouping.rank_again(found[start : start + AT_ONCE])

    def _round(self, first: Sequence[str], limit: int) -> int:
        with self.database.read() as session:
            charts = due.some(session, limit, first)
            if not charts:
                return 0
            head = ledger.head(session)[0]
            found = subjects.shown(session, charts)
            said = subjects.said(session, charts)
            version, model = self.shelf.in_use(session)
        active = {
            name: known_facts(chart, said.get(name, ()))
            for name, chart in found.items()
            if chart.patient.status == ChartStatus.ACTIVE
        }
        people = People.of(list(active.values()), model, self.shelf.reference, size=1)
        keys = {name: people.keys(place) for place, name in enumerate(active)}
        with self.writing() as session:
            index.put(
                session,
                [
                    index.New(
                        name,
                        to_text(active[name]) if name in active else None,
                        tuple(keys.get(name, ())),
                    )
                    for name in charts
                ],
            )
        self._look_up(_Round(charts, head, keys), version, model)
        return len(charts)

    def _look_up(self, round_: _Round, version: int, model: Model) -> None:
        with self.database.read() as session:
            size = index.size(session)
            own = index.of_charts(session, list(round_.keys))
            wanted = {key for keys in round_.keys.values() for key in keys}
            lists = index.postings(session, wanted)
            caps = {key: cap for keys in round_.keys.values() for key, cap in keys.items()}
            crowded = {key for key, numbers in lists.items() if len(numbers) > caps[key]}
            meeting = _meeting(round_, own, lists)
            others = index.entries(session, {number for two in meeting for number in two})
        weighed = self._weigh(meeting, others, model, size)
        with self.writing() as session:
            if crowded:
                index.crowd(session, crowded)
            self._queue(session, round_, weighed, version, model)
            due.clear(session, round_.charts, round_.head)

    def _weigh(
        self,
        meeting: Sequence[tuple[int, int]],
        entries: dict[int, index.Entry],
        model: Model,
        size: int,
    ) -> dict[str, Weighed]:
        """The pairs that are worth keeping, by id."""
        meeting = [two for two in meeting if two[0] in entries and two[1] in entries]
        if not meeting:
            return {}
        place = {number: row for row, number in enumerate(sorted(entries))}
        facts = [from_text(entries[number].facts) for number in place]
        people = People.of(facts, model, self.shelf.reference, size=size)
        left = np.array([place[two[0]] for two in meeting], dtype=np.int64)
        right = np.array([place[two[1]] for two in meeting], dtype=np.int64)
        like = people.weigh(left, right)
        chances = probability(like.odds)
        found: dict[str, Weighed] = {}
        for row in np.flatnonzero(chances >= LEAST).tolist():
            charts = sorted(entries[number].patient_id for number in meeting[row])
            found[pair_id(*charts)] = Weighed(
                probability=float(chances[row]),
                weight=float(like.odds[row] / np.log(2)),
                evidence=to_evidence(like.compared, row, people.through(like, row)),
                levels=levels_of(like.compared, row),
            )
        return found

    def _queue(
        self,
        session: Transaction,
        round_: _Round,
        weighed: dict[str, Weighed],
        version: int,
        model: Model,
    ) -> None:
        """Bring pairs and cases up to date, from what they are now."""
        known = pairs.of_charts(session, round_.charts)
        judged = judgements.of_charts(session, round_.charts)
        weighed = in_use(session, weighed)
        new = verdicts(
            weighed, known, judged, model=version, threshold=model.threshold, at=self.now()
        )
        pairs.put(session, new)
        grouping = Grouping(session, self.shelf, self.by, self.now(), self.new_id)
        grouping.regroup({*round_.charts, *(chart for pair in new for chart in pair.charts)})


def in_use(session: Transaction, weighed: dict[str, Weighed]) -> dict[str, Weighed]:
    """Those pairs whose charts are both active."""
    named = {chart for name in weighed for chart in pairs.charts_of(name)}
    found = patients.patients(session, named)
    active = {name for name, patient in found.items() if patient.status == ChartStatus.ACTIVE}
    return {name: one for name, one in weighed.items() if active >= set(pairs.charts_of(name))}


def _meeting(
    round_: _Round, own: dict[str, index.Entry], lists: dict[int, list[int]]
) -> list[tuple[int, int]]:
    """The pairs of records that are worth weighing."""
    found = set()
    for chart, keys in round_.keys.items():
        if chart in own:
            number = own[chart].number
            near = closest(keys, lists, but=number)
            found |= {(min(number, other), max(number, other)) for other in near}
    return sorted(found)
