# SPDX-License-Identifier: Apache-2.0
"""Orders to hold entries back from release, and to let them go, as they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.corrections.hold import HoldRequest, plan_hold, plan_lift
from himdesk.domain.errors import NotFound
from himdesk.services.corrections.planned import Planned
from himdesk.store.reading import charts, items

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOrder:
    """Hold items back from release from `at` on, or let them go; `flags` are ids by item."""

    items: tuple[str, ...]
    reason: str
    at: str
    flags: Mapping[str, str]
    lift: bool = False

    def plan(self, session: Transaction, requester: str) -> Planned:
        """Plan from the charts as they are now."""
        found = items.items(session, self.items)
        for name in self.items:
            if name not in found:
                raise NotFound("item", name)
        owners = sorted({item.patient_id for item in found.values()})
        concerned = [charts.chart(session, owner) for owner in owners]
        plan = (plan_lift if self.lift else plan_hold)(
            concerned,
            HoldRequest(
                items=self.items,
                requester=requester,
                reason=self.reason,
                at=self.at,
                new_ids=self.flags,
            ),
        )
        return Planned(plan=plan, charts=tuple(concerned), judged=False)
