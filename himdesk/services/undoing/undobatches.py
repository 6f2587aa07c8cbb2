# SPDX-License-Identifier: Apache-2.0
"""Change sets of one import that are undone in one go, each as if it were undone alone.

Those go together whose charts, with all that is connected with them, have none in common: the plan
of one can't depend on the undo of another. What does not fit ends the batch, and begins the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import AlreadyUndone, HimdeskError, UsageError
from himdesk.services.corrections.orders import UndoOrder
from himdesk.services.corrections.outcomes import Mode, Outcome
from himdesk.services.matching.settling import settled
from himdesk.services.undoing.facts import undo_bases
from himdesk.store.errors import DatabaseBusy
from himdesk.store.reading import arriving, history
from himdesk.store.writing import ledger
from himdesk.store.writing.ledger import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.services.context import Context
    from himdesk.services.corrections.corrections import Corrections
    from himdesk.services.corrections.planned import Planned
    from himdesk.services.undoing.facts import UndoBasis
    from himdesk.store.engine import Transaction

MOST_ROWS: Final = 500
"""Changes that are written in one go, so that nobody at a desk waits for the undo."""

_LOOK: Final = 100
"""Change sets that are looked at for one go; often fewer fit."""

_ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUndo(UndoOrder):
    """The undo of a change set of which all was read together with others."""

    basis: UndoBasis

    def plan(self, session: Transaction, requester: str) -> Planned:  # noqa: ARG002  as its kin
        """Plan from what was read."""
        return self.planned(self.basis, requester)


@dataclass(slots=True)
class Batch:
    """Undos that are written together.

    `taken` counts the change sets that are done with afterwards, those undone before included;
    `alone` is an order that a second person must approve; `undone` tells of an earlier undo.
    """

    head: int
    taken: int = 0
    rows: int = 0
    charts: set[str] = field(default_factory=set)
    outcomes: list[Outcome] = field(default_factory=list)
    alone: UndoOrder | None = None
    undone: AlreadyUndone | None = None

    def admits(self, planned: Planned) -> bool:
        """Whether this plan may go with the others."""
        return self.charts.isdisjoint(_charts(planned)) and (
            not self.outcomes or self.rows + len(planned.plan.change_set.changes) <= MOST_ROWS
        )

    def add(self, planned: Planned, outcome: Outcome) -> None:
        """Take a plan in."""
        self.charts |= _charts(planned)
        self.rows += len(planned.plan.change_set.changes)
        self.outcomes.append(outcome)


def undo_next(
    corrections: Corrections, targets: Sequence[str], *, reason: str, assign: Mapping[str, str]
) -> tuple[Batch, list[Outcome]]:
    """Undo as many of the change sets as go together, at least the first one.

    Raises:
        HimdeskError: the first one can't be undone, or others touch the same charts all the time.
    """
    context = corrections.context
    for _ in range(_ATTEMPTS):
        batch = _gather(corrections, targets, reason, assign)
        if batch.alone is not None:
            return batch, [corrections.carry_out(batch.alone)]
        if not batch.outcomes:
            return batch, []
        with context.writing_in_turn() as session:
            if _stale(session, batch):
                continue
            outcomes = _write(session, context, batch.outcomes)
        return batch, [*outcomes[:-1], settled(context, outcomes[-1], batch.charts)]
    raise DatabaseBusy


def _gather(
    corrections: Corrections, targets: Sequence[str], reason: str, assign: Mapping[str, str]
) -> Batch:
    """Plan the undos of the first change sets, until one does not fit."""
    with corrections.context.database.read() as session:
        batch = Batch(ledger.head(session)[0])
        for basis in undo_bases(session, _apart(session, targets)):
            order = KnownUndo(target=basis.facts.target.id, reason=reason, basis=basis)
            try:
                planned, outcome, decided = _foreseen(corrections, session, order, assign)
            except AlreadyUndone as error:
                batch.undone = error
                batch.taken += 1
                continue
            except HimdeskError:
                if batch.taken:
                    break
                raise
            if outcome.needs_approval and not batch.outcomes:
                batch.alone = decided
                batch.taken += 1
                break
            if outcome.needs_approval or not batch.admits(planned):
                break
            batch.add(planned, outcome)
            batch.taken += 1
    return batch


def _apart(session: Transaction, targets: Sequence[str]) -> list[AppliedChangeSet]:
    """The first change sets, at least one, that touch no chart twice and are few enough."""
    first = targets[:_LOOK]
    found = history.change_sets(session, first)
    touched = history.charts_of_each(session, [one.seq for one in found.values()])
    apart: list[AppliedChangeSet] = []
    charts: set[str] = set()
    rows = 0
    for one in (found[target] for target in first):
        rows += len(one.change_set.changes)
        if apart and (rows > MOST_ROWS or not charts.isdisjoint(touched[one.seq])):
            break
        apart.append(one)
        charts.update(touched[one.seq])
    return apart


def _foreseen(
    corrections: Corrections, session: Transaction, known: KnownUndo, assign: Mapping[str, str]
) -> tuple[Planned, Outcome, UndoOrder]:
    """The undo of one change set with the decisions that it asks for.

    Raises:
        HimdeskError: it can't be undone.
    """
    planned, outcome = corrections.foresee(session, known)
    order = _decided(UndoOrder(target=known.target, reason=known.reason), outcome, assign)
    if order.assign:
        planned, outcome = corrections.foresee(session, order)
    planned.plan.check()
    if not planned.plan.change_set.changes:
        raise UsageError("This would change nothing.")
    return planned, outcome, order


def _decided(order: UndoOrder, outcome: Outcome, assign: Mapping[str, str]) -> UndoOrder:
    """The order with those decisions that this undo asks for."""
    asked = {each.item for each in outcome.undecided}
    return replace(order, assign={item: to for item, to in assign.items() if item in asked})


def _charts(planned: Planned) -> set[str]:
    return {chart.patient.id for chart in planned.charts}


def _stale(session: Transaction, batch: Batch) -> bool:
    """Whether somebody touched one of the charts since the plans were made."""
    if ledger.head(session)[0] == batch.head:
        return False
    touched, _ = arriving.touched_since(session, batch.head)
    return not touched.isdisjoint(batch.charts)


def _write(session: Transaction, context: Context, outcomes: Sequence[Outcome]) -> list[Outcome]:
    entries = [
        Entry(id=context.new_id(), change_set=each.change_set, created=each.created)
        for each in outcomes
    ]
    applied = ledger.write_all(session, entries, at=context.now(), applied_by=context.staff.name)
    return [
        replace(each, mode=Mode.APPLIED, applied=one)
        for each, one in zip(outcomes, applied, strict=True)
    ]
