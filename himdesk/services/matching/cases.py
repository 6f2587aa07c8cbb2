# SPDX-License-Identifier: Apache-2.0
"""From pairs to cases: three and more charts of one person are one case, twins never chained."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import log
from typing import TYPE_CHECKING, Final

import numpy as np

from himdesk.domain.changes import pair_id
from himdesk.domain.times import utc_text
from himdesk.matching.batch import from_evidence, levels_of
from himdesk.matching.cluster import cluster
from himdesk.matching.explain import flags
from himdesk.services.matching.facts import Facts, from_text
from himdesk.services.matching.people import People
from himdesk.store.desk import work
from himdesk.store.matching import cases, follow, index, pairs, subjects
from himdesk.store.matching.cases import DUPLICATE, Rank

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from himdesk.matching.arrays import Floats, Ints, Levels
    from himdesk.matching.model.document import Model
    from himdesk.services.matching.models import Shelf
    from himdesk.store.engine import Transaction
    from himdesk.store.matching.pairs import Pair

RECENT: Final = timedelta(days=90)
IN_HOUSE, BUSY, MOST_SURE = 4000, 1000, 999
"""What adds to a case's priority: a stay that goes on, charts in recent use, probability."""

_APART: Final = -100.0
_ONE_NAME: Final = frozenset({"same", "variant"})
_BIT: Final = log(2)
_MOST: Final = 300
_PAIR: Final = 2


@dataclass(slots=True)
class Grouping:
    """Puts the open pairs of one unit of work into cases."""

    session: Transaction
    shelf: Shelf
    by: str
    at: str
    new_id: Callable[[], str]

    def regroup(self, charts: Iterable[str]) -> None:
        """Bring the cases up to date that these charts are, or were, part of."""
        met = self._connected(set(charts))
        before = {pair.case_id for pair in met.values() if pair.case_id is not None}
        known = cases.get(self.session, before)
        apart = {pair.id for pair in met.values() if pair.outcome == pairs.DISTINCT}
        open_ = [pair for pair in met.values() if pair.state == pairs.OPEN]
        groups = self._groups(open_, apart)
        taken: set[str] = set()
        ranked: list[tuple[str, list[Pair]]] = []
        for group, cut in groups:
            case_id = self._case_of(group, known, taken)
            self._keep(case_id, group, known, cut=cut)
            ranked.append((case_id, group))
        self._rank(ranked)
        follow.close_empty(self.session, before, at=self.at, by=self.by)

    def _connected(self, layer: set[str]) -> dict[str, Pair]:
        """The pairs of these charts, and of all that open pairs connect them with."""
        met: dict[str, Pair] = {}
        seen: set[str] = set()
        while layer and len(seen) < _MOST:
            seen |= layer
            found = pairs.of_charts(self.session, layer)
            met |= found
            joined = (pair for pair in found.values() if pair.state == pairs.OPEN)
            layer = {chart for pair in joined for chart in pair.charts} - seen
        return met

    def _groups(
        self, open_: Sequence[Pair], apart: Collection[str]
    ) -> list[tuple[list[Pair], bool]]:
        """Pairs by person; a pair that clustering cut stands alone, marked so."""
        result: list[tuple[list[Pair], bool]] = []
        for members in _components(open_):
            if len(members) == 1:
                result.append((members, False))
                continue
            of_chart = self._persons(members, apart)
            together: dict[int, list[Pair]] = defaultdict(list)
            for pair in members:
                left, right = (of_chart[chart] for chart in pair.charts)
                if left == right:
                    together[left].append(pair)
                else:
                    result.append(([pair], True))
            result += [(group, False) for group in together.values()]
        return result

    def _persons(self, members: Sequence[Pair], apart: Collection[str]) -> dict[str, int]:
        """The person that each chart is of, as a number; `apart` are judged to be two."""
        charts = sorted({chart for pair in members for chart in pair.charts})
        place = {chart: row for row, chart in enumerate(charts)}
        model = self.shelf.in_use(self.session)[1]
        clusters = cluster(
            len(charts),
            np.array([place[pair.left_patient_id] for pair in members], dtype=np.int64),
            np.array([place[pair.right_patient_id] for pair in members], dtype=np.int64),
            np.array([_odds(pair) for pair in members], dtype=np.float64),
            least=log(model.threshold / (1 - model.threshold)),
            weigh=_Weighing(self, charts, model, apart),
        )
        return {chart: int(clusters.of_record[row]) for chart, row in place.items()}

    def _case_of(self, group: Sequence[Pair], known: dict[str, work.Case], taken: set[str]) -> str:
        """The case that most of the pairs are in already, or a new one."""
        votes = Counter(p.case_id for p in group if p.case_id in known and p.case_id not in taken)
        found = votes.most_common(1)[0][0] if votes else None
        case_id = found or self.new_id()
        taken.add(case_id)
        return case_id

    def _keep(
        self, case_id: str, group: Sequence[Pair], known: dict[str, work.Case], *, cut: bool
    ) -> None:
        charts = sorted({chart for pair in group for chart in pair.charts})
        detail = json.dumps({"charts": charts, "cut": cut}, sort_keys=True)
        before = known.get(case_id)
        if before is None:
            case = work.Case(
                id=case_id, kind=DUPLICATE, opened_at=self.at, opened_by=self.by,
                patient_id=charts[0], detail=detail,
            )  # fmt: skip
        else:
            case = replace(
                before, state=work.OPEN, closed_at=None, closed_by=None, patient_id=charts[0],
                detail=detail,
            )  # fmt: skip
        if case != before:
            work.put_case(self.session, case)
        moved = [replace(pair, case_id=case_id) for pair in group if pair.case_id != case_id]
        pairs.put(self.session, moved)

    def rank_again(self, case_ids: Sequence[str]) -> None:
        """Rank cases anew: visits began or ended, though nothing else changed."""
        members: dict[str, list[Pair]] = defaultdict(list)
        for pair in pairs.of_cases(self.session, case_ids):
            members[pair.case_id or ""].append(pair)
        self._rank(list(members.items()))

    def _rank(self, groups: Sequence[tuple[str, Sequence[Pair]]]) -> None:
        """Whoever is in the house first, then who was here lately, then the surest."""
        charts = {chart for _, group in groups for pair in group for chart in pair.charts}
        busy = subjects.activity(self.session, charts)
        since = utc_text(datetime.fromisoformat(self.at) - RECENT)
        cases.rank(
            self.session,
            [_ranked(case_id, group, busy, since) for case_id, group in groups],
        )


def _ranked(
    case_id: str, group: Sequence[Pair], busy: dict[str, tuple[bool, str]], since: str
) -> Rank:
    charts = {chart for pair in group for chart in pair.charts}
    stays = [busy.get(chart, (False, "")) for chart in charts]
    best = max(pair.probability for pair in group)
    recent = min(_PAIR, sum(last >= since for _, last in stays))
    in_house = any(now for now, _ in stays)
    return Rank(
        case_id=case_id,
        priority=IN_HOUSE * in_house + BUSY * recent + int(MOST_SURE * best),
        probability=best,
        charts=len(charts),
    )


def _components(open_: Sequence[Pair]) -> list[list[Pair]]:
    """Pairs that share charts, directly or through others."""
    end: dict[str, str] = {}

    def root(chart: str) -> str:
        while end.setdefault(chart, chart) != chart:
            end[chart] = end[end[chart]]
            chart = end[chart]
        return chart

    for pair in open_:
        end[root(pair.right_patient_id)] = root(pair.left_patient_id)
    result: dict[str, list[Pair]] = defaultdict(list)
    for pair in sorted(open_, key=lambda pair: pair.id):
        result[root(pair.left_patient_id)].append(pair)
    return list(result.values())


@dataclass(slots=True)
class _Weighing:
    """Weighs pairs of charts that no key brought together; reads the records when first asked."""

    grouping: Grouping
    charts: Sequence[str]
    model: Model
    apart: Collection[str]
    people: People | None = None

    def __call__(self, left: Ints, right: Ints) -> Floats:
        if self.people is None:
            session = self.grouping.session
            known = index.of_charts(session, self.charts)
            facts = [
                from_text(known[chart].facts) if chart in known else Facts({})
                for chart in self.charts
            ]
            ref = self.grouping.shelf.reference
            self.people = People.of(facts, self.model, ref, size=index.size(session))
        like = self.people.weigh(left, right)
        odds, compared = like.odds, like.compared
        for row, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
            judged = pair_id(self.charts[one], self.charts[other]) in self.apart
            if judged or _twins(levels_of(compared, row), compared.levels[row]):
                odds[row] = _APART
        return odds


def _odds(pair: Pair) -> float:
    """Log-odds of a pair for putting cases together; what looks like twins is never chained."""
    if pair.evidence is not None:
        compared = from_evidence([pair.evidence])
        if _twins(levels_of(compared, 0), compared.levels[0]):
            return _APART
    return pair.weight * _BIT


def _twins(said: Mapping[str, str], levels: Levels) -> bool:
    return said.get("given") not in _ONE_NAME and "twins" in flags(levels)
