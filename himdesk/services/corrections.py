# SPDX-License-Identifier: Apache-2.0
"""The correction desk: every verb is planned from the charts, checked, and applied or proposed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from himdesk.domain.approval import needs_approval
from himdesk.domain.errors import UsageError
from himdesk.services import requests
from himdesk.services.addressing import Addressing
from himdesk.services.comparing import Comparison, UndoPreview, compare, preview_undo
from himdesk.services.legend import legend
from himdesk.services.orders import MergeOrder, Order, Planned, UndoOrder, verb_of
from himdesk.services.outcomes import Mode, Outcome
from himdesk.services.undoing import look_at_import, undo_all
from himdesk.store import ledger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a clerk may do to charts. Charts are named by their MRNs, items by their ids."""

    context: Context

    def merge(
        self,
        survivor: str,
        retired: Sequence[str],
        *,
        reason: str,
        keep: Mapping[str, str] | None = None,
        acknowledged: Mapping[str, str] | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        """Merge charts into the survivor.

        `keep` maps choice fields to an MRN or "both"; `acknowledged` codes to explanations.

        Raises:
            HimdeskError: the rules of `plan_merge`, and those of `Plan.check` unless dry.
        """
        self.context.require("merge")
        with self.context.database.read() as session:
            addressing = Addressing(self.context, session)
            order = MergeOrder(
                survivor=addressing.exactly(survivor).id,
                retired=tuple(addressing.exactly(number).id for number in retired),
                reason=reason,
                keep={
                    name: mrn if mrn == "both" else addressing.exactly(mrn).id
                    for name, mrn in (keep or {}).items()
                },
                acknowledged=dict(acknowledged or {}),
            )
        return self.carry_out(order, dry_run=dry_run)

    def undo(
        self,
        change_set: str,
        *,
        reason: str,
        assign: Mapping[str, str] | None = None,
        fields: Mapping[str, str] | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        """Take a change set out of force; `assign` maps undecided items to MRNs.

        Raises:
            HimdeskError: the rules of `plan_undo`, and open decisions unless dry.
        """
        self.context.require("undo")
        with self.context.database.read() as session:
            addressing = Addressing(self.context, session)
            order = UndoOrder(
                target=change_set,
                reason=reason,
                assign={i: addressing.exactly(mrn).id for i, mrn in (assign or {}).items()},
                fields=dict(fields or {}),
            )
        return self.carry_out(order, dry_run=dry_run)

    def compare(self, mrns: Sequence[str]) -> Comparison:
        """Charts side by side, in the order given; see `comparing.compare`."""
        return compare(self.context, mrns)

    def legend(self, outcome: Outcome) -> tuple[dict[str, str], dict[str, str]]:
        """MRNs of the charts, and values of the assertions, that an outcome names."""
        with self.context.database.read() as session:
            return legend(session, outcome.change_set)

    def preview_undo(self, change_set: str) -> UndoPreview:
        """The dry run of an undo with what a person must see to decide its open items."""
        shown = self.undo(change_set, reason="preview", dry_run=True)
        return preview_undo(self.context, shown)

    def carry_out(self, order: Order, *, dry_run: bool = False) -> Outcome:
        """Plan an order; show it, apply it, or propose it to a second person."""
        context = self.context
        context.require(verb_of(order))
        with context.database.read() as session:
            planned = order.plan(session, context.staff.name)
            self._check_readable(session, planned)
            needed = needs_approval(
                planned.plan,
                planned.charts,
                now=context.clock(),
                policy=context.policy(session),
                undone=planned.undone,
            )
        plan = planned.plan
        outcome = Outcome(
            mode=Mode.DRY_RUN,
            change_set=plan.change_set,
            needs_approval=needed,
            warnings=plan.contradictions,
            undecided=plan.undecided,
        )
        if dry_run:
            return outcome
        plan.check()
        if not plan.change_set.changes:
            raise UsageError("This would change nothing.")
        with context.writing() as session:
            if needed:
                request = requests.propose(session, context, order, plan)
                return replace(outcome, mode=Mode.PROPOSED, request=request)
            applied = ledger.write(
                session,
                plan.change_set,
                plan.created,
                id=context.new_id(),
                at=context.now(),
                applied_by=context.staff.name,
            )
        return replace(outcome, mode=Mode.APPLIED, applied=applied)

    def _check_readable(self, session: Transaction, planned: Planned) -> None:
        """A chart that the person may not open can't be corrected either."""
        addressing = Addressing(self.context, session)
        for chart in planned.charts:
            addressing.check_open(chart)

    def undo_import(
        self,
        import_id: str,
        *,
        reason: str,
        assign: Mapping[str, str] | None = None,
        dry_run: bool = False,
    ) -> list[Outcome]:
        """Undo all change sets of an import, the last one first, each in its own unit of work.

        Raises:
            UndecidedItems: items of other origin sit in charts of the import; nothing was changed.
            HimdeskError: the rules of `look_at_import` and of `plan_undo`.
        """
        self.context.require("undo")
        found = look_at_import(self.context, import_id, reason=reason, assign=assign or {})
        return undo_all(self, found, dry_run=dry_run)
