# SPDX-License-Identifier: Apache-2.0
"""Undoing an import as one: all its change sets, the last one first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.errors import (
    AlreadyUndone,
    BadDecision,
    ReasonMissing,
    StructureConflict,
    UndecidedItems,
    UsageError,
)
from himdesk.domain.fold import Fold
from himdesk.domain.plans import Undecided
from himdesk.services.charts.addressing import Addressing
from himdesk.services.collecting import collecting_seldom
from himdesk.services.corrections.orders import UndoOrder
from himdesk.services.undoing.undobatches import undo_next
from himdesk.store.errors import Stopped
from himdesk.store.reading import arriving, charts, folding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from himdesk.services.context import Context
    from himdesk.services.corrections.corrections import Corrections
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.store.engine import Transaction

BECAUSE = "it came from elsewhere to a chart that the import made"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUndo:
    """What undoing one import takes: its change sets, and items of other origin in its charts."""

    sets: tuple[str, ...]
    undecided: tuple[Undecided, ...]
    assign: Mapping[str, str]
    reason: str


def look_at_import(
    context: Context, import_id: str, *, reason: str, assign: Mapping[str, str]
) -> ImportUndo:
    """What the undo of an import takes; `assign` maps items to MRNs.

    Raises:
        ReasonMissing: no reason was given.
        UsageError: there is no such import, or it changed nothing.
        AlreadyUndone: all of it is undone already.
        Restricted: a chart is confidential, and the person has not broken the glass.
        StructureConflict: a chart of the import was merged since.
        BadDecision: a decision about an item that needs none, or a chart that goes as well.
    """
    if not reason.strip():
        raise ReasonMissing
    with context.database.read() as session:
        sets = arriving.sets_of_import(session, import_id)
        if not sets:
            raise UsageError(f"There is no import {import_id} with anything to undo.", import_id)
        sets = _in_force(session, sets)
        founded = arriving.founded(session, import_id)
        for number in arriving.merged(session, founded):
            text = f"Chart {number} came with the import and is part of a merge; undo that first."
            raise StructureConflict(number, text)
        strangers = arriving.strangers(session, import_id, founded)
        addressing = Addressing(context, session)
        _check_readable(session, addressing, sets)
        placed = {item: addressing.exactly(mrn).id for item, mrn in assign.items()}
    needed = {item.id: item for item in strangers}
    for item, chart in placed.items():
        if item not in needed:
            raise BadDecision(item, f"Item {item} needs no decision in this undo.")
        if chart in founded:
            raise BadDecision(item, f"Item {item} can't go to a chart that the import made.")
    undecided = tuple(
        Undecided(item=item.id, kind=item.kind.value, suggest=None, because=BECAUSE)
        for item in strangers
        if item.id not in placed and item.parent not in needed and item.encounter not in needed
    )
    return ImportUndo(sets=sets, undecided=undecided, assign=placed, reason=reason)


def _in_force(session: Transaction, sets: Sequence[str]) -> tuple[str, ...]:
    """Those change sets that are not undone yet.

    Raises:
        AlreadyUndone: none is left.
    """
    fold = Fold(folding.undos(session, sets))
    left = tuple(name for name in sets if fold.in_force(name))
    if not left:
        raise AlreadyUndone(sets[-1], fold.reversed_by(sets[-1]) or "")
    return left


def _check_readable(session: Transaction, addressing: Addressing, sets: Sequence[str]) -> None:
    """Check that the person may open all the charts, before anything is undone.

    Raises:
        Restricted: one is confidential, and the person has not broken the glass.
    """
    touched = arriving.touched_by(session, sets)
    for chart in charts.flagged(session, folding.component(session, touched)).values():
        addressing.check_open(chart)


@collecting_seldom()
def undo_all(
    corrections: Corrections,
    found: ImportUndo,
    *,
    dry_run: bool,
    progress: Callable[[int], None] | None = None,
) -> list[Outcome]:
    """Undo the change sets in turn; those that others undo meanwhile are passed over.

    Raises:
        UndecidedItems: decisions are missing; nothing was changed.
        AlreadyUndone: all of them are undone already.
        Stopped: the database went away; it knows how many are undone, and they stay so.
        HimdeskError: the rules of `plan_undo`.
    """
    if dry_run:
        return _shown(corrections, found)
    if found.undecided:
        raise UndecidedItems(tuple(each.item for each in found.undecided))
    outcomes: list[Outcome] = []
    waiting = found.sets
    undone: AlreadyUndone | None = None
    while waiting:
        try:
            batch, done = undo_next(corrections, waiting, reason=found.reason, assign=found.assign)
        except Stopped as stopped:
            stopped.undone = len(outcomes)
            raise
        outcomes += done
        undone = batch.undone or undone
        waiting = waiting[batch.taken :]
        if progress is not None:
            progress(len(found.sets) - len(waiting))
    if undone is not None and not outcomes:
        raise undone
    return outcomes


def _shown(corrections: Corrections, found: ImportUndo) -> list[Outcome]:
    """What the undo of each change set that is in force would do, as the charts are now."""
    outcomes: list[Outcome] = []
    undone: AlreadyUndone | None = None
    for target in found.sets:
        order = UndoOrder(target=target, reason=found.reason)
        try:
            outcomes.append(corrections.carry_out(order, dry_run=True))
        except AlreadyUndone as error:
            undone = error
    if undone is not None and not outcomes:
        raise undone
    return outcomes
