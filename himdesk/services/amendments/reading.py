# SPDX-License-Identifier: Apache-2.0
"""Amendment cases as the log has them: for every desk that must know of a dispute."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from himdesk.domain.amendments.log import Taken, fold, from_plain
from himdesk.domain.amendments.steps.deciding import Corrected
from himdesk.domain.errors import UsageError
from himdesk.store.desk import cases as log
from himdesk.store.desk import proposals

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from himdesk.domain.amendments.case import Case
    from himdesk.store.engine import Transaction


def case_of(session: Transaction, case_id: str, events: Sequence[log.CaseEvent]) -> Case:
    """The case; corrections that were approved meanwhile count, without a step of their own.

    Raises:
        UsageError: it is no amendment request.
    """
    if not events or events[0].verb != "open" or "items" not in events[0].detail:
        raise UsageError(f"Case {case_id} is no amendment request.", case_id)
    case = fold(case_id, taken(events))
    for item in case.items:
        if item.request is not None and item.change_set is None:
            proposal = proposals.get(session, item.request)
            if proposal.change_set_id is not None:
                done = Corrected(item=item.asked.number, change_set=proposal.change_set_id)
                case = done.apply(case, case.recorded, proposal.requester)
    return case


def taken(events: Sequence[log.CaseEvent]) -> tuple[Taken, ...]:
    """The steps of a log."""
    return tuple(
        Taken(step=from_plain(e.verb, e.detail), on=date.fromisoformat(e.day), by=e.by)
        for e in events
    )


def disputes(session: Transaction, item_ids: Collection[str]) -> dict[str, tuple[Case, ...]]:
    """The cases whose dispute packet goes with a record, by record (164.526(d)(5))."""
    about = log.of_own(session, item_ids)
    events = log.events(session, {case for cases in about.values() for case in cases})
    found: dict[str, tuple[Case, ...]] = {}
    for item, case_ids in about.items():
        cases = (case_of(session, case_id, events[case_id]) for case_id in case_ids)
        owed = tuple(case for case in cases if case.packet_due and _denied(case, item))
        if owed:
            found[item] = owed
    return found


def _denied(case: Case, item: str) -> bool:
    return any(each.denied and each.asked.item == item for each in case.items)
