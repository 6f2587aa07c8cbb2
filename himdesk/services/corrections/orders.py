# SPDX-License-Identifier: Apache-2.0
"""Orders: what a person decided about a correction, as plain data that can be planned again.

A proposal keeps its order. At approval the order is planned anew from the charts as they are
then; if the content hash differs from the approved one, the proposal is stale.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.approval import UndoneSet
from himdesk.domain.changes import ChangeKind
from himdesk.domain.corrections.amend import needs_judgement
from himdesk.domain.corrections.hold import is_hold
from himdesk.domain.corrections.merge import MergeRequest, plan_merge
from himdesk.domain.corrections.move import is_to_another_patient
from himdesk.domain.corrections.split import Again
from himdesk.domain.undoing.undo import UndoRequest, plan_undo
from himdesk.services.corrections.amending import AmendOrder
from himdesk.services.corrections.demographics import DemographicOrder
from himdesk.services.corrections.dividing import PartOrder
from himdesk.services.corrections.holding import HoldOrder
from himdesk.services.corrections.planned import Planned
from himdesk.services.corrections.relocating import JudgeOrder, MoveOrder, NewChart, SplitOrder
from himdesk.services.undoing.facts import undo_bases
from himdesk.store.reading import charts, history

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.domain.changes import ChangeSet
    from himdesk.services.undoing.facts import UndoBasis
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOrder:
    """Merge `retired` charts into `survivor` (ids); see `MergeRequest`."""

    survivor: str
    retired: tuple[str, ...]
    reason: str
    keep: Mapping[str, str] = field(default_factory=dict)
    acknowledged: Mapping[str, str] = field(default_factory=dict)

    def plan(self, session: Transaction, requester: str) -> Planned:
        """Plan from the charts as they are now."""
        found = charts.facts(session, (self.survivor, *self.retired))
        plan = plan_merge(
            found[self.survivor],
            [found[chart] for chart in self.retired],
            charts.owned(session, self.retired),
            MergeRequest(
                requester=requester,
                reason=self.reason,
                keep=self.keep,
                acknowledged=self.acknowledged,
            ),
        )
        return Planned(plan=plan, charts=tuple(found.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoOrder:
    """Take the change set `target` (an id) out of force; see `UndoRequest`."""

    target: str
    reason: str
    assign: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)

    def plan(self, session: Transaction, requester: str) -> Planned:
        """Plan from the ledger and the charts as they are now."""
        target = history.change_set(session, self.target)
        (basis,) = undo_bases(session, [target], self.assign.values())
        return self.planned(basis, requester)

    def planned(self, basis: UndoBasis, requester: str) -> Planned:
        """The plan from what was read before."""
        facts = basis.facts
        plan = plan_undo(
            facts,
            UndoRequest(
                requester=requester, reason=self.reason, assign=self.assign, fields=self.fields
            ),
        )
        undone = UndoneSet(
            kind=basis.root.kind,
            by=facts.target.change_set.requester,
            at=facts.target.at,
            untouched_since=basis.untouched_since,
        )
        return Planned(
            plan=plan,
            charts=tuple(facts.charts.values()),
            undone=undone,
            judged=_judged(basis.root),
        )


def _judged(undone: ChangeSet) -> bool:
    """Whether what is undone needed a second person."""
    if undone.kind is ChangeKind.MOVE:
        return is_to_another_patient(undone.changes)
    if undone.kind is ChangeKind.AMEND:
        return needs_judgement(undone.changes) or is_hold(undone.changes)
    return True


Order = (
    MergeOrder
    | UndoOrder
    | MoveOrder
    | SplitOrder
    | JudgeOrder
    | AmendOrder
    | DemographicOrder
    | HoldOrder
)

_KINDS: Final[dict[str, type[Order]]] = {
    "merge": MergeOrder,
    "undo": UndoOrder,
    "move": MoveOrder,
    "split": SplitOrder,
    "judge": JudgeOrder,
    "amend": AmendOrder,
    "demographic": DemographicOrder,
    "hold": HoldOrder,
}


def verb_of(order: Order) -> str:
    """The verb whose permission the order needs."""
    if isinstance(order, JudgeOrder):
        return order.kind
    if isinstance(order, DemographicOrder):
        return "amend"
    return next(verb for verb, kind in _KINDS.items() if isinstance(order, kind))


def to_plain(order: Order) -> dict[str, Any]:
    """The order as plain values, with what it is."""
    name = next(name for name, kind in _KINDS.items() if isinstance(order, kind))
    return {"order": name, **asdict(order)}


def from_plain(plain: Mapping[str, Any]) -> Order:
    """The order that `to_plain` made these values of."""
    values = {key: value for key, value in plain.items() if key != "order"}
    for name in ("retired", "charts", "items"):
        if name in values:
            values[name] = tuple(values[name])
    if "new" in values:
        values["new"] = tuple(NewChart(**chart) for chart in values["new"])
        values["again"] = tuple(Again(**again) for again in values.get("again", ()))
        values["parts"] = tuple(
            PartOrder(**{**part, "pages": tuple(part["pages"])}) for part in values.get("parts", ())
        )
    return _KINDS[plain["order"]](**values)
