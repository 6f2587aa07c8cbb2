# SPDX-License-Identifier: Apache-2.0
"""Who has a request that waits, and what is asked before it changes hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.domain.approval import State
from himdesk.ui.approve.values import ClaimView
from himdesk.ui.worklist.acting.questions import Ask

if TYPE_CHECKING:
    from himdesk.services.approvals.waiting import Asked

HAND_OVER = Ask(
    name="approve-give", title="Hand over", words="Who looks at this request from now on?",
    verb="Hand over", person=True, text="Comment",
)  # fmt: skip


def claim_view(asked: Asked, *, decides: bool) -> ClaimView:
    """Who has a request; `decides` says whether the reader may approve any."""
    claim, request = asked.claim, asked.request
    open_ = request.state in {State.PROPOSED, State.STALE} and not request.own
    mine = claim is not None and claim.mine
    found = set() if claim is not None and not mine else {"give-back" if mine else "claim"}
    actions = frozenset({*found, "hand-over"} if decides and open_ else ())
    if claim is None:
        return ClaimView(actions=actions)
    if mine:
        return ClaimView(words=f"you since {claim.since}", actions=actions)
    words = f"{claim.owner} since {claim.since}"
    return ClaimView(words=words, owner=claim.owner, since=claim.since, actions=actions)


def take_over(claim: ClaimView, verb: str) -> Ask:
    """The question before one decides what somebody else has."""
    return Ask(
        name="approve-take-over",
        title="Take over",
        words=f"{claim.owner} has this request since {claim.since} and may be about to decide it. "
        "That you took it over is kept with the request.",
        verb=f"Take over and {verb}",
    )
