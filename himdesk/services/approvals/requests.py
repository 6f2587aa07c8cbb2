# SPDX-License-Identifier: Apache-2.0
"""Proposals as they are kept: the order, and the change set that it came to."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from himdesk.domain.approval import State
from himdesk.domain.changes import Change, canonical, sha256
from himdesk.services.charts.sight import NOT_SHOWN
from himdesk.services.corrections.orders import Order, from_plain, to_plain
from himdesk.services.corrections.outcomes import Request
from himdesk.store.desk import proposals, staff

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from himdesk.domain.plans import Plan
    from himdesk.services.charts.sight import Sight
    from himdesk.services.context import Context
    from himdesk.services.corrections.planned import Planned
    from himdesk.store.engine import Transaction


def propose(session: Transaction, context: Context, order: Order, planned: Planned) -> Request:
    """Keep a plan as a proposal; its order is planned again when someone approves it.

    It is about the charts that change, and where only an item does, about the item's chart.
    """
    plan = planned.plan
    to_be_made = {patient.id for patient in plan.created.patients}
    touched = plan.change_set.charts() or {chart.patient.id for chart in planned.charts}
    charts = touched - to_be_made
    proposal, body = _proposal(context, order, plan, charts)
    proposals.propose(session, proposal, body, charts, by=context.staff.name)
    return replace(as_request(session, proposal), own=True)


def _proposal(
    context: Context, order: Order, plan: Plan, charts: Collection[str]
) -> tuple[proposals.Proposal, bytes]:
    change_set = plan.change_set
    rows = [[c.entity, c.id, c.field, c.before, c.after] for c in change_set.changes]
    body = canonical({"order": to_plain(order), "changes": rows, "charts": sorted(charts), "v": 2})
    proposal = proposals.Proposal(
        id=context.new_id(),
        kind=change_set.kind,
        state=State.PROPOSED,
        requester=change_set.requester,
        reason=change_set.reason,
        content=change_set.content,
        body=sha256(body),
        created_at=context.now(),
    )
    return proposal, body


def order_of(session: Transaction, proposal: proposals.Proposal) -> Order:
    """The order of a proposal."""
    return from_plain(json.loads(proposals.body_of(session, proposal))["order"])


def proposed_changes(session: Transaction, proposal: proposals.Proposal) -> set[Change]:
    """The changes that a proposal came to when it was made."""
    return {Change(*row) for row in json.loads(proposals.body_of(session, proposal))["changes"]}


def told(sight: Sight, found: Sequence[Request]) -> tuple[Request, ...]:
    """Requests as the reader may be told of them: without what people wrote of hidden charts."""
    persons = {account.name: account.person_id for account in staff.everyone(sight.session)}
    shown = []
    for request, silent in zip(found, sight.silent(r.charts for r in found), strict=True):
        names = proposals.requesters(sight.session, request.id)
        own = sight.context.staff.person in {persons.get(name) for name in names}
        comment = request.comment and NOT_SHOWN if silent else request.comment
        reason = NOT_SHOWN if silent else request.reason
        shown.append(replace(request, own=own, reason=reason, comment=comment))
    return tuple(shown)


def as_request(session: Transaction, proposal: proposals.Proposal) -> Request:
    """A proposal as the desks and the console show it."""
    return Request(
        id=proposal.id,
        kind=proposal.kind,
        state=State(proposal.state),
        requester=proposal.requester,
        reason=proposal.reason,
        content=proposal.content,
        created_at=proposal.created_at,
        charts=proposals.charts_of(session, proposal.id),
        decided_by=proposals.events(session, proposal.id)[-1].by if proposal.decided_at else None,
        decided_at=proposal.decided_at,
        comment=proposal.comment,
        change_set=proposal.change_set_id,
    )
