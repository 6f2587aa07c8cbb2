# SPDX-License-Identifier: Apache-2.0
"""Orders to amend a document, as they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.corrections.amend import AmendRequest, Revision, needs_judgement, plan_amend
from himdesk.services.corrections.planned import Planned
from himdesk.store.reading import charts, items

if TYPE_CHECKING:
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendOrder:
    """File a revision of a document for its author; `kind` is a value of `Revision`.

    `at` is when it was written and `new_id` the id of the revision; `about` the day that a late
    entry is for; `case` the amendment request that asked for it, which needs a second
    person; `signed_at` when the author signed it.
    """

    document: str
    kind: str
    text: str
    author: str
    reason: str
    at: str
    new_id: str
    about: str | None = None
    case: str | None = None
    signed_at: str | None = None

    def plan(self, session: Transaction, requester: str) -> Planned:
        """Plan from the document as it is now."""
        original = items.item(session, self.document)
        chart = charts.assertions(session, [original.patient_id])[original.patient_id]
        plan = plan_amend(
            chart.patient,
            original,
            AmendRequest(
                kind=Revision(self.kind),
                requester=requester,
                reason=self.reason,
                author=self.author,
                text=self.text.encode(),
                at=self.at,
                new_id=self.new_id,
                about=self.about or (original.at or self.at)[:10],
                signed_at=self.signed_at,
            ),
        )
        judged = self.case is not None or needs_judgement(plan.change_set.changes)
        return Planned(plan=plan, charts=(chart,), judged=judged)
