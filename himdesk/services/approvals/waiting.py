# SPDX-License-Identifier: Apache-2.0
"""The requests that wait, with whom they are about and who asks, as one may be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.services.approvals.held import claim_of
from himdesk.services.charts.sight import Sight
from himdesk.services.matching.rows import Parties
from himdesk.store.desk import proposals, staff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.services.approvals.held import Claim
    from himdesk.services.context import Context
    from himdesk.services.corrections.outcomes import Request
    from himdesk.services.matching.values import Party
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, its requester's full name, and its charts; none to those who read no charts.

    `claim` tells who has it.
    """

    request: Request
    requester: str
    parties: tuple[Party, ...]
    claim: Claim | None = None


def asked(session: Transaction, context: Context, found: Sequence[Request]) -> tuple[Asked, ...]:
    """Requests with names; of a restricted chart only its number is told."""
    names = {account.name: account.display for account in staff.everyone(session)}
    reads = Sight(context, session).reads
    charts = {chart for request in found for chart in request.charts} if reads else set()
    parties = Parties.of(session, context, charts)
    return tuple(
        Asked(
            request,
            names.get(request.requester, request.requester),
            tuple(parties.party(chart) for chart in request.charts) if reads else (),
            claim_of(session, context, proposals.get(session, request.id)),
        )
        for request in found
    )
