# SPDX-License-Identifier: Apache-2.0
"""Holding entries back from release while it is doubtful whose they are (45 CFR 171.201(c)(2)).

A hold is a flag that hangs on the suspect item: it says since when, goes where the item goes,
holds what hangs on the item too, and nothing else of the chart. Why stands in the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import Change, ChangeKind, ChangeSet, ordered
from himdesk.domain.charts.items import ASSERTIONS, STUB, Flag, FlagCode, Item, Kind, Status
from himdesk.domain.corrections.move import check_open
from himdesk.domain.corrections.relocation import creation
from himdesk.domain.errors import BadDecision, ReasonMissing, UsageError
from himdesk.domain.plans import Created, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from himdesk.domain.charts.charts import Chart

HELD: Final = "Not to be released: it may be another person's"
"""What the flag says; it never says whose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRequest:
    """Which items are held, or let go, from when on; `new_ids` are the flags' ids by item."""

    items: tuple[str, ...]
    requester: str
    reason: str
    at: str
    new_ids: Mapping[str, str]


def plan_hold(charts: Sequence[Chart], request: HoldRequest) -> Plan:
    """Plan to hold items of charts, which are given whole, back from release.

    Raises:
        ReasonMissing: no reason was given.
        AlreadyRetired, NeverAllowed: the chart takes no corrections.
        BadDecision: no entry of care of these charts, or held already.
    """
    known = _check(charts, request)
    flags = {f.parent_id for f in _in_force(known.values())}
    for name in request.items:
        item = known[name]
        if item.kind in ASSERTIONS or item.type == STUB or item.in_error:
            raise BadDecision(name, f"Item {name} is no entry that could be released.")
        if name in flags:
            raise BadDecision(name, f"Item {name} is held already.")
    made = tuple(_flag(known[name], request) for name in request.items)
    return Plan(
        change_set=_change_set(request, [creation(flag) for flag in made]),
        created=Created(items=made),
    )


def plan_lift(charts: Sequence[Chart], request: HoldRequest) -> Plan:
    """Plan to let held items go.

    Raises:
        ReasonMissing: no reason was given.
        AlreadyRetired, NeverAllowed: the chart takes no corrections.
        BadDecision: an item that is not held.
    """
    known = _check(charts, request)
    flags = {f.parent_id: f for f in _in_force(known.values())}
    for name in request.items:
        if name not in flags:
            raise BadDecision(name, f"Item {name} is not held.")
    wanted = [flags[name] for name in request.items]
    return Plan(change_set=_change_set(request, lifted(wanted, request.at)))


def lifted(items: Iterable[Item], at: str) -> list[Change]:
    """The changes by which all that is held of a chart is let go: it is settled whose each is."""
    return [Change(Kind.FLAG.value, f.id, "until", None, at) for f in _in_force(items)]


def holds(items: Iterable[Item]) -> dict[str, str]:
    """The items that holds in force are on, and since when; of what hangs on them, nothing."""
    return {f.parent_id or "": f.at or "" for f in _in_force(items)}


def held_since(items: Iterable[Item]) -> dict[str, str]:
    """The items of a chart that are held, with what hangs on them, and since when."""
    items = tuple(items)
    above = {item.id: item.parent_id or item.encounter_id for item in items}
    since = holds(items)
    found: dict[str, str] = {}
    for item in items if since else ():
        at: str | None = item.id
        seen: set[str] = set()
        while at is not None and at not in since and at not in seen:
            seen.add(at)
            at = above.get(at)
        if at in since and item.kind not in ASSERTIONS:
            found[item.id] = since[at]
    return found


def is_hold(changes: Iterable[Change]) -> bool:
    """Whether changes hold something or let it go; to undo that needs a second person."""
    return any(change.entity == Kind.FLAG for change in changes)


def _in_force(items: Iterable[Item]) -> list[Item]:
    return [
        item
        for item in items
        if isinstance(item.details, Flag)
        and item.details.flag == FlagCode.RELEASE_HOLD
        and item.until is None
        and not item.in_error
    ]


def _check(charts: Sequence[Chart], request: HoldRequest) -> dict[str, Item]:
    if not request.reason.strip():
        raise ReasonMissing
    if not request.items:
        raise UsageError("Name the items to be held.")
    if len(set(request.items)) != len(request.items):
        raise UsageError("An item is named twice.")
    for chart in charts:
        check_open(chart.patient)
    known = {item.id: item for chart in charts for item in chart.items}
    for name in request.items:
        if name not in known:
            raise BadDecision(name, f"Item {name} is in none of these charts.")
    return known


def _flag(item: Item, request: HoldRequest) -> Item:
    return Item(
        id=request.new_ids[item.id],
        kind=Kind.FLAG,
        home_patient_id=item.patient_id,
        patient_id=item.patient_id,
        details=Flag(flag=FlagCode.RELEASE_HOLD.value, text=HELD),
        parent_id=item.id,
        status=Status.CURRENT.value,
        at=request.at,
    )


def _change_set(request: HoldRequest, changes: Iterable[Change]) -> ChangeSet:
    return ChangeSet(
        ChangeKind.AMEND, request.requester, request.reason.strip(), ordered(changes, {})
    )
