# SPDX-License-Identifier: Apache-2.0
"""What planning an order comes to: the plan, and what the approval policy asks besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.domain.approval import UndoneSet
    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.plans import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan with the charts it is about; `judged` and `undone` as `needs_approval` takes them."""

    plan: Plan
    charts: tuple[Chart, ...]
    undone: UndoneSet | None = None
    judged: bool = True
