# SPDX-License-Identifier: Apache-2.0
"""The desk of duplicates: what waits for a decision, why, and what decisions teach."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from himdesk.domain.changes import pair_id
from himdesk.domain.corrections.links import Judgement
from himdesk.domain.errors import NeverAllowed, ReasonMissing, UsageError
from himdesk.domain.words import counted
from himdesk.matching.model.document import to_json
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.sight import Sight
from himdesk.services.matching.cases import Grouping
from himdesk.services.matching.facts import known_facts
from himdesk.services.matching.files import Lookup, records_of
from himdesk.services.matching.learning import Learning
from himdesk.services.matching.models import Shelf
from himdesk.services.matching.people import People
from himdesk.services.matching.rows import rows_of
from himdesk.services.matching.scan import Scan
from himdesk.services.matching.values import Checked, PairEvidence, Report, Scanned, WorkPage
from himdesk.store.desk import work
from himdesk.store.matching import cases, index, models, pairs, subjects
from himdesk.store.reading import charts, patients
from himdesk.store.reading import pairs as judgements

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from himdesk.matching.match import Progress
    from himdesk.services.context import Context
    from himdesk.store.matching.models import ModelVersion

PAGE = 200


@dataclass(frozen=True, slots=True)
class Matching:
    """Finding duplicates; charts are named by their MRNs."""

    context: Context
    shelf: Shelf = field(default_factory=Shelf)

    def counts(self) -> dict[str, int]:
        """How many open cases there are, by kind."""
        self.context.require("match")
        with self.context.database.read() as session:
            return cases.counts(session)

    def worklist(
        self, kind: str = cases.DUPLICATE, *, after: int = 0, limit: int = PAGE
    ) -> WorkPage:
        """Open cases of a kind that matching found, the most urgent first; logged as one look.

        `after` is what the page before called `following`.

        Raises:
            UsageError: matching finds no cases of this kind.
        """
        context = self.context
        context.require("check-duplicates")
        if kind not in cases.KINDS:
            raise UsageError(f"There is no list {kind}; there are: {', '.join(cases.KINDS)}.")
        with context.database.read() as session:
            found = cases.page(session, kind, limit=limit + 1, offset=after)
            rows = rows_of(session, context, found[:limit])
            total = cases.counts(session).get(kind, 0)
        with context.writing() as session:
            context.log(session, "work list", reason=kind)
        return WorkPage(
            rows=rows, total=total, following=after + limit if len(found) > limit else None
        )

    def evidence(self, left: str, right: str) -> PairEvidence:
        """Why two charts may be one person, as they are now; the look is logged for both.

        A pair of the queue is explained by the version of the model that proposed it.

        Raises:
            NeverAllowed: both numbers are the same chart.
            NotFound, Ambiguous, Restricted: as for opening the charts.
        """
        context = self.context
        context.require("check-duplicates")
        with context.database.read() as session:
            addressing = Addressing(context, session)
            ids = [addressing.exactly(mrn).id for mrn in (left, right)]
            if ids[0] == ids[1]:
                raise NeverAllowed("same-chart", "These two numbers are the same chart.")
            found = charts.assertions(session, ids)
            for chart in found.values():
                addressing.check_open(chart)
            name = pair_id(*ids)
            known = pairs.get(session, [name]).get(name)
            version = known.model if known is not None else models.in_use(session)
            said = subjects.said(session, ids)
            people = People.of(
                [known_facts(found[chart], said.get(chart, ())) for chart in ids],
                self.shelf.model(session, version),
                self.shelf.reference,
                size=index.size(session),
            )
        with context.writing() as session:
            for chart_id in ids:
                context.log(session, "evidence", chart_id)
        explained, through = people.explain(0, 1)
        return PairEvidence(
            mrns=(left, right),
            explanation=explained,
            model=version,
            through=through,
            state=known.state if known is not None else None,
            outcome=known.outcome if known is not None else None,
            decision=known.decision if known is not None else None,
            opened_at=known.opened_at if known is not None else None,
            closed_by=known.closed_by if known is not None else None,
            case=known.case_id if known is not None else None,
        )

    def keep_distinct(self, left: str, right: str, *, reason: str) -> None:
        """Say again of two charts, judged distinct and asked about anew, that they are.

        The judgement then rests on today's evidence; who said so and why is in the access log.

        Raises:
            ReasonMissing: no reason was given.
            UsageError: nobody judged the two to be distinct, or nothing is asked about them.
        """
        context = self.context
        context.require("distinct")
        if not reason.strip():
            raise ReasonMissing
        with context.writing() as session:
            addressing = Addressing(context, session)
            name = pair_id(*(addressing.exactly(mrn).id for mrn in (left, right)))
            pair = pairs.get(session, [name]).get(name)
            judged = judgements.judgements(session, [name]).get(name)
            if judged != Judgement.DISTINCT or pair is None or pair.state == pairs.CLOSED:
                raise UsageError("Nothing is asked about these two; use distinct to judge them.")
            closed = replace(
                pair,
                state=pairs.CLOSED,
                outcome=pairs.DISTINCT,
                decision=pairs.DIFFERENT,
                closed_at=context.now(),
            )
            pairs.put(session, [closed])
            by, at = context.staff.name, context.now()
            Grouping(session, self.shelf, by, at, context.new_id).regroup(pair.charts)
            for chart_id in pair.charts:
                context.log(session, "distinct", chart_id, reason.strip())

    def apply_update(self, case: str, *, reason: str) -> None:
        """Take an update that was held as a suspected overlay: it is the same person after all.

        Raises:
            NotFound, WrongState, ReasonMissing: see `held.apply_update`.
        """
        from himdesk.services.intake import held  # noqa: PLC0415  which needs this package

        self.context.require("case")
        self._check_open(case)
        held.apply_update(self.context, case, reason)

    def refuse_update(self, case: str, *, reason: str) -> None:
        """Refuse an update that was held as a suspected overlay, for good.

        Raises:
            NotFound, WrongState, ReasonMissing: see `held.refuse_update`.
        """
        from himdesk.services.intake import held  # noqa: PLC0415  as above

        self.context.require("case")
        self._check_open(case)
        held.refuse_update(self.context, case, reason)

    def _check_open(self, case: str) -> None:
        """Check that the person may read the chart that a held update is for."""
        with self.context.database.read() as session:
            chart = work.case(session, case).patient_id
            if chart is not None:
                Sight(self.context, session).check(patients.chain(session, chart)[-1])

    def check_file(self, path: Path) -> tuple[Checked, ...]:
        """Each record of a CSV file against the database; one line of the access log.

        Raises:
            UnusableFile: it is no table of records.
        """
        context = self.context
        context.require("check-duplicates")
        records = list(records_of(path))
        with context.database.read() as session:
            lookup = Lookup(session, context, self.shelf)
            found = tuple(lookup.check(name, record) for name, record in records)
        with context.writing() as session:
            context.log(session, "check-duplicates", reason=counted(len(records), "record"))
        return found

    def scan(
        self,
        *,
        model: str | None = None,
        threshold: float | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Scanned:
        """Search the whole database and fill the queue.

        `model` is a document to be used from now on; without one the model in use is, or one is
        trained if there is none that fits a database of this size. `threshold` replaces its cut.

        Raises:
            BadModel: the document can't be used.
        """
        self.context.require("match")
        if model is not None or threshold is not None:
            self.context.require("model")
        return Scan(self.context, self.shelf, progress, cancelled).run(model, threshold)

    def useful(self, count: int = 20) -> tuple[tuple[str, str, float], ...]:
        """The pairs whose decision would teach most: two MRNs and the probability of each."""
        self.context.require("check-duplicates")
        return Learning(self.context, self.shelf).useful(count)

    def learn(self, *, reason: str) -> int:
        """Make a new version of the model from all decisions, and use it; returns the version.

        Raises:
            UsageError: nobody has decided anything yet.
            ReasonMissing: no reason was given.
        """
        self.context.require("model")
        return Learning(self.context, self.shelf).learn(reason)

    def report(self) -> Report:
        """How well the model in use does on the pairs that people decided, by class."""
        self.context.require("match")
        return Learning(self.context, self.shelf).report()

    def models(self) -> tuple[ModelVersion, ...]:
        """All versions of the model, the newest first."""
        self.context.require("match")
        with self.context.database.read() as session:
            return models.versions(session)

    def model_in_use(self) -> int:
        """The version in use; 0 is what is believed before any training."""
        self.context.require("match")
        with self.context.database.read() as session:
            return models.in_use(session)

    def model_document(self) -> str:
        """The model in use as a JSON document, with the facts of its training."""
        self.context.require("match")
        with self.context.database.read() as session:
            return to_json(self.shelf.in_use(session)[1])

    def use_model(self, version: int, *, reason: str) -> None:
        """Put a version of the model back, and weigh the queue anew; a chained change of policy.

        Raises:
            NotFound: there is no such version.
            ReasonMissing: no reason was given.
        """
        self.context.require("model")
        Learning(self.context, self.shelf).use(version, reason)
