# SPDX-License-Identifier: Apache-2.0
"""The search through the whole database: every pair weighed at once, and the queue filled.

Charts are read from one view of the index. The queue is brought up to date in short units of
work, each from what is then; charts that changed meanwhile are due, and their own check follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Final

import numpy as np

from himdesk.domain.changes import pair_id
from himdesk.matching.batch import Batch, levels_of, to_evidence
from himdesk.matching.errors import Cancelled
from himdesk.matching.match import match
from himdesk.matching.model.calibrate import expected
from himdesk.matching.model.document import from_json, to_json
from himdesk.matching.model.weigh import compare_pairs, probability
from himdesk.services.matching.cases import Grouping
from himdesk.services.matching.check import in_use
from himdesk.services.matching.facts import from_text
from himdesk.services.matching.learning import Learning
from himdesk.services.matching.newborns import tell_apart
from himdesk.services.matching.roll import Roll
from himdesk.services.matching.settling import checker
from himdesk.services.matching.values import Scanned
from himdesk.services.matching.verdicts import LEAST, Weighed, verdicts
from himdesk.store.matching import cases, due, index, pairs
from himdesk.store.reading import pairs as judgements

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.matching.arrays import Ints
    from himdesk.matching.match import Matched, Progress
    from himdesk.matching.model.document import Model
    from himdesk.services.context import Context
    from himdesk.services.matching.models import Shelf

AT_ONCE: Final = 250
"""Charts whose pairs one short transaction brings up to date."""

OUTGROWN: Final = 2
"""By how much an index has outgrown the model that was trained on it, so that it trains anew."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One search through the database."""

    context: Context
    shelf: Shelf
    progress: Progress | None
    cancelled: Callable[[], bool] | None

    def run(self, document: str | None, threshold: float | None) -> Scanned:
        """Search; see `Matching.scan`. Cancelled, what the queue has by then stays."""
        self._log()
        begun = perf_counter()
        self._settle()
        with self.context.database.read() as session:
            roll = Roll.of(index.everyone(session))
        load_seconds = perf_counter() - begun
        with self.context.database.read() as session:
            before = self.shelf.in_use(session)[0]
        matched = self._match(roll, self._model(document, roll.size))
        version = self._keep(matched, document, threshold)
        begun = perf_counter()
        self._fill(roll, matched, version)
        if version != before and document is None:
            Learning(self.context, self.shelf).again()
        seconds = {"load": load_seconds, **matched.seconds, "write": perf_counter() - begun}
        seconds["total"] = sum(seconds.values())
        return self._summary(roll.size, matched, seconds)

    def _match(self, roll: Roll, model: Model | None) -> Matched:
        """Weigh all pairs of charts, as they are now and as they were known before.

        A model learns from charts as they are now: one person twice would teach it nothing.
        """
        ref = self.shelf.reference
        if model is not None and roll.through:
            return roll.best(match(roll.whole(ref), ref, self._tell, model))
        now = match(roll.today(ref), ref, self._tell, model)
        if not roll.through:
            return now
        return roll.best(match(roll.whole(ref), ref, self._tell, now.model))

    def _settle(self) -> None:
        """Work off what is due, so that the index holds every chart."""
        with self.context.database.read() as session:
            left = due.count(session)
        check = checker(self.context, writing=self.context.writing_in_turn)
        done = 0
        self._tell("load", 0.0)
        while count := check.settle(most=AT_ONCE):
            done += count
            self._tell("load", min(1.0, done / max(1, left)))

    def _log(self) -> None:
        with self.context.writing() as session:
            self.context.log(session, "match")

    def _tell(self, stage: str, share: float) -> None:
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        if self.progress is not None:
            self.progress(stage, share)

    def _model(self, document: str | None, size: int) -> Model | None:
        """The model to use; None where one must be trained."""
        if document is not None:
            return from_json(document)
        with self.context.database.read() as session:
            version, model = self.shelf.in_use(session)
        fits = version and model.facts.get("records", 0) * OUTGROWN >= size
        return model if fits else None

    def _keep(self, matched: Matched, document: str | None, threshold: float | None) -> int:
        """Keep a model that is new as a version of its own; the version in use."""
        used = matched.model
        if threshold is not None:
            used = replace(used, threshold=threshold)
        with self.context.database.read() as session:
            version, model = self.shelf.in_use(session)
        if version and to_json(used) == to_json(model):
            return version
        because = "trained on the database" if document is None else "put in as a document"
        return Learning(self.context, self.shelf).keep(used, because)

    def _fill(self, roll: Roll, matched: Matched, version: int) -> None:
        """Bring pairs and cases up to date, some at a time; first what is not found any more."""
        self._tell_newborns_apart(roll, matched)
        near = np.flatnonzero(probability(matched.log_odds) >= LEAST)
        near = near[np.lexsort((matched.right[near], matched.left[near]))]
        found = {self._name(roll, matched, row) for row in near.tolist()}
        with self.context.database.read() as session:
            lost = [
                pair.id
                for pair in pairs.everything(session)
                if pair.state != pairs.CLOSED and pair.id not in found
            ]
        for start in range(0, len(lost), AT_ONCE):
            self._renew({}, lost[start : start + AT_ONCE], version)
        for start in range(0, len(near), AT_ONCE):
            self._tell("write", start / len(near))
            weighed = self._weighed(roll, matched, near[start : start + AT_ONCE])
            self._renew(weighed, list(weighed), version)

    def _tell_newborns_apart(self, roll: Roll, matched: Matched) -> None:
        """Lower the odds of children whose temporary names differed; see `newborns`."""
        likely = np.flatnonzero(probability(matched.log_odds) >= LEAST)
        rows = np.array(
            [
                row
                for row in likely.tolist()
                if {int(matched.left[row]), int(matched.right[row])} & roll.renamed
            ],
            dtype=np.int64,
        )
        places, both = np.unique(
            np.concatenate([matched.left[rows], matched.right[rows]]), return_inverse=True
        )
        with self.context.database.read() as session:
            known = index.of_charts(session, [roll.charts[place] for place in places.tolist()])
        records = [from_text(known[roll.charts[place]].facts).shown for place in places.tolist()]
        if records:
            ref, size = self.shelf.reference, matched.table.size
            batch = Batch.of(records, matched.model, ref, size=size)
            left, right = both[: len(rows)], both[len(rows) :]
            matched.log_odds[rows] = tell_apart(batch, left, right, matched.log_odds[rows])

    def _name(self, roll: Roll, matched: Matched, row: int) -> str:
        return pair_id(roll.charts[matched.left[row]], roll.charts[matched.right[row]])

    def _weighed(self, roll: Roll, matched: Matched, rows: Ints) -> dict[str, Weighed]:
        left, right = matched.left[rows], matched.right[rows]
        compared = compare_pairs(matched.comparer, matched.rarities, left, right)
        chances = probability(matched.log_odds[rows])
        return {
            self._name(roll, matched, row): Weighed(
                probability=float(chances[at]),
                weight=float(matched.log_odds[row] / np.log(2)),
                evidence=to_evidence(compared, at, self._through(roll, matched, row)),
                levels=levels_of(compared, at),
            )
            for at, row in enumerate(rows.tolist())
        }

    def _through(self, roll: Roll, matched: Matched, row: int) -> tuple[str, ...]:
        two = int(matched.left[row]), int(matched.right[row])
        return tuple(dict.fromkeys(words for place in two for words in roll.through.get(place, ())))

    def _renew(self, weighed: dict[str, Weighed], names: list[str], version: int) -> None:
        """Write some pairs, as far as their charts are still active, and their cases."""
        context = self.context
        with context.writing_in_turn() as session:
            known = pairs.get(session, names)
            judged = judgements.judgements(session, names)
            model = self.shelf.model(session, version)
            new = verdicts(
                in_use(session, weighed), known, judged,
                model=version, threshold=model.threshold, at=context.now(),
            )  # fmt: skip
            pairs.put(session, new)
            by, at = context.staff.name, context.now()
            grouping = Grouping(session, self.shelf, by, at, context.new_id)
            grouping.regroup({chart for name in names for chart in pairs.charts_of(name)})

    def _summary(self, size: int, matched: Matched, seconds: dict[str, float]) -> Scanned:
        with self.context.database.read() as session:
            version, model = self.shelf.in_use(session)
            hoped = expected(probability(matched.log_odds), model.threshold)
            return Scanned(
                records=size,
                pairs=pairs.count(session).get(pairs.OPEN, 0),
                cases=cases.counts(session).get(cases.DUPLICATE, 0),
                model=version,
                threshold=model.threshold,
                expected_precision=hoped.precision,
                expected_recall=hoped.recall,
                seconds=seconds,
            )
