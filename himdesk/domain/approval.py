# SPDX-License-Identifier: Apache-2.0
"""When a second person must agree, and the life of a request until then (DESIGN 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import ChangeKind
from himdesk.domain.charts.items import FlagCode
from himdesk.domain.errors import SelfApproval, WrongState
from himdesk.domain.plans import Grade, Plan
from himdesk.domain.times import earliest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.fold import Placed

SECOND_THOUGHTS: Final = timedelta(hours=24)
"""How long a clerk may take back an own merge alone, if nothing came later."""


RESET_BAR: Final = timedelta(hours=24)
"""How long an account may not approve what the administrator asks who reset its password."""


class Rule(StrEnum):
    """What a site may set for a kind of change set."""

    POLICY = "policy"
    ALWAYS = "always"


class State(StrEnum):
    """The states of a request."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    STALE = "stale"


_OPEN = frozenset({State.PROPOSED, State.STALE})

TRANSITIONS: Final[dict[str, tuple[frozenset[State], State]]] = {
    "approved": (frozenset({State.PROPOSED}), State.APPROVED),
    "returned": (_OPEN, State.RETURNED),
    "rejected": (_OPEN, State.REJECTED),
    "withdrawn": (_OPEN | {State.RETURNED}, State.WITHDRAWN),
    "resubmitted": (frozenset({State.RETURNED, State.STALE}), State.PROPOSED),
    "found stale": (frozenset({State.PROPOSED}), State.STALE),
}
"""Each verb with the states it starts from and the one it leads to."""


def next_state(request: str, state: State, verb: str) -> State:
    """The state after the verb.

    Raises:
        WrongState: the verb does not apply in this state.
    """
    allowed, after = TRANSITIONS[verb]
    if state not in allowed:
        raise WrongState(request, state, verb)
    return after


def check_four_eyes(request: str, approver: str, requesters: Collection[str]) -> None:
    """Check that the approver neither asked for it nor edited it.

    `requesters` are the persons (not accounts) who asked or edited.

    Raises:
        SelfApproval: they are not two persons.
    """
    if approver in requesters:
        raise SelfApproval(request)


def check_reset(request: str, reset_at: str | None, now: datetime) -> None:
    """Check that the requester did not just set the approver's password.

    Raises:
        SelfApproval: it was reset less than a day ago, so both could be one person.
    """
    if reset_at is not None and now - earliest(reset_at) < RESET_BAR:
        raise SelfApproval(request)


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoneSet:
    """What the policy asks of the target of an undo."""

    kind: ChangeKind
    by: str
    at: str
    untouched_since: bool


def sensitive(charts: Iterable[Chart]) -> bool:
    """Whether a chart is confidential, under Part 2 or legal hold, or of someone deceased."""
    grave = {FlagCode.VIP, FlagCode.PART2, FlagCode.LEGAL_HOLD}
    return any(
        not grave.isdisjoint(chart.flags()) or chart.value("deceased") not in {None, "false"}
        for chart in charts
    )


def needs_approval(
    plan: Plan,
    charts: Iterable[Chart],
    *,
    now: datetime,
    policy: Mapping[str, str],
    undone: UndoneSet | None = None,
    judged: bool = True,
) -> bool:
    """Whether a second person must approve the plan before it is applied.

    `policy` maps a kind to a `Rule`; `undone` is the target of an undo; `judged` says of an
    amendment or move whether it is one of those that need judgement (a correction or retraction,
    a move to another patient) rather than an addendum or a demographic correction, or of an undo
    that it undoes such a one.
    """
    kind = plan.change_set.kind
    if policy.get(kind, Rule.POLICY) == Rule.ALWAYS:
        return True
    if kind is ChangeKind.UNDO:
        return undone is None or _undo_needs(plan, undone, now, judged=judged)
    if kind is ChangeKind.MERGE:
        stops = any(c.grade is Grade.STOP for c in plan.contradictions)
        return stops or sensitive(charts)
    if kind in {ChangeKind.MOVE, ChangeKind.AMEND}:
        return judged
    return kind is ChangeKind.SPLIT


def _undo_needs(plan: Plan, undone: UndoneSet, now: datetime, *, judged: bool) -> bool:
    if undone.kind in {ChangeKind.MERGE, ChangeKind.UNDO}:
        own = undone.by == plan.change_set.requester
        return not (own and undone.untouched_since and now - earliest(undone.at) <= SECOND_THOUGHTS)
    if undone.kind in {ChangeKind.MOVE, ChangeKind.AMEND}:
        return judged
    return undone.kind is ChangeKind.SPLIT


def untouched_since(
    target: AppliedChangeSet, later: Iterable[AppliedChangeSet], items: Iterable[Placed] = ()
) -> bool:
    """Whether no change set after the target touched one of its charts.

    `items` are those of its charts: what was created or changed in them tells its chart only so.
    """
    charts = target.change_set.charts()
    here = {item.id for item in items if item.owner in charts or item.home in charts}
    return not any(
        entry.seq > target.seq
        and (
            not charts.isdisjoint(entry.change_set.charts())
            or any(change.id in here for change in entry.change_set.changes)
        )
        for entry in later
    )
