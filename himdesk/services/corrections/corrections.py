# SPDX-License-Identifier: Apache-2.0
"""The correction desk: every verb is planned from the charts, checked, and applied or proposed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from himdesk.domain.approval import needs_approval
from himdesk.domain.errors import UsageError
from himdesk.services.approvals import requests
from himdesk.services.approvals.reviewing import people
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.comparing import Comparison, UndoPreview, compare, preview_undo
from himdesk.services.charts.legend import legend
from himdesk.services.charts.own import check_not_own
from himdesk.services.corrections.amending import AmendOrder
from himdesk.services.corrections.demographics import demographic_order
from himdesk.services.corrections.holding import HoldOrder
from himdesk.services.corrections.orders import MergeOrder, Order, UndoOrder, verb_of
from himdesk.services.corrections.outcomes import Mode, Outcome
from himdesk.services.corrections.relocating import JudgeOrder, MoveOrder
from himdesk.services.corrections.sampling import draw
from himdesk.services.corrections.splitplan import SplitPlan
from himdesk.services.corrections.splitting import split_order
from himdesk.services.downstream.following import follow
from himdesk.services.matching.settling import settled
from himdesk.services.undoing.undoing import look_at_import, undo_all
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from himdesk.domain.changes import AppliedChangeSet, ChangeKind
    from himdesk.domain.plans import Plan
    from himdesk.services.context import Context
    from himdesk.services.corrections.demographics import Chosen, Restated, Stated
    from himdesk.services.corrections.planned import Planned
    from himdesk.services.corrections.splitplan import PlannedAgain, PlannedPart
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
            kept, *gone = (chart.id for chart in addressing.each((survivor, *retired)))
            order = MergeOrder(
                survivor=kept,
                retired=tuple(gone),
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

    def move(
        self,
        item: str,
        *,
        to: str,
        reason: str,
        encounter: str | None = None,
        detach: bool = False,
        dry_run: bool = False,
    ) -> Outcome:
        """Move an item with what hangs on it to the chart `to`, perhaps under an encounter of it.

        `detach` tears it off a parent that stays.
        """
        self.context.require("move")
        with self.context.database.read() as session:
            target = Addressing(self.context, session).exactly(to).id
            new_id = self.context.ids_of_order(session, item=item, to=target, encounter=encounter)
        order = MoveOrder(
            item=item,
            target=target,
            stub=new_id(),
            reason=reason,
            encounter=encounter,
            detach=detach,
        )
        return self.carry_out(order, dry_run=dry_run)

    def split(
        self,
        mrn: str,
        *,
        moves: Mapping[str, str],
        new: Mapping[str, Mapping[str, object]] | None = None,
        parts: Sequence[PlannedPart] = (),
        again: Sequence[PlannedAgain] = (),
        reason: str,
        dry_run: bool = False,
    ) -> Outcome:
        """Divide a chart: `moves` maps items to an MRN or "new:NAME"; what it lacks stays.

        `new` states for each NAME what is known of the person (see `relocating.FIELDS`); `parts`
        and `again` are of what is about both persons (see `splitplan.SplitPlan`).
        """
        plan = SplitPlan(moves=moves, new=new or {}, parts=tuple(parts), again=tuple(again))
        self.context.require("split")
        with self.context.database.read() as session:
            order = split_order(self.context, session, mrn, plan, reason=reason)
        return self.carry_out(order, dry_run=dry_run)

    def judge(
        self, kind: ChangeKind, mrns: Sequence[str], *, reason: str, dry_run: bool = False
    ) -> Outcome:
        """Link charts, unlink them, or say that they are different people (each pair)."""
        self.context.require(kind.value)
        with self.context.database.read() as session:
            addressing = Addressing(self.context, session)
            ids = tuple(addressing.exactly(mrn).id for mrn in mrns)
        order = JudgeOrder(kind=kind.value, charts=ids, reason=reason)
        return self.carry_out(order, dry_run=dry_run)

    def amend(
        self,
        document: str,
        *,
        kind: str,
        text: str,
        author: str,
        reason: str,
        about: str | None = None,
        signed_at: str | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        """File an addendum, late entry, correction or retraction of a document for its author.

        `about` is the day that a late entry is for; `signed_at` when the author signed, of which
        the desk has the evidence (the reason says which). Without it the revision waits for it.
        """
        self.context.require("amend")
        with self.context.database.read() as session:
            new_id = self.context.ids_of_order(session, document=document, kind=kind, text=text)
        order = AmendOrder(
            document=document,
            kind=kind,
            text=text,
            author=author,
            reason=reason,
            at=self.context.now(),
            new_id=new_id(),
            about=about,
            signed_at=signed_at,
        )
        return self.carry_out(order, dry_run=dry_run)

    def correct(
        self, mrn: str, wanted: Stated | Restated | Chosen, *, reason: str, dry_run: bool = False
    ) -> Outcome:
        """Correct what a chart shows of its person: by a new statement, or another that it has."""
        self.context.require("amend")
        order = demographic_order(self.context, mrn, wanted, reason=reason)
        return self.carry_out(order, dry_run=dry_run)

    def hold(
        self, items: Sequence[str], *, reason: str, lift: bool = False, dry_run: bool = False
    ) -> Outcome:
        """Hold doubtful items, with what hangs on them, back from release; or `lift` that."""
        self.context.require("hold")
        with self.context.database.read() as session:
            new_id = self.context.ids_of_order(session, held=list(items), lift=lift)
        order = HoldOrder(
            items=tuple(items),
            reason=reason,
            at=self.context.now(),
            flags={item: new_id() for item in items},
            lift=lift,
        )
        return self.carry_out(order, dry_run=dry_run)

    def compare(self, mrns: Sequence[str]) -> Comparison:
        """Charts side by side, in the order given; see `comparing.compare`."""
        return compare(self.context, mrns)

    def legend(self, outcome: Outcome) -> tuple[dict[str, str], dict[str, str]]:
        """MRNs of the charts, and values of the assertions, that an outcome names."""
        with self.context.database.read() as session:
            return legend(session, outcome.change_set, outcome.created)

    def preview_undo(self, change_set: str) -> UndoPreview:
        """The dry run of an undo with what a person must see to decide its open items."""
        shown = self.undo(change_set, reason="preview", dry_run=True)
        return preview_undo(self.context, shown)

    def carry_out(
        self,
        order: Order,
        *,
        dry_run: bool = False,
        also: Callable[[Transaction, Outcome], None] | None = None,
    ) -> Outcome:
        """Plan an order; show it, apply it, or propose it to a second person.

        `also` is done in the same unit of work, so that neither stands without the other.
        """
        context = self.context
        context.require(verb_of(order))
        with context.database.read() as session:
            planned, outcome = self.foresee(session, order)
            plan = planned.plan
            if dry_run:
                return replace(outcome, charts=people(session, planned.charts, plan))
        plan.check()
        if not plan.change_set.changes:
            raise UsageError("This would change nothing.")
        with context.writing() as session:
            if outcome.needs_approval:
                request = requests.propose(session, context, order, planned)
                done = replace(outcome, mode=Mode.PROPOSED, request=request)
            else:
                applied = self._apply(session, plan)
                follow(session, context, applied)
                draw(session, context, applied, {c.patient.id for c in planned.charts})
                done = replace(outcome, mode=Mode.APPLIED, applied=applied)
            if also is not None:
                also(session, done)
        return settled(context, done) if done.mode is Mode.APPLIED else done

    def _apply(self, session: Transaction, plan: Plan) -> AppliedChangeSet:
        context = self.context
        return ledger.write(
            session,
            plan.change_set,
            plan.created,
            id=context.new_id(),
            at=context.now(),
            applied_by=context.staff.name,
        )

    def foresee(self, session: Transaction, order: Order) -> tuple[Planned, Outcome]:
        """The plan of an order from the charts as they are, and the dry run that shows it."""
        context = self.context
        planned = order.plan(session, context.staff.name)
        self._check_charts(session, planned)
        plan = planned.plan
        needed = needs_approval(
            plan,
            planned.charts,
            now=context.clock(),
            policy=context.policy(session),
            undone=planned.undone,
            judged=planned.judged,
        )
        return planned, Outcome(
            mode=Mode.DRY_RUN,
            change_set=plan.change_set,
            needs_approval=needed,
            warnings=plan.contradictions,
            undecided=plan.undecided,
            created=plan.created,
        )

    def _check_charts(self, session: Transaction, planned: Planned) -> None:
        """A chart that the person may not open can't be corrected either, nor their own."""
        addressing = Addressing(self.context, session)
        for chart in planned.charts:
            addressing.check_open(chart)
        check_not_own(session, self.context, (chart.patient.id for chart in planned.charts))

    def undo_import(
        self,
        import_id: str,
        *,
        reason: str,
        assign: Mapping[str, str] | None = None,
        dry_run: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> list[Outcome]:
        """Undo all change sets of an import, the last one first, in short units of work.

        Whoever ended the program in between repeats it: what is undone already is passed over.
        `progress` is told how many change sets are done with.

        Raises:
            UndecidedItems: items of other origin sit in charts of the import; nothing was changed.
            HimdeskError: the rules of `look_at_import` and of `plan_undo`.
        """
        self.context.require("undo")
        found = look_at_import(self.context, import_id, reason=reason, assign=assign or {})
        return undo_all(self, found, dry_run=dry_run, progress=progress)
