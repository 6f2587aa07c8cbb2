# SPDX-License-Identifier: Apache-2.0
"""Learning from decisions: merged means one person, distinct or undone means two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from himdesk.domain.errors import ReasonMissing, UsageError
from himdesk.matching.batch import from_evidence
from himdesk.matching.decisions import labelled_figures
from himdesk.matching.model.document import to_json
from himdesk.matching.model.learn import Decided, learn, most_useful
from himdesk.matching.model.weigh import log_odds, probability
from himdesk.services.matching.cases import Grouping
from himdesk.services.matching.values import Report
from himdesk.store.matching import index, models, pairs
from himdesk.store.reading import patients

if TYPE_CHECKING:
    from himdesk.matching.model.document import Model
    from himdesk.matching.model.weigh import Compared
    from himdesk.services.context import Context
    from himdesk.services.matching.models import Shelf
    from himdesk.store.engine import Transaction
    from himdesk.store.matching.pairs import Pair

AT_ONCE: Final = 200
"""Pairs that one short transaction brings up to date."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """Pairs with their evidence: those that people decided, and all others."""

    decided: list[Pair]
    others: list[Pair]

    @classmethod
    def read(cls, session: Transaction) -> _Kept:
        """All pairs whose evidence is kept."""
        decided: list[Pair] = []
        others: list[Pair] = []
        for pair in pairs.everything(session):
            if pair.evidence is not None:
                (decided if pair.decision is not None else others).append(pair)
        return cls(decided, others)


def _compared(kept: list[Pair]) -> Compared:
    return from_evidence([pair.evidence or "" for pair in kept])


@dataclass(frozen=True, slots=True)
class Learning:
    """What decisions teach, and the queue weighed by what was learnt."""

    context: Context
    shelf: Shelf

    def learn(self, reason: str) -> int:
        """Make and use a new version; see `Matching.learn`."""
        if not reason.strip():
            raise ReasonMissing
        version = self.again(reason)
        if version is None:
            raise UsageError("Nobody has decided on a pair of the queue yet; there is no lesson.")
        return version

    def again(self, reason: str = "decisions applied to a new model") -> int | None:
        """The same, if there are decisions at all."""
        with self.context.database.read() as session:
            kept = _Kept.read(session)
            model = self.shelf.in_use(session)[1]
            size = index.size(session)
        if not kept.decided:
            return None
        same = np.array([pair.decision == pairs.SAME for pair in kept.decided], dtype=np.bool_)
        everything = _compared([*kept.decided, *kept.others])
        learnt = learn(model, Decided(_compared(kept.decided), same), everything, size)
        return self.keep(learnt, reason)

    def keep(self, model: Model, reason: str) -> int:
        """Keep a model as a new version, use it, and weigh the queue by it."""
        with self.context.writing() as session:
            version = models.add(
                session,
                to_json(model),
                at=self.context.now(),
                by=self.context.staff.name,
                reason=reason.strip(),
            )
        self.reweigh()
        return version

    def use(self, version: int, reason: str) -> None:
        """Put a version back; see `Matching.use_model`."""
        if not reason.strip():
            raise ReasonMissing
        with self.context.writing() as session:
            models.use(
                session,
                version,
                at=self.context.now(),
                by=self.context.staff.name,
                reason=reason.strip(),
            )
        self.reweigh()

    def reweigh(self) -> None:
        """Weigh all pairs that are not closed by the model in use, from their kept evidence."""
        with self.context.database.read() as session:
            kept = [
                pair
                for pair in pairs.everything(session)
                if pair.state != pairs.CLOSED and pair.evidence is not None
            ]
            version, model = self.shelf.in_use(session)
            odds = log_odds(_compared(kept), model, index.size(session))
        chances = probability(odds)
        weighed = {
            pair.id: (float(chances[row]), float(odds[row] / np.log(2)))
            for row, pair in enumerate(kept)
        }
        ids = sorted(weighed)
        for start in range(0, len(ids), AT_ONCE):
            part = {name: weighed[name] for name in ids[start : start + AT_ONCE]}
            self._renew(part, version, model.threshold)

    def _renew(
        self, weighed: dict[str, tuple[float, float]], version: int, threshold: float
    ) -> None:
        context = self.context
        with context.writing_in_turn() as session:
            now = pairs.get(session, list(weighed))
            renewed = [
                replace(
                    pair,
                    probability=weighed[name][0],
                    weight=weighed[name][1],
                    model=version,
                    state=pairs.OPEN if weighed[name][0] >= threshold else pairs.DOUBTFUL,
                )
                for name, pair in now.items()
                if pair.state != pairs.CLOSED
            ]
            pairs.put(session, renewed)
            grouping = Grouping(
                session, self.shelf, context.staff.name, context.now(), context.new_id
            )
            grouping.regroup({chart for pair in renewed for chart in pair.charts})

    def useful(self, count: int) -> tuple[tuple[str, str, float], ...]:
        """The most useful undecided pairs; see `Matching.useful`."""
        with self.context.database.read() as session:
            kept = [p for p in _Kept.read(session).others if p.state != pairs.CLOSED]
            if not kept:
                return ()
            model = self.shelf.in_use(session)[1]
            chances = np.array([pair.probability for pair in kept], dtype=np.float64)
            rows = most_useful(chances, _compared(kept).levels, count, model.threshold)
            found = [kept[row] for row in rows.tolist()]
            named = patients.patients(session, {c for pair in found for c in pair.charts})
        return tuple(
            (named[p.left_patient_id].number, named[p.right_patient_id].number, p.probability)
            for p in found
        )

    def report(self) -> Report:
        """Figures among the decided pairs; see `Matching.report`."""
        with self.context.database.read() as session:
            decided = _Kept.read(session).decided
            version, model = self.shelf.in_use(session)
            size = index.size(session)
        compared = _compared(decided)
        chances = probability(log_odds(compared, model, size))
        same = np.array([pair.decision == pairs.SAME for pair in decided], dtype=np.bool_)
        figures = labelled_figures(chances, same, compared.levels, model.threshold)
        return Report(model=version, threshold=model.threshold, figures=figures)
