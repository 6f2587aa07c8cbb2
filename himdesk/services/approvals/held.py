# SPDX-License-Identifier: Apache-2.0
"""Who else looks at a request: one is told, and decides it only after taking it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from himdesk.domain.errors import HimdeskError
from himdesk.services.clocks import clock_time
from himdesk.services.delegates import may_act_for
from himdesk.store.desk import casework, claims, staff

if TYPE_CHECKING:
    from himdesk.services.context import Context
    from himdesk.store.desk.proposals import Proposal
    from himdesk.store.engine import Transaction


@dataclass
class RequestTaken(HimdeskError):
    """Somebody else has the request."""

    request: str
    owner: str
    since: str
    code: ClassVar[str] = "request-taken"

    def message(self) -> str:
        """Who, since when, and what to do."""
        return (
            f"{self.owner} has this request since {self.since}. Nothing was changed; leave it to "
            "them, or decide it by taking it over."
        )

    def where(self) -> str | None:
        """The request's id."""
        return self.request


@dataclass(frozen=True, slots=True)
class Claim:
    """Who has a request, by full name, since when by the site's clock.

    `mine`: the reader has it, or somebody who is away and named the reader.
    """

    owner: str
    since: str
    mine: bool


def claim_of(session: Transaction, context: Context, proposal: Proposal) -> Claim | None:
    """Who has a request now; None where nobody does, or their claim ran out."""
    owner, until = proposal.assigned_to, proposal.claimed_until
    if owner is None or (until is not None and until < context.now()):
        return None
    account = staff.find(session, owner)
    today = context.clock().astimezone(context.site.zone).date()
    return Claim(
        owner=account.display if account is not None else owner,
        since=clock_time(context, proposal.claimed_at),
        mine=owner in may_act_for(session, context, today),
    )


def take_from_holder(
    session: Transaction, context: Context, proposal: Proposal, *, take_over: bool
) -> None:
    """Let a decision pass: nobody else has the request, or it is taken over, which is kept.

    Raises:
        RequestTaken: somebody else has it, and it is not to be taken over.
    """
    claim = claim_of(session, context, proposal)
    if claim is None or claim.mine:
        return
    if not take_over:
        raise RequestTaken(proposal.id, claim.owner, claim.since)
    event = casework.WorkEvent(
        case_id=proposal.id,
        at=context.now(),
        by=context.staff.name,
        verb="take over",
        detail=proposal.assigned_to,
    )
    claims.record(session, event)
